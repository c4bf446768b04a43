// A dark venue: orders rest unseen, and trade at the mid of a lit market, its reference, with hidden interest of the
// other side. The reference is a tape, the interest a model (hidden.h states it, and its law of conservation).
//
// Matching. When an order arrives, and at the end of each message of the reference, our orders are gone through in
// order of arrival, buys first, and each one meets the blocks of the other side in order of theirs. A fill is with one
// block: of what it has left, in lots, or of what the order has. It is made when
// - the reference has both quotes, and they are neither locked nor crossed, nor halted: otherwise its mid means
// nothing;
// - the price is within the order's limit. It is the mid, exactly, or, when that lies between two units of price (not
//   ticks: a mid on half a tick is fine when 10^-price_decimals can say it), the next one against us: up for a buy,
//   down for a sell;
// - it is at least the order's minimum, or all that the order has left when that is less. A block that is too small is
//   left for the others.
// Our own orders never trade with each other, and what we trade shows nowhere.
//
// An order that meets interest when it arrives is a taker for that part, and afterwards a maker. Immediate-or-cancel
// and post-only mean what they mean on the exchange; the displayed part is checked, and displays nothing. A reduction
// keeps the place. Halts and the end of the tape are the reference's. The view has no quotes and no volume: it says
// that the venue is there, and whether it is halted.
//
// Checks, in this order: unique id, market open, no auction, not halted, tick, lot (also of the displayed part and the
// minimum, which are at most the whole), minimum quantity, minimum value at the limit, post-only.
#pragma once

#include <memory>

#include "runtime/market/tape.h"
#include "runtime/venues/hidden.h"
#include "runtime/venues/venue.h"

namespace weir::venues {

class Dark final : public Venue {
  public:
    Dark(const market::Tape& reference, const Model& model, const Interest& interest);
    ~Dark() override;

    void skip_to(Time time) override;
    Time next_time() const override;
    std::optional<Event> advance() override;
    void send(const OrderCommand& command, Time now) override;
    uint64_t records() const override;
    bool tape_over() const override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::venues
