// The hidden interest of a dark venue: what others have resting there, which nobody sees. A model, for no tape records
// it; it knows nothing of our orders.
//
// Arrival.      Each eligible print of the lit market brings `share_e9` of its quantity to either side, as a debt that
//               is paid in blocks: when it reaches the size of the side's next block, that block arrives.
// Size.         Log-normal, of median `size` and with `deviation_e9` the standard deviation of its logarithm; or, when
//               no size is stated, that of one of the last 256 prints, each as likely as the other. Rounded down to the
//               lot, and at least one.
// Decay.        A block leaves after an exponential time of mean `life`, unless it is used up before.
//
// Conservation. Up to any time what has arrived on a side is at most its share of the lit volume, and short of it by
// less than the next block (or by what waits while kMostBlocks rest). What is taken of a block never comes back: a unit
// of interest is used at most once. The two sides are apart, and do not trade with each other: the share is what is
// left for us.
//
// Seeded, on integers alone: the same interest on every machine. The logarithm's normal number is the sum of twelve
// uniform ones, so that it lies within six deviations.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/decimal.h"
#include "runtime/core/types.h"
#include "runtime/venues/delay.h"

namespace weir::venues {

struct Interest {
    int64_t share_e9 = 100'000'000;        // of the lit volume, on each side
    Quantity size{};                       // median of the blocks; 0: the sizes of the prints
    int64_t deviation_e9 = 1'000'000'000;  // of the logarithm of the size
    Duration life{10 * kSecond};           // mean
};

/// What is wrong with the model, if anything.
std::optional<std::string> fault_of(const Interest& interest);

/// A log-normal number, rounded down; at most `most`.
int64_t log_normal(Random& random, int64_t median, int64_t deviation_e9, int64_t most);

class HiddenInterest {
  public:
    static constexpr size_t kMostBlocks = 1024;  // at rest on a side

    HiddenInterest(const Interest& interest, Quantity lot, uint64_t seed);

    struct Block {
        int64_t rest;
        Time until;  // the last moment at which it is there
    };

    /// An eligible print of the lit market.
    void on_print(Quantity quantity, Time now);
    /// Blocks whose time is over leave.
    void expire(Time now);
    /// The blocks of a side, the first to have come first; those that are used up have nothing left.
    std::vector<Block>& blocks(Side side) { return sides_[index(side)].blocks; }

  private:
    struct OneSide {
        Wide debt = 0;  // · 1e-9
        int64_t next = 0;
        std::vector<Block> blocks;
        Random random;
        explicit OneSide(uint64_t seed) : random(seed) {}
    };

    static size_t index(Side side) { return side == Side::buy; }
    void settle(OneSide& side, Time now);
    int64_t draw_size(Random& random);

    const Interest interest_;
    const int64_t lot_;
    std::array<OneSide, 2> sides_;
    std::vector<int64_t> prints_;  // the last of them, when sizes are drawn from them
    size_t next_print_ = 0;
};

}  // namespace weir::venues
