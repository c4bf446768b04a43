// What the market has traded: last price, volume, turnover and count of the eligible prints of a tape.
#pragma once

#include <cstdint>
#include <limits>

#include "runtime/core/events.h"
#include "runtime/venues/money.h"

namespace weir::venues {

class Tally {
  public:
    explicit Tally(const Instrument& instrument) : scale_(instrument) {}

    void add(int64_t price, int64_t quantity) {
        last_price_ = price;
        volume_ += quantity;
        ++count_;
        const __int128 sum = scale_.product(price, quantity) + rest_;
        const int64_t divisor = scale_.divisor();
        if (sum >= 0 && sum <= std::numeric_limits<int64_t>::max()) {  // nearly always: one short division
            const auto small = static_cast<int64_t>(sum);
            turnover_ += small / divisor;
            rest_ = small % divisor;
        } else {
            turnover_ += static_cast<int64_t>(sum / divisor);
            rest_ = static_cast<int64_t>(sum % divisor);
        }
    }

    void write(MarketView& view) const {
        view.last_price = last_price_;
        view.volume = volume_;
        view.turnover = turnover_;
        view.trade_count = count_;
    }

  private:
    MoneyScale scale_;
    int64_t last_price_ = step::kAbsent;
    int64_t volume_ = 0;
    int64_t turnover_ = 0;
    int64_t rest_ = 0;  // of the turnover, below one unit of money
    int64_t count_ = 0;
};

}  // namespace weir::venues
