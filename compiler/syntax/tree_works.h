// The syntax tree of works: their items, and the routes that a work or a strategy takes. Part of `tree.h`.
#pragma once

#include "compiler/syntax/tree_expressions.h"

namespace weir::syntax {

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
/// `show 10% vary 20%`, `show 5 BTC native`; `any`: it is not said who hides the rest.
enum class ShowStyle : uint8_t { any, native, synthetic };
struct Show {
    ExprPtr amount;
    ExprPtr vary;  // optional
    ShowStyle style = ShowStyle::any;
};
/// `reprice every 15 s vary 20%`
struct Reprice {
    ExprPtr every;
    ExprPtr vary;  // optional
};
/// `post only`
struct PostOnly {};
/// `25 levels from 2% to 8% better than anchor`
struct Ladder {
    ExprPtr count;  // a number without a unit, a name, or an expression in parentheses
    ExprPtr low, high;
    Favour favour;
    ExprPtr anchor;
};
/// `size 1x to 2x`: of the first and the last level of a ladder.
struct LevelSize {
    ExprPtr first, last;
};
/// `refill 50% once`, `refill 50% 3 times`
struct Refill {
    ExprPtr amount;
    ExprPtr times;  // null: once
};
/// `reload after 1 s`, `reload after 1 s to 5 s random`
struct Reload {
    ExprPtr after;
    ExprPtr at_most;  // optional
};
/// `limit order.limit`, `limit order.limit all_in`: of what the work pays; all_in counts fees, impact and gas.
struct Limit {
    ExprPtr price;
    bool all_in = false;
};
/// `deadline 30 s`
struct Deadline {
    ExprPtr after;
};
/// `minimum 5_000`: per fill.
struct Minimum {
    ExprPtr amount;
};
/// `gas at most 5 USD`
struct Gas {
    ExprPtr at_most;
};
/// `time in force ioc`
enum class TimeInForceKind : uint8_t { day, ioc, fok, gtc };
struct TimeInForce {
    TimeInForceKind kind;
    SourceRange kind_range;
};

/// `lit`, `dark`, `dark mid`, `rfq`, `amm "pool"`, `"venue"`. The name is that of a pool or venue, else empty.
enum class TargetKind : uint8_t { lit, dark, rfq, amm, venue };
struct Target {
    SourceRange range;
    TargetKind kind;
    bool mid = false;  // `dark mid`
    Quoted name;
};
/// `"x", "y", amm "pool"`: where the work goes.
struct Targets {
    std::vector<Target> targets;
};
/// `take by all_in`, `post by maker_fee then latency`: what the choice of a venue goes by, the first first.
enum class ScoredAct : uint8_t { take, post };
struct ScoredBy {
    ScoredAct act;
    std::vector<Name> scores;
};

/// `[then] TARGET, … [first] [by SCORE] [, up to E] [, minimum E] [, share E]`
struct RouteTo {
    bool then = false;   // after what the lines before it leave
    bool first = false;  // before any other
    std::vector<Target> targets;
    std::vector<Name> scores;       // may be empty
    ExprPtr up_to, minimum, share;  // each optional
};
/// `never "x", "y"`, `avoid "x" when CONDITION`
enum class BarKind : uint8_t { never, avoid };
struct RouteBar {
    BarKind kind;
    std::vector<Quoted> venues;
    ExprPtr when;  // of `avoid`, optional
};
struct RouteLine {
    using Kind = std::variant<RouteTo, RouteBar, ScoredBy>;
    SourceRange range;
    Comments comments;
    Kind kind;
};
/// `route { … }`: a clause of a strategy or phase, and an item of a work.
struct Route {
    std::vector<RouteLine> lines;
    std::vector<Comment> comments_at_end;
};

struct ErrorItem {};

struct Item {
    using Kind = std::variant<ErrorItem, Peg, At, UpTo, Take, ChildSize, Show, Reprice, PostOnly, Ladder, LevelSize,
                              Refill, Reload, Limit, Deadline, Minimum, Gas, TimeInForce, Targets, ScoredBy, Route>;
    SourceRange range;
    Comments comments;
    Kind kind;
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

}  // namespace weir::syntax
