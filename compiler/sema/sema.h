// From tree to typed tree: names, types, units, ranges, and the rules by which clauses compose.
#pragma once

#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/program.h"
#include "compiler/syntax/tree.h"

namespace weir::sema {

struct Checked {
    Program program;  // to be used only when the diagnostics have no errors
    Diagnostics diagnostics;
};

/// `text` is the file that the tree was read from: risk and assume lines are quoted from it. Parts of the tree that
/// could not be read are passed over without a word.
Checked check(const syntax::Tree& tree, const SourceFile& file);

/// Each parameter, let and expression of a clause with its unit and whether it may be absent, one a line.
std::string print_types(const Program& program, const SourceFile& file);

}  // namespace weir::sema
