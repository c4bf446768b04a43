// What commands give: codes, JSON that programs may rely on, and the same bytes for the same input.
#include <boost/json.hpp>

#include "tests/cli/market.h"

namespace weir::test {
namespace {

using Results = Desk;
using Json = boost::json::value;

Json json_of(const Outcome& outcome) {
    boost::system::error_code error;
    Json value = boost::json::parse(outcome.out, error);
    EXPECT_FALSE(error) << error.message() << "\n" << outcome.out << outcome.err;
    return value;
}

/// The keys of an object, in their order, as one line.
std::string keys_of(const Json& value) {
    std::string keys;
    if (const auto* object = value.if_object())
        for (const auto& member : *object) keys += (keys.empty() ? "" : " ") + std::string(member.key());
    return keys;
}

TEST_F(Results, CheckAsJson) {
    folder_.write("wrong.weir", "weir 1\nstrategy a() { work w { peg near touch; show sprad } }\n");
    const Outcome outcome = weir({"check", "stdlib/vwap.weir", "wrong.weir", "--json"});
    EXPECT_EQ(outcome.code, 1);
    const Json files = json_of(outcome);
    ASSERT_EQ(files.as_array().size(), 2u);
    for (const Json& file : files.as_array()) EXPECT_EQ(keys_of(file), "file ok diagnostics strategies");
    EXPECT_TRUE(files.at(0).at("ok").as_bool());
    EXPECT_EQ(keys_of(files.at(0).at("strategies").at(0)),
              "name plan_hash state_bytes operations working_orders wake_inputs legs");
    const Json& diagnostic = files.at(1).at("diagnostics").at(0);
    EXPECT_EQ(diagnostic.at("code").as_string(), "W0201");
}

TEST_F(Results, ReportAsJson) {
    const Outcome outcome = trade("stdlib/vwap.weir", kOrder, {"--history", "history.tape", "--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const Json report = json_of(outcome);
    EXPECT_EQ(keys_of(report),
              "schema version instrument order run started ended stop stop_where ending benchmarks executed shortfall "
              "touch spreads schedule lost messages children fills series figures");
    EXPECT_EQ(report.at("schema").as_string(), "weir.tca");
    EXPECT_EQ(report.at("version").as_int64(), 1);
    EXPECT_EQ(report.at("order").at("quantity").as_string(), "500");
    EXPECT_EQ(keys_of(report.at("shortfall")), "delay trading opportunity fees total paper");
}

TEST_F(Results, OtherJson) {
    EXPECT_EQ(keys_of(json_of(weir({"schedule", kTwap, "--tape", "day.tape", "--order", kOrder, "--json"}))),
              "strategy quantity start end points");
    const Json told =
        json_of(weir({"explain", kTwap, "--tape", "day.tape", "--order", kOrder, "--at", "10:15", "--json"}));
    EXPECT_EQ(keys_of(told),
              "time bid ask target due executed working ceiling_room paused held paused_by_trader held_by_trader "
              "commands slots");
    EXPECT_EQ(keys_of(told.at("slots").at(0)), "clause line quantity price bound children");
    EXPECT_EQ(
        keys_of(json_of(weir({"tape", "info", "day.tape", "--json"}))),
        "source detail records messages trades eligible_volume first last symbol base currency time_zone tick lot "
        "minimum_quantity minimum_value price_decimals quantity_decimals money_decimals");
    EXPECT_TRUE(json_of(weir({"tape", "check", "day.tape", "--json"})).is_object());
    const Outcome info = weir({"tape", "info", "day.tape"});
    for (const char* line : {"messages  ", "trades  ", "eligible_volume  "})
        EXPECT_NE(info.out.find(line), std::string::npos) << info.out;
}

TEST_F(Results, StoreKeepsRuns) {
    for (const char* order : {kOrder, "sell 300 shares from 11:00 to 11:30"})
        EXPECT_EQ(trade(kTwap, order, {"--store", "runs.db"}).code, 0);
    const Json runs = json_of(weir({"tca", "list", "--store", "runs.db", "--json"}));
    ASSERT_EQ(runs.as_array().size(), 2u);
    for (const Json& row : runs.as_array())
        EXPECT_EQ(keys_of(row),
                  "id strategy symbol tape side quantity executed started ended stop shortfall_bps saved settings");
    const Outcome listed = weir({"tca", "list", "--store", "runs.db"});
    EXPECT_NE(listed.out.find("2026-01-06 10:00:00 America/New_York"), std::string::npos) << listed.out;
    EXPECT_NE(listed.out.find("500 shares"), std::string::npos) << listed.out;
    const Outcome shown = weir({"tca", "show", "1", "--store", "runs.db", "--json", "--report", "again.html"});
    EXPECT_EQ(json_of(shown), json_of(trade(kTwap, kOrder, {"--json"}))) << "what is kept is what was reported";
    EXPECT_TRUE(exists("again.html"));
    expect_refused(weir({"tca", "show", "9", "--store", "runs.db"}), 1, "9");
}

/// A strategy that meets what it must not is stopped; the code and the report say so.
TEST_F(Results, StoppedIsThree) {
    const auto stop_of = [&](const std::string& script, const Words& more, const std::string& cause) {
        SCOPED_TRACE(cause);
        Words words = more;
        words.push_back("--json");
        const Outcome outcome = trade(script, kOrder, words);
        EXPECT_EQ(outcome.code, 3) << outcome.err;
        const Json report = json_of(outcome);
        EXPECT_EQ(report.at("stop").as_string(), cause);
        const Outcome shown = trade(script, kOrder, more);
        EXPECT_EQ(shown.code, 3);
        EXPECT_NE(shown.out.find("Ended         stopped"), std::string::npos) << shown.out;
        return std::string(report.at("ending").as_string());
    };
    folder_.write("guarded.weir",
                  "weir 1\nstrategy guarded() {\n    work w { take leaves; up to 50 bps worse than mid }\n"
                  "    risk { child quantity <= 10 shares }\n}\n");
    EXPECT_EQ(stop_of("guarded.weir", {}, "guard"), "stopped by the risk guard `child quantity <= 10 shares`");
    folder_.write("assumed.weir",
                  "weir 1\nstrategy assumed() {\n    work w { peg near touch }\n"
                  "    assume { mid from 1 tick to 50 quote }\n}\n");
    EXPECT_NE(stop_of("assumed.weir", {}, "assumption").find("`mid from 1 tick to 50 quote`"), std::string::npos);
    stop_of(kTwap, {"--stale-after", "1 s"}, "stale");
    folder_.write("faulty.weir",
                  "weir 1\nstrategy faulty() {\n    let many = 2_000_000_000 * volume\n"
                  "    pause when many * 2_000_000_000 < 0 shares\n    work w { peg near touch }\n}\n");
    stop_of("faulty.weir", {}, "fault");
}

TEST_F(Results, ExplainSaysWhyItStopped) {
    folder_.write("guarded.weir",
                  "weir 1\nstrategy guarded() {\n    work w { take leaves; up to 50 bps worse than mid }\n"
                  "    risk { child quantity <= 10 shares }\n}\n");
    const Outcome told = weir({"explain", "guarded.weir", "--tape", "day.tape", "--order", kOrder, "--at", "10:15"});
    EXPECT_EQ(told.code, 0);
    EXPECT_NE(told.out.find("guard: `child quantity <= 10 shares` (guarded.weir:4)"), std::string::npos) << told.out;
    EXPECT_EQ(told.out.find("has not been asked yet"), std::string::npos) << told.out;
}

TEST_F(Results, ExplainSaysWhichClauseStandsStill) {
    folder_.write("still.weir",
                  "weir 1\nstrategy still() {\n    schedule linear\n    pause when average(spread, 1 d) > 0 ticks\n"
                  "    work w { peg near touch; reprice every 1 min }\n}\n");
    const Outcome told = weir({"explain", "still.weir", "--tape", "day.tape", "--order", kOrder, "--at", "10:00:05"});
    EXPECT_NE(told.out.find("paused: `pause` (still.weir:4) holds, or what it reads is absent"), std::string::npos)
        << told.out;
}

TEST_F(Results, ExplainSaysThatNothingIsDue) {
    const Outcome told =
        weir({"explain", kTwap, "--tape", "day.tape", "--order", kOrder, "--set", "slice=15 min", "--at", "10:14"});
    EXPECT_NE(told.out.find("wants nothing, because nothing is due"), std::string::npos) << told.out;
}

TEST_F(Results, TheSameInputGivesTheSameBytes) {
    const auto log_of = [&](const Words& more) {
        Words words{"--history", "history.tape", "--events", "events.log", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome outcome = trade("stdlib/vwap.weir", kOrder, words);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return text_of(folder_ / "events.log");
    };
    const std::string first = log_of({});
    EXPECT_GT(first.size(), 1000u);
    EXPECT_EQ(log_of({}), first);
    EXPECT_EQ(log_of({"--engine", "interpreter"}), first);
    EXPECT_EQ(log_of({"-O", "0"}), first);
    EXPECT_EQ(log_of({"--no-cache"}), first);
    EXPECT_NE(log_of({"--seed", "2"}), first);
}

TEST_F(Results, AVenueSaysForItselfWhatOptionsSayForAll) {
    const auto report = [&](const Words& market) {
        Words words{"run", kTwap, "--order", kOrder, "--json"};
        words.insert(words.end(), market.begin(), market.end());
        const Outcome done = weir(words);
        EXPECT_EQ(done.code, 0) << done.err;
        return done.out;
    };
    const std::string plain = report({"--tape", "day.tape"});
    EXPECT_EQ(report({"--venue", "x=day.tape"}), plain);
    const std::string costly = report({"--tape", "day.tape", "--taker-fee", "3 bps", "--order-latency", "2 ms ~ 1 ms"});
    EXPECT_NE(costly, plain);
    EXPECT_EQ(report({"--venue", "x=day.tape, taker=3 bps, latency=2 ms ~ 1 ms"}), costly);
    EXPECT_EQ(report({"--venue", "x=day.tape,taker=3 bps", "--taker-fee", "1 bps", "--order-latency", "2 ms ~ 1 ms"}),
              costly);
}

TEST_F(Results, SeveralVenuesOfOneMarketAreATapeEach) {
    EXPECT_EQ(weir({"tape", "generate", "--messages", "2000", "--venues", "3", "--auctions", "--halt", "11:00+5min",
                    "-o", "made.tape"})
                  .code,
              0);
    for (const char* name : {"made-1.tape", "made-2.tape", "made-3.tape"}) {
        EXPECT_EQ(weir({"tape", "check", name}).code, 0);
        EXPECT_NE(weir({"tape", "info", name}).out.find("WEIR"), std::string::npos);
    }
    EXPECT_FALSE(exists("made.tape"));
}

TEST_F(Results, TheSameSeedMakesTheSameTape) {
    const auto tape_of = [&](const char* seed) {
        EXPECT_EQ(weir({"tape", "generate", "--messages", "2000", "--seed", seed, "-o", "made.tape"}).code, 0);
        return text_of(folder_ / "made.tape");
    };
    const std::string first = tape_of("3");
    EXPECT_EQ(tape_of("3"), first);
    EXPECT_NE(tape_of("4"), first);
}

}  // namespace
}  // namespace weir::test
