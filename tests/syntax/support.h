// Scripts for the tests of syntax, and a walk over every node of a tree.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/syntax/syntax.h"

namespace weir::syntax {

inline Parsed parse_text(std::string text, const Limits& limits = {}) {
    return parse(SourceFile("test.weir", std::move(text)), limits);
}

/// Codes in the order of the text, as "W0104 W0109".
std::string codes(const Parsed& parsed);

/// The tree without its places; equal for two scripts that say the same.
inline std::string shape(const std::string& text) {
    return print_tree(parse_text(text).tree, {.ranges = false});
}

/// A strategy whose only clause gives `expression` a name.
std::string script_of(const std::string& expression);

/// Every construct of the language.
std::string full_script();

/// Calls `visit(parent, child)` for each range and the range that holds it.
void walk(const Tree& tree, const std::function<void(SourceRange parent, SourceRange child)>& visit);

}  // namespace weir::syntax
