// Windows that begin with the order, against the values written out; and what is usual at a time of day.
#include <algorithm>
#include <random>

#include "tests/lower/scene.h"

namespace weir::test {
namespace {

using step::Input;

/// A rest at a price that is the expression: the price that is wanted tells its value, in cents.
Driver& priced(Driver& driver, int64_t bid = 10'000) {
    with_market(driver);
    driver.quote(bid, bid + 10);
    return driver;
}
std::string rest_at(const std::string& price) {
    return "work w { take leaves; at " + price + " }";
}

/// A print, the money at its scale of four decimals.
void print(Driver& driver, int64_t size, int64_t cents) {
    driver.at(Input::volume) += size;
    driver.at(Input::turnover) += size * cents * 100;
    driver.at(Input::trade_count) += 1;
}

TEST(Since, TheVwapIsThatOfTheOrdersTime) {
    Driver driver(plan_with(rest_at("vwap(since order.start)")));
    priced(driver);
    print(driver, 500, 9'000);  // before the order
    driver.step(at(-2));
    EXPECT_EQ(driver.desired("w").quantity, 0);
    driver.step(at(0));
    EXPECT_EQ(driver.desired("w").quantity, 0) << "nothing has traded since";
    int64_t volume = 0, turnover = 0;
    std::mt19937 random(3);
    for (int64_t t = 1; t < 60; ++t) {
        const auto size = static_cast<int64_t>(1 + random() % 100),
                   price = static_cast<int64_t>(9'900 + random() % 100);
        print(driver, size, price);
        volume += size, turnover += size * price;
        for (int again = 0; again < 2; ++again) {
            driver.step(at(t));
            EXPECT_EQ(driver.desired("w").price, 2 * turnover / volume / 2) << t;  // rounded as every price
        }
    }
}

TEST(Since, ExtremesAndAveragesAreOfTheOrdersTime) {
    Driver high(plan_with(rest_at("highest(bid, since order.start)"))),
        low(plan_with(rest_at("lowest(bid, since order.start)"))),
        mean(plan_with(rest_at("average(bid, since order.start)")));
    std::mt19937 random(5);
    for (Driver* driver : {&high, &low, &mean}) priced(*driver, 9'000).step(at(-5));
    int64_t most = 0, least = 1'000'000, sum = 0, held = 0;
    for (int64_t t = 0; t < 50; ++t) {
        const auto bid = static_cast<int64_t>(9'900 + random() % 100);
        sum += held;
        for (Driver* driver : {&high, &low, &mean}) {
            priced(*driver, bid).step(at(t));
            driver->step(at(t));
        }
        most = std::max(most, bid), least = std::min(least, bid), held = bid;
        EXPECT_EQ(high.desired("w").price, most) << t;
        EXPECT_EQ(low.desired("w").price, least) << t;
        if (t > 0) {
            EXPECT_EQ(mean.desired("w").price, sum / t) << t;
        }
    }
}

TEST(Normal, KnowsVolumeAndVolatility) {
    Driver volume(plan_with("work w { take normal(volume) * 10 s; peg near touch }"));
    priced(volume).step(at(0));
    EXPECT_EQ(volume.desired("w").quantity, 15) << "90 in a minute";
    Driver far(plan_with(rest_at("100 * normal(volatility) better than bid")));
    priced(far).step(at(0));
    EXPECT_EQ(far.desired("w").price, 9'600) << "a hundred times 4 bps";
}

}  // namespace
}  // namespace weir::test
