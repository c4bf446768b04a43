// Signs that the heads of blocks and signatures lack. Internal to this folder.
#pragma once

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {

/// The lexemes with the signs that were plainly forgotten put in, empty and reported once: without its `{`, `(` or name
/// all that a block holds would be taken for something else.
std::vector<Lexeme> mend_heads(const std::vector<Lexeme>& lexemes, const SourceFile& file, Diagnostics& diagnostics);

}  // namespace weir::syntax
