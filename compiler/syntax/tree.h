// The syntax tree: what a script says, before anybody asks what it means.
//
// Every node knows its whole range. A node that could not be read is an error node, already reported. Names are plain
// text: nothing is resolved here, not even units. Expressions, works and tests have headers of their own. `syntax.h`
// has what shows a tree, and what writes it as a script again.
#pragma once

#include "compiler/syntax/tree_expressions.h"
#include "compiler/syntax/tree_tests.h"
#include "compiler/syntax/tree_works.h"

namespace weir::syntax {

// ---------------------------------------------------------------------------------------------------- clauses

/// `let wide = spread > 3 * normal(spread)`
struct Let {
    Name name;
    ExprPtr value;
};

/// `schedule linear`, `schedule volume_curve(20 days)`, `schedule shortfall(urgency, alpha 12 bps)`,
/// `schedule front_load(2)`, `schedule back_load(2)`, `schedule EXPR`, each with `for SHARE` and `every DURATION`.
enum class ScheduleKind : uint8_t { linear, volume_curve, expression, shortfall, front_load, back_load };
struct Schedule {
    ScheduleKind kind;
    ExprPtr argument;         // volume_curve: the span, optional; expression: the cumulative share; else null
    ExprPtr every;            // optional
    ExprPtr share = nullptr;  // `for 95% of order`, optional
    std::vector<ExprPtr> arguments = {};  // shortfall, front_load, back_load; one may be a `Named`
    ExprPtr until = nullptr;              // optional
};

/// `participate [at most|at least] RATIO of volume [on "x", "y"] [including blocks, auctions] over DURATION`; neither
/// of the first words: a target.
enum class Share : uint8_t { at_most, at_least, target };
/// `including blocks, auctions`: prints that count beside the continuous ones.
struct Including {
    bool blocks = false, auctions = false;
    friend bool operator==(const Including&, const Including&) = default;
};
struct Participate {
    Share share;
    ExprPtr ratio, over;
    std::vector<Quoted> venues = {};  // empty: not said
    Including including = {};
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
    Including including = {};
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

/// `stay within 5% behind to 10% ahead`; either may be left out, not both.
struct Stay {
    ExprPtr behind, ahead;
};

/// `catch up over 2 min at most 1.5x`, `catch up evenly`, `catch up none`
enum class CatchUpKind : uint8_t { over, evenly, none };
struct CatchUp {
    CatchUpKind kind;
    ExprPtr over;     // of the first kind only
    ExprPtr at_most;  // of the first kind, optional
};

/// `cancel when COND`
struct Cancel {
    ExprPtr when;
};

/// `settle 30 s`: after a halt.
struct Settle {
    ExprPtr after;
};

/// `join reopening`
struct JoinReopening {};

/// `session 09:30 to 16:00 America/New_York`, `session "XNYS"`, `session always`
enum class SessionKind : uint8_t { hours, calendar, always };
struct Session {
    SessionKind kind;
    ExprPtr from, to;  // of hours
    Quoted calendar;   // of a calendar
};

/// `at open { … }`, `at close when COND { take E; at P }`
enum class AuctionKind : uint8_t { open, close };
struct Auction {
    AuctionKind kind;
    ExprPtr when;  // optional
    std::vector<Item> items;
    std::vector<Comment> comments_at_end;
    SourceRange head;  // up to the brace
};

/// `would up to 30% of order ahead at 10 bps better than arrival when COND { dark mid; minimum 5_000 }`
struct Would {
    ExprPtr up_to;  // ahead of the schedule, optional
    ExprPtr price;
    ExprPtr when;  // optional
    std::vector<Item> items;
    std::vector<Comment> comments_at_end;
    SourceRange head;  // up to the brace
};

struct Clause;

/// `phase NAME { … }`: clauses that hold while the strategy is in it.
struct Phase {
    Name name;
    std::vector<Clause> clauses;
    std::vector<Comment> comments_at_end;
    SourceRange head;  // up to the brace
};

/// `next NAME when COND`, in a phase.
struct Next {
    Name phase;
    ExprPtr when;
};

/// `done when COND`
struct Done {
    ExprPtr when;
};

/// `protect executed { … }`: each clause is a `Let`, a `Work` or a `OneOf` (or an error, reported).
struct Protect {
    std::vector<Clause> clauses;
    std::vector<Comment> comments_at_end;
    SourceRange head;  // up to the brace
};

/// `one of { … }`: each clause is a `Let` or a `Work` (or an error, reported).
struct OneOf {
    std::vector<Clause> clauses;
    std::vector<Comment> comments_at_end;
    SourceRange head;  // up to the brace
};

/// `eth buy lead`, `btc sell hedge value beta * eth.executed_value within 2%`
enum class LegSide : uint8_t { buy, sell, same, opposite };
enum class LegRole : uint8_t { lead, hedge_value, hedge_quantity };
struct Leg {
    SourceRange range;
    Comments comments;
    Name name;
    LegSide side;
    LegRole role;
    ExprPtr amount;  // of a hedge
    ExprPtr within;  // of a hedge, optional
};
/// `legs { … }`
struct Legs {
    std::vector<Leg> legs;
    std::vector<Comment> comments_at_end;
};

struct ErrorClause {};

struct Clause {
    using Kind = std::variant<ErrorClause, Let, Schedule, Participate, Halt, Tilt, Work, Complete, Risk, Assume, Stay,
                              CatchUp, Cancel, Settle, JoinReopening, Session, Auction, Would, Route, Phase, Next, Done,
                              Protect, OneOf, Legs>;
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

/// `use "house.weir"`
struct Use {
    SourceRange range;
    Comments comments;
    Quoted path;
};

/// `name : type` of a function
struct FunctionParameter {
    SourceRange range;
    Name name;
    Name type;
};
/// `fn cost(a : price, b : ratio) -> price = EXPR`
struct Function {
    SourceRange range;
    Comments comments;
    std::string doc;
    Name name;
    std::vector<FunctionParameter> parameters;
    Name result;  // its type; empty when it is left out
    ExprPtr value;
};

/// `policy desk { … }`: lines as of a risk.
struct Policy {
    SourceRange range;
    Comments comments;
    std::string doc;
    Name name;
    std::vector<RiskLine> lines;
    std::vector<Comment> comments_at_end;
};

/// `weir 1`
struct Edition {
    int64_t number = 0;
    SourceRange range;
    Comments comments;
};

/// A declaration of a file: the place that it has in the list of its kind.
enum class DeclarationKind : uint8_t { strategy, use, function, policy, test };
struct DeclarationRef {
    DeclarationKind kind;
    size_t index;
};

struct Tree {
    SourceRange range;  // the whole file
    std::optional<Edition> edition;
    std::vector<Strategy> strategies;
    std::vector<Use> uses;
    std::vector<Function> functions;
    std::vector<Policy> policies;
    std::vector<Test> tests;
    std::vector<DeclarationRef> order;  // of all of these, as in the text
    std::vector<Comment> comments_at_end;
    bool has_errors = false;  // something was left out: what looks unused or missing may not be
};

}  // namespace weir::syntax
