// What the fuzzers feed. Each target takes any bytes: nothing may crash, hang or eat memory, and what it promises must
// hold. A promise that is broken ends the process with a sentence, after the input.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace weir::fuzz {

/// Text to plans: places lie in the file, an error stands wherever a tree is not whole, and what the checker accepts
/// lowers to plans that are valid.
void script(std::string_view bytes);

/// A script without errors: its print parses to the same tree, printing twice is printing once, comments stay.
void format(std::string_view bytes);

/// A file as a tape: opened or refused; what is opened can be written again byte for byte, and makes a book.
void tape(std::string_view bytes);

/// Recorded data of others. The first line is `FORMAT FILE [FILE]`, and a line `----` stands between two files.
void import(std::string_view bytes);

struct Target {
    std::string_view name;
    void (*run)(std::string_view bytes);
};
std::span<const Target> targets();

/// Ends the process when a promise is broken.
void require(bool holds, std::string_view promise, std::string_view detail = {});

}  // namespace weir::fuzz
