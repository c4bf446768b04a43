#include "ide/decimals.h"

namespace weir::ide {

std::string decimal_text(syntax::Decimal value, int32_t least) {
    while (value.decimals > least && value.digits % 10 == 0) {
        value.digits /= 10;
        --value.decimals;
    }
    const bool negative = value.digits < 0;
    std::string digits = std::to_string(value.digits).substr(negative ? 1 : 0);
    if (value.decimals < least) {
        digits.append(static_cast<size_t>(least - value.decimals), '0');
        value.decimals = least;
    }
    const auto decimals = static_cast<size_t>(value.decimals);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    if (decimals > 0) digits.insert(digits.size() - decimals, ".");
    return (negative ? "-" : "") + digits;
}

std::optional<syntax::Decimal> product(const syntax::Decimal& a, const syntax::Decimal& b) {
    syntax::Decimal result{0, a.decimals + b.decimals};
    if (__builtin_mul_overflow(a.digits, b.digits, &result.digits)) return std::nullopt;
    return result;
}

std::optional<syntax::Decimal> sum(const syntax::Decimal& a, const syntax::Decimal& b) {
    if (a.decimals > b.decimals) return sum(b, a);
    syntax::Decimal result = a;
    for (; result.decimals < b.decimals; ++result.decimals)
        if (__builtin_mul_overflow(result.digits, 10, &result.digits)) return std::nullopt;
    if (__builtin_add_overflow(result.digits, b.digits, &result.digits)) return std::nullopt;
    return result;
}

syntax::Decimal rounded(syntax::Decimal value, int32_t decimals) {
    bool up = false;
    for (; value.decimals > decimals; --value.decimals) {
        up = value.digits % 10 >= 5 || value.digits % 10 <= -5;
        value.digits /= 10;
    }
    if (up) value.digits += value.digits < 0 ? -1 : 1;
    return value;
}

}  // namespace weir::ide
