#include "compiler/lower/scale.h"

#include <limits>
#include <numeric>

namespace weir::lower {
namespace {

using Wide = __int128;

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kRateOne = 1'000;  // rates are kept in thousandths of a quantity unit per second

Wide gcd(Wide a, Wide b) {
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

Factor reduced(Wide times, Wide over) {
    const Wide common = gcd(times, over);
    return {static_cast<int64_t>(times / common), static_cast<int64_t>(over / common)};
}

}  // namespace

int64_t power_of_ten(int decimals) {
    int64_t power = 1;
    for (int i = 0; i < decimals; ++i) power *= 10;
    return power;
}

int64_t units_in(sema::Unit unit, const plan::Scales& scales) {
    switch (unit) {
        case sema::Unit::price:
            return 2 * power_of_ten(scales.price);
        case sema::Unit::quantity:
            return power_of_ten(scales.quantity);
        case sema::Unit::money:
            return power_of_ten(scales.money);
        case sema::Unit::ratio:
        case sema::Unit::number:
            return step::kRatioOne;
        case sema::Unit::duration:
        case sema::Unit::time:
            return kSecondNs;
        case sema::Unit::rate:
            return kRateOne * power_of_ten(scales.quantity);
        default:
            return 1;
    }
}

Factor product_factor(sema::Unit a, sema::Unit b, sema::Unit result, const plan::Scales& scales) {
    return reduced(units_in(result, scales), static_cast<Wide>(units_in(a, scales)) * units_in(b, scales));
}

Factor quotient_factor(sema::Unit a, sema::Unit b, sema::Unit result, const plan::Scales& scales) {
    return reduced(static_cast<Wide>(units_in(result, scales)) * units_in(b, scales), units_in(a, scales));
}

std::optional<Factor> exchange_factor(const syntax::Decimal& rate, const plan::Scales& from, const plan::Scales& to) {
    constexpr int kMostDecimals = 18;
    if (rate.digits <= 0 || rate.decimals > kMostDecimals) return std::nullopt;
    const Wide times = static_cast<Wide>(rate.digits) * units_in(sema::Unit::money, to);
    const Wide over = static_cast<Wide>(power_of_ten(rate.decimals)) * units_in(sema::Unit::money, from);
    const Wide common = gcd(times, over);
    constexpr Wide kMost = std::numeric_limits<int64_t>::max();
    if (times / common > kMost || over / common > kMost) return std::nullopt;
    return reduced(times, over);
}

Scaled scaled(const syntax::Decimal& value, int64_t units) {
    Wide exact = static_cast<Wide>(value.digits) * units;
    for (int32_t i = 0; i < value.decimals; ++i) {
        if (exact % 10 != 0) return {0, ScaleError::too_fine};
        exact /= 10;
    }
    constexpr Wide kMost = std::numeric_limits<int64_t>::max() / 4;
    if (exact > kMost || exact < -kMost) return {0, ScaleError::too_large};
    return {static_cast<int64_t>(exact), std::nullopt};
}

}  // namespace weir::lower
