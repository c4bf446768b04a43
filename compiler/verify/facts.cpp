#include "compiler/verify/facts.h"

#include "compiler/plan/roots.h"

namespace weir::verify {

using plan::kNoNode;
using plan::NodeId;

namespace {

std::vector<bool> fallible(const plan::Plan& plan, const std::vector<plan::Range>& ranges) {
    std::vector<bool> may(plan.nodes.size());
    for (NodeId id = 0; id < plan.nodes.size(); ++id) {
        may[id] = ranges[id].faults;
        for (const NodeId operand : plan.nodes[id].operand)
            if (operand != kNoNode && may[operand]) may[id] = true;
    }
    return may;
}

}  // namespace

Facts::Facts(const plan::Plan& of)
    : plan(of),
      ranges(plan::infer_ranges(plan)),
      may_fail(fallible(plan, ranges)),
      rows(plan::inputs_by_offset(plan.layout)) {}

std::optional<step::Input> Facts::input_of(NodeId node) const {
    if (plan.nodes[node].op != plan::Op::input) return std::nullopt;
    const int row = rows[static_cast<size_t>(plan.nodes[node].immediate)];
    if (row == plan::kNoInput) return std::nullopt;
    return static_cast<step::Input>(row);
}

}  // namespace weir::verify
