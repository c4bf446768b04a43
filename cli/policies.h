// The files of `--policy`: what the house asks of every strategy.
#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "runtime/core/parsed.h"

namespace weir::cli {

/// Each has a policy, or the error says which has none.
Parsed<std::vector<SourceFile>> read_policies(const std::vector<std::string>& paths);

}  // namespace weir::cli
