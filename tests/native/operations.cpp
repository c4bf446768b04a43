// Every operation on edge values, native against the interpreter: with the fault at once fatal, and under a select.
#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "compiler/native/native.h"
#include "compiler/plan/interpreter.h"
#include "compiler/plan/passes.h"
#include "tests/plan/support.h"

namespace weir::native {
namespace {

using plan::Draft;
using plan::NodeId;
using plan::Op;
using plan::OpRow;
using plan::Runner;
using plan::Type;

const std::vector<int64_t> kEdges = {
    step::kAbsent, step::kAbsent + 1, -4294967297, -1000000000,      -3,          -1, 0, 1, 2, 3, 1000000000,
    4294967295,    4294967296,        3037000500,  step::kNever - 1, step::kNever};

/// Parameters of every type: an integer as it is, a real by its bits through constants, a boolean as > 0.
struct OneOp {
    Draft draft{4};
    NodeId result = plan::kNoNode;

    NodeId operand(Type type, int index, const std::vector<double>& reals, size_t draw) {
        const NodeId raw = draft.parameter(index);
        if (type == Type::integer) return raw;
        if (type == Type::boolean) return draft.push(Op::lt, {draft.constant(0), raw});
        const NodeId constant = draft.push(Op::constant_real, {}, std::bit_cast<int64_t>(reals[draw % reals.size()]));
        return draft.push(Op::select_real,
                          {draft.push(Op::eq, {raw, draft.constant(0)}), constant, draft.push(Op::to_real, {raw})});
    }
    NodeId as_integer(NodeId id) {
        const Type type = draft.plan.nodes[id].type;
        if (type == Type::integer) return id;
        if (type == Type::boolean) return draft.push(Op::to_int, {id});
        // A real is seen through comparisons with the edges.
        NodeId sum = draft.push(Op::to_int, {draft.push(Op::finite, {id})});
        for (const double edge : {-1e19, -1.0, -0.25, 0.0, 0.3, 1.5, 1e9, 1e18})
            sum = draft.push(
                Op::add,
                {draft.push(Op::add, {sum, sum}),
                 draft.push(Op::to_int,
                            {draft.push(Op::lt_real,
                                        {draft.push(Op::constant_real, {}, std::bit_cast<int64_t>(edge)), id})})});
        return sum;
    }
};

/// Parameter 3 chooses: the result, or a constant that hides its faults.
plan::Plan plan_of(Op op, bool hidden, int constant_divisor, size_t draw) {
    const std::vector<double> reals = {0.0, -0.0, 1.5, -2.5, 1e300, -1e300, std::nan(""), 9.3e18, -9.2e18};
    const OpRow& row = plan::row_of(op);
    OneOp one;
    one.draft.plan.tables = {step::TableKind::volume_curve};
    std::vector<NodeId> operands;
    for (size_t i = 0; i < row.operands.size(); ++i)
        operands.push_back(one.operand(plan::type_of_letter(row.operands[i]), static_cast<int>(i), reals, draw + i));
    if (constant_divisor && operands.size() == 3) operands[2] = one.draft.constant(constant_divisor);
    const NodeId result = one.as_integer(one.draft.push(op, operands));
    const NodeId shown = one.draft.push(Op::lt, {one.draft.constant(0), one.draft.parameter(3)});
    one.draft.plan.slots[0].quantity =
        hidden ? one.draft.push(Op::select, {shown, result, one.draft.constant(-7)}) : result;
    return one.draft.plan;
}

bool is_computed(const OpRow& row) {
    return !row.operands.empty() && row.immediate != 'c';
}

void compare(const plan::Plan& plan, const int64_t* const* tables, uint64_t seed) {
    ASSERT_EQ(plan::validate(plan), std::vector<std::string>{});
    const plan::Interpreter reference(plan);
    const Result fast = compile(plan);
    ASSERT_TRUE(fast.compiled) << fast.error;
    Runner a(reference.program()), b(fast.compiled->program());
    std::mt19937_64 random(seed);
    for (int i = 0; i < 1500; ++i) {
        for (int p = 0; p < 4; ++p) {
            const int64_t value =
                random() % 3 ? kEdges[random() % kEdges.size()] : static_cast<int64_t>(random() >> (random() % 62));
            a.parameter(p, p == 3 ? static_cast<int64_t>(random() % 2) : value);
        }
        b.inputs = a.inputs;
        a.step(tables);
        b.step(tables);
        ASSERT_TRUE(plan::same(a.out, b.out, 1))
            << "inputs " << a.inputs[a.inputs.size() - 4] << ' ' << a.inputs[a.inputs.size() - 3] << ' '
            << a.inputs[a.inputs.size() - 2] << "; expected " << a.out.desired[0].quantity << " got "
            << b.out.desired[0].quantity;
    }
}

TEST(Operations, AgreeOnEdges) {
    std::vector<int64_t> table(step::kTableIntervals + 1);
    std::mt19937_64 random(3);
    for (int64_t& entry : table) entry = static_cast<int64_t>(random());
    const int64_t* tables[] = {table.data()};
    for (size_t index = 0; index < plan::kOps.size(); ++index) {
        const OpRow& row = plan::kOps[index];
        if (!is_computed(row)) continue;
        const auto op = static_cast<Op>(index);
        for (const bool hidden : {false, true})
            for (const int divisor : {0, 1, 2, 1024, 1'000'000'000, 7}) {
                const bool divides = op == Op::muldiv_floor || op == Op::muldiv_ceil;
                if (divisor && !divides) continue;
                SCOPED_TRACE(std::string(row.name) + (hidden ? " hidden" : "") + " by " + std::to_string(divisor));
                for (size_t draw = 0; draw < 9; draw += row.operands.find('r') == std::string_view::npos ? 9 : 2) {
                    compare(plan_of(op, hidden, divisor, draw), tables, index);
                    if (HasFatalFailure()) return;
                }
            }
    }
}

}  // namespace
}  // namespace weir::native
