// What is found breaks what it is said to break, whoever runs it: in memory, and by `weir run` from files.
#include "proofs/search.h"

#include <fmt/format.h>

#include "tests/cli/shell.h"
#include "tests/proofs/strategies.h"

namespace weir::test {
namespace {

constexpr const char* kUncapped = R"(weir 1
strategy uncapped() {
    schedule linear every 1 min
    work rest when spread < 80 bps of mid { peg near touch; child at most 5% of order }
    risk { child value <= 500_000 quote }
    assume { mid from 1 tick to 10_000_000 quote }
}
)";
constexpr const char* kUncappedRisk = "child value <= 500_000 quote";

/// Through a price that went away from the last trade, and with the trader's help.
constexpr const char* kMovedByTrader = R"(weir 1
strategy moved(
    live size : money = 100_000 quote from 1_000 quote to 2_000_000 quote,
) {
    work cross { take leaves; child at most size; up to 10 bps worse than mid }
    risk { child value <= 500_000 quote }
    assume { mid from 1 tick to 10_000_000 quote }
}
)";

constexpr const char* kFaulty = R"(weir 1
strategy faulty() {
    work cross when leaves / volume > 100x { take leaves; child at most 1_000 quote; up to 10 bps worse than mid }
    assume { mid from 1 tick to 10_000_000 quote }
}
)";

constexpr const char* kCapped = R"(weir 1
strategy capped() {
    schedule linear every 1 min
    work rest when spread < 80 bps of mid and not order.limit better than mid by 40 bps {
        peg near touch; child at most 250_000 quote
    }
    risk { child value <= 500_000 quote; price within 50 bps of mid }
    assume { mid from 1 tick to 10_000_000 quote }
}
)";

const proofs::Refutation& found(const Strategy& strategy, const proofs::Hunt& hunt, const std::string& name) {
    static const proofs::Refutation none;
    const auto& one = hunt.found[finding_of(strategy, name)];
    EXPECT_TRUE(one.has_value()) << name;
    return one ? *one : none;
}

TEST(Search, FindsAMarketThatBreaksALimitOnValue) {
    Strategy strategy = open_strategy(kUncapped);
    only(strategy, kUncappedRisk);
    const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs);
    const proofs::Refutation& one = found(strategy, hunt, kUncappedRisk);
    EXPECT_EQ(one.replay.cause, StopCause::guard);
    EXPECT_EQ(one.replay.where, 0);
}

TEST(Search, FindsWhatTheTraderCanDo) {
    Strategy strategy = open_strategy(kMovedByTrader);
    only(strategy, kUncappedRisk);
    const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs);
    EXPECT_EQ(found(strategy, hunt, kUncappedRisk).replay.cause, StopCause::guard);
}

TEST(Search, FindsArithmeticThatFails) {
    Strategy strategy = open_strategy(kFaulty);
    only(strategy, "no arithmetic fails");
    const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs);
    const proofs::Refutation& one = found(strategy, hunt, "no arithmetic fails");
    EXPECT_EQ(one.replay.cause, StopCause::fault);
    EXPECT_GE(one.replay.where, 0);
}

TEST(Search, FindsNothingAgainstLimitsThatHold) {
    const Strategy strategy = open_strategy(kCapped);
    const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs, {.operations = 50'000'000});
    EXPECT_FALSE(hunt.found[finding_of(strategy, "child value <= 500_000 quote")].has_value());
    EXPECT_FALSE(hunt.found[finding_of(strategy, "price within 50 bps of mid")].has_value());
    EXPECT_FALSE(hunt.found[finding_of(strategy, "no arithmetic fails")].has_value());
}

TEST(Search, IsTheSameEachTime) {
    const Strategy strategy = open_strategy(kMovedByTrader);
    const proofs::Hunt a = proofs::search(strategy.ground, strategy.proofs, {.operations = 5'000'000});
    const proofs::Hunt b = proofs::search(strategy.ground, strategy.proofs, {.operations = 5'000'000});
    EXPECT_EQ(a.runs, b.runs);
    EXPECT_EQ(a.operations, b.operations);
    for (size_t i = 0; i < a.found.size(); ++i) {
        ASSERT_EQ(a.found[i].has_value(), b.found[i].has_value());
        if (a.found[i]) EXPECT_EQ(a.found[i]->scenario, b.found[i]->scenario);
    }
}

/// `weir run` of the files that are written is the same run: the hash is of its plan, its events and its records.
void expect_same_run(const std::string& script, const std::string& property) {
    const Folder folder;
    folder.write("script.weir", script);
    Strategy strategy = open_strategy(script);
    only(strategy, property);
    const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs);
    const proofs::Refutation& one = found(strategy, hunt, property);
    if (one.scenario.places.empty()) return;
    const auto& parameters = strategy.checked.plans.front().parameters;
    const proofs::Written written = proofs::write(one.scenario, strategy.ground, parameters, folder / "counterexample");
    ASSERT_EQ(written.error, "");
    const Outcome outcome = run(folder, {"sh", "-c", written.command + " --no-cache"});
    EXPECT_EQ(outcome.code, 3) << written.command << "\n" << outcome.err;
    const std::string same =
        fmt::format("{} events, {} steps; run hash {:016x}", one.replay.events, one.replay.steps, one.replay.hash);
    EXPECT_NE(outcome.out.find(same), std::string::npos) << same << "\n" << written.command << "\n" << outcome.out;
}

/// Of the corpus: several venues and a dark one, legs, auctions, the trader's commands, parameters.
TEST(Search, GivesFilesForEveryKindOfMarket) {
    for (const char* name : {"12_close_in_one", "17_completion_children", "27_finish_now", "41_hysteresis",
                             "75_live_beta", "76_open_ended_hedge", "70_pace_at_the_end"}) {
        SCOPED_TRACE(name);
        const std::string path = std::string(WEIR_SOURCE_DIR) + "/tests/verify/bad/" + name + ".weir";
        const std::string script = text_of_file(path);
        const size_t at = script.find("refuted: ") + 9;
        expect_same_run(script, script.substr(at, script.find('\n') - at));
    }
    expect_same_run(R"(weir 1
strategy venues() {
    work seek { dark mid; "x"; peg mid; take leaves; minimum 100 shares }
    work cross before seek when spread > 1% of mid { "y"; take leaves; child at most 1_000_000 quote; up to far touch }
    risk { child value <= 500_000 quote }
}
)",
                    "child value <= 500_000 quote");
}

TEST(Search, GivesFilesThatRunToTheSameEvents) {
    expect_same_run(kUncapped, kUncappedRisk);
    expect_same_run(kMovedByTrader, kUncappedRisk);
    expect_same_run(kFaulty, "no arithmetic fails");
}

}  // namespace
}  // namespace weir::test
