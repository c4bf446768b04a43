#include "proofs/watch.h"

#include <algorithm>

#include "compiler/plan/passes.h"
#include "proofs/distance.h"

namespace weir::proofs {
namespace {

using plan::NodeId;
using plan::Op;

// What a run costs besides the operations of its steps, in theirs.
constexpr uint64_t kOfRun = 20'000, kOfEvent = 200, kOfTable = 6'000'000;

/// The plan, without a guard that stops it but those of `assume`. What the script's own guards compute may still fault.
plan::Plan without_guards(plan::Plan plan, size_t own_guards) {
    const auto add = [&](Op op, NodeId a, NodeId b, int64_t immediate) {
        plan.nodes.push_back({.op = op,
                              .type = plan::Type::boolean,
                              .operand = {a, b, plan::kNoNode},
                              .immediate = immediate,
                              .range = {},
                              .interval = {}});
        return static_cast<NodeId>(plan.nodes.size() - 1);
    };
    const NodeId yes = add(Op::constant_bool, plan::kNoNode, plan::kNoNode, 1);
    for (size_t i = 0; i < plan.guards.size(); ++i)
        if (plan::Guard& guard = plan.guards[i]; !guard.assumption)
            guard.holds = i < own_guards ? add(Op::either, yes, guard.holds, 0) : yes;
    return plan;
}

std::vector<NodeId> conditions_of(const plan::Plan& plan) {
    std::vector<NodeId> out;
    for (const plan::Guard& guard : plan.guards) out.push_back(guard.assumption ? plan::kNoNode : guard.holds);
    return out;
}

}  // namespace

Watcher::Watcher(const plan::Plan& asked, size_t own_guards)
    : own_guards_(own_guards),
      plan_(plan::specialise(asked, {})),
      conditions_(conditions_of(plan_)),
      interpreter_(without_guards(plan_, own_guards)),
      program_(interpreter_.program()),
      inner_(program_),
      just_broken_(plan_.guards.size()) {
    program_.function = step;
    program_.self = this;
}

void Watcher::step(const void* self, const int64_t* inputs, const int64_t* const* tables, int64_t* state,
                   step::Output* output) {
    auto* watcher = const_cast<Watcher*>(static_cast<const Watcher*>(self));
    watcher->inner_.function(watcher->inner_.self, inputs, tables, state, output);
    if (output->status == step::Status::ok) watcher->look();
    watcher->just_faulted_ = output->status == step::Status::fault;
}

void Watcher::look() {
    const int64_t* values = interpreter_.values();
    for (size_t i = 0; i < conditions_.size(); ++i)
        just_broken_[i] = conditions_[i] != plan::kNoNode && values[conditions_[i]] == 0;
    if (measured_ < 0) return;
    const auto at = static_cast<size_t>(measured_);
    const double away = distance(plan_, values, conditions_[at], false);
    if (!seen_.near[at] || away < *seen_.near[at]) seen_.near[at] = away;
}

void Watcher::take(const Event& event, const engine::Engine& engine) {
    for (size_t i = 0; i < just_broken_.size(); ++i) {
        if (just_broken_[i] && !seen_.broken[i]) seen_.broken[i] = {event.sequence, event.time};
        ruined_ |= just_broken_[i] && i < own_guards_;
    }
    if (just_faulted_ && !seen_.fault) seen_.fault = {event.sequence, event.time};
    just_broken_.assign(just_broken_.size(), false);
    just_faulted_ = false;
    for (const Record& record : engine.records()) {
        if (const auto* sent = std::get_if<Sent>(&record.what))
            if (sent->command.kind == CommandKind::place && !ruined_)
                seen_.sent[static_cast<size_t>(sent->slot)] = true;
        if (const auto* decided = std::get_if<Decided>(&record.what)) {
            seen_.paused |= decided->trace.paused == 1;
            seen_.held |= decided->trace.held == 1;
        }
        if (const auto* reported = std::get_if<Reported>(&record.what))
            seen_.filled |= reported->report.kind == ReportKind::filled;
        if (const auto* stopped = std::get_if<Stopped>(&record.what)) seen_.stop = stopped->cause;
    }
}

const Seen& Watcher::see(const Scenario& scenario, int measured) {
    seen_ = {};
    seen_.broken.resize(plan_.guards.size());
    seen_.near.resize(plan_.guards.size());
    seen_.sent.resize(plan_.slots.size());
    measured_ = measured;
    just_broken_.assign(just_broken_.size(), false);
    just_faulted_ = ruined_ = false;
    const size_t tables = tables_.size();
    Staged staged = stage(scenario, program_, &tables_);
    spent_ += kOfRun + kOfTable * plan_.shortfalls.size() * (tables_.size() - tables);
    seen_.error = staged.error;
    if (!seen_.error.empty()) return seen_;
    staged.setup.watch = [this](const Event& event, const engine::Engine& engine) { take(event, engine); };
    const auto ran = backtest::run(staged.setup);
    seen_.error = ran.error;
    if (ran) seen_.events = ran.value.events, seen_.steps = ran.value.steps;
    spent_ += seen_.events * (plan_.nodes.size() + kOfEvent);
    return seen_;
}

std::optional<Seen::Break> broken_first(const Seen& seen, size_t own_guards, const verify::Property& property) {
    const bool faults = property.kind == verify::Kind::faults;
    const auto& own = faults ? seen.fault : seen.broken[static_cast<size_t>(property.guard)];
    if (!own) return std::nullopt;
    // Of two guards that break in one step the first is told.
    for (size_t i = 0; i < own_guards; ++i) {
        if (static_cast<int>(i) == property.guard || !seen.broken[i]) continue;
        if (seen.broken[i]->sequence < own->sequence) return std::nullopt;
        if (seen.broken[i]->sequence == own->sequence && !faults && static_cast<int>(i) < property.guard)
            return std::nullopt;
    }
    return own;
}

}  // namespace weir::proofs
