// One mistake each, and the line that names it.
#include <gtest/gtest.h>

#include <functional>

#include "compiler/plan/passes.h"
#include "compiler/plan/testing/random_plan.h"
#include "tests/plan/support.h"

namespace weir::plan {
namespace {

Plan sound() {
    Draft d(1);
    const NodeId a = d.parameter(0);
    const NodeId sum = d.push(Op::add, {a, a});
    d.push(Op::lt, {sum, a});
    const int64_t cell = d.cell({.kind = CellKind::average, .value = sum, .buckets = 4, .grid_ns = 10, .range = {}});
    d.push(Op::read, {}, cell);
    d.push(Op::cell_wake, {}, cell);
    return d.plan;
}

TEST(Validate, AcceptsRandomPlans) {
    for (uint64_t seed = 1; seed <= 300; ++seed)
        ASSERT_EQ(validate(testing::random_plan(seed)), std::vector<std::string>{}) << "seed " << seed;
}

void ask_for_shortfall(Plan& plan, const step::ShortfallSpec& spec) {
    plan.tables.push_back(step::TableKind::shortfall_curve);
    plan.shortfalls.push_back(spec);
}

/// What a curve is to be made from is part of a plan: of its text, and of its hash.
TEST(Validate, ShortfallCurvesArePartOfAPlan) {
    Plan plan = sound();
    plan.parameters[0].live = false;
    Plan other = plan;
    ask_for_shortfall(plan, {.urgency = {.value = 3}, .alpha = {.parameter = 0}});
    ask_for_shortfall(other, {.urgency = {.value = 4}, .alpha = {.parameter = 0}});
    EXPECT_EQ(validate(plan), std::vector<std::string>{});
    EXPECT_NE(content_hash(plan), content_hash(other));
    EXPECT_NE(print(plan).find("shortfall 0 urgency 3 alpha parameter 0"), std::string::npos) << print(plan);
    EXPECT_EQ(program_of(plan).shortfalls, plan.shortfalls);
}

TEST(Validate, NamesEachMistake) {
    const std::vector<std::pair<std::function<void(Plan&)>, std::string>> mistakes = {
        {[](Plan& p) { p.nodes[2].operand[0] = 2; }, "node 2 (add): operand 2 does not precede it"},
        {[](Plan& p) { p.nodes[2].operand[1] = kNoNode; }, "node 2 (add): operand 1 is missing"},
        {[](Plan& p) { p.nodes[1].operand[0] = 0; }, "node 1 (input): operand 0 is one too many"},
        {[](Plan& p) { p.nodes[2].type = Type::real; }, "node 2 (add): type real, expected integer"},
        {[](Plan& p) { p.nodes[4].op = Op::to_int; }, "node 4 (to_int): operand 0 is missing"},
        {[](Plan& p) { p.nodes[1].immediate = 1000; }, "node 1 (input): offset 1000 is outside the inputs"},
        {[](Plan& p) { p.nodes[4].immediate = 3; }, "node 4 (read): no cell 3"},
        {[](Plan& p) { p.nodes[2].immediate = 3; }, "node 2 (add): takes no immediate"},
        {[](Plan& p) { p.nodes[4].op = Op::read_at; }, "node 4 (read_at): operand 0 is missing"},
        {[](Plan& p) { p.cells[0].value = 5; }, "node 5 (cell_wake): the value of cell 0 does not precede it"},
        {[](Plan& p) { p.cells[0].value = 3; }, "cell 0: node 3 is boolean, expected integer"},
        {[](Plan& p) { p.cells[0].value = kNoNode; }, "node 5 (cell_wake): the value of cell 0 does not precede it"},
        {[](Plan& p) { p.cells[0].buckets = 0; }, "cell 0: 0 buckets, expected 1 to 65536"},
        {[](Plan& p) { p.cells[0].grid_ns = 0; }, "cell 0: grid of 0 ns, expected 1 to 576460752303423488"},
        {[](Plan& p) { p.cells[0].immediate = 1; }, "cell 0: average takes no immediate"},
        {[](Plan& p) { p.cells[0].kind = CellKind::ring; }, "node 4 (read): cell 0 is ring, which takes read_at"},
        {[](Plan& p) { p.layout.slots = 2; }, "layout: 2 slots, but the plan has 1"},
        {[](Plan& p) { p.layout.parameters = 0; }, "layout: 0 parameters, but the plan has 1"},
        {[](Plan& p) { p.slots[0].price = kNoNode; }, "slot w: price: is missing"},
        {[](Plan& p) { p.slots[0].quantity = 99; }, "slot w: quantity: no node 99"},
        {[](Plan& p) { p.guards.push_back({.holds = 2, .text = "", .range = {}}); },
         "guard 0: node 2 is integer, expected boolean"},
        {[](Plan& p) { p.wake = 3; }, "wake: node 3 is boolean, expected integer"},
        {[](Plan& p) { p.shortfalls.resize(1); }, "0 shortfall curves, but 1 say what they are"},
        {[](Plan& p) { ask_for_shortfall(p, {.urgency = {.parameter = 7}}); }, "shortfall curve: no parameter 7"},
        {[](Plan& p) {
             p.parameters[0].live = true;
             ask_for_shortfall(p, {.urgency = {.value = 3}, .alpha = {.parameter = 0}});
         },
         "shortfall curve: parameter 0 is live, and a table is not"},
    };
    ASSERT_EQ(validate(sound()), std::vector<std::string>{});
    for (const auto& [break_it, message] : mistakes) {
        Plan plan = sound();
        break_it(plan);
        const std::vector<std::string> errors = validate(plan);
        EXPECT_TRUE(std::find(errors.begin(), errors.end(), message) != errors.end())
            << "expected: " << message << "\nfirst:    " << (errors.empty() ? "none" : errors[0]);
    }
}

}  // namespace
}  // namespace weir::plan
