// What recorded days show, minute by minute on the clock of the venue: the raw material of a curve.
#pragma once

#include <array>
#include <map>
#include <span>
#include <string>

#include "runtime/core/decimal.h"
#include "runtime/market/tape.h"

namespace weir::market {

inline constexpr int kMinutesOfDay = 1440;

struct Minute {
    Wide volume = 0;            // eligible
    Wide spread_time = 0;       // spread × nanoseconds for which it stood
    int64_t two_sided = 0;      // nanoseconds of a two-sided market
    double squared_return = 0;  // of the returns from the minute before to this one
    int16_t returns = 0;
    int8_t seen = 0;   // how many minutes with this time of day the recording shows (2 where clocks go back)
    int8_t there = 1;  // how many there were: 0 where clocks went forward
};

using DayMinutes = std::array<Minute, kMinutesOfDay>;
/// By days since 1970 on the venue's clock.
using Days = std::map<int64_t, DayMinutes>;

/// A minute is seen where the tape has a bar of it, or any record where it has no bars. Auction prints are not volume.
Days days_of(std::span<const Tape* const> tapes, const std::string& zone);

}  // namespace weir::market
