// Curves, values kept from the start, extremes seen, and edges: against their definition, worked out beside the plan.
#include <algorithm>
#include <optional>
#include <random>

#include "tests/lower/driver.h"

namespace weir::test {
namespace {

constexpr int64_t kBegin = 1'000'000 * kSec;

std::string script(const std::string& clauses) {
    return "weir 1\nstrategy s() {\n" + clauses + "\n}\n";
}

/// The limit price of a child says what an expression is: prices of the driver are whole units, two half units each.
class Price {
  public:
    explicit Price(const std::string& expression, int64_t side = 1)
        : driver_(plan_of(script("work w { at " + expression + "; take 1 shares }"), shares())) {
        driver_.order(100, kBegin, kBegin + 1000 * kSec, side);
    }
    /// Nothing: the price is absent.
    std::optional<int64_t> at(int64_t now, int64_t bid, int64_t ask, int64_t last = step::kAbsent) {
        driver_.quote(bid, ask);
        driver_.set(step::Input::last_price, last);
        driver_.step(now);
        EXPECT_EQ(driver_.output.status, step::Status::ok);
        const step::Desired& wanted = driver_.desired("w");
        if (wanted.quantity == 0) return std::nullopt;
        return wanted.price;
    }

  private:
    Driver driver_;
};

TEST(Curve, IsLinearBetweenItsPointsAndLevelOutside) {
    // Prices against the spread: 100.00 at 2 ticks, 110.00 at 12 ticks, 90.00 at 32 ticks.
    Price price("curve(spread: 2 ticks -> 10_000 ticks, 12 ticks -> 11_000 ticks, 32 ticks -> 9_000 ticks)");
    for (int64_t spread = 0; spread <= 40; ++spread) {
        const double x = static_cast<double>(std::clamp<int64_t>(spread, 2, 32));
        const double y = x <= 12 ? 10'000 + (x - 2) * 100 : 11'000 - (x - 12) * 100;
        EXPECT_EQ(price.at(kBegin + spread * kSec, 20'000, 20'000 + spread), static_cast<int64_t>(y)) << spread;
    }
    EXPECT_FALSE(price.at(kBegin + 50 * kSec, step::kAbsent, 20'000)) << "absent where its input is";
}

TEST(Curve, OfARatioMovesThePace) {
    const std::string text = script(
        "participate curve(gain(mid, arrival): -20 bps -> 3%, 0 bps -> 10%, 20 bps -> 20%) of volume over 64 s\n"
        "work w { peg near touch }");
    for (const int64_t side : {1, -1}) {
        for (const auto& [mid, share] :
             {std::pair<int64_t, int64_t>{10'000, 100}, {9'980, 200}, {10'020, 30}, {9'990, 150}, {9'900, 200}}) {
            Driver driver(plan_of(text, shares()));
            driver.order(10'000, kBegin, kBegin + 1000 * kSec, side);
            driver.set(step::Input::order_arrival, 20'000);
            const int64_t quoted = side > 0 ? mid : 20'000 - mid;
            driver.quote(quoted - 1, quoted + 1);
            driver.step(kBegin);
            driver.trade(1000, quoted);
            driver.step(kBegin + kSec);
            driver.step(kBegin + 3 * kSec);
            EXPECT_EQ(driver.output.trace.due, share) << "at " << quoted << ", side " << side;
        }
    }
}

TEST(AtStart, KeepsTheFirstValueFromTheStartOn) {
    Price price("mid at order.start - 0 ticks");
    EXPECT_FALSE(price.at(kBegin - kSec, 100, 102)) << "not before the start";
    EXPECT_FALSE(price.at(kBegin, step::kAbsent, 102)) << "nothing to keep yet";
    EXPECT_EQ(price.at(kBegin + kSec, 104, 106), 105);
    EXPECT_EQ(price.at(kBegin + 2 * kSec, 200, 202), 105);
    EXPECT_EQ(price.at(kBegin + 3 * kSec, step::kAbsent, step::kAbsent), 105);
}

TEST(Seen, IsTheExtremeForTheSideOfTheOrder) {
    std::mt19937_64 random(7);
    for (const int64_t side : {1, -1}) {
        Price best("best seen(last)", side), worst("worst seen(last)", side);
        std::optional<int64_t> low, high;
        for (int i = 0; i < 300; ++i) {
            const int64_t last = random() % 5 == 0 ? step::kAbsent : 10'000 + static_cast<int64_t>(random() % 200);
            if (last != step::kAbsent) {
                low = std::min(low.value_or(last), last);
                high = std::max(high.value_or(last), last);
            }
            const int64_t now = kBegin + i * kSec;
            EXPECT_EQ(best.at(now, 1, 2, last), side > 0 ? low : high);
            EXPECT_EQ(worst.at(now, 1, 2, last), side > 0 ? high : low);
        }
    }
}

TEST(Became, IsTrueAtTheMomentAlone) {
    Driver driver(plan_of(script("pause when became(mid > 100 USD)\nwork w { peg near touch }"), shares()));
    driver.order(100, kBegin, kBegin + 1000 * kSec);
    const auto paused = [&](int64_t now, int64_t mid) {
        if (mid == step::kAbsent)
            driver.quote(step::kAbsent, step::kAbsent);
        else
            driver.quote(mid, mid);
        driver.step(now);
        return driver.output.trace.paused == 1;
    };
    EXPECT_FALSE(paused(kBegin, 20'000)) << "there was nothing before: not an edge";
    EXPECT_FALSE(paused(kBegin + 1, 9'000));
    EXPECT_TRUE(paused(kBegin + 2, 11'000));
    EXPECT_EQ(driver.output.wake, kBegin + 3) << "the moment passes without an event";
    EXPECT_TRUE(paused(kBegin + 2, 12'000)) << "still that moment";
    EXPECT_FALSE(paused(kBegin + 3, 12'000));
    EXPECT_TRUE(paused(kBegin + 4, step::kAbsent)) << "a pause takes the unknown as true";
    EXPECT_FALSE(paused(kBegin + 5, 12'000)) << "from absent to true is no edge";
}

}  // namespace
}  // namespace weir::test
