// The venues that are known by their code: regular hours, auctions, cut-offs. A row holds from a date on, so that a
// venue whose hours changed has several, the latest first.
#pragma once

#include <array>
#include <string_view>

#include "runtime/calendar/holidays.h"
#include "runtime/core/time.h"

namespace weir::calendar {

/// Minutes since midnight on the venue's clock.
constexpr int at(int hour, int minute) {
    return hour * 60 + minute;
}
inline constexpr int kNone = -1;

struct Hours {
    std::string_view code;
    Date from;
    int open, pause, resume, close;  // of continuous trading; kNone without a pause
    int half_close;                  // of a half day; kNone when there are none
    int open_cutoff;                 // the opening auction is at `open`
    int auction_after_close;         // minutes from the close to the closing auction
    int cutoff_before_auction;       // minutes
};

struct Venue {
    std::string_view code, zone;
    Date known_from;
    DayKind (*kind_of)(Date);
};

inline constexpr std::array kVenues = {
    Venue{"XLON", "Europe/London", {2010, 1, 1}, london},
    Venue{"XNAS", "America/New_York", {2004, 1, 1}, new_york},
    Venue{"XNYS", "America/New_York", {2004, 1, 1}, new_york},
    Venue{"XTKS", "Asia/Tokyo", {2010, 1, 1}, tokyo},
};

constexpr Date kAlways{0, 1, 1};

/// Cut-offs are those for orders that are for the auction alone (market and limit on open, on close).
inline constexpr std::array kHours = {
    // Orders for London's auctions are taken until the auction ends.
    Hours{"XLON", kAlways, at(8, 0), kNone, kNone, at(16, 30), at(12, 30), at(8, 0), 5, 0},
    // Nasdaq: market on close until 15:50, since SR-NASDAQ-2018-068 until 15:55; on open until 9:28.
    Hours{"XNAS", {2018, 10, 29}, at(9, 30), kNone, kNone, at(16, 0), at(13, 0), at(9, 28), 0, 5},
    Hours{"XNAS", kAlways, at(9, 30), kNone, kNone, at(16, 0), at(13, 0), at(9, 28), 0, 10},
    // NYSE: on close until 15:45, since SR-NYSE-2018-58 (approved on 31 January 2019) until 15:50; on open until it
    // opens.
    Hours{"XNYS", {2019, 2, 1}, at(9, 30), kNone, kNone, at(16, 0), at(13, 0), at(9, 30), 0, 10},
    Hours{"XNYS", kAlways, at(9, 30), kNone, kNone, at(16, 0), at(13, 0), at(9, 30), 0, 15},
    // Tokyo: half an hour longer since November 2024, the last five minutes of it a call. Before that the close was the
    // last print of the continuous session's order book; the morning was half an hour shorter until November 2011.
    Hours{"XTKS", {2024, 11, 5}, at(9, 0), at(11, 30), at(12, 30), at(15, 25), kNone, at(9, 0), 5, 0},
    Hours{"XTKS", {2011, 11, 21}, at(9, 0), at(11, 30), at(12, 30), at(15, 0), kNone, at(9, 0), 0, 0},
    Hours{"XTKS", kAlways, at(9, 0), at(11, 0), at(12, 30), at(15, 0), kNone, at(9, 0), 0, 0},
};

}  // namespace weir::calendar
