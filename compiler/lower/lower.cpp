#include "compiler/lower/lower.h"

#include <algorithm>

#include "compiler/lower/builder.h"
#include "compiler/lower/expressions.h"
#include "compiler/lower/guards.h"
#include "compiler/lower/hedges.h"
#include "compiler/lower/pace.h"
#include "compiler/lower/scale.h"
#include "compiler/lower/slots.h"
#include "compiler/plan/passes.h"

namespace weir::lower {
namespace {

const sema::Strategy* find(const sema::Program& program, std::string_view name, Diagnostics& diagnostics) {
    if (name.empty() && !program.strategies.empty()) return &program.strategies.front();
    const auto found = std::ranges::find(program.strategies, name, &sema::Strategy::name);
    if (found != program.strategies.end()) return &*found;
    Diagnostic diagnostic = message::unknown_strategy(SourceRange{}, name);
    std::string names;
    for (const sema::Strategy& strategy : program.strategies)
        names += (names.empty() ? "`" : ", `") + strategy.name + "`";
    if (!names.empty()) diagnostic.help("it has " + names);
    diagnostics.report(std::move(diagnostic));
    return nullptr;
}

class Lowering {
  public:
    Lowering(const sema::Strategy& strategy, const Market& market)
        : strategy_(strategy),
          builder_(plan_),
          given_(market),
          market_(with_nominal_hedges(strategy, with_nominal_venues(strategy, market))),
          expressions_(builder_, strategy, market_, diagnostics_) {}

    Lowered run() {
        report_venues(strategy_, given_, diagnostics_);
        frame();
        if (diagnostics_.has_errors()) return {{}, std::move(diagnostics_)};
        Phases phases(builder_, expressions_, strategy_);
        HedgeBuilder hedges(builder_, expressions_, strategy_, plan_);
        PaceBuilder pacing(builder_, expressions_, strategy_, plan_, phases, hedges);
        const Pace pace = pacing.build();
        std::vector<Pace> paces{pace};
        if (protects()) paces.push_back(pacing.protection(pace));
        GuardBuilder guards(builder_, expressions_, strategy_, plan_);
        const NodeId judged = guards.judged();
        std::vector<Emission> emissions =
            SlotBuilder(builder_, expressions_, strategy_, plan_, phases, std::move(paces), judged, errands_).build();
        for (const Emission& child : hedges.build(pacing.in_time(), judged)) emissions.push_back(child);
        guards.build(emissions);
        plan_.target = pace.target;
        plan_.due = pace.due.quantity;
        plan_.ceiling = pace.ceiling;
        plan_.paused = pace.paused;
        plan_.held = pace.held;
        plan_.wake = builder_.wake();
        if (diagnostics_.has_errors()) return {{}, std::move(diagnostics_)};
        return {plan::specialise(plan_, {}), std::move(diagnostics_)};
    }

  private:
    /// What must be known before the first node: where inputs stand depends on how many slots and parameters there are.
    void frame() {
        plan_.name = strategy_.name;
        plan_.scales = market_.scales;
        errands_ = errands_of(strategy_, market_);
        plan_.slots = slots_of(strategy_, errands_);
        for (plan::Slot& slot : slots_of_hedges(strategy_, market_)) plan_.slots.push_back(std::move(slot));
        plan_.layout.instruments = std::max<int>(1, static_cast<int>(strategy_.legs.size()));
        if (plan_.slots.size() > static_cast<size_t>(step::kMaxSlots))
            diagnostics_.report(message::too_many_outlets(strategy_.name_range,
                                                          static_cast<int64_t>(plan_.slots.size()), step::kMaxSlots));
        plan_.layout.venues = views_of(market_);
        if (plan_.layout.venues > 1) plan_.barred = barred_venues(strategy_, market_);
        for (const sema::Parameter& parameter : strategy_.parameters) add_parameter(parameter);
        for (const step::LedgerInfo& ledger : ledgers_of_hedges(strategy_)) plan_.ledgers.push_back(ledger);
        if (protects())
            plan_.ledgers.push_back({.instrument = 0,
                                     .side = step::LedgerInfo::Trades::opposite,
                                     .total = step::LedgerInfo::Total::executed});
        plan_.layout.ledgers = static_cast<int>(plan_.ledgers.size());
        plan_.depths = strategy_.depths;
        plan_.layout.depths = static_cast<int>(plan_.depths.size());
        plan_.clock_times = strategy_.clock_times;
        plan_.layout.clock_times = static_cast<int>(plan_.clock_times.size());
        plan_.layout.slots = static_cast<int>(plan_.slots.size());
        plan_.layout.parameters = static_cast<int>(plan_.parameters.size());
        slice();
    }

    /// Sema lets a strategy hedge or protect, not both: the ledgers of the one begin where those of the other would.
    bool protects() const {
        return std::ranges::any_of(strategy_.works,
                                   [](const sema::Work& work) { return work.place.ledger == sema::kProtectLedger; });
    }

    void add_parameter(const sema::Parameter& source) {
        plan::Parameter parameter;
        parameter.name = source.name;
        parameter.unit = std::string(sema::name_of(source.unit));
        parameter.live = source.live;
        parameter.required = !source.value;
        parameter.low = std::numeric_limits<int64_t>::min() + 1;
        parameter.high = std::numeric_limits<int64_t>::max();
        if (source.low) parameter.low = value_of(*source.low, source);
        if (source.high) parameter.high = value_of(*source.high, source);
        if (source.value) parameter.value = value_of(*source.value, source);
        if (parameter.required && source.low) parameter.value = parameter.low;
        plan_.parameters.push_back(std::move(parameter));
    }

    int64_t value_of(const sema::Literal& literal, const sema::Parameter& parameter) {
        return expressions_.constant_value(literal, parameter.unit, parameter.range);
    }

    /// A slice must hold a lot: the engine checks that before the run.
    void slice() {
        const auto sliced =
            std::ranges::find_if(strategy_.schedules, [](const auto& it) { return it.every.has_value(); });
        if (sliced == strategy_.schedules.end()) return;
        const sema::Expression& every = *sliced->every;
        if (every.operation == sema::Operation::literal) {
            plan_.slice_ns = every.literal.value.digits;
        } else {
            plan_.slice_parameter = static_cast<int>(every.index);
            plan_.slice_ns = plan_.parameters[every.index].value;
        }
    }

    const sema::Strategy& strategy_;
    plan::Plan plan_;
    Diagnostics diagnostics_;
    Builder builder_;
    const Market& given_;
    const Market market_;
    Expressions expressions_;
    std::vector<Errand> errands_;
};

}  // namespace

Lowered lower(const sema::Program& program, std::string_view name, const Market& market) {
    Diagnostics diagnostics;
    const sema::Strategy* strategy = find(program, name, diagnostics);
    if (!strategy) return {{}, std::move(diagnostics)};
    return Lowering(*strategy, market).run();
}

}  // namespace weir::lower
