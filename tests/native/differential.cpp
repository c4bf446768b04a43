// Interpreter, native -O0 and native -O2 step side by side on random plans and streams: outputs and state words must be
// equal bit for bit, whatever the step comes to.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "compiler/native/native.h"
#include "compiler/plan/interpreter.h"
#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/testing/random_plan.h"
#include "tests/plan/support.h"

namespace weir::native {
namespace {

using plan::Runner;
using plan::testing::random_plan;
using plan::testing::RandomStream;

struct Tally {
    int64_t steps = 0;
    std::array<int64_t, 4> by_status{};
    std::array<bool, plan::kOps.size()> ops{};
    std::array<bool, plan::kCellNames.size()> cells{};

    void cover(const plan::Plan& plan) {
        for (const plan::Node& node : plan.nodes) ops[static_cast<size_t>(node.op)] = true;
        for (const plan::Cell& cell : plan.cells) cells[static_cast<size_t>(cell.kind)] = true;
    }
};

std::string describe(const step::Output& out) {
    return "status " + std::to_string(static_cast<int64_t>(out.status)) + " where " + std::to_string(out.where) +
           " wake " + std::to_string(out.wake) + " quantity " + std::to_string(out.desired[0].quantity);
}

void run_one(uint64_t seed, int events, bool tame, Tally& tally) {
    const plan::Plan plan = random_plan(seed, {.operations = 20 + static_cast<int>(seed % 90), .tame = tame});
    const plan::Interpreter reference(plan);
    const Result slow = compile(plan, {.opt_level = 0}), fast = compile(plan, {.opt_level = 2});
    ASSERT_TRUE(slow.compiled && fast.compiled) << slow.error << fast.error;
    std::array runners = {Runner(reference.program()), Runner(slow.compiled->program()),
                          Runner(fast.compiled->program())};
    tally.cover(plan);
    RandomStream stream(plan, seed, tame);
    for (int event = 0; event < events; ++event, stream.next()) {
        for (Runner& runner : runners) {
            runner.inputs = stream.inputs();
            runner.step(stream.tables());
        }
        for (size_t i = 1; i < runners.size(); ++i) {
            ASSERT_TRUE(plan::same(runners[0].out, runners[i].out, plan.slots.size()))
                << "seed " << seed << " event " << event << (i == 1 ? " -O0" : " -O2") << "\n"
                << describe(runners[0].out) << "\n"
                << describe(runners[i].out);
            ASSERT_EQ(runners[0].state, runners[i].state) << "seed " << seed << " event " << event;
        }
        ++tally.steps;
        ++tally.by_status[static_cast<size_t>(runners[0].out.status)];
    }
}

TEST(Differential, RandomPlans) {
    Tally tally;
    constexpr uint64_t kPlans = 260;
    for (uint64_t seed = 1; seed <= kPlans; ++seed) {
        run_one(seed, 4000, seed % 3 != 0, tally);
        if (HasFatalFailure()) return;
    }
    std::printf("%lu plans, %ld (program, event) steps, three ways: %ld ok, %ld faults, %ld guards, %ld assumptions\n",
                kPlans, tally.steps, tally.by_status[0], tally.by_status[1], tally.by_status[2], tally.by_status[3]);
    EXPECT_GE(tally.steps, 1'000'000);
    EXPECT_GT(tally.by_status[0], tally.steps / 3);
    for (size_t status = 1; status < 4; ++status) EXPECT_GT(tally.by_status[status], 1000);
    for (size_t op = 0; op < tally.ops.size(); ++op) EXPECT_TRUE(tally.ops[op]) << plan::kOps[op].name;
    for (size_t kind = 0; kind < tally.cells.size(); ++kind) EXPECT_TRUE(tally.cells[kind]) << plan::kCellNames[kind];
}

}  // namespace
}  // namespace weir::native
