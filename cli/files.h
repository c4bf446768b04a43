// Whole files in and out. Errors are sentences; an empty one means success.
#pragma once

#include <string>
#include <vector>

#include "compiler/syntax/sources.h"
#include "runtime/core/parsed.h"

namespace weir::cli {

Parsed<std::string> read_file(const std::string& path);
/// The same, as the compiler asks for the files that a script uses.
syntax::FileText read_used_file(const std::string& path);

/// The files named; a folder stands for every script below it, in order of name.
std::vector<std::string> scripts_in(const std::vector<std::string>& paths);

/// Why nothing can be written there, as far as can be known before: asked before long work whose result it would lose.
std::string unwritable(const std::string& path);

/// Writes beside the name and renames, so that a failure leaves what was there.
std::string write_file(const std::string& path, const std::string& content);

}  // namespace weir::cli
