// The order of a step: faults, guards, commit, outputs.
#include "compiler/plan/interpreter.h"

#include <gtest/gtest.h>

#include "compiler/plan/passes.h"
#include "tests/plan/support.h"

namespace weir::plan {
namespace {

using step::Status;

Runner start(const Draft& draft) {
    EXPECT_EQ(validate(draft.plan), std::vector<std::string>{});
    static std::vector<Interpreter> kept;
    kept.emplace_back(draft.plan);
    return Runner(kept.back().program());
}

TEST(Interpreter, CountsStepsInAScalar) {
    Draft d;
    const int64_t cell = d.cell({.kind = CellKind::scalar, .immediate = 10, .range = {}});
    const NodeId next = d.push(Op::add, {d.push(Op::read, {}, cell), d.constant(1)});
    d.plan.cells[0].value = next;
    d.plan.slots[0].quantity = next;
    Runner r = start(d);
    EXPECT_EQ(r.step().desired[0].quantity, 11);
    EXPECT_EQ(r.step().desired[0].quantity, 12);
    EXPECT_EQ(r.out.desired[0].display, 12) << "all is shown when nothing else is said";
    EXPECT_EQ(r.out.wake, step::kNever);
    EXPECT_EQ(r.out.trace.ceiling, step::kAbsent);
}

TEST(Interpreter, ACellOfAPhaseIsEmptyWhenThePhaseBegins) {
    Draft d(1);
    const int64_t cell = d.cell({.kind = CellKind::scalar, .immediate = 10, .range = {}});
    const NodeId held = d.push(Op::read, {}, cell);
    const NodeId next = d.push(Op::add, {held, d.constant(1)});
    d.plan.cells[0].value = next;
    d.plan.cells[0].active = d.push(Op::lt, {d.constant(0), d.parameter(0)});
    d.plan.slots[0].quantity = held;
    d.plan.wake = d.push(Op::cell_wake, {}, cell);
    Runner r = start(d);
    std::vector<int64_t> seen;
    for (const int64_t on : {1, 1, 1, 0, 0, 1, 1}) {
        r.parameter(0, on);
        seen.push_back(r.step().desired[0].quantity);
    }
    EXPECT_EQ(seen, (std::vector<int64_t>{10, 11, 12, 13, 10, 10, 11}));
}

TEST(Interpreter, AnInactiveCellAsksForNoWakeUp) {
    Draft d(2);
    const int64_t cell =
        d.cell({.kind = CellKind::ring, .value = d.parameter(1), .buckets = 3, .grid_ns = 10, .range = {}});
    d.plan.cells[0].active = d.push(Op::lt, {d.constant(0), d.parameter(0)});
    d.plan.wake = d.push(Op::cell_wake, {}, cell);
    Runner r = start(d);
    r.set(step::Input::now, 101);
    EXPECT_EQ(r.step().wake, step::kNever);
    r.parameter(0, 1);
    EXPECT_EQ(r.step().wake, 102) << "the first commit is seen from the next step on";
    r.set(step::Input::now, 102);
    EXPECT_EQ(r.step().wake, 110);
}

TEST(Interpreter, AFaultLeavesTheStateAndNamesItsOrigin) {
    Draft d(2);
    const NodeId sum = d.push(Op::add, {d.parameter(0), d.parameter(1)});
    const NodeId later = d.push(Op::sub, {sum, d.constant(1)});
    d.cell({.kind = CellKind::scalar, .value = later, .range = {}});
    Runner r = start(d);
    r.parameter(0, 5);
    ASSERT_EQ(r.step().status, Status::ok);
    const std::vector<int64_t> before = r.state;
    r.parameter(0, step::kNever);
    r.parameter(1, 1);
    EXPECT_EQ(r.step().status, Status::fault);
    EXPECT_EQ(r.out.where, sum);
    EXPECT_EQ(r.state, before);
}

TEST(Interpreter, SelectPassesOnTheChosenArmOnly) {
    Draft d(2);
    const NodeId safe = d.parameter(0);
    const NodeId quotient = d.push(Op::muldiv_floor, {safe, d.constant(100), d.parameter(1)});
    const NodeId positive = d.push(Op::lt, {d.constant(0), d.parameter(1)});
    d.plan.slots[0].quantity = d.push(Op::select, {positive, quotient, d.constant(-1)});
    Runner r = start(d);
    r.parameter(0, 7);
    EXPECT_EQ(r.step().status, Status::ok);
    EXPECT_EQ(r.out.desired[0].quantity, -1);
    r.parameter(1, 10);
    EXPECT_EQ(r.step().desired[0].quantity, 70);
}

TEST(Interpreter, AssumptionsComeBeforeGuardsAndFaultsBeforeBoth) {
    Draft d(1);
    const NodeId never = d.push(Op::constant_bool, {}, 0);
    const NodeId small = d.push(Op::le, {d.push(Op::add, {d.parameter(0), d.constant(1)}), d.constant(10)});
    d.plan.guards = {{.assumption = false, .holds = never, .text = "g", .range = {}},
                     {.assumption = true, .holds = small, .text = "a", .range = {}}};
    Runner r = start(d);
    EXPECT_EQ(r.step().status, Status::guard);
    EXPECT_EQ(r.out.where, 0);
    r.parameter(0, 10);
    EXPECT_EQ(r.step().status, Status::assumption);
    EXPECT_EQ(r.out.where, 1);
    r.parameter(0, step::kNever);
    EXPECT_EQ(r.step().status, Status::fault);
}

TEST(Interpreter, AWakeUpLiesAhead) {
    Draft d(1);
    d.plan.wake = d.parameter(0);
    Runner r = start(d);
    r.set(step::Input::now, 100);
    r.parameter(0, 101);
    EXPECT_EQ(r.step().wake, 101);
    r.parameter(0, 100);
    EXPECT_EQ(r.step().status, Status::fault);
    EXPECT_EQ(r.out.where, d.plan.wake);
}

TEST(Interpreter, DebounceTurnsTrueAtItsWakeUp) {
    Draft d(1);
    const NodeId condition = d.parameter(0);
    const int64_t cell = d.cell({.kind = CellKind::debounce, .value = condition, .grid_ns = 50, .range = {}});
    d.plan.slots[0].quantity = d.push(Op::read_with, {condition}, cell);
    d.plan.wake = d.push(Op::cell_wake, {}, cell);
    Runner r = start(d);
    r.set(step::Input::now, 1000);
    r.parameter(0, 1);
    EXPECT_EQ(r.step().desired[0].quantity, 0);
    EXPECT_EQ(r.out.wake, 1050);
    r.set(step::Input::now, 1049);
    EXPECT_EQ(r.step().desired[0].quantity, 0);
    r.set(step::Input::now, 1050);
    EXPECT_EQ(r.step().desired[0].quantity, 1);
    EXPECT_EQ(r.out.wake, step::kNever);
}

TEST(Program, WakesOnWhatItReads) {
    Draft d(2);
    d.plan.parameters[1].live = false;
    d.input(step::Input::bid_price);
    d.input(step::Input::now);
    d.parameter(0);
    d.parameter(1);
    const step::Program program = program_of(d.plan);
    EXPECT_EQ(program.wake_inputs,
              (std::vector<int32_t>{d.plan.layout.offset(step::Input::bid_price), d.plan.layout.parameter(0)}));
    EXPECT_EQ(print(bounds_of(d.plan)), "state 0 bytes, 5 operations, at most 1 working orders, 2 wake inputs");
}

}  // namespace
}  // namespace weir::plan
