// Facts: what is known of a plan before anything is asked of it.
#pragma once

#include <optional>
#include <vector>

#include "compiler/plan/passes.h"
#include "compiler/plan/plan.h"

namespace weir::verify {

struct Facts {
    explicit Facts(const plan::Plan& plan);

    plan::Plan plan;
    std::vector<plan::Range> ranges;  // by node: what it can be when it has not faulted
    std::vector<bool> may_fail;       // by node: it, or what it is made of, can fault
    std::vector<int> rows;            // by offset of an input: its row in inputs.def, see plan::inputs_by_offset

    /// What an input is; none for parameters and for nodes that are no inputs.
    std::optional<step::Input> input_of(plan::NodeId node) const;
    const plan::Cell& cell_of(plan::NodeId node) const {
        return plan.cells[static_cast<size_t>(plan.nodes[node].immediate)];
    }
};

}  // namespace weir::verify
