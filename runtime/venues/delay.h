// A channel with a delay: in order, seeded, and the same on every machine.
#pragma once

#include <cstdint>

#include "runtime/venues/venue.h"

namespace weir::venues {

/// splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
class Random {
  public:
    explicit Random(uint64_t seed) : state_(seed) {}
    uint64_t next() {
        uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

  private:
    uint64_t state_;
};

/// An exponential number of the given mean, rounded down, from comparisons of integers alone (von Neumann, Various
/// techniques used in connection with random digits, 1951): no logarithm, so no library decides the result.
int64_t exponential(Random& random, int64_t mean);

/// Says when a message sent on a channel arrives. A later message never overtakes an earlier one.
class Channel {
  public:
    Channel(const Latency& latency, uint64_t seed) : latency_(latency), random_(seed) {}
    Time arrival(Time sent);

  private:
    Latency latency_;
    Random random_;
    Time last_{std::numeric_limits<int64_t>::min()};
};

}  // namespace weir::venues
