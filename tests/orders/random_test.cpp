// Longer lives than can be explored: random sequences of what may happen, with larger parents and larger budgets.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <random>

#include "tests/orders/world.h"

namespace weir::orders {
namespace {

Scenario long_life(bool reports_in_order, bool with_losses) {
    Scenario scenario;
    scenario.name = "long";
    scenario.total = 7;
    scenario.decisions = {{.name = "nothing", .desired = {}}};
    for (int64_t first = 0; first <= 7; first += 2)
        for (int64_t second = 1; second <= 7; second += 3)
            for (int64_t price = 10; price <= 11; ++price)
                scenario.decisions.push_back(
                    {.name = "resting", .desired = {rest(first, price), rest(second, price - 1)}});
    scenario.decisions.push_back({.name = "crossing", .desired = {rest(2, 10), cross(3, 12)}});
    scenario.decisions.push_back({.name = "hold", .desired = {rest(3, 10), {}}, .stance = Stance::hold});
    scenario.decisions.push_back({.name = "pause", .desired = {rest(3, 10), {}}, .stance = Stance::withdraw});
    scenario.changes = 40;
    scenario.fills = 7;
    scenario.duplicates = 10;
    scenario.timeouts = with_losses ? 10 : 3;
    scenario.rejections = scenario.refusals = 3;
    scenario.withdrawals = 3;
    scenario.lost_reports = scenario.lost_commands = with_losses ? 3 : 0;
    scenario.commands_in_order = reports_in_order;
    scenario.reports_in_order = reports_in_order;
    return scenario;
}

void live(const Scenario& scenario, const std::vector<uint16_t>& choices) {
    World world(scenario);
    for (uint16_t choice : choices) {
        const std::vector<World::Action> actions = world.actions();
        if (actions.empty()) break;
        const World::Action& action = actions[choice % actions.size()];
        RC_LOG() << world.describe(action) << '\n';
        world.act(action);
        RC_ASSERT(world.broken() == "");
    }
    RC_ASSERT(world.settle() == "");
}

auto choices() {
    return rc::gen::container<std::vector<uint16_t>>(400, rc::gen::inRange<uint16_t>(0, 65'535));
}

RC_GTEST_PROP(RandomLives, KeepThePromisesInOrder, ()) {
    live(long_life(true, false), *choices());
}

RC_GTEST_PROP(RandomLives, KeepThePromisesInAnyOrder, ()) {
    live(long_life(false, false), *choices());
}

RC_GTEST_PROP(RandomLives, KeepThePromisesThroughLosses, ()) {
    live(long_life(false, true), *choices());
}

/// Many more of them, without the means to shrink: the seed and the number of the life say which.
TEST(RandomLives, ThousandsOfThem) {
    constexpr uint64_t kSeed = 37;
    std::mt19937_64 random(kSeed);
    int64_t actions_taken = 0;
    for (int life = 0; life < 6'000; ++life) {
        const Scenario scenario = long_life(life % 2 == 0, life % 3 == 0);
        World world(scenario);
        for (int i = 0; i < 400; ++i) {
            const std::vector<World::Action> actions = world.actions();
            if (actions.empty()) break;
            world.act(actions[random() % actions.size()]);
            ++actions_taken;
            ASSERT_EQ(world.broken(), "") << "seed " << kSeed << ", life " << life << ", action " << i;
        }
        ASSERT_EQ(world.settle(), "") << "seed " << kSeed << ", life " << life;
    }
    std::printf("%lld actions in 6000 random lives, seed %llu\n", static_cast<long long>(actions_taken),
                static_cast<unsigned long long>(kSeed));
}

}  // namespace
}  // namespace weir::orders
