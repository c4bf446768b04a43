// The result of reading a text: a value, or a sentence that says what is wrong and what would be right.
#pragma once

#include <string>
#include <utility>

namespace weir {

template <class T>
struct Parsed {
    T value{};
    std::string error;  // empty: the text was read
    explicit operator bool() const { return error.empty(); }
    static Parsed failure(std::string message) { return {T{}, std::move(message)}; }
};

}  // namespace weir
