// Curves laid over the days of a run, against closed forms; and their file.
#include "runtime/market/curve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "runtime/market/generate.h"
#include "tests/market/curve_days.h"

namespace weir::market {
namespace {

using test::bars;
using test::event;
using test::kClose;
using test::kOpen;
using test::tape_of;

constexpr int64_t kWhole = int64_t{1} << 32;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kMidnight = 1'700'006'400 * kSecond;  // 2023-11-15 00:00 UTC
constexpr int64_t kBucket = 300 * kSecond;

int64_t at(const char* text) {
    return parse_time(text).value.value;
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

TEST(VolumeCurve, CountsTradesBucketByBucket) {
    // A window of eight buckets on the day after: 128 intervals each.
    const int64_t start = kMidnight + 3'600 * kSecond, end = start + 8 * kBucket;
    const auto tape =
        tape_of({event(MarketKind::trade, start - 1, Side::buy, 1, 1'000),                          // before
                 event(MarketKind::trade, start, Side::buy, 1, 10),                                 // bucket 0
                 event(MarketKind::trade, start + 10 * kSecond, Side::buy, 1, 1'000, 0, kAuction),  // not eligible
                 event(MarketKind::execute, start + 4 * kBucket, Side::buy, 1, 20, 7),              // bucket 4
                 event(MarketKind::trade, end - 1, Side::buy, 1, 10),                               // bucket 7
                 event(MarketKind::trade, end, Side::buy, 1, 1'000)});                              // after
    const auto table = curve_of({tape.get()}, start + kDay, end + kDay);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->front(), 0);
    EXPECT_LE(std::abs((*table)[64] - kWhole / 8), 2);  // evenly within a bucket
    EXPECT_LE(std::abs((*table)[128] - kWhole / 4), 2);
    EXPECT_LE(std::abs((*table)[512] - kWhole / 4), 2);
    EXPECT_LE(std::abs((*table)[640] - kWhole * 3 / 4), 2);
    EXPECT_LE(std::abs((*table)[896] - kWhole * 3 / 4), 2);
    EXPECT_EQ(table->back(), kWhole);
    EXPECT_TRUE(std::ranges::is_sorted(*table));
}

TEST(VolumeCurve, VolumesSumBeyond64Bits) {
    const int64_t start = kMidnight, most = std::numeric_limits<int64_t>::max();
    const auto trade = [&](int64_t time) { return event(MarketKind::trade, time, Side::buy, 1, most); };
    const auto tape = tape_of({trade(start), trade(start + 1), trade(start + 2), trade(start + kBucket)});
    const auto table = curve_of({tape.get()}, start + kDay, start + kDay + 2 * kBucket);
    ASSERT_TRUE(table);
    EXPECT_LE(std::abs((*table)[512] - kWhole * 3 / 4), 2);
}

TEST(VolumeCurve, DaysCountTheSame) {
    const auto first = tape_of({event(MarketKind::trade, kMidnight, Side::buy, 1, 1)});
    const auto second = tape_of({event(MarketKind::trade, kMidnight + kDay + kBucket, Side::buy, 1, 1'000'000)});
    const auto table = curve_of({first.get(), second.get()}, kMidnight + 5 * kDay, kMidnight + 5 * kDay + 2 * kBucket);
    ASSERT_TRUE(table);
    EXPECT_LE(std::abs((*table)[512] - kWhole / 2), 2);
}

TEST(VolumeCurve, FollowsTheClockOfTheVenue) {
    // 09:30 in New York is 14:30 UTC in winter and 13:30 UTC in summer.
    const auto winter =
        tape_of({event(MarketKind::trade, at("2024-03-08T14:30:00Z"), Side::buy, 1, 5)}, test::kNewYork);
    EXPECT_TRUE(curve_of({winter.get()}, at("2024-03-11T13:30:00Z"), at("2024-03-11T13:31:00Z")));
    EXPECT_FALSE(curve_of({winter.get()}, at("2024-03-11T14:30:00Z"), at("2024-03-11T14:31:00Z")));
    // A window over the night of the change lacks an hour, and goes on rising.
    const auto night = bars("2024-03-08", 0, 1440, [](int) { return 100; });
    const auto table = curve_of({night.get()}, at("2024-03-10T05:00:00Z"), at("2024-03-11T04:00:00Z"));
    ASSERT_TRUE(table);
    EXPECT_TRUE(std::ranges::is_sorted(*table));
    const auto at_two = static_cast<size_t>(1024 * 2 / 23);  // two of 23 hours
    EXPECT_LT((*table)[at_two], kWhole * 2 / 24);
    EXPECT_GT((*table)[at_two + 1], kWhole * 3 / 24);
    const auto back = curve_of({night.get()}, at("2024-11-03T04:00:00Z"), at("2024-11-04T05:00:00Z"));
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::ranges::is_sorted(*back));
}

TEST(VolumeCurve, AWindowOverSeveralDaysSeesEachDayRepeat) {
    const auto tape = tape_of({event(MarketKind::trade, kMidnight + 6 * 3'600 * kSecond, Side::buy, 1, 5)});
    const auto table = curve_of({tape.get()}, kMidnight + 10 * kDay, kMidnight + 12 * kDay);
    ASSERT_TRUE(table);
    EXPECT_EQ((*table)[128], 0);  // 06:00 of the first day
    EXPECT_EQ((*table)[130], kWhole / 2);
    EXPECT_EQ((*table)[640], kWhole / 2);  // and of the second
    EXPECT_EQ((*table)[642], kWhole);
}

TEST(VolumeCurve, KnowsTheCalendarOfItsSession) {
    std::vector<std::unique_ptr<Tape>> tapes;
    const auto flat = [](int) { return 100; };
    tapes.push_back(bars("2025-11-24", kOpen, kClose, flat));
    tapes.push_back(bars("2025-11-25", kOpen, kClose, flat));
    CurveOptions options;
    options.session = "XNYS";
    const Curve curve = build_curve(test::views(tapes), options).value;
    const auto over = [&](const char* from, const char* to) { return volume_curve(curve, {{at(from)}, {at(to)}}); };
    EXPECT_FALSE(over("2025-11-27T10:00:00-05:00", "2025-11-27T15:00:00-05:00"));  // Thanksgiving
    // The half day after it has no volume after 13:00: what a whole day has until then is all.
    const auto half = over("2025-11-28T09:30:00-05:00", "2025-11-28T16:30:00-05:00");
    ASSERT_TRUE(half);
    EXPECT_NEAR(static_cast<double>((*half)[256]), kWhole / 2.0, 4);
    EXPECT_EQ((*half)[512], kWhole);
    // With a half day of its own, that.
    tapes.push_back(bars("2025-12-24", kOpen, 13 * 60, [](int m) { return m < 10 * 60 ? 100 : 0; }));
    const Curve both = build_curve(test::views(tapes), options).value;
    const auto own = volume_curve(both, {{at("2025-11-28T09:30:00-05:00")}, {at("2025-11-28T13:30:00-05:00")}});
    ASSERT_TRUE(own);
    EXPECT_EQ((*own)[128], kWhole);
    // A window over a weekend rises on trading days alone.
    const auto weekend = over("2025-12-05T09:30:00-05:00", "2025-12-08T16:00:00-05:00");
    ASSERT_TRUE(weekend);
    EXPECT_EQ(std::ranges::count_if(*weekend, [](int64_t share) { return std::abs(share - kWhole / 2) < 4; }), 855);
}

TEST(VolumeCurve, IsAbsentWithoutVolume) {
    const auto tape = tape_of({event(MarketKind::trade, kMidnight, Side::buy, 1, 5)});
    EXPECT_FALSE(curve_of({tape.get()}, kMidnight + 3'600 * kSecond, kMidnight + 7'200 * kSecond));
    EXPECT_FALSE(curve_of({}, kMidnight, kMidnight + 1));
    EXPECT_FALSE(curve_of({tape.get()}, kMidnight, kMidnight));
}

TEST(VolumeCurve, OfAGeneratedDayIsSteepAtBothEnds) {
    const auto tape = generate(GenerateOptions::us_equity());
    const int64_t open = tape->info().first.value;
    const auto table = curve_of({tape.get()}, open + kDay, open + kDay + 23'400 * kSecond);
    ASSERT_TRUE(table);
    const int64_t first = (*table)[256], middle = (*table)[768] - (*table)[256], last = kWhole - (*table)[768];
    EXPECT_GT(2 * first, middle);
    EXPECT_GT(2 * last, middle);
    EXPECT_GT(first + last, middle);
}

// ---- usual levels ---------------------------------------------------------------------------------------------------

Curve curve_with(size_t bucket, Bucket value) {
    Curve curve;
    curve.symbol = "TEST", curve.currency = "USD", curve.zone = test::kNewYork;
    curve.bucket = Duration{kBucket};
    curve.whole.days = 1;
    curve.whole.buckets.resize(288);
    curve.whole.buckets[bucket] = value;
    return curve;
}

TEST(Usual, FollowsTheClockOfTheVenue) {
    // 12:00 to 12:05 in New York: 17:00 UTC in winter, 16:00 in summer; entry i is at i × 84.375 s of the UTC day.
    Curve curve = curve_with(144, {.spread = 5'000});
    curve.whole.buckets[0].spread = 1'000;
    for (const auto& [day, hour] : {std::pair{"2026-01-06T20:00:00Z", 17}, std::pair{"2026-07-06T20:00:00Z", 16}}) {
        const auto table = usual(curve, Usual::spread, Time{at(day)}, {});
        ASSERT_TRUE(table);
        const auto entry = static_cast<size_t>((hour * 3'600 + 60) * 1024 / 86'400 + 1);
        EXPECT_EQ((*table)[entry], 10);  // 5 price units, in halves
        EXPECT_EQ((*table)[entry - 200], 10);
        EXPECT_EQ((*table)[entry - 300], 2);  // nearer to midnight there
        EXPECT_EQ(table->front(), table->back());
    }
}

TEST(Usual, IsInTheDecimalsOfTheInstrument) {
    Curve curve = curve_with(144, {.volume = 5'000, .spread = 12'345, .volatility = 250'000});
    curve.price_decimals = 2, curve.quantity_decimals = 0;
    Instrument instrument;
    instrument.price_decimals = 4, instrument.quantity_decimals = 2;
    const auto first = [&](Usual what) { return usual(curve, what, Time{kMidnight}, instrument)->front(); };
    EXPECT_EQ(first(Usual::spread), 2 * 12'345 / 10);
    EXPECT_EQ(first(Usual::volume), 5'000 / 5 * 100);
    EXPECT_EQ(first(Usual::volatility), 250'000);
    instrument.price_decimals = 0;
    EXPECT_EQ(first(Usual::spread), 0);
    EXPECT_FALSE(usual(curve_with(3, {}), Usual::spread, Time{kMidnight}, instrument));
}

MarketEvent quote(int64_t time, Side side, int64_t price, bool last) {
    return event(MarketKind::quote, time, side, price, 1, 0, last ? kLastOfMessage : 0);
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

TEST(BaselineSpread, GoesThroughMidnightAndIsNotHeldForHours) {
    const auto tape = tape_of({quote(kMidnight + kDay - kSecond, Side::buy, 100, false),
                               quote(kMidnight + kDay - kSecond, Side::sell, 103, true),
                               quote(kMidnight + kDay + kSecond, Side::sell, 103, true),
                               quote(kMidnight + kDay + 7'200 * kSecond, Side::sell, 103, true)},
                              "UTC", BookDetail::quotes);
    const Tape* one = tape.get();
    EXPECT_EQ(*baseline_spread({&one, 1}), flat_spread(Price{3}));
    const Curve curve = build_curve({&one, 1}).value;
    EXPECT_EQ(curve.whole.buckets[1].spread, 3'000);
    EXPECT_EQ(curve.whole.buckets[12].spread, step::kAbsent);
}

// ---- the file -------------------------------------------------------------------------------------------------------

Curve some_curve() {
    std::vector<std::unique_ptr<Tape>> tapes;
    for (const char* date : {"2025-11-25", "2025-11-26"})
        tapes.push_back(bars(date, kOpen, kClose, [](int m) { return 100 + m * m % 37; }));
    tapes.push_back(bars("2025-11-27", kOpen, kClose, [](int) { return 1; }));
    tapes.push_back(bars("2025-11-28", kOpen, 13 * 60, [](int m) { return m; }));
    CurveOptions options;
    options.session = "XNYS";
    options.bucket = Duration{900 * kSecond};
    const auto curve = build_curve(test::views(tapes), options);
    EXPECT_TRUE(curve) << curve.error;
    return curve.value;
}

TEST(CurveFile, IsReadAsItWasWritten) {
    const test::Folder folder;
    const Curve curve = some_curve();
    const std::string path = folder / "x.curve";
    ASSERT_FALSE(write_curve(curve, path));
    const auto again = read_curve(path);
    ASSERT_TRUE(again) << again.error;
    EXPECT_EQ(again.value, curve);
    EXPECT_EQ(to_text(again.value), test::bytes_of(path));
    EXPECT_EQ(folder.files(), 1u);
}

TEST(CurveFile, DamageIsSeenWhereverItIs) {
    const std::string text = to_text(some_curve());
    for (size_t i = 0; i < text.size(); ++i) {
        std::string damaged = text;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        EXPECT_FALSE(parse_curve(damaged)) << "byte " << i;
        if (i % 16 == 0) EXPECT_FALSE(parse_curve(text.substr(0, i))) << "cut at " << i;
    }
}

/// The text with other lines, and the checksum that belongs to them.
std::string error_with(const std::string& from, const std::string& to) {
    std::string text = to_text(some_curve());
    text = text.substr(0, text.rfind("checksum "));
    const size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    text.replace(place, from.size(), to);
    return parse_curve(text + "checksum " + curve_checksum(text) + "\n").error;
}

TEST(CurveFile, WrongLinesAreNamed) {
    EXPECT_EQ(error_with("bucket 15 min", "bucket 15 min"), "");
    EXPECT_EQ(error_with("bucket 15 min", "bucket 7 min"), "line 9: `7 min` is not a length that divides the day");
    EXPECT_EQ(error_with("session XNYS", "session NYSE"),
              "line 6: `NYSE` is not a session that is known: there are `always`, `XLON`, `XNAS`, `XNYS`, `XTKS`");
    EXPECT_EQ(error_with("day 2025-11-26 whole", "day 2025-11-25 whole"), "line 11: days are in order, each once");
    EXPECT_EQ(error_with("\n09:45 ", "\n09:50 "), "line 16: `09:50` does not begin a bucket of 15 min");
    EXPECT_EQ(error_with("\n09:45 ", "\n09:30 "), "line 16: buckets are in order, each once");
    EXPECT_EQ(error_with("profile whole 2", "profile full 2"), "line 14: `full` is not a profile: whole or half");
    EXPECT_EQ(error_with("\n09:45 0.0", "\n09:45 0.1"), "line 55: the shares of a profile do not sum to 1");
    EXPECT_EQ(error_with("weir curve 1", "weir curve 2"),
              "line 1: `weir curve 2` is a version that this program does not read; it reads `weir curve 1`");
    EXPECT_EQ(parse_curve("WEIRTAPE").error, "line 1: it is no curve file: one begins with `weir curve 1`");
    EXPECT_EQ(read_curve("nothing.curve").error, "nothing.curve: cannot be opened");
}

TEST(CurveFile, AFailedWriteLeavesWhatWasThere) {
    const test::Folder folder;
    const std::string path = folder.file("x.curve", "before");
    EXPECT_TRUE(write_curve(some_curve(), folder / "no/such/x.curve"));
    EXPECT_EQ(folder.files(), 1u);
    EXPECT_EQ(test::bytes_of(path), "before");
}

}  // namespace
}  // namespace weir::market
