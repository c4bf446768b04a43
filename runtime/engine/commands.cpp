// What the trader may do to a parent that is under way. Every command is recorded; one that is refused changes nothing.
#include <algorithm>

#include "runtime/core/order_text.h"
#include "runtime/engine/state.h"

namespace weir::engine {

using enum CommandRefusal;

namespace {

/// Every program relies on such numbers being no larger.
bool within(step::InputKind kind, int64_t value) {
    return step::bounds_of(kind).admit(value);
}

}  // namespace

void Engine::State::take_command(const Command& command) {
    must_reconcile = true;
    int64_t effective = 0;
    const CommandRefusal refusal = life == Life::stopped ? over : obey(command, effective);
    // It stands before what it leads to, and what ends the order stands last.
    records.insert(records.begin(), {now, Commanded{command, refusal, effective}});
}

CommandRefusal Engine::State::obey(const Command& command, int64_t& effective) {
    switch (command.kind) {
        case LiveCommand::pause:
            trader_paused = true;
            record_interruption();
            return none;
        case LiveCommand::hold:
            trader_holds = true;
            record_interruption();
            return none;
        case LiveCommand::resume:
            trader_paused = trader_holds = false;
            record_interruption();
            return none;
        case LiveCommand::cancel:
            stop(StopCause::cancelled);
            return none;
        case LiveCommand::take_over:
            stop(StopCause::taken_over);
            return none;
        case LiveCommand::set_parameter:
            return set_parameter(command);
        case LiveCommand::amend_quantity:
            return amend_quantity(command, effective);
        case LiveCommand::amend_limit:
            return amend_limit(command);
        case LiveCommand::amend_end:
            return amend_end(command);
        case LiveCommand::venue_off:
        case LiveCommand::venue_on:
            return switch_venue(command);
        case LiveCommand::skip_auction:
            return skip_auction(command);
        case LiveCommand::finish:
            return finish(command);
    }
    return unsupported;
}

CommandRefusal Engine::State::set_parameter(const Command& command) {
    const step::Program& program = config.program;
    if (command.index < 0 || command.index >= program.layout.parameters) return unknown_parameter;
    if (!program.parameters.empty()) {
        const step::ParameterInfo& parameter = program.parameters[static_cast<size_t>(command.index)];
        if (!parameter.live) return not_live;
        if (!parameter.bounds.admit(command.value)) return out_of_range;
    }
    inputs.set(program.layout.parameter(command.index), command.value);
    return none;
}

/// At today's prices, which may still move, the order is no more than numbers of money may be.
bool Engine::State::can_be_worth(int64_t quantity) const {
    const MarketView& market = markets.view(0, 0).market;
    const int64_t price = std::max({market.bid_price, market.ask_price, config.order.limit, int64_t{1}});
    return can_be_reckoned(Quantity{quantity}, Price{price}, config.instrument);
}

/// Less than is executed cannot be: what works is withdrawn, and the order is done.
CommandRefusal Engine::State::amend_quantity(const Command& command, int64_t& effective) {
    if (command.value <= 0 || command.value % config.instrument.lot.value != 0) return bad_quantity;
    if (!can_be_worth(command.value)) return too_large;
    config.order.quantity = Quantity{command.value};
    ledgers.amend(config.order.quantity);
    ledgers.publish(inputs);
    effective = std::max(command.value, ledgers.parent().ledger().executed.value);
    decide_again();
    return none;
}

CommandRefusal Engine::State::amend_limit(const Command& command) {
    const bool on_grid = command.value > 0 && command.value % config.instrument.tick.value == 0;
    if (command.value != step::kAbsent && !on_grid) return bad_limit;
    if (command.value != step::kAbsent && !within(step::InputKind::price, command.value)) return too_large;
    config.order.limit = command.value;
    limit_amended = true;
    publish_order();
    decide_again();
    return none;
}

CommandRefusal Engine::State::amend_end(const Command& command) {
    const Time end{command.value};
    if (end <= now || end <= config.order.start) return end_has_passed;
    if (!within(step::InputKind::time, command.value)) return too_large;
    config.order.end = end;
    publish_order();
    decide_again();
    return none;
}

CommandRefusal Engine::State::switch_venue(const Command& command) {
    if (command.index < 0 || command.index >= markets.venues()) return unknown_venue;
    if (command.value < 0 || command.value >= markets.instruments()) return unknown_venue;
    const int instrument = static_cast<int>(command.value);
    markets.switch_venue(instrument, command.index, command.kind == LiveCommand::venue_on);
    markets.publish(inputs, instrument, command.index);
    record_venue(instrument, command.index);
    return none;
}

/// An auction that is skipped is one that there is not, on any day of the order.
CommandRefusal Engine::State::skip_auction(const Command& command) {
    const auto auction = static_cast<Auction>(command.index);
    if (auction != Auction::open && auction != Auction::close) return no_auction;
    if (std::ranges::none_of(config.program.slots, [&](const step::SlotInfo& s) { return s.auction == auction; }))
        return no_auction;
    skipped[static_cast<size_t>(auction)] = true;
    for (size_t i = 0; i < config.sessions.size(); ++i) publish_session(i);
    decide_again();
    return none;
}

CommandRefusal Engine::State::finish(const Command& command) {
    if (!inputs.reads(step::Input::order_finish_until) || !inputs.reads(step::Input::order_finish_most))
        return unsupported;
    if (command.value <= 0 || command.value > step::kRatioOne) return bad_share;
    if (command.within <= 0) return bad_duration;
    const Time until = saturating_add(now, Duration{command.within});
    for (int i = 0; i < ledgers.count(); ++i) {
        const step::Layout& layout = config.program.layout;
        inputs.set(layout.offset(step::Input::order_finish_until, 0, 0, i), until.value);
        inputs.set(layout.offset(step::Input::order_finish_most, 0, 0, i), command.value);
    }
    decide_again();
    return none;
}

}  // namespace weir::engine
