// What the market has traded: last price, volume, turnover and count of the eligible prints of a tape, and the volume
// of the others.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "runtime/core/decimal.h"
#include "runtime/core/events.h"

namespace weir::venues {

class Tally {
  public:
    explicit Tally(const Instrument& instrument) {
        const int surplus = instrument.price_decimals + instrument.quantity_decimals - instrument.money_decimals;
        divisor_ = power_of_ten(std::max(0, surplus));
        factor_ = power_of_ten(std::max(0, -surplus));
    }

    /// The turnover is exact: what is below one unit of money is kept for the next print.
    void add(int64_t price, int64_t quantity) {
        last_price_ = price;
        volume_ += quantity;
        ++count_;
        const Wide sum = product(Price{price}, Quantity{quantity}) * factor_ + rest_;
        if (sum <= std::numeric_limits<int64_t>::max()) {  // nearly always: one short division
            const auto small = static_cast<int64_t>(sum);
            turnover_ += small / divisor_;
            rest_ = small % divisor_;
        } else {
            turnover_ += static_cast<int64_t>(sum / divisor_);
            rest_ = static_cast<int64_t>(sum % divisor_);
        }
    }

    /// A print that is not eligible, of an auction or a block.
    void add_other(int64_t quantity, bool auction) { (auction ? auction_volume_ : block_volume_) += quantity; }

    void write(MarketView& view) const {
        view.last_price = last_price_;
        view.volume = volume_;
        view.turnover = turnover_;
        view.trade_count = count_;
        view.block_volume = block_volume_;
        view.auction_volume = auction_volume_;
    }

  private:
    int64_t divisor_ = 1, factor_ = 1;  // one of them is 1: price × quantity × factor = money × divisor
    int64_t last_price_ = step::kAbsent;
    int64_t volume_ = 0;
    int64_t turnover_ = 0;
    int64_t rest_ = 0;
    int64_t count_ = 0;
    int64_t block_volume_ = 0, auction_volume_ = 0;
};

}  // namespace weir::venues
