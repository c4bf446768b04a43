// What the reference of the language says of its words: the pages of docs/language are all there is of it. Internal to
// this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::ide {

/// `words` as a statement or an expression has them: `participate`, `near touch`, `order.limit`. What it says depends
/// on the block that they stand in, by its first word; empty: the file. As Markdown; empty: it says nothing of them.
std::string reference_of(std::string_view words, std::string_view block);

/// What it says of a word within a clause that begins with another: `by` of an `expect`. Empty: nothing.
std::string reference_in(std::string_view clause, std::string_view word, std::string_view block);

/// Every way to write a call of a function of the language, with what it means: `average(x, D)`.
struct Form {
    std::string text, meaning;
};
std::vector<Form> forms_of(std::string_view function);

}  // namespace weir::ide
