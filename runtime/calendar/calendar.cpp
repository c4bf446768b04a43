#include "runtime/calendar/calendar.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "runtime/calendar/venues.h"
#include "runtime/core/time.h"

namespace weir::calendar {
namespace {

constexpr Duration kMinute{60 * kSecond};
constexpr Duration kDay{86'400 * kSecond};
/// No venue is closed for longer: the longest closure that the rules give is of ten days.
constexpr int kLookAheadDays = 21;

using LocalTime = date::local_time<std::chrono::nanoseconds>;

date::local_days local_days(Date day) {
    return date::local_days{date::year{day.year} / day.month / day.day};
}

Date from_days(date::local_days days) {
    const date::year_month_day ymd{days};
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

const date::time_zone* find_zone(std::string_view zone) {
    try {
        return date::locate_zone(zone);
    } catch (const std::exception&) {
        return nullptr;
    }
}

Time instant(LocalTime local, const date::time_zone* zone) {
    const int64_t shown = local.time_since_epoch().count();
    if (zone == nullptr) return Time{shown};
    const date::local_info info = zone->get_info(local);
    if (info.result == date::local_info::nonexistent)
        return Time{info.second.begin.time_since_epoch().count() * kSecond};
    return Time{shown - info.first.offset.count() * kSecond};  // of two, the first has the earlier instant
}

std::string_view weekday_name(int of_week) {
    constexpr std::array<std::string_view, 7> kNames{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                     "Thursday", "Friday", "Saturday"};
    return kNames[static_cast<size_t>(of_week)];
}

const Hours& hours_on(std::string_view code, Date date) {
    return *std::ranges::find_if(kHours, [&](const Hours& row) { return row.code == code && row.from <= date; });
}

}  // namespace

Time local_instant(Date date, Duration of_day, std::string_view zone) {
    return instant(local_days(date) + std::chrono::nanoseconds{of_day.value}, find_zone(zone));
}

Date plus_days(Date date, int days) {
    return from_days(local_days(date) + date::days{days});
}

int weekday(Date date) {
    return static_cast<int>(date::weekday{local_days(date)}.c_encoding());
}

// ---- rules ----------------------------------------------------------------------------------------------------------

struct Session::Rules {
    std::string code, zone;
    const date::time_zone* found = nullptr;
    const Venue* venue = nullptr;  // otherwise the same hours every day
    Duration open{}, close{};
    bool always = false;

    Time at(Date date, int minutes) const { return instant(local_days(date) + std::chrono::minutes{minutes}, found); }
    Date date_of(Time time) const {
        const int64_t seconds = time.value / kSecond - (time.value % kSecond < 0);
        const date::sys_seconds instant{std::chrono::seconds{seconds}};
        return from_days(date::floor<date::days>(found->to_local(instant)));
    }
    DayKind kind_of(Date date) const {
        if (venue == nullptr) return {};
        const int of_week = weekday(date);
        if (of_week == 0 || of_week == 6) return {DayKind::closed, weekday_name(of_week)};
        return date < venue->known_from ? DayKind{} : venue->kind_of(date);
    }
};

namespace {

TradingDay daily(Date date, Duration open, Duration close, const date::time_zone* zone) {
    TradingDay day;
    day.date = date;
    day.open = instant(local_days(date) + std::chrono::nanoseconds{open.value}, zone);
    day.close = instant(local_days(date) + std::chrono::nanoseconds{close.value}, zone);
    return day;
}

}  // namespace

Session::Session(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

const std::string& Session::code() const {
    return rules_->code;
}
const std::string& Session::zone() const {
    return rules_->zone;
}
bool Session::always() const {
    return rules_->always;
}
std::optional<Date> Session::known_from() const {
    return rules_->venue ? std::optional(rules_->venue->known_from) : std::nullopt;
}

std::optional<TradingDay> Session::on(Date date) const {
    const Rules& rules = *rules_;
    if (rules.venue == nullptr) return daily(date, rules.open, rules.close, rules.found);
    const DayKind kind = rules.kind_of(date);
    if (kind.kind == DayKind::closed) return std::nullopt;
    const Hours& hours = hours_on(rules.code, date);
    TradingDay day;
    day.date = date;
    day.half = kind.kind == DayKind::half && hours.half_close != kNone;
    const int close = day.half ? hours.half_close : hours.close;
    const int auction = close + hours.auction_after_close;
    day.open = rules.at(date, hours.open);
    day.close = rules.at(date, close);
    if (hours.pause != kNone) day.pause = Pause{rules.at(date, hours.pause), rules.at(date, hours.resume)};
    day.opening = Auction{day.open, rules.at(date, hours.open_cutoff)};
    day.closing = Auction{rules.at(date, auction), rules.at(date, auction - hours.cutoff_before_auction)};
    return day;
}

std::optional<std::string> Session::closed_for(Date date) const {
    const DayKind kind = rules_->kind_of(date);
    return kind.kind == DayKind::closed ? std::optional(std::string(kind.name)) : std::nullopt;
}

std::optional<TradingDay> Session::day_of(Time time) const {
    const Date date = rules_->date_of(time);
    for (const int back : {0, 1}) {
        const auto day = on(plus_days(date, -back));
        if (day && day->open <= time && time < day->close) return day;
    }
    return on(date);
}

bool Session::is_open(Time time) const {
    if (always()) return true;
    const auto day = day_of(time);
    if (!day || time < day->open || time >= day->close) return false;
    return !day->pause || time < day->pause->from || time >= day->pause->to;
}

Time Session::next_open(Time time) const {
    if (always()) return kNoTime;
    Date date = plus_days(rules_->date_of(time), -1);
    for (int i = 0; i < kLookAheadDays; ++i, date = plus_days(date, 1)) {
        const auto day = on(date);
        if (!day) continue;
        if (day->open > time) return day->open;
        if (day->pause && day->pause->to > time) return day->pause->to;
    }
    return kNoTime;
}

Time Session::next_close(Time time) const {
    if (always()) return kNoTime;
    Date date = plus_days(rules_->date_of(time), -1);
    for (int i = 0; i < kLookAheadDays; ++i, date = plus_days(date, 1)) {
        const auto day = on(date);
        if (!day) continue;
        if (day->pause && day->pause->from > time) return day->pause->from;
        if (day->close > time) return day->close;
    }
    return kNoTime;
}

SessionTimes Session::times_of(Time time) const {
    if (always()) return {};
    const auto day = day_of(time);
    if (!day) return {};
    SessionTimes times;
    times.open = day->open.value;
    times.close = day->close.value;
    if (day->opening) times.open_cutoff = day->opening->cutoff.value;
    if (day->closing) times.close_cutoff = day->closing->cutoff.value;
    return times;
}

std::vector<SessionTimes> Session::times_between(Time start, Time end) const {
    std::vector<SessionTimes> all;
    if (always()) return {SessionTimes{}};
    const auto add = [&](SessionTimes times, Time open, Time close, Time from) {
        if (close <= start || open >= end) return;
        times.open = open.value;
        times.close = close.value;
        if (!all.empty()) times.from = std::max(from.value, all.back().close);
        all.push_back(times);
    };
    Date date = plus_days(rules_->date_of(start), -1);
    const Date last = rules_->date_of(end);
    for (; date <= last; date = plus_days(date, 1)) {
        const auto day = on(date);
        if (!day) continue;
        const Time midnight = local_instant(date, Duration{0}, rules_->zone);
        SessionTimes times;
        if (day->opening) times.open_cutoff = day->opening->cutoff.value;
        if (day->closing) times.close_cutoff = day->closing->cutoff.value;
        add(times, day->open, day->pause ? day->pause->from : day->close, midnight);
        if (day->pause) add(times, day->pause->to, day->close, midnight);
    }
    if (all.empty()) all.push_back(times_of(start));
    return all;
}

// ---- by name --------------------------------------------------------------------------------------------------------

std::vector<std::string_view> session_codes() {
    std::vector<std::string_view> codes{"always"};
    for (const Venue& venue : kVenues) codes.push_back(venue.code);
    return codes;
}

Parsed<Session> session_of(std::string_view code) {
    auto rules = std::make_shared<Session::Rules>();
    rules->code = code;
    const auto venue = std::ranges::find(kVenues, code, &Venue::code);
    if (venue != kVenues.end()) {
        rules->venue = &*venue;
        rules->zone = venue->zone;
    } else if (code == "always") {
        rules->zone = "UTC";
        rules->close = kDay;
        rules->always = true;
    } else {
        return {Session(rules), fmt::format("`{}` is not a session that is known: there are `{}`", code,
                                            fmt::join(session_codes(), "`, `"))};
    }
    rules->found = find_zone(rules->zone);
    if (rules->found == nullptr)
        return {Session(rules), fmt::format("the time zone `{}` is not installed on this machine", rules->zone)};
    return {Session(rules), {}};
}

Parsed<Session> daily_session(Duration open, Duration close, std::string_view zone) {
    auto rules = std::make_shared<Session::Rules>();
    rules->zone = zone;
    rules->found = find_zone(zone);
    rules->open = open;
    rules->close = close <= open ? close + kDay : close;
    const auto clock = [](Duration of_day) {
        const int64_t minutes = of_day.value / kMinute.value;
        return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
    };
    rules->code = fmt::format("{} to {} {}", clock(open), clock(close), zone);
    if (const auto known = check_zone(zone); !known) return {Session(rules), known.error};
    const auto within = [](Duration of_day) { return of_day >= Duration{0} && of_day < kDay; };
    if (!within(open) || (!within(close) && close != kDay))
        return {Session(rules), fmt::format("`{}`: times of day are from 00:00 to 24:00", rules->code)};
    if (open == close) return {Session(rules), fmt::format("`{}`: it closes when it opens", rules->code)};
    return {Session(rules), {}};
}

// ---- an order in a session ------------------------------------------------------------------------------------------

namespace {

std::string clock(Time time, const Session& session) {
    return format_time_of_day(time, session.zone());
}

/// Whether continuous trading and [start, end) share a moment.
bool meets(const Session& session, Time start, Time end) {
    return session.is_open(start) || session.next_open(start) < end;
}

}  // namespace

Parsed<Session> session_of(const step::SessionSpec& spec, std::string_view zone) {
    if (spec.kind == step::SessionKind::calendar) return session_of(spec.calendar);
    if (spec.kind != step::SessionKind::hours) return session_of("always");
    const std::string_view clock = spec.zone.empty() ? zone : std::string_view(spec.zone);
    Parsed<Session> session = daily_session({spec.from_ns}, {spec.to_ns}, clock);
    if (const auto known = check_zone(clock); !known) session.error = known.error;
    return session;
}

std::optional<Time> last_moment(const step::ClockTime& at, Time start, Time end, std::string_view zone) {
    const std::string_view clock = at.zone.empty() ? zone : std::string_view(at.zone);
    const auto last = date_in(end, clock);
    if (!last) return std::nullopt;
    Date date = plus_days(last.value, 1);  // `of_day` may be one that clocks show on the next day
    for (int i = 0; i < 3; ++i, date = plus_days(date, -1)) {
        const Time moment = local_instant(date, Duration{at.of_day_ns}, clock);
        if (moment <= end) return moment > start ? std::optional(moment) : std::nullopt;
    }
    return std::nullopt;
}

WindowNotes compare(const Session& session, Time start, Time end) {
    WindowNotes result;
    if (session.always()) return result;
    result.outside = !meets(session, start, end);
    const auto note = [&](std::string sentence) { result.notes.push_back(std::move(sentence)); };
    const auto first = session.day_of(start), last = session.day_of(end);
    const auto closed = [&](Time time) {
        const Date date = date_in(time, session.zone()).value;
        note(fmt::format("{} is closed on {}, {}", session.code(), format_date(date),
                         session.closed_for(date).value_or("")));
    };
    if (session.known_from() && date_in(start, session.zone()).value < *session.known_from())
        note(
            fmt::format("the holidays of {} are known from {} on", session.code(), format_date(*session.known_from())));
    if (!first)
        closed(start);
    else if (start < first->open)
        note(fmt::format("the order starts at {}, {} before {} opens at {}", clock(start, session),
                         format_duration(since(first->open, start)), session.code(), clock(first->open, session)));
    else if (start >= first->close)
        note(fmt::format("the order starts at {}, when {} has closed at {}", clock(start, session), session.code(),
                         clock(first->close, session)));
    if (!last) {
        if (date_in(end, session.zone()).value != date_in(start, session.zone()).value) closed(end);
    } else if (end > last->close) {
        note(fmt::format("the order ends at {}, {} after {} closes at {}{}", clock(end, session),
                         format_duration(since(end, last->close)), session.code(), clock(last->close, session),
                         last->half ? ", for it is a half day" : ""));
    }
    return result;
}

}  // namespace weir::calendar
