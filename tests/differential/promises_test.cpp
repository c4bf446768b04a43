// What the standard algorithms promise, held against every child order of whole runs by a watcher that knows the
// script's text, the events and the tape, but no plan; and the identities of each report.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "tests/differential/scale.h"
#include "tests/differential/watcher.h"

namespace weir::test {
namespace {

struct Sum {
    int64_t runs = 0;
    Measured most;
    void add(const Measured& one) {
        ++runs;
        most.children += one.children;
        most.checks += one.checks;
        most.ahead_at_placing_most = std::max(most.ahead_at_placing_most, one.ahead_at_placing_most);
        most.ahead_most = std::max(most.ahead_most, one.ahead_most);
        most.behind_most = std::max(most.behind_most, one.behind_most);
        most.overdue_spell_most_s = std::max(most.overdue_spell_most_s, one.overdue_spell_most_s);
        most.participation_most = std::max(most.participation_most, one.participation_most);
    }
    void print(const std::string& name) const {
        std::printf(
            "  %-5s %3ld orders, %6ld children, %8ld checks; at most %.3f %% of the order ahead, %.2f %% behind; "
            "placed %ld lots beyond target; overdue within reach for %.3f s; participation %.2f %%\n",
            name.c_str(), runs, most.children, most.checks, 100 * most.ahead_most, 100 * most.behind_most,
            most.ahead_at_placing_most, most.overdue_spell_most_s, 100 * most.participation_most);
    }
};

void check_markets(const std::vector<Market>& markets) {
    std::map<std::string, Sum> sums;
    for (const Market& market : markets) {
        const TapeVolume volume(*market.tape);
        for (const std::string& name : kAlgorithms) {
            const Algorithm algorithm = algorithm_for(name, market);
            for (uint64_t round = 0; round < 3 * rounds_of_runs(); ++round) {
                for (const Case& trade : cases_of(market, 500 + round)) {
                    if (trade.algorithm != name) continue;
                    SCOPED_TRACE(trade.name());
                    backtest::Setup setup = setup_of(trade, algorithm);
                    setup.engine.program = algorithm.engines->program(2);
                    Watcher watcher(trade, setup, volume);
                    setup.watch = std::ref(watcher);
                    const Parsed<backtest::Result> result = backtest::run(setup);
                    ASSERT_EQ(result.error, "");
                    for (const std::string& what : watcher.broken()) ADD_FAILURE() << what;
                    for (const std::string& what : broken_identities(*result.value.report, watcher))
                        ADD_FAILURE() << what;
                    sums[name].add(watcher.measured());
                }
            }
        }
    }
    for (const auto& [name, sum] : sums) {
        sum.print(name);
        EXPECT_GT(sum.most.children, 100);
        // Nothing in the way, an overdue order waits for no more than room in its message limit, and a round trip.
        EXPECT_LE(sum.most.overdue_spell_most_s, 1.1);
        EXPECT_LE(sum.most.ahead_most, 0.01);  // only by what was working when the target fell
    }
}

TEST(Promises, OnGeneratedMarkets) {
    check_markets(generated_markets());
}

TEST(Promises, OnRecordedMarkets) {
    std::vector<std::string> missing;
    const std::vector<Market> markets = recorded_markets(missing);
    if (markets.empty()) GTEST_SKIP() << "no recorded data beside the sources";
    check_markets(markets);
}

}  // namespace
}  // namespace weir::test
