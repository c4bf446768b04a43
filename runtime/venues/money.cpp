#include "runtime/venues/money.h"

namespace weir::venues {

MoneyScale::MoneyScale(const Instrument& instrument) {
    const int surplus = instrument.price_decimals + instrument.quantity_decimals - instrument.money_decimals;
    for (int i = 0; i < surplus; ++i) divisor_ *= 10;
    for (int i = surplus; i < 0; ++i) factor_ *= 10;
}

int64_t MoneyScale::fee(int64_t price, int64_t quantity, int64_t bps_e2) const {
    constexpr int64_t kOne = 1'000'000;  // hundredths of a basis point in the whole
    const __int128 exact = product(price, quantity) * bps_e2;
    const __int128 unit = static_cast<__int128>(divisor_) * kOne;
    const __int128 floor = exact / unit - (exact % unit < 0 ? 1 : 0);
    return static_cast<int64_t>(exact % unit == 0 ? exact / unit : floor + 1);
}

}  // namespace weir::venues
