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
// reduction keeps the place. Auction and block prints neither fill nor count as volume; hidden executions do both.
// While trading is halted orders keep their places, may be cancelled and reduced, and do not fill; new ones are
// rejected. Bars are passed over.
//
// Checks, in this order: unique id, market open, not halted, tick, lot (also of the displayed part, which is at most
// the whole; 0: all), minimum quantity, minimum value, post-only. Fees are rounded up to a unit of money, rebates down.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/core/events.h"
#include "runtime/market/tape.h"

namespace weir::venues {

/// A delay: constant, or `base` plus a seeded exponential of mean `jitter_mean`. In order: what was sent later on the
/// same channel (feed, orders, responses) never arrives before what was sent earlier.
struct Latency {
    Duration base{0};
    Duration jitter_mean{0};
};

struct Model {
    Latency feed{Duration{500'000}, {}};
    Latency order{Duration{1'000'000}, {}};
    Latency response{Duration{500'000}, {}};
    int64_t maker_fee_bps_e2 = 0;  // hundredths of a basis point of value; negative is a rebate
    int64_t taker_fee_bps_e2 = 0;
    uint64_t seed = 1;
    uint8_t venue = 0;  // how events and reports name it
};

/// What is wrong with a model, if anything.
std::optional<std::string> fault_of(const Model& model);

/// Time moves by the caller: `next_time` says when the exchange has something to do, `advance` does one thing and may
/// hand out an event for the engine. Tape messages, arriving orders, and deliveries are taken in order of time; at one
/// time: tape, arrivals, deliveries (the market before reports). A message of the tape is applied whole, at the time of
/// its last record; one that goes back in time happens at the time of the one before. Allocates nothing in steady
/// state; memory does not depend on the length of the tape.
class Exchange {
  public:
    Exchange(const market::Tape& tape, const Model& model);
    ~Exchange();
    Exchange(Exchange&&) noexcept;

    /// Takes the tape up to and including `time` without delivering it, and drops what is under way; what the market
    /// then is, is sent at `time`. The book and the counters are the same as if everything had been delivered.
    void skip_to(Time time);

    Time next_time() const;          // kNoTime when nothing is left
    std::optional<Event> advance();  // does what is due at next_time()
    void send(const OrderCommand& command, Time now);

    uint64_t records() const;  // of the tape, taken so far
    bool tape_over() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::venues
