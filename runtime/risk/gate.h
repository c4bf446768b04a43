// The pre-trade gate: the last check before a venue, in code of its own. It knows nothing of strategies, and it fails
// closed: what it cannot judge does not pass.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/core/events.h"

namespace weir::risk {

/// Why a command was refused.
enum class Rule : uint8_t {
    none,
    price_collar,      // a buy too far above the mid, a sell too far below
    order_quantity,    // more than one order may have
    order_value,       // price × quantity above what one order may have
    message_rate,      // too many messages in the window
    lot,               // quantity or displayed part off the quantity grid
    tick,              // price off the price grid, or not positive
    minimum_quantity,  // less than a venue takes, or nothing at all
    minimum_value,     // price × quantity less than a venue takes
    no_reference       // no two-sided market to hold the price against
};
std::string_view name_of(Rule rule);

struct Limits {
    /// Quantities and values are of the first instrument. An order of another whose base or currency differs cannot be
    /// held against them, and does not pass while they are stated.
    ///
    /// How far a price may be on the harmful side of the mid, inclusive; 0: no collar. On the other side an order rests
    /// where it harms nobody. With a collar, an order without a two-sided market is refused.
    int64_t collar_bps = 500;
    Quantity order_quantity_max{0};  // inclusive; 0: none
    int64_t order_value_max = 0;     // inclusive, money, 10^-money_decimals; 0: none
    int64_t messages_max = 100;      // in any span of `messages_per`; 0: no limit on any message
    int64_t cancels_reserve = 50;    // further messages in the same span that only cancels and reductions may use
    Duration messages_per{kSecond};
};

/// Says whether a command may pass at `now`, and counts the messages that pass. Times never step back. Cancels and
/// reductions are held against the message rate alone. Never allocates after construction.
class Gate {
  public:
    Gate(const Limits& limits, std::vector<Instrument> instruments);
    Gate(const Limits& limits, const Instrument& instrument) : Gate(limits, std::vector{instrument}) {}
    Rule check(const OrderCommand& command, const MarketView& market, Time now);

  private:
    Rule check_order(const OrderCommand& command, const MarketView& market) const;
    bool quantity_allows(const OrderCommand& command, const Instrument& instrument) const;
    bool value_allows(const OrderCommand& command, const Instrument& instrument) const;
    bool within_collar(const OrderCommand& command, const MarketView& market) const;
    bool rate_allows(int64_t most, Time now) const;
    void count(Time now);

    Limits limits_;
    std::vector<Instrument> instruments_;
    std::vector<int64_t> times_;  // of the last messages, a ring; `next_` is the oldest
    size_t next_ = 0;
};

}  // namespace weir::risk
