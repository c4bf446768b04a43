// When messages come: a self-exciting process (Hawkes, 1971) around a base rate that follows the time of day.
//
// rate(t) = base(t) + the sum over earlier messages of kJump · exp(-(t - t_i) / kMemory). The exponential is taken by
// integers: (63/64) to the number of 64ths of kMemory that have passed, and a straight line within one, which is off by
// less than 1 %. Each message brings on kBranchingPercent of a message more on average, so the mean rate is base /
// (1 - branching). Times come by thinning (Ogata, 1981); the base rate is constant within a second.
#pragma once

#include <cstdint>
#include <limits>

#include "runtime/core/types.h"
#include "runtime/market/random.h"

namespace weir::market {

class Arrivals {
  public:
    static constexpr int64_t kOne = 1 << 20;  // rates are in 1 / (kOne · second)
    static constexpr int64_t kMemory = 4 * kSecond;
    static constexpr int64_t kBranchingPercent = 60;
    static constexpr int64_t kJump = kOne * kBranchingPercent * kSecond / (100 * kMemory);

    /// A new session: nothing excites yet.
    void start(int64_t time) {
        time_ = time;
        excited_at_ = time;
        excitement_ = 0;
    }

    /// The time of the next message. `base(second)` is the base rate at a second since the epoch, at least 1.
    template <class Base>
    int64_t next(Random& random, Base base) {
        for (;;) {
            const int64_t second = time_ / kSecond;
            const int64_t most = base(second) + excitement(time_);
            const auto wait = static_cast<unsigned __int128>(random.exponential()) * static_cast<uint64_t>(kSecond) *
                                  kOne / static_cast<uint64_t>(most) >>
                              32;
            const int64_t end = (second + 1) * kSecond;
            if (wait >= static_cast<uint64_t>(end - time_)) {
                time_ = end;
                continue;
            }
            time_ += static_cast<int64_t>(wait);
            if (random.under(most) >= base(second) + excitement(time_)) continue;
            excitement_ = excitement(time_) + kJump;
            excited_at_ = time_;
            return time_;
        }
    }

  private:
    int64_t excitement(int64_t time) const {
        constexpr int64_t kStep = kMemory / 64;
        constexpr int64_t kForgotten = 64 * 30;  // steps after which nothing is left
        const int64_t steps = (time - excited_at_) / kStep, rest = (time - excited_at_) % kStep;
        if (steps >= kForgotten) return 0;
        const auto left = static_cast<int64_t>(static_cast<__int128>(excitement_) * power(steps) >> 32);
        return left - static_cast<int64_t>(static_cast<__int128>(left) * rest / (64 * kStep));
    }

    /// (63/64)^n in 2^-32.
    static uint64_t power(int64_t n) {
        uint64_t result = uint64_t{1} << 32;
        for (uint64_t square = (uint64_t{63} << 32) / 64; n > 0; n >>= 1, square = square * square >> 32)
            if (n & 1) result = result * square >> 32;
        return result;
    }

    int64_t time_ = 0;
    int64_t excited_at_ = 0;
    int64_t excitement_ = 0;
};

}  // namespace weir::market
