#include "runtime/core/time.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <limits>

#include "runtime/core/decimal.h"

namespace weir {
namespace {

using Nanoseconds = std::chrono::nanoseconds;
using SystemTime = date::sys_time<Nanoseconds>;

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// Takes exactly `width` digits from the front.
bool take_number(std::string_view& text, size_t width, int& number) {
    if (text.size() < width) return false;
    number = 0;
    for (size_t i = 0; i < width; ++i) {
        if (!is_digit(text[i])) return false;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return true;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

bool take_date(std::string_view& text, Date& result) {
    if (!take_number(text, 4, result.year) || !take(text, '-') || !take_number(text, 2, result.month) ||
        !take(text, '-') || !take_number(text, 2, result.day))
        return false;
    return (date::year{result.year} / result.month / result.day).ok();
}

/// `.` and one to nine digits, in nanoseconds.
bool take_fraction(std::string_view& text, int64_t& nanoseconds) {
    int64_t unit = 100'000'000;
    if (text.empty() || !is_digit(text.front())) return false;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), unit /= 10) {
        if (unit == 0) return false;
        nanoseconds += (text.front() - '0') * unit;
    }
    return true;
}

/// `hh:mm[:ss[.fraction]]`, in nanoseconds since midnight.
bool take_clock(std::string_view& text, int64_t& nanoseconds) {
    int hour = 0, minute = 0, second = 0;
    int64_t fraction = 0;
    if (!take_number(text, 2, hour) || !take(text, ':') || !take_number(text, 2, minute)) return false;
    if (take(text, ':')) {
        if (!take_number(text, 2, second)) return false;
        if (take(text, '.') && !take_fraction(text, fraction)) return false;
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    nanoseconds = ((hour * 60 + minute) * int64_t{60} + second) * kSecond + fraction;
    return true;
}

/// `Z` or `±hh:mm`, in nanoseconds east of UTC.
bool take_offset(std::string_view& text, int64_t& nanoseconds) {
    if (take(text, 'Z') || take(text, 'z')) {
        nanoseconds = 0;
        return true;
    }
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, '+') && !take(text, '-')) return false;
    int hour = 0, minute = 0;
    if (!take_number(text, 2, hour) || !take(text, ':') || !take_number(text, 2, minute)) return false;
    if (hour > 23 || minute > 59) return false;
    nanoseconds = (hour * 60 + minute) * 60 * kSecond * (west ? -1 : 1);
    return true;
}

int64_t days_since_epoch(Date day) {
    return date::sys_days{date::year{day.year} / day.month / day.day}.time_since_epoch().count();
}

/// Nanoseconds of a day and an offset from its midnight; false when 64 bits cannot hold them (before 1677, after 2262).
bool nanoseconds_of(Date day, int64_t since_midnight, int64_t& result) {
    const Wide wide = static_cast<Wide>(days_since_epoch(day)) * 86'400 * kSecond + since_midnight;
    result = static_cast<int64_t>(wide);
    return wide == result;
}

Parsed<Time> out_of_range(std::string_view text) {
    return Parsed<Time>::failure(fmt::format("`{}` is out of range: times run from 1678 to 2261", text));
}

const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        return nullptr;
    }
}

std::string unknown_zone(std::string_view name) {
    return fmt::format("`{}` is not a known time zone: write an IANA name, as in `America/New_York`", name);
}

/// As many fraction digits as are needed, in threes.
std::string fraction_text(int64_t nanoseconds) {
    if (nanoseconds == 0) return "";
    if (nanoseconds % 1'000'000 == 0) return fmt::format(".{:03}", nanoseconds / 1'000'000);
    if (nanoseconds % 1'000 == 0) return fmt::format(".{:06}", nanoseconds / 1'000);
    return fmt::format(".{:09}", nanoseconds);
}

struct ZonedTime {
    int64_t local;  // nanoseconds since the epoch on the zone's clock
    int64_t offset_seconds;
};

ZonedTime on_clock(Time time, std::string_view zone) {
    const date::time_zone* found = find_zone(zone);
    int64_t offset = 0;
    if (found != nullptr) offset = found->get_info(SystemTime{Nanoseconds{time.value}}).offset.count();
    int64_t local = 0;
    if (__builtin_add_overflow(time.value, offset * kSecond, &local)) return {time.value, 0};
    return {local, offset};
}

struct DateAndClock {
    Date date;
    std::string clock;
};

DateAndClock split(int64_t local) {
    const date::sys_time<Nanoseconds> point{Nanoseconds{local}};
    const auto midnight = date::floor<date::days>(point);
    const date::year_month_day ymd{midnight};
    const int64_t inside = (point - midnight).count();
    const int64_t seconds = inside / kSecond;
    return {{static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
             static_cast<int>(static_cast<unsigned>(ymd.day()))},
            fmt::format("{:02}:{:02}:{:02}{}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                        fraction_text(inside % kSecond))};
}

struct Unit {
    std::string_view name;
    int64_t nanoseconds;
};
constexpr std::array kUnits = {Unit{"d", 86'400 * kSecond},
                               Unit{"h", 3'600 * kSecond},
                               Unit{"min", 60 * kSecond},
                               Unit{"s", kSecond},
                               Unit{"ms", 1'000'000},
                               Unit{"us", 1'000},
                               Unit{"ns", 1}};

const Unit* find_unit(std::string_view name) {
    for (const Unit& unit : kUnits)
        if (unit.name == name) return &unit;
    return nullptr;
}

/// The front part of `text` whose characters satisfy `wanted`.
template <class Predicate>
std::string_view take_while(std::string_view& text, Predicate wanted) {
    size_t length = 0;
    while (length < text.size() && wanted(text[length])) ++length;
    const std::string_view front = text.substr(0, length);
    text.remove_prefix(length);
    return front;
}

/// number × unit in nanoseconds when that is exact and fits.
bool scaled(std::string_view number, int64_t unit, int64_t& nanoseconds) {
    const size_t point = number.find('.');
    const int decimals = point == number.npos ? 0 : static_cast<int>(number.size() - point - 1);
    if (decimals > kDecimalsMost) return false;
    const Parsed<int64_t> parsed = parse_decimal(number, decimals);
    if (!parsed) return false;
    const Wide whole = static_cast<Wide>(parsed.value) * unit;
    if (whole % power_of_ten(decimals) != 0) return false;
    const Wide result = whole / power_of_ten(decimals);
    nanoseconds = static_cast<int64_t>(result);
    return result == nanoseconds;
}

}  // namespace

Parsed<Time> parse_time(std::string_view text) {
    std::string_view rest = trimmed(text);
    Date day;
    int64_t clock = 0, offset = 0, result = 0;
    const bool read = take_date(rest, day) && (take(rest, 'T') || take(rest, 't') || take(rest, ' ')) &&
                      take_clock(rest, clock) && take_offset(rest, offset) && rest.empty();
    if (!read)
        return Parsed<Time>::failure(
            fmt::format("`{}` is not a time: write date, time and offset, as in `2012-06-21T09:30:00-04:00`", text));
    if (!nanoseconds_of(day, clock - offset, result)) return out_of_range(text);
    return {Time{result}, {}};
}

Parsed<Time> parse_time_of_day(std::string_view text, Date day, std::string_view zone) {
    std::string_view rest = trimmed(text);
    int64_t clock = 0, local = 0;
    const bool read = take_clock(rest, clock) && (rest.empty() || rest.front() == ' ');
    if (!read)
        return Parsed<Time>::failure(
            fmt::format("`{}` is not a time of day: write `09:30`, `09:30:15` or `09:30 America/New_York`", text));
    if (rest = trimmed(rest); !rest.empty()) zone = rest;
    const date::time_zone* found = find_zone(zone);
    if (found == nullptr) return Parsed<Time>::failure(unknown_zone(zone));
    if (!nanoseconds_of(day, clock, local)) return out_of_range(text);

    const date::local_info info = found->get_info(date::local_time<Nanoseconds>{Nanoseconds{local}});
    if (info.result != date::local_info::unique)
        return Parsed<Time>::failure(fmt::format(
            "{} on {} {} in {}: write date, time and offset, as in `2012-06-21T09:30:00-04:00`", text, format_date(day),
            info.result == date::local_info::nonexistent ? "does not exist" : "comes twice", zone));
    int64_t result = 0;
    if (__builtin_sub_overflow(local, info.first.offset.count() * kSecond, &result)) return out_of_range(text);
    return {Time{result}, {}};
}

Parsed<Date> parse_date(std::string_view text) {
    std::string_view rest = trimmed(text);
    Date day;
    if (!take_date(rest, day) || !rest.empty())
        return Parsed<Date>::failure(fmt::format("`{}` is not a date: write it as in `2012-06-21`", text));
    return {day, {}};
}

Parsed<Date> date_in(Time time, std::string_view zone) {
    if (find_zone(zone) == nullptr) return Parsed<Date>::failure(unknown_zone(zone));
    return {split(on_clock(time, zone).local).date, {}};
}

Parsed<bool> check_zone(std::string_view zone) {
    if (find_zone(zone) == nullptr) return Parsed<bool>::failure(unknown_zone(zone));
    return {true, {}};
}

std::string format_date(Date day) {
    return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

std::string format_time(Time time) {
    const DateAndClock parts = split(time.value);
    return format_date(parts.date) + "T" + parts.clock + "Z";
}

std::string format_time(Time time, std::string_view zone) {
    const ZonedTime zoned = on_clock(time, zone);
    // RFC 3339 offsets are whole minutes; older local times with seconds in them are given in UTC.
    if (zoned.offset_seconds % 60 != 0) return format_time(time);
    const DateAndClock parts = split(zoned.local);
    const int64_t minutes = zoned.offset_seconds < 0 ? -zoned.offset_seconds / 60 : zoned.offset_seconds / 60;
    const std::string offset =
        zoned.offset_seconds == 0
            ? "Z"
            : fmt::format("{}{:02}:{:02}", zoned.offset_seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return format_date(parts.date) + "T" + parts.clock + offset;
}

std::string format_time_of_day(Time time, std::string_view zone) {
    return split(on_clock(time, zone).local).clock;
}

Parsed<Duration> parse_duration(std::string_view text) {
    const auto failure = [&] {
        return Parsed<Duration>::failure(fmt::format(
            "`{}` is not a duration: write a number and a unit of d, h, min, s, ms, us, ns, as in `30 s`", text));
    };
    std::string_view rest = trimmed(text);
    const bool negative = take(rest, '-');
    int64_t total = 0;
    if (rest.empty()) return failure();
    while (!rest.empty()) {
        const std::string_view number = take_while(rest, [](char c) { return is_digit(c) || c == '.' || c == '_'; });
        rest = trimmed(rest);
        const std::string_view name = take_while(rest, [](char c) { return c >= 'a' && c <= 'z'; });
        rest = trimmed(rest);
        const Unit* unit = find_unit(name);
        if (unit == nullptr || number.empty() || !is_digit(number.front()) || !is_digit(number.back()))
            return failure();
        int64_t part = 0;
        if (!scaled(number, unit->nanoseconds, part) || __builtin_add_overflow(total, part, &total))
            return Parsed<Duration>::failure(
                fmt::format("`{}` is no whole number of nanoseconds in 64 bits (292 years)", text));
    }
    return {Duration{negative ? -total : total}, {}};
}

std::string format_duration(Duration duration) {
    if (duration.value == 0) return "0 s";
    // Unsigned negation is defined for the smallest number too.
    uint64_t rest = duration.value < 0 ? -static_cast<uint64_t>(duration.value) : static_cast<uint64_t>(duration.value);
    std::string text = duration.value < 0 ? "-" : "";
    const auto add = [&](std::string_view number, std::string_view unit) {
        if (!text.empty() && text != "-") text += ' ';
        text += fmt::format("{} {}", number, unit);
    };
    for (size_t i = 0; i < 3; ++i) {
        const auto unit = static_cast<uint64_t>(kUnits[i].nanoseconds);
        if (rest >= unit) add(fmt::format("{}", rest / unit), kUnits[i].name);
        rest %= unit;
    }
    // Below a minute one decimal of the largest unit that it reaches is enough, for its fraction is exact.
    if (rest >= uint64_t{kSecond})
        add(format_decimal(static_cast<int64_t>(rest), 9), "s");
    else if (rest >= 1'000'000)
        add(format_decimal(static_cast<int64_t>(rest), 6), "ms");
    else if (rest >= 1'000)
        add(format_decimal(static_cast<int64_t>(rest), 3), "us");
    else if (rest > 0)
        add(fmt::format("{}", rest), "ns");
    return text;
}

}  // namespace weir
