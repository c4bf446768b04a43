// The tables of `schedule shortfall(…)`: Almgren-Chriss on the engine's grid, without units. With u the part of the
// window that is gone, y(u) the part of the order that is left, and all costs as a share of the order's value,
//
//   minimise  ∫ impact·y'² + risk_aversion·volatility²·y² + alpha·g·y  du   with y falling from 1 to 0,
//
// where volatility is that of the window and g says when the expected move comes: evenly (g = 1), or decaying with its
// half-life. This is (8), (5) and (24) of the paper with risk_aversion = lambda·X·S₀ and impact = eta·X / (T·S₀).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/core/parsed.h"
#include "runtime/core/types.h"
#include "step/shortfall.h"

namespace weir::models {

/// What is taken when alpha is stated and impact is not: 10 bps.
inline constexpr int64_t kUsualImpact = 1'000'000;  // 1e-9

/// kappa·T of a level of urgency. The level says when half of the order is done, for alpha 0: at the middle of the
/// window for 1, which is the even schedule, and a tenth of the window sooner for each level more.
double kappa_of_urgency(int64_t level);

/// Time of trading in a year, for volatilities: 365 days where the clock is UTC, which is that of markets that never
/// close, and 250 days of 6.5 hours elsewhere.
Duration trading_year(const Instrument& instrument);

struct ShortfallOrder {
    Duration window;                      // from the order's start to its end
    Duration trading_year;                // of the instrument
    std::span<const int64_t> parameters;  // of the strategy, as the run begins
};

/// The cumulative share in 2^-32 over [order_start, order_end], from 0 to 2^32, that never falls: what
/// step::TableKind::shortfall_curve asks for. An error names what the script states, as in "`urgency` is 7; …".
Parsed<std::vector<int64_t>> shortfall_curve(const step::ShortfallSpec& spec, const ShortfallOrder& order);

}  // namespace weir::models
