// ctc tables: the hour that level rows are late, order by file, sequence numbers.
#include <gtest/gtest.h>

#include "runtime/market/check.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

using Strings = std::vector<std::string>;

TEST(Ctc, ImportsInOrderOfTheFile) {
    const test::Folder folder;
    const std::string text =
        "5000.5\t7\t1.5\t100.5\t1\t0\n"
        "5000.5\t7\t2\t101\t0\t0\n"
        "1398.25\t8\t0.5\t101\t1\t1\n"  // a trade before the update that reports it
        "5001\t8\t1.5\t101\t0\t0\n"
        "5002\t9\t0\t100.5\t1\t0\n"
        "5002\t9\t7.3e-7\t100.25\t1\t0\n";
    const auto imported = test::import(folder, "ctc", {test::gzip(folder, "a.tsv.gz", text)});
    ASSERT_TRUE(imported.tape) << imported.error;
    EXPECT_EQ(imported.lines(),
              (Strings{"1400500000000 1 1 10050000000 150000000 0 0", "1400500000000 1 -1 10100000000 200000000 0 1",
                       "1400500000000 6 1 10100000000 50000000 0 0", "1401000000000 1 -1 10100000000 150000000 0 1",
                       "1402000000000 1 1 10050000000 0 0 0", "1402000000000 1 1 10025000000 73 0 1"}));
    CheckOptions options;
    options.sources = {folder / "a.tsv.gz"};
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report) << error.message;
    const auto& truth = std::get<CtcTruth>(report->truth);
    EXPECT_EQ(truth.groups, 3u);
    EXPECT_EQ(truth.sequence_gaps + truth.crossed_groups + truth.locked_groups + truth.unknown_removed, 0u);
}

TEST(Ctc, GapsAndCrossedGroupsAreCounted) {
    const test::Folder folder;
    const std::string text = "5000\t7\t1\t100\t1\t0\n5000\t7\t1\t99\t0\t0\n5001\t9\t0\t50\t1\t0\n";
    const auto imported = test::import(folder, "ctc", {folder.file("a.tsv", text)});
    ASSERT_TRUE(imported.tape) << imported.error;
    CheckOptions options;
    options.sources = {folder / "a.tsv"};
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report) << error.message;
    const auto& truth = std::get<CtcTruth>(report->truth);
    EXPECT_EQ(truth.sequence_gaps, 1u);
    EXPECT_EQ(truth.crossed_groups, 2u);
    EXPECT_EQ(truth.unknown_removed, 1u);
    EXPECT_EQ(report->crossed.messages, 2u);
}

TEST(Ctc, BadLinesAreNamed) {
    const test::Folder folder;
    const auto error = [&](const std::string& text) {
        return test::import(folder, "ctc", {folder.file("a.tsv", text)}).error;
    };
    EXPECT_NE(error("1,2,3\n").find("a.tsv:1: 1 columns; a row has 6 separated by tabs"), std::string::npos);
    EXPECT_NE(error("x\t7\t1\t100\t1\t0\n").find(":1: time `x`"), std::string::npos);
    EXPECT_NE(error("5000\t-7\t1\t100\t1\t0\n").find(":1: sequence `-7`"), std::string::npos);
    EXPECT_NE(error("5000\t7\t-1\t100\t1\t0\n").find(":1: size `-1`"), std::string::npos);
    EXPECT_NE(error("5000\t7\t1\t0\t1\t0\n").find(":1: price `0`"), std::string::npos);
    EXPECT_NE(error("5000\t7\t1\t100\t2\t0\n").find(":1: is_bid `2`"), std::string::npos);
    EXPECT_NE(error("5000\t7\t1\t100\t1\t0\n5001\t6\t1\t100\t1\t0\n").find(":2: sequence 6 follows 7"),
              std::string::npos);
}

TEST(Ctc, RecordedGroupsFollowEachOtherAndNeverCross) {
    const auto path = test::recorded("bittrex_bitfinex_ctc/ob-train.tsv.gz");
    NEEDS_RECORDED(path);
    const test::Folder folder;
    const auto imported = test::import(folder, "ctc", {path.string()});
    ASSERT_TRUE(imported.tape) << imported.error;
    CheckOptions options;
    options.sources = {path.string()};
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report) << error.message;
    EXPECT_EQ(report->info.records, 37'499u);
    EXPECT_EQ(report->trades, 7'802u);
    EXPECT_EQ(report->crossed.messages, 0u);
    const auto& truth = std::get<CtcTruth>(report->truth);
    EXPECT_EQ(truth.groups, 4'939u);
    EXPECT_EQ(truth.sequence_gaps + truth.crossed_groups + truth.locked_groups, 0u);
    EXPECT_GT(truth.trade_sides.equal, truth.trade_sides.unequal * 3);
}

}  // namespace
}  // namespace weir::market
