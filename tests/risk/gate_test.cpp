#include "runtime/risk/gate.h"

#include <gtest/gtest.h>

#include <deque>
#include <limits>
#include <random>

namespace weir::risk {
namespace {

constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();

/// Price in cents, quantity in hundredths, money in 10^-4: no rounding between them.
Instrument instrument() {
    Instrument result;
    result.price_decimals = 2;
    result.quantity_decimals = 2;
    result.money_decimals = 4;
    result.tick = Price{5};
    result.lot = Quantity{10};
    result.minimum_quantity = Quantity{20};
    return result;
}

MarketView market(int64_t bid, int64_t ask) {
    MarketView result;
    result.bid_price = bid;
    result.ask_price = ask;
    return result;
}

OrderCommand order(Side side, int64_t price, int64_t quantity) {
    return {.kind = CommandKind::place,
            .side = side,
            .child = 1,
            .price = Price{price},
            .quantity = Quantity{quantity},
            .display = Quantity{quantity}};
}

OrderCommand cancel() {
    OrderCommand command = order(Side::buy, 10'000, 20);
    command.kind = CommandKind::cancel;
    return command;
}

Rule check(const Limits& limits, const OrderCommand& command, const MarketView& view = market(9'995, 10'005)) {
    return Gate(limits, instrument()).check(command, view, Time{0});
}

TEST(Gate, CollarIsInclusiveAndOneSided) {
    const Limits limits{.collar_bps = 100};  // of a mid of 100.00: one unit
    EXPECT_EQ(check(limits, order(Side::buy, 10'100, 20)), Rule::none);
    EXPECT_EQ(check(limits, order(Side::buy, 10'105, 20)), Rule::price_collar);
    EXPECT_EQ(check(limits, order(Side::buy, 5, 20)), Rule::none);
    EXPECT_EQ(check(limits, order(Side::sell, 9'900, 20)), Rule::none);
    EXPECT_EQ(check(limits, order(Side::sell, 9'895, 20)), Rule::price_collar);
    EXPECT_EQ(check(limits, order(Side::sell, 1'000'000, 20)), Rule::none);
}

TEST(Gate, CollarKnowsHalfTicks) {
    const Limits limits{.collar_bps = 10};  // of a mid of 100.025: 0.100025
    EXPECT_EQ(check(limits, order(Side::buy, 10'010, 20), market(10'000, 10'005)), Rule::none);
    EXPECT_EQ(check(limits, order(Side::buy, 10'015, 20), market(10'000, 10'005)), Rule::price_collar);
}

TEST(Gate, FailsClosedWithoutAReference) {
    const Limits limits;
    EXPECT_EQ(check(limits, order(Side::buy, 10'000, 20), MarketView{}), Rule::no_reference);
    EXPECT_EQ(check(limits, order(Side::buy, 10'000, 20), market(9'995, step::kAbsent)), Rule::no_reference);
    EXPECT_EQ(check(limits, order(Side::sell, 10'000, 20), market(step::kAbsent, 10'005)), Rule::no_reference);
    EXPECT_EQ(check(limits, cancel(), MarketView{}), Rule::none);
    EXPECT_EQ(check(Limits{.collar_bps = 0}, order(Side::buy, 10'000, 20), MarketView{}), Rule::none);
}

TEST(Gate, QuantityAndValueAreInclusive) {
    const Limits quantity{.order_quantity_max = Quantity{100}};
    EXPECT_EQ(check(quantity, order(Side::buy, 10'000, 100)), Rule::none);
    EXPECT_EQ(check(quantity, order(Side::buy, 10'000, 110)), Rule::order_quantity);

    const Limits value{.order_value_max = 1'000'000};  // 100.00 money: one unit at 100.00
    EXPECT_EQ(check(value, order(Side::buy, 10'000, 100)), Rule::none);
    EXPECT_EQ(check(value, order(Side::buy, 10'005, 100)), Rule::order_value);
}

TEST(Gate, ValueIsExactBeyond64Bits) {
    Instrument wide = instrument();
    wide.tick = Price{1};
    wide.lot = wide.minimum_quantity = Quantity{1};
    for (int money_decimals : {0, 4, 18}) {
        wide.money_decimals = money_decimals;
        Gate gate({.collar_bps = 0, .order_value_max = kHighest}, wide);
        EXPECT_EQ(gate.check(order(Side::buy, kHighest, kHighest), {}, Time{0}), Rule::order_value);
        EXPECT_EQ(gate.check(order(Side::buy, 1, 1), {}, Time{0}), Rule::none);
    }
    wide.money_decimals = 4;
    const int64_t root = 3'037'000'499;  // the largest whose square fits
    Gate gate({.collar_bps = 0, .order_value_max = root * root}, wide);
    EXPECT_EQ(gate.check(order(Side::buy, root, root), {}, Time{0}), Rule::none);
    EXPECT_EQ(gate.check(order(Side::buy, root + 1, root), {}, Time{0}), Rule::order_value);
}

TEST(Gate, GridsAndMinimums) {
    const Limits limits{.collar_bps = 0};
    EXPECT_EQ(check(limits, order(Side::buy, 10'003, 20)), Rule::tick);
    EXPECT_EQ(check(limits, order(Side::buy, 0, 20)), Rule::tick);
    EXPECT_EQ(check(limits, order(Side::buy, -5, 20)), Rule::tick);
    EXPECT_EQ(check(limits, order(Side::buy, 10'000, 25)), Rule::lot);
    EXPECT_EQ(check(limits, order(Side::buy, 10'000, 10)), Rule::minimum_quantity);
    EXPECT_EQ(check(limits, order(Side::buy, 10'000, 0)), Rule::minimum_quantity);
    OrderCommand iceberg = order(Side::buy, 10'000, 100);
    iceberg.display = Quantity{15};
    EXPECT_EQ(check(limits, iceberg), Rule::lot);

    Instrument with_value = instrument();
    with_value.minimum_value = 1'000'000;
    EXPECT_EQ(Gate(limits, with_value).check(order(Side::buy, 10'000, 100), {}, Time{0}), Rule::none);
    EXPECT_EQ(Gate(limits, with_value).check(order(Side::buy, 9'995, 100), {}, Time{0}), Rule::minimum_value);
}

TEST(Gate, CancelsHaveAReserve) {
    Gate gate({.collar_bps = 0, .messages_max = 2, .cancels_reserve = 1, .messages_per = Duration{10}}, instrument());
    const OrderCommand place = order(Side::buy, 10'000, 20);
    EXPECT_EQ(gate.check(place, {}, Time{0}), Rule::none);
    EXPECT_EQ(gate.check(place, {}, Time{1}), Rule::none);
    EXPECT_EQ(gate.check(place, {}, Time{2}), Rule::message_rate);
    EXPECT_EQ(gate.check(cancel(), {}, Time{2}), Rule::none);
    EXPECT_EQ(gate.check(cancel(), {}, Time{3}), Rule::message_rate);
    EXPECT_EQ(gate.check(place, {}, Time{10}), Rule::message_rate);  // the reserve's message still counts
    EXPECT_EQ(gate.check(cancel(), {}, Time{10}), Rule::none);
    EXPECT_EQ(gate.check(place, {}, Time{12}), Rule::none);
}

TEST(Gate, RefusedCommandsAreNotCounted) {
    Gate gate({.messages_max = 1, .cancels_reserve = 0, .messages_per = Duration{10}}, instrument());
    EXPECT_EQ(gate.check(order(Side::buy, 10'003, 20), market(9'995, 10'005), Time{0}), Rule::tick);
    EXPECT_EQ(gate.check(order(Side::buy, 10'000, 20), market(9'995, 10'005), Time{0}), Rule::none);
}

TEST(Gate, RateAgreesWithAListOfAllTimes) {
    std::mt19937_64 random(19);
    for (int run = 0; run < 200; ++run) {
        const Limits limits{.collar_bps = 0,
                            .messages_max = 1 + static_cast<int64_t>(random() % 4),
                            .cancels_reserve = static_cast<int64_t>(random() % 3),
                            .messages_per = Duration{1 + static_cast<int64_t>(random() % 9)}};
        Gate gate(limits, instrument());
        std::deque<int64_t> passed;
        int64_t now = static_cast<int64_t>(random() % 100) - 50;
        for (int i = 0; i < 200; ++i) {
            now += static_cast<int64_t>(random() % 4);
            const bool place = random() % 2 == 0;
            std::erase_if(passed, [&](int64_t time) { return time <= now - limits.messages_per.value; });
            const int64_t most = limits.messages_max + (place ? 0 : limits.cancels_reserve);
            const bool expected = static_cast<int64_t>(passed.size()) < most;
            const Rule rule = gate.check(place ? order(Side::buy, 10'000, 20) : cancel(), {}, Time{now});
            ASSERT_EQ(rule == Rule::none, expected) << "run " << run << " message " << i;
            if (expected) passed.push_back(now);
        }
    }
}

TEST(Gate, EveryRuleHasAName) {
    for (int i = 0; i <= static_cast<int>(Rule::no_reference); ++i) EXPECT_FALSE(name_of(static_cast<Rule>(i)).empty());
    EXPECT_EQ(name_of(Rule::no_reference), "no_reference");
}

}  // namespace
}  // namespace weir::risk
