// Random numbers that are the same on every machine: integers only.
#pragma once

#include <array>
#include <cstdint>

namespace weir::market {

/// xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64.
class Random {
  public:
    explicit Random(uint64_t seed) {
        for (uint64_t& word : state_) {
            seed += 0x9E3779B97F4A7C15ull;
            uint64_t z = seed;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
            word = z ^ (z >> 31);
        }
    }

    uint64_t next() {
        const uint64_t result = rotate(state_[1] * 5, 7) * 9;
        const uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    /// From 0 to below + -1; `below` is at most 2^32, which leaves a bias of at most 2^-32.
    int64_t under(int64_t below) {
        return static_cast<int64_t>((static_cast<unsigned __int128>(next()) * static_cast<uint64_t>(below)) >> 64);
    }
    /// True in `of` cases out of `all`.
    bool chance(int64_t of, int64_t all) { return under(all) < of; }

    /// An exponential variate of mean 1, in 2^-32: the method of comparing uniforms (von Neumann, 1951).
    uint64_t exponential() {
        for (uint64_t whole = 0;; ++whole) {
            const uint64_t first = next() >> 32;
            uint64_t last = first;
            bool odd = true;  // the length of the falling run that starts at `first`
            for (uint64_t following = next() >> 32; following < last; following = next() >> 32) {
                last = following;
                odd = !odd;
            }
            if (odd) return (whole << 32) + first;
        }
    }

  private:
    static uint64_t rotate(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
    std::array<uint64_t, 4> state_;
};

}  // namespace weir::market
