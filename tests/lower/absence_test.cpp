// Absence: strong Kleene logic inside conditions, resolved at the clause by its polarity. Each table is written out.
#include "tests/lower/driver.h"

namespace weir::test {
namespace {

constexpr int64_t kBegin = 1'000'000 * kSec;

enum class Three : uint8_t { no, yes, absent };
constexpr Three kAll[] = {Three::no, Three::yes, Three::absent};

/// `last > 1 USD` and `order.decision > 1 USD` stand for a and b.
std::string with_ab(std::string condition) {
    const auto replace = [&](const std::string& from, const std::string& to) {
        for (size_t at = 0; (at = condition.find(from, at)) != std::string::npos; at += to.size())
            condition.replace(at, from.size(), to);
    };
    replace("A", "(last > 1 USD)");
    replace("B", "(order.decision > 1 USD)");
    return condition;
}

/// What a condition is, seen through a restrictive clause (absent is true) and a permissive one (absent is false).
Three evaluate(const std::string& condition, Three a, Three b) {
    Driver driver(plan_of("weir 1\nstrategy s() {\nhold when " + with_ab(condition) + "\nwork w when " +
                              with_ab(condition) + " { at 1 USD; take 1 shares }\n}\n",
                          shares()));
    const auto price = [](Three x, int64_t unit) {
        return x == Three::absent ? step::kAbsent : (x == Three::yes ? 200 : 50) * unit;
    };
    driver.set(step::Input::last_price, price(a, 1));
    driver.set(step::Input::order_decision, price(b, 2));
    driver.quote(90, 110);
    driver.order(100, kBegin, kBegin + kSec);
    driver.set(step::Input::slot_working, 1);  // what rests stays in a hold, so that the work shows its condition
    driver.step(kBegin);
    const bool permissive = driver.desired("w").quantity > 0, restrictive = driver.output.trace.held != 0;
    if (permissive) return Three::yes;
    return restrictive ? Three::absent : Three::no;
}

using Table = std::array<Three, 9>;  // by a, then b, each in the order no, yes, absent

void expect_table(const std::string& condition, const Table& table) {
    for (size_t a = 0; a < 3; ++a)
        for (size_t b = 0; b < 3; ++b)
            EXPECT_EQ(evaluate(condition, kAll[a], kAll[b]), table[3 * a + b]) << condition << " at " << a << ", " << b;
}

constexpr Three N = Three::no, Y = Three::yes, X = Three::absent;

TEST(Absence, FollowsStrongKleeneLogic) {
    expect_table("A and B", {N, N, N, N, Y, X, N, X, X});
    expect_table("A or B", {N, Y, X, Y, Y, Y, X, Y, X});
    expect_table("not A or B", {Y, Y, Y, N, Y, X, X, Y, X});
    expect_table("A else B", {N, N, N, Y, Y, Y, N, Y, X});
    expect_table("not (A and not B)", {Y, Y, Y, N, Y, X, X, Y, X});
}

TEST(Absence, OfOneOperandMakesAComparisonAbsent) {
    expect_table("last > order.decision", {N, N, X, Y, N, X, X, X, X});
    expect_table("(last else order.decision) > 1 USD", {N, N, N, Y, Y, Y, N, Y, X});
    expect_table("min(last, order.decision) > 1 USD", {N, N, X, N, Y, X, X, X, X});
}

Driver& with_market(Driver& driver) {
    driver.quote(10'000, 10'010);
    driver.order(1000, kBegin, kBegin + 100 * kSec);
    return driver;
}

TEST(Absence, OfALimitIsAChoice) {
    const std::string text =
        "weir 1\nstrategy s() {\nwork w when not (order.limit better than mid by 40 bps) { peg near touch }\n}\n";
    for (const int64_t side : {1, -1}) {
        Driver driver(plan_of(text, shares()));
        with_market(driver).set(step::Input::order_side, side);
        driver.step(kBegin);
        EXPECT_EQ(driver.desired("w").quantity, 1000) << "unlimited is not out of reach";
        driver.set(step::Input::order_limit, 10'005 - side * 41);
        driver.step(kBegin);
        EXPECT_EQ(driver.desired("w").quantity, 0);
        driver.set(step::Input::order_limit, 10'005 + side * 41);
        driver.step(kBegin);
        EXPECT_EQ(driver.desired("w").quantity, 1000);
    }
}

TEST(Absence, OfATiltsConditionTakesTheSmallerPace) {
    for (const auto& [factor, expected] : std::vector<std::pair<std::string, int64_t>>{{"1.5x", 250}, {"0.5x", 125}}) {
        Driver driver(plan_of("weir 1\nstrategy s() {\nschedule linear every 25 s\ntilt " + factor +
                                  " when last > 1 USD\nwork w { peg near touch }\n}\n",
                              shares()));
        with_market(driver);
        EXPECT_EQ(driver.step(kBegin).trace.target, expected);
        Driver known(driver.plan);
        with_market(known).set(step::Input::last_price, 50);
        EXPECT_EQ(known.step(kBegin).trace.target, 250);
    }
}

TEST(Absence, OfABoundPlacesNothing) {
    Driver driver(plan_of("weir 1\nstrategy s() {\nwork w { take due; up to 3 bps worse than last }\n}\n", shares()));
    with_market(driver).step(kBegin);
    EXPECT_EQ(driver.desired("w").quantity, 0);
    driver.set(step::Input::last_price, 10'010);
    driver.step(kBegin);
    EXPECT_EQ(driver.desired("w").quantity, 1000);
}

TEST(Absence, OfWhatRiskReadsStandsStill) {
    Driver driver(
        plan_of("weir 1\nstrategy s() {\nwork w { at 99 USD }\nrisk { price within 5% of mid }\n"
                "assume { last from 1 USD to 9_999 USD }\n}\n",
                shares()));
    with_market(driver).step(kBegin);
    EXPECT_EQ(driver.output.status, step::Status::ok);
    EXPECT_EQ(driver.desired("w").quantity, 0) << "nothing is known of `last`";
    driver.set(step::Input::last_price, 10'000);
    driver.step(kBegin);
    EXPECT_EQ(driver.desired("w").quantity, 1000);
    driver.set(step::Input::bid_price, step::kAbsent);
    driver.step(kBegin);
    EXPECT_EQ(driver.output.status, step::Status::ok);
    EXPECT_EQ(driver.desired("w").quantity, 0) << "without a mid, nobody can say how far away the price is";
}

TEST(Sustained, IsTrueAtExactlyTheEndAndWakesForIt) {
    Driver driver(
        plan_of("weir 1\nstrategy s() {\npause when last > 1 USD for 2 s\nwork w { peg near touch }\n}\n", shares()));
    with_market(driver).set(step::Input::last_price, 200);
    EXPECT_EQ(driver.step(kBegin).trace.paused, 0);
    EXPECT_EQ(driver.output.wake, kBegin + 2 * kSec);
    EXPECT_EQ(driver.step(kBegin + 2 * kSec - 1).trace.paused, 0);
    EXPECT_EQ(driver.step(kBegin + 2 * kSec).trace.paused, 1);
    driver.set(step::Input::last_price, 50);
    EXPECT_EQ(driver.step(kBegin + 3 * kSec).trace.paused, 0);
    driver.set(step::Input::last_price, step::kAbsent);
    EXPECT_EQ(driver.step(kBegin + 4 * kSec).trace.paused, 1) << "unknown pauses";
    driver.set(step::Input::last_price, 200);
    EXPECT_EQ(driver.step(kBegin + 5 * kSec).trace.paused, 0) << "and the wait begins anew";
}

}  // namespace
}  // namespace weir::test
