// What children can be beyond a price and a size: ladders, icebergs, would-prices, auctions, limits, times.
#include "tests/lower/scene.h"

namespace weir::test {
namespace {

using step::Bound;
using step::Input;

std::vector<int64_t> quantities(const Driver& driver) {
    std::vector<int64_t> out;
    for (int i = 0; i < driver.plan.layout.slots; ++i)
        out.push_back(driver.output.desired[static_cast<size_t>(i)].quantity);
    return out;
}
std::vector<int64_t> prices(const Driver& driver) {
    std::vector<int64_t> out;
    for (int i = 0; i < driver.plan.layout.slots; ++i)
        out.push_back(driver.output.desired[static_cast<size_t>(i)].price);
    return out;
}
using Numbers = std::vector<int64_t>;

// ---------------------------------------------------------------------------------------------------- ladders

TEST(Ladder, SpreadsPricesEvenlyAwayFromTheMarket) {
    for (const int64_t side : {1, -1}) {
        Driver driver(plan_with("work l { 5 levels from 1% to 3% better than 100 USD; take leaves }"));
        with_market(driver, side).step(at(0));
        EXPECT_EQ(quantities(driver), (Numbers{200, 200, 200, 200, 200}));
        EXPECT_EQ(prices(driver), side == 1 ? (Numbers{9'900, 9'850, 9'800, 9'750, 9'700})
                                            : (Numbers{10'100, 10'150, 10'200, 10'250, 10'300}));
    }
    Driver ticks(plan_with("work l { 3 levels from 1 tick to 4 ticks worse than near touch }"));
    with_market(ticks).step(at(0));
    EXPECT_EQ(prices(ticks), (Numbers{10'001, 10'002, 10'004})) << "2.5 ticks: the less aggressive";
}

TEST(Ladder, SharesAreExactForAnyNumberOfLevelsSkewAndLot) {
    for (const int levels : {1, 2, 3, 7, 25}) {
        for (const int64_t lot : {1, 10, 7}) {
            Driver driver(plan_with("work l { " + std::to_string(levels) +
                                    " levels from 1% to 3% better than 100 USD; size 1x to 2x }"));
            with_market(driver).set(Input::lot, lot);
            driver.step(at(0));
            int64_t total = 0, before = 0;
            for (int i = 0; i < levels; ++i) {
                const int64_t quantity = driver.output.desired[static_cast<size_t>(i)].quantity;
                // The size of level i is 1 + i / (N - 1); sums of shares are rounded down to the lot.
                const double share =
                    levels == 1 ? 1.0 : (i + 1.0 + 0.5 * i * (i + 1.0) / (levels - 1)) / (1.5 * levels);
                const auto sum = static_cast<int64_t>(1000 * share / static_cast<double>(lot) + 1e-9) * lot;
                EXPECT_EQ(quantity, sum - before) << levels << " levels, lot " << lot << ", level " << i;
                before = sum;
                total += quantity;
            }
            EXPECT_EQ(total, 1000 / lot * lot);
        }
    }
}

TEST(Ladder, KeepsItsLevelsWhileTheyFill) {
    Driver driver(plan_with("work l { 4 levels from 1% to 4% better than 100 USD; take leaves }"));
    with_market(driver).step(at(0));
    driver.manage();
    driver.fill(0, 250);
    driver.fill(1, 30);
    driver.step(at(1));
    EXPECT_EQ(quantities(driver), (Numbers{0, 220, 250, 250}));
}

TEST(Ladder, RefillsALevelThatHasFilledInsideTheOrder) {
    Driver driver(plan_with("work l { 2 levels from 1% to 2% better than 100 USD; refill 50% 2 times }"));
    with_market(driver).order(1200, at(0), at(100));
    driver.step(at(0));
    EXPECT_EQ(quantities(driver), (Numbers{300, 300}));  // 600 each: 300, and 150 twice
    driver.manage();
    driver.fill(0, 299);
    driver.step(at(1));
    EXPECT_EQ(quantities(driver), (Numbers{1, 300}));
    driver.fill(0, 1);
    driver.step(at(2));
    EXPECT_EQ(quantities(driver), (Numbers{150, 300}));
    driver.manage();
    driver.fill(0, 150);
    driver.step(at(3));
    EXPECT_EQ(quantities(driver), (Numbers{150, 300}));
    driver.manage();
    driver.fill(0, 150);
    driver.step(at(4));
    EXPECT_EQ(quantities(driver), (Numbers{0, 300}));
}

TEST(Ladder, MayHaveAParameterForItsNumberOfLevels) {
    Driver driver(plan_with("work l { levels_wanted levels from 1% to 2% better than 100 USD }",
                            "levels_wanted : count = 2 from 1 to 4"));
    EXPECT_EQ(driver.plan.layout.slots, 4);
    with_market(driver).step(at(0));
    EXPECT_EQ(quantities(driver), (Numbers{500, 500, 0, 0}));
    driver.set_parameter("levels_wanted", 4);
    driver.step(at(1));
    EXPECT_EQ(quantities(driver), (Numbers{250, 250, 250, 250}));
    driver.set_parameter("levels_wanted", 1);
    driver.step(at(2));
    EXPECT_EQ(quantities(driver), (Numbers{1000, 0, 0, 0}));
}

// ---------------------------------------------------------------------------------------------------- icebergs

TEST(Iceberg, NativeShowsAPartOfTheWhole) {
    Driver driver(plan_with("work w { peg near touch; show 100 shares native }"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("w").quantity, 1000);
    EXPECT_EQ(driver.desired("w").display, 100);
}

TEST(Iceberg, SyntheticSendsOnePartAfterTheOther) {
    Driver driver(plan_with("work w { peg near touch; show 100 shares synthetic; reload after 2 s }"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("w").quantity, 100);
    EXPECT_EQ(driver.desired("w").display, 100);
    driver.manage();
    driver.fill("w", 40);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("w").quantity, 60);
    driver.fill("w", 60);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("w").quantity, 0);
    EXPECT_EQ(driver.desired("w").bound, Bound::reload);
    EXPECT_EQ(driver.output.wake, at(4));
    driver.step(at(3));  // a step in between changes nothing
    EXPECT_EQ(driver.desired("w").quantity, 0);
    driver.step(at(4));
    EXPECT_EQ(driver.desired("w").quantity, 100);
}

TEST(Iceberg, DrawsSizesAndTimesFromTheSeed) {
    const auto walk = [](int64_t seed) {
        Driver driver(
            plan_with("work w { peg near touch; show 100 shares synthetic vary 50%; "
                      "reload after 1 s to 3 s random }"));
        with_market(driver).set(Input::seed, seed);
        Numbers out;
        int64_t now = at(0);
        while (driver.leaves() > 0) {
            driver.step(now);
            const int64_t part = driver.desired("w").quantity;
            if (driver.leaves() >= 150) EXPECT_TRUE(part >= 50 && part <= 150) << part;
            out.push_back(part);
            driver.manage();
            driver.fill("w", part);
            driver.step(now);
            if (driver.leaves() == 0) break;
            EXPECT_EQ(driver.desired("w").quantity, 0);
            EXPECT_GE(driver.output.wake, now + kSec);
            EXPECT_LE(driver.output.wake, now + 3 * kSec);
            now = driver.output.wake;
        }
        return out;
    };
    EXPECT_EQ(walk(7), walk(7));
    EXPECT_NE(walk(7), walk(8));
}

// ---------------------------------------------------------------------------------------------------- would

/// An order of 1024 over 64 s, in slices of 8 s: shares of the schedule are exact.
constexpr std::string_view kSliced = "schedule linear every 8 s\n";
Driver& with_slices(Driver& driver) {
    with_market(driver).order(1024, kBegin, kBegin + 64 * kSec);
    return driver;
}

TEST(Would, TakesWhatStandsAtItsPriceAheadOfTheSchedule) {
    Driver driver(plan_with(std::string(kSliced) + R"(
        would up to 25% of order ahead at 99.95 USD { child at least 20 shares }
        work rest { peg near touch })"));
    with_slices(driver).step(at(0));
    EXPECT_EQ(driver.desired("would take").quantity, 0);
    EXPECT_EQ(driver.desired("rest").quantity, 128);
    driver.manage();
    driver.quote(9'985, 9'990);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("rest").quantity, 0);
    EXPECT_EQ(driver.desired("would take").price, 9'995);
    driver.manage();
    driver.step(at(1));
    EXPECT_EQ(driver.desired("would take").quantity, 384) << "the target of 128, and 256 ahead of it";
    driver.manage();
    driver.fill("would take", 384);
    driver.step(at(2));
    EXPECT_EQ(driver.desired("would take").quantity, 0);
    EXPECT_EQ(driver.desired("rest").quantity, 0) << "ahead of the schedule";
}

// ---------------------------------------------------------------------------------------------------- auctions

TEST(Auction, HasItsShareKeptUntilItIsOverOrSkipped) {
    Driver driver(plan_with(std::string(kSliced) + R"(
        at close { take 100 shares; at 101 USD }
        work rest { peg near touch })"));
    with_slices(driver).set(Input::close_cutoff, at(60));
    driver.set(Input::session_close, at(63));
    EXPECT_EQ(driver.plan.slots[0].auction, step::Auction::close);
    driver.step(at(0));
    EXPECT_EQ(driver.desired("at close").quantity, 100);
    EXPECT_EQ(driver.desired("at close").price, 10'100);
    EXPECT_EQ(driver.desired("rest").quantity, 128) << "what is due stays due";
    driver.manage();
    driver.fill("rest", 128);
    driver.set(Input::order_executed, 874);
    driver.step(at(57));
    EXPECT_EQ(driver.desired("rest").quantity, 50) << "150 are left, and 100 of them are kept";
    EXPECT_EQ(driver.desired("rest").bound, Bound::auction);
    driver.step(at(61));
    EXPECT_EQ(driver.desired("at close").quantity, 100) << "past the cut-off it stays";
    driver.set(Input::slot_working, 0, driver.slot("at close"));  // it is over, and took nothing
    driver.step(at(62));
    EXPECT_EQ(driver.desired("at close").quantity, 0);
    EXPECT_EQ(driver.desired("rest").quantity, 150);
}

TEST(Auction, IsNotBoundByTheCeilingOfWhatTradesContinuously) {
    for (const bool counts : {false, true}) {
        Driver driver(plan_with(std::string("participate at most 10% of volume") +
                                (counts ? " including auctions" : "") +
                                " over 64 s\nat close { take 100 shares; at 101 USD }\n"
                                "work rest { peg near touch; take leaves }"));
        with_market(driver).set(Input::close_cutoff, at(60));
        driver.set(Input::session_close, at(65));
        driver.step(at(0));
        driver.set(Input::volume, 300);
        driver.step(at(1));
        driver.step(at(3));
        EXPECT_EQ(driver.desired("at close").quantity, counts ? 30 : 100) << counts;
        EXPECT_EQ(driver.desired("rest").quantity, counts ? 0 : 30) << "a tenth of 300, beside what is kept";
        driver.manage();
        driver.fill("at close", 20);
        driver.step(at(4));
        EXPECT_EQ(driver.output.trace.ceiling, counts ? 10 : 30) << "what fills in an auction is no continuous volume";
    }
}

TEST(Auction, KeepsItsShareWhileItCannotBeSent) {
    Driver driver(
        plan_with("at close when spread < 5 ticks { take 10% of order; at 101 USD }\n"
                  "work rest { peg near touch; take leaves }"));
    with_market(driver).set(Input::close_cutoff, at(60));
    driver.set(Input::session_close, at(65));
    driver.step(at(0));
    EXPECT_EQ(driver.desired("at close").quantity, 0) << "the spread is ten ticks";
    EXPECT_EQ(driver.desired("rest").quantity, 900);
    driver.step(at(60));
    EXPECT_EQ(driver.desired("rest").quantity, 1000) << "past the cut-off there is nothing to keep it for";
}

TEST(Auction, IsOfTheDaysOfTheOrderTogether) {
    Driver driver(plan_with("at close { take 100 shares; at 101 USD }"));
    with_market(driver).set(Input::close_cutoff, at(20));
    driver.set(Input::session_close, at(25));
    driver.step(at(0));
    driver.manage();
    driver.fill("at close", 60);
    driver.set(Input::slot_working, 0, driver.slot("at close"));
    driver.set(Input::session_open, at(30));  // the next day
    driver.set(Input::close_cutoff, at(70));
    driver.set(Input::session_close, at(75));
    driver.step(at(31));
    EXPECT_EQ(driver.desired("at close").quantity, 40);
}

TEST(Auction, ThatTheOrderDoesNotSeeKeepsNothing) {
    Driver driver(plan_with("at close { take 100 shares; at 101 USD }\nwork rest { peg near touch; take leaves }"));
    with_market(driver).set(Input::close_cutoff, at(60));
    driver.set(Input::session_close, at(100));  // when the order ends
    driver.step(at(0));
    EXPECT_EQ(driver.desired("at close").quantity, 0);
    EXPECT_EQ(driver.desired("rest").quantity, 1000);
}

TEST(Auction, CountsForRiskWhenItsLineSaysSo) {
    for (const bool counts : {false, true}) {
        Driver driver(plan_with("at close { take 100 shares; at 101 USD }\nrisk { participation <= 10%" +
                                std::string(counts ? " including auctions" : "") + " over 64 s }"));
        with_market(driver).set(Input::close_cutoff, at(60));
        driver.set(Input::session_close, at(65));
        EXPECT_EQ(driver.step(at(0)).status, counts ? step::Status::guard : step::Status::ok);
    }
}

TEST(Auction, ThatIsSkippedKeepsNothing) {
    Driver driver(plan_with("at close { take 10% of order }\nwork rest { peg near touch; take leaves }"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("at close").quantity, 0);
    EXPECT_EQ(driver.desired("rest").quantity, 1000);
}

// ---------------------------------------------------------------------------------------------------- bounds

TEST(Limit, BoundsWhatAWorkPays) {
    for (const int64_t side : {1, -1}) {
        Driver driver(plan_with("work w { peg near touch; limit 100.05 USD }"));
        with_market(driver, side).quote(10'004, 10'006);
        driver.step(at(0));
        EXPECT_EQ(driver.desired("w").price, side == 1 ? 10'004 : 10'006);
        driver.quote(side == 1 ? 10'020 : 9'980, side == 1 ? 10'030 : 9'990);
        driver.step(at(1));
        EXPECT_EQ(driver.desired("w").price, 10'005);
    }
    Driver fees(plan_with("work w { take leaves; up to 1% worse than mid; limit 100.10 USD all_in }"));
    with_market(fees).set(Input::taker_fee, 1'000'000);  // 10 bps
    fees.quote(9'990, 9'995);
    fees.step(at(0));
    EXPECT_EQ(fees.desired("w").price, 10'000) << "100.00 and 10 bps are 100.10";
}

TEST(Deadline, GivesUpWhatIsNotDone) {
    Driver driver(plan_with("work w { peg near touch; deadline 20 s }"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("w").quantity, 1000);
    EXPECT_EQ(driver.output.wake, at(20));
    driver.step(at(20));
    EXPECT_EQ(driver.desired("w").quantity, 0);
    EXPECT_EQ(driver.desired("w").bound, Bound::deadline);
}

TEST(Minimum, IsStatedWithTheChild) {
    Driver driver(plan_with("work w { peg mid; minimum 300 shares }"));
    with_market(driver).step(at(0));
    EXPECT_EQ(driver.desired("w").minimum, 300);
    driver.set(Input::order_executed, 900);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("w").minimum, 100) << "no more than the child";
}

TEST(TimeInForce, FillOrKillGoesWhereTheWholeIsShown) {
    Driver driver(plan_with("work w { take 200 shares; up to far touch; time in force fok }"));
    with_market(driver).set(Input::ask_quantity, 199);
    driver.step(at(0));
    EXPECT_EQ(driver.desired("w").quantity, 0);
    driver.set(Input::ask_quantity, 200);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("w").quantity, 200);
    EXPECT_EQ(driver.desired("w").minimum, 200);
    EXPECT_EQ(driver.desired("w").crossing, 1);
}

}  // namespace
}  // namespace weir::test
