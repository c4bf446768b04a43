// The syntax tree of tests: an order, a market, what happens, what is expected. Part of `tree.h`.
#pragma once

#include "compiler/syntax/tree_expressions.h"

namespace weir::syntax {

/// `order buy 10 BTC from 09:00 to 10:00 limit 30_000`; `sell short` is also written `short`.
enum class TestSide : uint8_t { buy, sell, sell_short };
struct TestOrder {
    TestSide side;
    ExprPtr quantity, from, to;
    ExprPtr limit;  // optional
};

/// `set NAME = EXPR`: a parameter.
struct SetParameter {
    Name name;
    ExprPtr value;
};

/// `market flat at P spread E volume Q per D depth Q`, `market generated seed 7 day "2026-01-05"`, `market tape
/// "file"`. With several venues each has a line of its own: `market "x" flat …`, `market "y" dark flat …`.
enum class MarketKind : uint8_t { flat, generated, tape };
struct TestMarket {
    MarketKind kind;
    Quoted venue;                        // empty when there is one only
    bool dark = false;                   // of a venue that is named
    ExprPtr price, spread, volume, per;  // of a flat one
    ExprPtr depth;                       // of a flat one, optional
    ExprPtr seed;                        // of a generated one, a number, optional
    Quoted day;                          // of a generated one, empty when it is left out
    Quoted tape;                         // its path
};

// ---------------------------------------------------------------------------------------------------- what happens

/// `spread 40 bps`, `mid 30_000 USD`
enum class QuoteChangeKind : uint8_t { spread, mid };
struct QuoteChange {
    QuoteChangeKind kind;
    ExprPtr value;
};
/// `volume 2 BTC per 1 s`
struct VolumeChange {
    ExprPtr volume, per;
};
/// `mid moves -3% over 5 min`
struct MidMoves {
    ExprPtr by, over;
};
/// `trade 2 BTC at 30_000 USD`
struct TradePrint {
    ExprPtr quantity, price;
};
/// `auction 50 BTC at 30_000 USD`: it uncrosses.
struct AuctionPrint {
    ExprPtr quantity, price;
};
/// `halt`, `reopen`, `stale`
enum class MarketEventKind : uint8_t { halt, reopen, stale };
struct MarketEvent {
    MarketEventKind kind;
};

/// `pause`, `hold`, `resume`, `cancel`, `take over`, `skip auction`, `skip auction open`, `skip auction close`
enum class CommandKind : uint8_t { pause, hold, resume, cancel, take_over, skip_auction, skip_open, skip_close };
struct PlainCommand {
    CommandKind kind;
};
/// `amend quantity 5 BTC`, `amend limit 30_000 USD`, `amend limit none`, `amend end 11:00`
enum class AmendKind : uint8_t { quantity, limit, end };
struct Amend {
    AmendKind kind;
    ExprPtr value;  // empty: no limit
};
/// `finish now up to 30 bps worse than mid within 2 min`
struct FinishNow {
    ExprPtr up_to, within;
};
/// `venue "x" off`, `venue "x" on`
struct VenueSwitch {
    Quoted venue;
    bool on = false;
};

/// `at 09:10 spread 40 bps on "x"`; commands are on no venue, and may say who gives them and why: `at 09:10 pause by
/// alice "news"`.
struct Happening {
    using Kind = std::variant<QuoteChange, VolumeChange, MidMoves, TradePrint, AuctionPrint, MarketEvent, SetParameter,
                              PlainCommand, Amend, FinishNow, VenueSwitch>;
    ExprPtr time;
    SourceRange kind_range;  // behind the time, without `on "x"` and `by alice`
    Kind kind;
    Quoted venue;   // empty: on all
    Name user;      // of a command, empty when it is not said
    Quoted reason;  // likewise
};

// ---------------------------------------------------------------------------------------------------- what is expected

/// `by T`, `at T`, `from T to T`; `always` and what never happens may leave it out: the whole run.
enum class MomentKind : uint8_t { whole_run, by, at, span };
struct Moment {
    MomentKind kind = MomentKind::whole_run;
    ExprPtr from;  // the only time of `by` and `at`
    ExprPtr to;    // of a span
};

/// `paused`, `held`, …: what the strategy is. `not paused`, `always paused`, `never paused`: how it is said.
enum class ExpectedState : uint8_t { paused, held, halted, stopped, finished, faulted };
enum class StateForm : uint8_t { is, is_not, always, never };

/// `expect C by T`, `expect C at T`, `expect C from T to T`, `expect always C`, `expect never C`, `expect no fills`,
/// `expect no orders`, `expect paused by T`, `expect refused`.
enum class ExpectKind : uint8_t { condition, always, never, no_fills, no_orders, state, refused };
struct Expect {
    ExpectKind kind;
    ExprPtr condition;                            // of a condition, `always` and `never`
    ExpectedState state = ExpectedState::paused;  // of a state
    StateForm form = StateForm::is;               // likewise
    SourceRange what;                             // all but the moment
    Moment moment;
};

struct ErrorTestStatement {};

struct TestStatement {
    using Kind = std::variant<ErrorTestStatement, TestOrder, SetParameter, TestMarket, Happening, Expect>;
    SourceRange range;
    Comments comments;
    Kind kind;
};

/// `test "stands still" of vwap for every side { … }`
struct Test {
    SourceRange range;
    Comments comments;
    Quoted title;
    Name strategy;  // empty: the only one of the file
    bool every_side = false;
    std::vector<TestStatement> statements;
    std::vector<Comment> comments_at_end;
    SourceRange head;  // up to the brace
};

}  // namespace weir::syntax
