// Value and fees: price × quantity at the scale of money, exact before it is rounded.
#pragma once

#include <cstdint>

#include "runtime/core/types.h"

namespace weir::venues {

/// Turns price × quantity into money. One money unit is `divisor()` units of the product (or the other way round, when
/// money has more decimals than the product: then the product is scaled up by `factor()`).
class MoneyScale {
  public:
    explicit MoneyScale(const Instrument& instrument);

    /// price × quantity in units of money / divisor.
    __int128 product(int64_t price, int64_t quantity) const {
        return static_cast<__int128>(price) * quantity * factor_;
    }
    int64_t divisor() const { return divisor_; }

    /// `bps_e2` hundredths of a basis point of the value, rounded up to a unit of money: a fee is never too small and a
    /// rebate (negative) never too large.
    int64_t fee(int64_t price, int64_t quantity, int64_t bps_e2) const;

  private:
    int64_t factor_ = 1;
    int64_t divisor_ = 1;
};

}  // namespace weir::venues
