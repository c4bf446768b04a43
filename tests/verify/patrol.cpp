#include "tests/verify/patrol.h"

#include <algorithm>

#include "compiler/plan/passes.h"
#include "tests/verify/walk.h"

namespace weir::test {
namespace {

using plan::kNoNode;
using plan::NodeId;
using plan::Op;

constexpr int64_t kStepsOfAWalk = 300, kStepsAfterTheEnd = 10;

/// No guard but those of `assume` stops it. What a line that is not proven computes is part of every step, and may
/// fault; what is proven, and the rules, are not compiled in.
plan::Plan unguarded(plan::Plan plan, const verify::Proofs& proofs) {
    const auto add = [&](Op op, NodeId a, NodeId b, int64_t immediate) {
        plan.nodes.push_back({.op = op,
                              .type = plan::Type::boolean,
                              .operand = {a, b, kNoNode},
                              .immediate = immediate,
                              .range = {},
                              .interval = {}});
        return static_cast<NodeId>(plan.nodes.size() - 1);
    };
    const NodeId yes = add(Op::constant_bool, kNoNode, kNoNode, 1);
    for (const verify::Finding& finding : proofs.findings) {
        if (finding.property.guard < 0) continue;
        plan::Guard& guard = plan.guards[static_cast<size_t>(finding.property.guard)];
        const bool compiled_in = finding.property.kind == verify::Kind::risk && !finding.proven;
        guard.holds = compiled_in ? add(Op::either, yes, guard.holds, 0) : yes;
    }
    return plan;
}

}  // namespace

Patrol::Patrol(const verify::Proofs& proofs)
    : proofs_(proofs),
      plan_(plan::specialise(proofs.asked, {})),
      watched_(unguarded(plan_, proofs)),
      broken_(proofs.findings.size()) {}

std::optional<Breach> Patrol::walk(int64_t steps) {
    for (uint64_t seed = 1; taken_ < steps; ++seed)
        if (auto breach = one(seed, std::min(kStepsOfAWalk, steps - taken_))) return breach;
    return std::nullopt;
}

std::optional<Breach> Patrol::one(uint64_t seed, int64_t steps) {
    Walk walk(watched_, seed);
    bool alive = true;
    for (int64_t n = 0, over = 0; alive && n < steps && over < kStepsAfterTheEnd; ++n, ++taken_) {
        over += walk.input(step::Input::now) >= walk.input(step::Input::order_end);
        alive = walk.step();
        const step::Status status = walk.output().status;
        for (size_t i = 0; i < proofs_.findings.size(); ++i) {
            const auto& [property, proven, scripts, candidates, open] = proofs_.findings[i];
            const bool faults = property.kind == verify::Kind::faults;
            const bool broken = faults ? status == step::Status::fault
                                       : status == step::Status::ok &&
                                             walk.value(plan_.guards[static_cast<size_t>(property.guard)].holds) == 0;
            if (!broken) continue;
            if (proven && (faults || confirmed(property, seed, n))) return Breach{property.name, seed, n};
            broken_[i] = true;
        }
        for (size_t slot = 0; alive && slot < plan_.slots.size(); ++slot)
            wanted_ += walk.output().desired[slot].quantity > 0;
    }
    return std::nullopt;
}

/// What a condition that faults is said to be means nothing: the same walk, with the condition as a guard.
bool Patrol::confirmed(const verify::Property& property, uint64_t seed, int64_t step) const {
    plan::Plan guarded = watched_;
    const auto guard = static_cast<size_t>(property.guard);
    guarded.guards[guard].holds = plan_.guards[guard].holds;
    Walk walk(guarded, seed);
    for (int64_t n = 0; n < step; ++n)
        if (!walk.step()) break;
    walk.step();
    return walk.output().status == step::Status::guard && walk.output().where == property.guard;
}

}  // namespace weir::test
