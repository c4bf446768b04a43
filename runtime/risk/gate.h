// The pre-trade gate: the last check before a venue, in code of its own. It knows nothing of strategies.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/core/events.h"

namespace weir::risk {

enum class Rule : uint8_t {
    none,
    price_collar,
    order_quantity,
    order_value,
    message_rate,
    lot,
    tick,
    minimum_quantity,
    minimum_value,
    no_reference
};
std::string_view name_of(Rule rule);

struct Limits {
    int64_t collar_bps = 500;        // from the mid; 0: none
    Quantity order_quantity_max{0};  // 0: none
    int64_t order_value_max = 0;     // money, 10^-money_decimals; 0: none
    int64_t messages_max = 100;      // in `messages_per`; cancels have a reserve of their own
    int64_t cancels_reserve = 50;    // further messages in the same window that only cancels and reductions may use
    Duration messages_per{kSecond};
};

/// Says whether a command may pass at `now`. Counts the messages that pass. Never allocates after construction.
class Gate {
  public:
    Gate(const Limits& limits, const Instrument& instrument);
    Rule check(const OrderCommand& command, const MarketView& market, Time now);

  private:
    Limits limits_;
    Instrument instrument_;
    std::vector<int64_t> times_;  // of the last messages, a ring
    size_t next_ = 0;
};

}  // namespace weir::risk
