// What happens: on the market (a tape's records), to orders (commands and reports), and to the engine (sequenced
// events).
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "runtime/core/commands.h"
#include "runtime/core/types.h"
#include "step/step.h"

namespace weir {

// ---- the market, as recorded ----------------------------------------------------------------------------------------

enum class MarketKind : uint8_t {
    clear,    // the book is empty from here (a snapshot follows)
    level,    // price level `side`, `price` now totals `quantity` (0: gone)
    add,      // order `order` of `quantity` joins the end of its level
    reduce,   // order `order` loses `quantity`, keeping its place
    remove,   // order `order`, which still had `quantity`, is gone
    execute,  // `quantity` of resting order `order` trades at `price` (a trade: counts as volume)
    trade,  // a trade print of `quantity` at `price`, not tied to a resting order; `side` is the aggressor's, none when
            // unknown
    quote,  // best of `side` is now `price`, `quantity` (0: no quote): every better level is gone
    bar,    // part `order` (0 open, 1 high, 2 low, 3 close) of a bar that starts at `time`; `quantity` is its volume
    halt,   // trading stops
    resume,  // trading goes on
};

enum MarketFlag : uint8_t {
    kLastOfMessage = 1,  // the venue's message is complete: the book may be looked at
    kHidden = 2,         // execution of an order that was not displayed
    kAuction = 4,        // auction or block print: not eligible volume
    kReveal = 8,         // quantity that the source shows but whose orders it does not list
};

/// One record of a tape: 40 bytes, as stored. `side` is the resting side except for `trade`.
struct MarketEvent {
    int64_t time;      // exchange clock, nanoseconds since the Unix epoch
    int64_t price;     // 10^-price_decimals
    int64_t quantity;  // 10^-quantity_decimals
    uint64_t order;    // venue's order id, 0 unknown; of a quote or trade the venue's letter, where the source has it
    int32_t receive_delta_us;  // receive clock - exchange clock, microseconds; kNoReceive when the source has one clock
    MarketKind kind;
    int8_t side;  // Side
    uint8_t flags;
    uint8_t reserved = 0;
};
static_assert(sizeof(MarketEvent) == 40);
inline constexpr int32_t kNoReceive = std::numeric_limits<int32_t>::min();

// ---- the market, as the engine sees it
// --------------------------------------------------------------------------------

using step::kMaxDepths;

/// Top of book and counters of one (instrument, venue), after one complete venue message. Absent: step::kAbsent.
struct MarketView {
    int64_t bid_price = step::kAbsent, bid_quantity = step::kAbsent;
    int64_t ask_price = step::kAbsent, ask_quantity = step::kAbsent;
    int64_t last_price = step::kAbsent;
    int64_t volume = 0;    // eligible volume since the run began, own fills excluded
    int64_t turnover = 0;  // Σ price × quantity of the same, 10^-money_decimals
    int64_t trade_count = 0;
    int64_t block_volume = 0;  // prints that are not eligible, since the run began
    int64_t auction_volume = 0;
    int64_t mark_price = step::kAbsent;
    bool halted = false;
    /// Displayed at the best levels, as many as the k-th number that the venue was asked for; 0 when it was not.
    std::array<int64_t, kMaxDepths> bid_depth{}, ask_depth{};
    friend bool operator==(const MarketView&, const MarketView&) = default;
};

// ---- orders
// -------------------------------------------------------------------------------------------------------------

using ChildId = uint64_t;  // client order id: unique in a run, never used again

enum class CommandKind : uint8_t { place, cancel, reduce };

using step::Auction;

/// From the engine to a venue.
struct OrderCommand {
    CommandKind kind;
    Side side;
    uint8_t venue = 0;
    uint8_t instrument = 0;
    bool immediate_or_cancel = false;
    bool post_only = false;
    Auction auction = Auction::none;  // place
    ChildId child = 0;
    Price price{};
    Quantity quantity{};  // place: total; reduce: the new quantity that may still fill
    Quantity display{};   // place: displayed part
    Quantity minimum{};   // place: least quantity of one fill, but for the last; 0: any. Lit venues: all, of IOC
                          // of what takes at once
};

enum class ReportKind : uint8_t { accepted, rejected, filled, cancelled, reduced, cancel_rejected };

enum class Liquidity : uint8_t { maker, taker };

enum class Reject : uint8_t {
    none,
    tick,
    lot,
    minimum_quantity,
    minimum_value,
    would_cross,
    unknown_order,
    halted,
    closed,
    duplicate,
    no_auction,  // there is none of that kind to come, or its cut-off has passed
    unsupported  // the venue has no such orders: a minimum at a lit venue, an auction in the dark
};

/// From a venue to the engine.
struct OrderReport {
    ReportKind kind;
    Liquidity liquidity = Liquidity::maker;
    Reject reject = Reject::none;
    uint8_t venue = 0;
    ChildId child = 0;
    uint64_t execution = 0;  // filled: unique per venue, so that a duplicate is known
    Price price{};           // filled
    Quantity quantity{};     // filled: this fill
    Quantity leaves{};       // what may still fill at the venue after this report
    Quantity executed{};     // all fills of the child at the venue so far, this report included (FIX CumQty)
    int64_t fee = 0;         // filled: money, 10^-money_decimals; negative is a rebate
    Time venue_time{};       // when it happened there
};

// ---- the engine's input
// ---------------------------------------------------------------------------------------------------

enum class EventKind : uint8_t { market, report, timer, command };

/// Everything that enters the engine, in one order.
struct Event {
    uint64_t sequence = 0;
    Time time;  // the engine's clock
    EventKind kind = EventKind::timer;
    uint8_t instrument = 0;
    uint8_t venue = 0;
    std::shared_ptr<const Command> command{};  // command
    MarketView market{};                       // market
    OrderReport report{};                      // report
};

/// A parent order as received.
struct ParentOrder {
    uint64_t id = 1;
    Side side = Side::buy;
    Quantity quantity;
    int64_t limit = step::kAbsent;  // Price value
    Time start, end;
    int64_t decision = step::kAbsent;  // mid at decision, half price units
    friend bool operator==(const ParentOrder&, const ParentOrder&) = default;
};

}  // namespace weir
