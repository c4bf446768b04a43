#include <fmt/format.h>

#include <algorithm>

#include "compiler/plan/cells.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"

namespace weir::plan {
namespace {

/// Offsets of the inputs and parameters that the plan reads, in ascending order. The clock is read by every step.
std::vector<int32_t> inputs_of(const Plan& plan) {
    std::vector<int32_t> out{plan.layout.offset(step::Input::now)};
    for (const Node& node : plan.nodes)
        if (node.op == Op::input) out.push_back(static_cast<int32_t>(node.immediate));
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

/// Those of them that call for a step.
std::vector<int32_t> wake_inputs(const Plan& plan) {
    const std::vector<int> inputs = inputs_by_offset(plan.layout);
    std::vector<int32_t> out;
    for (const int32_t offset : inputs_of(plan)) {
        const auto at = static_cast<size_t>(offset);
        const int parameter = offset - plan.layout.parameter_base();
        const bool wakes = inputs[at] == kNoInput ? plan.parameters[static_cast<size_t>(parameter)].live
                                                  : step::kInputs[static_cast<size_t>(inputs[at])].wakes;
        if (wakes) out.push_back(offset);
    }
    return out;
}

step::InputBounds bounds_of(const Parameter& parameter) {
    if (parameter.low >= parameter.high) return step::kUnbounded;
    return {std::min(parameter.low, parameter.value), std::max(parameter.high, parameter.value)};
}

}  // namespace

std::vector<step::InputBounds> bounds_by_offset(const Plan& plan) {
    std::vector<step::InputBounds> bounds;
    for (const int row : inputs_by_offset(plan.layout)) {
        if (row == kNoInput) {
            bounds.push_back(
                bounds_of(plan.parameters[bounds.size() - static_cast<size_t>(plan.layout.parameter_base())]));
            continue;
        }
        const step::InputRow& input = step::kInputs[static_cast<size_t>(row)];
        bounds.push_back(step::bounds_of(input.kind));
        bounds.back().can_be_absent = input.can_be_absent;
        if (input.scope == step::InputScope::instrument) bounds.back().low = 0;
    }
    return bounds;
}

step::Program program_of(const Plan& plan) {
    step::Program program;
    program.name = plan.name;
    program.plan_hash = content_hash(plan);
    program.layout = plan.layout;
    program.state_words = Cells(plan).words();
    program.inputs = inputs_of(plan);
    program.wake_inputs = wake_inputs(plan);
    program.bounds = bounds_by_offset(plan);
    for (const Slot& slot : plan.slots)
        program.slots.push_back(
            {slot.name, slot.crossing, slot.post_only, slot.ledger, slot.view, slot.auction, slot.rests_through_halt});
    program.ledgers = plan.ledgers;
    program.depths = plan.depths;
    program.barred = plan.barred;
    program.join_reopening = plan.join_reopening;
    program.session = plan.session;
    program.clock_times = plan.clock_times;
    for (const Parameter& parameter : plan.parameters)
        program.parameters.push_back({parameter.name, parameter.live, bounds_of(parameter)});
    for (const Guard& guard : plan.guards) program.guards.push_back(guard.text);
    program.tables = plan.tables;
    program.shortfalls = plan.shortfalls;
    program.limits = plan.limits;
    return program;
}

Bounds bounds_of(const Plan& plan) {
    return {.state_bytes = Cells(plan).words() * static_cast<int64_t>(sizeof(int64_t)),
            .operations = static_cast<int64_t>(plan.nodes.size()),
            .working_orders = static_cast<int64_t>(plan.slots.size()),
            .wake_inputs = static_cast<int64_t>(wake_inputs(plan).size())};
}

std::string print(const Bounds& bounds) {
    return fmt::format("state {} bytes, {} operations, at most {} working orders, {} wake inputs", bounds.state_bytes,
                       bounds.operations, bounds.working_orders, bounds.wake_inputs);
}

}  // namespace weir::plan
