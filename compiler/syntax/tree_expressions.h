// The syntax tree of expressions, and the words and comments that every node is made of. Part of `tree.h`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace weir::syntax {

/// A word as written. Empty when it was missing, which has been reported.
struct Name {
    std::string text;
    SourceRange range;
};

/// What stands between quotes; the range has the quotes too.
struct Quoted {
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
    std::string written = {};  // the digits as they are in the text; empty: there is none
};

/// `09:30`, `09:30:15.25`, `09:30 America/New_York`.
struct TimeOfDay {
    int64_t nanoseconds = 0;  // since midnight
    Name zone;                // empty: that of the order
};

/// `spread`, `max_participation`, and the names of two words with one blank: `near touch`, `far touch`, `child value`,
/// `child quantity`, `working orders`.
struct NameRef {
    std::string name;
};

/// `order.side`
struct Member {
    ExprPtr object;
    Name member;
};

/// `average(mid, 5 min)`; an argument may be a `Since` or a `Named`.
struct Call {
    Name function;
    std::vector<ExprPtr> arguments;
};

/// `since order.start`: a window, as an argument of a call only.
struct Since {
    ExprPtr start;
};

/// `alpha 12 bps`: an argument that says which it is, as an argument of a call only.
struct Named {
    Name name;
    ExprPtr value;
};

/// `curve(spread / normal(spread): 1 -> 1x, 3 -> 0.5x)`; it has at least one point.
struct CurvePoint {
    SourceRange range;
    ExprPtr at, value;
};
struct Curve {
    ExprPtr input;
    std::vector<CurvePoint> points;
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

/// `mid at order.start`: what it was at that time, from then on.
struct Sampled {
    ExprPtr operand, time;
};

/// `best seen(last)`, `worst seen(mid)`
enum class SeenKind : uint8_t { best, worst };
struct Seen {
    SeenKind kind;
    ExprPtr operand;
};

/// `sweep settled`: the work has sent, and nothing of it is working.
struct Settled {
    Name work;
};

struct Expr {
    using Kind = std::variant<ErrorExpr, Number, TimeOfDay, NameRef, Member, Call, Since, Unary, Binary, Relative, For,
                              Ago, Named, Curve, Sampled, Seen, Settled>;
    SourceRange range;           // without parentheses around it
    bool parenthesised = false;  // in the text
    Kind kind;

    bool is_error() const { return std::holds_alternative<ErrorExpr>(kind); }
};

}  // namespace weir::syntax
