#include "runtime/core/decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace weir {
namespace {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The digits of a number as written, before a scale is applied.
struct Digits {
    bool negative = false;
    bool well_formed = false;
    std::string whole, fraction;
};

/// Takes digits with single underscores between them; false when the run is empty or badly grouped.
bool take_digits(std::string_view& text, std::string& digits) {
    bool after_digit = false;
    while (!text.empty() && (is_digit(text.front()) || text.front() == '_')) {
        if (text.front() == '_') {
            if (!after_digit) return false;
            after_digit = false;
        } else {
            digits += text.front();
            after_digit = true;
        }
        text.remove_prefix(1);
    }
    return after_digit;
}

Digits split(std::string_view text) {
    Digits digits;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        digits.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (!take_digits(text, digits.whole)) return digits;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        if (!take_digits(text, digits.fraction)) return digits;
    }
    digits.well_formed = text.empty();
    return digits;
}

}  // namespace

int64_t power_of_ten(int decimals) {
    static constexpr auto powers = [] {
        std::array<int64_t, kDecimalsMost + 1> table{1};
        for (size_t i = 1; i < table.size(); ++i) table[i] = table[i - 1] * 10;
        return table;
    }();
    return powers.at(static_cast<size_t>(decimals));
}

Parsed<int64_t> parse_decimal(std::string_view text, int decimals) {
    using Result = Parsed<int64_t>;
    Digits digits = split(text);
    if (!digits.well_formed)
        return Result::failure(fmt::format("`{}` is not a number: write digits, as in `1250` or `12.5`", text));
    while (static_cast<int>(digits.fraction.size()) > decimals && digits.fraction.back() == '0')
        digits.fraction.pop_back();
    if (static_cast<int>(digits.fraction.size()) > decimals)
        return Result::failure(
            fmt::format("`{}` has {} decimals, at most {} are possible here", text, digits.fraction.size(), decimals));
    digits.fraction.append(static_cast<size_t>(decimals) - digits.fraction.size(), '0');

    int64_t value = 0;
    for (char c : digits.whole + digits.fraction) {
        // Counting downwards reaches the smallest number, which has no positive twin.
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, c - '0', &value) ||
            (!digits.negative && value == std::numeric_limits<int64_t>::min()))
            return Result::failure(fmt::format("`{}` is too large: with {} decimals the limit is {}", text, decimals,
                                               format_decimal(std::numeric_limits<int64_t>::max(), decimals)));
    }
    return {digits.negative ? value : -value, {}};
}

std::string format_decimal(Wide value, int decimals, Zeros zeros) {
    const bool negative = value < 0;
    // Unsigned negation is defined for the smallest number too.
    unsigned __int128 magnitude =
        negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
    std::string reversed;
    for (int place = 0; magnitude > 0 || place <= decimals; ++place) {
        if (place == decimals && place > 0) reversed += '.';
        reversed += static_cast<char>('0' + static_cast<int>(magnitude % 10));
        magnitude /= 10;
    }
    if (negative) reversed += '-';
    std::reverse(reversed.begin(), reversed.end());
    if (zeros == Zeros::trim && decimals > 0) {
        while (reversed.back() == '0') reversed.pop_back();
        if (reversed.back() == '.') reversed.pop_back();
    }
    return reversed;
}

std::string format_decimal(int64_t value, int decimals, Zeros zeros) {
    return format_decimal(static_cast<Wide>(value), decimals, zeros);
}

Wide rescale_floor(Wide value, int from, int to) {
    for (; from < to; ++from) value *= 10;
    Wide divisor = 1;
    for (; from > to; --from) divisor *= 10;
    const Wide quotient = value / divisor;
    return quotient - (value % divisor < 0 ? 1 : 0);
}

int64_t money_floor(Wide value, const Instrument& instrument) {
    const Wide money =
        rescale_floor(value, instrument.price_decimals + instrument.quantity_decimals, instrument.money_decimals);
    constexpr Wide high = std::numeric_limits<int64_t>::max();
    return static_cast<int64_t>(std::clamp(money, -high, high));
}

}  // namespace weir
