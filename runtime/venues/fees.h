// What a fill costs.
#pragma once

#include <cstdint>

#include "runtime/core/decimal.h"
#include "runtime/core/types.h"

namespace weir::venues {

/// `bps_e2` hundredths of a basis point of price × quantity, as money of the instrument, rounded up: a fee is never too
/// small, and a rebate (negative) never too large.
inline int64_t fee_of(const Instrument& instrument, Price price, Quantity quantity, int64_t bps_e2) {
    constexpr int kRateDecimals = 6;  // a hundredth of a basis point is 10^-6
    const int decimals = instrument.price_decimals + instrument.quantity_decimals + kRateDecimals;
    return static_cast<int64_t>(
        -rescale_floor(-product(price, quantity) * bps_e2, decimals, instrument.money_decimals));
}

}  // namespace weir::venues
