// From text to tree. Parsing never fails and never throws: what cannot be read becomes an error node and a diagnostic.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/diagnostics/source.h"
#include "compiler/syntax/tree.h"

namespace weir::syntax {

/// What a script may be at most. Each is checked before memory or stack is spent on it.
struct Limits {
    size_t bytes = 256 << 10;
    size_t depth = 64;           // of brackets within brackets, and of signs before a value
    size_t clause_words = 2000;  // words and signs between two separators
    size_t errors = 100;
};

/// A word, sign or comment of a text; none goes over the end of a line.
enum class TokenClass : uint8_t {
    reserved,  // never a name
    soft,      // of the language in one place, a name in others
    name,
    number,
    time,  // its zone included
    text,  // in quotes
    opening,
    closing,
    sign,
    comment,
    doc,
    unknown
};
struct Token {
    TokenClass kind{};
    uint32_t begin = 0, end = 0;
};

struct Parsed {
    Tree tree;
    std::vector<Token> tokens = {};  // in order; none when the text cannot be read at all
    Diagnostics diagnostics;
};

Parsed parse(const SourceFile& file, const Limits& limits = {});

/// Parses one version of a file after another: gives what `parse` gives, and reads only the declarations that are not
/// as they were.
class Reparser {
  public:
    Reparser();
    ~Reparser();
    Reparser(Reparser&&) noexcept;
    Reparser& operator=(Reparser&&) noexcept;

    Parsed parse(const SourceFile& file, const Limits& limits = {});

  private:
    struct Memory;
    std::unique_ptr<Memory> memory_;
};

struct PrintOptions {
    bool ranges = true;
};
/// The tree as indented text, stable from run to run. Two trees that say the same print the same without ranges.
std::string print_tree(const Tree& tree, PrintOptions options = {});

/// The tree as a script in the house format, comments included. For a tree without errors, parsing the result gives
/// the same tree again.
std::string to_source(const Tree& tree);
/// Likewise for a tree read from that file: blank lines between statements, and blocks on one line, stay.
std::string to_source(const Tree& tree, const SourceFile& file);
std::string to_source(const Expr& expression);

}  // namespace weir::syntax
