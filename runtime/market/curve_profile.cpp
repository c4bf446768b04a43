#include "runtime/market/curve_profile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace weir::market {
namespace {

constexpr int kSweepsMost = 200;
constexpr size_t kHolesFrom = 3;  // days, below which nobody can say what is missing from one
constexpr double kBusy = 0.8;     // of a bucket's minutes, on the median day
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double as_double(Wide value) {
    return static_cast<double>(value);
}

/// The mean without the smallest and the greatest fifth; unknown of nothing.
double trimmed_mean(std::vector<double>& values) {
    if (values.empty()) return kUnknown;
    std::ranges::sort(values);
    const size_t cut = values.size() / 5;
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(cut);
    const auto to = values.end() - static_cast<std::ptrdiff_t>(cut);
    return std::accumulate(from, to, 0.0) / static_cast<double>(to - from);
}

int64_t rounded(double value) {
    constexpr double kMost = 9e18;
    return std::llround(std::min(value, kMost));
}

/// What lies between two known numbers, at most `most` apart, is on the line through them.
void interpolate(std::vector<double>& values, size_t most) {
    size_t known = values.size();
    for (size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        for (size_t j = known + 1; known < i && i - known <= most && j < i; ++j)
            values[j] = values[known] +
                        (values[i] - values[known]) * static_cast<double>(j - known) / static_cast<double>(i - known);
        known = i;
    }
}

/// The trimmed mean over the days of volume ÷ level, by bucket; unknown where no day shows it.
template <class Level>
std::vector<double> means(const std::vector<Day*>& days, Level level) {
    std::vector<double> result(days.front()->volume.size(), kUnknown), values;
    for (size_t b = 0; b < result.size(); ++b) {
        values.clear();
        for (const Day* day : days)
            if (!std::isnan(day->volume[b]) && level(*day) > 0) values.push_back(day->volume[b] / level(*day));
        result[b] = trimmed_mean(values);
    }
    return result;
}

double level(const Day& day, const std::vector<double>& shares) {
    double volume = 0, share = 0;
    for (size_t b = 0; b < shares.size(); ++b) {
        if (std::isnan(day.volume[b]) || std::isnan(shares[b])) continue;
        volume += day.volume[b];
        share += shares[b];
    }
    return share > 0 ? volume / share : 0;
}

void normalise(std::vector<double>& shares) {
    double sum = 0;
    for (const double share : shares) sum += std::isnan(share) ? 0 : share;
    if (sum > 0)
        for (double& share : shares) share /= sum;
}

double difference(const std::vector<double>& a, const std::vector<double>& b) {
    double most = 0;
    for (size_t i = 0; i < a.size(); ++i)
        if (!std::isnan(a[i]) && !std::isnan(b[i])) most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

}  // namespace

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

double distance_from(const Day& day, const std::vector<double>& shares) {
    double total = 0, usual = 0, ours = 0, theirs = 0, most = 0;
    for (size_t b = 0; b < shares.size(); ++b) {
        if (std::isnan(day.volume[b]) || std::isnan(shares[b])) continue;
        total += day.volume[b];
        usual += shares[b];
    }
    if (total <= 0 || usual <= 0) return 0;
    for (size_t b = 0; b < shares.size(); ++b) {
        if (std::isnan(day.volume[b]) || std::isnan(shares[b])) continue;
        ours += day.volume[b] / total;
        theirs += shares[b] / usual;
        most = std::max(most, std::abs(ours - theirs));
    }
    return most;
}

std::span<const Minute> ProfileMaker::minutes_of(const Day& day, size_t bucket) const {
    const auto length = static_cast<size_t>(bucket_);
    return std::span(day.minutes).subspan(bucket * length, length);
}

/// Buckets that most days show nearly whole: what a day lacks there is missing from its recording. Elsewhere, a
/// minute that is not seen is one in which nothing happened.
std::vector<bool> ProfileMaker::busy_buckets(const std::vector<Day*>& days) const {
    std::vector<bool> busy(buckets());
    if (days.size() < kHolesFrom) return busy;
    for (size_t b = 0; b < buckets(); ++b) {
        std::vector<double> parts;
        for (const Day* day : days) {
            const auto seen = std::ranges::count_if(minutes_of(*day, b), [](const Minute& m) { return m.seen > 0; });
            parts.push_back(static_cast<double>(seen) / bucket_);
        }
        busy[b] = median(parts) >= kBusy;
    }
    return busy;
}

/// A day's volume by bucket, scaled up to what a bucket would have had if all of it had been seen.
void ProfileMaker::fill_volume(Day& day, const std::vector<bool>& busy) const {
    day.volume.assign(buckets(), kUnknown);
    for (size_t b = 0; b < buckets(); ++b) {
        double volume = 0;
        int seen = 0, of_day = static_cast<int>(b) * bucket_;
        for (const Minute& minute : minutes_of(day, b)) {
            // Round the clock, what lies before a day's first record and after its last one is missing too.
            const bool outside = always_ && (of_day < day.first || of_day > day.last);
            ++of_day;
            if (minute.there == 0 || (minute.seen == 0 && (outside || busy[b]))) continue;
            ++seen;
            volume += as_double(minute.volume) / minute.there;
        }
        if (2 * seen >= bucket_) day.volume[b] = volume * bucket_ / seen;
    }
}

std::vector<double> ProfileMaker::shares(const std::vector<Day*>& days) const {
    const std::vector<bool> busy = busy_buckets(days);
    for (Day* day : days) fill_volume(*day, busy);
    std::vector<double> shares = means(days, [](const Day&) { return 1.0; });
    for (int sweep = 0; sweep < kSweepsMost; ++sweep) {
        normalise(shares);
        for (Day* day : days) day->level = level(*day, shares);
        std::vector<double> next = means(days, [](const Day& day) { return day.level; });
        normalise(next);
        const double moved = difference(shares, next);
        shares = std::move(next);
        if (moved < 1e-13) break;
    }
    return shares;
}

Profile ProfileMaker::profile(const std::vector<Day*>& days) const {
    Profile profile;
    if (days.empty()) return profile;
    profile.days = static_cast<int>(days.size());
    profile.buckets.resize(buckets());
    add_volume(profile, days);
    add_levels(profile, days);
    return profile;
}

void ProfileMaker::add_volume(Profile& profile, const std::vector<Day*>& days) const {
    std::vector<double> parts = shares(days), volumes = means(days, [](const Day&) { return 1.0; });
    interpolate(parts, longest_hole());
    interpolate(volumes, longest_hole());
    normalise(parts);
    double before = 0;
    int64_t given = 0;
    size_t last = 0;
    for (size_t b = 0; b < buckets(); ++b) {
        if (std::isnan(parts[b])) continue;
        // Differences of a rounded sum, so that the shares sum to exactly the day.
        before += parts[b];
        const int64_t upto = std::llround(std::min(before, 1.0) * static_cast<double>(kShareOfDay));
        profile.buckets[b].share = upto - given;
        given = upto;
        if (parts[b] > 0) last = b;
    }
    if (given == 0) return;
    profile.buckets[last].share += kShareOfDay - given;
    for (size_t b = 0; b < buckets(); ++b)
        if (!std::isnan(volumes[b]) && is_seen(days, b)) profile.buckets[b].volume = rounded(volumes[b]);
}

bool ProfileMaker::is_seen(const std::vector<Day*>& days, size_t bucket) const {
    return std::ranges::any_of(days, [&](const Day* day) {
        return std::ranges::any_of(minutes_of(*day, bucket), [](const Minute& minute) { return minute.seen > 0; });
    });
}

/// Spread and volatility: each day's average in a bucket, then the trimmed mean over the days.
void ProfileMaker::add_levels(Profile& profile, const std::vector<Day*>& days) const {
    std::vector<double> spreads(buckets(), kUnknown), variances(buckets(), kUnknown), values, squares;
    const double scale = std::pow(10.0, kSpreadDecimals);
    for (size_t b = 0; b < buckets(); ++b) {
        values.clear(), squares.clear();
        for (const Day* day : days) {
            Wide spread_time = 0, two_sided = 0;
            double squared = 0;
            int returns = 0;
            for (const Minute& minute : minutes_of(*day, b)) {
                spread_time += minute.spread_time, two_sided += minute.two_sided;
                squared += minute.squared_return, returns += minute.returns;
            }
            if (two_sided > 0) values.push_back(as_double(spread_time) * scale / as_double(two_sided));
            if (returns > 0) squares.push_back(squared / returns);
        }
        spreads[b] = trimmed_mean(values);
        variances[b] = trimmed_mean(squares);
    }
    interpolate(spreads, longest_hole());
    interpolate(variances, longest_hole());
    for (size_t b = 0; b < buckets(); ++b) {
        if (!std::isnan(spreads[b])) profile.buckets[b].spread = rounded(spreads[b]);
        if (!std::isnan(variances[b])) profile.buckets[b].volatility = rounded(std::sqrt(variances[b]) * 1e9);
    }
}

}  // namespace weir::market
