// Small helpers to build plans by hand and to step them.
#pragma once

#include <vector>

#include "compiler/plan/op_table.h"
#include "compiler/plan/plan.h"
#include "step/step.h"

namespace weir::plan {

/// A plan of one slot; parameters are free inputs.
struct Draft {
    Plan plan;
    explicit Draft(int parameters = 0) {
        plan.name = "draft";
        plan.layout.slots = 1;
        plan.layout.parameters = parameters;
        for (int i = 0; i < parameters; ++i)
            plan.parameters.push_back({.name = "p" + std::to_string(i), .unit = "count", .live = true});
        plan.slots.push_back({.name = "w", .range = {}});
        plan.slots[0].quantity = plan.slots[0].price = constant(0);
    }
    NodeId push(Op op, std::vector<NodeId> operands = {}, int64_t immediate = 0) {
        Node node{.op = op, .type = row_of(op).result, .immediate = immediate, .range = {}, .interval = {}};
        std::copy(operands.begin(), operands.end(), node.operand.begin());
        plan.nodes.push_back(node);
        return static_cast<NodeId>(plan.nodes.size() - 1);
    }
    NodeId constant(int64_t value) { return push(Op::constant, {}, value); }
    NodeId input(step::Input input) { return push(Op::input, {}, plan.layout.offset(input)); }
    NodeId parameter(int index) { return push(Op::input, {}, plan.layout.parameter(index)); }
    int64_t cell(Cell cell) {
        plan.cells.push_back(cell);
        return static_cast<int64_t>(plan.cells.size() - 1);
    }
};

/// A program with its state and inputs.
struct Runner {
    step::Program program;
    std::vector<int64_t> state, inputs;
    step::Output out{};

    explicit Runner(step::Program p)
        : program(std::move(p)),
          state(static_cast<size_t>(program.state_words)),
          inputs(static_cast<size_t>(program.layout.size())) {}
    void set(step::Input input, int64_t value) { inputs[static_cast<size_t>(program.layout.offset(input))] = value; }
    void parameter(int index, int64_t value) { inputs[static_cast<size_t>(program.layout.parameter(index))] = value; }
    int64_t now() const { return inputs[static_cast<size_t>(program.layout.offset(step::Input::now))]; }
    const step::Output& step(const int64_t* const* tables = nullptr) {
        program.function(program.self, inputs.data(), tables, state.data(), &out);
        return out;
    }
};

/// Everything that a step promises to write; for a stopped strategy that is little.
inline bool same(const step::Output& a, const step::Output& b, size_t slots) {
    if (a.status != b.status || a.where != b.where || a.wake != b.wake) return false;
    if (a.status != step::Status::ok) return true;
    return a.trace == b.trace && a.targets == b.targets && a.exposures == b.exposures &&
           std::equal(a.desired.begin(), a.desired.begin() + static_cast<std::ptrdiff_t>(slots), b.desired.begin());
}

}  // namespace weir::plan
