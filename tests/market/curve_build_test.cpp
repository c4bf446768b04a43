// How curves are made from days: against brute force, against shapes that are known, and where days are not whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "tests/market/curve_days.h"

namespace weir::market {
namespace {

using test::bars;
using test::kClose;
using test::kOpen;
using test::kWeekdays;
using test::share;
using test::tape_of;
using test::Volumes;
using Tapes = std::vector<std::unique_ptr<Tape>>;

Curve built(const Tapes& tapes, const CurveOptions& options = {}) {
    const auto curve = build_curve(test::views(tapes), options);
    EXPECT_TRUE(curve) << curve.error;
    return curve.value;
}
CurveOptions session(const char* code) {
    CurveOptions options;
    options.session = code;
    return options;
}
std::string error_of(const Tapes& tapes, const CurveOptions& options = {}) {
    return build_curve(test::views(tapes), options).error;
}
/// `date use why` of the days that are not plain.
std::vector<std::string> remarks(const Curve& curve) {
    constexpr const char* kUses[] = {"whole", "half", "left out"};
    std::vector<std::string> lines;
    for (const CurveDay& day : curve.days)
        if (day.use != DayUse::whole || !day.why.empty())
            lines.push_back(format_date(day.date) + " " + kUses[static_cast<size_t>(day.use)] + ": " + day.why);
    return lines;
}

/// Three times as busy at both ends as in the middle; sums to about 200,000.
double u_shape(int minute) {
    const double at = (minute - kOpen) / static_cast<double>(kClose - kOpen) * 2 - 1;
    return 300 * (1 + 2 * at * at);
}

TEST(CurveBuild, IsTheTrimmedMeanOfSharesWhereDaysAreWhole) {
    constexpr uint64_t kSeed = 7;
    SCOPED_TRACE(kSeed);
    std::mt19937_64 random(kSeed);
    for (const size_t count : {1, 2, 3, 5, 6, 10}) {
        // By brute force: shares of each day by bucket, the smallest and greatest fifth away, the rest averaged.
        std::map<int, std::vector<double>> shares;
        Tapes tapes;
        for (size_t d = 0; d < count; ++d) {
            std::map<int, int64_t> volumes;
            int64_t total = 0;
            for (int m = kOpen; m < kClose; ++m)
                total += volumes[m] = static_cast<int64_t>(u_shape(m)) + static_cast<int64_t>(random() % 300);
            std::map<int, double> by_bucket;
            for (const auto& [m, volume] : volumes) by_bucket[m / 5] += static_cast<double>(volume);
            for (const auto& [bucket, volume] : by_bucket)
                shares[bucket].push_back(volume / static_cast<double>(total));
            tapes.push_back(bars(kWeekdays[d], kOpen, kClose, [&](int m) { return volumes[m]; }));
        }
        std::map<int, double> expected;
        double sum = 0;
        for (auto& [b, values] : shares) {
            std::ranges::sort(values);
            const size_t cut = values.size() / 5;
            for (size_t i = cut; i < values.size() - cut; ++i) expected[b] += values[i];
            sum += expected[b] /= static_cast<double>(values.size() - 2 * cut);
        }
        const Curve curve = built(tapes);
        ASSERT_EQ(curve.whole.days, static_cast<int>(count));
        int64_t total = 0;
        for (size_t b = 0; b < curve.whole.buckets.size(); ++b) {
            const double wanted = expected[static_cast<int>(b)] / sum;
            ASSERT_NEAR(share(curve.whole.buckets[b]), wanted, 1e-11) << count << " days, bucket " << b;
            total += curve.whole.buckets[b].share;
        }
        EXPECT_EQ(total, kShareOfDay);
    }
}

TEST(CurveBuild, FindsAUShapeBehindNoiseAndMissingBars) {
    constexpr uint64_t kSeed = 11;
    SCOPED_TRACE(kSeed);
    std::mt19937_64 random(kSeed);
    Tapes tapes;
    int day = 0;
    for (const char* date : kWeekdays) {
        const double level = 0.5 + static_cast<double>(random() % 200) / 100;
        ++day;
        tapes.push_back(bars(date, kOpen, kClose, [&](int m) {
            if (random() % 20 == 0) return int64_t{-1};                            // a bar in twenty is missing
            if (day == 3 && m >= 11 * 60 && m < 11 * 60 + 40) return int64_t{-1};  // and forty minutes of one day
            const double noise = 0.8 + static_cast<double>(random() % 400) / 1000;
            return static_cast<int64_t>(100 * level * noise * u_shape(m));
        }));
    }
    const Curve curve = built(tapes);
    EXPECT_EQ(curve.whole.days, 10) << ::testing::PrintToString(remarks(curve));
    double total = 0;
    for (int m = kOpen; m < kClose; ++m) total += u_shape(m);
    for (int b = kOpen / 5; b < kClose / 5; ++b) {
        double truth = 0;
        for (int m = b * 5; m < b * 5 + 5; ++m) truth += u_shape(m) / total;
        ASSERT_NEAR(share(curve.whole.buckets[static_cast<size_t>(b)]) / truth, 1, 0.06)
            << b;  // fifty noisy minutes: 1.6 % each
    }
}

TEST(CurveBuild, AMissingBarIsNoTimeWithoutVolume) {
    Tapes tapes;
    for (int d = 0; d < 4; ++d)
        tapes.push_back(bars(kWeekdays[d], kOpen, kClose, [&](int m) {
            // Each day lacks other bars, one day a whole hour.
            if (m % 13 == d || (d == 2 && m >= 12 * 60 && m < 13 * 60)) return int64_t{-1};
            return int64_t{100} * (d + 1);
        }));
    const Curve curve = built(tapes);
    for (int b = kOpen / 5; b < kClose / 5; ++b)
        ASSERT_NEAR(share(curve.whole.buckets[static_cast<size_t>(b)]), 1.0 / 78, 1e-9) << b;
}

TEST(CurveBuild, AMinuteThatIsOftenMissingHadNoVolume) {
    Tapes tapes;
    for (int d = 0; d < 4; ++d)
        tapes.push_back(bars(kWeekdays[d], kOpen, kClose, [&](int m) {
            const bool quiet = m >= 12 * 60 && m < 12 * 60 + 30;
            return quiet && (m + d) % 2 == 0 ? int64_t{-1} : int64_t{100};
        }));
    const Curve curve = built(tapes);
    const double busy = share(curve.whole.buckets[130]), quiet = share(curve.whole.buckets[12 * 12 + 2]);
    EXPECT_NEAR(quiet / busy, 0.5, 0.11);
}

TEST(CurveBuild, DaysOfTwentyThreeAndTwentyFiveHoursAreFlatToo) {
    for (const char* date : {"2025-03-09", "2025-11-02", "2025-06-01"}) {
        // A bar each minute of absolute time from midnight to midnight.
        const Time start = calendar::local_instant(parse_date(date).value, {0}, test::kNewYork);
        const Time end = calendar::local_instant(parse_date(date).value, {86'400 * kSecond}, test::kNewYork);
        std::vector<MarketEvent> events;
        for (int64_t time = start.value; time < end.value; time += test::kMinute) test::add_bar(events, time, 50);
        Tapes tapes;
        tapes.push_back(tape_of(std::move(events), test::kNewYork));
        const Curve curve = built(tapes);
        for (size_t b = 0; b < curve.whole.buckets.size(); ++b)
            ASSERT_NEAR(share(curve.whole.buckets[b]), 1.0 / 288, 1e-11) << date << " " << b;
    }
}

TEST(CurveBuild, HalfDaysOfTheCalendarAreSetApart) {
    Tapes tapes;
    const auto day = [&](const char* date, int close) {
        // Extended hours are recorded too; a session's curve does not have them.
        tapes.push_back(bars(date, 8 * 60, close + 120, [&](int m) { return m < kOpen || m >= close ? 7 : 100; }));
    };
    day("2025-11-26", kClose);
    day("2025-11-28", 13 * 60);
    day("2025-12-01", kClose);
    const Curve curve = built(tapes, session("XNYS"));
    EXPECT_EQ(remarks(curve), (std::vector<std::string>{"2025-11-28 half: XNYS closes at 13:00"}));
    EXPECT_EQ(curve.whole.days, 2);
    EXPECT_EQ(curve.half.days, 1);
    EXPECT_EQ(curve.days[0].volume, 390 * 100);
    EXPECT_EQ(curve.days[1].volume, 210 * 100);
    EXPECT_NEAR(share(curve.whole.buckets[kOpen / 5]), 1.0 / 78, 1e-11);
    EXPECT_NEAR(share(curve.half.buckets[kOpen / 5]), 1.0 / 42, 1e-11);
    EXPECT_EQ(curve.half.buckets[13 * 12].share, 0);
    EXPECT_EQ(curve.whole.buckets[kOpen / 5 - 1].share, 0);
}

TEST(CurveBuild, WithoutACalendarADayThatEndsEarlyIsAHalfDay) {
    Tapes tapes;
    for (int d = 0; d < 4; ++d)
        tapes.push_back(bars(kWeekdays[d], kOpen, d == 1 ? 13 * 60 : kClose, [](int) { return 100; }));
    const Curve curve = built(tapes);
    EXPECT_EQ(remarks(curve),
              (std::vector<std::string>{"2026-01-06 half: 99% is traded by 12:58, on other days by 15:57"}));
    EXPECT_EQ(curve.half.days, 1);
}

TEST(CurveBuild, AFewPrintsBeforeHoursDoNotMakeADayLonger) {
    Tapes tapes;
    for (int d = 0; d < 4; ++d)
        tapes.push_back(bars(kWeekdays[d], 4 * 60, 20 * 60, [&](int m) {
            const bool hours = m >= kOpen && m < kClose;
            return hours ? 1'000 : m % 97 == 0 && d % 2 == 0 ? 5 : -1;
        }));
    tapes.push_back(bars(kWeekdays[4], 12 * 60, kClose, [](int) { return 1'000; }));
    EXPECT_EQ(remarks(built(tapes)),
              (std::vector<std::string>{"2026-01-09 left out: it begins late: its first hundredth is traded by 12:03, "
                                        "that of others by 09:34"}));
}

TEST(CurveBuild, DaysThatCannotCountAreNamed) {
    Tapes tapes;
    const Volumes shape = [](int m) { return static_cast<int64_t>(u_shape(m)); };
    tapes.push_back(bars("2026-01-05", kOpen, kClose, shape));
    tapes.push_back(
        bars("2026-01-06", kOpen, kClose, [&](int m) { return m < 15 * 60 ? 10 : 2'000; }));  // all of it late
    tapes.push_back(bars("2026-01-07", kOpen, kClose, shape));
    tapes.push_back(bars("2026-01-08", 12 * 60, kClose, shape));
    tapes.push_back(bars("2026-01-09", kOpen, kClose, [&](int m) { return 20 * shape(m); }));
    tapes.push_back(bars("2026-01-10", kOpen, kClose, shape));  // a Saturday
    tapes.push_back(bars("2026-01-12", kOpen, 14 * 60, shape));
    tapes.push_back(bars("2026-01-13", kOpen, kClose, shape));
    tapes.push_back(bars("2026-01-14", kOpen, kClose, shape));
    tapes.push_back(bars("2026-01-15", kOpen, kClose, shape));
    tapes.push_back(bars("2026-01-19", kOpen, kClose, shape));  // a holiday
    CurveOptions options = session("XNYS");
    options.without = {parse_date("2026-01-15").value};
    const Curve curve = built(tapes, options);
    EXPECT_EQ(remarks(curve),
              (std::vector<std::string>{
                  "2026-01-06 left out: unlike the others: 75% of its volume is at other times of the day",
                  "2026-01-08 left out: it begins late, at 12:00",
                  "2026-01-09 left out: unlike the others: its volume is 20 times the usual",
                  "2026-01-10 left out: XNYS is closed: Saturday", "2026-01-12 left out: it ends early, at 14:00",
                  "2026-01-15 left out: as it was asked for",
                  "2026-01-19 left out: XNYS is closed: Martin Luther King Day"}));
    EXPECT_EQ(curve.whole.days, 4);
}

TEST(CurveBuild, TakesTheLastDaysAlone) {
    Tapes tapes, last;
    const Volumes falling = [](int minute) { return 2'000 - minute; }, rising = [](int minute) { return 100 + minute; };
    tapes.push_back(bars("2026-01-05", kOpen, kClose, falling));
    tapes.push_back(bars("2026-01-06", kOpen, kClose, falling));
    tapes.push_back(bars("2026-01-07", kOpen, kClose, rising));
    last.push_back(bars("2026-01-07", kOpen, kClose, rising));
    CurveOptions options;
    options.last_days = 1;
    EXPECT_EQ(built(tapes, options), built(last));
    options.last_days = 20;
    EXPECT_EQ(built(tapes, options), built(tapes));
}

TEST(CurveBuild, RoundTheClockAPartOfADayCountsByWhatItShows) {
    // From Monday evening to Thursday morning, hours before noon three times as busy.
    std::vector<MarketEvent> events;
    const int64_t monday = 1'767'571'200 * kSecond;  // 2026-01-05
    for (int m = 18 * 60; m < 3 * 1'440 + 300; ++m)
        test::add_bar(events, monday + m * test::kMinute, m % 1'440 < 720 ? 300 : 100);
    Tapes tapes;
    tapes.push_back(tape_of(std::move(events)));
    const Curve curve = built(tapes);
    EXPECT_EQ(curve.whole.days, 4);
    for (size_t b = 0; b < 288; ++b)
        ASSERT_NEAR(share(curve.whole.buckets[b]), (b < 144 ? 3.0 : 1.0) / (144 * 4), 1e-9) << b;
}

TEST(CurveBuild, SpreadIsWeightedByTimeAndTrimmedOverDays) {
    Tapes tapes;
    for (int d = 0; d < 5; ++d) {
        const int64_t spread = d == 4 ? 900 : 2 + d;  // 2 3 4 5 and one day out of hand
        const int64_t noon = calendar::local_instant(parse_date(kWeekdays[d]).value, {43'200 * kSecond}, "UTC").value;
        const auto quote = [&](int64_t at, Side side, int64_t price, bool last) {
            return test::event(MarketKind::quote, noon + at * kSecond, side, price, 1, 0, last ? kLastOfMessage : 0);
        };
        tapes.push_back(tape_of({quote(0, Side::buy, 1'000, false), quote(0, Side::sell, 1'000 + spread, true),
                                 quote(225, Side::sell, 1'000 + spread + 8, true),  // for a quarter of the bucket
                                 quote(300, Side::buy, 999, true)},
                                "UTC", BookDetail::quotes));
    }
    const Curve curve = built(tapes);
    EXPECT_EQ(curve.whole.buckets[144].spread, (3 + 4 + 5) * 1'000 / 3 + 2'000);
    EXPECT_FALSE(curve.whole.has_volume());
}

TEST(CurveBuild, VolatilityIsOfReturnsOverAMinute) {
    // The price goes up and down by 1 % each minute on one day, by 3 % on the other; a gap is no return.
    Tapes tapes;
    for (int d = 0; d < 2; ++d) {
        std::vector<MarketEvent> events;
        const int64_t noon = calendar::local_instant(parse_date(kWeekdays[d]).value, {43'200 * kSecond}, "UTC").value;
        for (int m = 0; m < 60; ++m)
            if (m != 31)
                test::add_bar(events, noon + m * test::kMinute, 1, m % 2 == 0 ? 1'000'000 : 1'010'000 + 20'000 * d);
        tapes.push_back(tape_of(std::move(events)));
    }
    const Curve curve = built(tapes);
    const double up = 0.01, down = 0.01 / 1.01, up3 = 0.03, down3 = 0.03 / 1.03;
    // Five minutes from 12:05: down, up, down, up, down from odd to even minutes and back.
    const double one = (3 * up * up + 2 * down * down) / 5, other = (3 * up3 * up3 + 2 * down3 * down3) / 5;
    EXPECT_NEAR(static_cast<double>(curve.whole.buckets[145].volatility) * 1e-9, std::sqrt((one + other) / 2), 1e-9);
}

TEST(CurveBuild, WrongInputIsSaid) {
    Tapes tapes;
    EXPECT_EQ(error_of(tapes), "there are no tapes to make a curve from");
    tapes.push_back(bars("2026-01-10", kOpen, kClose, [](int) { return 1; }));
    EXPECT_EQ(error_of(tapes, session("XNYS")),
              "no day is left to make a curve from: 2026-01-10: XNYS is closed: Saturday");
    EXPECT_NE(error_of(tapes, session("NYSE")).find("is not a session that is known"), std::string::npos);
    CurveOptions options;
    options.bucket = Duration{7 * test::kMinute};
    EXPECT_EQ(error_of(tapes, options),
              "a bucket of 7 min does not divide the day into whole minutes: the nearest that does is 6 min");
    options.bucket = Duration{50 * test::kMinute};
    EXPECT_NE(error_of(tapes, options).find("the nearest that does is 48 min"), std::string::npos);
    options.bucket = Duration{test::kMinute / 2};
    EXPECT_NE(error_of(tapes, options).find("the nearest that does is 1 min"), std::string::npos);
    options = {};
    options.without = {parse_date("2026-01-11").value};
    EXPECT_EQ(error_of(tapes, options), "the tapes have nothing on 2026-01-11, which is to be left out");
    tapes.push_back(bars("2026-01-10", kOpen + 1, kClose, [](int) { return 1; }));
    EXPECT_EQ(error_of(tapes),
              "two tapes overlap: one ends at 2026-01-10T15:59:00-05:00, the next begins at "
              "2026-01-10T09:31:00-05:00; give each time once");
    TapeInfo info = test::info_of();
    info.instrument.symbol = "OTHER";
    tapes[1] = Tape::from(info, {test::event(MarketKind::trade, 1, Side::buy, 1, 1)});
    EXPECT_EQ(error_of(tapes),
              "a curve is of one instrument: the tapes are of TEST and OTHER, or differ in currency, decimals or time "
              "zone");
}

TEST(CurveBuild, RecordedMinuteBars) {
    const auto folder = test::recorded("lean_us_equity_2013") / "minute" / "bac";
    NEEDS_RECORDED(folder);
    const test::Folder out;
    std::vector<std::string> files;
    for (const char* day : {"20131004", "20131007", "20131008", "20131009"})
        for (const char* kind : {"_trade.zip", "_quote.zip"})
            files.push_back((folder / (std::string(day) + kind)).string());
    const auto imported = test::import(out, "lean-minute", files);
    ASSERT_TRUE(imported.tape) << imported.error;
    const Tape* tape = imported.tape.get();
    const auto curve = build_curve({&tape, 1}, session("XNYS"));
    ASSERT_TRUE(curve) << curve.error;
    EXPECT_EQ(curve.value.whole.days, 4);
    EXPECT_TRUE(remarks(curve.value).empty());

    // By hand: the bars from 09:30 to 16:00, which is 13:30 to 20:00 UTC in October.
    std::map<int64_t, std::map<int64_t, double>> volumes;
    std::map<int64_t, double> totals;
    for (const MarketEvent& each : tape->events()) {
        if (each.kind != MarketKind::bar || each.order != 3) continue;
        const int64_t minute = each.time / test::kMinute, day = minute / 1'440, of_day = minute % 1'440 - 240;
        if (of_day < kOpen || of_day >= kClose) continue;
        volumes[day][of_day / 5] += static_cast<double>(each.quantity);
        totals[day] += static_cast<double>(each.quantity);
    }
    ASSERT_EQ(totals.size(), 4u);
    for (size_t b = 0; b < 288; ++b) {
        double expected = 0;
        for (auto& [day, by_bucket] : volumes) expected += by_bucket[static_cast<int64_t>(b)] / totals[day] / 4;
        ASSERT_NEAR(share(curve.value.whole.buckets[b]), expected, 1e-9) << b;
    }
    // What is known of any such share: a U, and a spread of about a cent.
    const auto& buckets = curve.value.whole.buckets;
    const size_t open = kOpen / 5, noon = 150, last = kClose / 5 - 1;
    EXPECT_GT(buckets[open].share, 2 * buckets[noon].share);
    EXPECT_GT(buckets[last].share, 2 * buckets[noon].share);
    EXPECT_NEAR(static_cast<double>(buckets[noon].spread), 1e5, 2e4);
    EXPECT_GT(buckets[open].volatility, buckets[noon].volatility);
}

}  // namespace
}  // namespace weir::market
