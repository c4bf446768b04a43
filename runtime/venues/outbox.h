// What every simulated venue says of orders: reports, fills with their fees, refusals, and the checks that all make.
#pragma once

#include <vector>

#include "runtime/core/assert.h"
#include "runtime/core/decimal.h"
#include "runtime/core/events.h"
#include "runtime/venues/fees.h"
#include "runtime/venues/venue.h"

namespace weir::venues {

/// What is wrong with the numbers of a new order, in the order of the checks: tick, lot (also of the displayed part and
/// of the least fill, which are at most the whole), minimum quantity, minimum value.
inline Reject grid_fault(const Instrument& instrument, const OrderCommand& command) {
    const int64_t price = command.price.value, quantity = command.quantity.value, lot = instrument.lot.value;
    const auto part_of_it = [&](Quantity part) {
        return part.value >= 0 && part.value <= quantity && part.value % lot == 0;
    };
    if (price <= 0 || price % instrument.tick.value != 0) return Reject::tick;
    if (quantity <= 0 || quantity % lot != 0) return Reject::lot;
    if (!part_of_it(command.display) || !part_of_it(command.minimum)) return Reject::lot;
    if (command.quantity < instrument.minimum_quantity) return Reject::minimum_quantity;
    if (money_floor(product(command.price, command.quantity), instrument) < instrument.minimum_value)
        return Reject::minimum_value;
    return Reject::none;
}

/// An order is anything with `child`, `leaves` and `executed`.
class Outbox {
  public:
    Outbox(const Instrument& instrument, const Model& model) : instrument_(instrument), model_(model) {
        reports_.reserve(256);
    }
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    /// The reports that have not been taken away.
    std::vector<OrderReport>& reports() { return reports_; }

    template <class Order>
    OrderReport& state(ReportKind kind, const Order& order, Time now) {
        OrderReport& made = reports_.emplace_back();
        made.kind = kind;
        made.venue = model_.venue;
        made.child = order.child;
        made.leaves = Quantity{order.leaves};
        made.executed = Quantity{order.executed};
        made.venue_time = now;
        return made;
    }

    /// Takes the quantity off what is left of the order.
    template <class Order>
    void fill(Order& order, Price price, Quantity quantity, Liquidity liquidity, Time now) {
        WEIR_ASSERT(quantity.value > 0 && quantity.value <= order.leaves);
        order.leaves -= quantity.value;
        order.executed += quantity.value;
        OrderReport& made = state(ReportKind::filled, order, now);
        const bool made_it = liquidity == Liquidity::maker;
        made.liquidity = liquidity;
        made.execution = ++executions_;
        made.price = price;
        made.quantity = quantity;
        made.fee = fee_of(instrument_, price, quantity, made_it ? model_.maker_fee_bps_e2 : model_.taker_fee_bps_e2);
    }

    void refuse(ReportKind kind, ChildId child, Reject why, Time now) {
        OrderReport& made = reports_.emplace_back();
        made.kind = kind;
        made.reject = why;
        made.venue = model_.venue;
        made.child = child;
        made.venue_time = now;
    }

  private:
    const Instrument& instrument_;
    const Model& model_;
    std::vector<OrderReport> reports_;
    uint64_t executions_ = 0;
};

}  // namespace weir::venues
