// What a line of the event log holds: one list of named fields per kind, read by the hash, the writer and the reader.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "runtime/engine/event_log.h"

namespace weir::engine {

/// The words of the log for the values of an enumeration, in its order.
template <class Enum>
inline constexpr auto kWords = nullptr;
template <>
inline constexpr auto kWords<CommandKind> = std::to_array<std::string_view>({"place", "cancel", "reduce"});
template <>
inline constexpr auto kWords<LiveCommand> = std::to_array<std::string_view>(
    {"pause", "hold", "resume", "cancel", "set_parameter", "amend_quantity", "amend_limit", "amend_end", "venue_off",
     "venue_on", "skip_auction", "finish", "take_over"});
template <>
inline constexpr auto kWords<CommandRefusal> = std::to_array<std::string_view>(
    {"none", "over", "unknown_parameter", "not_live", "out_of_range", "bad_quantity", "bad_limit", "end_has_passed",
     "unknown_venue", "no_auction", "bad_share", "bad_duration", "unsupported", "too_large"});
template <>
inline constexpr auto kWords<ReportKind> =
    std::to_array<std::string_view>({"accepted", "rejected", "filled", "cancelled", "reduced", "cancel_rejected"});
template <>
inline constexpr auto kWords<Liquidity> = std::to_array<std::string_view>({"maker", "taker"});
template <>
inline constexpr auto kWords<Reject> =
    std::to_array<std::string_view>({"none", "tick", "lot", "minimum_quantity", "minimum_value", "would_cross",
                                     "unknown_order", "halted", "closed", "duplicate", "no_auction", "unsupported"});
template <>
inline constexpr auto kWords<Auction> = std::to_array<std::string_view>({"none", "open", "close"});
template <>
inline constexpr auto kWords<StopCause> =
    std::to_array<std::string_view>({"none", "completed", "ended", "cancelled", "fault", "guard", "assumption", "stale",
                                     "gate", "no_market", "venue", "taken_over", "switched_off"});
template <>
inline constexpr auto kWords<step::Bound> = std::to_array<std::string_view>(
    {"none",    "schedule", "floor", "ceiling",  "take",   "child_most", "child_least", "limit",
     "minimum", "lot",      "pause", "hold",     "leaves", "completion", "session",     "settle",
     "auction", "branch",   "leg",   "deadline", "reload", "route"});
template <>
inline constexpr auto kWords<risk::Rule> =
    std::to_array<std::string_view>({"none", "price_collar", "order_quantity", "order_value", "message_rate", "lot",
                                     "tick", "minimum_quantity", "minimum_value", "no_reference"});

/// `Side` counts from -1.
inline constexpr std::array<std::string_view, 3> kSideWords = {"sell", "none", "buy"};

/// `item` is const for a writer and mutable for a reader; the visitor is called with (name, field).
template <class Visitor, class Item>
void visit_fields(Visitor&& field, Item& item) {
    using T = std::remove_const_t<Item>;
    if constexpr (std::is_same_v<T, MarketInput>) {
        auto& view = item.view;
        field("instrument", item.instrument), field("venue", item.venue);
        field("bid", view.bid_price), field("bid_quantity", view.bid_quantity);
        field("ask", view.ask_price), field("ask_quantity", view.ask_quantity);
        field("last", view.last_price), field("volume", view.volume), field("turnover", view.turnover);
        field("trades", view.trade_count), field("halted", view.halted);
        field("blocks", view.block_volume), field("auctions", view.auction_volume), field("mark", view.mark_price);
        for (size_t k = 0; k < view.bid_depth.size(); ++k)
            field("bid_depth", view.bid_depth[k]), field("ask_depth", view.ask_depth[k]);
    } else if constexpr (std::is_same_v<T, VenueChanged>) {
        field("instrument", item.instrument), field("venue", item.venue);
        field("halted", item.halted), field("stale", item.stale), field("off", item.off);
    } else if constexpr (std::is_same_v<T, Commanded>) {
        auto& command = item.command;
        field("kind", command.kind), field("index", command.index), field("value", command.value);
        field("within", command.within), field("user", command.user), field("reason", command.reason);
        field("refusal", item.refusal), field("effective", item.effective);
    } else if constexpr (std::is_same_v<T, Hedged>) {
        field("ledger", item.ledger), field("total", item.total), field("exposure", item.exposure);
    } else if constexpr (std::is_same_v<T, Started>) {
        field("arrival", item.arrival);
    } else if constexpr (std::is_same_v<T, Decided>) {
        field("target", item.trace.target), field("due", item.trace.due), field("ceiling", item.trace.ceiling);
        field("paused", item.trace.paused), field("held", item.trace.held);
        field("executed", item.executed), field("working", item.working), field("bound", item.bound);
    } else if constexpr (std::is_same_v<T, Wanted>) {
        field("slot", item.slot);
        field("quantity", item.desired.quantity), field("price", item.desired.price);
        field("display", item.desired.display), field("crossing", item.desired.crossing);
        field("bound", item.desired.bound), field("minimum", item.desired.minimum);
    } else if constexpr (std::is_same_v<T, OrderCommand>) {
        field("kind", item.kind), field("child", item.child), field("side", item.side);
        field("price", item.price), field("quantity", item.quantity), field("display", item.display);
        field("immediate", item.immediate_or_cancel), field("post_only", item.post_only);
        field("auction", item.auction), field("minimum", item.minimum);
        field("venue", item.venue), field("instrument", item.instrument);
    } else if constexpr (std::is_same_v<T, Sent>) {
        visit_fields(field, item.command);
        field("slot", item.slot), field("bound", item.bound);
    } else if constexpr (std::is_same_v<T, Refused>) {
        visit_fields(field, item.command);
        auto rule = static_cast<risk::Rule>(item.rule);
        field("slot", item.slot), field("rule", rule);
        if constexpr (!std::is_const_v<Item>) item.rule = static_cast<uint8_t>(rule);
    } else if constexpr (std::is_same_v<T, Reported>) {
        auto& report = item.report;
        field("kind", report.kind), field("child", report.child), field("slot", item.slot);
        field("price", report.price), field("quantity", report.quantity), field("executed", report.executed);
        field("leaves", report.leaves), field("execution", report.execution), field("liquidity", report.liquidity);
        field("fee", report.fee), field("reject", report.reject), field("venue", report.venue);
        field("venue_time", report.venue_time), field("duplicate", item.duplicate);
    } else if constexpr (std::is_same_v<T, Interrupted>) {
        field("halted", item.halted), field("stale", item.stale);
        field("paused", item.paused), field("held", item.held);
    } else if constexpr (std::is_same_v<T, Stopped>) {
        field("cause", item.cause), field("where", item.where);
    } else {
        static_assert(std::is_same_v<T, TimerInput>);
    }
}

/// The second word of a line, by index of `LogItem`.
inline constexpr std::array<std::string_view, std::variant_size_v<LogItem>> kLogKinds = {
    "market",      "timer",   "started", "decided",       "sent",      "refused", "reported",
    "interrupted", "stopped", "wanted",  "venue_changed", "commanded", "hedged"};

}  // namespace weir::engine
