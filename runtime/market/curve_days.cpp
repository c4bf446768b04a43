#include "runtime/market/curve_days.h"

#include <algorithm>
#include <cmath>

#include "runtime/market/book.h"
#include "runtime/market/local_clock.h"

namespace weir::market {
namespace {

constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kMinute = 60 * kSecond;
constexpr uint64_t kRecordsBetweenReleases = 1 << 20;
constexpr uint64_t kBarClose = 3;
/// A market that nobody renewed for so long is not known to stand: recordings stop overnight with their last quotes.
constexpr int64_t kHeldAtMost = 10 * kMinute;

/// The length of a tape's bars: the smallest step from one to the next among the first ones; 0 when it has none.
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
    return seen == 0 ? 0 : seen == 1 ? kMinute : smallest;
}

/// Takes the records of one tape into the days.
class Scanner {
  public:
    Scanner(Days& days, LocalClock& clock, const Tape& tape)
        : days_(days), clock_(clock), tape_(tape), bar_(bar_length(tape)), book_(tape.info().detail) {}

    void scan() {
        const auto events = tape_.events();
        for (size_t i = 0; i < events.size(); ++i) {
            if (i % kRecordsBetweenReleases == 0) tape_.release(i);
            take(events[i]);
        }
        end_minute();
    }

  private:
    void take(const MarketEvent& event) {
        const int64_t number = floor_divide(event.time, kMinute);
        if (number != minute_number_) {
            end_minute();
            minute_number_ = number;
            if (bar_ == 0) saw(event.time);
        }
        const bool trade = event.kind == MarketKind::trade || event.kind == MarketKind::execute;
        if (trade && !(event.flags & kAuction)) {
            minute(event.time).volume += event.quantity;
            last_price_ = 2 * event.price;
        }
        if (event.kind == MarketKind::bar && event.order == kBarClose) take_bar(event);
        book_.apply(event);
        if (event.flags & kLastOfMessage) look(event.time);
    }

    /// A bar's volume is spread evenly over it.
    void take_bar(const MarketEvent& event) {
        const int64_t end = event.time + bar_;
        for (int64_t from = event.time; from < end;) {
            const int64_t to = std::min(end, (floor_divide(from, kMinute) + 1) * kMinute);
            // Differences of a floor, so that the parts of a bar sum to its volume.
            const auto before = [&](int64_t time) {
                return static_cast<Wide>(event.quantity) * (time - event.time) / bar_;
            };
            minute(from).volume += before(to) - before(from);
            if (from % kMinute == 0 || from == event.time) saw(from);
            from = to;
        }
        last_price_ = 2 * event.price;
    }

    /// The market after a complete message.
    void look(int64_t time) {
        if (two_sided_) hold(since_, std::min(time, since_ + kHeldAtMost));
        two_sided_ = book_.two_sided() && !book_.crossed();
        since_ = time;
        if (!two_sided_) return;
        const int64_t bid = book_.best(Side::buy)->price, ask = book_.best(Side::sell)->price;
        spread_ = ask - bid;
        last_price_ = bid + ask;
    }

    void hold(int64_t from, int64_t end) {
        while (from < end) {
            const int64_t to = std::min(end, (floor_divide(from, kMinute) + 1) * kMinute);
            Minute& at = minute(from);
            at.spread_time += static_cast<Wide>(spread_) * (to - from);
            at.two_sided += to - from;
            from = to;
        }
    }

    /// A return is from the last price of a minute to that of the next; longer ways are not one minute's.
    void end_minute() {
        if (last_price_ > 0 && previous_price_ > 0 && previous_number_ + 1 == minute_number_) {
            const double change =
                static_cast<double>(last_price_ - previous_price_) / static_cast<double>(previous_price_);
            Minute& at = minute(minute_number_ * kMinute);
            at.squared_return += change * change;
            ++at.returns;
        }
        previous_price_ = last_price_;
        previous_number_ = minute_number_;
    }

    void saw(int64_t time) { ++minute(time).seen; }

    Minute& minute(int64_t time) {
        const int64_t number = floor_divide(time, kMinute);
        if (number != cached_number_) {
            const int64_t local = clock_(time), day = floor_divide(local, kDay);
            cached_ = &days_[day][static_cast<size_t>((local - day * kDay) / kMinute)];
            cached_number_ = number;
        }
        return *cached_;
    }

    Days& days_;
    LocalClock& clock_;
    const Tape& tape_;
    int64_t bar_;
    Book book_;
    bool two_sided_ = false;
    int64_t spread_ = 0, since_ = 0;
    int64_t last_price_ = 0, previous_price_ = 0;  // twice
    int64_t minute_number_ = std::numeric_limits<int64_t>::min(), previous_number_ = 0;
    int64_t cached_number_ = std::numeric_limits<int64_t>::min();
    Minute* cached_ = nullptr;
};

/// How many minutes of each day had each time of day: one, but where clocks change.
void count_minutes(Days& days, const std::string& zone) {
    LocalClock clock(zone);
    for (auto& [day, minutes] : days) {
        const int64_t from = day * kDay - kDay, to = day * kDay + 2 * kDay;
        if (clock(from) - from == clock(to) - to) continue;  // clocks changed neither on this day nor beside it
        for (Minute& each : minutes) each.there = 0;
        for (int64_t time = from; time < to; time += kMinute) {
            const int64_t local = clock(time);
            if (floor_divide(local, kDay) == day) ++minutes[static_cast<size_t>((local - day * kDay) / kMinute)].there;
        }
    }
}

}  // namespace

Days days_of(std::span<const Tape* const> tapes, const std::string& zone) {
    Days days;
    LocalClock clock(zone);
    for (const Tape* tape : tapes) Scanner(days, clock, *tape).scan();
    count_minutes(days, zone);
    return days;
}

}  // namespace weir::market
