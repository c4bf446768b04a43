// How many decimals the numbers of a source need, when nobody has said so.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "runtime/core/types.h"
#include "runtime/market/fields.h"

namespace weir::market {

/// Importers look at so many lines before they fix the scales of the instrument; a later number that needs more
/// decimals is an error that says which option to give.
inline constexpr uint64_t kLinesToScale = 1 << 15;

/// Decimals that a number needs: digits after the point, trailing zeros left out. See read_measured.
inline int decimals_of(std::string_view number) {
    constexpr int kMost = kMeasuredDecimals;
    const auto value = read_measured(number, kMost);
    if (!value) return number.find_first_of("eE") == std::string_view::npos ? 0 : kMost;
    int decimals = *value == 0 ? 0 : kMost;
    for (int64_t rest = *value; decimals > 0 && rest % 10 == 0; rest /= 10) --decimals;
    return decimals;
}

struct Scale {
    int price = 0;
    int quantity = 0;
    void see_price(std::string_view number) { price = std::max(price, decimals_of(number)); }
    void see_quantity(std::string_view number) { quantity = std::max(quantity, decimals_of(number)); }
    /// Scales and grids of an instrument: one unit of the last decimal. Money keeps eight decimals at most, which
    /// leaves room for 9e10 of it in 64 bits.
    void apply(Instrument& instrument) const {
        instrument.price_decimals = price;
        instrument.quantity_decimals = quantity;
        instrument.money_decimals = std::min(price + quantity, 8);
    }
};

}  // namespace weir::market
