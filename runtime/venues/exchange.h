// The simulated exchange: a venue that replays a tape and fills our orders against what was really there.
//
// Others follow the tape; they neither see our orders nor react to them. What the engine sees is the recorded market:
// neither our orders nor what they took show in it, nor do our fills count as volume.
//
// Resting orders fill at their own price, as makers,
// - against a print at a worse price, and against a print at their price as far as it reaches their place in the queue
//   (working.h says how that is known on each kind of tape); at one price displayed quantity goes before hidden;
// - against displayed quantity of the other side that comes to stand at or through their price, unless the recorded
// book
//   is locked or crossed: then a print is about to follow, or one side is stale.
// Arriving orders take, as takers, the displayed quantity at their price or better, level by level from the best, each
// at its price. On a tape of quotes only the best level is known, and only that can be taken. The rest of the order
// rests, or is cancelled when it is immediate-or-cancel. Our own orders never trade with each other.
//
// Conservation. Each unit of a print fills at most one unit of ours, over all our orders. Each displayed unit does so
// too: what we took of an order stays taken until the order is gone; what we took of a level whose orders are not
// listed stays taken until the level shows less (then that much is taken), and only what it shows anew can be taken
// again. So, for a side and a price, and over any time from the start, what we took is at most what was displayed
// there, and what we were given is at most what printed at that price or beyond, plus what came to be displayed there.
//
// An iceberg shows its display quantity; each time that has filled, the next part joins the back of its level. A
// reduction keeps the place. Block prints neither fill nor count as volume; hidden executions do both. While trading is
// halted orders keep their places, may be cancelled and reduced, and do not fill; new ones are rejected. Bars are
// passed over.
//
// Auctions. An order that is marked for an auction is taken before the cut-off, also in a halt, and waits apart: it
// neither trades before nor stands in a queue. It fills at the prices of the auction's prints that its limit allows, as
// a taker, against at most `auction_share_e9` of each print (on each side, in lots, first come first served): the
// others were there first, and our order is taken not to move the price. What is left when the auction is over, or the
// tape, is cancelled. After the cut-off, and when there is no such auction to come, it is rejected; it may be cancelled
// and reduced until it fills. Auction prints do not count as volume and fill no other order. A print that is marked as
// one of an auction or a block is an auction's at the stated times of one, and a block's otherwise.
//
// Checks, in this order: unique id, market open, auction, not halted, tick, lot (also of the displayed part, which is
// at most the whole; 0: all), minimum quantity, minimum value, post-only. A least fill is for dark venues only, and
// rejected. Fees are rounded up to a unit of money, rebates down.
#pragma once

#include <memory>

#include "runtime/market/tape.h"
#include "runtime/venues/venue.h"

namespace weir::venues {

class Exchange final : public Venue {
  public:
    Exchange(const market::Tape& tape, const Model& model);
    ~Exchange() override;
    Exchange(Exchange&&) noexcept;

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
