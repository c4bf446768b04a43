#include "proofs/orders/life.h"

#include "runtime/core/commands.h"

namespace weir::order_proof {
namespace {

using State = LifeMachine::State;

Term is(const State& s, Life life) {
    return s.life == static_cast<int64_t>(life);
}

State chosen(Term condition, const State& yes, const State& no) {
    State result;
    for (const LifeField& f : kLifeFields) result.*f.field = choose(condition, yes.*f.field, no.*f.field);
    return result;
}

/// Engine::State::stop.
State stopped(const State& s) {
    State result = s;
    result.life = s.life.in->number(static_cast<int64_t>(Life::stopped));
    result.ledgers_stopped = s.life.in->truth(true);
    return result;
}
State stopped_if(Term condition, const State& s) {
    return chosen(condition, stopped(s), s);
}

/// Engine::State::obey; what is over takes no commands.
State commanded(const State& s, const LifeMachine::Inputs& in) {
    Terms& t = *s.life.in;
    const auto asked = [&](LiveCommand which) {
        return in.command == static_cast<int64_t>(which) && !is(s, Life::stopped);
    };
    const Term ends = asked(LiveCommand::cancel) || asked(LiveCommand::take_over);
    State result = stopped_if(ends, s);
    result.over = s.over || ends;
    result.paused = choose(asked(LiveCommand::pause), t.truth(true), s.paused && !asked(LiveCommand::resume));
    result.holds = choose(asked(LiveCommand::hold), t.truth(true), s.holds && !asked(LiveCommand::resume));
    const Term amends = asked(LiveCommand::amend_end) && in.value > s.now && in.value > s.start;
    result.end = choose(amends, in.value, s.end);
    return result;
}

/// Engine::State::live.
State lived(const State& s, const LifeMachine::Inputs& in) {
    const Term begun = is(s, Life::waiting) && s.now >= s.start;
    State result = stopped_if(begun && s.now >= s.end, s);
    result.life = choose(begun && s.now < s.end && in.can_begin, s.life.in->number(static_cast<int64_t>(Life::working)),
                         result.life);
    return stopped_if(is(result, Life::working) && (result.breach || in.complete || result.now >= result.end), result);
}

}  // namespace

LifeMachine::LifeMachine(Terms& given) : terms(given) {
    for (const LifeField& f : kLifeFields) before.*f.field = terms.variable(f.name, f.sort);
    const auto number = [&](const char* name) { return terms.variable(name, Sort::integer); };
    const auto flag = [&](const char* name) { return terms.variable(name, Sort::boolean); };
    inputs = {number("time"),         number("command"),   number("command_value"), flag("stale"),
              flag("breached"),       flag("can_begin"),   flag("complete"),        flag("step_stops"),
              flag("complete_later"), number("other_wake")};
    when = {{"times never step back", inputs.time >= before.now}};

    State s = before;
    s.now = inputs.time;
    s = stopped_if(is(s, Life::working) && inputs.stale, s);
    s = commanded(s, inputs);
    s.breach = s.breach || inputs.breached;
    s = lived(s, inputs);
    s = stopped_if(is(s, Life::working) && (inputs.step_stops || inputs.complete_later), s);
    after = s;
    new_orders = is(s, Life::working) && !s.paused && !s.holds && !s.ledgers_stopped;
    wake = choose(is(s, Life::waiting), choose(s.now < s.start, s.start, s.end),
                  choose(is(s, Life::working), least(inputs.other_wake, s.end), inputs.other_wake));
}

std::vector<Named> life_invariant(const State& s) {
    const Term stopped_now = is(s, Life::stopped);
    return {{"the life is one of three", s.life >= 0 && s.life <= static_cast<int64_t>(Life::stopped)},
            {"the order ends after it starts", s.start < s.end},
            {"a stopped parent has stopped its ledgers", stopped_now == s.ledgers_stopped},
            {"what the trader ended is stopped", implies(s.over, stopped_now)},
            {"it works from its start on", implies(is(s, Life::working), s.now >= s.start)}};
}

}  // namespace weir::order_proof
