// What a market usually does at each time of the day, made from recorded days: the share of the day's volume that
// trades, how much that is, how wide the spread is, how much the price moves. A strategy gets it as tables: the volume
// curve over its order's window, and usual levels over the UTC day.
//
// A curve is made once from several days (`build_curve`), kept in a file (`write_curve`, `read_curve`; described in
// docs/internals/curves.md), and laid over the days of a run. Times of day are on the clock of the venue, so that a
// curve from winter holds in summer. Averages are trimmed means; they are statistics, not exact numbers, and end as
// integers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/calendar/calendar.h"
#include "runtime/core/parsed.h"
#include "runtime/market/tape.h"
#include "step/step.h"

namespace weir::market {

using Table = std::vector<int64_t>;

struct Window {
    Time start, end;
};

// ---- the curve of a market ------------------------------------------------------------------------------------------

/// Of a bucket of the day; step::kAbsent where the days do not show it.
struct Bucket {
    int64_t share = 0;                   // of the day's eligible volume, 10^-12
    int64_t volume = step::kAbsent;      // 10^-quantity_decimals
    int64_t spread = step::kAbsent;      // of a two-sided market, 10^-(price_decimals + 3)
    int64_t volatility = step::kAbsent;  // standard deviation of the return over a minute, 10^-9
    friend bool operator==(const Bucket&, const Bucket&) = default;
};
inline constexpr int64_t kShareOfDay = 1'000'000'000'000;
inline constexpr int kSpreadDecimals = 3;  // beyond those of prices

/// Usual days of one kind: one bucket per `Curve::bucket` of the day, the first from midnight. Shares sum to
/// kShareOfDay, or are all 0 when the days have no volume.
struct Profile {
    int days = 0;  // 0: there are none of this kind, and no buckets
    std::vector<Bucket> buckets;
    bool has_volume() const;
    friend bool operator==(const Profile&, const Profile&) = default;
};

enum class DayUse : uint8_t { whole, half, left_out };

/// A recorded day, what became of it, and why where that is not plain.
struct CurveDay {
    Date date;
    DayUse use = DayUse::whole;
    int64_t volume = 0;  // eligible, of the session, 10^-quantity_decimals
    std::string why{};
    friend bool operator==(const CurveDay&, const CurveDay&) = default;
};

struct Curve {
    std::string symbol, base, currency;
    std::string zone;     // of the times of day
    std::string session;  // `calendar::session_of` knows it; empty: hours as the days show them
    int price_decimals = 2, quantity_decimals = 0;
    Duration bucket{};
    std::vector<CurveDay> days;  // in order
    Profile whole, half;
    friend bool operator==(const Curve&, const Curve&) = default;
};

struct CurveOptions {
    Duration bucket{300 * kSecond};  // divides the day; at least a minute, and whole minutes
    std::string session;             // only its hours count, and its calendar says which days are half ones
    std::vector<Date> without;       // days to leave out
    int64_t last_days = 0;           // only the last so many that the tapes have; 0: all
};

/// Makes a curve from tapes of one instrument that do not overlap in time. docs/internals/curves.md says how; in short:
/// days are left out that a calendar closes, that are cut off, or that are unlike the others; half days are set apart;
/// each day counts the same, whatever its volume; a gap in a day's recording is not a time without volume.
/// The error says what is wrong with the tapes or options, or that no day is left.
Parsed<Curve> build_curve(std::span<const Tape* const> tapes, const CurveOptions& options = {});

/// Replaces the file in one instant, or leaves what was there. The error, if any.
std::optional<std::string> write_curve(const Curve& curve, const std::string& path);
/// The error names the file, the line, what is wrong and what would be right.
Parsed<Curve> read_curve(const std::string& path);
std::string to_text(const Curve& curve);
Parsed<Curve> parse_curve(std::string_view text);
/// What stands in the last line of a file, of all lines before it.
std::string curve_checksum(std::string_view text);

// ---- tables for a run -----------------------------------------------------------------------------------------------

/// Cumulative share 2^-32 of evenly spread volume: from 0 to 2^32.
Table linear_curve();

/// Cumulative share, in 2^-32 from 0 to 2^32, of the usual volume in the window, spread evenly within each bucket. Days
/// that the curve's session closes have none, and half days have the profile of half days (or the beginning of a whole
/// day where the curve has no half days). Absent when there is no volume in the window.
std::optional<Table> volume_curve(const Curve& curve, Window window);
/// From the tapes themselves, as `build_curve` makes it.
std::optional<Table> volume_curve(std::span<const Tape* const> tapes, Window window);

enum class Usual : uint8_t {
    spread,     // half price units
    volume,     // eligible volume in a minute
    volatility  // standard deviation of the return over a minute, 10^-9
};

/// The usual level by time of the UTC day, as it is on the day of `day`, in an instrument's decimals. Times without
/// data have the value of the nearest with data; the last entry is the first. Absent when the curve does not have it.
std::optional<Table> usual(const Curve& curve, Usual what, Time day, const Instrument& instrument);
/// The usual spread from the tapes themselves, as `build_curve` makes it, on their first day.
std::optional<Table> baseline_spread(std::span<const Tape* const> tapes);

/// The same spread, in price units, at all times.
Table flat_spread(Price spread);

}  // namespace weir::market
