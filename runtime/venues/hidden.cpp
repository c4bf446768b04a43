#include "runtime/venues/hidden.h"

#include <algorithm>

namespace weir::venues {

namespace {

constexpr int64_t kOne_e9 = 1'000'000'000;
constexpr size_t kPrints = 256;
constexpr int kRootBits = 24;  // of the exponent's fraction

using Unsigned = unsigned __int128;

constexpr uint64_t square_root(Unsigned value) {
    uint64_t root = 0;
    for (int bit = 63; bit >= 0; --bit) {
        const uint64_t larger = root | uint64_t{1} << bit;
        if (Unsigned{larger} * larger <= value) root = larger;
    }
    return root;
}

/// 2^(1/2), 2^(1/4), ... in 2^-62.
constexpr auto kRoots = [] {
    std::array<uint64_t, kRootBits> roots{};
    uint64_t last = uint64_t{2} << 62;
    for (uint64_t& root : roots) last = root = square_root(Unsigned{last} << 62);
    return roots;
}();

/// 2^fraction in 2^-62, for a fraction in 2^-32.
uint64_t power_of_two(uint32_t fraction) {
    uint64_t result = uint64_t{1} << 62;
    for (int i = 0; i < kRootBits; ++i)
        if (fraction >> (31 - i) & 1) result = static_cast<uint64_t>(Unsigned{result} * kRoots[i] >> 62);
    return result;
}

}  // namespace

std::optional<std::string> fault_of(const Interest& interest) {
    constexpr int64_t kMostDeviation = 4 * kOne_e9, kMostLife = 24 * 3600 * kSecond;
    if (interest.share_e9 < 0 || interest.share_e9 > kOne_e9)
        return "the share of hidden interest must be between 0% and 100% of the lit volume";
    if (interest.size.value < 0) return "the size of hidden blocks is negative; 0 says: that of the prints";
    if (interest.deviation_e9 < 0 || interest.deviation_e9 > kMostDeviation)
        return "the deviation of the logarithm of hidden sizes must be between 0 and 4";
    if (interest.life.value < 0 || interest.life.value > kMostLife)
        return "hidden interest must last between no time and a day";
    return std::nullopt;
}

int64_t log_normal(Random& random, int64_t median, int64_t deviation_e9, int64_t most) {
    constexpr __int128 kLog2E = 6'196'328'018;  // log2(e) in 2^-32
    int64_t normal = -6 * (int64_t{1} << 32);   // in 2^-32
    for (int i = 0; i < 12; ++i) normal += static_cast<int64_t>(random.next() >> 32);
    const auto exponent = static_cast<int64_t>((__int128{normal} * deviation_e9 / kOne_e9 * kLog2E) >> 32);
    const int64_t whole = exponent >> 32;  // floor: between -35 and 35
    const Unsigned product = Unsigned{static_cast<uint64_t>(median)} * power_of_two(static_cast<uint32_t>(exponent));
    const Unsigned unscaled = product >> 62;
    if (whole < 0)
        return static_cast<int64_t>(std::min<Unsigned>(product >> (62 - whole), static_cast<uint64_t>(most)));
    if (unscaled >> (63 - whole) != 0) return most;
    return static_cast<int64_t>(std::min<Unsigned>(product >> (62 - whole), static_cast<uint64_t>(most)));
}

HiddenInterest::HiddenInterest(const Interest& interest, Quantity lot, uint64_t seed)
    : interest_(interest),
      lot_(lot.value),
      sides_{OneSide(Random(seed ^ 0x51).next()), OneSide(Random(seed ^ 0xB1).next())} {
    for (OneSide& side : sides_) side.blocks.reserve(kMostBlocks);
    prints_.reserve(kPrints);
}

int64_t HiddenInterest::draw_size(Random& random) {
    constexpr int64_t kLargest = int64_t{1} << 50;
    int64_t size = 0;
    if (interest_.size.value > 0) {
        size = log_normal(random, interest_.size.value, interest_.deviation_e9, kLargest);
    } else {
        size = prints_[static_cast<size_t>((Unsigned{random.next()} * prints_.size()) >> 64)];
    }
    return std::max(size / lot_ * lot_, lot_);
}

void HiddenInterest::on_print(Quantity quantity, Time now) {
    if (quantity.value <= 0 || interest_.share_e9 == 0) return;
    if (prints_.size() < kPrints) {
        prints_.push_back(quantity.value);
    } else {
        prints_[next_print_++ % kPrints] = quantity.value;
    }
    for (OneSide& side : sides_) {
        side.debt += Wide{quantity.value} * interest_.share_e9;
        settle(side, now);
    }
}

void HiddenInterest::settle(OneSide& side, Time now) {
    for (;;) {
        if (side.next == 0) side.next = draw_size(side.random);
        const Wide price = Wide{side.next} * kOne_e9;
        if (side.debt < price || side.blocks.size() == kMostBlocks) return;
        side.debt -= price;
        const int64_t life = interest_.life.value > 0 ? exponential(side.random, interest_.life.value) : 0;
        side.blocks.push_back({side.next, saturating_add(now, Duration{life})});
        side.next = 0;
    }
}

void HiddenInterest::expire(Time now) {
    for (OneSide& side : sides_)
        std::erase_if(side.blocks, [now](const Block& block) { return block.rest == 0 || block.until < now; });
}

}  // namespace weir::venues
