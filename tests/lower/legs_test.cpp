// Legs: a hedge that follows what the lead executes, and a lead that waits for its hedge. What is open is worked out
// here again, from fills alone.
#include "tests/lower/market_walk.h"
#include "tests/lower/scene.h"

namespace weir::test {
namespace {

using step::Bound;
using step::Input;

/// The lead in shares, the hedge like it; `legs` is what the hedge says.
plan::Plan pair_of(const std::string& hedge, const std::string& more = "", const std::string& parameters = "") {
    return plan_of("weir 1\nstrategy s(" + parameters + ") {\nlegs { a same lead; b opposite hedge " + hedge + " }\n" +
                       "work all { take leaves; up to far touch }\n" + more + "\n}\n",
                   shares());
}

/// The hedge trades at 50.00 to 50.10.
Driver& with_pair(Driver& driver) {
    with_market(driver);
    driver.at_view(Input::bid_price, 0, 1) = 5'000;
    driver.at_view(Input::ask_price, 0, 1) = 5'010;
    return driver;
}

TEST(Legs, AHedgeByQuantityFollowsTheLead) {
    Driver d(pair_of("quantity a.executed / 1 base * 3 base"));
    with_pair(d).step(at(0));
    d.manage();
    d.fill("all", 7);
    d.step(at(1));
    EXPECT_EQ(d.desired("hedge b").quantity, 21);
    EXPECT_EQ(d.output.exposures[1], 21);
    EXPECT_FALSE(d.plan.ledgers[1].by_value);
}

TEST(Legs, ThePlanHasALedgerForTheHedge) {
    const plan::Plan plan = pair_of("value a.executed_value");
    EXPECT_EQ(plan::validate(plan), std::vector<std::string>{});
    ASSERT_EQ(plan.ledgers.size(), 2u);
    EXPECT_EQ(plan.layout.instruments, 2);
    EXPECT_EQ(plan.ledgers[1].instrument, 1);
    EXPECT_EQ(plan.ledgers[1].side, step::LedgerInfo::Trades::opposite);
    EXPECT_EQ(plan.ledgers[1].total, step::LedgerInfo::Total::target);
    EXPECT_TRUE(plan.ledgers[1].by_value);
    EXPECT_EQ(plan.slots.back().name, "hedge b");
    EXPECT_TRUE(plan.slots.back().crossing);
}

TEST(Legs, AHedgeByValueTakesTheDifferenceAtTheFarTouch) {
    Driver d(pair_of("value 0.5x * a.executed_value"));
    with_pair(d).step(at(0));
    EXPECT_EQ(d.desired("hedge b").quantity, 0);
    EXPECT_EQ(d.output.exposures[1], 0);
    d.manage();
    d.fill("all", 30);  // at 100.10: 3003, of which half is hedged at 50.00
    d.step(at(1));
    EXPECT_EQ(d.desired("hedge b").quantity, 30);  // 1501.50 / 50.00, in whole shares
    EXPECT_EQ(d.desired("hedge b").price, 5'000);
    EXPECT_EQ(d.output.targets[1], 30);
    EXPECT_EQ(d.output.exposures[1], 15'015'000);
    d.manage();
    d.fill("hedge b", 10);
    d.step(at(2));
    EXPECT_EQ(d.output.targets[1], 30);
    EXPECT_EQ(d.desired("hedge b").quantity, 20);  // still on its way
}

TEST(Legs, WhatIsOnItsWayStaysWhenTheMarketMoves) {
    Driver d(pair_of("value a.executed_value"));
    with_pair(d).step(at(0));
    d.manage();
    d.fill("all", 10);
    d.step(at(1));
    d.manage();
    const step::Desired sent = d.desired("hedge b");
    d.at_view(Input::bid_price, 0, 1) = 4'000;
    d.step(at(2));
    EXPECT_EQ(d.desired("hedge b").quantity, sent.quantity);
    EXPECT_EQ(d.desired("hedge b").price, sent.price);
    EXPECT_EQ(d.output.targets[1], 25) << "what should come of it is valued anew: 1001 / 40";
}

TEST(Legs, TheLeadWaitsForAHedgeThatCannotTrade) {
    Driver d(pair_of("value a.executed_value"));
    with_pair(d).step(at(0));
    EXPECT_GT(d.desired("all").quantity, 0);
    d.at_view(Input::open, 0, 1) = 0;
    d.step(at(1));
    EXPECT_EQ(d.desired("all").quantity, 0);
    EXPECT_EQ(d.desired("all").bound, Bound::leg);
    d.at_view(Input::open, 0, 1) = 1;
    d.at_view(Input::bid_price, 0, 1) = step::kAbsent;
    EXPECT_EQ(d.step(at(2)).desired[0].quantity, 0);
    d.at_view(Input::bid_price, 0, 1) = 5'000;
    EXPECT_GT(d.step(at(3)).desired[0].quantity, 0);
}

TEST(Legs, WithinBoundsWhatTheLeadMayHaveWorking) {
    Driver d(pair_of("value a.executed_value within 2_002 quote"));
    with_pair(d).step(at(0));
    EXPECT_EQ(d.desired("all").quantity, 20);  // 2002 / 100.10
    EXPECT_EQ(d.desired("all").bound, Bound::leg);
    d.manage();
    d.fill("all", 15);
    d.step(at(1));
    EXPECT_EQ(d.desired("all").quantity, 5) << "15 are open, 5 are on their way";
    d.fill("all", 5);
    d.step(at(2));
    EXPECT_EQ(d.desired("all").quantity, 0);
    EXPECT_EQ(d.desired("all").bound, Bound::leg);
    d.manage();
    d.fill("hedge b", 40);
    EXPECT_EQ(d.step(at(3)).desired[0].quantity, 19) << "2.00 are open: less than a share of the hedge";
}

TEST(Legs, TooMuchHedgedIsNotTakenBackAndDoesNotStopTheLead) {
    Driver d(pair_of("value beta * a.executed_value within 2_002 quote", "", "live beta : ratio = 1x from 0.1x to 2x"));
    with_pair(d).step(at(0));
    d.manage();
    d.fill("all", 20);
    d.step(at(1));
    d.manage();
    d.fill("hedge b", 40);
    d.set_parameter("beta", step::kRatioOne / 10);
    d.step(at(2));
    EXPECT_LT(d.output.exposures[1], 0);
    EXPECT_EQ(d.output.targets[1], 40);
    EXPECT_EQ(d.desired("hedge b").quantity, 0);
    EXPECT_GT(d.desired("all").quantity, 0);
}

TEST(Legs, AHedgeGoesOnWhileTheLeadIsPaused) {
    Driver d(pair_of("value a.executed_value", "pause when spread > 50 ticks"));
    with_pair(d).step(at(0));
    d.manage();
    d.fill("all", 20);
    d.quote(9'000, 10'010);
    d.step(at(1));
    EXPECT_EQ(d.output.trace.paused, 1);
    EXPECT_EQ(d.desired("all").quantity, 0);
    EXPECT_EQ(d.desired("hedge b").quantity, 40);
}

TEST(Legs, BelowTheMinimumNothingIsHedged) {
    Driver d(pair_of("value a.executed_value"));
    d.at_view(Input::lot, 0, 1) = 10;
    d.at_view(Input::minimum_quantity, 0, 1) = 20;
    with_pair(d).step(at(0));
    d.manage();
    d.fill("all", 9);  // 900.90: 18 of the hedge
    d.step(at(1));
    EXPECT_EQ(d.desired("hedge b").quantity, 0);
    EXPECT_EQ(d.desired("hedge b").bound, Bound::minimum);
    EXPECT_EQ(d.output.targets[1], 10);
    d.fill("all", 5);
    d.step(at(2));
    EXPECT_EQ(d.desired("hedge b").quantity, 20);
}

TEST(Legs, RiskBoundsTheExposure) {
    Driver d(pair_of("value a.executed_value", "risk { leg exposure <= 1_000 quote }"));
    EXPECT_EQ(with_pair(d).step(at(0)).status, step::Status::guard) << "all of it at once would leave more open";
    Driver small(pair_of("value a.executed_value within 900 quote", "risk { leg exposure <= 1_000 quote }"));
    EXPECT_EQ(with_pair(small).step(at(0)).status, step::Status::ok);
    small.manage();
    small.fill("all", 8);
    EXPECT_EQ(small.step(at(1)).status, step::Status::ok);
    small.at(Input::order_executed_value) += 10'000'000;  // something else was bought
    EXPECT_EQ(small.step(at(2)).status, step::Status::guard);
}

TEST(Legs, ALeadThatSaysItsSideTakesNoOtherOrder) {
    const std::string text =
        "weir 1\nstrategy s() { legs { a buy lead; b sell hedge value a.executed_value }\n"
        "work all { take leaves; up to far touch } }";
    Driver d(plan_of(text, shares()));
    EXPECT_EQ(with_pair(d).step(at(0)).status, step::Status::ok);
    Driver other(plan_of(text, shares()));
    with_pair(other);
    other.order(1000, kBegin, kBegin + 100 * kSec, -1);
    EXPECT_EQ(other.step(at(0)).status, step::Status::assumption);
}

TEST(Legs, NumbersAreOfTheirInstrument) {
    lower::Market lead = shares();
    lead.hedges = {bitcoin()};
    const auto truth = [&](const std::string& condition, Driver& d) {
        with_pair(d).step(at(0));
        EXPECT_EQ(d.output.status, step::Status::ok);
        return d.output.trace.paused == 1 ? condition : "";
    };
    for (const std::string condition :
         {"b.spread > 9 ticks", "b.mid < 51 USD", "b.mid * 1 BTC < 51 USD", "b.executed < 0.5 BTC",
          "b.mid * 2 BTC < a.mid * 1 shares + 1 USD", "b.executed_value < 1 USD", "a.mid > 100 USD"}) {
        Driver d(
            plan_of("weir 1\nstrategy s() {\nlegs { a same lead; b opposite hedge value a.executed_value }\n"
                    "pause when " +
                        condition + "\nwork all { take leaves; up to far touch }\n}\n",
                    lead));
        EXPECT_EQ(truth(condition, d), condition);
    }
}

TEST(Legs, CurrenciesMeetByAStatedRate) {
    const std::string text =
        "weir 1\nstrategy s() { legs { a same lead; b opposite hedge value a.executed_value }\n"
        "work all { take leaves; up to far touch } }";
    lower::Market lead = shares();
    lead.hedges = {shares()};
    lead.hedges[0].currency = "EUR";
    const auto without = compile(text, lead);
    EXPECT_NE(without.shown.find("W0352"), std::string::npos) << without.shown;
    lead.rates = {{"EUR", {125, 2}, "USD"}};  // 1 EUR = 1.25 USD
    Driver d(plan_of(text, lead));
    with_pair(d).step(at(0));
    d.manage();
    d.fill("all", 10);  // 1001 USD are 800.80 EUR
    d.step(at(1));
    EXPECT_EQ(d.output.exposures[1], 8'008'000);
    EXPECT_EQ(d.desired("hedge b").quantity, 16);
    lead.rates = {};
    lead.same_currency = {"EUR"};
    EXPECT_FALSE(compile(text, lead).diagnostics.has_errors());
}

/// With a hedge by quantity and a limit that stands, no more is ever open than the limit, however fills fall: worked
/// out from fills alone.
TEST(Legs, NoMoreIsEverOpenThanTheLimit) {
    constexpr int64_t kLimit = 37;
    int64_t most = 0, fills = 0;
    for (uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Driver d(
            plan_of("weir 1\nstrategy s() {\n"
                    "legs { a same lead; b opposite hedge quantity 0.4x * (a.executed / 1 base) * 1 base within 37 "
                    "base }\n"
                    "schedule linear\n"
                    "work take before rest when behind > 2% of order { take behind; up to far touch }\n"
                    "work rest { peg near touch; child at most 9% of order; reprice every 3 s }\n}\n",
                    shares()));
        MarketWalk walk(d, seed, 1);
        d.order(2'000, kBegin, kBegin + 200 * kSec, seed % 2 ? 1 : -1);
        for (int64_t now = kBegin; now < kBegin + 200 * kSec; now = walk.next_time(now)) {
            const step::Output& output = d.step(now);
            ASSERT_EQ(output.status, step::Status::ok);
            const int64_t hedged = d.at(Input::order_executed, 1);
            const int64_t wanted = d.at(Input::order_executed) * 4 / 10;
            most = std::max(most, wanted - hedged);
            fills += hedged > 0;
            ASSERT_LE(wanted - hedged, kLimit);
            if (walk.chance(70))
                walk.manage();  // what is decided goes out, or is late; what fills is decided upon anew
            if (walk.chance(40)) walk.move();
            if (walk.chance(30)) walk.fill();
        }
    }
    EXPECT_GT(most, kLimit / 2);
    EXPECT_GT(fills, 100);
}

}  // namespace
}  // namespace weir::test
