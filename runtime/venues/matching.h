// The simulated exchange at exchange time, without delays: takes tape records and our commands, fills our orders, and
// writes reports. exchange.h states the rules.
#pragma once

#include <vector>

#include "runtime/core/events.h"
#include "runtime/market/book.h"
#include "runtime/market/depth.h"
#include "runtime/market/tape.h"
#include "runtime/venues/id_set.h"
#include "runtime/venues/outbox.h"
#include "runtime/venues/taken.h"
#include "runtime/venues/tally.h"
#include "runtime/venues/venue.h"
#include "runtime/venues/waiting.h"
#include "runtime/venues/working.h"

namespace weir::venues {

class Matching {
  public:
    Matching(const market::TapeInfo& tape, const Model& model);

    /// One record, then the end of its message. Fills are reported at `now`.
    void on_record(const MarketEvent& event, Time now);
    void end_message(Time now);
    void on_command(const OrderCommand& command, Time now);
    /// When an auction is over for which orders wait.
    Time next_due() const { return waiting_.next_due(); }
    void on_time(Time now);
    /// The tape is over: what rests stays, nothing more fills, new orders are rejected; no auction comes any more.
    void close(Time now);

    MarketView view();
    /// Reports since they were last cleared, in order.
    std::vector<OrderReport>& reports() { return outbox_.reports(); }

  private:
    /// A print that is being offered to our orders.
    struct Print {
        enum class AtPrice : uint8_t {
            never,    // only orders at a better price: who was hit is not known
            front,    // and those at its price with nothing ahead: hidden orders stand behind displayed ones
            queue,    // and what reaches beyond the quantity ahead of ours
            arrival,  // and those that stand before the order that it executed
        };
        int64_t price;
        int64_t rest;
        AtPrice at_price;
        uint64_t arrival = 0;  // of the executed order; 0: before all we know of
    };

    void on_trade(const MarketEvent& event);
    void on_auction_print(const MarketEvent& event);
    void cancel_waiting(Time until);
    Side passive_side(const MarketEvent& event) const;
    void offer(Side side, Print& print);
    int64_t share(const Resting& order, const Print& print) const;
    void fill_against_displayed();

    Reject fault_of(const OrderCommand& command);
    Resting* find(ChildId child);
    void place(const OrderCommand& command);
    void cancel(const OrderCommand& command);
    void reduce(const OrderCommand& command);

    /// Fills a resting order of ours at its price; afterwards another one may stand at `index`.
    void fill_resting(Side side, size_t index, int64_t quantity);

    const Instrument instrument_;
    const market::BookDetail detail_;
    const Model model_;
    market::Book book_;
    market::DepthSums depths_;
    Taken taken_;
    Working working_;
    Waiting waiting_;
    Tally tally_;
    IdSet children_;
    Outbox outbox_;
    Time now_;
    int64_t bid_ = step::kAbsent, ask_ = step::kAbsent;  // best, when the last message was complete
    bool closed_ = false;
};

}  // namespace weir::venues
