// The typed tree: what a script means, before anybody asks how it is computed. Names are resolved, units are known,
// windows are numbers, works stand in the order of their priority. A program that `check` returns without errors can be
// lowered for any instrument whose base and currency are those that its literals name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "compiler/sema/units.h"
#include "compiler/syntax/tree.h"
#include "step/step.h"

namespace weir::sema {

// ---------------------------------------------------------------------------------------------------- expressions

/// The prelude: what a script may read.
enum class Word : uint8_t {
#define WEIR_WORD(name, text, unit, absent, target) name,
#define WEIR_WORD_ALIAS(text, name)
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
};
std::string_view name_of(Word word);

/// What a literal is counted in. `currency` and `base` name a symbol; `quote_symbol` and `base_symbol` are those of
/// the instrument, whichever it is. A plain number is exactly digits / 10^decimals; a duration is in nanoseconds.
enum class Measure : uint8_t { plain, nanoseconds, currency, base, quote_symbol, base_symbol, ticks, lots };
struct Literal {
    syntax::Decimal value;
    Measure measure = Measure::plain;
    std::string symbol;  // currency, base
};

enum class Operation : uint8_t {
    error,  // reported; every use of it is silent
    literal,
    parameter,  // index
    let,        // index
    word,
    argument,  // of a function whose body is checked by itself: not in a program
    // of numbers
    negate,
    absolute,
    add,
    subtract,
    multiply,
    divide,
    minimum,
    maximum,
    to_ratio,      // a count or level as a ratio
    gain,          // (a, b): how much better a is than b, as a share of b
    curve,         // (x, at, value, at, value, …): linear between the points, level outside
    better_price,  // (offset, base): a ratio of the base, or a difference of prices
    worse_price,
    // conditions
    less,
    less_equal,
    equal,
    better,  // (a, b) or (a, b, by)
    worse,
    logical_not,
    logical_and,
    logical_or,
    // either
    otherwise,  // (x, default)
    // of memory; `window_ns` is D, or kSinceStart
    average,
    average_trade_size,  // no operand
    ema,
    highest,
    lowest,
    vwap,           // no operand
    ago,            // (x)
    sustained,      // (condition): `for D`
    normal_spread,  // no operand
    normal_volume,
    normal_volatility,
    settled,    // (no operand) of the work whose id is `index`
    at_start,   // (x): what it was at the order's start, or was first after it
    best_seen,  // (x): since the order's start; in `protect`, since there is something to protect
    worst_seen,
    became,      // (condition): true at the moment at which it comes true
    clock_time,  // `Strategy::clock_times[index]`, as the order has it last
    exchange,    // (money): in the currency of `instrument`
    exposure,    // no operand: what the leg `index` has still to hedge, a quantity or money
    pressure,    // displayed on the near side, as a share of both sides, on the best `Strategy::depths[index]` levels
};

/// The window that begins with the order.
inline constexpr int64_t kSinceStart = -1;

/// Whose price, quantity or currency it is: 0 is the order's own instrument, 1, 2, … are the legs that hedge it. What
/// is of none, as a literal by itself, belongs to whatever it meets.
using InstrumentId = uint8_t;
inline constexpr InstrumentId kOrderInstrument = 0, kNoInstrument = 255;

struct Expression {
    Operation operation = Operation::error;
    Unit unit = Unit::error;
    InstrumentId instrument = kNoInstrument;  // of a price, a quantity, a rate or money
    bool may_be_absent = false;
    bool reads_target = false;  // depends on `behind` or `ahead`
    SourceRange range;
    std::vector<Expression> operands;
    Literal literal;        // literal
    uint32_t index = 0;     // parameter, let, work
    Word word{};            // word
    int64_t window_ns = 0;  // of memory

    bool is_error() const { return unit == Unit::error; }
};

/// What is of no instrument yet, and what it is made of, is of this one.
void belong(Expression& expression, InstrumentId instrument);

// ---------------------------------------------------------------------------------------------------- places

/// Index into `Strategy::phases`; the whole strategy has none.
using PhaseId = uint32_t;
inline constexpr PhaseId kNoPhase = ~PhaseId{0};
/// Index into `Strategy::groups`, the `one of`s.
using GroupId = uint32_t;
inline constexpr GroupId kNoGroup = ~GroupId{0};

/// Ledgers: whose budget a work spends. The order's own, and what `protect` takes back of it.
inline constexpr uint8_t kOrderLedger = 0, kProtectLedger = 1;

/// Where a clause or a name stands.
struct Place {
    PhaseId phase = kNoPhase;
    GroupId group = kNoGroup;
    uint8_t ledger = kOrderLedger;
    friend bool operator==(const Place&, const Place&) = default;
};
/// Whether two phases can hold at one moment: they are the same, or one of them is the whole strategy.
constexpr bool meet(PhaseId a, PhaseId b) {
    return a == b || a == kNoPhase || b == kNoPhase;
}
/// Whether what is declared at `outer` may be read at `inner`.
constexpr bool encloses(const Place& outer, const Place& inner) {
    return (outer.phase == kNoPhase || outer.phase == inner.phase) &&
           (outer.group == kNoGroup || outer.group == inner.group) &&
           (outer.ledger == kOrderLedger || outer.ledger == inner.ledger);
}

// ---------------------------------------------------------------------------------------------------- clauses

struct Parameter {
    std::string name;
    std::string doc;
    Unit unit = Unit::error;
    bool live = false;
    std::optional<Literal> value;      // default
    std::optional<Literal> low, high;  // both or none
    SourceRange range, name_range;
};

struct Let {
    std::string name;
    Place place;
    Expression value;
    SourceRange name_range;
    int32_t depth = 1;  // of operations within operations, those of the lets that it reads included
};

/// What `shortfall(…)` says: literals, or parameters that are not live (urgency may be). One of the first two is there.
struct ShortfallTerms {
    std::optional<Expression> urgency, risk_aversion, volatility, impact, alpha, half_life;
};

struct Schedule {
    PhaseId phase = kNoPhase;
    syntax::ScheduleKind kind = syntax::ScheduleKind::linear;
    std::optional<Expression> share;  // expression: a ratio
    std::optional<Expression> power;  // front_load, back_load: a count, a literal or a parameter
    ShortfallTerms shortfall;         // shortfall
    std::optional<Expression> size;   // `for`: the quantity that it is a schedule of; else the order's
    std::optional<Expression> every;  // a literal or a parameter
    std::optional<Expression> until;  // a time that stands before the run; else the order's end
    int64_t history_days = 0;         // volume_curve: days of history asked for; 0: not said
    SourceRange range;
};

/// `stay within B behind to A ahead`: each a quantity, or a ratio of the order's.
struct Stay {
    PhaseId phase = kNoPhase;
    std::optional<Expression> behind, ahead;
    SourceRange range;
};

struct CatchUp {
    PhaseId phase = kNoPhase;
    syntax::CatchUpKind kind = syntax::CatchUpKind::evenly;
    std::optional<Expression> over;     // a duration, a literal or a parameter
    std::optional<Expression> at_most;  // a ratio
    SourceRange range;
};

/// Where orders may go: a kind of venue, or one by its name.
struct Target {
    syntax::TargetKind kind{};
    std::string name;  // of a venue or pool
    SourceRange range;
};

struct Participation {
    PhaseId phase = kNoPhase;
    syntax::Share share = syntax::Share::at_most;
    Expression ratio;
    int64_t window_ns = 0;
    syntax::Including including;  // what counts beside continuous prints
    std::vector<Target> venues;   // whose prints count; empty: all that are permitted
    SourceRange range;
};

/// `pause` and `hold`; with `until` it stays on from `when` to `until`.
struct Halt {
    PhaseId phase = kNoPhase;
    syntax::HaltKind kind = syntax::HaltKind::pause;
    Expression when;
    std::optional<Expression> until;
    SourceRange range;
};

struct Tilt {
    PhaseId phase = kNoPhase;
    Expression factor;
    std::optional<Expression> when;
    SourceRange range;
};

/// `cancel when C`: nothing is wanted any more.
struct Cancel {
    PhaseId phase = kNoPhase;
    Expression when;
    SourceRange range;
};

/// `settle D`: so long after a halt nothing is wanted.
struct Settle {
    Expression after;  // a literal or a parameter
    SourceRange range;
};

/// When the strategy may trade. Times of the day are in nanoseconds since midnight; without a zone they are of the
/// market.
struct Session {
    syntax::SessionKind kind = syntax::SessionKind::always;
    std::string calendar;
    int64_t from_ns = 0, to_ns = 0;
    std::string zone;
    SourceRange range;
};

/// limit: at a price, and rests there; cross: up to a price, and takes.
enum class Pricing : uint8_t { peg, limit, cross, ladder };

struct Peg {
    syntax::Touch touch = syntax::Touch::near;
    std::optional<syntax::OffsetKind> offset;
    std::optional<Expression> amount;  // a ratio of the touch, or a difference of prices
};

/// `N levels from A to B better|worse than REF`: level i of N at REF moved by A + (B - A) · i / (N - 1).
struct Ladder {
    Expression count;  // a literal or a parameter that is not live
    int64_t most = 0;  // levels that there can be
    Expression low, high;
    bool better = true;
    Expression anchor;
    SourceRange range;
};

/// Works, and the clauses that place a child of their own: these go before all works.
enum class WorkKind : uint8_t { at_open, at_close, would, work };
/// The name of a `would`; no work can have it.
inline constexpr std::string_view kWouldName = "would take";

/// What a choice among venues goes by (scores.def says what each means).
enum class Score : uint8_t {
#define WEIR_SCORE(name, text, takes, rests) name,
#include "compiler/sema/scores.def"
#undef WEIR_SCORE
};

/// One line of a route: who gets how much. Lines are gone through in order, those with `first` before the others.
struct RouteLine {
    bool first = false;
    std::vector<Target> targets;
    std::vector<Score> by;
    std::optional<Expression> share;    // of the child, exactly: what these cannot have goes to nobody
    std::optional<Expression> up_to;    // of the child (a ratio), or a quantity or money: what is left goes on
    std::optional<Expression> minimum;  // least quantity of a fill, which dark venues keep
    SourceRange range;
};

/// `never`, `avoid`: these get nothing, always or while the condition is not certainly false.
struct RouteBar {
    std::vector<Target> venues;
    std::optional<Expression> when;
    SourceRange range;
};

/// What is said of where orders go: of the strategy, a phase or a work. A work's lines and scores stand in for those
/// further out; bars add up.
struct Route {
    PhaseId phase = kNoPhase;
    std::vector<RouteLine> lines;
    std::vector<RouteBar> bars;
    std::vector<Score> take_by, post_by;
    SourceRange take_by_range, post_by_range;  // where they are said
    SourceRange range;
};

/// The size of a child: money, quantity, or a quantity as a share of the order, each an expression.
struct Work {
    std::string name;
    WorkKind kind = WorkKind::work;
    uint32_t id = 0;  // in the order of the script; `settled` refers to it
    Place place;
    std::optional<Expression> when;
    Pricing pricing = Pricing::peg;
    Peg peg;                          // peg
    std::optional<Expression> price;  // limit: where it rests; cross: how far it may go
    std::optional<syntax::TakeKind> take;
    std::optional<Expression> amount;  // take amount: a quantity or money
    std::vector<Expression> child_most;
    std::vector<Expression> child_least;
    std::optional<Expression> show, show_vary;
    std::optional<Expression> reprice_every, reprice_vary;
    bool post_only = false;
    std::optional<Ladder> ladder;
    std::optional<Expression> level_first, level_last;  // weights; all levels are alike when it is not said
    std::optional<Expression> refill;                   // a share of the level
    int64_t refills = 0;
    std::optional<Expression> ahead;  // would: beyond the target; all when it is not said
    bool synthetic = false;           // what is shown is all that is sent
    std::optional<Expression> reload_after, reload_most;
    std::optional<Expression> limit;  // of what it pays; with `limit_all_in` after fees
    bool limit_all_in = false;
    int64_t deadline_ns = 0;            // after its start; 0: none
    std::optional<Expression> minimum;  // of a fill
    bool immediate = false;             // what is not taken at once is given up
    bool whole_or_nothing = false;      // and taken as a whole
    std::optional<Route> route;
    SourceRange head, name_range;
};

/// `next NAME when C`: the first whose condition holds, in the order of the script.
struct Transition {
    PhaseId to = kNoPhase;
    Expression when;
    SourceRange range;
};

struct Phase {
    std::string name;
    std::vector<Transition> next;
    SourceRange head, name_range;
};

/// `one of`: its works share one budget, and have it one at a time.
struct Group {
    Place place;  // what stands in it has the same, and the group
    SourceRange head;
};

/// `done when C`
struct Done {
    PhaseId phase = kNoPhase;
    Expression when;
    SourceRange range;
};

struct Complete {
    bool must = false;
    std::optional<Expression> up_to;  // ceiling of participation while completing
    SourceRange range;
};

/// `legs`: what is traded. The lead is what the order says; a hedge follows it.
struct Leg {
    std::string name;
    syntax::LegSide side{};
    bool by_value = false;             // a hedge is held against money, or against a quantity
    Expression amount;                 // of a hedge: what should be executed of it
    std::optional<Expression> within;  // how much of that may be open
    SourceRange range, name_range;
};

struct RiskLine {
    syntax::RiskSubject subject{};
    Expression limit;
    int64_t window_ns = 0;                // over, per
    std::optional<Expression> reference;  // within … of
    syntax::Including including;          // participation: what counts beside continuous prints
    SourceRange range;
    std::string text;
    std::string policy;  // whose line it is; empty: the strategy's own
};

struct AssumeLine {
    Expression subject;
    std::optional<Expression> low, high;
    SourceRange range;
    std::string text;
};

struct Strategy {
    std::string name;
    std::string doc;
    SourceRange name_range, range;
    std::vector<Parameter> parameters;
    std::vector<Let> lets;        // each after those that it reads; without a name: an argument of a function
    std::vector<int32_t> depths;  // of the book: numbers of levels that `pressure` speaks of
    std::vector<step::ClockTime> clock_times;  // times of day that a schedule speaks of
    std::vector<Phase> phases;                 // the first is where it starts
    std::vector<Group> groups;
    std::vector<Schedule> schedules;  // of phases that do not meet
    std::vector<Stay> stays;          // likewise
    std::vector<CatchUp> catch_ups;   // likewise
    std::vector<Participation> participations;
    std::vector<Halt> halts;
    std::vector<Cancel> cancels;
    std::optional<Settle> settle;
    std::optional<SourceRange> join_reopening;
    std::optional<Session> session;
    std::vector<Tilt> tilts;
    std::vector<Work> works;    // those that go first come first
    std::vector<Route> routes;  // of phases that do not meet
    std::vector<Done> done;
    std::optional<Complete> complete;
    std::vector<RiskLine> risk;
    std::vector<AssumeLine> assume;
    std::vector<Leg> legs;  // by instrument, the lead first; none: the order's instrument alone
};

/// The leg of a name.
std::optional<InstrumentId> leg_of(const Strategy& strategy, std::string_view name);

struct Program {
    std::vector<Strategy> strategies;
};

}  // namespace weir::sema
