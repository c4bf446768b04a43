// Days of minute bars made for tests of curves.
#pragma once

#include <functional>

#include "runtime/calendar/calendar.h"
#include "runtime/market/curve.h"
#include "tests/market/data.h"

namespace weir::market::test {

inline constexpr int64_t kMinute = 60 * kSecond;
inline constexpr const char* kNewYork = "America/New_York";

/// Volume by minute since local midnight; negative: there is no bar.
using Volumes = std::function<int64_t(int minute)>;

inline void add_bar(std::vector<MarketEvent>& events, int64_t time, int64_t volume, int64_t price = 10'000) {
    for (uint64_t part = 0; part < 4; ++part)
        events.push_back(event(MarketKind::bar, time, Side::none, price, volume, part, part == 3 ? kLastOfMessage : 0));
}

inline std::unique_ptr<Tape> tape_of(std::vector<MarketEvent> events, const std::string& zone = "UTC",
                                     BookDetail detail = BookDetail::levels) {
    TapeInfo info = info_of(detail);
    info.instrument.time_zone = zone;
    return Tape::from(info, std::move(events));
}

/// One day of bars on the clock of a zone, of [from, to) in minutes since midnight.
inline std::unique_ptr<Tape> bars(const char* date, int from, int to, const Volumes& volumes,
                                  const std::string& zone = kNewYork) {
    std::vector<MarketEvent> events;
    for (int minute = from; minute < to; ++minute) {
        const int64_t volume = volumes(minute);
        if (volume < 0) continue;
        const Time time = calendar::local_instant(parse_date(date).value, Duration{minute * kMinute}, zone);
        add_bar(events, time.value, volume);
    }
    return tape_of(std::move(events), zone);
}

inline std::vector<const Tape*> views(const std::vector<std::unique_ptr<Tape>>& tapes) {
    std::vector<const Tape*> all;
    for (const auto& tape : tapes) all.push_back(tape.get());
    return all;
}

inline constexpr int kOpen = 9 * 60 + 30, kClose = 16 * 60;

/// Weekdays of January 2026 without a holiday of New York.
inline constexpr const char* kWeekdays[] = {"2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09",
                                            "2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16"};

inline double share(const Bucket& bucket) {
    return static_cast<double>(bucket.share) / static_cast<double>(kShareOfDay);
}

}  // namespace weir::market::test
