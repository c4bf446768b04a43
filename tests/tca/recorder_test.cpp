// What the recorder makes of times: markouts, references, lost quantity, the schedule, the course.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/tca/scene.h"

namespace weir::tca {
namespace {

constexpr Duration kMillisecond{1'000'000};

const Lost& lost(const Report& report, Cause cause) {
    return report.lost.by_cause[static_cast<size_t>(cause)];
}

// ---- references and markouts ----------------------------------------------------------------------------------------

TEST(Recorder, AReferenceIsTheQuoteBeforeTheFill) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(10, 9'990);
    scene.wait_s(1);
    scene.quote(9'980, 10'000);  // moved by the trade that filled us, at the same moment
    scene.wait(kMillisecond);
    scene.quote(9'970, 9'990);
    scene.wait(kMillisecond);
    scene.fill(child, 9'990, 10, {.latency = Duration{2 * kMillisecond.value}});
    const Report report = scene.finish();
    EXPECT_EQ(report.fills[0].bid, 9'990);
    EXPECT_EQ(report.fills[0].ask, 10'010);
    EXPECT_EQ(report.fills[0].reported - Duration{2 * kMillisecond.value}, report.fills[0].time);
}

TEST(Recorder, AVenueClockAheadOfOursIsNotBelieved) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(10, 9'990);
    scene.wait_s(1);
    scene.fill(child, 9'990, 10, {.latency = Duration{-5 * kSecond}});
    EXPECT_EQ(scene.finish().fills[0].time, kNine + Duration{kSecond});
}

TEST(Recorder, AMarkoutIsTheQuoteAtItsMoment) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(10, 9'990);
    scene.wait_s(1);
    scene.fill(child, 9'990, 10);
    scene.wait(Duration{kSecond - 1});
    scene.quote(10'000, 10'020);
    scene.wait(Duration{1});
    scene.quote(10'010, 10'030);  // at the very moment: it counts
    scene.wait(Duration{1});
    scene.quote(10'020, 10'040);  // too late
    scene.wait_s(5);
    const Report report = scene.finish();
    EXPECT_EQ(report.fills[0].mid_after[0], 20'040);
    EXPECT_EQ(report.fills[0].mid_after[1], step::kAbsent) << "the record ends after 6 s";
    EXPECT_EQ(report.spreads[0].missing_fills, 0);
    EXPECT_EQ(report.spreads[1].missing_fills, 1);
    EXPECT_EQ(report.spreads[1].missing.value, 10);
}

TEST(Recorder, AMarkoutIsKnownWhenTheRecordEndsAtItsMoment) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(10, 9'990);
    scene.fill(child, 9'990, 10);
    EXPECT_EQ(scene.recorder().wants_market_until(), kNine + Duration{60 * kSecond});
    scene.wait_s(10);
    const Report report = scene.finish();
    EXPECT_EQ(report.fills[0].mid_after[1], 20'000);
    EXPECT_EQ(report.fills[0].mid_after[2], step::kAbsent);
}

TEST(Recorder, AReportLaterThanItsMarkoutLooksBack) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(10, 9'990);
    for (int64_t second = 1; second <= 5; ++second) {
        scene.wait_s(1);
        scene.quote(9'990 + second, 10'010 + second);
    }
    scene.fill(child, 9'990, 10, {.latency = Duration{3 * kSecond}});  // it happened at second 2
    scene.wait_s(1);
    scene.quote(1, 2);
    const Report report = scene.finish();
    EXPECT_EQ(report.fills[0].bid, 9'991);
    EXPECT_EQ(report.fills[0].mid_after[0], 20'006);
}

TEST(Recorder, AMissingMarketIsAMissingMarkout) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(20, 9'990);
    scene.wait(kMillisecond);
    scene.fill(child, 9'990, 10);
    scene.wait(Duration{kSecond / 2});
    scene.no_bid();
    scene.wait_s(1);
    scene.fill(child, 9'990, 10);
    scene.quote(9'990, 10'010);
    scene.wait_s(70);
    const Report report = scene.finish();
    EXPECT_EQ(report.spreads[0].missing_fills, 2) << "one has no later mid, the other no reference";
    EXPECT_EQ(report.spreads[1].missing_fills, 1);
    EXPECT_EQ(report.touch.missing.value, 10);
    EXPECT_EQ(report.touch.measured.value, 10);
}

TEST(Recorder, AQuoteOlderThanTheRingIsMissing) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(10, 9'990);
    for (int i = 0; i < 5'000; ++i) {
        scene.wait(kMillisecond);
        scene.quote(9'990 + i % 2, 10'010);
    }
    scene.fill(child, 9'990, 10, {.latency = Duration{4'500 * kMillisecond.value}});
    EXPECT_EQ(scene.finish().touch.missing.value, 10);
}

// ---- lost quantity --------------------------------------------------------------------------------------------------

TEST(Recorder, LostQuantityGoesToWhatStoodInTheWay) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    scene.decide({.target = 20});  // 20 due, nothing placed, no bound stated
    scene.wait_s(1);
    const ChildId child = scene.place(20, 9'990);
    scene.wait_s(2);  // 20 working: nothing is lost
    scene.fill(child, 9'990, 15);
    scene.cancel(child);
    scene.decide({.target = 30, .paused = true});
    scene.wait_s(3);  // 15 lost to the pause
    scene.decide({.target = 40, .due = 10, .ceiling = 10, .bound = step::Bound::child_most});
    const ChildId small = scene.place(4, 9'990);
    scene.wait_s(4);  // of 25 due: 15 cut by the ceiling, 4 working, 6 over the child's size
    scene.interrupt({.halted = true, .stale = true, .paused = true});
    scene.wait_s(5);  // 21 lost to the halt, which goes before stale data
    scene.interrupt({.halted = false, .stale = true, .paused = true});
    scene.wait_s(6);
    scene.interrupt({.halted = false, .stale = false, .paused = true});
    scene.wait_s(9);
    scene.interrupt({.halted = false, .stale = false});
    scene.cancel(small);
    scene.decide({.target = 40, .bound = step::Bound::lot});
    scene.refuse(25, 9'990, 1);
    scene.wait_s(7);  // 25 refused by the gate
    const ChildId rejected = scene.place(25, 9'990);
    scene.reject(rejected, Reject::would_cross);
    scene.wait_s(8);  // 25 rejected by the venue
    scene.stop(StopCause::ended);
    const Report report = scene.finish();

    const auto expect = [&](Cause cause, int64_t seconds, int64_t quantity, int64_t unfilled = 0) {
        EXPECT_EQ(lost(report, cause).time, Duration{seconds * kSecond}) << name_of(cause);
        EXPECT_EQ(lost(report, cause).quantity_time, Wide{quantity} * seconds * kSecond) << name_of(cause);
        EXPECT_EQ(lost(report, cause).most.value, quantity) << name_of(cause);
        EXPECT_EQ(lost(report, cause).unfilled.value, unfilled) << name_of(cause);
    };
    expect(Cause::unplaced, 1, 20);
    expect(Cause::pause, 3, 15);
    expect(Cause::ceiling, 4, 15);
    expect(Cause::child_size, 4, 6);
    expect(Cause::halt, 5, 21);
    expect(Cause::stale, 6, 21);
    expect(Cause::trader, 9, 21);
    expect(Cause::gate, 7, 25);
    expect(Cause::venue, 8, 25, 25);
    EXPECT_EQ(report.lost.not_due.value, 60);
    EXPECT_EQ(report.lost.working.value, 0);
    EXPECT_EQ(report.messages.refused, 1);
    EXPECT_EQ(report.messages.rejected, 1);
    ASSERT_EQ(report.messages.rejects.size(), 1u);
    EXPECT_EQ(report.messages.rejects[0], (Tally{"would cross", 1}));
}

TEST(Recorder, EachBoundHasItsCause) {
    const std::array<std::pair<step::Bound, Cause>, step::kBounds> expected{
        {{step::Bound::none, Cause::unplaced},       {step::Bound::schedule, Cause::unplaced},
         {step::Bound::floor, Cause::unplaced},      {step::Bound::ceiling, Cause::ceiling},
         {step::Bound::take, Cause::child_size},     {step::Bound::child_most, Cause::child_size},
         {step::Bound::child_least, Cause::minimum}, {step::Bound::limit, Cause::limit},
         {step::Bound::minimum, Cause::minimum},     {step::Bound::lot, Cause::minimum},
         {step::Bound::pause, Cause::pause},         {step::Bound::hold, Cause::hold},
         {step::Bound::leaves, Cause::unplaced},     {step::Bound::completion, Cause::unplaced},
         {step::Bound::session, Cause::unplaced},    {step::Bound::settle, Cause::halt},
         {step::Bound::auction, Cause::unplaced},    {step::Bound::branch, Cause::unplaced},
         {step::Bound::leg, Cause::unplaced},        {step::Bound::deadline, Cause::unplaced},
         {step::Bound::reload, Cause::unplaced},     {step::Bound::route, Cause::unplaced}}};
    for (const auto& [bound, cause] : expected) {
        Scene scene;
        scene.quote(9'990, 10'010);
        scene.begin();
        scene.decide({.target = 50, .bound = bound});
        scene.wait_s(1);
        const Report report = scene.finish();
        EXPECT_EQ(lost(report, cause).quantity_time, Wide{50} * kSecond) << name_of(bound);
        EXPECT_EQ(report.lost.total_time, Wide{50} * kSecond);
    }
}

TEST(Recorder, AChildThatWaitsToBeRepricedIsNotUnplaced) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    scene.decide({.target = 20});
    scene.want(0, 0);
    scene.want(0, 1);
    scene.wait_s(1);  // nobody wants the 20
    scene.want(20, 1);
    const ChildId child = scene.place(20, 9'990, 1);
    scene.decide({.target = 50});
    scene.wait_s(2);  // 30 more are due, the child keeps its 20
    scene.decide({.target = 50, .due = 40, .ceiling = 40, .bound = step::Bound::schedule});
    scene.wait_s(4);  // of the 30 the ceiling cuts 10
    scene.interrupt({.halted = true, .stale = false});
    scene.wait_s(8);
    scene.interrupt({.halted = false, .stale = false});
    scene.decide({.target = 50, .bound = step::Bound::limit});
    scene.wait_s(16);  // a bound on price says more
    scene.decide({.target = 50});
    scene.want(0, 1);
    scene.cancel(child);
    scene.want(50, 0, true);
    scene.wait_s(32);  // what crosses does not rest
    const Report report = scene.finish();
    const auto expect = [&](Cause cause, int64_t seconds, Wide quantity_seconds) {
        EXPECT_EQ(lost(report, cause).time, Duration{seconds * kSecond}) << name_of(cause);
        EXPECT_EQ(lost(report, cause).quantity_time, quantity_seconds * kSecond) << name_of(cause);
    };
    expect(Cause::unplaced, 33, 20 * 1 + 50 * 32);
    expect(Cause::repricing, 6, 30 * 2 + 20 * 4);
    expect(Cause::ceiling, 4, 10 * 4);
    expect(Cause::halt, 8, 30 * 8);
    expect(Cause::limit, 16, 30 * 16);
    Wide sum = 0;
    for (const Lost& part : report.lost.by_cause) sum += part.quantity_time;
    EXPECT_EQ(sum, report.lost.total_time);
    EXPECT_EQ(lost(report, Cause::unplaced).unfilled.value, 50);
}

TEST(Recorder, WhatFillsAfterTheEndWasWorking) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    scene.decide({.target = 50, .bound = step::Bound::limit});
    const ChildId child = scene.place(30, 9'990);
    scene.wait_s(1);
    scene.stop(StopCause::ended);
    scene.wait_s(1);
    scene.fill(child, 9'990, 12);  // it was on its way
    scene.cancel(child);
    const Report report = scene.finish();
    EXPECT_EQ(report.lost.working.value, 18);
    EXPECT_EQ(lost(report, Cause::limit).unfilled.value, 20);
    EXPECT_EQ(report.lost.not_due.value, 50);
    EXPECT_EQ(report.executed.quantity.value, 12);
    EXPECT_EQ(report.ended, kNine + Duration{kSecond});
}

// ---- the schedule ---------------------------------------------------------------------------------------------------

TEST(Recorder, TheScheduleCountsWhatLasts) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    scene.wait_s(9);  // nothing is due before the first decision
    scene.decide({.target = 90});
    scene.decide({.target = 20});  // 90 lasted no time
    const ChildId child = scene.place(50, 9'990);
    scene.wait_s(3);
    scene.fill(child, 9'990, 25);
    scene.wait_s(2);
    scene.decide({.target = 45});
    scene.wait_s(1);
    scene.stop(StopCause::cancelled);
    const ScheduleDeviation schedule = scene.finish().schedule;
    EXPECT_EQ(schedule.behind_most.value, 20);
    EXPECT_EQ(schedule.ahead_most.value, 5);
    EXPECT_EQ(schedule.behind_time, Wide{20 * 3 + 20 * 1} * kSecond);
    EXPECT_EQ(schedule.ahead_time, Wide{5 * 2} * kSecond);
    EXPECT_EQ(schedule.measured, Duration{6 * kSecond});
}

// ---- children and messages ------------------------------------------------------------------------------------------

TEST(Recorder, ChildrenTellTheirStory) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId filled = scene.place(10, 9'990, 0, step::Bound::ceiling);
    const ChildId part = scene.place(10, 10'010, 1, step::Bound::take);
    const ChildId open = scene.place(10, 9'980);
    scene.wait_s(2);
    scene.fill(filled, 9'990, 4, {.fee = -30});
    scene.fill(filled, 9'990, 4, {.duplicate = true});
    scene.wait_s(2);
    scene.fill(filled, 9'980, 6);
    scene.fill(part, 10'010, 3, {.liquidity = Liquidity::taker});
    scene.cancel(part);
    const Report report = scene.finish();
    ASSERT_EQ(report.children.size(), 3u);
    const Child& first = report.children[0];
    EXPECT_EQ(first.id, filled);
    EXPECT_EQ(first.bound, step::Bound::ceiling);
    EXPECT_EQ(first.state, ChildState::filled);
    EXPECT_EQ(since(first.ended, first.sent), Duration{4 * kSecond});
    EXPECT_EQ(first.fills, 2);
    EXPECT_EQ(first.fees.value, -60);
    EXPECT_EQ(average_price(report.instrument, first.filled, first.value)->value, 998'400);  // 99.84
    EXPECT_EQ(report.children[1].slot, 1);
    EXPECT_EQ(report.children[1].state, ChildState::cancelled);
    EXPECT_EQ(report.children[1].filled.value, 3);
    EXPECT_EQ(report.children[1].maker.value, 0);
    EXPECT_EQ(report.children[2].id, open);
    EXPECT_EQ(report.children[2].state, ChildState::open);
    EXPECT_EQ(report.children[2].ended, kNoTime);
    EXPECT_EQ(report.messages.placed, 3);
    EXPECT_EQ(report.messages.cancels, 1);
    EXPECT_EQ(report.messages.duplicates, 1);
    EXPECT_EQ(report.stop, StopCause::none);
}

// ---- the course -----------------------------------------------------------------------------------------------------

/// A record of `count` quotes at even distance, whose mids are random: the series and what it was made of.
struct Drawn {
    Report report;
    std::vector<std::pair<Time, int64_t>> mids;
};
Drawn draw(int count, Duration apart, uint64_t seed) {
    std::mt19937_64 random(seed);
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    std::vector<std::pair<Time, int64_t>> mids{{scene.now(), 20'000}};
    for (int i = 0; i < count; ++i) {
        scene.wait(apart);
        const auto bid = static_cast<int64_t>(9'000 + random() % 1'000);
        scene.quote(bid, bid + 10);
        mids.emplace_back(scene.now(), 2 * bid + 10);
    }
    return {scene.finish(), mids};
}

TEST(Recorder, TheCourseIsBoundedAndItsExtremesAreExact) {
    for (const int64_t apart_us : {1, 100, 1'000, 5'000, 77'777, 3'000'000}) {
        const Drawn drawn = draw(20'000, Duration{apart_us * 1'000}, static_cast<uint64_t>(apart_us));
        const Series& series = drawn.report.series;
        ASSERT_FALSE(series.points.empty());
        EXPECT_LE(series.points.size(), static_cast<size_t>(kSeriesMost));
        EXPECT_LT(series.points.back().index, kSeriesMost);
        if (apart_us >= 1'000) {
            EXPECT_GE(series.points.size(), static_cast<size_t>(kSeriesMost) / 2) << "apart " << apart_us;
        }

        size_t next = 0;
        int64_t held = step::kAbsent;
        int64_t index_before = -1;
        for (const SeriesPoint& point : series.points) {
            ASSERT_GT(point.index, index_before);
            index_before = point.index;
            const Time end = series.origin + Duration{(point.index + 1) * series.width.value};
            int64_t low = held, high = held;
            while (next < drawn.mids.size() && drawn.mids[next].first < end) {
                held = drawn.mids[next++].second;
                low = low == step::kAbsent ? held : std::min(low, held);
                high = std::max(high, held);
            }
            ASSERT_EQ(point.low, low) << "apart " << apart_us << " point " << point.index;
            ASSERT_EQ(point.high, high) << "apart " << apart_us << " point " << point.index;
            ASSERT_EQ(point.bid + point.ask, held);
        }
        EXPECT_EQ(next, drawn.mids.size());
    }
}

TEST(Recorder, TheCourseFollowsTheOrder) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.print(10'000, 1'000);  // before the order: not its market volume
    scene.begin();
    scene.decide({.target = 50});
    const ChildId child = scene.place(30, 9'990);
    scene.wait_s(1);
    scene.print(10'000, 70);
    scene.fill(child, 9'990, 10);
    scene.wait_s(1);
    scene.decide({.target = 60, .paused = true});
    scene.wait_s(1);
    scene.stop(StopCause::ended);
    scene.wait_s(30);
    scene.quote(1, 2);  // after the order: not in its course
    const Report report = scene.finish();
    const SeriesPoint& last = report.series.points.back();
    EXPECT_EQ(last.volume, 70);
    EXPECT_EQ(last.executed, 10);
    EXPECT_EQ(last.working, 20);
    EXPECT_EQ(last.target, 60);
    EXPECT_EQ(last.causes, 1u << static_cast<int>(Cause::pause));
    EXPECT_EQ(last.low, 20'000);
    EXPECT_EQ(report.benchmarks.volume.value, 70);
    EXPECT_EQ(report.benchmarks.end, 20'000);
}

}  // namespace
}  // namespace weir::tca
