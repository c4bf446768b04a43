#include "runtime/calendar/holidays.h"

#include <algorithm>
#include <array>
#include <span>

#include "runtime/calendar/calendar.h"

namespace weir::calendar {
namespace {

constexpr int kSunday = 0, kMonday = 1, kThursday = 4, kFriday = 5, kSaturday = 6;

/// The n-th such weekday of a month.
bool is_nth(Date date, int month, int n, int day_of_week) {
    return date.month == month && (date.day - 1) / 7 == n - 1 && weekday(date) == day_of_week;
}

int days_in(int year, int month) {
    const Date first{year, month, 1};
    const Date next = month == 12 ? Date{year + 1, 1, 1} : Date{year, month + 1, 1};
    int days = 28;
    while (plus_days(first, days) != next) ++days;
    return days;
}

bool is_last_monday(Date date, int month) {
    return date.month == month && weekday(date) == kMonday && date.day + 7 > days_in(date.year, month);
}

bool is(Date date, int month, int day) {
    return date.month == month && date.day == day;
}

struct Special {
    Date date;
    DayKind what;
};

const Special* find(std::span<const Special> list, Date date) {
    const auto found = std::ranges::find(list, date, &Special::date);
    return found == list.end() ? nullptr : &*found;
}

constexpr DayKind closed(std::string_view name) {
    return {DayKind::closed, name};
}
constexpr DayKind half(std::string_view name) {
    return {DayKind::half, name};
}

// ---- New York -------------------------------------------------------------------------------------------------------

/// A fixed date on a Sunday is observed on Monday, on a Saturday on Friday.
bool is_observed(Date date, int month, int day) {
    const int of_week = weekday(date);
    return is(date, month, day) || (of_week == kMonday && is(plus_days(date, -1), month, day)) ||
           (of_week == kFriday && is(plus_days(date, 1), month, day));
}

constexpr std::array kNewYorkSpecials = {
    Special{{2004, 6, 11}, closed("mourning for President Reagan")},
    Special{{2007, 1, 2}, closed("mourning for President Ford")},
    Special{{2012, 10, 29}, closed("hurricane Sandy")},
    Special{{2012, 10, 30}, closed("hurricane Sandy")},
    Special{{2018, 12, 5}, closed("mourning for President Bush")},
    Special{{2025, 1, 9}, closed("mourning for President Carter")},
};

// ---- London ---------------------------------------------------------------------------------------------------------

constexpr std::array kLondonSpecials = {
    Special{{2011, 4, 29}, closed("royal wedding")},
    Special{{2012, 5, 28}, {}},  // the spring holiday moved to the jubilee
    Special{{2012, 6, 4}, closed("spring bank holiday")},
    Special{{2012, 6, 5}, closed("diamond jubilee")},
    Special{{2020, 5, 4}, {}},  // the early May holiday moved to the day of victory
    Special{{2020, 5, 8}, closed("early May bank holiday")},
    Special{{2022, 5, 30}, {}},  // as in 2012
    Special{{2022, 6, 2}, closed("spring bank holiday")},
    Special{{2022, 6, 3}, closed("platinum jubilee")},
    Special{{2022, 9, 19}, closed("state funeral")},
    Special{{2023, 5, 8}, closed("coronation")},
};

/// The last weekday on or before a day of December.
bool is_last_weekday_to(Date date, int day) {
    Date last{date.year, 12, day};
    while (weekday(last) == kSaturday || weekday(last) == kSunday) last = plus_days(last, -1);
    return date == last;
}

// ---- Tokyo ----------------------------------------------------------------------------------------------------------

/// Day of the equinox in Japan, good from 1980 to 2099: the mean drifts by 0.242194 days a year, less leap days.
int equinox(int year, double first) {
    return static_cast<int>(first + 0.242194 * (year - 1980)) - (year - 1980) / 4;
}

constexpr std::array kTokyoSpecials = {
    Special{{2019, 4, 30}, closed("abdication")},
    Special{{2019, 5, 1}, closed("enthronement")},
    Special{{2019, 5, 2}, closed("enthronement")},
    Special{{2019, 10, 22}, closed("enthronement ceremony")},
    Special{{2020, 7, 20}, {}},
    Special{{2020, 7, 23}, closed("Marine Day")},
    Special{{2020, 7, 24}, closed("Sports Day")},
    Special{{2020, 8, 10}, closed("Mountain Day")},
    Special{{2020, 8, 11}, {}},
    Special{{2020, 10, 1}, closed("system failure")},
    Special{{2020, 10, 12}, {}},
    Special{{2021, 7, 19}, {}},
    Special{{2021, 7, 22}, closed("Marine Day")},
    Special{{2021, 7, 23}, closed("Sports Day")},
    Special{{2021, 8, 9}, closed("Mountain Day")},
    Special{{2021, 8, 11}, {}},
    Special{{2021, 10, 11}, {}},
};

/// The name of a national holiday by its own rule, on whatever day of the week it falls; empty when it is none.
std::string_view national_holiday(Date date) {
    const int year = date.year;
    if (is(date, 1, 1)) return "New Year's Day";
    if (is_nth(date, 1, 2, kMonday)) return "Coming of Age Day";
    if (is(date, 2, 11)) return "Foundation Day";
    if (year >= 2020 ? is(date, 2, 23) : year < 2019 && is(date, 12, 23)) return "Emperor's Birthday";
    if (is(date, 3, equinox(year, 20.8431))) return "vernal equinox";
    if (is(date, 4, 29)) return "Showa Day";
    if (is(date, 5, 3)) return "Constitution Day";
    if (is(date, 5, 4)) return "Greenery Day";
    if (is(date, 5, 5)) return "Children's Day";
    if (is_nth(date, 7, 3, kMonday)) return "Marine Day";
    if (year >= 2016 && is(date, 8, 11)) return "Mountain Day";
    if (is_nth(date, 9, 3, kMonday)) return "Respect for the Aged Day";
    if (is(date, 9, equinox(year, 23.2488))) return "autumnal equinox";
    if (is_nth(date, 10, 2, kMonday)) return "Sports Day";
    if (is(date, 11, 3)) return "Culture Day";
    if (is(date, 11, 23)) return "Labor Thanksgiving Day";
    return {};
}

/// A holiday on a Sunday is kept on the next day that is none.
bool is_substitute(Date date) {
    for (Date before = plus_days(date, -1); !national_holiday(before).empty(); before = plus_days(before, -1))
        if (weekday(before) == kSunday) return true;
    return false;
}

}  // namespace

Date easter_sunday(int year) {
    const int a = year % 19, b = year / 100, c = year % 100;
    const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    return {year, f / 31, f % 31 + 1};
}

DayKind new_york(Date date) {
    if (const Special* special = find(kNewYorkSpecials, date)) return special->what;
    const int of_week = weekday(date);
    // New Year's Day on a Saturday is not observed: the Friday before ends a year's accounts.
    if (is(date, 1, 1) || (is(date, 1, 2) && of_week == kMonday)) return closed("New Year's Day");
    if (is_nth(date, 1, 3, kMonday)) return closed("Martin Luther King Day");
    if (is_nth(date, 2, 3, kMonday)) return closed("Washington's Birthday");
    if (date == plus_days(easter_sunday(date.year), -2)) return closed("Good Friday");
    if (is_last_monday(date, 5)) return closed("Memorial Day");
    if (date.year >= 2022 && is_observed(date, 6, 19)) return closed("Juneteenth");
    if (is_observed(date, 7, 4)) return closed("Independence Day");
    if (is_nth(date, 9, 1, kMonday)) return closed("Labor Day");
    if (is_nth(date, 11, 4, kThursday)) return closed("Thanksgiving");
    if (is_observed(date, 12, 25)) return closed("Christmas");
    if (is(date, 7, 3) && of_week <= kThursday) return half("the day before Independence Day");
    if (is_nth(plus_days(date, -1), 11, 4, kThursday)) return half("the day after Thanksgiving");
    if (is(date, 12, 24)) return half("Christmas Eve");
    return {};
}

DayKind london(Date date) {
    if (const Special* special = find(kLondonSpecials, date)) return special->what;
    const int of_week = weekday(date);
    const Date easter = easter_sunday(date.year);
    const bool monday = of_week == kMonday;
    if (is(date, 1, 1) || (monday && date.month == 1 && date.day <= 3)) return closed("New Year's Day");
    if (date == plus_days(easter, -2)) return closed("Good Friday");
    if (date == plus_days(easter, 1)) return closed("Easter Monday");
    if (is_nth(date, 5, 1, kMonday)) return closed("early May bank holiday");
    if (is_last_monday(date, 5)) return closed("spring bank holiday");
    if (is_last_monday(date, 8)) return closed("summer bank holiday");
    if (is(date, 12, 25) || is(date, 12, 26)) return closed("Christmas");
    // Two holidays, kept on the next two weekdays when the weekend has them.
    const bool substitute = (is(date, 12, 27) && of_week <= 2) || (is(date, 12, 28) && of_week <= 2);
    if (substitute) return closed("Christmas");
    if (is_last_weekday_to(date, 24)) return half("Christmas Eve");
    if (is_last_weekday_to(date, 31)) return half("New Year's Eve");
    return {};
}

DayKind tokyo(Date date) {
    if (const Special* special = find(kTokyoSpecials, date)) return special->what;
    if (date.month == 12 && date.day == 31) return closed("New Year holidays");
    if (date.month == 1 && date.day <= 3) return closed("New Year holidays");
    if (const std::string_view name = national_holiday(date); !name.empty()) return closed(name);
    if (is_substitute(date)) return closed("substitute holiday");
    // A day between two holidays is one too.
    if (!national_holiday(plus_days(date, -1)).empty() && !national_holiday(plus_days(date, 1)).empty())
        return closed("citizens' holiday");
    return {};
}

}  // namespace weir::calendar
