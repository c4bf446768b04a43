// A curve laid over the days of a run.
#include "runtime/market/curve.h"

#include <algorithm>
#include <memory>

#include "runtime/core/decimal.h"
#include "runtime/market/local_clock.h"

namespace weir::market {
namespace {

constexpr int64_t kIntervals = step::kTableIntervals;
constexpr int64_t kWhole = int64_t{1} << 32;
constexpr int64_t kDay = 86'400 * kSecond;

Date date_of(int64_t day) {
    return calendar::plus_days({1970, 1, 1}, static_cast<int>(day));
}

/// Which profile a day has, and until when.
class Laid {
  public:
    explicit Laid(const Curve& curve) : curve_(curve), clock_(curve.zone) {
        if (auto session = calendar::session_of(curve.session)) session_.emplace(std::move(session.value));
    }

    int64_t local(int64_t time) { return clock_(time); }

    /// Null on a day that the session closes. `cut` is the time of day after which nothing trades.
    const Profile* profile(int64_t day, int64_t& cut) {
        cut = kDay;
        const Profile* either = curve_.whole.days > 0 ? &curve_.whole : &curve_.half;
        if (!session_ || session_->always()) return either;
        const auto trading = session_->on(date_of(day));
        if (!trading) return nullptr;
        if (!trading->half) return either;
        if (curve_.half.days > 0) return &curve_.half;
        cut = std::clamp<int64_t>(clock_(trading->close.value) - day * kDay, 0, kDay);
        return either;
    }

    /// The share of a day's volume that has traded at a time of day, 10^-12.
    Wide traded(int64_t day, int64_t of_day) {
        int64_t cut = kDay;
        const Profile* found = profile(day, cut);
        if (found == nullptr) return 0;
        const int64_t until = std::min(of_day, cut), bucket = curve_.bucket.value;
        Wide sum = 0;
        for (int64_t i = 0; i * bucket < until; ++i) {
            const int64_t share = found->buckets[static_cast<size_t>(i)].share;
            const int64_t inside = std::min(until - i * bucket, bucket);
            sum += static_cast<Wide>(share) * inside / bucket;
        }
        return sum;
    }

  private:
    const Curve& curve_;
    LocalClock clock_;
    std::optional<calendar::Session> session_;
};

/// The volume from a first day's midnight to a time, in days' volumes of 10^-12.
class Cumulative {
  public:
    Cumulative(Laid& laid, int64_t first_day) : laid_(laid), day_(first_day) {}

    /// Times come in order; where clocks go back the sum stands still.
    Wide at(int64_t time) {
        const int64_t local = laid_.local(time), day = floor_divide(local, kDay);
        for (; day_ < day; ++day_) before_ += laid_.traded(day_, kDay);
        if (day == day_) most_ = std::max(most_, before_ + laid_.traded(day, local - day * kDay));
        return most_;
    }

  private:
    Laid& laid_;
    int64_t day_;
    Wide before_ = 0, most_ = 0;
};

int64_t value_of(const Bucket& bucket, Usual what) {
    switch (what) {
        case Usual::spread:
            return bucket.spread;
        case Usual::volume:
            return bucket.volume;
        case Usual::volatility:
            return bucket.volatility;
    }
    return step::kAbsent;
}

int64_t divide_nearest(Wide a, Wide b) {
    return static_cast<int64_t>((a + b / 2) / b);
}

/// value × times / over in other decimals, to the nearest.
int64_t rescaled(int64_t value, Wide times, Wide over, int from, int to) {
    if (to > from) times *= power_of_ten(to - from);
    if (from > to) over *= power_of_ten(from - to);
    return divide_nearest(value * times, over);
}

/// In the units of `Usual`.
int64_t in_table(int64_t value, Usual what, const Curve& curve, const Instrument& instrument) {
    switch (what) {
        case Usual::spread:
            return rescaled(value, 2, 1, curve.price_decimals + kSpreadDecimals, instrument.price_decimals);
        case Usual::volume:
            return rescaled(value, 60 * kSecond, curve.bucket.value, curve.quantity_decimals,
                            instrument.quantity_decimals);
        case Usual::volatility:
            break;
    }
    return value;
}

/// Entries without a value get that of the nearest with one, the earlier of two, around midnight too.
bool fill_from_nearest(Table& table) {
    std::vector<size_t> known;
    for (size_t i = 0; i < kIntervals; ++i)
        if (table[i] != step::kAbsent) known.push_back(i);
    if (known.empty()) return false;
    const Table given = table;
    const auto count = static_cast<size_t>(kIntervals);
    for (size_t i = 0; i < count; ++i) {
        if (given[i] != step::kAbsent) continue;
        const auto after = std::ranges::lower_bound(known, i);
        const size_t next = after == known.end() ? known.front() + count : *after;
        const size_t last = after == known.begin() ? known.back() : *(after - 1);
        const size_t back = (i + count - last) % count, forward = next - i;
        table[i] = given[back <= forward ? last : next % count];
    }
    return true;
}

Parsed<Curve> curve_of(std::span<const Tape* const> tapes) {
    return build_curve(tapes);
}

}  // namespace

Table linear_curve() {
    Table table(kIntervals + 1);
    for (int64_t i = 0; i <= kIntervals; ++i) table[static_cast<size_t>(i)] = i * (kWhole / kIntervals);
    return table;
}

std::optional<Table> volume_curve(const Curve& curve, Window window) {
    const int64_t start = window.start.value, length = window.end.value - start;
    if (length <= 0) return std::nullopt;
    Laid laid(curve);
    Cumulative cumulative(laid, floor_divide(laid.local(start), kDay));
    std::vector<Wide> sums;
    for (int64_t i = 0; i <= kIntervals; ++i)
        sums.push_back(cumulative.at(start + static_cast<int64_t>(static_cast<Wide>(length) * i / kIntervals)));
    const Wide first = sums.front(), total = sums.back() - first;
    if (total <= 0) return std::nullopt;
    Table table;
    for (const Wide sum : sums) table.push_back(static_cast<int64_t>((sum - first) * kWhole / total));
    return table;
}

std::optional<Table> volume_curve(std::span<const Tape* const> tapes, Window window) {
    const auto curve = curve_of(tapes);
    return curve ? volume_curve(curve.value, window) : std::nullopt;
}

std::optional<Table> usual(const Curve& curve, Usual what, Time day, const Instrument& instrument) {
    Laid laid(curve);
    const int64_t midnight = floor_divide(day.value, kDay) * kDay;
    int64_t cut = kDay;
    const Profile* profile = laid.profile(floor_divide(laid.local(day.value), kDay), cut);
    if (profile == nullptr) profile = curve.whole.days > 0 ? &curve.whole : &curve.half;
    Table table(kIntervals + 1, step::kAbsent);
    for (int64_t i = 0; i < kIntervals; ++i) {
        const int64_t local = laid.local(midnight + kDay * i / kIntervals);
        const int64_t of_day = local - floor_divide(local, kDay) * kDay;
        const int64_t value = value_of(profile->buckets[static_cast<size_t>(of_day / curve.bucket.value)], what);
        if (value != step::kAbsent) table[static_cast<size_t>(i)] = in_table(value, what, curve, instrument);
    }
    if (!fill_from_nearest(table)) return std::nullopt;
    table.back() = table.front();
    return table;
}

std::optional<Table> baseline_spread(std::span<const Tape* const> tapes) {
    const auto curve = curve_of(tapes);
    if (!curve) return std::nullopt;
    const TapeInfo& info = tapes.front()->info();
    return usual(curve.value, Usual::spread, info.first, info.instrument);
}

Table flat_spread(Price spread) {
    return Table(kIntervals + 1, 2 * spread.value);
}

}  // namespace weir::market
