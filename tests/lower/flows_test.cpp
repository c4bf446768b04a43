// Conditional flows: phases, `one of`, `protect`, and when a strategy is done.
#include "tests/lower/scene.h"

namespace weir::test {
namespace {

using step::Bound;
using step::Input;

constexpr std::string_view kTwoPhases = R"(
    phase patient {
        work rest { peg near touch; take leaves }
        next hurried when spread > 20 ticks
    }
    phase hurried {
        work cross { take leaves; up to far touch }
        next patient when spread < 5 ticks
    })";

TEST(Phases, HoldOneAtATime) {
    Driver driver(plan_with(std::string(kTwoPhases)));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("rest").quantity, 1000);
    EXPECT_EQ(driver.desired("cross").quantity, 0);
    driver.manage();
    driver.quote(10'000, 10'030);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("rest").quantity, 0);
    EXPECT_EQ(driver.desired("cross").quantity, 0) << "what rests may still fill";
    EXPECT_EQ(driver.output.wake, at(1) + 1);
    driver.manage();
    driver.step(at(1) + 1);
    EXPECT_EQ(driver.desired("cross").quantity, 1000);
    driver.quote(10'000, 10'004);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("rest").quantity, 1000);
}

TEST(Phases, MoveOnOnceAMoment) {
    Driver driver(plan_with(R"(
        phase a { work x { peg near touch }
                  next b when spread > 1 tick }
        phase b { work y { peg near touch }
                  next c when spread > 1 tick }
        phase c { work z { peg near touch } })"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("y").quantity, 1000);
    driver.step(at(0));  // a stutter
    EXPECT_EQ(driver.desired("y").quantity, 1000);
    ASSERT_EQ(driver.output.wake, at(0) + 1);
    driver.step(at(0) + 1);
    EXPECT_EQ(driver.desired("z").quantity, 1000);
    driver.step(at(0) + 2);
    EXPECT_EQ(driver.desired("z").quantity, 1000);
}

TEST(Phases, WaitForTheStartOfTheOrder) {
    Driver driver(plan_with(std::string(kTwoPhases)));
    with_market(driver).quote(10'000, 10'030);
    driver.step(at(-5));
    driver.quote(10'000, 10'010);
    driver.step(at(0));
    EXPECT_EQ(driver.desired("rest").quantity, 1000);
}

TEST(Phases, ForgetWhenTheyEndWhileTheStrategyRemembers) {
    Driver driver(plan_with(R"(
        let ever = highest(mid, 1 h)
        phase a { work x { at highest(mid, 1 h) }
                  next b when spread > 20 ticks }
        phase b { work y { at ever }
                  next a when spread < 20 ticks })"));
    with_market(driver).quote(10'100, 10'102);
    driver.step(at(0));
    driver.quote(10'000, 10'030);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("y").price, 10'101);
    driver.quote(10'000, 10'010);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("x").price, 10'005) << "as the phase has seen it";
    driver.quote(10'000, 10'002);
    driver.step(at(3));
    EXPECT_EQ(driver.desired("x").price, 10'005);
}

TEST(Phases, AScheduleBeginsWithItsPhaseAndWhatIsDone) {
    Driver driver(plan_with(R"(
        phase wait { work x { peg near touch; take 64 shares }
                     next go when executed >= 64 shares }
        phase go { schedule linear every 8 s
                   work y { peg near touch } })"));
    with_market(driver).order(1024, at(0), at(64));
    driver.step(at(0));
    EXPECT_EQ(driver.desired("x").quantity, 64);
    driver.manage();
    driver.fill("x", 64);
    driver.step(at(32));  // a boundary of the grid: 960 are left for four slices
    EXPECT_EQ(driver.desired("y").quantity, 240);
    driver.step(at(43));
    EXPECT_EQ(driver.desired("y").quantity, 480);
    driver.step(at(60));
    EXPECT_EQ(driver.desired("y").quantity, 960);
}

TEST(Phases, EndWhenAWorkHasSettled) {
    Driver driver(plan_with(R"(
        phase take { work sweep { take leaves; up to 100.10 USD; child at most 400 shares }
                     next post when sweep settled }
        phase post { work rest { peg near touch; take leaves } })"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("sweep").quantity, 400);
    driver.manage();
    driver.step(at(1));
    driver.fill("sweep", 400);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("sweep").quantity, 400) << "there is more to take";
    driver.manage();
    driver.fill("sweep", 100);
    driver.quote(10'000, 10'020);
    driver.set(Input::slot_working, 0, driver.slot("sweep"));
    driver.step(at(3));
    EXPECT_EQ(driver.desired("sweep").quantity, 0);
    EXPECT_EQ(driver.desired("rest").quantity, 0);
    driver.step(at(3));
    EXPECT_EQ(driver.desired("rest").quantity, 0) << "the same moment";
    ASSERT_EQ(driver.output.wake, at(3) + 1);
    driver.step(at(3) + 1);
    EXPECT_EQ(driver.desired("rest").quantity, 500);
}

TEST(Phases, EndWhenTheTimeOfAWorkIsOver) {
    Driver driver(plan_with(R"(
        phase take { work sweep { take leaves; up to 100.05 USD; deadline 30 s }
                     next post when sweep settled }
        phase post { work rest { peg near touch; take leaves } })"));
    with_market(driver).step(at(0));  // nothing to take at this price
    EXPECT_EQ(driver.output.wake, at(30));
    driver.step(at(30));
    EXPECT_EQ(driver.desired("sweep").bound, Bound::deadline);
    driver.step(driver.output.wake);
    EXPECT_EQ(driver.desired("rest").quantity, 1000);
}

TEST(Done, WantsNothingEverAfter) {
    Driver driver(plan_with("done when spread > 20 ticks\nwork x { peg near touch }"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("x").quantity, 1000);
    driver.quote(10'000, 10'030);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("x").quantity, 0);
    driver.quote(10'000, 10'001);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("x").quantity, 0);
}

// ---------------------------------------------------------------------------------------------------- one of

constexpr std::string_view kBranches = R"(
    one of {
        work ladder { take leaves; at 1% better than arrival }
        work stop when mid worse than arrival by 1% { take leaves; up to 50 bps worse than mid }
        work chase when mid worse than arrival by 50 bps { take leaves; peg near touch }
    })";

TEST(OneOf, GivesTheBudgetToTheFirstConditionForGood) {
    Driver driver(plan_with(std::string(kBranches)));
    with_market(driver).set(Input::order_arrival, 20'010);
    driver.step(at(0));
    EXPECT_EQ(driver.desired("ladder").quantity, 1000);
    EXPECT_EQ(driver.desired("ladder").price, 9'904);
    EXPECT_EQ(driver.desired("stop").bound, Bound::branch);
    driver.manage();
    driver.quote(10'200, 10'210);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("ladder").quantity, 0);
    EXPECT_EQ(driver.desired("stop").quantity, 0) << "the ladder's order may still fill";
    EXPECT_EQ(driver.desired("chase").quantity, 0);
    driver.fill("ladder", 300);  // it does, in part
    driver.set(Input::slot_working, 0, driver.slot("ladder"));
    driver.quote(10'000, 10'010);  // and the condition is gone
    driver.step(at(2));
    EXPECT_EQ(driver.desired("stop").quantity, 700);
    EXPECT_EQ(driver.desired("ladder").quantity, 0);
}

TEST(OneOf, AFillShrinksTheRestBeforeItIsPulled) {
    Driver driver(plan_with(std::string(kBranches)));
    with_market(driver).set(Input::order_arrival, 20'010);
    driver.step(at(0));
    driver.manage();
    driver.fill("ladder", 400);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("ladder").quantity, 600);
    driver.fill("ladder", 600);
    driver.quote(10'200, 10'210);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("stop").quantity, 0);
}

// ---------------------------------------------------------------------------------------------------- protect

constexpr std::string_view kBracket = R"(
    work entry { take leaves; at order.limit }
    protect executed {
        one of {
            work profit { at 101 USD }
            work stop when mid worse than arrival by 1% { up to 50 bps worse than mid }
        }
    })";

TEST(Protect, WorksWhatHasFilledOnTheOtherSide) {
    Driver driver(plan_with(std::string(kBracket)));
    ASSERT_EQ(driver.plan.layout.ledgers, 2);
    with_market(driver).set(Input::order_arrival, 20'010);
    driver.set(Input::order_limit, 10'000);
    driver.step(at(0));
    EXPECT_EQ(driver.desired("entry").quantity, 1000);
    EXPECT_EQ(driver.desired("profit").quantity, 0);
    driver.manage();
    driver.fill("entry", 250);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("entry").quantity, 750);
    EXPECT_EQ(driver.desired("profit").quantity, 250);
    EXPECT_EQ(driver.desired("profit").price, 10'100) << "the order's limit does not bind it";
    driver.manage();
    driver.fill("profit", 100);
    driver.fill("entry", 50);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("profit").quantity, 200);
    EXPECT_EQ(driver.desired("entry").quantity, 700);
    driver.manage();
    driver.quote(9'890, 9'900);  // worse for the seller that protects
    driver.step(at(3));
    EXPECT_EQ(driver.desired("profit").quantity, 0);
    EXPECT_EQ(driver.desired("stop").quantity, 0);
    driver.manage();
    driver.step(at(3) + 1);
    EXPECT_EQ(driver.desired("stop").quantity, 200);
    EXPECT_EQ(driver.desired("stop").price, 9'846) << "50 bps below the mid, rounded to the less aggressive";
    EXPECT_EQ(driver.desired("entry").quantity, 700);
}

/// A name stands for what it names: its side is that of the child which uses it.
TEST(Protect, ANameFromOutsideHasTheSideOfItsUse) {
    const auto hash = [](const std::string& outside, const std::string& when) {
        const std::string protect = "protect executed { work stop when " + when + " { up to 50 bps worse than mid } }";
        return plan::content_hash(plan_with(outside + "work entry { take leaves; at 100 USD }\n" + protect));
    };
    const std::string fallen = "last worse than arrival by 2%";
    EXPECT_EQ(hash("let fallen = " + fallen + "\n", "fallen"), hash("", fallen));
    EXPECT_NE(hash("", fallen), hash("", "last better than arrival by 2%"));
}

TEST(Protect, IsArmedOnceThereIsSomethingToProtect) {
    Driver driver(plan_with(std::string(kBracket)));
    with_market(driver).set(Input::order_arrival, 20'010);
    driver.set(Input::order_limit, 10'000);
    driver.quote(9'890, 9'900);
    driver.step(at(0));
    driver.quote(10'000, 10'010);
    driver.manage();
    driver.fill("entry", 100);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("profit").quantity, 100) << "the stop was not armed before";
}

// ---------------------------------------------------------------------------------------------------- whole scripts

/// Enter at the limit; protect whatever has filled with a profit target and a trailing stop, whichever comes first.
constexpr std::string_view kTrailingBracket = R"(weir 1
strategy bracket(take_profit : price, trail : ratio = 1% from 0.1% to 20%) {
    work entry { take leaves; at order.limit }
    protect executed {
        one of {
            work profit { at take_profit }
            work stop when last worse than best seen(last) by trail { up to 50 bps worse than mid }
        }
    }
})";

TEST(Bracket, TrailsTheBestPriceSinceItHadAPosition) {
    for (const int64_t side : {1, -1}) {
        SCOPED_TRACE(side);
        Driver driver(plan_of(std::string(kTrailingBracket), shares()));
        const auto price = [&](int64_t gain) { return 10'000 + side * gain; };  // better for who holds the position
        const auto trade = [&](int64_t gain) {
            driver.quote(price(gain) - 1, price(gain) + 1);
            driver.trade(1, price(gain));
        };
        driver.order(1000, at(0), at(100), side);
        driver.set(Input::order_limit, price(0));
        driver.set_parameter("take_profit", 2 * price(500));
        trade(400);  // before there is a position: it does not count
        driver.step(at(0));
        driver.manage();
        trade(0);
        driver.step(at(1));
        driver.fill("entry", 300);
        driver.step(at(2));
        EXPECT_EQ(driver.desired("profit").quantity, 300);
        EXPECT_EQ(driver.desired("profit").price, price(500));
        driver.manage();
        trade(200);
        driver.step(at(3));
        trade(105);  // 1 % below 102.00 is 100.98; above 98.00, 98.98
        driver.step(at(4));
        EXPECT_EQ(driver.desired("profit").quantity, 300);
        trade(96);
        driver.step(at(5));
        EXPECT_EQ(driver.desired("profit").quantity, 0);
        driver.fill("profit", 100);  // it fills on its way out
        driver.set(Input::slot_working, 0, driver.slot("profit"));
        driver.step(at(6));
        EXPECT_EQ(driver.desired("stop").quantity, 200);
        EXPECT_EQ(driver.desired("profit").quantity, 0);
        driver.fill("entry", 50);  // what the entry still gets goes the same way
        driver.step(at(7));
        EXPECT_EQ(driver.desired("stop").quantity, 250);
    }
}

/// 25 sell orders from 2 % to 8 % above, larger further out, half of each refilled once; out below.
constexpr std::string_view kGrid = R"(weir 1
strategy grid() {
    let anchor = mid at order.start
    one of {
        work ladder { 25 levels from 2% to 8% better than anchor; size 1x to 2x; refill 50% once }
        work stop when mid worse than anchor by 3% for 1 s { take leaves; up to 50 bps worse than mid }
    }
})";

TEST(Grid, HasItsLevelsAroundTheStartAndIsOutBelow) {
    Driver driver(plan_of(std::string(kGrid), shares()));
    driver.order(3'600'000, at(0), at(100), -1);
    driver.quote(9'995, 10'005);
    driver.step(at(0));
    int64_t total = 0;
    for (int i = 0; i < 25; ++i) {
        const step::Desired& level = driver.output.desired[static_cast<size_t>(i)];
        EXPECT_EQ(level.price, 10'200 + 25 * i) << i;  // 2 % and a quarter of a percent a level
        // Of 3,600,000 two parts of three come first; level i has (24 + i) of 900 parts of them.
        EXPECT_NEAR(static_cast<double>(level.quantity), 2'400'000.0 * (24 + i) / 900, 1) << i;
        total += level.quantity;
    }
    EXPECT_NEAR(static_cast<double>(total), 2'400'000, 25);
    driver.manage();
    const int64_t first = driver.output.desired[0].quantity;
    driver.fill(0, first);
    driver.quote(10'195, 10'205);  // the anchor stays
    driver.step(at(1));
    EXPECT_NEAR(static_cast<double>(driver.output.desired[0].quantity), static_cast<double>(first) / 2, 1);
    EXPECT_EQ(driver.output.desired[0].price, 10'200);
    EXPECT_EQ(driver.output.desired[24].price, 10'800);
    driver.manage();
    driver.quote(9'690, 9'700);
    driver.step(at(2));
    EXPECT_GT(driver.output.desired[1].quantity, 0) << "not for a second yet";
    driver.step(at(3));
    EXPECT_EQ(driver.output.desired[1].quantity, 0);
    int64_t ladder = 0;
    for (int i = 0; i < 25; ++i) ladder += driver.at(Input::slot_working, i);
    EXPECT_EQ(driver.desired("stop").quantity, driver.leaves() - ladder) << "the ladder may still fill";
    driver.manage();
    driver.fill("stop", driver.at(Input::slot_working, driver.slot("stop")));
    driver.step(at(4));
    EXPECT_EQ(driver.desired("stop").quantity, driver.leaves());
    EXPECT_EQ(driver.desired("stop").price, 9'647) << "96.95 less 50 bps, up to the less aggressive";
}

TEST(Sampled, IsKeptForTheWholeRunInEveryPhase) {
    Driver driver(plan_with(R"(
        phase a { work x { peg near touch; take leaves }
                  next b when spread > 20 ticks }
        phase b { work y { at mid at order.start; take leaves } })"));
    with_market(driver).step(at(0));
    driver.quote(10'100, 10'130);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("y").price, 10'005);
}

TEST(Protect, StaysDuringAPauseOfTheEntry) {
    Driver driver(plan_with("pause when spread > 20 ticks\n" + std::string(kBracket)));
    with_market(driver, -1).set(Input::order_arrival, 20'010);
    driver.set(Input::order_limit, 10'005);
    driver.step(at(0));
    driver.manage();
    driver.fill("entry", 100);
    driver.quote(10'000, 10'030);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("entry").quantity, 0);
    EXPECT_EQ(driver.desired("profit").quantity, 100);
    EXPECT_EQ(driver.output.trace.paused, 1);
}

TEST(Phases, AChildStillOnItsWayIsOfNoPriceToAPhaseThatBeginsAnew) {
    Driver driver(plan_with(std::string(kTwoPhases)));
    with_market(driver).quote(10'000, 10'030);
    driver.step(at(0));
    driver.step(at(1));
    ASSERT_EQ(driver.desired("cross").quantity, 1000);
    driver.manage();  // and nobody answers
    int64_t now = at(2);
    for (const int64_t ask : {10'004, 10'030, 10'004, 10'030}) {
        driver.quote(10'000, ask);
        for (const int64_t after : {0, 0, 1}) {  // a stutter among them
            driver.step(now + after);
            ASSERT_EQ(driver.output.status, step::Status::ok);
            EXPECT_EQ(driver.desired("cross").quantity, 0) << "what is on its way has no price here";
        }
        now += 1'000;
    }
    driver.set(Input::slot_working, 0, driver.slot("cross"));
    driver.step(at(10));
    EXPECT_EQ(driver.desired("cross").quantity, 1000);
}

TEST(Phases, WhoseConditionsHoldAllAtOnceTakeTurnsOnceASecond) {
    Driver driver(plan_with(R"(
        phase a { work x { peg near touch; take leaves }
                  next b when spread > 1 tick }
        phase b { work y { peg near touch; take leaves }
                  next a when spread > 2 ticks })"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.output.wake, at(0) + 1);
    driver.step(at(0) + 1);
    EXPECT_EQ(driver.desired("x").quantity, 1000);
    EXPECT_EQ(driver.output.wake, at(1) + 1);
    driver.step(at(0) + 2);  // whichever steps are taken in between
    EXPECT_EQ(driver.desired("x").quantity, 1000);
    driver.step(at(1) + 1);
    EXPECT_EQ(driver.desired("y").quantity, 1000);
    EXPECT_EQ(driver.output.wake, at(1) + 2);
    driver.quote(10'000, 10'002);  // of the two only one holds now
    driver.step(at(1) + 2);
    EXPECT_EQ(driver.desired("y").quantity, 1000);
}

}  // namespace
}  // namespace weir::test
