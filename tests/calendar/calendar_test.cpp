// Calendars against published lists, and local times against the date library.
#include "runtime/calendar/calendar.h"

#include <date/tz.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "runtime/calendar/holidays.h"

namespace weir::calendar {
namespace {

Time at(const char* text) {
    const auto time = parse_time(text);
    EXPECT_TRUE(time) << time.error;
    return time.value;
}
Date day(const char* text) {
    return parse_date(text).value;
}
constexpr Duration hm(int hour, int minute) {
    return {(hour * 60 + minute) * 60 * kSecond};
}
Session venue(const char* code) {
    const auto session = session_of(code);
    EXPECT_TRUE(session) << session.error;
    return session.value;
}

struct Year {
    std::set<std::string> closed, half;
};

/// The weekdays of a year on which a venue is closed, or closes early.
Year year_of(const Session& session, int year) {
    Year found;
    for (Date date{year, 1, 1}; date.year == year; date = plus_days(date, 1)) {
        if (weekday(date) == 0 || weekday(date) == 6) {
            EXPECT_FALSE(session.on(date));
            continue;
        }
        const auto trading = session.on(date);
        EXPECT_EQ(trading.has_value(), !session.closed_for(date).has_value());
        if (!trading) found.closed.insert(format_date(date).substr(5));
        if (trading && trading->half) found.half.insert(format_date(date).substr(5));
    }
    return found;
}

// As the exchange published them each year (ICE/NYSE holidays and trading hours).
const std::map<int, Year> kNewYork{
    {2012,
     {{"01-02", "01-16", "02-20", "04-06", "05-28", "07-04", "09-03", "10-29", "10-30", "11-22", "12-25"},
      {"07-03", "11-23", "12-24"}}},
    {2013,
     {{"01-01", "01-21", "02-18", "03-29", "05-27", "07-04", "09-02", "11-28", "12-25"}, {"07-03", "11-29", "12-24"}}},
    {2018,
     {{"01-01", "01-15", "02-19", "03-30", "05-28", "07-04", "09-03", "11-22", "12-05", "12-25"},
      {"07-03", "11-23", "12-24"}}},
    {2020, {{"01-01", "01-20", "02-17", "04-10", "05-25", "07-03", "09-07", "11-26", "12-25"}, {"11-27", "12-24"}}},
    {2021, {{"01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"}, {"11-26"}}},
    {2022, {{"01-17", "02-21", "04-15", "05-30", "06-20", "07-04", "09-05", "11-24", "12-26"}, {"11-25"}}},
    {2023,
     {{"01-02", "01-16", "02-20", "04-07", "05-29", "06-19", "07-04", "09-04", "11-23", "12-25"}, {"07-03", "11-24"}}},
    {2024,
     {{"01-01", "01-15", "02-19", "03-29", "05-27", "06-19", "07-04", "09-02", "11-28", "12-25"},
      {"07-03", "11-29", "12-24"}}},
    {2025,
     {{"01-01", "01-09", "01-20", "02-17", "04-18", "05-26", "06-19", "07-04", "09-01", "11-27", "12-25"},
      {"07-03", "11-28", "12-24"}}},
    {2026,
     {{"01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25"}, {"11-27", "12-24"}}},
    {2027, {{"01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"}, {"11-26"}}},
};

TEST(NewYork, HolidaysAreThePublishedOnes) {
    for (const char* code : {"XNYS", "XNAS"}) {
        const Session session = venue(code);
        for (const auto& [year, published] : kNewYork) {
            const Year ours = year_of(session, year);
            EXPECT_EQ(ours.closed, published.closed) << code << " " << year;
            EXPECT_EQ(ours.half, published.half) << code << " " << year;
        }
    }
}

TEST(London, HolidaysAreThePublishedOnes) {
    const Session session = venue("XLON");
    const std::map<int, Year> published{
        {2012, {{"01-02", "04-06", "04-09", "05-07", "06-04", "06-05", "08-27", "12-25", "12-26"}, {"12-24", "12-31"}}},
        {2015, {{"01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"}, {"12-24", "12-31"}}},
        {2018, {{"01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"}, {"12-24", "12-31"}}},
        {2022,
         {{"01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"},
          {"12-23", "12-30"}}},
        {2023, {{"01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"}, {"12-22", "12-29"}}},
    };
    for (const auto& [year, list] : published) {
        const Year ours = year_of(session, year);
        EXPECT_EQ(ours.closed, list.closed) << year;
        EXPECT_EQ(ours.half, list.half) << year;
    }
}

TEST(Tokyo, HolidaysAreThePublishedOnes) {
    const Session session = venue("XTKS");
    const std::map<int, Year> published{
        {2019,
         {{"01-01", "01-02", "01-03", "01-14", "02-11", "03-21", "04-29", "04-30", "05-01", "05-02",
           "05-03", "05-06", "07-15", "08-12", "09-16", "09-23", "10-14", "10-22", "11-04", "12-31"},
          {}}},
        {2021,
         {{"01-01", "01-11", "02-11", "02-23", "04-29", "05-03", "05-04", "05-05", "07-22", "07-23", "08-09", "09-20",
           "09-23", "11-03", "11-23", "12-31"},
          {}}},
        {2024,
         {{"01-01", "01-02", "01-03", "01-08", "02-12", "02-23", "03-20", "04-29", "05-03", "05-06", "07-15", "08-12",
           "09-16", "09-23", "10-14", "11-04", "12-31"},
          {}}},
        {2026,
         {{"01-01", "01-02", "01-12", "02-11", "02-23", "03-20", "04-29", "05-04", "05-05", "05-06", "07-20", "08-11",
           "09-21", "09-22", "09-23", "10-12", "11-03", "11-23", "12-31"},
          {}}},
    };
    for (const auto& [year, list] : published) {
        const Year ours = year_of(session, year);
        EXPECT_EQ(ours.closed, list.closed) << year;
        EXPECT_EQ(ours.half, list.half) << year;
    }
}

TEST(Tokyo, ADayOnWhichNothingTraded) {
    EXPECT_EQ(*venue("XTKS").closed_for(day("2020-10-01")), "system failure");
}

TEST(Easter, IsKnown) {
    EXPECT_EQ(easter_sunday(1961), (Date{1961, 4, 2}));
    EXPECT_EQ(easter_sunday(2008), (Date{2008, 3, 23}));
    EXPECT_EQ(easter_sunday(2024), (Date{2024, 3, 31}));
    EXPECT_EQ(easter_sunday(2038), (Date{2038, 4, 25}));
}

TEST(Session, OfNewYorkOnAWholeDay) {
    const auto trading = *venue("XNYS").on(day("2026-01-06"));
    EXPECT_EQ(trading.open, at("2026-01-06T14:30:00Z"));
    EXPECT_EQ(trading.close, at("2026-01-06T21:00:00Z"));
    EXPECT_FALSE(trading.pause);
    EXPECT_EQ(trading.opening->at, trading.open);
    EXPECT_EQ(trading.opening->cutoff, at("2026-01-06T14:30:00Z"));
    EXPECT_EQ(trading.closing->at, trading.close);
    EXPECT_EQ(trading.closing->cutoff, at("2026-01-06T20:50:00Z"));
    // Before the rule changed, and in summer time.
    EXPECT_EQ(venue("XNYS").on(day("2013-10-07"))->closing->cutoff, at("2013-10-07T19:45:00Z"));
    EXPECT_EQ(venue("XNAS").on(day("2013-10-07"))->closing->cutoff, at("2013-10-07T19:50:00Z"));
    EXPECT_EQ(venue("XNAS").on(day("2026-01-06"))->closing->cutoff, at("2026-01-06T20:55:00Z"));
    EXPECT_EQ(venue("XNAS").on(day("2026-01-06"))->opening->cutoff, at("2026-01-06T14:28:00Z"));
}

TEST(Session, CutOffsOfAHalfDayComeEarlier) {
    const auto trading = *venue("XNYS").on(day("2025-11-28"));
    EXPECT_TRUE(trading.half);
    EXPECT_EQ(trading.close, at("2025-11-28T18:00:00Z"));
    EXPECT_EQ(trading.closing->cutoff, at("2025-11-28T17:50:00Z"));
    const auto london = *venue("XLON").on(day("2025-12-24"));
    EXPECT_EQ(london.close, at("2025-12-24T12:30:00Z"));
    EXPECT_EQ(london.closing->at, at("2025-12-24T12:35:00Z"));
}

TEST(Session, OfTokyoHasLunch) {
    const Session session = venue("XTKS");
    const auto trading = *session.on(day("2026-01-06"));
    EXPECT_EQ(trading.open, at("2026-01-06T09:00:00+09:00"));
    EXPECT_EQ(trading.pause->from, at("2026-01-06T11:30:00+09:00"));
    EXPECT_EQ(trading.pause->to, at("2026-01-06T12:30:00+09:00"));
    EXPECT_EQ(trading.close, at("2026-01-06T15:25:00+09:00"));
    EXPECT_EQ(trading.closing->at, at("2026-01-06T15:30:00+09:00"));
    EXPECT_EQ(session.on(day("2024-11-01"))->close, at("2024-11-01T15:00:00+09:00"));
    EXPECT_FALSE(session.is_open(at("2026-01-06T12:00:00+09:00")));
    EXPECT_TRUE(session.is_open(at("2026-01-06T12:30:00+09:00")));
    EXPECT_EQ(session.next_open(at("2026-01-06T10:00:00+09:00")), at("2026-01-06T12:30:00+09:00"));
    EXPECT_EQ(session.next_close(at("2026-01-06T10:00:00+09:00")), at("2026-01-06T11:30:00+09:00"));
    EXPECT_EQ(session.next_close(at("2026-01-06T11:30:00+09:00")), at("2026-01-06T15:25:00+09:00"));
    // From Friday over the ten days of 2019.
    EXPECT_EQ(session.next_open(at("2019-04-26T15:00:00+09:00")), at("2019-05-07T09:00:00+09:00"));
}

TEST(Session, NextOpenAndCloseGoOverHolidays) {
    const Session session = venue("XNYS");
    // Wednesday before Thanksgiving, after the close; then a half day.
    const Time evening = at("2025-11-26T21:00:00Z");
    EXPECT_FALSE(session.is_open(evening));
    EXPECT_TRUE(session.is_open(Time{evening.value - 1}));
    EXPECT_EQ(session.next_open(evening), at("2025-11-28T14:30:00Z"));
    EXPECT_EQ(session.next_close(evening), at("2025-11-28T18:00:00Z"));
    EXPECT_EQ(session.next_open(at("2025-11-28T14:30:00Z")), at("2025-12-01T14:30:00Z"));
    EXPECT_EQ(*session.closed_for(day("2025-11-27")), "Thanksgiving");
    EXPECT_EQ(*session.closed_for(day("2025-11-29")), "Saturday");
    EXPECT_FALSE(session.closed_for(day("2025-11-28")));
}

/// Brute force: a minute at a time through two weeks, holiday, half day and change of clocks included.
TEST(Session, AgreesWithItselfMinuteByMinute) {
    struct Case {
        Session session;
        Time from;
    };
    const Case cases[] = {{venue("XNYS"), at("2024-10-28T00:00:00Z")},
                          {venue("XNYS"), at("2025-12-20T00:00:00Z")},
                          {venue("XLON"), at("2025-03-20T00:00:00Z")},
                          {venue("XTKS"), at("2025-12-25T00:00:00Z")},
                          {daily_session(hm(22, 0), hm(5, 0), "Europe/London").value, at("2025-03-25T00:00:00Z")}};
    const Duration minute{60 * kSecond};
    for (const auto& [session, from] : cases) {
        Time open{0}, close{0};
        for (int i = 0; i < 14 * 1440; ++i) {
            const Time now = from + Duration{i * minute.value};
            const bool before = session.is_open(now - minute), is = session.is_open(now);
            if (i > 0 && is && !before) {
                EXPECT_EQ(open, now) << session.code() << format_time(now);
            }
            if (i > 0 && !is && before) {
                EXPECT_EQ(close, now) << session.code() << format_time(now);
            }
            open = session.next_open(now), close = session.next_close(now);
            ASSERT_GT(open, now);
            ASSERT_GT(close, now);
            ASSERT_EQ(is, close < open) << session.code() << format_time(now);
        }
    }
}

TEST(Session, RoundTheClock) {
    const Session always = venue("always");
    EXPECT_TRUE(always.always());
    for (const char* time : {"2025-12-25T00:00:00Z", "2025-12-27T23:59:59Z"}) EXPECT_TRUE(always.is_open(at(time)));
    EXPECT_EQ(always.next_open(at("2025-12-25T00:00:00Z")), kNoTime);
    EXPECT_EQ(always.next_close(at("2025-12-25T00:00:00Z")), kNoTime);
    EXPECT_EQ(always.times_of(at("2025-12-25T00:00:00Z")), SessionTimes{});
    EXPECT_EQ(always.on(day("2025-12-25"))->open, at("2025-12-25T00:00:00Z"));
    EXPECT_EQ(always.on(day("2025-12-25"))->close, at("2025-12-26T00:00:00Z"));
}

TEST(Session, TimesOfARunDay) {
    const SessionTimes times = venue("XNAS").times_of(at("2025-11-28T16:00:00Z"));
    EXPECT_EQ(times.open, at("2025-11-28T14:30:00Z").value);
    EXPECT_EQ(times.close, at("2025-11-28T18:00:00Z").value);
    EXPECT_EQ(times.open_cutoff, at("2025-11-28T14:28:00Z").value);
    EXPECT_EQ(times.close_cutoff, at("2025-11-28T17:55:00Z").value);
    EXPECT_EQ(venue("XNAS").times_of(at("2025-11-27T16:00:00Z")), SessionTimes{});  // Thanksgiving
    const SessionTimes daily = daily_session(hm(9, 0), hm(17, 0), "UTC").value.times_of(at("2025-11-27T16:00:00Z"));
    EXPECT_EQ(daily.close, at("2025-11-27T17:00:00Z").value);
    EXPECT_EQ(daily.close_cutoff, step::kAbsent);
}

SessionTimes stretch(const char* from, const char* open, const char* close, const SessionTimes& cutoffs = {}) {
    SessionTimes times = cutoffs;
    times.from = *from == 0 ? step::kAbsent : at(from).value;
    times.open = at(open).value;
    times.close = at(close).value;
    return times;
}
std::vector<SessionTimes> without_cutoffs(std::vector<SessionTimes> all) {
    for (SessionTimes& one : all) one.open_cutoff = one.close_cutoff = step::kAbsent;
    return all;
}

TEST(Session, OfAnOrderOfSeveralDays) {
    const auto of = [](const char* code, const char* start, const char* end) {
        return without_cutoffs(venue(code).times_between(at(start), at(end)));
    };
    using Times = std::vector<SessionTimes>;
    // Thanksgiving, and the half day after it.
    EXPECT_EQ(of("XNYS", "2025-11-26T15:00:00Z", "2025-11-28T17:00:00Z"),
              (Times{stretch("", "2025-11-26T14:30:00Z", "2025-11-26T21:00:00Z"),
                     stretch("2025-11-28T05:00:00Z", "2025-11-28T14:30:00Z", "2025-11-28T18:00:00Z")}));
    // Clocks go forward in between: the same hours are an hour earlier.
    EXPECT_EQ(of("XNYS", "2026-03-06T20:00:00Z", "2026-03-09T15:00:00Z"),
              (Times{stretch("", "2026-03-06T14:30:00Z", "2026-03-06T21:00:00Z"),
                     stretch("2026-03-09T04:00:00Z", "2026-03-09T13:30:00Z", "2026-03-09T20:00:00Z")}));
    // And back.
    EXPECT_EQ(of("XNYS", "2026-10-30T19:00:00Z", "2026-11-02T16:00:00Z"),
              (Times{stretch("", "2026-10-30T13:30:00Z", "2026-10-30T20:00:00Z"),
                     stretch("2026-11-02T05:00:00Z", "2026-11-02T14:30:00Z", "2026-11-02T21:00:00Z")}));
    // A pause for lunch makes two of a day.
    EXPECT_EQ(of("XTKS", "2026-01-06T00:30:00Z", "2026-01-06T06:00:00Z"),
              (Times{stretch("", "2026-01-06T00:00:00Z", "2026-01-06T02:30:00Z"),
                     stretch("2026-01-06T02:30:00Z", "2026-01-06T03:30:00Z", "2026-01-06T06:25:00Z")}));
    // What is over when the order starts, and what opens after its end, is none of it.
    EXPECT_EQ(of("XNYS", "2026-01-05T22:00:00Z", "2026-01-06T16:00:00Z"),
              (Times{stretch("", "2026-01-06T14:30:00Z", "2026-01-06T21:00:00Z")}));
    const Session night = daily_session(hm(22, 0), hm(5, 0), "UTC").value;
    EXPECT_EQ(night.times_between(at("2025-06-02T01:00:00Z"), at("2025-06-02T23:00:00Z")),
              (Times{stretch("", "2025-06-01T22:00:00Z", "2025-06-02T05:00:00Z"),
                     stretch("2025-06-02T05:00:00Z", "2025-06-02T22:00:00Z", "2025-06-03T05:00:00Z")}));
    EXPECT_EQ(venue("always").times_between(at("2026-01-05T22:00:00Z"), at("2026-01-09T16:00:00Z")), Times{{}});
}

TEST(ClockTime, IsTheLastOneThatTheOrderHas) {
    const step::ClockTime half_past_two{hm(2, 30).value, "America/New_York"}, half_past_one{hm(1, 30).value, ""};
    const auto last = [](const step::ClockTime& time, const char* start, const char* end) {
        return last_moment(time, at(start), at(end), "America/New_York");
    };
    EXPECT_EQ(last(half_past_two, "2026-01-05T00:00:00Z", "2026-01-07T00:00:00Z"), at("2026-01-06T07:30:00Z"));
    EXPECT_EQ(last(half_past_two, "2026-01-05T08:00:00Z", "2026-01-06T07:00:00Z"), std::nullopt);
    EXPECT_EQ(last(half_past_two, "2026-01-05T07:30:00Z", "2026-01-05T09:00:00Z"), std::nullopt) << "when it starts";
    EXPECT_EQ(last(half_past_two, "2026-01-05T07:00:00Z", "2026-01-05T07:30:00Z"), at("2026-01-05T07:30:00Z"));
    // Clocks that skip it show it when they have skipped; of two, the earlier is meant.
    EXPECT_EQ(last(half_past_two, "2026-03-08T00:00:00Z", "2026-03-08T20:00:00Z"), at("2026-03-08T07:00:00Z"));
    EXPECT_EQ(last(half_past_one, "2026-11-01T00:00:00Z", "2026-11-01T20:00:00Z"), at("2026-11-01T05:30:00Z"));
}

TEST(Session, ThroughMidnightIsOfTheDayOnWhichItOpens) {
    const Session night = daily_session(hm(22, 0), hm(5, 0), "UTC").value;
    const auto trading = *night.day_of(at("2025-06-02T03:00:00Z"));
    EXPECT_EQ(trading.date, day("2025-06-01"));
    EXPECT_EQ(trading.close, at("2025-06-02T05:00:00Z"));
    EXPECT_FALSE(night.is_open(at("2025-06-02T05:00:00Z")));
    EXPECT_EQ(night.day_of(at("2025-06-02T12:00:00Z"))->date, day("2025-06-02"));
}

TEST(Session, WrongNamesAreSaid) {
    EXPECT_EQ(session_of("NYSE").error,
              "`NYSE` is not a session that is known: there are `always`, `XLON`, `XNAS`, `XNYS`, `XTKS`");
    EXPECT_NE(daily_session(hm(9, 0), hm(17, 0), "America/NewYork").error.find("is not a known time zone"),
              std::string::npos);
    EXPECT_FALSE(daily_session(hm(9, 0), hm(9, 0), "UTC"));
    EXPECT_FALSE(daily_session(hm(25, 0), hm(9, 0), "UTC"));
    EXPECT_TRUE(daily_session(hm(0, 0), hm(24, 0), "UTC"));
}

TEST(Session, SaysWhereAnOrderLeavesIt) {
    const Session session = venue("XNYS");
    const auto notes = [&](const char* start, const char* end) {
        const WindowNotes found = compare(session, at(start), at(end));
        std::string all = found.outside ? "outside\n" : "";
        for (const std::string& note : found.notes) all += note + "\n";
        return all;
    };
    EXPECT_EQ(notes("2026-01-06T09:30:00-05:00", "2026-01-06T16:00:00-05:00"), "");
    EXPECT_EQ(notes("2026-01-06T09:00:00-05:00", "2026-01-06T16:00:30-05:00"),
              "the order starts at 09:00:00, 30 min before XNYS opens at 09:30:00\n"
              "the order ends at 16:00:30, 30 s after XNYS closes at 16:00:00\n");
    EXPECT_EQ(notes("2025-11-28T10:00:00-05:00", "2025-11-28T15:30:00-05:00"),
              "the order ends at 15:30:00, 2 h 30 min after XNYS closes at 13:00:00, for it is a half day\n");
    EXPECT_EQ(notes("2025-12-25T10:00:00-05:00", "2025-12-25T15:30:00-05:00"),
              "outside\nXNYS is closed on 2025-12-25, Christmas\n");
    EXPECT_EQ(notes("2026-01-06T17:00:00-05:00", "2026-01-06T18:00:00-05:00"),
              "outside\nthe order starts at 17:00:00, when XNYS has closed at 16:00:00\n"
              "the order ends at 18:00:00, 2 h after XNYS closes at 16:00:00\n");
    EXPECT_TRUE(compare(venue("always"), at("2026-01-01T00:00:00Z"), at("2026-01-02T00:00:00Z")).notes.empty());
}

// ---- clocks that change ---------------------------------------------------------------------------------------------

TEST(LocalTime, InAGapIsTheFirstInstantAfterIt) {
    const Time after = at("2025-03-09T07:00:00Z");  // 03:00 in New York, where 02:00 to 03:00 was not
    EXPECT_EQ(local_instant(day("2025-03-09"), hm(2, 0), "America/New_York"), after);
    EXPECT_EQ(local_instant(day("2025-03-09"), hm(2, 59), "America/New_York"), after);
    EXPECT_EQ(local_instant(day("2025-03-09"), hm(3, 0), "America/New_York"), after);
    EXPECT_EQ(local_instant(day("2025-03-09"), hm(1, 59), "America/New_York"), after - Duration{60 * kSecond});
}

TEST(LocalTime, InAFoldIsTheEarlierOne) {
    EXPECT_EQ(local_instant(day("2025-11-02"), hm(1, 30), "America/New_York"), at("2025-11-02T05:30:00Z"));
    EXPECT_EQ(local_instant(day("2025-11-02"), hm(2, 0), "America/New_York"), at("2025-11-02T07:00:00Z"));
    EXPECT_EQ(local_instant(day("2025-11-02"), hm(24, 30), "America/New_York"), at("2025-11-03T05:30:00Z"));
}

/// Whatever the zone and the time: what the clock shows at the instant is the time asked for; where it is not, the
/// instant is the end of a gap; and no earlier instant shows the time.
TEST(LocalTime, AgreesWithTheDateLibrary) {
    constexpr uint64_t kSeed = 20'251'123;
    std::mt19937_64 random(kSeed);
    SCOPED_TRACE(kSeed);
    const char* zones[] = {"America/New_York",  "Europe/London", "Asia/Tokyo", "Australia/Lord_Howe",
                           "America/Sao_Paulo", "Pacific/Apia",  "UTC",        "Africa/Casablanca"};
    int gaps = 0, folds = 0;
    for (const char* name : zones) {
        const date::time_zone* zone = date::locate_zone(name);
        for (int i = 0; i < 4'000; ++i) {
            // Half of the times near a change of clocks.
            date::sys_seconds near{std::chrono::seconds{static_cast<int64_t>(random() % 2'000'000'000)}};
            if (i % 2 == 0) near = std::min(near, zone->get_info(near).end - std::chrono::hours(3));
            if (i % 2 == 0)
                near = zone->get_info(near).end + std::chrono::minutes(static_cast<int>(random() % 300) - 150);
            if (near.time_since_epoch().count() < 0 || near.time_since_epoch().count() > 2'100'000'000) continue;
            const auto local = zone->to_local(near);
            const auto days = date::floor<date::days>(local);
            const date::year_month_day ymd{days};
            const Date date{static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                            static_cast<int>(static_cast<unsigned>(ymd.day()))};
            // Times that the clock shows, and others a little off, which it may skip.
            const auto shown = local + std::chrono::seconds(static_cast<int64_t>(random() % 7'200) - 3'600);
            const Time ours = local_instant(date, Duration{(shown - days).count() * kSecond}, name);
            const auto instant = date::sys_time<std::chrono::nanoseconds>{std::chrono::nanoseconds{ours.value}};
            const date::local_info info = zone->get_info(shown);
            if (info.result == date::local_info::nonexistent) {
                ++gaps;
                EXPECT_GT(zone->to_local(instant), shown);
                EXPECT_LT(zone->to_local(instant - std::chrono::nanoseconds{1}), shown);
            } else {
                folds += info.result == date::local_info::ambiguous;
                EXPECT_EQ(instant, zone->to_sys(shown, date::choose::earliest)) << name << " " << i;
                EXPECT_EQ(zone->to_local(instant), shown);
            }
        }
    }
    EXPECT_GT(gaps, 100);
    EXPECT_GT(folds, 100);
}

TEST(LocalTime, ASessionOpensOnTimeWhenClocksChange) {
    const Session session = venue("XNYS");
    EXPECT_EQ(session.on(day("2025-03-07"))->open, at("2025-03-07T14:30:00Z"));
    EXPECT_EQ(session.on(day("2025-03-10"))->open, at("2025-03-10T13:30:00Z"));
    EXPECT_EQ(session.next_open(at("2025-03-07T21:00:00Z")), at("2025-03-10T13:30:00Z"));
    // A session whose open falls into the gap opens when the gap ends, and one in the fold opens once.
    const Session gap = daily_session(hm(2, 30), hm(4, 0), "America/New_York").value;
    EXPECT_EQ(gap.on(day("2025-03-09"))->open, at("2025-03-09T07:00:00Z"));
    const Session fold = daily_session(hm(1, 30), hm(1, 45), "America/New_York").value;
    EXPECT_TRUE(fold.is_open(at("2025-11-02T05:30:00Z")));
    EXPECT_FALSE(fold.is_open(at("2025-11-02T06:30:00Z")));
}

}  // namespace
}  // namespace weir::calendar
