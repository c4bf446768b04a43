#include "compiler/plan/interpreter.h"

#include <algorithm>
#include <vector>

#include "compiler/plan/cells.h"
#include "compiler/plan/evaluate.h"
#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"

namespace weir::plan {

struct Interpreter::Code {
    explicit Code(const Plan& source) : plan(source), cells(source) {
        values.resize(plan.nodes.size());
        faults.resize(plan.nodes.size(), kNoNode);
        for (NodeId id = 0; id < plan.nodes.size(); ++id) {
            const Node& node = plan.nodes[id];
            if (is_constant(node.op))
                values[id] = handler_of(node.op)({}, node, nullptr).bits;
            else
                code.push_back({handler_of(node.op), &node, id});
        }
        for_each_root(plan, [&](NodeId id) { roots.push_back(id); });
    }
    Code(const Code&) = delete;
    Code& operator=(const Code&) = delete;

    struct Instruction {
        Handler run;
        const Node* node;
        NodeId id;
    };

    Plan plan;
    Cells cells;
    std::vector<Instruction> code;  // of every node but the constants, whose values stand from the beginning
    std::vector<NodeId> roots;
    // Scratch of one step, by node: the value, and the node in which its fault arose.
    std::vector<int64_t> values;
    std::vector<NodeId> faults;

    int64_t time_of(const int64_t* inputs) const { return clock_of(inputs[plan.layout.offset(step::Input::now)]); }

    NodeId fault_of_operands(const Node& node) const {
        if (is_select(node.op)) {
            const NodeId condition = node.operand[0];
            return faults[condition] != kNoNode ? faults[condition] : faults[node.operand[values[condition] ? 1 : 2]];
        }
        for (const NodeId operand : node.operand)
            if (operand != kNoNode && faults[operand] != kNoNode) return faults[operand];
        return kNoNode;
    }

    /// Evaluates every node; returns the first fault that reaches a root. Nearly always there is none in the whole
    /// step, and then nothing is looked up: `faults` holds none but for the time from a fault to the end of its step.
    NodeId evaluate(const int64_t* inputs, const int64_t* const* tables, const int64_t* state, int64_t time) {
        const reference::Env env{inputs, tables, &cells, state, values.data(), time};
        bool faulty = false;
        int64_t* const results = values.data();
        for (const auto& [run, node, id] : code) {
            const Outcome outcome = run(env, *node, results);
            results[id] = outcome.bits;
            if (faulty) faults[id] = fault_of_operands(*node);
            if (outcome.fault && faults[id] == kNoNode) faults[id] = id;
            faulty |= outcome.fault;
        }
        if (!faulty) return kNoNode;
        const NodeId first = first_fault();
        std::ranges::fill(faults, kNoNode);
        return first;
    }

    NodeId first_fault() const {
        for (const NodeId root : roots)
            if (faults[root] != kNoNode) return faults[root];
        return kNoNode;
    }

    /// The first guard that does not hold, assumptions before risk lines; -1 when all hold.
    int64_t broken_guard() const {
        for (const bool assumption : {true, false})
            for (size_t i = 0; i < plan.guards.size(); ++i)
                if (plan.guards[i].assumption == assumption && !values[plan.guards[i].holds])
                    return static_cast<int64_t>(i);
        return -1;
    }

    int64_t value_or(NodeId id, int64_t otherwise) const { return id == kNoNode ? otherwise : values[id]; }

    void write(step::Output& out) const {
        out.trace = {value_or(plan.target, 0), value_or(plan.due, 0), value_or(plan.ceiling, step::kAbsent),
                     value_or(plan.paused, 0), value_or(plan.held, 0)};
        for (size_t i = 0; i < plan.slots.size(); ++i) {
            const Slot& slot = plan.slots[i];
            out.desired[i] = {values[slot.quantity],
                              values[slot.price],
                              value_or(slot.display, values[slot.quantity]),
                              slot.crossing,
                              static_cast<step::Bound>(value_or(slot.bound, 0)),
                              value_or(slot.minimum, 0)};
        }
        for (size_t i = 0; i < plan.targets.size(); ++i)
            if (plan.targets[i] != kNoNode) out.targets[i] = values[plan.targets[i]];
        for (size_t i = 0; i < plan.exposures.size(); ++i)
            if (plan.exposures[i] != kNoNode) out.exposures[i] = values[plan.exposures[i]];
    }

    void step(const int64_t* inputs, const int64_t* const* tables, int64_t* state, step::Output& out) {
        const int64_t time = time_of(inputs);
        cells.advance(state, time);
        const NodeId fault = evaluate(inputs, tables, state, time);
        const int64_t wake = value_or(plan.wake, step::kNever);
        out.wake = step::kNever;
        if (fault != kNoNode) return stop(out, step::Status::fault, fault);
        if (wake <= time) return stop(out, step::Status::fault, plan.wake);
        if (const int64_t guard = broken_guard(); guard >= 0) {
            const bool assumption = plan.guards[static_cast<size_t>(guard)].assumption;
            return stop(out, assumption ? step::Status::assumption : step::Status::guard, guard);
        }
        for (size_t i = 0; i < plan.cells.size(); ++i) {
            const NodeId active = plan.cells[i].active;
            if (active == kNoNode || values[active])
                cells.commit(i, state, time, values[plan.cells[i].value]);
            else
                cells.clear(i, state, time);
        }
        stop(out, step::Status::ok, 0);
        out.wake = wake;
        write(out);
    }

    static void stop(step::Output& out, step::Status status, int64_t where) {
        out.status = status;
        out.where = where;
    }

    static void run(const void* self, const int64_t* inputs, const int64_t* const* tables, int64_t* state,
                    step::Output* out) {
        const_cast<Code*>(static_cast<const Code*>(self))->step(inputs, tables, state, *out);
    }
};

Interpreter::Interpreter(const Plan& plan) : code_(std::make_unique<Code>(plan)) {}
Interpreter::~Interpreter() = default;
Interpreter::Interpreter(Interpreter&&) noexcept = default;
Interpreter& Interpreter::operator=(Interpreter&&) noexcept = default;

step::Program Interpreter::program() const {
    step::Program program = program_of(code_->plan);
    program.function = Code::run;
    program.self = code_.get();
    return program;
}

const int64_t* Interpreter::values() const {
    return code_->values.data();
}

int64_t Interpreter::fault_of(const int64_t* inputs, const int64_t* const* tables, int64_t* state) const {
    const int64_t time = code_->time_of(inputs);
    code_->cells.advance(state, time);
    const NodeId fault = code_->evaluate(inputs, tables, state, time);
    if (fault != kNoNode) return fault;
    return code_->value_or(code_->plan.wake, step::kNever) <= time ? static_cast<int64_t>(code_->plan.wake) : -1;
}

}  // namespace weir::plan
