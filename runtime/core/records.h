// What the engine did and why, one record each, in order: the input of TCA, of the event log and of `weir explain`.
#pragma once

#include <cstdint>
#include <variant>

#include "runtime/core/events.h"
#include "step/step.h"

namespace weir {

enum class StopCause : uint8_t {
    none,
    completed,
    ended,
    cancelled,
    fault,
    guard,
    assumption,
    stale,
    gate,
    no_market,
    venue,
    taken_over,
    switched_off  // by the trader: it never had a venue to trade on
};

/// The parent order begins: arrival is the mid, in half price units (kAbsent when there was no two-sided market).
struct Started {
    int64_t arrival;
};

/// A step gave outputs that differ from the last ones; a `Wanted` for each slot that differs follows.
struct Decided {
    step::Trace trace;
    Quantity executed;
    Quantity working;                       // everything that may still fill
    step::Bound bound = step::Bound::none;  // of the last slot that has one: why no more is wanted
};

/// What a step now wants in one slot, and why so much; quantity 0 with a bound says why nothing.
struct Wanted {
    int32_t slot;
    step::Desired desired;
};

/// What a hedge should come to, and what it has still to do (step::Output): a step said otherwise than the last.
struct Hedged {
    int32_t ledger;
    int64_t total;     // 10^-q of its instrument
    int64_t exposure;  // 10^-q, or 10^-m of a hedge by value; kAbsent: not known
};

/// A command left for the venue.
struct Sent {
    OrderCommand command;
    int32_t slot;
    step::Bound bound;  // what bound the child's size
};

/// A command was refused by the pre-trade gate.
struct Refused {
    OrderCommand command;
    int32_t slot;
    uint8_t rule;  // risk::Rule
};

/// A venue's report, applied to the ledger. `duplicate` reports changed nothing.
struct Reported {
    OrderReport report;
    int32_t slot;
    bool duplicate;
};

/// Trading halted or resumed, data went stale or fresh, the trader paused, held or resumed: causes outside the script.
struct Interrupted {
    bool halted;
    bool stale;
    bool paused = false;  // by the trader
    bool held = false;    // by the trader
};

/// One of several venues halted, fell silent, was switched off, or is back.
struct VenueChanged {
    uint8_t instrument;
    uint8_t venue;
    bool halted;
    bool stale;
    bool off;
};

/// A live command, and what became of it.
struct Commanded {
    Command command;
    CommandRefusal refusal = CommandRefusal::none;
    int64_t effective = 0;  // amend_quantity: the quantity from here on; never below what is executed
};

/// The parent order is over, or was stopped. `where`: node, guard or assumption of the plan, by the cause.
struct Stopped {
    StopCause cause;
    int64_t where;
};

struct Record {
    Time time;
    std::variant<Started, Decided, Sent, Refused, Reported, Interrupted, Stopped, Wanted, VenueChanged, Commanded,
                 Hedged>
        what;
};

}  // namespace weir
