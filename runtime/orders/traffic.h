// What all orders of a strategy share, whichever ledger they are of: message limits, and how many are alive.
#pragma once

#include "runtime/orders/message_budget.h"
#include "step/step.h"

namespace weir::orders {

/// The house's limit: new orders stop at `most`, cancels and reductions at `most + reserve`. `most` 0: none.
struct HouseRate {
    int64_t most = 0;
    int64_t reserve = 0;
    Duration per{kSecond};
};

struct Traffic {
    Traffic(const step::OrderLimits& limits, const HouseRate& house)
        : script(limits.messages_per_ns > 0 ? limits.messages : 0, Duration{limits.messages_per_ns}),
          house(house.most > 0 ? house.most + house.reserve : 0, house.per),
          reserve(house.reserve),
          working_most(limits.working_orders) {}

    MessageBudget script, house;
    int64_t reserve;
    int64_t working_most;  // 0: not stated
    int64_t alive = 0;     // orders at the venues, or possibly so
};

}  // namespace weir::orders
