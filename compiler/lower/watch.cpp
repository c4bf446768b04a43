#include "compiler/lower/watch.h"

#include "compiler/lower/builder.h"
#include "compiler/lower/expressions.h"
#include "compiler/lower/scale.h"
#include "compiler/plan/passes.h"

namespace weir::lower {
namespace {

using sema::Operation;

bool compares_numbers(const sema::Expression& condition) {
    switch (condition.operation) {
        case Operation::less:
        case Operation::less_equal:
        case Operation::equal:
        case Operation::better:
        case Operation::worse:
            return true;
        default:
            return false;
    }
}

}  // namespace

Lowered lower_watch(const sema::TestCase& test, const plan::Plan& run, const Market& market) {
    plan::Plan plan;
    Diagnostics diagnostics;
    plan.name = "watch";
    plan.scales = run.scales;
    plan.layout = run.layout;
    plan.ledgers = run.ledgers;
    plan.depths = test.observer.depths;
    plan.layout.depths = static_cast<int>(plan.depths.size());
    plan.layout.clock_times = 0;
    plan.layout.slots = static_cast<int>(test.conditions.size());
    plan.layout.parameters = static_cast<int>(test.observer.parameters.size());
    for (const sema::Parameter& source : test.observer.parameters) {
        plan::Parameter parameter;
        parameter.name = source.name;
        parameter.live = true;
        parameter.low = std::numeric_limits<int64_t>::min() + 1;
        parameter.high = std::numeric_limits<int64_t>::max();
        plan.parameters.push_back(std::move(parameter));
    }
    plan.slots.resize(test.conditions.size());
    Builder b(plan);
    Expressions expressions(b, test.observer, market, diagnostics);
    const auto own = static_cast<uint32_t>(test.observer.parameters.size() - sema::kObserved);
    expressions.set_target(b.parameter(own + static_cast<uint32_t>(sema::Observed::target)));
    const NodeId absent = b.constant(step::kAbsent), zero = b.constant(0);
    for (size_t i = 0; i < test.conditions.size(); ++i) {
        const sema::Expression& condition = test.conditions[i];
        const Truth truth = expressions.truth(condition);
        plan::Slot& slot = plan.slots[i];
        slot.name = "condition " + std::to_string(i);
        slot.range = condition.range;
        slot.quantity = b.to_int(truth.yes);
        slot.price = b.to_int(truth.no);
        slot.display = slot.minimum = slot.bound = zero;
        if (!compares_numbers(condition)) continue;
        const Number left = expressions.number(condition.operands[0]),
                     right = expressions.number(condition.operands[1]);
        slot.display = b.select(left.present, left.value, absent);
        slot.minimum = b.select(right.present, right.value, absent);
    }
    plan.target = plan.due = plan.paused = plan.held = zero;
    plan.ceiling = absent;
    plan.wake = b.wake();
    if (diagnostics.has_errors()) return {{}, std::move(diagnostics)};
    return {plan::specialise(plan, {}), std::move(diagnostics)};
}

std::variant<int64_t, std::string> literal_value(const sema::Literal& literal, sema::Unit unit, const Market& market,
                                                 int64_t tick, int64_t lot) {
    using sema::Measure;
    if (literal.measure == Measure::base && literal.symbol != market.base)
        return "the market trades " + market.base + ", not " + literal.symbol;
    if (literal.measure == Measure::currency && literal.symbol != market.currency)
        return "the market is priced in " + market.currency + ", not in " + literal.symbol;
    int64_t units = units_in(unit, market.scales);
    if (literal.measure == Measure::nanoseconds) units = 1;
    if (literal.measure == Measure::ticks) units = 2 * tick;
    if (literal.measure == Measure::lots) units = lot;
    const Scaled value = scaled(literal.value, units);
    if (!value.error) return value.value;
    return *value.error == ScaleError::too_fine ? "it is finer than the decimals of the market"
                                                : "it is too large for the decimals of the market";
}

}  // namespace weir::lower
