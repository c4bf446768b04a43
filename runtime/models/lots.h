// Trades in whole lots.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace weir::models {

/// Whole numbers nearest to `trades`, in lots, that sum to `total`: each is cut to a whole number, and what is missing
/// goes, a lot each, to those that lost most (Hamilton's method), the earlier first among equals. Where `most` is given
/// no number is above it. The trades sum to the total but for rounding, none is negative, and `most` leaves room.
std::vector<int64_t> largest_remainders(std::span<const double> trades, int64_t total, std::span<const int64_t> most);

}  // namespace weir::models
