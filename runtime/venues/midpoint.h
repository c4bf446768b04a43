// The dark venue at its own time, without delays: takes records of the reference and our commands, fills our orders,
// and writes reports. dark.h states the rules.
#pragma once

#include <vector>

#include "runtime/core/events.h"
#include "runtime/market/book.h"
#include "runtime/market/tape.h"
#include "runtime/venues/hidden.h"
#include "runtime/venues/id_set.h"
#include "runtime/venues/outbox.h"
#include "runtime/venues/venue.h"

namespace weir::venues {

class Midpoint {
  public:
    Midpoint(const market::TapeInfo& reference, const Model& model, const Interest& interest);

    void on_record(const MarketEvent& event, Time now);
    void end_message(Time now);
    void on_command(const OrderCommand& command, Time now);
    Time next_due() const { return kNoTime; }  // blocks leave unseen
    void on_time(Time) {}
    void close(Time) { closed_ = true; }
    MarketView view() const;
    std::vector<OrderReport>& reports() { return outbox_.reports(); }

  private:
    struct Order {
        ChildId child;
        Side side;
        int64_t limit;
        int64_t minimum;
        int64_t leaves;
        int64_t executed = 0;
    };

    bool trades() const;
    int64_t price_for(Side side) const;
    HiddenInterest::Block* counterpart(const Order& order);
    void match(Order& order, Liquidity liquidity);

    Reject fault_of(const OrderCommand& command);
    void place(const OrderCommand& command);
    void cancel(const OrderCommand& command);
    void reduce(const OrderCommand& command);
    Order* find(ChildId child);

    const Instrument instrument_;
    const Model model_;
    market::Book book_;
    HiddenInterest interest_;
    std::vector<Order> orders_;  // in order of arrival
    IdSet children_;
    Outbox outbox_;
    Time now_;
    bool closed_ = false;
};

}  // namespace weir::venues
