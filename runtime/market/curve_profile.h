// From days that count to a profile: what is usual among them. docs/internals/curves.md says how.
#pragma once

#include <string>
#include <vector>

#include "runtime/market/curve.h"
#include "runtime/market/curve_days.h"

namespace weir::market {

/// One recorded day in the making.
struct Day {
    Date date;
    DayMinutes minutes;
    DayUse use = DayUse::whole;
    std::string why;
    int first = kMinutesOfDay, last = -1;  // minutes that are seen, within the session
    int busy_from = 0, busy_to = 0;        // minutes in which a hundredth of the volume, and all but that, has traded
    std::vector<double> volume;            // by bucket, as if all of it had been seen; unknown where too little was
    double level = 0;                      // the day's volume, the unseen part estimated
};

/// The upper median of a set that is not empty.
double median(std::vector<double> values);

/// The greatest difference between the cumulative volume of a day and that of the curve, over what the day shows.
double distance_from(const Day& day, const std::vector<double>& shares);

class ProfileMaker {
  public:
    /// `bucket` in minutes; `always`: round the clock.
    ProfileMaker(int bucket, bool always) : bucket_(bucket), always_(always) {}

    /// Shares of the day by bucket, unknown (NaN) where no day shows one; the days get their volumes and levels. A
    /// day's volume is taken as its level × the share, so that days with holes count by what they show; for days
    /// without holes it is the trimmed mean of their shares.
    std::vector<double> shares(const std::vector<Day*>& days) const;

    Profile profile(const std::vector<Day*>& days) const;

  private:
    size_t buckets() const { return static_cast<size_t>(kMinutesOfDay / bucket_); }
    /// Buckets that no day shows are filled in over two hours at most; longer than that nobody knows.
    size_t longest_hole() const { return static_cast<size_t>(bucket_ < 60 ? 120 / bucket_ : 2); }
    std::span<const Minute> minutes_of(const Day& day, size_t bucket) const;
    bool is_seen(const std::vector<Day*>& days, size_t bucket) const;
    std::vector<bool> busy_buckets(const std::vector<Day*>& days) const;
    void fill_volume(Day& day, const std::vector<bool>& busy) const;
    void add_volume(Profile& profile, const std::vector<Day*>& days) const;
    void add_levels(Profile& profile, const std::vector<Day*>& days) const;

    int bucket_;
    bool always_;
};

}  // namespace weir::market
