// Whole files in and out. Errors are sentences; an empty one means success.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/sources.h"
#include "runtime/core/parsed.h"

namespace weir::cli {

Parsed<std::string> read_file(const std::string& path);
/// The same, as the compiler asks for the files that a script uses.
syntax::FileText read_used_file(const std::string& path);

/// The files named; a folder stands for every script below it, in order of name.
std::vector<std::string> scripts_in(const std::vector<std::string>& paths);

/// A path that a command writes, and the option that says it.
struct Output {
    std::string_view option;
    std::string path;  // empty: it writes none
};
/// Why a command cannot write its files, as far as can be known before: asked before long work whose result it would
/// lose. Nothing that it reads is written over, and no two outputs are one file. `inputs` may be words that have a path
/// in them, as `lit=day.tape,taker=1bps` does.
std::string output_fault(std::span<const Output> outputs, const std::vector<std::string>& inputs);

/// Writes a whole file, or leaves what was there; a device or a pipe is written to. See runtime/core/output_file.h.
std::string write_file(const std::string& path, const std::string& content);

}  // namespace weir::cli
