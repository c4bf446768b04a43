// The step contract: the one page where the compiler and the runtime meet.
//
// A compiled strategy is one function. The engine gives it numbers, it gives back the orders it wants working, and when
// it wants to be asked again. It never sends, cancels, allocates, reads a clock or keeps a pointer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "step/shortfall.h"

namespace weir::step {

inline constexpr int64_t kAbsent = std::numeric_limits<int64_t>::min();
inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();  // a wake-up that is not wanted
inline constexpr int kMaxSlots = 64;
inline constexpr int kMaxParameters = 32;
inline constexpr int kMaxLedgers = 4;
inline constexpr int kMaxDepths = 4;
inline constexpr int kMaxClockTimes = 4;
inline constexpr int64_t kPowerMost = 8;             // of `schedule front_load(k)` and `back_load(k)`
inline constexpr int64_t kRatioOne = 1'000'000'000;  // ratios are integers in units of 1e-9

enum class InputScope : uint8_t { market, depth, instrument, order, slot, run, clock };

/// Units of an input, given the instrument's decimals p (price), q (quantity), m (money):
/// price 10^-p; half 0.5·10^-p (a mid is exact); quantity 10^-q; money 10^-m; time nanoseconds since the Unix epoch;
/// duration nanoseconds; ratio 1e-9; flag 0 or 1.
enum class InputKind : uint8_t { price, half, quantity, money, count, sign, time, duration, ratio, flag, any };

/// What an input can be. The engine holds every input to it and stops the strategy on a breach, so that code may rely
/// on it: sums and differences of a few inputs of one kind do not overflow.
struct InputBounds {
    int64_t low, high;
    bool can_be_absent = false;

    constexpr bool admit(int64_t value) const {
        return (value >= low && value <= high) || (value == kAbsent && can_be_absent);
    }
};
inline constexpr InputBounds kUnbounded{-kNever, kNever, true};

/// What an input of a kind can be when it is there.
constexpr InputBounds bounds_of(InputKind kind) {
    switch (kind) {
        case InputKind::price:
            return {-(int64_t{1} << 50), int64_t{1} << 50};
        case InputKind::half:
            return {-(int64_t{1} << 51), int64_t{1} << 51};
        case InputKind::quantity:
            return {0, int64_t{1} << 56};
        case InputKind::count:
            return {0, int64_t{1} << 56};
        case InputKind::money:
            return {0, int64_t{1} << 61};
        case InputKind::sign:
            return {-1, 1};
        case InputKind::time:
        case InputKind::duration:
            return {0, int64_t{1} << 62};  // to the year 2116
        case InputKind::ratio:
            return {-(int64_t{1} << 40), int64_t{1} << 40};
        case InputKind::flag:
            return {0, 1};
        case InputKind::any:
            return {kAbsent, kNever};  // a number like any other
    }
    return {0, 0};
}

enum class Input : uint8_t {
#define WEIR_INPUT(name, scope, kind, wakes, absent) name,
#include "step/inputs.def"
#undef WEIR_INPUT
};

struct InputRow {
    std::string_view name;
    InputScope scope;
    InputKind kind;
    bool wakes;
    bool can_be_absent;
};

inline constexpr std::array kInputs = {
#define WEIR_INPUT(name, scope, kind, wakes, absent) \
    InputRow{#name, InputScope::scope, InputKind::kind, wakes != 0, absent != 0},
#include "step/inputs.def"
#undef WEIR_INPUT
};

consteval int inputs_in(InputScope scope) {
    int count = 0;
    for (const InputRow& row : kInputs) count += row.scope == scope;
    return count;
}

/// Position of an input within its scope.
constexpr int rank_of(Input input) {
    int rank = 0;
    for (int i = 0; i < static_cast<int>(input); ++i)
        rank += kInputs[i].scope == kInputs[static_cast<int>(input)].scope;
    return rank;
}

/// Where each input stands in the flat array that a step reads:
/// run | per instrument | order per ledger | market per (instrument, view) | depth per (instrument, view, k) | per slot
/// | parameters | clock times.
///
/// Views. A deployment on one venue has one view of each instrument: that venue. On V > 1 venues it has 1 + V: view 0
/// is the consolidated market (the best of the lit venues that are open and not barred; their counters summed), view v
/// is venue v - 1.
struct Layout {
    int instruments = 1;
    int venues = 1;  // views of an instrument
    int slots = 0;
    int parameters = 0;
    int ledgers = 1;
    int depths = 0;
    int clock_times = 0;

    static constexpr int kRun = inputs_in(InputScope::run);
    static constexpr int kInstrument = inputs_in(InputScope::instrument);
    static constexpr int kOrder = inputs_in(InputScope::order);
    static constexpr int kMarket = inputs_in(InputScope::market);
    static constexpr int kDepth = inputs_in(InputScope::depth);
    static constexpr int kSlot = inputs_in(InputScope::slot);
    static constexpr int kClock = inputs_in(InputScope::clock);

    constexpr int order_base() const { return kRun + instruments * kInstrument; }
    constexpr int market_base() const { return order_base() + ledgers * kOrder; }
    constexpr int depth_base() const { return market_base() + instruments * venues * kMarket; }
    constexpr int slot_base() const { return depth_base() + instruments * venues * depths * kDepth; }
    constexpr int parameter_base() const { return slot_base() + slots * kSlot; }
    constexpr int clock_base() const { return parameter_base() + parameters; }
    constexpr int size() const { return clock_base() + clock_times * kClock; }

    /// `index` is the slot, the ledger, the depth or the clock time, by the input's scope.
    constexpr int offset(Input input, int instrument = 0, int view = 0, int index = 0) const {
        const int rank = rank_of(input);
        switch (kInputs[static_cast<int>(input)].scope) {
            case InputScope::run:
                return rank;
            case InputScope::instrument:
                return kRun + instrument * kInstrument + rank;
            case InputScope::order:
                return order_base() + index * kOrder + rank;
            case InputScope::market:
                return market_base() + (instrument * venues + view) * kMarket + rank;
            case InputScope::depth:
                return depth_base() + ((instrument * venues + view) * depths + index) * kDepth + rank;
            case InputScope::slot:
                return slot_base() + index * kSlot + rank;
            case InputScope::clock:
                return clock_base() + index * kClock + rank;
        }
        return -1;
    }
    constexpr int parameter(int index) const { return parameter_base() + index; }
};

/// What bound the size or presence of a child: the reason that TCA, `explain` and counterexamples give.
enum class Bound : int64_t {
    none,
    schedule,
    floor,
    ceiling,
    take,
    child_most,
    child_least,
    limit,
    minimum,
    lot,
    pause,
    hold,
    leaves,
    completion,
    session,   // outside the trading session
    settle,    // the time after a halt has not passed
    auction,   // kept back for an auction, or its cut-off has passed
    branch,    // another branch of `one of` has the budget
    leg,       // the other leg is too far behind
    deadline,  // the clause's own time is over
    reload,    // an iceberg waits before it shows the next part
    route      // the rest of the child goes to other venues
};
inline constexpr int kBounds = 22;

/// One slot's desired order. Quantity 0: nothing is wanted there.
struct Desired {
    int64_t quantity;  // 10^-q
    int64_t price;     // limit price, 10^-p, on the tick grid
    int64_t display;   // displayed part, 10^-q; equal to quantity when all is shown
    int64_t crossing;  // 1: sent to take liquidity at once, the rest is cancelled; 0: rests
    Bound bound;
    int64_t minimum = 0;  // least quantity of a fill, 10^-q, where the venue honours it; 0: none
    friend bool operator==(const Desired&, const Desired&) = default;
};

/// What the step thought, for schedule deviation and lost time; every quantity in 10^-q.
struct Trace {
    int64_t target;   // T(t)
    int64_t due;      // after floor and ceiling
    int64_t ceiling;  // room under the participation ceiling; kAbsent: no ceiling in the script
    int64_t paused;   // 1: a pause clause holds
    int64_t held;     // 1: a hold clause holds
    friend bool operator==(const Trace&, const Trace&) = default;
};

enum class Status : int64_t { ok, fault, guard, assumption };

struct Output {
    Status status;
    int64_t where;  // fault: node id; guard, assumption: its index in the plan
    int64_t wake;   // strictly later than now; kNever when none is wanted
    Trace trace;
    std::array<int64_t, kMaxLedgers> targets;  // total of each ledger whose LedgerInfo says `target`, 10^-q
    std::array<int64_t, kMaxLedgers>
        exposures;                           // of the same: what they have still to hedge, negative when too much is;
                                             // 10^-q, or 10^-m where LedgerInfo says `by_value`; kAbsent: not known
    std::array<Desired, kMaxSlots> desired;  // the first `Layout::slots` are written
};

/// self: `Program::self`. inputs: Layout::size() numbers. tables: one array per entry of `Program::tables`.
/// state: `Program::state_words` numbers, zeroed before the first step. With a status other than ok, state is as before
/// (but for the passing of time), `desired` holds nothing to act on, and the strategy is stopped.
using Function = void (*)(const void* self, const int64_t* inputs, const int64_t* const* tables, int64_t* state,
                          Output* output);

/// A table that the engine supplies once per run: 2^k + 1 numbers over an even grid.
///   volume_curve: cumulative share of the order's volume in 2^-32, from 0 to 2^32, over [order_start, order_end].
///   baseline_spread: usual spread in half price units over the UTC day.
///   baseline_volume: usual volume in a minute, likewise; baseline_volatility: usual standard deviation of the return
///   over a minute, in 1e-9. shortfall_curve: cumulative share like that of a volume curve, of `schedule shortfall(…)`.
enum class TableKind : uint8_t { volume_curve, baseline_spread, shortfall_curve, baseline_volume, baseline_volatility };
inline constexpr int kTableIntervals = 1024;  // entries - 1

/// The auction that an order waits for; none: it trades at once, or rests.
enum class Auction : uint8_t { none, open, close };

struct SlotInfo {
    std::string name;        // the `work` clause, and its level and venue where it has several
    bool crossing = false;   // takes liquidity at once
    bool post_only = false;  // rests or is refused: the venue must not let it take
    uint8_t ledger = 0;
    uint8_t view = 0;                 // the venue that its orders go to; 0 only when there is one venue
    Auction auction = Auction::none;  // its orders take part in that auction and nowhere else
    bool rests_through_halt = false;  // its orders stay while trading is halted; others are withdrawn
};

/// One position that a strategy builds: the parent order, what protects it, a hedge. Ledger 0 is the parent order, on
/// instrument 0. The order manager keeps each within its total, whatever happens.
struct LedgerInfo {
    enum class Trades : uint8_t { order, opposite, buy, sell };  // the parent's side, the other one, or this one
    enum class Total : uint8_t {
        order,     // the parent's quantity
        executed,  // what ledger 0 has executed: a position that can be closed but not turned
        target     // `Output::targets` of the last step
    };
    uint8_t instrument = 0;
    Trades side = Trades::order;
    Total total = Total::order;
    bool by_value = false;  // it is held against money, not a quantity
    friend bool operator==(const LedgerInfo&, const LedgerInfo&) = default;
};

/// When a strategy asks to trade. Who runs it tells it by `session_open` and `session_close`.
enum class SessionKind : uint8_t {
    none,      // it does not say: whenever the market is there
    always,    // round the clock
    calendar,  // the hours of a venue, by its code
    hours      // the same hours each day
};
struct SessionSpec {
    SessionKind kind = SessionKind::none;
    std::string calendar;
    int64_t from_ns = 0, to_ns = 0;  // of hours: since midnight, on the clock of the zone
    std::string zone;                // empty: that of the instrument
    friend bool operator==(const SessionSpec&, const SessionSpec&) = default;
};

/// A time of day that a script speaks of.
struct ClockTime {
    int64_t of_day_ns = 0;  // since midnight, on the clock of the zone
    std::string zone;       // empty: that of the instrument
    friend bool operator==(const ClockTime&, const ClockTime&) = default;
};

/// What live commands may do to a parameter.
struct ParameterInfo {
    std::string name;
    bool live = false;
    InputBounds bounds = kUnbounded;
};

/// Limits that the order manager keeps for the strategy, from its risk block; 0: not stated.
struct OrderLimits {
    int64_t messages = 0;  // at most this many new orders, reductions and cancels ...
    int64_t messages_per_ns = 0;
    int64_t working_orders = 0;
};

/// A strategy made ready to run: everything about it that the runtime knows.
struct Program {
    std::string name;
    uint64_t plan_hash = 0;
    Layout layout;
    int32_t state_words = 0;
    std::vector<int32_t> inputs;       // offsets that the step reads, ascending; empty: any
    std::vector<int32_t> wake_inputs;  // offsets: a step is due when one of these has changed
    std::vector<InputBounds> bounds;   // by offset: what the inputs must be for a step to be taken; empty: anything
    std::vector<SlotInfo> slots;
    std::vector<LedgerInfo> ledgers{LedgerInfo{}};
    std::vector<int32_t> depths;  // by k: the levels whose quantities `bid_depth` and `ask_depth` sum
    std::vector<uint8_t> barred;  // venues on which it never trades: no part of the consolidated market
    bool join_reopening = false;  // every order rests through a halt
    SessionSpec session;
    std::vector<ClockTime> clock_times;     // by index of the input of that name
    std::vector<ParameterInfo> parameters;  // by index; empty: any value at any time
    std::vector<std::string> guards;        // as written, by index
    std::vector<TableKind> tables;
    std::vector<ShortfallSpec> shortfalls;  // of the tables that are shortfall curves, in their order
    OrderLimits limits;
    Function function = nullptr;
    const void* self = nullptr;
};

}  // namespace weir::step
