// The shapes that a schedule may have, as functions of the part of the order's time that is gone, both in 2^-32.
#include "compiler/lower/pace.h"
#include "compiler/lower/scale.h"

namespace weir::lower {

using sema::Operation;
using syntax::ScheduleKind;

namespace {

bool is_live(const sema::Strategy& strategy, const std::optional<sema::Expression>& term) {
    return term && term->operation == Operation::parameter && strategy.parameters[term->index].live;
}

}  // namespace

/// What a trader may move of the curve; it is then remembered, so that a new shape goes on from where the old one is.
std::optional<NodeId> PaceBuilder::shape(const sema::Schedule& schedule) {
    const auto& moved = schedule.kind == ScheduleKind::shortfall ? schedule.shortfall.urgency : schedule.power;
    if (!is_live(strategy_, moved)) return std::nullopt;
    return e_.number(*moved).value;
}

NodeId PaceBuilder::curved(const sema::Schedule& schedule, NodeId part, std::optional<NodeId> shape) {
    const NodeId zero = b_.constant(0), one = b_.constant(kShareOne);
    switch (schedule.kind) {
        case ScheduleKind::volume_curve:
            return b_.clamp(b_.lookup(step::TableKind::volume_curve, part), zero, one);
        case ScheduleKind::shortfall:
            return b_.clamp(shortfall_at(schedule, part, shape), zero, one);
        case ScheduleKind::back_load:
            return power_of(schedule, part, shape);
        case ScheduleKind::front_load:
            return b_.sub(one, power_of(schedule, b_.sub(one, part), shape));
        default:
            return part;
    }
}

/// part^k for a whole k, each product rounded down.
NodeId PaceBuilder::power_of(const sema::Schedule& schedule, NodeId part, std::optional<NodeId> shape) {
    const sema::Expression& power = *schedule.power;
    const bool literal = power.operation == Operation::literal;
    int64_t low = 1, high = 1;
    if (literal) {
        low = high = e_.constant_value(power.literal, power.unit, power.range);
    } else {
        low = plan_.parameters[power.index].low;
        high = plan_.parameters[power.index].high;
    }
    const NodeId one = b_.constant(kShareOne);
    const NodeId wanted = literal ? b_.constant(high) : shape.value_or(e_.number(power).value);
    NodeId value = part, result = part;
    for (int64_t k = 2; k <= high; ++k) {
        value = b_.muldiv_floor(value, part, one);
        result = literal || k <= low ? value : b_.select(b_.lt(wanted, b_.constant(k)), result, value);
    }
    return result;
}

step::Given PaceBuilder::given(const std::optional<sema::Expression>& term) {
    if (!term) return {};
    if (term->operation == Operation::parameter) return {std::nullopt, static_cast<int32_t>(term->index)};
    return {e_.constant_value(term->literal, term->unit, term->range), -1};
}

/// A table is made once, before the run: of a live urgency there is one for each level.
NodeId PaceBuilder::shortfall_at(const sema::Schedule& schedule, NodeId part, std::optional<NodeId> shape) {
    const sema::ShortfallTerms& said = schedule.shortfall;
    step::ShortfallSpec spec{given(said.urgency), given(said.risk_aversion), given(said.volatility),
                             given(said.impact),  given(said.alpha),         given(said.half_life)};
    if (!shape) return b_.lookup(spec, part);
    const plan::Parameter& urgency = plan_.parameters[said.urgency->index];
    std::optional<NodeId> share;
    for (int64_t level = urgency.low; level <= urgency.high; ++level) {
        spec.urgency = {level, -1};
        const NodeId own = b_.lookup(spec, part);
        share = share ? b_.select(b_.lt(*shape, b_.constant(level)), *share, own) : own;
    }
    return *share;
}

}  // namespace weir::lower
