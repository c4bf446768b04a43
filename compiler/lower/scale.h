// Scales: how many plan units one natural unit is, and literals as integers of a plan.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/lower/lower.h"
#include "compiler/sema/program.h"

namespace weir::lower {

inline constexpr int64_t kShareOne = int64_t{1} << 32;  // 1 in the unit of schedules

/// Plan units in one natural unit (a price of 1 is 2·10^p half units; a rate is a quantity per second).
int64_t units_in(sema::Unit unit, const plan::Scales& scales);

/// A positive fraction in lowest terms.
struct Factor {
    int64_t times = 1, over = 1;
};
/// What plan units of a product (a quotient) are multiplied by to be plan units of `result`.
Factor product_factor(sema::Unit a, sema::Unit b, sema::Unit result, const plan::Scales& scales);
Factor quotient_factor(sema::Unit a, sema::Unit b, sema::Unit result, const plan::Scales& scales);

/// What money at one scale is multiplied by to be money at another, when one natural unit of the first is worth `rate`.
std::optional<Factor> exchange_factor(const syntax::Decimal& rate, const plan::Scales& from, const plan::Scales& to);

enum class ScaleError : uint8_t { too_fine, too_large };
struct Scaled {
    int64_t value = 0;
    std::optional<ScaleError> error;
};
/// A literal that is not counted in ticks or lots, exactly.
Scaled scaled(const syntax::Decimal& value, int64_t units);

/// 10^decimals for 0 ≤ decimals ≤ 18.
int64_t power_of_ten(int decimals);

}  // namespace weir::lower
