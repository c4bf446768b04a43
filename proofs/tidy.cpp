#include <algorithm>

#include "proofs/draw.h"
#include "runtime/core/order_text.h"

namespace weir::proofs {
namespace {

using Kind = Moment::Kind;

int64_t on_grid(int64_t value, int64_t grid) {
    return std::max(grid, value / grid * grid);
}

/// Those of one time stay as they stand.
template <class Timed>
void put_in_order(std::vector<Timed>& list) {
    for (auto at = list.begin(); at != list.end(); ++at)
        std::rotate(std::ranges::upper_bound(list.begin(), at, at->time, {}, &Timed::time), at, at + 1);
}

void tidy(Place& place, const Instrument& rules) {
    const int64_t tick = rules.tick.value, lot = rules.lot.value;
    put_in_order(place.moments);
    for (Moment& moment : place.moments) {
        if (moment.kind == Kind::quote) {
            moment.bid = on_grid(moment.bid, tick);
            moment.ask = std::max(on_grid(moment.ask, tick), moment.bid);
            for (int64_t* quantity : {&moment.bid_quantity, &moment.ask_quantity})
                if (*quantity > 0) *quantity = on_grid(*quantity, lot);
        } else {
            moment.price = on_grid(moment.price, tick);
            moment.quantity = on_grid(moment.quantity, lot);
        }
    }
}

}  // namespace

void tidy(Scenario& scenario) {
    for (Place& place : scenario.places)
        if (!place.dark) tidy(place, scenario.instruments[place.instrument]);
    const Instrument& own = scenario.instruments.front();
    ParentOrder& order = scenario.order;
    order.end = std::max(order.end, order.start + Duration{kSecond / 1000});
    order.quantity.value = std::max(on_grid(order.quantity.value, own.lot.value),
                                    (own.minimum_quantity.value + own.lot.value - 1) / own.lot.value * own.lot.value);
    if (order.limit != step::kAbsent) order.limit = on_grid(order.limit, own.tick.value);
    const Price dearest{std::max(order.limit, scenario.places.front().moments.front().ask)};
    while (order.quantity.value > own.lot.value && !can_be_reckoned(order.quantity, dearest, own))
        order.quantity.value = on_grid(order.quantity.value / 16, own.lot.value);
    for (backtest::Command& command : scenario.commands) {
        if (command.what.kind == LiveCommand::amend_quantity)
            command.what.value = on_grid(command.what.value, own.lot.value);
        if (command.what.kind == LiveCommand::amend_limit && command.what.value != step::kAbsent)
            command.what.value = on_grid(command.what.value, own.tick.value);
    }
    put_in_order(scenario.commands);
}

}  // namespace weir::proofs
