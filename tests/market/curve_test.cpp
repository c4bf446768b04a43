// Curves against closed forms.
#include "runtime/market/curve.h"

#include <gtest/gtest.h>

#include "runtime/core/time.h"
#include "runtime/market/generate.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

using test::event;

constexpr int64_t kWhole = int64_t{1} << 32;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kMidnight = 1'700'006'400 * kSecond;  // 2023-11-15 00:00 UTC

std::unique_ptr<Tape> tape_of(std::vector<MarketEvent> events, const std::string& zone = "UTC",
                              BookDetail detail = BookDetail::levels) {
    TapeInfo info = test::info_of(detail);
    info.instrument.time_zone = zone;
    return Tape::from(info, std::move(events));
}

std::optional<Table> curve_of(const std::vector<const Tape*>& tapes, int64_t start, int64_t end) {
    return volume_curve(tapes, {Time{start}, Time{end}});
}

TEST(VolumeCurve, LinearIsEven) {
    const Table table = linear_curve();
    ASSERT_EQ(table.size(), static_cast<size_t>(step::kTableIntervals) + 1);
    EXPECT_EQ(table.front(), 0);
    EXPECT_EQ(table[512], kWhole / 2);
    EXPECT_EQ(table.back(), kWhole);
}

TEST(VolumeCurve, CountsTradesIntervalByInterval) {
    // A window of 1024 s on the day after: one interval is one second.
    const int64_t start = kMidnight + 3'600 * kSecond;
    std::vector<MarketEvent> events{
        event(MarketKind::trade, start - 1, Side::buy, 1, 1'000),                          // before it
        event(MarketKind::trade, start, Side::buy, 1, 10),                                 // interval 0
        event(MarketKind::trade, start + 10 * kSecond, Side::buy, 1, 1'000, 0, kAuction),  // not eligible
        event(MarketKind::execute, start + 512 * kSecond, Side::buy, 1, 20, 7),            // interval 512
        event(MarketKind::trade, start + 1'024 * kSecond - 1, Side::buy, 1, 10),           // interval 1023
        event(MarketKind::trade, start + 1'024 * kSecond, Side::buy, 1, 1'000)};           // after it
    const auto tape = tape_of(events);
    const auto table = curve_of({tape.get()}, start + kDay, start + kDay + 1'024 * kSecond);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->front(), 0);
    EXPECT_EQ((*table)[1], kWhole / 4);
    EXPECT_EQ((*table)[512], kWhole / 4);
    EXPECT_EQ((*table)[513], kWhole * 3 / 4);
    EXPECT_EQ((*table)[1023], kWhole * 3 / 4);
    EXPECT_EQ(table->back(), kWhole);
}

TEST(VolumeCurve, TapesOfOneIntervalSumBeyond64Bits) {
    const int64_t start = kMidnight, most = std::numeric_limits<int64_t>::max();
    const auto first = tape_of({event(MarketKind::trade, start, Side::buy, 1, most)});
    const auto second = tape_of({event(MarketKind::trade, start + 512 * kSecond, Side::buy, 1, most)});
    const auto table =
        curve_of({first.get(), first.get(), first.get(), second.get()}, start + kDay, start + kDay + 1'024 * kSecond);
    ASSERT_TRUE(table);
    EXPECT_EQ((*table)[1], kWhole * 3 / 4);
    EXPECT_EQ((*table)[512], kWhole * 3 / 4);
    EXPECT_EQ((*table)[513], kWhole);
}

TEST(VolumeCurve, DaysCountTheSame) {
    const int64_t start = kMidnight;
    const auto first = tape_of({event(MarketKind::trade, start, Side::buy, 1, 1)});
    const auto second = tape_of({event(MarketKind::trade, start + kDay + 512 * kSecond, Side::buy, 1, 1'000'000)});
    const auto table = curve_of({first.get(), second.get()}, start + 5 * kDay, start + 5 * kDay + 1'024 * kSecond);
    ASSERT_TRUE(table);
    EXPECT_EQ((*table)[1], kWhole / 2);
    EXPECT_EQ((*table)[512], kWhole / 2);
    EXPECT_EQ((*table)[513], kWhole);
}

TEST(VolumeCurve, ABarIsSpreadOverItsMinute) {
    std::vector<MarketEvent> events;
    const auto bar = [&](int64_t minute, int64_t volume) {
        for (uint64_t part = 0; part < 4; ++part)
            events.push_back(event(MarketKind::bar, kMidnight + minute * 60 * kSecond, Side::none, 100, volume, part));
    };
    bar(0, 600);
    bar(1, 0);
    bar(2, 600);
    const auto tape = tape_of(events);
    // 64 s a window, 1/16 s an interval: only the second half of the first bar and 34 s of empty ones are in it.
    const auto table = curve_of({tape.get()}, kMidnight + kDay + 30 * kSecond, kMidnight + kDay + 94 * kSecond);
    ASSERT_TRUE(table);
    EXPECT_NEAR(static_cast<double>((*table)[240]), static_cast<double>(kWhole) / 2, kWhole / 300.0);  // 15 s on
    EXPECT_EQ((*table)[480], kWhole);                                                                  // 30 s on
    EXPECT_EQ(table->back(), kWhole);
    for (size_t i = 1; i < table->size(); ++i) ASSERT_GE((*table)[i], (*table)[i - 1]);
}

TEST(VolumeCurve, FollowsTheClockOfTheInstrument) {
    const auto at = [](const char* text) { return parse_time(text).value.value; };
    // 09:30 in New York is 14:30 UTC in winter and 13:30 UTC in summer.
    const auto winter =
        tape_of({event(MarketKind::trade, at("2024-03-08T14:30:00Z"), Side::buy, 1, 5)}, "America/New_York");
    const auto table = curve_of({winter.get()}, at("2024-03-11T13:30:00Z"), at("2024-03-11T13:31:00Z"));
    ASSERT_TRUE(table);
    EXPECT_EQ((*table)[1], kWhole);
    EXPECT_FALSE(curve_of({winter.get()}, at("2024-03-11T14:30:00Z"), at("2024-03-11T14:31:00Z")));
}

TEST(VolumeCurve, AWindowOverSeveralDaysSeesEachDayRepeat) {
    const auto tape = tape_of({event(MarketKind::trade, kMidnight + 6 * 3'600 * kSecond, Side::buy, 1, 5)});
    const auto table = curve_of({tape.get()}, kMidnight + 10 * kDay, kMidnight + 12 * kDay);
    ASSERT_TRUE(table);
    EXPECT_EQ((*table)[128], 0);  // 06:00 of the first day
    EXPECT_EQ((*table)[129], kWhole / 2);
    EXPECT_EQ((*table)[640], kWhole / 2);  // and of the second
    EXPECT_EQ((*table)[641], kWhole);
}

TEST(VolumeCurve, IsAbsentWithoutVolume) {
    const auto tape = tape_of({event(MarketKind::trade, kMidnight, Side::buy, 1, 5)});
    EXPECT_FALSE(curve_of({tape.get()}, kMidnight + 3'600 * kSecond, kMidnight + 7'200 * kSecond));
    EXPECT_FALSE(curve_of({}, kMidnight, kMidnight + 1));
    EXPECT_FALSE(curve_of({tape.get()}, kMidnight, kMidnight));
}

TEST(VolumeCurve, OfAGeneratedDayIsSteepAtBothEnds) {
    const auto tape = generate(GenerateOptions::us_equity());
    const Tape* one = tape.get();
    const int64_t open = tape->info().first.value;
    const auto table = curve_of({one}, open + kDay, open + kDay + 23'400 * kSecond);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->front(), 0);
    EXPECT_EQ(table->back(), kWhole);
    const int64_t first = (*table)[256], middle = (*table)[768] - (*table)[256], last = kWhole - (*table)[768];
    EXPECT_GT(2 * first, middle);
    EXPECT_GT(2 * last, middle);
    EXPECT_GT(first + last, middle);
}

MarketEvent quote(int64_t time, Side side, int64_t price, bool last) {
    return event(MarketKind::quote, time, side, price, 1, 0, last ? kLastOfMessage : 0);
}

TEST(BaselineSpread, IsWeightedByTime) {
    // An interval of the day is 84.375 s; entry 100 is the middle of its own.
    const int64_t interval = kDay / step::kTableIntervals;
    const int64_t from = kMidnight + 100 * interval - interval / 2;
    const auto tape = tape_of({quote(from, Side::buy, 100, false), quote(from, Side::sell, 104, true),
                               quote(from + interval / 4, Side::sell, 112, true),  // 4 for a quarter of the interval
                               quote(from + interval, Side::buy, 111, true),       // 12 for three quarters
                               event(MarketKind::clear, from + 3 * interval, Side::none, 0, 0, 0, kLastOfMessage)},
                              "UTC", BookDetail::quotes);
    const Tape* one = tape.get();
    const auto table = baseline_spread({&one, 1});
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), static_cast<size_t>(step::kTableIntervals) + 1);
    EXPECT_EQ((*table)[100], 2 * (4 + 3 * 12) / 4);
    EXPECT_EQ((*table)[101], 2 * 1);
    EXPECT_EQ((*table)[102], 2 * 1);
    EXPECT_EQ((*table)[500], 2 * 1);  // from the nearest with data
    EXPECT_EQ((*table)[99], 20);
    EXPECT_EQ((*table)[0], 20);  // 100 intervals away, and 922 the other way
    EXPECT_EQ(table->front(), table->back());
}

TEST(BaselineSpread, LeavesOutCrossedMarketsAndIsAbsentWithoutData) {
    const auto crossed = tape_of({quote(kMidnight, Side::buy, 105, false), quote(kMidnight, Side::sell, 100, true),
                                  quote(kMidnight + kSecond, Side::sell, 100, true)},
                                 "UTC", BookDetail::quotes);
    const Tape* one = crossed.get();
    EXPECT_FALSE(baseline_spread({&one, 1}));
    EXPECT_FALSE(baseline_spread({}));
    EXPECT_EQ(flat_spread(Price{7}), Table(step::kTableIntervals + 1, 14));
}

TEST(BaselineSpread, GoesThroughMidnight) {
    const auto tape = tape_of({quote(kMidnight + kDay - kSecond, Side::buy, 100, false),
                               quote(kMidnight + kDay - kSecond, Side::sell, 103, true),
                               quote(kMidnight + kDay + kSecond, Side::sell, 103, true)},
                              "UTC", BookDetail::quotes);
    const Tape* one = tape.get();
    const auto table = baseline_spread({&one, 1});
    ASSERT_TRUE(table);
    EXPECT_EQ(*table, flat_spread(Price{3}));
}

}  // namespace
}  // namespace weir::market
