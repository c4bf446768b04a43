#include "runtime/venues/delay.h"

#include <algorithm>

namespace weir::venues {

namespace {

using Wide = unsigned __int128;

constexpr int kMeansMost = 64;  // a number above 64 means has a probability of e^-64: the loop is bounded there

/// The length of the first descending run of uniform numbers is odd with probability e^-x, x being its first.
bool descends_odd(Random& random, uint64_t first) {
    uint64_t last = first;
    for (bool odd = true;; odd = !odd) {
        const uint64_t draw = random.next();
        if (draw >= last) return odd;
        last = draw;
    }
}

}  // namespace

int64_t exponential(Random& random, int64_t mean) {
    int64_t whole = 0;
    for (;;) {
        const uint64_t fraction = random.next();
        if (descends_odd(random, fraction) || whole == kMeansMost) {
            const auto part = static_cast<int64_t>((Wide{static_cast<uint64_t>(mean)} * fraction) >> 64);
            return whole * mean + part;
        }
        ++whole;
    }
}

Time Channel::arrival(Time sent) {
    Time at = sent + latency_.base;
    if (latency_.jitter_mean.value > 0) at = at + Duration{exponential(random_, latency_.jitter_mean.value)};
    last_ = std::max(last_, at);
    return last_;
}

}  // namespace weir::venues
