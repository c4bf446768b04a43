#include "compiler/lower/guards.h"

#include <algorithm>

namespace weir::lower {

using step::Input;
using syntax::RiskSubject;

namespace {

bool is_order_limit(const sema::Expression& expression) {
    return expression.operation == sema::Operation::word && expression.word == sema::Word::order_limit;
}

/// The smaller of two limits, of which 0 is none.
int64_t narrower(int64_t a, int64_t b) {
    return a == 0 || b < a ? b : a;
}

}  // namespace

/// The fewer messages in the longer time are within both limits.
void GuardBuilder::limit_messages(int64_t messages, int64_t per_ns) {
    step::OrderLimits& limits = plan_.limits;
    limits.messages = narrower(limits.messages, messages);
    limits.messages_per_ns = std::max(limits.messages_per_ns, per_ns);
}

NodeId GuardBuilder::judged() {
    NodeId all = b_.flag(true);
    const auto needs = [&](const sema::Expression& expression) {
        if (!is_order_limit(expression)) all = b_.both(all, e_.number(expression).present);
    };
    for (const sema::RiskLine& line : strategy_.risk) {
        if (line.subject == RiskSubject::leg_exposure) continue;  // it has an instrument for each leg
        const Builder::From from(b_, line.range);
        e_.speaks_for(line.policy);
        needs(line.limit);
        if (line.reference) needs(*line.reference);
    }
    e_.speaks_for({});
    for (const sema::AssumeLine& line : strategy_.assume) {
        const Builder::From from(b_, line.range);
        needs(line.subject);
        if (line.low) needs(*line.low);
        if (line.high) needs(*line.high);
    }
    return all;
}

void GuardBuilder::build(const std::vector<Emission>& emissions) {
    for (const sema::RiskLine& line : strategy_.risk) {
        e_.speaks_for(line.policy);
        risk(line, emissions);
    }
    e_.speaks_for({});
    for (const sema::AssumeLine& line : strategy_.assume) assumption(line);
    side_of_lead();
}

/// A lead that says its side is for orders of that side.
void GuardBuilder::side_of_lead() {
    if (strategy_.legs.empty()) return;
    const sema::Leg& lead = strategy_.legs.front();
    const bool buys = lead.side == syntax::LegSide::buy;
    if (!buys && lead.side != syntax::LegSide::sell) return;
    const Builder::From from(b_, lead.range);
    add(true, b_.eq(e_.side(), b_.constant(buys ? 1 : -1)), lead.name + (buys ? " buy lead" : " sell lead"),
        lead.range);
}

void GuardBuilder::add(bool assumption, NodeId holds, const std::string& text, SourceRange range) {
    plan_.guards.push_back({assumption, holds, text, range});
}

void GuardBuilder::risk(const sema::RiskLine& line, const std::vector<Emission>& emissions) {
    const Builder::From from(b_, line.range);
    switch (line.subject) {
        case RiskSubject::messages:
            limit_messages(line.limit.literal.value.digits, line.window_ns);
            return;
        case RiskSubject::working_orders:
            plan_.limits.working_orders = narrower(plan_.limits.working_orders, line.limit.literal.value.digits);
            return;
        case RiskSubject::participation:
            add(false, participation_within(line, emissions), line.text, line.range);
            return;
        case RiskSubject::leg_exposure:
            add(false, exposure_within(line, emissions), line.text, line.range);
            return;
        default:
            break;
    }
    NodeId within = b_.flag(true);
    for (const Emission& child : emissions)
        within = b_.both(within, b_.select_bool(child.is_new, child_within(line, child), b_.flag(true)));
    add(false, b_.select_bool(any_new(emissions), within, b_.flag(true)), line.text, line.range);
}

/// Most steps send nothing new, and then there is nothing to look at.
NodeId GuardBuilder::any_new(const std::vector<Emission>& emissions) {
    NodeId any = b_.flag(false);
    for (const Emission& child : emissions) any = b_.either(any, child.is_new);
    return any;
}

/// A child at another price, and no larger, adds nothing to what may fill.
NodeId GuardBuilder::any_larger(const std::vector<Emission>& emissions) {
    NodeId any = b_.flag(false);
    for (const Emission& child : emissions) any = b_.either(any, b_.lt(child.working, child.quantity));
    return any;
}

std::vector<Emission> GuardBuilder::of_lead(const std::vector<Emission>& emissions) const {
    std::vector<Emission> children;
    for (const Emission& child : emissions)
        if (instrument_of(child) == sema::kOrderInstrument) children.push_back(child);
    return children;
}

/// What is open now, and what would be if everything filled that is about to be sent.
NodeId GuardBuilder::exposure_within(const sema::RiskLine& line, const std::vector<Emission>& emissions) {
    NodeId lead = b_.constant(0), holds = b_.flag(true);
    const std::vector<Emission> children = of_lead(emissions);
    for (const Emission& child : children) lead = b_.add(lead, b_.max(child.quantity, child.working));
    const NodeId sends_new = any_new(children);
    const Number ask = e_.touch(Input::ask_price);
    for (size_t i = 1; i < strategy_.legs.size(); ++i) {
        const auto leg = static_cast<sema::InstrumentId>(i);
        if (strategy_.legs[i].by_value != (line.limit.unit == sema::Unit::money)) continue;
        const Number limit = e_.limit_of_leg(line.limit, leg), open = e_.unhedged(leg);
        const Number then = e_.unhedged_if(leg, lead, ask.value);
        const NodeId most = b_.max(open.value, b_.minus(open.value));
        const NodeId now_within = b_.either(b_.negate(open.present), b_.le(most, limit.value));
        const NodeId sends = b_.both(sends_new, b_.both(then.present, ask.present));
        const NodeId then_within = b_.select_bool(sends, b_.le(then.value, limit.value), b_.flag(true));
        const NodeId within = b_.either(b_.negate(limit.present), b_.both(now_within, then_within));
        holds = b_.both(holds, within);
    }
    return holds;
}

/// Of a hedge its value is judged: quantities, and prices near a reference, are the lead's.
NodeId GuardBuilder::child_within(const sema::RiskLine& line, const Emission& child) {
    if (const sema::InstrumentId of = instrument_of(child); of != sema::kOrderInstrument) {
        if (line.subject != RiskSubject::child_value) return b_.flag(true);
        const Number limit = e_.limit_of_leg(line.limit, of), mid = e_.mid(of);
        const NodeId price = b_.mul(child.price, b_.constant(2));
        const NodeId reference = b_.select(mid.present, b_.max(price, mid.value), price);
        return b_.le(e_.value_at(child.quantity, reference, Rounding::up, of), limit.value);
    }
    const Number limit = e_.number(line.limit);
    const NodeId price = b_.mul(child.price, b_.constant(2));
    if (line.subject == RiskSubject::child_quantity) return b_.le(child.quantity, limit.value);
    if (line.subject == RiskSubject::child_value) {
        const Number mid = e_.mid();
        const NodeId reference = b_.select(mid.present, b_.max(price, mid.value), price);
        return b_.le(e_.value_at(child.quantity, reference, Rounding::up), limit.value);
    }
    const Number reference = e_.number(*line.reference);
    const NodeId apart = b_.sub(price, reference.value);
    const NodeId distance = b_.max(apart, b_.minus(apart));
    const Number most = e_.distance(line.limit, reference, false);
    return b_.either(b_.negate(reference.present), b_.le(distance, most.value));
}

/// executed in the window + everything that may fill ≤ rate · volume + one smallest child, when more is to. What waits
/// for an auction counts when its prints do.
NodeId GuardBuilder::participation_within(const sema::RiskLine& line, const std::vector<Emission>& emissions) {
    std::vector<Emission> counted;
    for (size_t i = 0; i < emissions.size(); ++i)
        if (plan_.slots[i].auction == step::Auction::none || line.including.auctions) counted.push_back(emissions[i]);
    NodeId exposed = own_volume_in(b_, executed_in_prints(b_, plan_, line.including), line.window_ns);
    for (int ledger = 1; ledger < plan_.layout.ledgers; ++ledger)
        if (plan_.ledgers[static_cast<size_t>(ledger)].instrument == 0)
            exposed = b_.add(exposed,
                             own_volume_in(b_, executed_in_prints(b_, plan_, line.including, ledger), line.window_ns));
    const std::vector<Emission> children = of_lead(counted);
    for (const Emission& child : children) exposed = b_.add(exposed, b_.max(child.quantity, child.working));
    const NodeId volume = market_volume_in(b_, prints_in(b_, line.including, {0}), line.window_ns);
    const Number ratio = e_.number(line.limit);
    const NodeId allowed = b_.muldiv_floor(ratio.value, volume, b_.constant(step::kRatioOne));
    const NodeId smallest = b_.max(b_.input(Input::lot), b_.input(Input::minimum_quantity));
    return b_.select_bool(any_larger(children), b_.le(exposed, b_.add(allowed, smallest)), b_.flag(true));
}

void GuardBuilder::assumption(const sema::AssumeLine& line) {
    const Builder::From from(b_, line.range);
    const Number subject = e_.number(line.subject);
    NodeId holds = b_.flag(true);
    const auto require = [&](const std::optional<sema::Expression>& bound, bool low) {
        if (!bound) return;
        const Number limit = e_.number(*bound);
        const NodeId inside = low ? b_.le(limit.value, subject.value) : b_.le(subject.value, limit.value);
        const NodeId unknown = b_.negate(b_.both(subject.present, limit.present));
        holds = b_.both(holds, b_.either(unknown, inside));
    };
    require(line.low, true);
    require(line.high, false);
    add(true, holds, line.text, line.range);
}

}  // namespace weir::lower
