// Hash, print, intervals, specialisation and stutter invariance on random plans.
#include "compiler/plan/passes.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "compiler/plan/interpreter.h"
#include "compiler/plan/testing/random_plan.h"
#include "tests/plan/support.h"

namespace weir::plan {
namespace {

using testing::random_plan;
using testing::RandomStream;

TEST(Hash, IgnoresPlacesAndNothingElse) {
    const Plan plan = random_plan(5);
    Plan moved = plan;
    for (Node& node : moved.nodes) {
        node.range = {3, 4, 5};
        node.stable_id = 9;
    }
    EXPECT_EQ(content_hash(moved), content_hash(plan));
    std::set<uint64_t> hashes = {content_hash(plan)};
    const auto differs = [&](auto change) {
        Plan other = plan;
        change(other);
        return hashes.insert(content_hash(other)).second;
    };
    EXPECT_TRUE(differs([](Plan& p) { p.nodes.back().immediate += 1; }));
    EXPECT_TRUE(differs([](Plan& p) { p.cells[0].grid_ns += 1; }));
    EXPECT_TRUE(differs([](Plan& p) { p.slots[0].crossing = !p.slots[0].crossing; }));
    EXPECT_TRUE(differs([](Plan& p) { p.parameters[0].high += 1; }));
    EXPECT_TRUE(differs([](Plan& p) { p.limits.messages = 1; }));
    EXPECT_TRUE(differs([](Plan& p) { p.guards.push_back({.holds = 0, .text = "x", .range = {}}); }));
    for (uint64_t seed = 100; seed < 400; ++seed) EXPECT_TRUE(hashes.insert(content_hash(random_plan(seed))).second);
}

TEST(Hash, IsTheSameInEveryRun) {
    Draft d(1);
    d.plan.slots[0].quantity = d.push(Op::add, {d.parameter(0), d.constant(7)});
    EXPECT_EQ(content_hash(d.plan), 10631322817300158723U);
}

TEST(Print, ShowsEveryPart) {
    Draft d(1);
    const NodeId sum = d.push(Op::add, {d.input(step::Input::order_quantity), d.parameter(0)});
    const int64_t cell = d.cell({.kind = CellKind::average, .value = sum, .buckets = 4, .grid_ns = 10, .range = {}});
    d.plan.slots[0].quantity = d.push(Op::read, {}, cell);
    infer_intervals(d.plan);
    const std::string text = print(d.plan);
    const std::string at = std::to_string(d.plan.layout.offset(step::Input::order_quantity));
    for (const std::string& part : std::vector<std::string>{
             "parameter 0 p0 : count live = 0 from 0 to 0\n",
             "%1 = input order_quantity @" + at + "  in [0, 72057594037927936]\n", "%2 = input parameter p0\n",
             "%3 = add %1 %2\n", "%4 = read cell 0\n", "cell 0 average %3 buckets 4 grid 10 ns\n",
             "slot w quantity %4 price %0 display - bound -\n",
             "bounds state 192 bytes, 5 operations, at most 1 working orders, 2 wake inputs\n"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\nin\n" << text;
}

/// The plan that emits one integer node and nothing else that can fault.
Plan emitting(const Plan& plan, NodeId id) {
    Plan out = plan;
    out.guards.clear();
    for (Slot& slot : out.slots) slot = {.name = "w", .range = {}, .quantity = id, .price = id};
    out.wake = out.target = out.due = out.ceiling = out.paused = out.held = kNoNode;
    return out;
}

TEST(Intervals, HoldWhatIsComputed) {
    int64_t checked = 0, bounded = 0;
    for (uint64_t seed = 1; seed <= 60; ++seed) {
        const Plan plan = random_plan(seed, {.tame = seed % 2 == 0});
        for (NodeId id = 0; id < plan.nodes.size(); id += 5) {
            const Node& node = plan.nodes[id];
            if (node.type != Type::integer) continue;
            bounded += node.interval.low != Interval{}.low || node.interval.high != Interval{}.high;
            const Interpreter interpreter(emitting(plan, id));
            Runner r(interpreter.program());
            RandomStream stream(plan, seed, seed % 2 == 0);
            for (int step = 0; step < 40; ++step, stream.next()) {
                r.inputs = stream.inputs();
                if (r.step(stream.tables()).status != step::Status::ok) continue;
                ASSERT_GE(r.out.desired[0].quantity, node.interval.low) << "seed " << seed << " node " << id;
                ASSERT_LE(r.out.desired[0].quantity, node.interval.high) << "seed " << seed << " node " << id;
                ++checked;
            }
        }
    }
    EXPECT_GT(checked, 10'000);
    EXPECT_GT(bounded, 300);
}

Interval interval_of(Draft& d, NodeId id) {
    d.plan.slots[0].quantity = id;
    infer_intervals(d.plan);
    return d.plan.nodes[id].interval;
}

TEST(Intervals, FollowACellFromItsInitialValue) {
    Draft d(0);
    const NodeId quantity = d.input(step::Input::order_quantity);
    const int64_t cell = d.cell({.kind = CellKind::scalar, .immediate = 7, .range = {}});
    const NodeId held = d.push(Op::read, {}, cell);
    const NodeId next = d.push(Op::min, {quantity, d.push(Op::add, {held, d.constant(1)})});
    d.plan.cells[0].value = next;
    EXPECT_EQ(interval_of(d, held).low, 0);
    EXPECT_EQ(interval_of(d, held).high, d.plan.nodes[quantity].interval.high);
}

TEST(Intervals, CountersHaveNoBound) {
    Draft d(0);
    const int64_t cell = d.cell({.kind = CellKind::scalar, .immediate = 0, .range = {}});
    const NodeId held = d.push(Op::read, {}, cell);
    d.plan.cells[0].value = d.push(Op::add, {held, d.constant(1)});
    EXPECT_EQ(interval_of(d, held).low, 0);
    EXPECT_EQ(interval_of(d, held).high, Interval{}.high);
}

TEST(Intervals, KnowThatAPartIsNoMoreThanTheWhole) {
    Draft d(0);
    const NodeId now = d.input(step::Input::now), start = d.input(step::Input::order_start);
    const NodeId end = d.input(step::Input::order_end);
    const NodeId length = d.push(Op::max, {d.constant(1), d.push(Op::sub, {end, start})});
    const NodeId at = d.push(Op::min, {d.push(Op::max, {start, end}), d.push(Op::max, {now, start})});
    const NodeId passed = d.push(Op::sub, {at, start});
    const NodeId part = d.push(Op::muldiv_floor, {passed, d.constant(1000), length});
    EXPECT_EQ(interval_of(d, passed).low, 0);
    EXPECT_EQ(interval_of(d, part).low, 0);
    EXPECT_EQ(interval_of(d, part).high, 1000);
    const NodeId day = d.push(Op::muldiv_floor, {now, d.constant(1), d.constant(86'400)});
    const NodeId time_of_day = d.push(Op::sub, {now, d.push(Op::mul, {day, d.constant(86'400)})});
    EXPECT_EQ(interval_of(d, time_of_day).low, 0);
    EXPECT_EQ(interval_of(d, time_of_day).high, 86'399);
}

bool wants_nothing(const Plan& plan, size_t slot) {
    const Node& wanted = plan.nodes[plan.slots[slot].quantity];
    return wanted.op == Op::constant && wanted.immediate == 0;
}

TEST(Specialise, TakesTheSameSteps) {
    size_t before = 0, after = 0;
    int64_t ok = 0;
    for (uint64_t seed = 1; seed <= 600; ++seed) {
        const Plan plan = random_plan(seed, {.tame = seed % 3 != 0});
        std::mt19937_64 random(seed);
        Bindings bindings;
        bindings.tick = 1 + static_cast<int64_t>(random() % 100);
        bindings.lot = 1 + static_cast<int64_t>(random() % 100);
        if (seed % 2) bindings.minimum_value = 1000;
        for (const Parameter& p : plan.parameters)
            bindings.parameters.push_back(random() % 2 ? std::optional(p.value) : std::nullopt);
        const Plan special = specialise(plan, bindings);
        ASSERT_EQ(validate(special), std::vector<std::string>{}) << "seed " << seed;
        before += plan.nodes.size();
        after += special.nodes.size();
        const Interpreter one(plan), other(special);
        Runner a(one.program()), b(other.program());
        RandomStream stream(plan, seed, seed % 3 != 0);
        for (int step = 0; step < 60; ++step, stream.next()) {
            a.inputs = stream.inputs();
            a.set(step::Input::tick, *bindings.tick);
            a.set(step::Input::lot, *bindings.lot);
            if (bindings.minimum_value) a.set(step::Input::minimum_value, *bindings.minimum_value);
            for (size_t i = 0; i < plan.parameters.size(); ++i)
                if (bindings.parameters[i] && !plan.parameters[i].live)
                    a.parameter(static_cast<int>(i), *bindings.parameters[i]);
            for (size_t i = 0; i < plan.slots.size(); ++i)
                if (wants_nothing(special, i))
                    for (const step::Input input : {step::Input::slot_working, step::Input::slot_executed})
                        a.inputs[static_cast<size_t>(plan.layout.offset(input, 0, 0, static_cast<int>(i)))] = 0;
            b.inputs = a.inputs;
            a.step(stream.tables());
            b.step(stream.tables());
            // The nodes of the two are numbered apart.
            if (a.out.status == step::Status::fault) b.out.where = a.out.where;
            ok += a.out.status == step::Status::ok;
            ASSERT_TRUE(same(a.out, b.out, plan.slots.size())) << "seed " << seed << " step " << step;
            ASSERT_EQ(a.state, b.state) << "seed " << seed << " step " << step;
        }
    }
    EXPECT_LT(after, before);
    EXPECT_GT(ok, 4000);
}

TEST(Specialise, NothingWorksWhereNothingIsWanted) {
    Draft d;
    d.plan.layout.slots = 2;
    d.plan.slots.push_back(d.plan.slots[0]);
    const auto working = [&](int slot) { return d.plan.layout.offset(step::Input::slot_working, 0, 0, slot); };
    const NodeId first = d.push(Op::input, {}, working(0)), second = d.push(Op::input, {}, working(1));
    d.plan.slots[0].quantity = d.push(Op::add, {first, second});
    const Plan special = specialise(d.plan, {});
    const Node& wanted = special.nodes[special.slots[0].quantity];
    EXPECT_EQ(wanted.op, Op::input);
    EXPECT_EQ(wanted.immediate, working(0));
}

TEST(Specialise, NeverBindsWhatMayMove) {
    Draft d(1);
    const NodeId sum = d.push(Op::add, {d.parameter(0), d.input(step::Input::order_quantity)});
    d.plan.slots[0].quantity = d.push(Op::mul, {sum, d.input(step::Input::lot)});
    Bindings bindings;
    bindings.lot = 1;
    bindings.parameters = {7};
    const Plan special = specialise(d.plan, bindings);
    EXPECT_EQ(special.nodes.size(), 4u) << print(special);
}

/// What the quantity of a draft becomes, as printed without the parts around it.
size_t operations_left(Draft& d, NodeId quantity) {
    d.plan.slots[0].quantity = quantity;
    d.plan.slots[0].price = quantity;
    return specialise(d.plan, {}).nodes.size();
}

TEST(Simplify, KeepsOnlyWhatTheIntervalsLeaveOpen) {
    using step::Input;
    const auto left = [](auto build) {
        Draft d;
        return operations_left(d, build(d));
    };
    // A quantity is never negative, so a bound at 0 says nothing.
    EXPECT_EQ(left([](Draft& d) { return d.push(Op::max, {d.constant(0), d.input(Input::order_quantity)}); }), 1u);
    EXPECT_EQ(left([](Draft& d) { return d.push(Op::max, {d.constant(1), d.input(Input::order_quantity)}); }), 3u);
    EXPECT_EQ(left([](Draft& d) {
                  const NodeId never = d.push(Op::lt, {d.input(Input::order_quantity), d.constant(0)});
                  return d.push(Op::select, {never, d.constant(7), d.input(Input::order_executed)});
              }),
              1u);
    // The side is 1 or -1.
    EXPECT_EQ(left([](Draft& d) {
                  const NodeId side = d.input(Input::order_side);
                  return d.push(Op::mul, {side, d.push(Op::mul, {side, d.input(Input::order_quantity)})});
              }),
              1u);
    // x · c ÷ c, and a fraction in lowest terms: 500 / 1000 of x is x / 2.
    const auto fraction = [](int64_t times, int64_t over) {
        return [times, over](Draft& d) {
            return d.push(Op::muldiv_floor, {d.input(Input::order_quantity), d.constant(times), d.constant(over)});
        };
    };
    EXPECT_EQ(left(fraction(1000, 1000)), 1u);
    Draft half;
    half.plan.slots[0].quantity = fraction(500, 1000)(half);
    EXPECT_NE(print(specialise(half.plan, {})).find("constant 2"), std::string::npos);
}

TEST(Simplify, NeverHidesAFault) {
    // The difference may overflow: the maximum that it loses to stays, and so does the select on equal arms.
    Draft d(2);
    const NodeId risky = d.push(Op::sub, {d.parameter(0), d.parameter(1)});
    const NodeId bound = d.push(Op::select, {d.push(Op::lt, {risky, d.constant(0)}), d.constant(5), d.constant(5)});
    d.plan.slots[0].quantity = bound;
    const Plan special = specialise(d.plan, {});
    const Interpreter interpreter(special);
    Runner runner(interpreter.program());
    runner.parameter(0, step::kNever);
    runner.parameter(1, -1);
    EXPECT_EQ(runner.step({}).status, step::Status::fault) << print(special);
    runner.parameter(1, 1);
    EXPECT_EQ(runner.step({}).status, step::Status::ok);
}

TEST(Stutter, ExtraStepsChangeNothing) {
    int64_t compared = 0, extra = 0, plans = 0;
    for (uint64_t seed = 1; seed <= 250; ++seed) {
        const Plan plan = random_plan(seed, {.operations = 40, .stutters = false, .tame = true});
        const Interpreter one(plan), other(plan);
        Runner plain(one.program()), stuttering(other.program());
        RandomStream stream(plan, seed, true);
        std::mt19937_64 random(seed);
        const auto stutter_until = [&](int64_t time) {
            // Not between a first commit and the wake-up right behind it, from which on that is seen.
            while (random() % 3 == 0 && stuttering.now() + 1 < time) {
                const auto left = static_cast<uint64_t>(time - stuttering.now());
                stuttering.set(step::Input::now, stuttering.now() + static_cast<int64_t>(random() % left));
                if (stuttering.step(stream.tables()).status != step::Status::ok) return;
                ++extra;
            }
        };
        // Honours the wake-ups before `time`, a bounded number of them; the other run takes steps in between.
        const auto run_until = [&](int64_t time) {
            for (int wakes = 0; plain.out.wake < time; ++wakes) {
                const int64_t wake = plain.out.wake;
                stutter_until(wake);
                plain.set(step::Input::now, wake);
                stuttering.set(step::Input::now, wake);
                plain.step(stream.tables());
                stuttering.step(stream.tables());
                if (!same(plain.out, stuttering.out, plan.slots.size())) ADD_FAILURE() << "seed " << seed;
                if (plain.out.status != step::Status::ok || wakes == 2000) return false;
            }
            stutter_until(time);
            return true;
        };
        for (int event = 0; event < 60; ++event, stream.next()) {
            if (event > 0 && !run_until(stream.now())) break;
            plain.inputs = stuttering.inputs = stream.inputs();
            plain.step(stream.tables());
            stuttering.step(stream.tables());
            ASSERT_TRUE(same(plain.out, stuttering.out, plan.slots.size())) << "seed " << seed << " event " << event;
            if (plain.out.status != step::Status::ok) break;
            ++compared;
        }
        if (::testing::Test::HasFailure()) return;
        ++plans;
    }
    std::printf("%ld plans, %ld steps compared, %ld extra steps\n", plans, compared, extra);
    EXPECT_GT(compared, 5000);
    EXPECT_GT(extra, 5000);
}

}  // namespace
}  // namespace weir::plan
