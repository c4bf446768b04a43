#include "proofs/orders/life.h"
#include "proofs/orders/topics.h"

namespace weir::order_proof {
namespace {

Term is(const LifeMachine::State& state, Life life) {
    return state.life == static_cast<int64_t>(life);
}

}  // namespace

std::vector<Topic> life_topics(Terms& terms, LeftOut left_out) {
    const LifeMachine m(terms);
    const LifeMachine::State& s = m.before;
    const LifeMachine::State& next = m.after;
    const auto at_event = [&](const char* name, const char* says) {
        return Asking(name, says, left_out).given(life_invariant(s)).given(m.when);
    };
    Term kept = terms.truth(true);
    for (const Named& conjunct : life_invariant(next))
        if (conjunct.name != left_out) kept = kept && conjunct.term;
    Term at_first = terms.truth(true);
    for (const Named& conjunct : life_invariant(s))
        if (conjunct.name != left_out) at_first = at_first && conjunct.term;

    // From the beginning: an event that begins the order, and another in which nothing but time passes.
    const auto reached = [&](const char* name, const char* says, auto goal) {
        Asking asking(name, says, {});
        LifeMachine::State now = s;
        asking.given("it waits", is(s, Life::waiting) && !s.ledgers_stopped && !s.breach && !s.over && !s.paused &&
                                     !s.holds && s.start < s.end && s.now < s.start);
        Term new_orders;
        for (const char* event : {"_1", "_2"}) {
            Substitution then;
            for (const LifeField& f : kLifeFields) then.replace(s.*f.field, now.*f.field);
            const LifeMachine::Inputs& in = m.inputs;
            for (const Term input : {in.time, in.command, in.value, in.stale, in.breached, in.can_begin, in.complete,
                                     in.step_stops, in.complete_later, in.other_wake}) {
                const Terms::Node node = terms.at(input);
                then.replace(input, terms.variable(terms.name_of(node) + event, node.sort));
            }
            for (const Named& rule : m.when) asking.given(rule.name + event, then(rule.term));
            asking.given(std::string("nothing else stops it") + event,
                         then(!in.stale && !in.complete && !in.step_stops && !in.complete_later && in.can_begin));
            asking.given(std::string("no command") + event, then(in.command) == -1);
            LifeMachine::State next;
            for (const LifeField& f : kLifeFields) next.*f.field = then(m.after.*f.field);
            new_orders = then(m.new_orders);
            if (event[1] == '1') asking.given("it works", is(next, Life::working));
            now = next;
        }
        return asking.given("it is reached", goal(now, new_orders)).found();
    };

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
    held.witnesses = {
        reached("held-back-reached", "the last moment before the end, with a new order",
                [](const LifeMachine::State& now, Term new_orders) { return new_orders && now.now == now.end - 1; })};

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
    deadline.witnesses = {reached("deadline-reached", "a working parent is stopped, by its end alone",
                                  [](const LifeMachine::State& now, Term) {
                                      return is(now, Life::stopped) && now.now == now.end && !now.breach && !now.over;
                                  })};
    return {held, deadline};
}

}  // namespace weir::order_proof
