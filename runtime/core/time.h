// Times and durations as text. Inside, a time is nanoseconds since the Unix epoch; zones exist only on this page.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "runtime/core/parsed.h"
#include "runtime/core/types.h"

namespace weir {

/// A calendar day in some zone.
struct Date {
    int year = 1970;
    int month = 1;
    int day = 1;
    friend auto operator<=>(Date, Date) = default;
};

/// RFC 3339 with up to nine fraction digits: `2012-06-21T13:30:00Z`, `2012-06-21 09:30:00.5-04:00`. Leap seconds
/// (`:60`) are refused, for the epoch count has no place for them.
Parsed<Time> parse_time(std::string_view text);

/// A time of day on a date: `09:30`, `09:30:15.25`, or with a zone of its own, `09:30 America/New_York`; otherwise in
/// `zone`. A time that the zone skips or has twice on that day is an error.
Parsed<Time> parse_time_of_day(std::string_view text, Date date, std::string_view zone);

/// `2012-06-21`.
Parsed<Date> parse_date(std::string_view text);

/// The day it is at `time` in an IANA zone.
Parsed<Date> date_in(Time time, std::string_view zone);

/// Whether the IANA zone exists; the error names it.
Parsed<bool> check_zone(std::string_view zone);

std::string format_date(Date date);  // 2012-06-21

/// RFC 3339, with as many fraction digits as are needed, in threes: `2012-06-21T13:30:00.250Z`.
std::string format_time(Time time);
/// The same on the zone's clock: `2012-06-21T09:30:00.250-04:00`. An unknown zone is taken as UTC.
std::string format_time(Time time, std::string_view zone);
/// Only the time of day on the zone's clock: `09:30:00.250`.
std::string format_time_of_day(Time time, std::string_view zone);

/// One or more `NUMBER unit`, summed: `30 s`, `1.5h`, `1 h 30 min`. Units: d h min s ms us ns.
Parsed<Duration> parse_duration(std::string_view text);
/// The shortest exact form: `1 h 30 min`, `1.5 s`, `0 s`, `-2 ms`.
std::string format_duration(Duration duration);

}  // namespace weir
