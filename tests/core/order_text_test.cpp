#include "runtime/core/order_text.h"

#include <gtest/gtest.h>

#include "runtime/core/time.h"

namespace weir {
namespace {

Instrument shares() {
    Instrument instrument;
    instrument.symbol = "GOOG";
    instrument.base = "shares";
    instrument.currency = "USD";
    instrument.time_zone = "America/New_York";
    instrument.lot = {100};
    instrument.minimum_quantity = {100};
    return instrument;
}

Time at(std::string_view text) {
    const auto time = parse_time(text);
    EXPECT_TRUE(time) << time.error;
    return time.value;
}

const Span kDay{at("2012-06-21T13:30:00Z"), at("2012-06-21T20:00:00Z")};
const Span kOverMidnight{at("2024-08-08T23:54:14Z"), at("2024-08-09T00:05:04Z")};

TEST(OrderText, ReadsSideQuantityAndWindow) {
    const auto order = parse_order("sell 2_000 shares from 09:30 to 11:00", shares(), kDay);
    ASSERT_TRUE(order) << order.error;
    EXPECT_EQ(order.value.side, Side::sell);
    EXPECT_EQ(order.value.quantity.value, 2000);
    EXPECT_EQ(order.value.start, at("2012-06-21T09:30:00-04:00"));
    EXPECT_EQ(order.value.end, at("2012-06-21T11:00:00-04:00"));
    EXPECT_EQ(order.value.limit, step::kAbsent);
}

TEST(OrderText, ReadsLimitAndDecision) {
    const auto order = parse_order("buy 100 from 09:30 to 11:00 limit 570.25 USD decision 569.5", shares(), kDay);
    ASSERT_TRUE(order) << order.error;
    EXPECT_EQ(order.value.limit, 57025);
    EXPECT_EQ(order.value.decision, 113900);
}

TEST(OrderText, TakesZonesAndDates) {
    const auto zoned = parse_order("buy 100 from 10:30 America/New_York to 15:45 UTC", shares(), kDay);
    ASSERT_TRUE(zoned) << zoned.error;
    EXPECT_EQ(zoned.value.start, at("2012-06-21T14:30:00Z"));
    EXPECT_EQ(zoned.value.end, at("2012-06-21T15:45:00Z"));
    for (const char* text :
         {"buy 100 from 15:00 UTC to 16:00", "buy 100 from 15:00 to 16:00 UTC",
          "buy 100 from 2012-06-21 15:00 UTC to 16:00", "buy 100 from 2012-06-21T11:00:00-04:00 to 16:00 UTC"}) {
        const auto both = parse_order(text, shares(), kDay);
        ASSERT_TRUE(both) << text << ": " << both.error;
        EXPECT_EQ(both.value.start, at("2012-06-21T15:00:00Z")) << text;
        EXPECT_EQ(both.value.end, at("2012-06-21T16:00:00Z")) << text;
    }
    const auto dated = parse_order("buy 100 from 2012-06-21 10:00 to 2012-06-21T16:00:00Z", shares(), kDay);
    ASSERT_TRUE(dated) << dated.error;
    EXPECT_EQ(dated.value.start, at("2012-06-21T14:00:00Z"));
}

TEST(OrderText, AWindowMayCrossMidnightWhenTheTapeDoes) {
    Instrument coin;
    coin.base = "BTC";
    coin.quantity_decimals = 5;
    const auto order = parse_order("buy 2.5 BTC from 23:55 to 00:04", coin, kOverMidnight);
    ASSERT_TRUE(order) << order.error;
    EXPECT_EQ(order.value.quantity.value, 250000);
    EXPECT_EQ(order.value.start, at("2024-08-08T23:55:00Z"));
    EXPECT_EQ(order.value.end, at("2024-08-09T00:04:00Z"));
    const auto next_day = parse_order("buy 1 BTC from 00:01 to 00:04", coin, kOverMidnight);
    ASSERT_TRUE(next_day) << next_day.error;
    EXPECT_EQ(next_day.value.start, at("2024-08-09T00:01:00Z"));
}

TEST(OrderText, WritesWhatItReads) {
    for (const char* text :
         {"buy 2000 shares from 09:30 to 11:00", "sell 100 from 10:00 to 15:59:59.5 limit 570.25 decision 569.5"}) {
        const auto order = parse_order(text, shares(), kDay);
        ASSERT_TRUE(order) << order.error;
        const auto again = parse_order(format_order(order.value, shares()), shares(), kDay);
        ASSERT_TRUE(again) << again.error;
        EXPECT_EQ(order.value, again.value);
    }
}

TEST(OrderText, EachMistakeIsNamed) {
    const std::pair<const char*, const char*> cases[] = {
        {"", "it is empty"},
        {"bye 100 from 09:30 to 11:00", "it begins with `bye`"},
        {"buy x from 09:30 to 11:00", "quantity `x`"},
        {"sell short 100 from 09:30 to 11:00", "short sales are not part of this edition yet"},
        {"buy -100 from 09:30 to 11:00", "is not positive"},
        {"buy 150 from 09:30 to 11:00", "is not a multiple of the lot, 100; the nearest below is 100"},
        {"buy 100.5 from 09:30 to 11:00", "quantity `100.5`"},
        {"buy 100 BTC from 09:30 to 11:00", "the quantity is in `BTC`, but the tape is of GOOG: write `shares`"},
        {"buy 100 shares", "it ends before `from TIME`"},
        {"buy 100 from 09:30", "it ends before `to TIME`"},
        {"buy 100 from 11:00 to 09:30", "which is not after its start"},
        {"buy 100 from 25:00 to 26:00", "`from 25:00`"},
        {"buy 100 from 09:30 Mars/Base to 11:00", "Mars/Base"},
        {"buy 100 from 09:30 to 11:00 limit", "no price follows `limit`"},
        {"buy 100 from 09:30 to 11:00 limit 570.255", "limit `570.255`"},
        {"buy 100 from 09:30 to 11:00 limit 5 limit 500", "`limit` is said twice"},
        {"buy 100 from 09:30 to 11:00 decision 570 limit 570 decision 571", "`decision` is said twice"},
        {"buy 100 from 09:30 to 11:00 limit 570 EUR", "the limit is in `EUR`"},
        {"buy 100 from 09:30 to 11:00 please", "`please` is not a known time zone"},
        {"buy 100 from 09:30 to 11:00 limit 570.25 USD please", "`please` is not understood"},
    };
    for (const auto& [text, words] : cases) {
        const auto order = parse_order(text, shares(), kDay);
        EXPECT_FALSE(order) << text;
        EXPECT_NE(order.error.find(words), std::string::npos) << text << "\n  said: " << order.error;
    }
}

}  // namespace
}  // namespace weir
