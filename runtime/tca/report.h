// The report of one parent order: what happened, in exact integers. Whatever divides (bps, ratios, averages) is in
// figures.h and is computed from these. `docs/tca.md` has every formula with its source and a worked example.
//
// Signs: a cost is positive when it is worse for the client, for buys and sells alike.
// Absent numbers are `step::kAbsent`. Mids are in half price units: bid + ask, so that they are exact.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/decimal.h"
#include "runtime/core/events.h"
#include "runtime/core/records.h"

namespace weir::tca {

/// Exact money: an integer of ½ · 10^-amount_decimals. The half is there because a mid has one bit more than a price.
struct Amount {
    Wide value = 0;
    friend bool operator==(Amount, Amount) = default;
    friend auto operator<=>(Amount, Amount) = default;
    friend constexpr Amount operator+(Amount a, Amount b) { return {a.value + b.value}; }
    friend constexpr Amount operator-(Amount a, Amount b) { return {a.value - b.value}; }
    constexpr Amount& operator+=(Amount b) {
        value += b.value;
        return *this;
    }
};

/// The finer of (price × quantity) and money: both convert to an Amount without rounding.
int amount_decimals(const Instrument& instrument);
/// `half_price` (half price units) × `quantity`, exactly.
Amount amount_of_half(const Instrument& instrument, Wide half_price, Quantity quantity);
/// Money of 10^-money_decimals, exactly.
Amount amount_of_money(const Instrument& instrument, int64_t money);

/// What the run was, for the heading and for whoever reads the report later. The analysis uses none of it.
struct RunInfo {
    struct Named {
        std::string name, value;
        friend bool operator==(const Named&, const Named&) = default;
    };
    std::string strategy{};
    std::vector<std::string> slots{};   // names of the work clauses, by slot
    std::vector<std::string> guards{};  // as written, by index: the text of a stop by guard or assumption
    std::vector<Named> parameters{};
    std::string tape{};
    std::string engine{};  // native, interpreter
    uint64_t seed = 0;
    uint64_t plan_hash = 0;
    friend bool operator==(const RunInfo&, const RunInfo&) = default;
};

/// Prices to compare with, over the interval from start to end of the order's life.
struct Benchmarks {
    int64_t decision = step::kAbsent;  // mid when the client decided, when supplied
    int64_t arrival = step::kAbsent;   // mid when the order was received
    int64_t end = step::kAbsent;       // last mid of the interval
    Wide mid_time = 0;                 // Σ mid × nanoseconds, while there was a mid: interval TWAP = mid_time / quoted
    Duration quoted;                   // how long there was a mid
    Quantity volume;                   // eligible market volume, own fills excluded
    int64_t turnover = 0;              // of the same, 10^-money_decimals: interval VWAP = turnover / volume
    int64_t trades = 0;
    friend bool operator==(const Benchmarks&, const Benchmarks&) = default;
};

struct Executed {
    Quantity quantity, maker, taker;  // quantity = maker + taker
    Amount value;                     // Σ price × quantity
    Amount fees;                      // negative: a rebate
    friend bool operator==(const Executed&, const Executed&) = default;
};

/// Implementation shortfall (Perold 1988) in the parts of Wagner and Edwards (1993). With s = +1 for a buy and -1 for a
/// sell, D the decision price (arrival when none was supplied), A arrival, M the mid at the end, Q ordered, E executed:
///   delay       = s (A - D) E
///   trading     = s Σ (price - A) quantity
///   opportunity = s (M - D) (Q - E)
///   total       = s (Σ price × quantity + M (Q - E) - D Q) + fees = delay + trading + opportunity + fees, exactly.
struct Shortfall {
    Amount delay, trading, opportunity, fees, total;
    Amount paper;  // D Q: what its bps refer to
    friend bool operator==(const Shortfall&, const Shortfall&) = default;
};

/// Fills against the market at their own time. The reference of a fill is the last quote known before it took place, so
/// that the trade itself has not moved it.
struct Touch {
    Quantity measured, missing;  // with and without a reference quote
    Amount effective;            // Σ 2 s (price - mid) quantity
    Amount quoted;               // Σ (ask - bid) quantity, a crossed quote counting 0
    Amount mid_value;            // Σ mid × quantity: what bps refer to
    friend bool operator==(const Touch&, const Touch&) = default;
};

/// Effective spread taken apart `horizon` after each fill (Huang and Stoll 1996; SEC Rule 605), over the fills for
/// which both mids are known: effective = realised + impact, exactly. The markout is half of the realised spread: what
/// the fill has lost (positive) or gained against the later mid.
struct Spread {
    Duration horizon;
    Quantity measured, missing;
    int64_t missing_fills = 0;
    Amount effective;  // Σ 2 s (price - mid) quantity
    Amount realised;   // Σ 2 s (price - later mid) quantity
    Amount impact;     // Σ 2 s (later mid - mid) quantity
    Amount mid_value;  // Σ mid × quantity
    friend bool operator==(const Spread&, const Spread&) = default;
};
inline constexpr std::array kHorizons{Duration{kSecond}, Duration{10 * kSecond}, Duration{60 * kSecond}};
inline constexpr int kSpreadHorizon = 1;  // the one that headings show: 10 s

/// The schedule's target T against what was executed, E, from the first decision to the end. States that lasted no time
/// do not count.
struct ScheduleDeviation {
    Quantity behind_most, ahead_most;  // largest T - E, and E - T
    Wide behind_time = 0;              // Σ max(T - E, 0) × nanoseconds
    Wide ahead_time = 0;               // Σ max(E - T, 0) × nanoseconds
    Duration measured;
    friend bool operator==(const ScheduleDeviation&, const ScheduleDeviation&) = default;
};

/// Why quantity that the schedule had due was neither executed nor working. At every moment the lost quantity is
///   H = max(T - E - W, 0), with W everything that may still fill,
/// and it goes to the first of these that holds; the ceiling takes only what it cut, the rest goes on.
enum class Cause : uint8_t {
    halt,        // trading was halted
    stale,       // market data was stale
    trader,      // the trader paused or held it
    pause,       // a pause clause
    hold,        // a hold clause
    ceiling,     // the participation ceiling
    gate,        // the pre-trade gate refused the last order
    venue,       // the venue rejected the last order
    limit,       // the order's limit or a clause's bound on price
    child_size,  // `take`, `child at most`
    minimum,     // lot, `child at least`, the venue's minimum
    unplaced,    // no clause wanted it, as when its condition was false
    repricing    // a clause rests less than is due, and keeps it so until its next reprice
};
inline constexpr int kCauses = static_cast<int>(Cause::repricing) + 1;

struct Lost {
    Duration time;           // halt, stale, trader, pause, hold: while it held; the others: while they took some part
    Wide quantity_time = 0;  // Σ part × nanoseconds
    Quantity most;           // largest part at one moment
    Quantity unfilled;       // its part of what was not executed in the end
    friend bool operator==(const Lost&, const Lost&) = default;
};

/// Lost quantity by cause: the parts' quantity_time sum to `total_time` exactly. What was never executed, seen just
/// before the order ended, is not_due + working + Σ parts' unfilled = Q - E exactly; a fill that arrives after the end
/// comes out of `working` first.
struct LostByCause {
    std::array<Lost, kCauses> by_cause;
    Wide total_time = 0;  // Σ H × nanoseconds
    Quantity not_due;     // the schedule had not asked for it yet
    Quantity working;     // it was in the market, and nobody came
    friend bool operator==(const LostByCause&, const LostByCause&) = default;
};

struct Tally {
    std::string reason;
    int64_t count = 0;
    friend bool operator==(const Tally&, const Tally&) = default;
};

struct Messages {
    int64_t placed = 0, cancels = 0, reductions = 0;  // sent
    int64_t rejected = 0, cancels_rejected = 0;       // by the venue
    int64_t refused = 0;                              // by the pre-trade gate: not sent
    int64_t duplicates = 0;                           // reports that changed nothing
    std::vector<Tally> rejects, refusals;             // by reason
    friend bool operator==(const Messages&, const Messages&) = default;
};

enum class ChildState : uint8_t { open, filled, cancelled, rejected };
/// What a report makes of a child of `quantity`, of which `filled` has filled, this report included.
ChildState after(ChildState state, const OrderReport& report, Quantity filled, Quantity quantity);

struct Child {
    ChildId id = 0;
    int32_t slot = -1;
    step::Bound bound = step::Bound::none;  // what bound its size
    Side side = Side::buy;
    bool immediate_or_cancel = false, post_only = false;
    ChildState state = ChildState::open;
    Time sent;
    Time ended = kNoTime;  // kNoTime: it was open when the record ended
    Price price;
    Quantity quantity, display, filled, maker;
    Amount value, fees;
    int64_t fills = 0;
    Touch touch;
    std::array<Spread, kHorizons.size()> spreads;
    friend bool operator==(const Child&, const Child&) = default;
};

struct Fill {
    ChildId child = 0;
    Time time;      // when it happened at the venue, and never after it was reported
    Time reported;  // when the engine learnt of it
    Price price;
    Quantity quantity;
    int64_t fee = 0;  // 10^-money_decimals
    Liquidity liquidity = Liquidity::maker;
    int64_t bid = step::kAbsent, ask = step::kAbsent;  // the reference quote
    std::array<int64_t, kHorizons.size()> mid_after{step::kAbsent, step::kAbsent, step::kAbsent};
    friend bool operator==(const Fill&, const Fill&) = default;
};

/// The course of the order for charts: at most kSeriesMost points of equal width, thinned by halving. Quantities and
/// quotes are as at the end of a point, low and high are exact over it.
struct SeriesPoint {
    int64_t index = 0;  // starts at Series::origin + index × Series::width
    int64_t bid = step::kAbsent, ask = step::kAbsent;
    int64_t low = step::kAbsent, high = step::kAbsent;  // mid
    int64_t volume = 0;                                 // market volume since the start, own fills excluded
    int64_t executed = 0;
    int64_t target = step::kAbsent;  // the schedule
    int64_t working = 0;
    uint32_t causes = 0;  // bit per Cause that stood in the way at some moment
    friend bool operator==(const SeriesPoint&, const SeriesPoint&) = default;
};
inline constexpr int kSeriesMost = 2000;

struct Series {
    Time origin;
    Duration width;
    std::vector<SeriesPoint> points;
    friend bool operator==(const Series&, const Series&) = default;
};

/// A child order of such a ledger.
struct OtherChild {
    ChildId id = 0;
    std::string clause;
    ChildState state = ChildState::open;
    step::Bound bound = step::Bound::none;  // what bound its size
    Time sent;
    Time ended = kNoTime;  // kNoTime: it was open when the record ended
    std::string price, quantity, filled, average_price;
    friend bool operator==(const OtherChild&, const OtherChild&) = default;
};

/// What protected or hedged the order; numbers are exact decimals of its own instrument, empty when there is none.
struct OtherLedger {
    std::string name, symbol;
    Side side = Side::none;
    std::string executed, average_price;  // the average is rounded down to four decimals more than a price has
    std::string realised;                 // against the average of the order's own fills, before fees
    std::string fees;
    // Of a hedge, in money where it is held against money, else in its quantity: what was to be hedged and was not yet.
    // Negative: too much was hedged. At most, whichever way; over the time from start to end; and in the end.
    std::string exposure_most, exposure_average, exposure_end, exposure_unit;
    int64_t fills = 0, placed = 0, cancels = 0, reductions = 0, refused = 0;
    std::vector<OtherChild> children;  // in the order they were sent
    friend bool operator==(const OtherLedger&, const OtherLedger&) = default;
};

/// What the trader did while it ran.
struct CommandLine {
    Time time;
    Command command;
    CommandRefusal refusal = CommandRefusal::none;
    friend bool operator==(const CommandLine&, const CommandLine&) = default;
};

struct Report {
    Instrument instrument;
    ParentOrder order;  // as last amended
    RunInfo run;
    Time started = kNoTime;  // kNoTime: the order never began
    Time ended = kNoTime;
    StopCause stop = StopCause::none;  // none: the record ends before the order does
    int64_t stop_where = 0;
    Benchmarks benchmarks;
    Executed executed;
    std::optional<Shortfall> shortfall;  // absent without an arrival price
    Touch touch;
    std::array<Spread, kHorizons.size()> spreads;
    ScheduleDeviation schedule;
    LostByCause lost;
    Messages messages;
    std::vector<CommandLine> commands;
    std::vector<OtherLedger> others;
    std::vector<Child> children;  // in the order they were sent
    std::vector<Fill> fills;      // in the order they were reported
    Series series;
    friend bool operator==(const Report&, const Report&) = default;
};

}  // namespace weir::tca
