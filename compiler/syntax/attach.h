// Giving the comments of a file to the nodes that they speak of. Internal to this folder.
#pragma once

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {

/// No comment is lost: one inside a node that takes none goes above it. `///` lines directly above a strategy or a
/// parameter are its doc, elsewhere plain comments.
void attach_comments(Tree& tree, const std::vector<CommentLexeme>& comments, const SourceFile& file);

}  // namespace weir::syntax
