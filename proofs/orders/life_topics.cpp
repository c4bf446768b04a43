#include "proofs/orders/life.h"
#include "proofs/orders/topics.h"

namespace weir::order_proof {

std::vector<Topic> life_topics(Terms& terms, LeftOut left_out) {
    const LifeMachine m(terms);
    const LifeMachine::State& s = m.before;
    const LifeMachine::State& next = m.after;
    const auto is = [](const LifeMachine::State& state, Life life) { return state.life == static_cast<int64_t>(life); };
    const auto at_event = [&](const char* name, const char* says) {
        return Asking(name, says, left_out).given(life_invariant(s)).given(m.when);
    };
    Term kept = terms.truth(true);
    for (const Named& conjunct : life_invariant(next))
        if (conjunct.name != left_out) kept = kept && conjunct.term;
    Term at_first = terms.truth(true);
    for (const Named& conjunct : life_invariant(s))
        if (conjunct.name != left_out) at_first = at_first && conjunct.term;

    Topic held{"held-back",
               "no new order leaves before the start, at or after the end, once the trader has cancelled, while he "
               "pauses or holds, nor after a breach; and what is stopped stays so",
               {},
               {}};
    held.proof = {Asking("held-back-first", "before the first event", left_out)
                      .given("it waits", is(s, Life::waiting) && !s.ledgers_stopped && !s.breach && !s.over)
                      .given("the order ends after it starts", s.start < s.end)
                      .broken("the invariant", at_first),
                  at_event("held-back-kept", "an event").broken("the invariant, afterwards", kept),
                  at_event("held-back-new-order", "an event in which a new order leaves")
                      .given("it does", m.new_orders)
                      .broken("allowed", next.now >= next.start && next.now < next.end && !next.over && !next.paused &&
                                             !next.holds && !next.breach && !next.ledgers_stopped),
                  at_event("held-back-for-good", "an event after the stop")
                      .given("it is over", is(s, Life::stopped))
                      .broken("stopped still", is(next, Life::stopped) && !m.new_orders)};
    held.witnesses = {at_event("held-back-reached", "the last moment before the end, with a new order")
                          .given("it is so", m.new_orders && next.now == next.end - 1)
                          .found()};

    Topic deadline{"deadline",
                   "a parent that is not over asks for an event by its end at the latest, and at that event it is "
                   "stopped: from then on its orders end as claimed in `ending`, or their exposure is escalated",
                   {},
                   {}};
    deadline.proof = {at_event("deadline-asked-for", "when the engine wants to be called")
                          .given("it is not over", !is(next, Life::stopped))
                          .broken("by the end", m.wake <= next.end),
                      at_event("deadline-stopped", "an event at the end or later")
                          .given("it is time", m.inputs.time >= next.end)
                          .broken("stopped", is(next, Life::stopped) && next.ledgers_stopped)};
    deadline.witnesses = {at_event("deadline-reached", "a working parent is stopped by its end alone")
                              .given("it is so", is(s, Life::working) && is(next, Life::stopped) && !m.inputs.stale &&
                                                     !next.breach && !next.over && !m.inputs.complete &&
                                                     !m.inputs.step_stops && !m.inputs.complete_later)
                              .found()};
    return {held, deadline};
}

}  // namespace weir::order_proof
