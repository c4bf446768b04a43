// The syntax tree: what a script says, before anybody asks what it means.
//
// Every node knows its whole range. A node that could not be read is an error node, already reported. Names are plain
// text: nothing is resolved here, not even units. `syntax.h` has what shows a tree, and what writes it as a script
// again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace weir::syntax {

/// A word as written. Empty when it was missing, which has been reported.
struct Name {
    std::string text;
    SourceRange range;
};

struct Comment {
    std::string text;  // without the slashes and the blank after them
    SourceRange range;
};

/// `before`: on lines of their own above; `after`: at the end of the same line.
struct Comments {
    std::vector<Comment> before;
    std::optional<Comment> after;
};

// ---------------------------------------------------------------------------------------------------- expressions

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;  // null only where a part is optional and was left out

/// Exactly digits / 10^decimals.
struct Decimal {
    int64_t digits = 0;
    int32_t decimals = 0;
    friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// Could not be read; reported. Every use of it is silent.
struct ErrorExpr {};

/// `5`, `5 min`, `20%`, `250_000 USD`, `1.5x`. The unit is empty when there is none.
struct Number {
    Decimal value;
    Name unit;
};

/// `09:30`, `09:30:15.25`, `09:30 America/New_York`.
struct TimeOfDay {
    int64_t nanoseconds = 0;  // since midnight
    Name zone;                // empty: that of the order
};

/// `spread`, `max_participation`, `near touch` and `far touch` (as one name with one blank).
struct NameRef {
    std::string name;
};

/// `order.side`
struct Member {
    ExprPtr object;
    Name member;
};

/// `average(mid, 5 min)`; an argument may be a `Since`.
struct Call {
    Name function;
    std::vector<ExprPtr> arguments;
};

/// `since order.start`: a window, as an argument of a call only.
struct Since {
    ExprPtr start;
};

enum class UnaryOp : uint8_t { negate, logical_not };
struct Unary {
    UnaryOp op;
    ExprPtr operand;
};

/// `of` is a share of something (`2% of order`); `otherwise` is `x else y`, the default of an absent value.
enum class BinaryOp : uint8_t {
    add,
    subtract,
    multiply,
    divide,
    of,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    logical_and,
    logical_or,
    otherwise
};
struct Binary {
    BinaryOp op;
    SourceRange op_range;
    ExprPtr left, right;
};

/// `3 bps worse than mid` (a price) and `mid better than arrival [by 5 bps]` (a condition): types tell which.
enum class Favour : uint8_t { better, worse };
struct Relative {
    Favour favour;
    SourceRange op_range;  // `better than`
    ExprPtr left, right;
    ExprPtr by;  // optional
};

/// `wide for 2 s`
struct For {
    ExprPtr condition, duration;
};

/// `mid 30 s ago`
struct Ago {
    ExprPtr operand, duration;
};

struct Expr {
    using Kind =
        std::variant<ErrorExpr, Number, TimeOfDay, NameRef, Member, Call, Since, Unary, Binary, Relative, For, Ago>;
    SourceRange range;           // without parentheses around it
    bool parenthesised = false;  // in the text
    Kind kind;

    bool is_error() const { return std::holds_alternative<ErrorExpr>(kind); }
};

// ---------------------------------------------------------------------------------------------------- work items

enum class Touch : uint8_t { near, far, mid };
enum class OffsetKind : uint8_t { plus, minus, better, worse };
struct Offset {
    OffsetKind kind;
    ExprPtr amount;
};
/// `peg near touch`, `peg mid - 2 bps`, `peg near touch better by 1 tick`
struct Peg {
    Touch touch;
    SourceRange touch_range;
    std::optional<Offset> offset;
};
/// `at PRICE`: a limit order that rests.
struct At {
    ExprPtr price;
};
/// `up to PRICE`: the bound of an order that crosses.
struct UpTo {
    ExprPtr price;
};
/// `take behind`, `take leaves`, `take due`, `take EXPR`; `amount` is present for the last alone.
enum class TakeKind : uint8_t { behind, leaves, due, amount };
struct Take {
    TakeKind kind;
    ExprPtr amount;
};
/// `child at most EXPR`, `child at least EXPR`
enum class Extreme : uint8_t { most, least };
struct ChildSize {
    Extreme extreme;
    ExprPtr amount;
};
/// `show 10% vary 20%`
struct Show {
    ExprPtr amount;
    ExprPtr vary;  // optional
};
/// `reprice every 15 s vary 20%`
struct Reprice {
    ExprPtr every;
    ExprPtr vary;  // optional
};
/// `post only`
struct PostOnly {};
struct ErrorItem {};

struct Item {
    using Kind = std::variant<ErrorItem, Peg, At, UpTo, Take, ChildSize, Show, Reprice, PostOnly>;
    SourceRange range;
    Comments comments;
    Kind kind;
};

// ---------------------------------------------------------------------------------------------------- clauses

/// `let wide = spread > 3 * normal(spread)`
struct Let {
    Name name;
    ExprPtr value;
};

/// `schedule linear`, `schedule volume_curve(20 days)`, `schedule EXPR`, each with `every DURATION`.
enum class ScheduleKind : uint8_t { linear, volume_curve, expression };
struct Schedule {
    ScheduleKind kind;
    ExprPtr argument;  // volume_curve: the span, optional; expression: the cumulative share; linear: null
    ExprPtr every;     // optional
};

/// `participate [at most|at least] RATIO of volume over DURATION`; neither word: a target.
enum class Share : uint8_t { at_most, at_least, target };
struct Participate {
    Share share;
    ExprPtr ratio, over;
};

/// `pause when COND [until COND]`, `hold when COND [until COND]`
enum class HaltKind : uint8_t { pause, hold };
struct Halt {
    HaltKind kind;
    ExprPtr when;
    ExprPtr until;  // optional
};

/// `tilt EXPR [when COND]`
struct Tilt {
    ExprPtr factor;
    ExprPtr when;  // optional
};

/// `work cross before passive when behind > 2% of order { … }`
struct Work {
    Name name;
    std::vector<Name> before;
    ExprPtr when;  // optional
    std::vector<Item> items;
    std::vector<Comment> comments_at_end;  // below the last item
    SourceRange head;                      // from `work` up to the brace
};

/// `complete best efforts`, `complete must`, `complete must, up to 25% to complete`
struct Complete {
    bool must = false;
    ExprPtr up_to;  // optional
};

enum class RiskSubject : uint8_t {
#define WEIR_RISK_SUBJECT(name, text, form) name,
#include "compiler/syntax/risk_subjects.def"
#undef WEIR_RISK_SUBJECT
};
/// The forms a line of risk may take.
enum class RiskForm : uint8_t { at_most, at_most_over, at_most_per, within_of };
/// `child value <= M`, `participation <= R over D`, `messages <= N per D`, `price within X of REF`
struct RiskLine {
    SourceRange range;
    Comments comments;
    RiskSubject subject;
    SourceRange subject_range;
    ExprPtr limit;
    ExprPtr window;     // after `over` or `per`
    ExprPtr reference;  // after `within … of`
};
struct Risk {
    std::vector<RiskLine> lines;
    std::vector<Comment> comments_at_end;
};

/// `EXPR from A to B`, `EXPR at most A`, `EXPR at least A`; a bound that is not said is null.
struct AssumeLine {
    SourceRange range;
    Comments comments;
    ExprPtr subject;
    ExprPtr low, high;
};
struct Assume {
    std::vector<AssumeLine> lines;
    std::vector<Comment> comments_at_end;
};

struct ErrorClause {};

struct Clause {
    using Kind = std::variant<ErrorClause, Let, Schedule, Participate, Halt, Tilt, Work, Complete, Risk, Assume>;
    SourceRange range;
    Comments comments;
    Kind kind;
};

// ---------------------------------------------------------------------------------------------------- files

/// `live name : type = default from low to high`
struct Parameter {
    SourceRange range;
    Comments comments;  // without the doc
    std::string doc;    // of the `///` lines above, joined by line feeds
    bool live = false;
    Name name;
    Name type;
    ExprPtr value;      // default, optional
    ExprPtr low, high;  // both or none
};

struct Strategy {
    SourceRange range;
    Comments comments;
    std::string doc;
    Name name;
    std::vector<Parameter> parameters;
    std::vector<Clause> clauses;
    std::vector<Comment> comments_at_end;
};

/// `weir 1`
struct Edition {
    int64_t number = 0;
    SourceRange range;
    Comments comments;
};

struct Tree {
    SourceRange range;  // the whole file
    std::optional<Edition> edition;
    std::vector<Strategy> strategies;
    std::vector<Comment> comments_at_end;
    bool has_errors = false;  // something was left out: what looks unused or missing may not be
};

}  // namespace weir::syntax
