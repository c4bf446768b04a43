// Balancing the brackets of a file. Internal to this folder.
#pragma once

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {

/// What must change for every bracket to have its partner. Both lists are sorted by place.
struct Balance {
    struct Insertion {
        size_t before;  // index of a lexeme
        size_t kind;
    };
    std::vector<Insertion> insertions;
    std::vector<size_t> removals;  // indices of lexemes
    bool too_deep = false;
};

/// Reports every bracket without a partner, and closes it where the text makes it likely that it was meant to end.
Balance balance(const std::vector<Lexeme>& lexemes, const SourceFile& file, const Limits& limits,
                Diagnostics& diagnostics);

/// A name, or a word that may be one.
bool is_word(size_t kind);

/// Whether a declaration that has a body, or stands at the top of a file, begins here: as far as two or three words
/// tell.
bool begins_declaration(const std::vector<Lexeme>& lexemes, size_t at);

/// Whether a clause of a strategy begins here: a clause head, and after it what cannot go on an expression.
bool begins_clause(const std::vector<Lexeme>& lexemes, size_t at);

}  // namespace weir::syntax
