// Whole files in and out. Errors are sentences; an empty one means success.
#pragma once

#include <string>

#include "runtime/core/parsed.h"

namespace weir::cli {

Parsed<std::string> read_file(const std::string& path);

/// Why nothing can be written there, as far as can be known before: asked before long work whose result it would lose.
std::string unwritable(const std::string& path);

/// Writes beside the name and renames, so that a failure leaves what was there.
std::string write_file(const std::string& path, const std::string& content);

}  // namespace weir::cli
