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
        const Builder::From from(b_, line.range);
        needs(line.limit);
        if (line.reference) needs(*line.reference);
    }
    for (const sema::AssumeLine& line : strategy_.assume) {
        const Builder::From from(b_, line.range);
        needs(line.subject);
        if (line.low) needs(*line.low);
        if (line.high) needs(*line.high);
    }
    return all;
}

void GuardBuilder::build(const std::vector<Emission>& emissions) {
    for (const sema::RiskLine& line : strategy_.risk) risk(line, emissions);
    for (const sema::AssumeLine& line : strategy_.assume) assumption(line);
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

NodeId GuardBuilder::child_within(const sema::RiskLine& line, const Emission& child) {
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

/// executed in the window + everything that may fill ≤ rate · volume + one smallest child.
NodeId GuardBuilder::participation_within(const sema::RiskLine& line, const std::vector<Emission>& emissions) {
    NodeId exposed = own_volume_in(b_, line.window_ns);
    for (int ledger = 1; ledger < plan_.layout.ledgers; ++ledger)
        exposed = b_.add(exposed, own_volume_in(b_, line.window_ns, ledger));
    for (const Emission& child : emissions) exposed = b_.add(exposed, b_.max(child.quantity, child.working));
    const NodeId volume = market_volume_in(b_, b_.input(Input::volume), line.window_ns);
    const Number ratio = e_.number(line.limit);
    const NodeId allowed = b_.muldiv_floor(ratio.value, volume, b_.constant(step::kRatioOne));
    const NodeId smallest = b_.max(b_.input(Input::lot), b_.input(Input::minimum_quantity));
    return b_.select_bool(any_new(emissions), b_.le(exposed, b_.add(allowed, smallest)), b_.flag(true));
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
