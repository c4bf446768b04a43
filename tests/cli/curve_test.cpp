// Curves and sessions on the command line.
#include <algorithm>
#include <boost/json.hpp>

#include "tests/cli/market.h"

namespace weir::test {
namespace {

constexpr const char* kVwap = "stdlib/vwap.weir";

TEST_F(Desk, ACurveServesLikeTheHistoryItIsMadeFrom) {
    const Outcome built = weir({"curve", "build", "history.tape", "--session", "XNYS", "-o", "x.curve"});
    ASSERT_EQ(built.code, 0) << built.err;
    EXPECT_EQ(built.out, "x.curve: WEIR, 1 whole days, 0 half days, of 1\n");
    const Outcome by_curve = trade(kVwap, kOrder, {"--curve", "x.curve", "--session", "XNYS", "--json"});
    const Outcome by_history = trade(kVwap, kOrder, {"--history", "history.tape", "--session", "XNYS", "--json"});
    ASSERT_EQ(by_curve.code, 0) << by_curve.err;
    EXPECT_EQ(by_curve.out, by_history.out);
    EXPECT_EQ(by_curve.err, "note: --curve: the script asks for 20 days, and there are 1\n");
    EXPECT_EQ(by_history.err, "note: --history: the script asks for 20 days, and there are 1\n");
    const Words words{"schedule", kVwap, "--tape", "day.tape", "--order", kOrder, "--json"};
    Words with = words;
    with.insert(with.end(), {"--curve", "x.curve"});
    const Outcome shaped = weir(with), flat = weir(words);
    EXPECT_EQ(shaped.code, 0) << shaped.err;
    EXPECT_NE(shaped.out, flat.out);
    EXPECT_NE(flat.err.find("no --history and no --curve"), std::string::npos) << flat.err;
}

TEST_F(Desk, ACurveIsShown) {
    ASSERT_EQ(weir({"curve", "build", "history.tape", "--session", "XNYS", "-o", "x.curve", "--bucket", "30 min"}).code,
              0);
    const Outcome shown = weir({"curve", "show", "x.curve"});
    ASSERT_EQ(shown.code, 0) << shown.err;
    EXPECT_TRUE(shown.out.starts_with("WEIR on the clock of America/New_York, session XNYS, by 30 min\n")) << shown.out;
    EXPECT_EQ(std::ranges::count(shown.out, '\n'), 3 + 13);
    EXPECT_NE(shown.out.find("\n09:30 "), std::string::npos);
    const Outcome json = weir({"curve", "show", "x.curve", "--json"});
    const auto value = boost::json::parse(json.out);
    double sum = 0;
    for (const auto& row : value.at("whole").at("buckets").as_array())
        sum += std::stod(std::string(row.at("share").as_string()));
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_EQ(value.at("days").as_array().front().at("date").as_string(), "2026-01-05");
    expect_refused(weir({"curve", "build", "history.tape", "--session", "XTKS", "-o", "y.curve"}), 1,
                   "no day is left to make a curve from");
    EXPECT_FALSE(exists("y.curve"));
}

TEST_F(Desk, ACurveThatDoesNotFitIsSaid) {
    ASSERT_EQ(weir({"tape", "generate", "--messages", "5000", "--symbol", "OTHER", "-o", "other.tape"}).code, 0);
    ASSERT_EQ(weir({"curve", "build", "other.tape", "-o", "other.curve"}).code, 0);
    expect_refused(trade(kVwap, kOrder, {"--curve", "other.curve"}), 1,
                   "--curve is of OTHER in USD, and the tape of WEIR in USD");
    expect_refused(trade(kVwap, kOrder, {"--curve", "other.curve", "--history", "history.tape"}), 1,
                   "give one of them");
    expect_refused(trade(kVwap, kOrder, {"--curve", "day.tape"}), 1, "day.tape: line 1: it is no curve file");
    expect_refused(trade(kVwap, kOrder, {"--history", "history.tape", "--history", "history.tape"}), 1,
                   "--history: two tapes overlap");
    expect_refused(weir({"curve", "build", "day.tape", "history.tape", "-o", "x.curve", "--without", "2026-01-07"}), 1,
                   "the tapes have nothing on 2026-01-07");
    expect_refused(weir({"curve", "build", "day.tape", "-o", "x.curve", "--bucket", "7 min"}), 1,
                   "a bucket of 7 min does not divide the day");
    EXPECT_FALSE(exists("x.curve"));
}

TEST_F(Desk, AnOrderOutsideItsSessionIsSaid) {
    const Outcome within = trade(kTwap, kOrder, {"--session", "XNYS"});
    EXPECT_EQ(within.code, 0) << within.err;
    EXPECT_EQ(within.err.find("XNYS"), std::string::npos) << within.err;
    // London has closed when New York's afternoon begins.
    const std::string order = "buy 500 shares from 11:00 to 12:00";
    const Outcome beyond = trade(kTwap, order, {"--session", "XLON"});
    EXPECT_EQ(beyond.code, 0) << beyond.err;
    EXPECT_NE((beyond.out + beyond.err).find("the order ends at 17:00:00, 30 min after XLON closes at 16:30:00"),
              std::string::npos)
        << beyond.out << beyond.err;
    expect_refused(trade(kTwap, kOrder, {"--session", "XTKS"}), 1, "no moment of the order is in continuous trading");
    expect_refused(trade(kTwap, kOrder, {"--session", "NYSE"}), 1, "`NYSE` is not a session that is known");
}

}  // namespace
}  // namespace weir::test
