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

/// For steps of which the first that fails says why, and the others are not taken: always false.
inline bool stop(const std::string& message) {
    fail(message);
    return false;
}

}  // namespace weir::cli
