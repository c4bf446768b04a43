// How long the differential tests run: WEIR_STEPS asks for that many compared steps of random scripts.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace weir::test {

inline constexpr int64_t kUsualSteps = 1'000'000;

inline int64_t wanted_steps() {
    const char* text = std::getenv("WEIR_STEPS");
    const int64_t steps = text != nullptr ? std::atoll(text) : 0;
    return steps > 0 ? steps : kUsualSteps;
}

/// Where random scripts begin: WEIR_SEED replays a failure from the seed that its message names.
inline uint64_t first_seed(uint64_t usual) {
    const char* text = std::getenv("WEIR_SEED");
    return text != nullptr ? std::strtoull(text, nullptr, 10) : usual;
}

/// Sets of orders on each market: one, and more as the steps are many.
inline uint64_t rounds_of_runs() {
    return static_cast<uint64_t>(1 + wanted_steps() / (10 * kUsualSteps));
}

}  // namespace weir::test
