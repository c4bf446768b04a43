// The figures of a report that need a division: bps, percentages, averages. Each is rounded once, half away from zero,
// from the exact numbers; parts that sum exactly as money may differ from their sum by 0.01 here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/tca/report.h"

namespace weir::tca {

struct Bps {
    int64_t hundredths = 0;  // of a basis point
    friend auto operator<=>(Bps, Bps) = default;
};
struct Percent {
    int64_t hundredths = 0;  // of a percent
    friend auto operator<=>(Percent, Percent) = default;
};

inline constexpr int kAverageExtraDecimals = 2;

/// An average price: 10^-(price_decimals + kAverageExtraDecimals).
struct AveragePrice {
    int64_t value = 0;
    friend auto operator<=>(AveragePrice, AveragePrice) = default;
};

/// Absent: there was nothing to divide by.
struct Figures {
    // prices
    std::optional<AveragePrice> average_price, decision, arrival, end, interval_vwap, interval_twap;

    // costs in bps: slippage of the average price, without fees
    std::optional<Bps> to_arrival, to_vwap, to_twap;
    // of the order's paper value D Q
    std::optional<Bps> delay, trading, opportunity, fees_of_paper, shortfall;
    // of the executed value
    std::optional<Bps> fees;

    // quantities
    std::optional<Percent> fill_ratio;            // E / Q
    std::optional<Percent> participation;         // own / (own + market)
    std::optional<Percent> participation_market;  // own / market
    std::optional<Percent> maker;                 // of E

    // spreads: capture is 100 % at the near touch, 0 % at the mid, -100 % at the far touch
    std::optional<Percent> spread_capture;
    std::optional<Bps> effective, quoted;  // at the fill, whole spread, over every fill with a reference
    struct AtHorizon {
        std::optional<Bps> effective, realised, impact;  // whole spreads, over the fills measured at this horizon
        std::optional<Bps> markout;                      // half of the realised spread
    };
    std::array<AtHorizon, kHorizons.size()> at;

    // schedule: |T - E|, of the order
    std::optional<Percent> deviation_most, deviation_average, behind_most, ahead_most;
};

Figures figures_of(const Report& report);

/// Average price of a child, and its markouts.
std::optional<AveragePrice> average_price(const Instrument& instrument, Quantity filled, Amount value);
std::optional<Percent> share(Quantity part, Quantity whole);
std::optional<Bps> markout(const Spread& spread);

std::string format(Bps bps);          // -3.27
std::string format(Percent percent);  // 12.50

// ---- names, as they appear in every rendering ----------------------------------------------------------------------

std::string_view name_of(Cause cause);
std::string_view name_of(ChildState state);
std::string_view name_of(step::Bound bound);
std::string_view name_of(StopCause cause);
std::string_view name_of(Side side);
std::string_view name_of(Liquidity liquidity);
std::string_view name_of(Reject reject);

/// How the run ended, as a sentence.
std::string ending(const Report& report);

}  // namespace weir::tca
