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

/// Decimals of money by default: those of price × quantity, but six at most, which leave room for 9.2e12 of it in 64
/// bits. What a sum has below the last one is carried on, not lost, so an average price hardly feels it.
inline int default_money_decimals(int price, int quantity) {
    return std::min(price + quantity, 6);
}

struct Scale {
    int price = 0;
    int quantity = 0;
    void see_price(std::string_view number) { price = std::max(price, decimals_of(number)); }
    void see_quantity(std::string_view number) { quantity = std::max(quantity, decimals_of(number)); }
    /// Scales and grids of an instrument: one unit of the last decimal.
    void apply(Instrument& instrument) const {
        instrument.price_decimals = price;
        instrument.quantity_decimals = quantity;
        instrument.money_decimals = default_money_decimals(price, quantity);
    }
};

}  // namespace weir::market
