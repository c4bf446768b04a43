#include "runtime/market/curve.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <map>

#include "runtime/market/book.h"

namespace weir::market {
namespace {

constexpr int64_t kIntervals = step::kTableIntervals;
constexpr int64_t kWhole = int64_t{1} << 32;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kMinute = 60 * kSecond;
constexpr uint64_t kRecordsBetweenReleases = 1 << 20;

using Wide = __int128;

int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

// ---- volume ---------------------------------------------------------------------------------------------------------

/// Time on the clock of a zone, in nanoseconds since 1970 as that clock shows it.
class LocalClock {
  public:
    explicit LocalClock(const std::string& zone) {
        try {
            zone_ = date::locate_zone(zone);
        } catch (const std::exception&) {
            zone_ = nullptr;  // a tape with a zone that this machine does not know is read by UTC
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

/// Volume by interval of the window, for each day that the window can be moved to.
class DailyVolumes {
  public:
    DailyVolumes(int64_t start, int64_t end) : start_(start), length_(end - start) {}

    /// Volume spread evenly over [from, to) of local time; to = from is one instant.
    void add(int64_t from, int64_t to, int64_t volume) {
        const int64_t first_day = floor_divide(from - start_ - length_, kDay),
                      last_day = floor_divide(to - start_, kDay);
        for (int64_t day = first_day; day <= last_day; ++day)
            add_to_day(day, from - day * kDay, to - day * kDay, volume);
    }

    std::optional<Table> shares() const {
        std::array<Wide, kIntervals + 1> sum{};
        int64_t days = 0;
        for (const auto& [day, intervals] : days_) {
            Wide total = 0;
            for (const Wide volume : intervals) total += volume;
            if (total == 0) continue;
            ++days;
            Wide before = 0;
            for (size_t i = 0; i < kIntervals; ++i) {
                sum[i] += before * kWhole / total;
                before += intervals[i];
            }
            sum[kIntervals] += kWhole;
        }
        if (days == 0) return std::nullopt;
        Table table(kIntervals + 1);
        for (size_t i = 0; i <= kIntervals; ++i) table[i] = static_cast<int64_t>(sum[i] / days);
        return table;
    }

  private:
    int64_t boundary(int64_t interval) const {
        return start_ + static_cast<int64_t>(static_cast<Wide>(length_) * interval / kIntervals);
    }
    int64_t interval_at(int64_t time) const {
        const auto interval = static_cast<int64_t>(static_cast<Wide>(time - start_) * kIntervals / length_);
        return boundary(interval + 1) <= time ? interval + 1 : interval;
    }

    void add_to_day(int64_t day, int64_t from, int64_t to, int64_t volume) {
        const int64_t end = start_ + length_;
        const bool instant = from == to;
        if (from >= end || (instant ? from < start_ : to <= start_)) return;
        auto& intervals = days_[day];
        const int64_t last = instant ? from : std::min(to, end) - 1;
        for (int64_t i = interval_at(std::max(from, start_)); i <= interval_at(last); ++i) {
            const int64_t part_from = std::max(from, boundary(i)), part_to = std::min(to, boundary(i + 1));
            // Differences of a floor, so that the parts of a bar sum to its volume.
            const auto before = [&](int64_t time) {
                return static_cast<int64_t>(static_cast<Wide>(volume) * (time - from) / (to - from));
            };
            intervals[static_cast<size_t>(i)] += instant ? volume : before(part_to) - before(part_from);
        }
    }

    int64_t start_, length_;
    std::map<int64_t, std::array<Wide, kIntervals>> days_;  // each tape sums in 64 bits, several may not
};

/// The length of a tape's bars: the smallest step from one to the next among the first ones.
int64_t bar_length(const Tape& tape) {
    constexpr int kLookAt = 1000;
    int64_t smallest = kDay, last = -1;
    int seen = 0;
    for (const MarketEvent& event : tape.events()) {
        if (event.kind != MarketKind::bar || event.order != 0) continue;
        if (last >= 0 && event.time > last) smallest = std::min(smallest, event.time - last);
        last = event.time;
        if (++seen == kLookAt) break;
    }
    return seen > 1 ? smallest : kMinute;
}

constexpr uint64_t kBarClose = 3;

}  // namespace

Table linear_curve() {
    Table table(kIntervals + 1);
    for (int64_t i = 0; i <= kIntervals; ++i) table[static_cast<size_t>(i)] = i * (kWhole / kIntervals);
    return table;
}

std::optional<Table> volume_curve(std::span<const Tape* const> tapes, Window window) {
    if (tapes.empty() || window.end <= window.start) return std::nullopt;
    LocalClock local(tapes.front()->info().instrument.time_zone);
    const int64_t start = local(window.start.value);
    DailyVolumes volumes(start, start + (window.end.value - window.start.value));
    for (const Tape* tape : tapes) {
        const auto events = tape->events();
        const int64_t bar = bar_length(*tape);
        for (size_t i = 0; i < events.size(); ++i) {
            const MarketEvent& event = events[i];
            if (i % kRecordsBetweenReleases == 0) tape->release(i);
            const bool trade = event.kind == MarketKind::trade || event.kind == MarketKind::execute;
            const int64_t time = local(event.time);
            if (trade && !(event.flags & kAuction)) volumes.add(time, time, event.quantity);
            if (event.kind == MarketKind::bar && event.order == kBarClose)
                volumes.add(time, time + bar, event.quantity);
        }
    }
    return volumes.shares();
}

// ---- spread ---------------------------------------------------------------------------------------------------------

namespace {

/// Averages by time of the UTC day, each over the interval around one entry of the table.
class DailyAverage {
  public:
    void add(int64_t from, int64_t to, int64_t value) {
        // An interval is centred on its entry: half of it before.
        int64_t at = from;
        while (at < to) {
            const int64_t of_day = ((at % kDay) + kDay) % kDay;
            const auto doubled = static_cast<int64_t>((static_cast<Wide>(of_day) * 2 * kIntervals) / kDay);
            const int64_t entry = (doubled + 1) / 2;
            const int64_t end_of_day = ceil_divide(static_cast<Wide>(2 * entry + 1) * kDay, 2 * kIntervals);
            const int64_t end = std::min(to, at + std::max<int64_t>(1, std::min(end_of_day, kDay) - of_day));
            const auto i = static_cast<size_t>(entry % kIntervals);
            weighted_[i] += static_cast<Wide>(value) * (end - at);
            weight_[i] += end - at;
            at = end;
        }
    }

    std::optional<Table> table() const {
        if (std::all_of(weight_.begin(), weight_.end(), [](Wide weight) { return weight == 0; })) return std::nullopt;
        Table table(kIntervals + 1);
        for (size_t i = 0; i < kIntervals; ++i) {
            const size_t j = nearest(i);
            table[i] = static_cast<int64_t>((weighted_[j] + weight_[j] / 2) / weight_[j]);
        }
        table[kIntervals] = table[0];
        return table;
    }

  private:
    static int64_t ceil_divide(Wide a, Wide b) { return static_cast<int64_t>((a + b - 1) / b); }

    size_t nearest(size_t i) const {
        for (size_t distance = 0;; ++distance)
            for (const size_t j : {(i + kIntervals - distance) % kIntervals, (i + distance) % kIntervals})
                if (weight_[j] > 0) return j;
    }

    std::array<Wide, kIntervals> weighted_{};
    std::array<Wide, kIntervals> weight_{};
};

}  // namespace

std::optional<Table> baseline_spread(std::span<const Tape* const> tapes) {
    auto average = std::make_unique<DailyAverage>();
    for (const Tape* tape : tapes) {
        Book book(tape->info().detail);
        const auto events = tape->events();
        int64_t spread = 0, since = 0;
        bool known = false;
        for (size_t i = 0; i < events.size(); ++i) {
            const MarketEvent& event = events[i];
            if (i % kRecordsBetweenReleases == 0) tape->release(i);
            book.apply(event);
            if (!(event.flags & kLastOfMessage)) continue;
            if (known) average->add(since, event.time, 2 * spread);
            known = book.two_sided() && !book.crossed();
            since = event.time;
            if (known) spread = book.best(Side::sell)->price - book.best(Side::buy)->price;
        }
    }
    return average->table();
}

Table flat_spread(Price spread) {
    return Table(kIntervals + 1, 2 * spread.value);
}

}  // namespace weir::market
