// Tables that the engine supplies to a strategy, made from recorded markets: the volume curve over an order's window,
// and the usual spread over the UTC day. Both have step::kTableIntervals + 1 entries over an even grid.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/market/tape.h"
#include "step/step.h"

namespace weir::market {

using Table = std::vector<int64_t>;

struct Window {
    Time start, end;
};

/// Cumulative share 2^-32 of evenly spread volume: from 0 to 2^32.
Table linear_curve();

/// Cumulative share, in 2^-32 from 0 to 2^32, of the eligible volume that the tapes show at the times of day of the
/// window (on the clock of the first tape's instrument). Each day that has volume in the window counts the same; a
/// bar's volume is spread evenly over it. The tapes should be of days before the order's. Absent when no tape has
/// volume there.
std::optional<Table> volume_curve(std::span<const Tape* const> tapes, Window window);

/// Usual spread in half price units by time of the UTC day: entry i is the average, weighted by time, of the spread of
/// a two-sided, uncrossed market within half an interval of i / kTableIntervals of the day; the last entry is the
/// first. Times without data have the value of the nearest time with data. Absent when no tape has a two-sided market.
std::optional<Table> baseline_spread(std::span<const Tape* const> tapes);

/// The same spread, in price units, at all times.
Table flat_spread(Price spread);

}  // namespace weir::market
