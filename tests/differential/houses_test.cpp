// Every script that users copy, in every kind of market, on both sides, with a trader who interferes: never more than
// the order, everything on the grids and above the minimums, nothing outside the order's time or after a cancel, no
// pause ignored, no risk line broken, no schedule left behind.
//
//     WEIR_STEPS=50000000 build/release/bin/test_differential --gtest_filter='Houses.*'    many more seeds
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/differential/auditor.h"
#include "tests/differential/scale.h"

namespace weir::test {
namespace {

void check_run(const Saying& saying, const House& house, const Ready& ready, Side side, uint64_t seed, bool commands,
               const std::vector<TapeVolume>& volumes, Audit& sum) {
    backtest::Setup setup = setup_in(house, ready, side, seed, commands);
    const bool as_written =
        std::ranges::equal(setup.engine.parameters, ready.generic.parameters, {}, {}, &plan::Parameter::value);
    Auditor auditor(saying, house, setup, volumes, as_written);
    setup.watch = std::ref(auditor);
    const auto where = [&] {
        return saying.script + (side == Side::buy ? " buys" : " sells") + " on " + house.name + ", seed " +
               std::to_string(seed) + text_of(setup.commands);
    };
    const Parsed<backtest::Result> result = backtest::run(setup);
    if (result.error.starts_with("the tape has no market to trade against")) return;  // ended before a halt did
    ASSERT_EQ(result.error, "") << where();
    auditor.finish(result.value);
    for (const std::string& what : auditor.broken()) ADD_FAILURE() << what << "\n" << where();
    Audit audit = auditor.audit();
    if (audit.behind_most > 0) audit.behind_where += ", " + where();
    sum.add(audit);
}

/// Each script, in each round, once left alone and once with a trader, on either side in turn. `everything`: each of
/// them must have sent something somewhere.
void check_houses(const std::vector<House>& houses, uint64_t first, uint64_t rounds, bool everything) {
    std::map<std::string, Audit> sums;
    uint64_t turn = 0;
    for (const House& house : houses) {
        std::vector<TapeVolume> volumes;
        for (const auto& tape : house.tapes) volumes.emplace_back(*tape);
        for (const Saying& saying : sayings()) {
            const std::optional<Ready> ready = ready_for(saying, house);
            if (!ready) continue;
            for (uint64_t i = 0; i < 2 * rounds; ++i) {
                const uint64_t seed = first + 100 * turn + i;
                const Side side = (turn + i / 2 + i) % 2 ? Side::buy : Side::sell;
                check_run(saying, house, *ready, side, seed, i % 2 == 1, volumes, sums[saying.script]);
            }
            ++turn;
        }
    }
    Audit all;
    for (const auto& [script, sum] : sums) {
        std::printf(
            "  %-36s %4ld runs, %6ld children, %6ld fills, %4ld of %4ld commands obeyed, participation %.2f %%\n",
            script.c_str(), sum.runs, sum.children, sum.fills, sum.obeyed, sum.commands, 100 * sum.participation_most);
        if (everything) EXPECT_GT(sum.children, 0) << script << " never sent anything";
        EXPECT_EQ(sum.behind_most, 0) << script
                                      << " was behind its schedule with nothing in the way: " << sum.behind_where;
        all.add(sum);
    }
    std::printf("  in all %ld runs, %ld children, %ld fills, %ld of %ld commands obeyed, %ld checks\n", all.runs,
                all.children, all.fills, all.obeyed, all.commands, all.checks);
}

TEST(Houses, GeneratedOfEveryKind) {
    check_houses(generated_houses(31), first_seed(1), rounds_of_runs(), true);
}

TEST(Houses, Recorded) {
    std::vector<std::string> missing;
    const std::vector<House> houses = recorded_houses(missing);
    if (houses.empty()) GTEST_SKIP() << "no recorded data beside the sources";
    check_houses(houses, first_seed(1), rounds_of_runs(), false);
}

}  // namespace
}  // namespace weir::test
