// The page of one script, made from what stands in it. A table of contents of `weir doc`; `doc.cpp` writes the files.
#pragma once

#include <string>

#include "compiler/compiler.h"

namespace weir::cli {

/// The page of a script without errors: what its `///` say, its parameters, the clauses that it follows, how to run it,
/// what its tests show, and the script itself.
std::string page_of(const compiler::Checked& checked);

/// The list of all strategies, each with the first sentence of its description: its head, and the rows of one script.
std::string list_head();
std::string list_rows(const compiler::Checked& checked);

}  // namespace weir::cli
