// The typed tree: what a script means, before anybody asks how it is computed. Names are resolved, units are known,
// windows are numbers, works stand in the order of their priority. A program that `check` returns without errors can be
// lowered for any instrument whose base and currency are those that its literals name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "compiler/sema/units.h"
#include "compiler/syntax/tree.h"

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
    // of memory; `window_ns` is D
    average,
    average_trade_size,  // no operand
    ema,
    highest,
    lowest,
    vwap,           // no operand
    ago,            // (x)
    sustained,      // (condition): `for D`
    normal_spread,  // no operand
};

struct Expression {
    Operation operation = Operation::error;
    Unit unit = Unit::error;
    bool may_be_absent = false;
    bool reads_target = false;  // depends on `behind` or `ahead`
    SourceRange range;
    std::vector<Expression> operands;
    Literal literal;        // literal
    uint32_t index = 0;     // parameter, let
    Word word{};            // word
    int64_t window_ns = 0;  // of memory

    bool is_error() const { return unit == Unit::error; }
};

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
    Expression value;
    SourceRange name_range;
};

struct Schedule {
    syntax::ScheduleKind kind = syntax::ScheduleKind::linear;
    std::optional<Expression> share;  // expression: a ratio
    std::optional<Expression> every;  // a literal or a parameter
    int64_t history_days = 0;         // volume_curve: days of history asked for; 0: not said
    SourceRange range;
};

struct Participation {
    syntax::Share share = syntax::Share::at_most;
    Expression ratio;
    int64_t window_ns = 0;
    SourceRange range;
};

/// `pause` and `hold`; with `until` it stays on from `when` to `until`.
struct Halt {
    syntax::HaltKind kind = syntax::HaltKind::pause;
    Expression when;
    std::optional<Expression> until;
    SourceRange range;
};

struct Tilt {
    Expression factor;
    std::optional<Expression> when;
    SourceRange range;
};

enum class Pricing : uint8_t { peg, limit, cross };

struct Peg {
    syntax::Touch touch = syntax::Touch::near;
    std::optional<syntax::OffsetKind> offset;
    std::optional<Expression> amount;  // a ratio of the touch, or a difference of prices
};

/// The size of a child: money, quantity, or a quantity as a share of the order, each an expression.
struct Work {
    std::string name;
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
    SourceRange head, name_range;
};

struct Complete {
    bool must = false;
    std::optional<Expression> up_to;  // ceiling of participation while completing
    SourceRange range;
};

struct RiskLine {
    syntax::RiskSubject subject{};
    Expression limit;
    int64_t window_ns = 0;                // over, per
    std::optional<Expression> reference;  // within … of
    SourceRange range;
    std::string text;
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
    std::vector<Let> lets;  // each after those that it reads
    std::optional<Schedule> schedule;
    std::vector<Participation> participations;
    std::vector<Halt> halts;
    std::vector<Tilt> tilts;
    std::vector<Work> works;  // those that go first come first
    std::optional<Complete> complete;
    std::vector<RiskLine> risk;
    std::vector<AssumeLine> assume;
};

struct Program {
    std::vector<Strategy> strategies;
};

}  // namespace weir::sema
