// The engine: sequenced events in, commands and records out. Single-threaded, allocates nothing in steady state, and
// has no clock and no randomness of its own: the same events give the same bytes.
//
// Life of the parent order:
//   waiting   until its start, and then until a two-sided market that is not stale or halted gives the arrival mid
//   working   the strategy is asked, at most once per event: when an input that wakes it has changed, or its own
//   wake-up
//             is due. Steps run while orders are held back too, so that its memory goes on.
//   stopped   completed, ended, cancelled, or for a fault: everything is withdrawn, nothing new is sent
//   finished  and nothing of it may still fill. An order whose truth cannot be learnt keeps a parent from finishing.
//
// Orders are held back by separate causes, and all must clear: the trader's pause, the script's pause and a halt
// withdraw what works; the trader's and the script's hold leave it resting and send nothing new. A halt withdraws,
// unless the slot asks to rest through it. The script's pause and hold are of ledger 0: what protects or hedges a
// position goes on. A venue that halts, falls silent or is switched off loses its orders; silence of every venue of an
// instrument while working stops the strategy, in its session: outside of it a market is silent by its nature.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/core/records.h"
#include "runtime/orders/orders.h"
#include "runtime/risk/gate.h"
#include "step/step.h"

namespace weir::engine {

/// `Stopped::where` of faults that are of no node: the step broke the contract of step.h.
inline constexpr int64_t kWakeNotLater = -1;      // it wanted to be asked again now, or in the past
inline constexpr int64_t kInputOutOfBounds = -3;  // an input beyond `Program::bounds`, or absent against them
inline constexpr int64_t kBadOrder = -2;  // it wanted a negative quantity, no price, or one beyond the order's limit

/// A venue of one instrument, as the engine knows it.
struct Venue {
    std::string name;
    bool lit = true;                       // shows quotes; else its silence says nothing
    int64_t taker_fee = 0, maker_fee = 0;  // 1e-9 of value; negative is a rebate
    Duration latency{0};                   // of an order's way there
    friend bool operator==(const Venue&, const Venue&) = default;
};

/// A stretch of continuous trading of an instrument, and the auctions of its day; absent times: a market that never
/// closes, or has no such auction.
struct Session {
    int64_t from = step::kAbsent;  // from when on it is the one that counts; absent: from the first
    int64_t open = step::kAbsent, close = step::kAbsent;
    int64_t open_cutoff = step::kAbsent, close_cutoff = step::kAbsent;
};

struct Config {
    Instrument instrument;                       // of the parent order: instrument 0
    std::vector<Instrument> others;              // instruments 1, 2, …
    std::vector<std::vector<Session>> sessions;  // by instrument, in order of time; fewer or none: 24 h markets
    std::vector<int64_t> clock_times;            // by index of Program::clock_times: the moments of this order
    std::vector<std::vector<Venue>> venues;      // by instrument; fewer than the program has: plain lit ones
    step::Program program;
    ParentOrder order;
    std::vector<int64_t> parameters;           // by index of Program::layout.parameters
    std::vector<std::vector<int64_t>> tables;  // by index of Program::tables
    risk::Limits gate;
    uint64_t seed = 1;
    Duration stale_after{60 * kSecond};   // silence of the market data feed after which nothing new is sent; 0: never
    Duration unknown_after{5 * kSecond};  // a command without an answer for so long leaves its order in state unknown
};

class Engine {
  public:
    explicit Engine(Config config);
    ~Engine();
    Engine(Engine&&) noexcept;

    /// Takes one event; times never step back. Commands and records of this event are valid until the next call.
    /// A live command is recorded as `Commanded`, whether it is taken or refused.
    void on(const Event& event);
    std::span<const OrderCommand> commands() const;
    std::span<const Record> records() const;

    /// When a timer event is wanted; kNoTime for none.
    Time next_wake() const;
    /// The parent order is over and nothing of it may still fill.
    bool finished() const;
    /// Steps of the strategy taken so far.
    uint64_t steps() const;
    /// What the strategy's next step reads, and what its last one thought.
    std::span<const int64_t> inputs() const;
    const step::Layout& layout() const;
    const step::Trace& trace() const;
    /// Which instrument a slot of the program trades.
    int instrument_of(int slot) const;
    /// Child orders that are not closed.
    int open_children() const;
    /// The market of instrument 0 as the strategy sees it: consolidated, where there are several venues.
    const MarketView& market() const;
    /// The parent's numbers, or those of what protects or hedges it.
    const orders::Ledger& ledger(int index = 0) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::engine
