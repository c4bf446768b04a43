// Time on the clock of a zone, as the number of nanoseconds that it shows since 1970.
#pragma once

#include <date/tz.h>

#include <algorithm>
#include <limits>
#include <string>

#include "runtime/core/types.h"

namespace weir::market {

constexpr int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

class LocalClock {
  public:
    /// A zone that this machine does not know is read as UTC.
    explicit LocalClock(const std::string& zone) {
        try {
            zone_ = date::locate_zone(zone);
        } catch (const std::exception&) {
            zone_ = nullptr;
        }
    }
    int64_t operator()(int64_t time) {
        if (zone_ && (time < from_ || time >= to_)) look_up(time);
        return time + offset_;
    }

  private:
    void look_up(int64_t time) {
        const auto at = date::sys_seconds{std::chrono::seconds{floor_divide(time, kSecond)}};
        const date::sys_info info = zone_->get_info(at);
        const auto bounded = [](date::sys_seconds when) {
            constexpr int64_t kMost = std::numeric_limits<int64_t>::max() / kSecond;
            return std::clamp<int64_t>(when.time_since_epoch().count(), -kMost, kMost) * kSecond;
        };
        from_ = bounded(info.begin);
        to_ = bounded(info.end);
        offset_ = info.offset.count() * kSecond;
    }

    const date::time_zone* zone_ = nullptr;
    int64_t from_ = 0, to_ = 0;
    int64_t offset_ = 0;
};

}  // namespace weir::market
