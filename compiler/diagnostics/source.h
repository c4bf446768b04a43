// Places in source text.
#pragma once

#include <cstdint>

namespace weir {

/// A half-open range of bytes [begin, end) of one source file.
struct SourceRange {
    uint32_t file = 0;
    uint32_t begin = 0;
    uint32_t end = 0;
    friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

}  // namespace weir
