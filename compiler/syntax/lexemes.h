// The words and signs of a file, before and after the token filter. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/syntax.h"

namespace weir::syntax {

/// `kind` is a token type of the grammar.
struct Lexeme {
    size_t kind;
    uint32_t begin, end;
};

struct CommentLexeme {
    uint32_t begin, end;
    bool doc;       // `///`
    bool own_line;  // nothing but blanks before it
};

struct Scan {
    std::vector<Lexeme> lexemes;
    std::vector<CommentLexeme> comments;
};

/// Every byte of the text (but a byte order mark at its beginning) becomes part of a lexeme, a comment or blank space.
/// From byte `from` on, where a line begins.
Scan scan(std::string_view text, size_t from = 0);
/// The same, where a version before it is known: no lexeme goes over the end of a line, so lines that are as they were
/// keep theirs.
Scan scan_again(std::string_view text, std::string_view before, const Scan& known);
/// Its words, signs and comments as others see them, without the ends of lines.
std::vector<Token> tokens_of(const Scan& scan);

/// Balances the brackets, ends every statement with one separator, checks the limits. `fatal`: a limit was passed and
/// the result is not to be parsed.
struct Filtered {
    std::vector<Lexeme> lexemes;
    bool fatal = false;
};
Filtered filter(const std::vector<Lexeme>& lexemes, const SourceFile& file, const Limits& limits,
                Diagnostics& diagnostics);

}  // namespace weir::syntax
