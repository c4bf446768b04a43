// From recorded days to a curve. docs/internals/curves.md says why each step is as it is.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

#include "runtime/market/curve.h"
#include "runtime/market/curve_days.h"
#include "runtime/market/local_clock.h"

namespace weir::market {
namespace {

constexpr int64_t kMinute = 60 * kSecond;
constexpr int kUnlikeFrom = 4;        // days, below which nobody can say which is unlike the others
constexpr double kUnlikeShape = 3;    // times the median distance to the curve ...
constexpr double kUnlikeLeast = 0.1;  // ... and at least this much of the day's volume at another time
constexpr double kUnlikeVolume = 5;   // times the median volume, or its inverse
constexpr int kCutOff = 60;           // minutes that a day may lack at its beginning or end
constexpr int kSweepsMost = 200;
constexpr size_t kHolesFrom = 3;  // days, below which nobody can say what is missing from one
constexpr double kBusy = 0.8;     // of a bucket's minutes, on the median day
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double as_double(Wide value) {
    return static_cast<double>(value);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
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

/// One recorded day in the making.
struct Day {
    Date date;
    DayMinutes minutes;
    DayUse use = DayUse::whole;
    std::string why;
    int first = kMinutesOfDay, last = -1;  // minutes that are seen, within the session
    std::vector<double> volume;            // by bucket, as if all of it had been seen; unknown where too little was
    double level = 0;                      // the day's volume, the unseen part estimated
};

int64_t volume_of(const Day& day) {
    Wide sum = 0;
    for (const Minute& minute : day.minutes) sum += minute.volume;
    return static_cast<int64_t>(std::min<Wide>(sum, std::numeric_limits<int64_t>::max()));
}

class Builder {
  public:
    Builder(std::span<const Tape* const> tapes, const CurveOptions& options) : tapes_(tapes), options_(options) {}

    Parsed<Curve> build() {
        if (!check_options() || !check_tapes() || !read_days()) return Parsed<Curve>::failure(error_);
        find_hours();
        for (Day& day : days_) judge(day);
        if (none_left() && session_ == nullptr) take_all();
        leave_out_unlike();
        if (none_left()) return Parsed<Curve>::failure(nothing_left());
        return {finish(), {}};
    }

  private:
    bool fail(std::string message) {
        error_ = std::move(message);
        return false;
    }

    // ---- what there is ----------------------------------------------------------------------------------------------

    bool check_options() {
        const int64_t bucket = options_.bucket.value;
        if (bucket < kMinute || bucket % kMinute != 0 || kMinutesOfDay * kMinute % bucket != 0)
            return fail(
                fmt::format("a bucket of {} does not divide the day into whole minutes: take 1, 5, 10, 15 or 30 min",
                            format_duration(options_.bucket)));
        bucket_ = static_cast<int>(bucket / kMinute);
        if (options_.session.empty()) return true;
        auto session = calendar::session_of(options_.session);
        if (!session) return fail(session.error);
        always_ = session.value.always();
        if (!always_) session_ = std::make_unique<calendar::Session>(session.value);
        return true;
    }

    bool check_tapes() {
        if (tapes_.empty()) return fail("there are no tapes to make a curve from");
        const Instrument& first = instrument();
        std::vector<const Tape*> ordered(tapes_.begin(), tapes_.end());
        std::ranges::sort(ordered, {}, [](const Tape* tape) { return tape->info().first; });
        for (size_t i = 0; i < ordered.size(); ++i) {
            const Instrument& each = ordered[i]->info().instrument;
            const bool same = each.symbol == first.symbol && each.currency == first.currency &&
                              each.price_decimals == first.price_decimals &&
                              each.quantity_decimals == first.quantity_decimals && each.time_zone == first.time_zone;
            if (!same)
                return fail(
                    fmt::format("a curve is of one instrument: the tapes are of {} and {}, or differ in currency, "
                                "decimals or time zone",
                                first.symbol, each.symbol));
            if (i > 0 && ordered[i]->info().first < ordered[i - 1]->info().last)
                return fail(fmt::format("two tapes overlap: one ends at {}, the next begins at {}; give each time once",
                                        format_time(ordered[i - 1]->info().last, zone()),
                                        format_time(ordered[i]->info().first, zone())));
        }
        return true;
    }

    const Instrument& instrument() const { return tapes_.front()->info().instrument; }
    const std::string& zone() const { return session_ ? session_->zone() : instrument().time_zone; }

    bool read_days() {
        for (auto& [number, minutes] : days_of(tapes_, zone())) {
            Day day;
            day.date = calendar::plus_days({1970, 1, 1}, static_cast<int>(number));
            day.minutes = minutes;
            days_.push_back(std::move(day));
        }
        for (const Date date : options_.without)
            if (std::ranges::find(days_, date, &Day::date) == days_.end())
                return fail(fmt::format("the tapes have nothing on {}, which is to be left out", format_date(date)));
        return !days_.empty() || fail("the tapes have no records");
    }

    // ---- which days count -------------------------------------------------------------------------------------------

    static void leave_out(Day& day, std::string why) {
        day.use = DayUse::left_out;
        day.why = std::move(why);
    }

    static std::string clock(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

    /// Minutes since midnight on the venue's clock, of a moment on that day.
    int minute_at(Date date, Time time) const {
        LocalClock local(zone());
        const int64_t midnight = local(calendar::local_instant(date, {0}, zone()).value);
        return static_cast<int>(std::clamp<int64_t>((local(time.value) - midnight) / kMinute, 0, kMinutesOfDay));
    }

    /// Forgets what lies outside a session, or in its pause.
    void clip(Day& day, const calendar::TradingDay& trading) const {
        const int open = minute_at(day.date, trading.open), close = minute_at(day.date, trading.close);
        const int pause = trading.pause ? minute_at(day.date, trading.pause->from) : close;
        const int resume = trading.pause ? minute_at(day.date, trading.pause->to) : close;
        for (int i = 0; i < kMinutesOfDay; ++i)
            if (i < open || i >= close || (i >= pause && i < resume)) forget(day.minutes[static_cast<size_t>(i)]);
    }
    static void forget(Minute& minute) {
        const int8_t there = minute.there;
        minute = {};
        minute.there = there;
    }

    static void find_extent(Day& day) {
        day.first = kMinutesOfDay, day.last = -1;
        for (int i = 0; i < kMinutesOfDay; ++i) {
            if (day.minutes[static_cast<size_t>(i)].seen == 0) continue;
            day.first = std::min(day.first, i);
            day.last = i;
        }
    }

    /// From when to when the days trade: by the calendar each on its own, otherwise as most of them do; round the clock
    /// when one goes on through midnight.
    void find_hours() {
        for (Day& day : days_) {
            if (session_ != nullptr)
                if (const auto trading = session_->on(day.date)) clip(day, *trading);
            find_extent(day);
        }
        if (session_ != nullptr || always_) return;
        std::vector<double> firsts, lasts;
        for (size_t i = 0; i < days_.size(); ++i) {
            const Day& day = days_[i];
            if (day.last < 0) continue;
            firsts.push_back(-day.first);  // of two days the longer one counts
            lasts.push_back(day.last);
            const bool next = i + 1 < days_.size() && days_[i + 1].date == calendar::plus_days(day.date, 1);
            const bool through = next && day.last >= kMinutesOfDay - 5 && days_[i + 1].first < 5;
            always_ = always_ || through || day.last - day.first >= 23 * 60;
        }
        if (firsts.empty()) return;
        usual_first_ = -static_cast<int>(median(firsts));
        usual_last_ = static_cast<int>(median(lasts));
    }

    void judge(Day& day) {
        if (std::ranges::find(options_.without, day.date) != options_.without.end())
            return leave_out(day, "as it was asked for");
        int first = usual_first_, last = usual_last_;
        if (session_ != nullptr) {
            const auto trading = session_->on(day.date);
            if (!trading)
                return leave_out(day,
                                 fmt::format("{} is closed: {}", session_->code(), *session_->closed_for(day.date)));
            first = minute_at(day.date, trading->open);
            last = minute_at(day.date, trading->close) - 1;
            if (trading->half) {
                day.use = DayUse::half;
                day.why = fmt::format("{} closes at {}", session_->code(), clock(last + 1));
            }
        }
        if (day.last < 0) return leave_out(day, "nothing is recorded in the session");
        if (always_) return;
        const bool late = day.first > first + kCutOff, early = day.last < last - kCutOff;
        if (late) return leave_out(day, fmt::format("it begins late, at {}", clock(day.first)));
        if (!early) return;
        if (session_ != nullptr) return leave_out(day, fmt::format("it ends early, at {}", clock(day.last + 1)));
        day.use = DayUse::half;
        day.why = fmt::format("it ends at {}, others at {}", clock(day.last + 1), clock(last + 1));
    }

    bool none_left() const {
        return std::ranges::none_of(days_, [](const Day& day) { return day.use != DayUse::left_out; });
    }

    /// Of a few hours here and there, none is a whole day: then each shows what it shows.
    void take_all() {
        for (Day& day : days_) {
            if (day.last < 0 || std::ranges::find(options_.without, day.date) != options_.without.end()) continue;
            day.use = DayUse::whole;
            day.why = "a part of a day";
        }
        always_ = true;
    }

    std::string nothing_left() const {
        std::string list;
        for (const Day& day : days_)
            list += fmt::format("{}{}: {}", list.empty() ? "" : "; ", format_date(day.date), day.why);
        return "no day is left to make a curve from: " + list;
    }

    std::vector<Day*> of_use(DayUse use) {
        std::vector<Day*> chosen;
        for (Day& day : days_)
            if (day.use == use) chosen.push_back(&day);
        return chosen;
    }

    /// Days whose volume stands at other times of the day than that of the others, or that have far more or less of it.
    void leave_out_unlike() {
        const std::vector<Day*> days = of_use(DayUse::whole);
        if (days.size() < kUnlikeFrom) return;
        const std::vector<double> shares = shares_of(days);
        std::vector<double> distances, levels;
        for (const Day* day : days) {
            distances.push_back(distance(*day, shares));
            levels.push_back(day->level);
        }
        const double typical_level = median(levels);
        const double limit = std::max(kUnlikeLeast, kUnlikeShape * median(distances));
        for (size_t i = 0; i < days.size(); ++i) {
            const double times = levels[i] / typical_level;
            if (typical_level > 0 && (times > kUnlikeVolume || times < 1 / kUnlikeVolume))
                leave_out(*days[i], fmt::format("unlike the others: its volume is {:.2g} times the usual", times));
            else if (distances[i] > limit)
                leave_out(*days[i], fmt::format("unlike the others: {:.0f}% of its volume is at other times of the day",
                                                distances[i] * 100));
        }
    }

    /// The greatest difference between the cumulative volume of a day and that of the curve, over what the day shows.
    static double distance(const Day& day, const std::vector<double>& shares) {
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

    // ---- volume -----------------------------------------------------------------------------------------------------

    /// Buckets that no day shows are filled in over two hours at most; longer than that nobody knows.
    size_t longest_hole() const { return static_cast<size_t>(std::max(2, 120 / bucket_)); }
    size_t buckets() const { return static_cast<size_t>(kMinutesOfDay / bucket_); }

    std::span<const Minute> minutes_of(const Day& day, size_t bucket) const {
        const auto length = static_cast<size_t>(bucket_);
        return std::span(day.minutes).subspan(bucket * length, length);
    }

    /// Buckets that most days show nearly whole: what a day lacks there is missing from its recording. Elsewhere, a
    /// minute that is not seen is one in which nothing happened.
    std::vector<bool> busy_buckets(const std::vector<Day*>& days) const {
        std::vector<bool> busy(buckets());
        if (days.size() < kHolesFrom) return busy;
        for (size_t b = 0; b < buckets(); ++b) {
            std::vector<double> parts;
            for (const Day* day : days) {
                const auto seen =
                    std::ranges::count_if(minutes_of(*day, b), [](const Minute& m) { return m.seen > 0; });
                parts.push_back(static_cast<double>(seen) / bucket_);
            }
            busy[b] = median(parts) >= kBusy;
        }
        return busy;
    }

    /// A day's volume by bucket, scaled up to what a bucket would have had if all of it had been seen.
    void fill_volume(Day& day, const std::vector<bool>& busy) const {
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

    /// Shares of the day by bucket, unknown where no day shows one. A day's volume is taken as its level × the share,
    /// so that days with holes count by what they show; for days without holes it is the trimmed mean of their shares.
    std::vector<double> shares_of(const std::vector<Day*>& days) const {
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

    template <class Level>
    std::vector<double> means(const std::vector<Day*>& days, Level level) const {
        std::vector<double> result(buckets(), kUnknown), values;
        for (size_t b = 0; b < buckets(); ++b) {
            values.clear();
            for (const Day* day : days)
                if (!std::isnan(day->volume[b]) && level(*day) > 0) values.push_back(day->volume[b] / level(*day));
            result[b] = trimmed_mean(values);
        }
        return result;
    }

    static double level(const Day& day, const std::vector<double>& shares) {
        double volume = 0, share = 0;
        for (size_t b = 0; b < shares.size(); ++b) {
            if (std::isnan(day.volume[b]) || std::isnan(shares[b])) continue;
            volume += day.volume[b];
            share += shares[b];
        }
        return share > 0 ? volume / share : 0;
    }

    static void normalise(std::vector<double>& shares) {
        double sum = 0;
        for (const double share : shares) sum += std::isnan(share) ? 0 : share;
        if (sum > 0)
            for (double& share : shares) share /= sum;
    }

    static double difference(const std::vector<double>& a, const std::vector<double>& b) {
        double most = 0;
        for (size_t i = 0; i < a.size(); ++i)
            if (!std::isnan(a[i]) && !std::isnan(b[i])) most = std::max(most, std::abs(a[i] - b[i]));
        return most;
    }

    // ---- the result -------------------------------------------------------------------------------------------------

    Profile profile_of(const std::vector<Day*>& days) const {
        Profile profile;
        if (days.empty()) return profile;
        profile.days = static_cast<int>(days.size());
        profile.buckets.resize(buckets());
        add_volume(profile, days);
        add_levels(profile, days);
        return profile;
    }

    void add_volume(Profile& profile, const std::vector<Day*>& days) const {
        std::vector<double> shares = shares_of(days), volumes = means(days, [](const Day&) { return 1.0; });
        interpolate(shares, longest_hole());
        interpolate(volumes, longest_hole());
        normalise(shares);
        double before = 0;
        int64_t given = 0;
        size_t last = 0;
        for (size_t b = 0; b < buckets(); ++b) {
            if (std::isnan(shares[b])) continue;
            // Differences of a rounded sum, so that the shares sum to exactly the day.
            before += shares[b];
            const int64_t upto = std::llround(std::min(before, 1.0) * static_cast<double>(kShareOfDay));
            profile.buckets[b].share = upto - given;
            given = upto;
            if (shares[b] > 0) last = b;
        }
        if (given == 0) return;
        profile.buckets[last].share += kShareOfDay - given;
        for (size_t b = 0; b < buckets(); ++b)
            if (!std::isnan(volumes[b]) && is_seen(days, b)) profile.buckets[b].volume = rounded(volumes[b]);
    }

    bool is_seen(const std::vector<Day*>& days, size_t bucket) const {
        return std::ranges::any_of(days, [&](const Day* day) {
            return std::ranges::any_of(minutes_of(*day, bucket), [](const Minute& minute) { return minute.seen > 0; });
        });
    }

    /// Spread and volatility: each day's average in a bucket, then the trimmed mean over the days.
    void add_levels(Profile& profile, const std::vector<Day*>& days) const {
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

    Curve finish() {
        Curve curve;
        const Instrument& of = instrument();
        curve.symbol = of.symbol, curve.base = of.base, curve.currency = of.currency;
        curve.zone = zone();
        curve.session = options_.session;
        curve.price_decimals = of.price_decimals, curve.quantity_decimals = of.quantity_decimals;
        curve.bucket = options_.bucket;
        curve.whole = profile_of(of_use(DayUse::whole));
        curve.half = profile_of(of_use(DayUse::half));
        for (const Day& day : days_) curve.days.push_back({day.date, day.use, volume_of(day), day.why});
        return curve;
    }

    std::span<const Tape* const> tapes_;
    const CurveOptions& options_;
    int bucket_ = 5;  // minutes
    std::unique_ptr<calendar::Session> session_;
    bool always_ = false;
    std::vector<Day> days_;
    int usual_first_ = 0, usual_last_ = kMinutesOfDay - 1;
    std::string error_;
};

}  // namespace

Parsed<Curve> build_curve(std::span<const Tape* const> tapes, const CurveOptions& options) {
    return Builder(tapes, options).build();
}

}  // namespace weir::market
