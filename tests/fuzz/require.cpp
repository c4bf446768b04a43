#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/targets.h"

namespace weir::fuzz {

void require(bool holds, std::string_view promise, std::string_view detail) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n%s\n", std::string(promise).c_str(), std::string(detail).c_str());
    std::abort();
}

}  // namespace weir::fuzz
