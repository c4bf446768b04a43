// Lengths of time as text. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>

namespace weir::ide {

/// "1 h 30 min", "250 ms"
std::string duration_text(int64_t nanoseconds);

}  // namespace weir::ide
