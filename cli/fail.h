// How a command says that it failed.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "cli/commands.h"

namespace weir::cli {

inline int fail(const std::string& message) {
    fmt::print(stderr, "error: {}\n", message);
    return kFailed;
}

}  // namespace weir::cli
