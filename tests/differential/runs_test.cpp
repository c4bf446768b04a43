// The standard algorithms on whole markets: every engine gives the same run and every step of it, bit for bit.
//
//     build/release/bin/test_differential                        about half a minute
//     WEIR_STEPS=50000000 build/release/bin/test_differential    as many compared steps of random scripts, and more
//     runs
//
// Each failure names its case and its seeds; the same seeds give the same failure.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/differential/scale.h"
#include "tests/differential/trading.h"

namespace weir::test {
namespace {

struct Tally {
    int64_t runs = 0, steps = 0, divergences = 0, stopped = 0, unfilled = 0;
};

backtest::Result result_of(const backtest::Setup& setup) {
    Parsed<backtest::Result> result = backtest::run(setup);
    EXPECT_EQ(result.error, "");
    return std::move(result.value);
}

void check_case(const Case& trade, const Algorithm& algorithm, Tally& tally) {
    SCOPED_TRACE(trade.name());
    const Engines& engines = *algorithm.engines;
    backtest::Setup setup = setup_of(trade, algorithm);

    Lockstep lockstep(engines);
    setup.engine.program = lockstep.program();
    const backtest::Result reference = result_of(setup);
    EXPECT_EQ(lockstep.divergences(), 0) << lockstep.first_divergence();
    EXPECT_EQ(lockstep.steps(), static_cast<int64_t>(reference.steps));
    for (const size_t engine : {size_t{2}, size_t{2}}) {  // as it is used, and once more
        setup.engine.program = engines.program(engine);
        const backtest::Result result = result_of(setup);
        EXPECT_EQ(result.hash, reference.hash) << kEngineNames[engine];
        EXPECT_EQ(result.steps, reference.steps) << kEngineNames[engine];
    }
    ++tally.runs;
    tally.steps += lockstep.steps();
    tally.divergences += lockstep.divergences();
    tally.unfilled += reference.report->executed.quantity < setup.engine.order.quantity;
    const bool went_well = reference.stop == StopCause::completed || reference.stop == StopCause::ended;
    EXPECT_TRUE(went_well) << "stopped: cause " << static_cast<int>(reference.stop) << " at " << reference.stop_where;
}

void check_markets(const std::vector<Market>& markets, const char* what) {
    Tally tally;
    for (const Market& market : markets) {
        std::map<std::string, Algorithm> algorithms;
        for (const std::string& name : kAlgorithms) algorithms[name] = algorithm_for(name, market);
        for (uint64_t round = 0; round < rounds_of_runs(); ++round)
            for (const Case& trade : cases_of(market, 11 + round))
                check_case(trade, algorithms.at(trade.algorithm), tally);
    }
    std::printf(
        "%s: %ld orders on %zu markets, %ld (program, event) steps compared three ways, %ld divergences; "
        "%ld orders not filled whole\n",
        what, tally.runs, markets.size(), tally.steps, tally.divergences, tally.unfilled);
    EXPECT_EQ(tally.divergences, 0);
    EXPECT_GT(tally.steps, 100'000);
}

TEST(Runs, OnGeneratedMarkets) {
    check_markets(generated_markets(), "generated");
}

TEST(Runs, OnRecordedMarkets) {
    std::vector<std::string> missing;
    const std::vector<Market> markets = recorded_markets(missing);
    for (const std::string& name : missing) std::printf("no recording of %s beside the sources\n", name.c_str());
    if (markets.empty()) GTEST_SKIP() << "no recorded data beside the sources";
    check_markets(markets, "recorded");
}

}  // namespace
}  // namespace weir::test
