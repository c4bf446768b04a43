// A recorded day, from its files to the report.
#include <gtest/gtest.h>

#include <filesystem>

#include "runtime/backtest/backtest.h"
#include "runtime/core/time.h"
#include "runtime/market/import.h"
#include "tests/backtest/strategies.h"

namespace weir::backtest::test {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<market::Tape> imported(const std::string& format, const std::string& file) {
    const fs::path source = fs::path(WEIR_SOURCE_DIR) / ".." / "shared" / "data" / file;
    if (!fs::exists(source)) return nullptr;
    const fs::path path = fs::temp_directory_path() / ("weir_recorded_" + std::to_string(getpid()) + ".tape");
    market::ImportError import_error;
    const std::string files[] = {source.string()};
    EXPECT_TRUE(market::import_tape(format, files, {}, path.string(), import_error)) << import_error.message;
    market::TapeError error;
    auto tape = market::Tape::open(path.string(), error);
    EXPECT_EQ(error.message, "");
    fs::remove(path);  // it stays mapped
    return tape;
}

class Day : public testing::TestWithParam<Side> {};

TEST_P(Day, GoogIsTradedOnAStraightLine) {
    const auto tape = imported("lobster", "lobster_2012-06-21/LOBSTER_SampleFile_GOOG_2012-06-21_10.zip");
    if (!tape) GTEST_SKIP() << "no recorded data beside the sources";
    const auto setup = [&] {
        struct Setup made;
        made.tape = tape.get();
        made.engine.program = line_program();
        made.engine.parameters = {100};
        made.engine.order.side = GetParam();
        made.engine.order.quantity = Quantity{20'000};
        made.engine.order.start = parse_time("2012-06-21T10:00:00-04:00").value;
        made.engine.order.end = parse_time("2012-06-21T15:30:00-04:00").value;
        made.venue.maker_fee_bps_e2 = -20;
        made.venue.taker_fee_bps_e2 = 30;
        return made;
    }();
    Parsed<Result> result = run(setup);
    ASSERT_EQ(result.error, "");
    const tca::Report& report = *result.value.report;
    EXPECT_EQ(result.value.stop, StopCause::completed);
    EXPECT_EQ(report.executed.quantity, Quantity{20'000});
    EXPECT_GT(report.executed.maker.value, 5'000);
    EXPECT_LT(report.executed.quantity, report.benchmarks.volume);
    EXPECT_LE(report.schedule.behind_most, Quantity{400});
    EXPECT_EQ(run(setup).value.hash, result.value.hash);
}

INSTANTIATE_TEST_SUITE_P(Sides, Day, testing::Values(Side::buy, Side::sell),
                         [](const auto& param) { return param.param == Side::buy ? "buy" : "sell"; });

}  // namespace
}  // namespace weir::backtest::test
