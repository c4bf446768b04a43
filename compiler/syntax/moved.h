// A copy of a tree, or of what was said of it, at another place of the text. Internal to this folder.
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/tree.h"

namespace weir::syntax {

/// So many bytes further, in that file.
struct Move {
    int64_t bytes = 0;
    uint32_t file = 0;
};
Tree moved(const Tree& tree, Move by);
Diagnostic moved(const Diagnostic& diagnostic, Move by);

}  // namespace weir::syntax
