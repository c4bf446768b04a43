#include "runtime/backtest/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "runtime/core/decimal.h"
#include "runtime/core/order_text.h"
#include "runtime/core/time.h"

namespace weir::backtest {

namespace {

std::string clock(const Instrument& instrument, Time time) {
    return format_time(time, instrument.time_zone);
}

std::string quantity_fault(const ParentOrder& order, const Instrument& instrument) {
    const auto text = [&](Quantity quantity) { return format_decimal(quantity.value, instrument.quantity_decimals); };
    if (order.side == Side::none) return "the order has no side; it must be buy or sell";
    if (order.quantity.value <= 0)
        return fmt::format("the order's quantity is {}; it must be positive", text(order.quantity));
    if (order.quantity.value % instrument.lot.value != 0)
        return fmt::format("the order's quantity {} is not a multiple of the lot {}", text(order.quantity),
                           text(instrument.lot));
    if (order.quantity < instrument.minimum_quantity)
        return fmt::format("the order's quantity {} is below the venue's minimum of {}", text(order.quantity),
                           text(instrument.minimum_quantity));
    if (order.limit != step::kAbsent && (order.limit <= 0 || order.limit % instrument.tick.value != 0))
        return fmt::format("the order's limit {} is not a positive multiple of the tick {}",
                           format_decimal(order.limit, instrument.price_decimals),
                           format_decimal(instrument.tick.value, instrument.price_decimals));
    return "";
}

/// `of`: whose tape it is, where a run has several instruments.
std::string window_fault(const ParentOrder& order, const market::TapeInfo& tape, const std::string& of = "") {
    const Instrument& instrument = tape.instrument;
    if (order.end <= order.start)
        return fmt::format("the order ends at {}, which is not after its start at {}", clock(instrument, order.end),
                           clock(instrument, order.start));
    if (order.start >= tape.first - kMargin && order.end <= tape.last + kMargin) return "";
    return fmt::format("the order runs from {} to {}, but the tape{} holds {} to {}: choose a window inside it",
                       clock(instrument, order.start), clock(instrument, order.end), of, clock(instrument, tape.first),
                       clock(instrument, tape.last));
}

bool shows_a_book(const MarketEvent& event) {
    return event.kind == MarketKind::level || event.kind == MarketKind::quote || event.kind == MarketKind::add;
}

std::string tape_fault(const market::Tape& tape) {
    const std::span<const MarketEvent> events = tape.events();
    if (events.empty()) return "the tape is empty";
    if (std::ranges::any_of(events, shows_a_book)) return "";
    const bool bars = std::ranges::any_of(events, [](const MarketEvent& e) { return e.kind == MarketKind::bar; });
    return fmt::format("the tape has {} only: there are no quotes to trade against", bars ? "bars" : "trades");
}

/// Held against its limit, and against the first price that the tape shows.
std::string size_fault(const ParentOrder& order, const market::Tape& tape) {
    const std::span<const MarketEvent> events = tape.events();
    const auto shown = std::ranges::find_if(events, shows_a_book);
    const int64_t first = shown == events.end() ? 1 : shown->price;
    const Price price{std::max({order.limit, first, int64_t{1}})};
    const Instrument& instrument = tape.info().instrument;
    if (can_be_reckoned(order.quantity, price, instrument)) return "";
    return fmt::format("the order's quantity {} is too large: at {} it is worth more than can be reckoned with",
                       format_decimal(order.quantity.value, instrument.quantity_decimals),
                       format_decimal(price.value, instrument.price_decimals));
}

/// The program has the views that the venues need: of several, a consolidated one besides.
std::string program_fault(const engine::Config& config, std::span<const venues::Listing> listings) {
    const step::Layout& layout = config.program.layout;
    std::array<int, 256> count{};
    int instruments = 0, most = 0;
    for (const venues::Listing& listing : listings) {
        instruments = std::max(instruments, listing.instrument + 1);
        most = std::max(most, ++count[listing.instrument]);
    }
    const int views = most == 1 ? 1 : 1 + most;
    for (int i = 0; i < instruments; ++i)
        if (count[static_cast<size_t>(i)] == 0) return fmt::format("instrument {} has no venue", i);
    if (layout.instruments != instruments)
        return fmt::format("the strategy is for {} instruments; the run has {}", layout.instruments, instruments);
    if (layout.venues != views)
        return fmt::format("the strategy is made for {} venues; the run has {}",
                           layout.venues == 1 ? 1 : layout.venues - 1, most);
    if (config.parameters.size() != static_cast<size_t>(layout.parameters))
        return fmt::format("{} parameters are given; the strategy has {}", config.parameters.size(), layout.parameters);
    if (config.tables.size() != config.program.tables.size())
        return fmt::format("{} tables are given; the strategy reads {}", config.tables.size(),
                           config.program.tables.size());
    for (const std::vector<int64_t>& table : config.tables)
        if (table.size() != step::kTableIntervals + 1)
            return fmt::format("a table has {} entries; it must have {}", table.size(), step::kTableIntervals + 1);
    return "";
}

std::string command_fault(const Setup& setup, const Instrument& instrument) {
    for (size_t i = 0; i < setup.commands.size(); ++i) {
        const Command& command = setup.commands[i];
        if (i > 0 && command.time < setup.commands[i - 1].time)
            return fmt::format("the live command at {} stands after one at {}; they must be in order of time",
                               clock(instrument, command.time), clock(instrument, setup.commands[i - 1].time));
    }
    return "";
}

}  // namespace

std::string fault_of(const Setup& setup) {
    const std::vector<venues::Listing> listings = listings_of(setup);
    std::string fault;
    for (const venues::Listing& listing : listings)
        if (fault.empty()) fault = tape_fault(*listing.tape);
    if (!fault.empty()) return fault;
    const auto own = [](const venues::Listing& one) { return one.instrument == 0; };
    if (std::ranges::none_of(listings, own)) return "the order's own instrument has no venue";
    fault = setup.venues.empty() ? venues::fault_of(setup.venue).value_or("") : venues::fault_of(listings).value_or("");
    if (!fault.empty()) return fault;
    const Instrument instrument = venues::common_instrument(listings, 0);
    fault = quantity_fault(setup.engine.order, instrument);
    const auto lead = std::ranges::find_if(listings, own);
    if (fault.empty()) fault = size_fault(setup.engine.order, *lead->tape);
    for (const venues::Listing& listing : listings) {
        const bool first = &listing == &listings.front();
        if (fault.empty() && (first || listing.instrument != 0))
            fault = window_fault(setup.engine.order, listing.tape->info(), first ? "" : " of `" + listing.name + "`");
    }
    if (fault.empty()) fault = program_fault(setup.engine, listings);
    if (fault.empty()) fault = command_fault(setup, instrument);
    return fault;
}

}  // namespace weir::backtest
