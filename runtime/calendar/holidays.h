// The days on which exchanges do not trade, by the rules of each country.
#pragma once

#include <string_view>

#include "runtime/core/time.h"

namespace weir::calendar {

/// What a weekday is on an exchange. `name` is that of the holiday.
struct DayKind {
    enum Kind : uint8_t { whole, half, closed } kind = whole;
    std::string_view name{};
};

/// Each is asked of days from Monday to Friday.
DayKind new_york(Date date);  // NYSE and Nasdaq, from 2004
DayKind london(Date date);    // London Stock Exchange, from 2010
DayKind tokyo(Date date);     // Tokyo Stock Exchange, from 2010

/// Western Easter, by the Gregorian computus.
Date easter_sunday(int year);

}  // namespace weir::calendar
