// How many decimals the numbers of a source need, when nobody has said so.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "runtime/core/types.h"

namespace weir::market {

/// Importers look at so many lines before they fix the scales of the instrument; a later number that needs more
/// decimals is an error that says which option to give.
inline constexpr uint64_t kLinesToScale = 4096;

/// Digits after the point, trailing zeros left out.
inline int decimals_of(std::string_view number) {
    const size_t point = number.find('.');
    if (point == std::string_view::npos) return 0;
    const size_t last = number.find_last_not_of('0');
    return static_cast<int>(last - point);
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
