// Exact decimals: text to and from integers at a scale, and products of prices and quantities. Nothing is ever rounded
// without the word in the function's name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/core/parsed.h"
#include "runtime/core/types.h"

namespace weir {

using Wide = __int128;                    // sums of products of two 64-bit numbers
inline constexpr int kDecimalsMost = 18;  // 10^18 is the largest power of ten in 64 bits

/// 10^decimals, for 0 <= decimals <= kDecimalsMost.
int64_t power_of_ten(int decimals);

/// Reads `[+-]digits[.digits]` as an integer of 10^-decimals. `_` may stand between digits: `30_000.50`. Zeros beyond
/// the scale are exact and taken; other digits there, an overflow and anything else in the text are errors.
Parsed<int64_t> parse_decimal(std::string_view text, int decimals);

enum class Zeros : uint8_t { keep, trim };  // trailing zeros of the fraction

/// Writes an integer of 10^-decimals: `30000.50`, or `30000.5` when zeros are trimmed.
std::string format_decimal(int64_t value, int decimals, Zeros zeros = Zeros::trim);
std::string format_decimal(Wide value, int decimals, Zeros zeros = Zeros::trim);

/// price × quantity in 10^-(price_decimals + quantity_decimals): exact, whatever the operands.
constexpr Wide product(Price price, Quantity quantity) {
    return static_cast<Wide>(price.value) * quantity.value;
}

/// From one scale to another; exact when `to >= from`. The result must fit in 128 bits.
Wide rescale_floor(Wide value, int from, int to);

/// A product, or a sum of them, as money of the instrument: floor to 10^-money_decimals, clamped to 64 bits.
int64_t money_floor(Wide value, const Instrument& instrument);

}  // namespace weir
