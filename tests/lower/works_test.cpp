// Works: prices on either side, sizes and their bounds, what stays between repricings, priority, completion.
#include <algorithm>
#include <iterator>

#include "tests/lower/scene.h"

namespace weir::test {
namespace {

using step::Bound;
using step::Input;

struct SidePrices {
    int64_t buy, sell;
};

SidePrices prices_of(const std::string& items, int64_t tick = 1) {
    SidePrices prices{};
    for (const int64_t side : {1, -1}) {
        Driver driver(plan_with("work w { " + items + " }"));
        with_market(driver, side).set(Input::tick, tick);
        driver.step(kBegin);
        (side == 1 ? prices.buy : prices.sell) = driver.desired("w").price;
    }
    return prices;
}

void expect_prices(const std::string& items, int64_t buy, int64_t sell, int64_t tick = 1) {
    const SidePrices prices = prices_of(items, tick);
    EXPECT_EQ(prices.buy, buy) << items;
    EXPECT_EQ(prices.sell, sell) << items;
}

TEST(Prices, FollowTheSideAndRoundAwayFromTheMarket) {
    expect_prices("peg near touch", 10'000, 10'010);
    expect_prices("peg mid", 10'005, 10'005);
    expect_prices("peg mid", 10'000, 10'010, 10);  // on a coarse grid: down to buy, up to sell
    expect_prices("peg far touch", 10'010, 10'000);
    expect_prices("peg near touch better by 2 ticks", 9'998, 10'012);
    expect_prices("peg near touch worse by 2 ticks", 10'002, 10'008);
    expect_prices("peg near touch - 1 tick", 9'999, 10'009);
    expect_prices("peg mid worse by 3 bps", 10'008, 10'002);  // 3.0015 away: less aggressive
    expect_prices("at 99.99 USD", 9'999, 9'999);
    expect_prices("take due; up to 10 bps worse than mid", 10'015, 9'995);
    expect_prices("take due; up to 0.20 USD worse than near touch", 10'020, 9'990);
    expect_prices("peg far touch; post only", 10'009, 10'001);
    expect_prices("peg mid worse by 50 bps; post only", 10'009, 10'001);
}

TEST(Prices, NeverPassTheOrdersLimit) {
    for (const int64_t side : {1, -1}) {
        Driver driver(plan_with("work w { take due; up to 1% worse than mid }"));
        with_market(driver, side).set(Input::order_limit, 10'005 + side * 7);
        driver.step(kBegin);
        EXPECT_EQ(driver.desired("w").price, 10'005 + side * 7);
        driver.set(Input::order_limit, 10'005 - side * 7);
        driver.step(kBegin);
        EXPECT_EQ(driver.desired("w").quantity, 0) << "there is nothing to take at the limit";
        EXPECT_EQ(driver.desired("w").bound, Bound::limit);
    }
}

TEST(Sizes, SayWhatBoundThem) {
    const auto sized = [](const std::string& clauses, int64_t quantity, Bound bound) {
        Driver driver(plan_with(clauses));
        with_market(driver).set(Input::lot, 10);
        driver.set(Input::minimum_quantity, 20);
        driver.step(kBegin);
        const step::Desired& desired = driver.output.desired[static_cast<size_t>(driver.slot("w"))];
        EXPECT_EQ(desired.quantity, quantity) << clauses;
        EXPECT_EQ(desired.bound, bound) << clauses << " " << static_cast<int64_t>(desired.bound);
    };
    sized("work w { peg near touch }", 1000, Bound::schedule);
    sized("schedule linear every 25 s\nwork w { peg near touch }", 250, Bound::schedule);
    sized("schedule linear every 25 s\nwork w { peg near touch; take leaves }", 1000, Bound::take);
    sized("work w { peg near touch; child at most 120 shares }", 120, Bound::child_most);
    sized("work w { peg near touch; child at most 12% of order }", 120, Bound::child_most);
    sized("work w { peg near touch; child at most 20_000 USD }", 190, Bound::child_most);  // at the mid, 100.05
    sized("work w { peg near touch; take 128 shares }", 120, Bound::take);
    sized("work w { peg near touch; child at most 9 shares }", 0, Bound::lot);
    sized("work w { peg near touch; child at most 15 shares }", 0, Bound::minimum);
    sized("work w { peg near touch; child at most 10_000 USD; child at least 200 shares }", 0, Bound::child_least);
    sized("work w { peg near touch; take 900 shares; child at least 200 shares }", 1000, Bound::child_least);
    sized("participate at most 10% of volume over 64 s\nwork w { peg near touch }", 0, Bound::ceiling);
    sized("pause when mid > 1 USD\nwork w { peg near touch }", 0, Bound::pause);
    sized("hold when mid > 1 USD\nwork w { peg near touch }", 0, Bound::hold);
}

TEST(Sizes, KeepAboveTheVenuesMinimumValue) {
    Driver driver(plan_with("work w { peg near touch; child at most 5 shares }"));
    with_market(driver).set(Input::minimum_value, 5'000'001);  // 5 shares at 100.00 are worth 500.0000
    driver.step(kBegin);
    EXPECT_EQ(driver.desired("w").quantity, 0);
    driver.set(Input::minimum_value, 5'000'000);
    driver.step(kBegin);
    EXPECT_EQ(driver.desired("w").quantity, 5);
}

TEST(Reprice, HoldsPriceAndShrinksWithFillsUntilItsTime) {
    Driver driver(plan_with("work w { peg near touch; child at most 100 shares; reprice every 10 s }"));
    with_market(driver).step(kBegin);
    EXPECT_EQ(driver.desired("w").quantity, 100);
    EXPECT_EQ(driver.output.wake, kBegin + 10 * kSec);
    driver.set(Input::slot_working, 100);
    driver.quote(10'004, 10'014);
    driver.step(kBegin + kSec);
    EXPECT_EQ(driver.desired("w").price, 10'000);
    driver.set(Input::order_executed, 30);
    driver.set(Input::slot_working, 70);
    driver.step(kBegin + 2 * kSec);
    EXPECT_EQ(driver.desired("w").quantity, 70);
    EXPECT_EQ(driver.desired("w").price, 10'000);
    driver.step(kBegin + 10 * kSec);
    EXPECT_EQ(driver.desired("w").quantity, 100);
    EXPECT_EQ(driver.desired("w").price, 10'004);
    driver.set(Input::order_executed, 100);  // all of it fills between the times: the next one goes at once
    driver.set(Input::slot_working, 0);
    driver.quote(10'006, 10'016);
    driver.step(kBegin + 12 * kSec);
    EXPECT_EQ(driver.desired("w").quantity, 100);
    EXPECT_EQ(driver.desired("w").price, 10'006);
}

TEST(Reprice, VariesItsTimesWithinTheirPartOfTheInterval) {
    Driver driver(plan_with("work w { peg near touch; reprice every 10 s vary 40% }"));
    with_market(driver).order(1000, kBegin, kBegin + 10'000 * kSec);
    std::vector<int64_t> offsets;
    for (int64_t now = kBegin; offsets.size() < 200;) {
        driver.step(now);
        now = driver.output.wake;
        offsets.push_back(now % (10 * kSec));
    }
    EXPECT_LT(*std::ranges::max_element(offsets), 4 * kSec);
    EXPECT_GT(*std::ranges::max_element(offsets), 3 * kSec);
    EXPECT_LT(*std::ranges::min_element(offsets), kSec);
}

TEST(Show, VariesAroundItsShareOnTheLotGrid) {
    Driver driver(plan_with("work w { peg near touch; show 20% vary 50% }"));
    with_market(driver).order(10'000, kBegin, kBegin + 100 * kSec);
    driver.set(Input::lot, 10);
    int64_t least = 10'000, most = 0, sum = 0;
    for (int i = 0; i < 400; ++i) {
        driver.set(Input::order_executed, 0);
        driver.set(Input::seed, i);
        driver.step(kBegin);
        const int64_t shown = driver.desired("w").display;
        EXPECT_EQ(shown % 10, 0);
        least = std::min(least, shown), most = std::max(most, shown), sum += shown;
    }
    EXPECT_GE(least, 1000);
    EXPECT_LE(most, 3010);
    EXPECT_LT(least, 1200);
    EXPECT_GT(most, 2800);
    EXPECT_NEAR(static_cast<double>(sum) / 400, 2000, 100);
}

TEST(Priority, GivesTheEarlierWorkItsShareOnceTheLaterHasLetGo) {
    Driver driver(
        plan_with("schedule linear every 25 s\n"
                  "work cross before rest when mid > 100 USD { take 100 shares; up to far touch }\n"
                  "work rest { peg near touch }"));
    with_market(driver).quote(9'990, 9'996);
    driver.set(Input::order_quantity, 250);
    driver.order(250, kBegin, kBegin + 25 * kSec);
    driver.step(kBegin);
    EXPECT_EQ(driver.desired("rest").quantity, 250);
    driver.set(Input::slot_working, 250, driver.slot("rest"));
    driver.quote(10'000, 10'010);
    driver.step(kBegin + kSec);
    EXPECT_EQ(driver.desired("rest").quantity, 150);
    EXPECT_EQ(driver.desired("cross").quantity, 0) << "the resting order may still fill whole";
    driver.set(Input::slot_working, 150, driver.slot("rest"));
    driver.step(kBegin + kSec);
    EXPECT_EQ(driver.desired("cross").quantity, 100);
    EXPECT_EQ(driver.desired("rest").quantity, 150);
}

TEST(Crossing, DoesNotSendAgainWhileItsChildIsOnTheWay) {
    Driver driver(plan_with("work w { take due; up to far touch; child at most 100 shares }"));
    with_market(driver).step(kBegin);
    EXPECT_EQ(driver.desired("w").quantity, 100);
    driver.set(Input::slot_working, 100);
    driver.quote(10'020, 10'030);
    driver.step(kBegin + 1);
    EXPECT_EQ(driver.desired("w").quantity, 100);
    EXPECT_EQ(driver.desired("w").price, 10'010) << "what is on the way stays as it was sent";
}

TEST(Hold, LeavesWhatRestsAndSendsNothing) {
    Driver driver(plan_with("hold when last > 1 USD\nwork w { peg near touch; child at most 100 shares }"));
    with_market(driver).set(Input::last_price, 50);
    driver.step(kBegin);
    driver.set(Input::slot_working, 60);
    driver.set(Input::last_price, 200);
    driver.quote(10'020, 10'030);
    driver.step(kBegin + kSec);
    EXPECT_EQ(driver.desired("w").quantity, 60);
    EXPECT_EQ(driver.desired("w").price, 10'000);
    driver.set(Input::slot_working, 0);
    driver.step(kBegin + 2 * kSec);
    EXPECT_EQ(driver.desired("w").quantity, 0);
}

TEST(Complete, CrossesWhatIsBehindInTheLastTenth) {
    Driver driver(
        plan_with("schedule linear every 10 s\nparticipate at most 10% of volume over 64 s\n"
                  "work w { at 50 USD; child at most 400 shares }\ncomplete must, up to 50% to complete"));
    with_market(driver);
    driver.step(kBegin - 64 * kSec);
    driver.trade(2000, 10'000);
    driver.step(kBegin - 2 * kSec);
    driver.step(kBegin + 50 * kSec);
    EXPECT_EQ(driver.output.trace.ceiling, 200);
    EXPECT_EQ(driver.desired("complete must").quantity, 0);
    driver.trade(2000, 10'000);
    driver.step(kBegin + 80 * kSec);
    EXPECT_LE(driver.output.wake, kBegin + 90 * kSec);
    driver.step(kBegin + 90 * kSec);
    EXPECT_EQ(driver.output.trace.ceiling, 1000);
    EXPECT_EQ(driver.desired("complete must").quantity, 400) << "as large as the works may be";
    EXPECT_EQ(driver.desired("complete must").price, 10'010);
    EXPECT_TRUE(driver.plan.slots[0].crossing);
}

TEST(Risk, StopsWhatTheStrategyDoesNotCap) {
    const auto status_of = [](const std::string& risk, const std::string& work) {
        Driver driver(plan_with("work w { " + work + " }\nrisk { " + risk + " }"));
        with_market(driver).step(kBegin);
        return driver.output.status;
    };
    EXPECT_EQ(status_of("child value <= 50_000 USD", "peg near touch"), step::Status::guard);
    EXPECT_EQ(status_of("child value <= 50_000 USD", "peg near touch; child at most 50_000 USD"), step::Status::ok);
    EXPECT_EQ(status_of("child quantity <= 999 shares", "peg near touch"), step::Status::guard);
    EXPECT_EQ(status_of("price within 50 bps of mid", "peg near touch worse by 1%"), step::Status::guard);
    EXPECT_EQ(status_of("price within 50 bps of mid", "peg near touch"), step::Status::ok);
    EXPECT_EQ(status_of("participation <= 10% over 64 s", "peg near touch"), step::Status::guard);
    EXPECT_EQ(status_of("participation <= 10% over 64 s", "peg near touch; child at most 1 shares"), step::Status::ok);
}

TEST(Risk, JudgesWhatIsNewAndNotWhatRests) {
    Driver driver(plan_with("work w { at 100 USD; child at most 10 shares }\nrisk { price within 50 bps of mid }"));
    with_market(driver).step(kBegin);
    EXPECT_EQ(driver.output.status, step::Status::ok);
    driver.set(Input::slot_working, 10);
    driver.quote(11'000, 11'010);
    driver.step(kBegin + kSec);
    EXPECT_EQ(driver.output.status, step::Status::ok);
    driver.set(Input::slot_working, 0);
    driver.step(kBegin + 2 * kSec);
    EXPECT_EQ(driver.output.status, step::Status::guard);
}

TEST(Assume, StopsTheStrategyWhenTheMarketIsAnother) {
    Driver driver(plan_with(
        "work w { peg near touch }\nassume { mid from 50 USD to 150 USD; order.quantity at most 1000 shares }"));
    EXPECT_EQ(with_market(driver).step(kBegin).status, step::Status::ok);
    driver.quote(20'000, 20'010);
    EXPECT_EQ(driver.step(kBegin).status, step::Status::assumption);
    EXPECT_EQ(driver.output.where, 0);
    with_market(driver).set(Input::order_quantity, 1001);
    EXPECT_EQ(driver.step(kBegin).status, step::Status::assumption);
    EXPECT_EQ(driver.output.where, 1);
}

TEST(Limits, GoToTheOrderManager) {
    const plan::Plan plan =
        plan_with("work w { peg near touch }\nrisk { messages <= 10 per 2 s; working orders <= 6 }");
    EXPECT_EQ(plan.limits.messages, 10);
    EXPECT_EQ(plan.limits.messages_per_ns, 2 * kSec);
    EXPECT_EQ(plan.limits.working_orders, 6);
    EXPECT_TRUE(plan.guards.empty());
}

TEST(Participation, LetsGoOfVolumeThatPrintsDuringAPause) {
    Driver driver(
        plan_with("participate 10% of volume over 64 s\npause when last > 200 USD\nwork w { peg near touch }"));
    with_market(driver).set(Input::last_price, 10'000);
    driver.step(kBegin);
    driver.trade(1000, 10'000);
    driver.step(kBegin + kSec);
    EXPECT_EQ(driver.step(kBegin + 2 * kSec).trace.due, 100);
    driver.trade(1, 30'000);
    driver.step(kBegin + 3 * kSec);  // paused from here
    EXPECT_EQ(driver.output.trace.paused, 1);
    driver.trade(5000, 30'000);
    driver.step(kBegin + 4 * kSec);
    driver.trade(50, 10'000);  // this print ends the pause, and still belongs to it
    driver.step(kBegin + 5 * kSec);
    driver.trade(200, 10'000);
    driver.step(kBegin + 6 * kSec);
    EXPECT_EQ(driver.step(kBegin + 7 * kSec).trace.due, 120);
}

TEST(StableIds, DoNotMoveWhenOtherLinesChange) {
    const std::string work = "work w { peg near touch; show 10% vary 20%; reprice every 15 s vary 20% }";
    const auto ids = [](const plan::Plan& plan) {
        std::vector<uint64_t> all;
        for (const plan::Node& node : plan.nodes) all.push_back(node.stable_id);
        for (const plan::Cell& cell : plan.cells) all.push_back(cell.stable_id);
        std::ranges::sort(all);
        return all;
    };
    const auto before = ids(plan_with("schedule linear\n" + work));
    const auto after =
        ids(plan_with("schedule linear\nlet calm = average(spread, 1 min) < 1 USD\nhold when not calm\n" + work));
    std::vector<uint64_t> lost;
    std::ranges::set_difference(before, after, std::back_inserter(lost));
    EXPECT_LT(lost.size(), before.size() / 2) << "only what depends on the new clause may move";
    EXPECT_EQ(std::ranges::adjacent_find(before), before.end()) << "ids are unique";
    const auto cells = [](const plan::Plan& plan) {
        std::vector<uint64_t> all;
        for (const plan::Cell& cell : plan.cells) all.push_back(cell.stable_id);
        return all;
    };
    EXPECT_EQ(cells(plan_with("schedule linear\n" + work)),
              cells(plan_with("\n// a comment\n" + work + "\nschedule linear")));
}

TEST(Works, APriceBeyondAnAmendedLimitDoesNotStay) {
    const auto gives_way = [](const std::string& clauses) {
        SCOPED_TRACE(clauses);
        Driver driver(plan_with(clauses));
        with_market(driver);
        driver.set(Input::order_limit, 10'020);
        driver.set(Input::last_price, 50);
        driver.step(at(0));
        const int64_t price = driver.output.desired[0].price;
        ASSERT_GT(driver.output.desired[0].quantity, 0);
        driver.manage();
        driver.set(Input::last_price, 200);  // the hold begins
        driver.set(Input::order_limit, price - 5);
        for (const int64_t now : {at(1), at(1), at(2)}) {  // a stutter among them
            driver.step(now);
            EXPECT_EQ(driver.output.status, step::Status::ok);
            EXPECT_EQ(driver.output.desired[0].quantity, 0) << "it goes before another comes";
        }
        driver.set(Input::last_price, 50);
        driver.set(Input::slot_working, 0, 0);
        driver.quote(price - 10, price - 5);
        driver.step(at(3));
        EXPECT_GT(driver.output.desired[0].quantity, 0);
        EXPECT_LE(driver.output.desired[0].price, price - 5);
    };
    gives_way("work w { peg near touch; take leaves; reprice every 10 min }");
    gives_way("work w { take leaves; up to far touch }");
    gives_way("hold when last > 1 USD\nwork w { peg near touch; take leaves }");
}

}  // namespace
}  // namespace weir::test
