// Assertions of the runtime, kept in release: a broken invariant stops the process before it can trade on.
#pragma once

namespace weir {

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace weir

#define WEIR_ASSERT(condition) \
    (static_cast<bool>(condition) ? void() : ::weir::assertion_failed(#condition, __FILE__, __LINE__))
