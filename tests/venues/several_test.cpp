// Several venues as one: each does what it does alone, in one order of time. And a market that is written down, traded
// on.
#include "runtime/venues/several.h"

#include <array>

#include "runtime/market/generate.h"
#include "runtime/market/scripted.h"
#include "runtime/venues/listing.h"
#include "tests/venues/scene.h"

namespace weir::venues::test {
namespace {

using enum Side;

std::string text(const Event& event) {
    const OrderReport& r = event.report;
    return std::to_string(event.time.value) + " " + std::to_string(event.venue) + " " +
           std::to_string(event.instrument) + " " + std::to_string(event.market.bid_price) + " " +
           std::to_string(event.market.volume) + " " + std::to_string(r.child) + " " +
           std::to_string(static_cast<int>(r.kind)) + (r.quantity.value > 0 ? " fill " : " ") +
           std::to_string(r.quantity.value) + " @ " + std::to_string(r.price.value);
}

struct Timed {
    Time time;
    OrderCommand command;
};

std::vector<std::string> events_of(Venue& venue, const std::vector<Timed>& commands, int only) {
    std::vector<std::string> events;
    size_t next = 0;
    for (;;) {
        const Time due = venue.next_time();
        if (next < commands.size() && commands[next].time <= due) {
            if (only < 0 || commands[next].command.venue == only)
                venue.send(commands[next].command, commands[next].time);
            ++next;
            continue;
        }
        if (due == kNoTime) return events;
        if (const auto event = venue.advance()) {
            EXPECT_EQ(event->time, due);
            events.push_back(text(*event));
        }
    }
}

TEST(Several, EachVenueDoesWhatItDoesAlone) {
    market::GenerateOptions options = market::GenerateOptions::us_equity();
    options.messages_per_session = 6'000;
    options.venues = 2;
    const auto tapes = market::generate_venues(options);
    std::array<Model, 3> models;
    for (size_t i = 0; i < 3; ++i) {
        models[i].venue = static_cast<uint8_t>(i);
        models[i].seed = i + 1;
        models[i].order.jitter_mean = Duration{1'000'000 * static_cast<int64_t>(i)};
    }
    const auto make = [&](size_t i) -> std::unique_ptr<Venue> {
        if (i == 2) return std::make_unique<Dark>(*tapes[0], models[2], Interest{});
        return std::make_unique<Exchange>(*tapes[i], models[i]);
    };
    std::vector<Timed> commands;
    for (ChildId child = 1; child <= 600; ++child) {
        OrderCommand command{};
        command.kind = CommandKind::place;
        command.side = child % 2 ? buy : sell;
        command.child = child;
        command.venue = static_cast<uint8_t>(child % 3);
        command.price = Price{10'000 + (child % 2 ? 2 : -2)};
        command.quantity = Quantity{100};
        commands.push_back({options.start + Duration{static_cast<int64_t>(child) * 30 * kSecond}, command});
    }
    std::vector<Several::Member> members;
    for (size_t i = 0; i < 3; ++i) members.push_back({0, static_cast<uint8_t>(i), make(i)});
    Several several(std::move(members));
    const std::vector<std::string> together = events_of(several, commands, -1);
    EXPECT_TRUE(several.tape_over());
    EXPECT_EQ(several.records(), 2 * tapes[0]->info().records + tapes[1]->info().records);
    for (size_t i = 0; i < 3; ++i) {
        const auto venue = make(i);
        const std::vector<std::string> alone = events_of(*venue, commands, static_cast<int>(i));
        std::vector<std::string> own;
        for (const std::string& event : together)
            if (event.substr(event.find(' ') + 1, 1) == std::to_string(i)) own.push_back(event);
        EXPECT_EQ(own, alone) << "venue " << i;
        EXPECT_GT(std::ranges::count_if(own, [](const std::string& e) { return e.find("fill") != e.npos; }), 20);
    }
}

TEST(Several, ACommandGoesToItsInstrumentAndVenue) {
    std::vector<std::unique_ptr<market::Tape>> tapes;
    std::vector<Several::Member> members;
    for (uint8_t instrument = 0; instrument < 2; ++instrument)
        for (uint8_t venue = 0; venue < 2; ++venue) {
            Scene scene(market::BookDetail::levels);
            scene.level(1, buy, 1000, 100).level(1, sell, 1010 + 10 * instrument + venue, 100).until(100);
            Model model = no_delays();
            model.instrument = instrument;
            model.venue = venue;
            tapes.push_back(scene.make_tape());
            members.push_back({instrument, venue, std::make_unique<Exchange>(*tapes.back(), model)});
        }
    Several several(std::move(members));
    several.skip_to(Time{10});
    OrderCommand command{};
    command.kind = CommandKind::place;
    command.side = buy;
    command.child = 7;
    command.instrument = 1;
    command.venue = 0;
    command.price = Price{2000};
    command.quantity = Quantity{10};
    several.send(command, Time{10});
    int fills = 0;
    while (several.next_time() != kNoTime)
        if (const auto event = several.advance(); event && event->report.kind == ReportKind::filled) {
            if (event->kind != EventKind::report) continue;
            EXPECT_EQ(event->instrument, 1);
            EXPECT_EQ(event->report.price.value, 1020);
            ++fills;
        }
    EXPECT_EQ(fills, 1);
}

// ---- lists of venues ------------------------------------------------------------------------------------------------

TEST(Listings, AreMadeInTheirOrderAndCountedByInstrument) {
    Scene scene(market::BookDetail::levels);
    scene.level(kSecond, buy, 1000, 100).level(kSecond, sell, 1010, 100).until(2 * kSecond);
    const auto tape = scene.make_tape();
    const std::vector<Listing> listings{{"x", 0, tape.get(), no_delays(), {}},
                                        {"pool", 0, tape.get(), no_delays(), Interest{}},
                                        {"x", 1, tape.get(), no_delays(), {}}};
    ASSERT_EQ(fault_of(listings), std::nullopt);
    const auto venues = make(listings);
    std::vector<std::array<int64_t, 3>> seen;  // instrument, venue, bid
    while (venues->next_time() != kNoTime)
        if (const auto event = venues->advance(); event && event->time.value == kSecond)
            seen.push_back({event->instrument, event->venue, event->market.bid_price});
    EXPECT_EQ(seen.size(), 5u);  // a view of each message; nothing is new in the dark
    std::ranges::sort(seen);
    const auto [first, last] = std::ranges::unique(seen);
    seen.erase(first, last);
    EXPECT_EQ(seen, (std::vector<std::array<int64_t, 3>>{{0, 0, 1000}, {0, 1, step::kAbsent}, {1, 0, 1000}}));
}

TEST(Listings, TheInstrumentIsWhatEveryVenueTakes) {
    std::vector<std::unique_ptr<market::Tape>> tapes;
    std::vector<Listing> listings;
    const auto list = [&](std::string name, int64_t tick, int64_t lot, int64_t minimum) {
        Scene scene(market::BookDetail::levels);
        scene.info().instrument.tick = Price{tick};
        scene.info().instrument.lot = Quantity{lot};
        scene.info().instrument.minimum_quantity = Quantity{minimum};
        scene.until(5);
        tapes.push_back(scene.make_tape());
        listings.push_back({std::move(name), 0, tapes.back().get(), no_delays(), {}});
    };
    list("x", 4, 10, 10);
    list("y", 6, 10, 50);
    list("z", 1, 25, 25);
    ASSERT_EQ(fault_of(listings), std::nullopt);
    const Instrument common = common_instrument(listings);
    EXPECT_EQ(common.tick.value, 12);
    EXPECT_EQ(common.lot.value, 50);
    EXPECT_EQ(common.minimum_quantity.value, 50);
}

TEST(Listings, WhatCannotBeIsSaid) {
    Scene scene(market::BookDetail::levels);
    scene.until(5);
    const auto tape = scene.make_tape();
    scene.info().instrument.symbol = "Y";
    const auto other = scene.make_tape();
    const auto fault = [](std::vector<Listing> listings) { return fault_of(listings).value_or("none"); };
    const Listing x{"x", 0, tape.get(), no_delays(), {}};
    EXPECT_EQ(fault({}), "there is no venue to trade on");
    EXPECT_EQ(fault({x, x}), "two venues are called `x`; give them names of their own");
    EXPECT_EQ(
        fault({x, {"y", 0, other.get(), no_delays(), {}}}),
        "venue `x` trades X and venue `y` Y, or their decimals differ: venues of one instrument have tapes of one "
        "instrument");
    EXPECT_EQ(fault({x, {"y", 1, other.get(), no_delays(), {}}}), "none");
    EXPECT_EQ(fault({{"pool", 0, tape.get(), no_delays(), Interest{}}}),
              "venue `pool` is dark, and there is no lit one beside it: its price is a lit mid");
    Interest much;
    much.share_e9 = 2'000'000'000;
    EXPECT_EQ(fault({x, {"pool", 0, tape.get(), no_delays(), much}}),
              "venue `pool`: the share of hidden interest must be between 0% and 100% of the lit volume");
}

// ---- a market that is written down ----------------------------------------------------------------------------------

market::Scripted flat() {
    market::Scripted market;
    market.instrument.symbol = "X";
    market.start = Time{0};
    market.end = Time{600 * kSecond};
    market.mid = 20'000;
    market.spread = {Price{4}};
    market.volume = {Quantity{7}, Duration{kSecond}};
    market.depth = Quantity{500};
    return market;
}

std::vector<std::pair<int64_t, int64_t>> fills_of(const market::Scripted& market, int64_t price, int64_t quantity) {
    const auto tape = market::scripted_tape(market);
    EXPECT_EQ(tape.error, "");
    Exchange exchange(*tape.value, no_delays());
    OrderCommand command{};
    command.kind = CommandKind::place;
    command.side = buy;
    command.child = 1;
    command.price = Price{price};
    command.quantity = Quantity{quantity};
    exchange.skip_to(Time{kSecond / 2});
    exchange.send(command, Time{kSecond / 2});
    std::vector<std::pair<int64_t, int64_t>> fills;  // second, quantity
    while (exchange.next_time() != kNoTime)
        if (const auto event = exchange.advance())
            if (event->kind == EventKind::report && event->report.kind == ReportKind::filled)
                fills.emplace_back(event->report.venue_time.value / kSecond, event->report.quantity.value);
    return fills;
}

/// 7 at the bid in the 1st, 3rd, 5th second ...: the 500 ahead are gone within the 72nd of them, at 143 s.
TEST(ScriptedMarket, AnOrderAtTheTouchFillsWhenTheDepthAheadOfItHasPrinted) {
    EXPECT_EQ(fills_of(flat(), 9'998, 10), (std::vector<std::pair<int64_t, int64_t>>{{143, 4}, {145, 6}}));
}

/// What it leaves stands at the ask as the best bid: it has what prints at the bid, and what is shown anew at the ask.
TEST(ScriptedMarket, AnOrderThatTakesGetsTheDepthOnceAndThenWhatPrints) {
    market::Scripted market = flat();
    market.levels = 1;
    const auto fills = fills_of(market, 10'002, 520);
    EXPECT_EQ(fills, (std::vector<std::pair<int64_t, int64_t>>{{0, 500}, {1, 7}, {2, 7}, {3, 6}}));
}

TEST(ScriptedMarket, AnOrderInsideTheSpreadHasAllThatPrintsOnItsSide) {
    EXPECT_EQ(fills_of(flat(), 9'999, 14), (std::vector<std::pair<int64_t, int64_t>>{{1, 7}, {3, 7}}));
}

}  // namespace
}  // namespace weir::venues::test
