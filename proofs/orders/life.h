// The parent's life as a transition system: one step is one event, as Engine::State::on takes it.
#pragma once

#include <vector>

#include "proofs/orders/terms.h"

namespace weir::order_proof {

enum class Life : uint8_t { waiting, working, stopped };

/// What an event brings that the model leaves open is free: markets, reports, what the strategy's step does.
struct LifeMachine {
    struct State {
        Term life;           // Life
        Term paused, holds;  // by the trader
        Term over;           // the trader has cancelled or taken over
        Term breach;         // a venue broke its word, or an exposure cannot be learnt
        Term ledgers_stopped;
        Term now, start, end;
    };
    struct Inputs {
        Term time;
        Term command;    // LiveCommand, or -1 for another event
        Term value;      // of a command that amends the end
        Term stale;      // the market has fallen silent
        Term breached;   // by this event
        Term can_begin;  // markets have two sides
        Term complete;   // nothing that could be sent is left, before the step
        Term step_stops, complete_later;
        Term other_wake;
    };

    explicit LifeMachine(Terms& terms);

    Terms& terms;
    State before, after;
    Inputs inputs;
    std::vector<Named> when;
    Term new_orders;  // whether new orders may leave in this event, by any ledger
    Term wake;        // when the engine then asks for an event
};

struct LifeField {
    const char* name;
    Sort sort;
    Term LifeMachine::State::* field;
};
inline constexpr LifeField kLifeFields[] = {
    {"life", Sort::integer, &LifeMachine::State::life},
    {"paused", Sort::boolean, &LifeMachine::State::paused},
    {"holds", Sort::boolean, &LifeMachine::State::holds},
    {"over", Sort::boolean, &LifeMachine::State::over},
    {"breach", Sort::boolean, &LifeMachine::State::breach},
    {"ledgers_stopped", Sort::boolean, &LifeMachine::State::ledgers_stopped},
    {"now", Sort::integer, &LifeMachine::State::now},
    {"start", Sort::integer, &LifeMachine::State::start},
    {"end", Sort::integer, &LifeMachine::State::end},
};

std::vector<Named> life_invariant(const LifeMachine::State& s);

}  // namespace weir::order_proof
