// From recorded days to a curve. docs/internals/curves.md says why each step is as it is.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <memory>

#include "runtime/market/curve.h"
#include "runtime/market/curve_profile.h"
#include "runtime/market/local_clock.h"

namespace weir::market {
namespace {

constexpr int64_t kMinute = 60 * kSecond;
constexpr int kUnlikeFrom = 4;        // days, below which nobody can say which is unlike the others
constexpr double kUnlikeShape = 3;    // times the median distance to the curve ...
constexpr double kUnlikeLeast = 0.1;  // ... and at least this much of the day's volume at another time
constexpr double kUnlikeVolume = 5;   // times the median volume, or its inverse
constexpr int kCutOff = 60;           // minutes that a day may lack at its beginning or end

int64_t volume_of(const Day& day) {
    Wide sum = 0;
    for (const Minute& minute : day.minutes) sum += minute.volume;
    return static_cast<int64_t>(std::min<Wide>(sum, std::numeric_limits<int64_t>::max()));
}

/// The length, in minutes, that divides the day and is nearest to what was asked for; the shorter of two.
int64_t nearest_bucket(int64_t bucket) {
    constexpr int64_t kDay = kMinutesOfDay;
    int64_t best = 1;
    for (int64_t minutes = 1; minutes <= kDay; ++minutes)
        if (kDay % minutes == 0 && std::abs(minutes * kMinute - bucket) < std::abs(best * kMinute - bucket))
            best = minutes;
    return best;
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
            return fail(fmt::format(
                "a bucket of {} does not divide the day into whole minutes: the nearest that does is {} min",
                format_duration(options_.bucket), nearest_bucket(bucket)));
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
        const auto most = static_cast<size_t>(options_.last_days);
        if (most > 0 && days_.size() > most)
            days_.erase(days_.begin(), days_.end() - static_cast<std::ptrdiff_t>(most));
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

    /// A few prints before and after hours do not make a day longer.
    static void find_busy(Day& day) {
        day.busy_from = day.first, day.busy_to = day.last;
        Wide total = 0, sum = 0;
        for (const Minute& minute : day.minutes) total += minute.volume;
        for (int i = 0; i < kMinutesOfDay && total > 0; ++i) {
            const Wide next = sum + day.minutes[static_cast<size_t>(i)].volume;
            if (100 * sum <= total && 100 * next > total) day.busy_from = i;
            if (100 * sum < 99 * total && 100 * next >= 99 * total) day.busy_to = i;
            sum = next;
        }
    }

    /// From when to when the days trade: by the calendar each on its own, otherwise as most of them do; round the clock
    /// when one goes on through midnight.
    void find_hours() {
        for (Day& day : days_) {
            if (session_ != nullptr)
                if (const auto trading = session_->on(day.date)) clip(day, *trading);
            find_extent(day);
            find_busy(day);
        }
        if (session_ != nullptr || always_) return;
        std::vector<double> firsts, lasts;
        for (size_t i = 0; i < days_.size(); ++i) {
            const Day& day = days_[i];
            if (day.last < 0) continue;
            firsts.push_back(-day.busy_from);  // of two days the longer one counts
            lasts.push_back(day.busy_to);
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
        if (session_ != nullptr) return judge_by_calendar(day);
        if (day.last < 0) return leave_out(day, "nothing is recorded");
        if (always_) return;
        if (day.busy_from > usual_first_ + kCutOff)
            return leave_out(day,
                             fmt::format("it begins late: its first hundredth is traded by {}, that of others by {}",
                                         clock(day.busy_from + 1), clock(usual_first_ + 1)));
        if (day.busy_to >= usual_last_ - kCutOff) return;
        day.use = DayUse::half;
        day.why =
            fmt::format("99% is traded by {}, on other days by {}", clock(day.busy_to + 1), clock(usual_last_ + 1));
    }

    void judge_by_calendar(Day& day) {
        const auto trading = session_->on(day.date);
        if (!trading)
            return leave_out(day, fmt::format("{} is closed: {}", session_->code(), *session_->closed_for(day.date)));
        const int open = minute_at(day.date, trading->open), close = minute_at(day.date, trading->close);
        if (day.last < 0) return leave_out(day, "nothing is recorded in the session");
        if (day.first > open + kCutOff) return leave_out(day, fmt::format("it begins late, at {}", clock(day.first)));
        if (day.last + 1 < close - kCutOff)
            return leave_out(day, fmt::format("it ends early, at {}", clock(day.last + 1)));
        if (!trading->half) return;
        day.use = DayUse::half;
        day.why = fmt::format("{} closes at {}", session_->code(), clock(close));
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
        const ProfileMaker maker(bucket_, always_);
        const std::vector<double> shares = maker.shares(days);
        std::vector<double> distances, levels;
        for (const Day* day : days) {
            distances.push_back(distance_from(*day, shares));
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

    // ---- the result -------------------------------------------------------------------------------------------------

    Curve finish() {
        Curve curve;
        const Instrument& of = instrument();
        curve.symbol = of.symbol, curve.base = of.base, curve.currency = of.currency;
        curve.zone = zone();
        curve.session = options_.session;
        curve.price_decimals = of.price_decimals, curve.quantity_decimals = of.quantity_decimals;
        curve.bucket = options_.bucket;
        const ProfileMaker maker(bucket_, always_);
        curve.whole = maker.profile(of_use(DayUse::whole));
        curve.half = maker.profile(of_use(DayUse::half));
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
