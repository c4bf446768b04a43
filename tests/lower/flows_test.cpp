// Conditional flows: phases, `one of`, `protect`, and when a strategy is done.
#include "tests/lower/driver.h"

namespace weir::test {
namespace {

using step::Bound;
using step::Input;

constexpr int64_t kBegin = 1'000'000 * kSec;

plan::Plan plan_with(const std::string& clauses) {
    return plan_of("weir 1\nstrategy s() {\n" + clauses + "\n}\n", shares());
}

/// An order of 1000 over 100 s; the market is 100.00 to 100.10.
Driver& with_market(Driver& driver, int64_t side = 1) {
    driver.quote(10'000, 10'010);
    driver.order(1000, kBegin, kBegin + 100 * kSec, side);
    return driver;
}

/// Seconds after the begin.
int64_t at(int64_t seconds) {
    return kBegin + seconds * kSec;
}

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

}  // namespace
}  // namespace weir::test
