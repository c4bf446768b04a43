// A backtest: one parent order, carried out on recorded markets. Joins the tapes, the simulated venues, the engine
// and the recorder of costs; none of these knows the others.
//
// Everything happens in one order of time. At one time: the exchange (tape, arriving orders, deliveries), then live
// commands, then the engine's own wake-up. The run
//   - takes the tape up to shortly before the order's start without showing it to the engine: the book is built, and
//   the
//     market's counters run, but no view is delivered (kLead before the start, so that the engine knows the market);
//   - goes on until the parent is finished and the last markout is known (a minute after the last fill), and reads no
//     further; or until the tape is over and nothing is left to happen.
// It reads no clock. The same setup gives the same records: `Result::hash` says so in one number.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/core/parsed.h"
#include "runtime/core/records.h"
#include "runtime/engine/engine.h"
#include "runtime/market/tape.h"
#include "runtime/tca/tca.h"
#include "runtime/venues/listing.h"

namespace weir::calendar {
class Session;
}

namespace weir::backtest {

inline constexpr Duration kLead{10 * kSecond};    // market shown to the engine before the order's start
inline constexpr Duration kMargin{60 * kSecond};  // by which the order's window may reach beyond the tape

/// A live command to the parent, and when it reaches the engine.
struct Command {
    Time time;
    weir::Command what{};
};

struct Progress {
    double share = 0;      // of the way to the order's end, in market time
    uint64_t records = 0;  // of the tape, read so far
    Time time;             // on the market's clock
};

struct Setup {
    const market::Tape* tape = nullptr;
    engine::Config engine;  // its instruments are taken from the tapes, its venues from what trades on them
    venues::Model venue;
    /// Several venues, or instruments: instead of `tape` and `venue`. The program has the views for them.
    std::vector<venues::Listing> venues;
    std::vector<Command> commands;  // in order of time
    tca::RunInfo about;             // names for the report; what the program knows is filled in

    std::string events_path;                        // where to write the event log; empty: nowhere
    std::function<void(const Progress&)> progress;  // every kProgressEvery records or so: some ten times a second
    /// Each event, and the engine after it: what it recorded, and all that it shows.
    std::function<void(const Event&, const engine::Engine&)> watch;
    std::stop_token stop = {};  // asked before each event: once requested the run ends with an error
};
inline constexpr uint64_t kProgressEvery = 1 << 19;

struct Result {
    std::unique_ptr<tca::Report> report;
    uint64_t hash = 0;     // of everything that came in and led to something, and of everything that came out
    uint64_t records = 0;  // of the tape
    uint64_t events = 0;   // given to the engine
    uint64_t steps = 0;    // of the strategy
    StopCause stop = StopCause::none;  // none: something of the parent could still fill when the tape was over
    int64_t stop_where = 0;
    Time began, ended;  // the market time that was run: from the first event to the last
    Duration elapsed() const { return since(ended, began); }
};

/// The venues of a setup, whichever way they are given.
std::vector<venues::Listing> listings_of(const Setup& setup);

/// Tells the engine the sessions of its order, and the moments of it at which clocks show the times of day that its
/// program speaks of; `session`: when its market trades. What is wrong is said; nothing when all is well.
std::string set_times(engine::Config& config, const calendar::Session& session);

/// Gives the program the tables that it asks for, as they are without a history: volume comes evenly, and nothing is
/// usual. What a schedule states that cannot be is said; nothing when all is well.
std::string set_usual_tables(engine::Config& config);

/// Lets the lit venues of the parent's instrument hold the auctions of the session, on each day of their tapes.
void hold_auctions(std::span<venues::Listing> listings, const calendar::Session& session);

/// Runs it. The error says what is wrong with the setup, or that the tape has no market to trade against: an order
/// outside the tape, a tape of bars alone, no quotes on both sides while the order was alive, an event log that cannot
/// be written.
Parsed<Result> run(const Setup& setup);

}  // namespace weir::backtest
