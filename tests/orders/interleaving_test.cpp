// Every order in which commands and reports may cross, for small parents: see world.h for what may happen, and for the
// promises that are held against the venue's own truth after every action.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/orders/explorer.h"
#include "tests/orders/scenarios.h"

namespace weir::orders {
namespace {

std::string joined(const std::vector<std::string>& path) {
    std::string text;
    for (const std::string& step : path) text += "\n  " + step;
    return text;
}

TEST(Interleavings, EveryOrderOfEventsKeepsThePromises) {
    uint64_t states = 0, steps = 0;
    double interleavings = 0;
    for (const Scenario& scenario : scenarios()) {
        const Exploration found = Explorer().explore(scenario);
        EXPECT_EQ(found.broken, "") << scenario.name << joined(found.path);
        std::printf("%-34s %8llu states %9llu steps %10.3g interleavings, up to %zu actions\n", scenario.name.c_str(),
                    static_cast<unsigned long long>(found.states), static_cast<unsigned long long>(found.steps),
                    found.interleavings, found.depth);
        std::fflush(stdout);
        states += found.states, steps += found.steps, interleavings += found.interleavings;
    }
    std::printf("%-34s %8llu states %9llu steps %10.3g interleavings\n", "in all",
                static_cast<unsigned long long>(states), static_cast<unsigned long long>(steps), interleavings);
}

}  // namespace
}  // namespace weir::orders
