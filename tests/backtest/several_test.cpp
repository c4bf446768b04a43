// Several venues and instruments in one run: orders reach their venue, and other ledgers stay out of the order's
// figures.
#include <gtest/gtest.h>

#include "runtime/backtest/backtest.h"
#include "tests/backtest/made_market.h"

namespace weir::backtest::test {
namespace {

using step::Input;
using Ledger = step::LedgerInfo;

constexpr Time at(int64_t seconds) {
    return kOpen + Duration{seconds * kSecond};
}

Setup setup_with(const step::Program& program, std::vector<venues::Listing> listings) {
    backtest::Setup setup;
    setup.venues = std::move(listings);
    setup.engine.program = program;
    setup.engine.order.quantity = Quantity{1'000};
    setup.engine.order.start = at(60);
    setup.engine.order.end = at(300);
    setup.engine.gate.collar_bps = 0;
    return setup;
}

constexpr step::Layout kTwoVenues{.instruments = 1, .venues = 3, .slots = 2};

/// Takes half of what is left at the ask of each venue.
void split(const void*, const int64_t* inputs, const int64_t* const*, int64_t*, step::Output* output) {
    const auto of = [&](Input input, int view) { return inputs[kTwoVenues.offset(input, 0, view)]; };
    *output = {};
    output->wake = step::kNever;
    const int64_t left = of(Input::order_quantity, 0) - of(Input::order_executed, 0);
    for (int venue = 0; venue < 2; ++venue)
        if (const int64_t ask = of(Input::ask_price, 1 + venue); ask != step::kAbsent && of(Input::open, 1 + venue))
            output->desired[static_cast<size_t>(venue)] = {left / 2, ask, left / 2, 1, step::Bound::take};
}

step::Program split_program() {
    step::Program program;
    program.name = "split";
    program.layout = kTwoVenues;
    program.slots = {{.name = "x", .crossing = true, .view = 1}, {.name = "y", .crossing = true, .view = 2}};
    for (int offset = 0; offset < kTwoVenues.size(); ++offset) program.wake_inputs.push_back(offset);
    program.function = &split;
    return program;
}

TEST(Several, OrdersTradeOnBothVenues) {
    const auto x = made_tape({.seed = 1}), y = made_tape({.seed = 2});
    backtest::Setup setup = setup_with(split_program(), {{"x", 0, x.get(), {}, {}}, {"y", 0, y.get(), {}, {}}});
    std::array<int64_t, 2> filled{};
    setup.watch = [&](const Event& event, const engine::Engine&) {
        if (event.kind == EventKind::report && event.report.kind == ReportKind::filled)
            filled[event.venue] += event.report.quantity.value;
    };
    const Parsed<Result> result = run(setup);
    ASSERT_EQ(result.error, "");
    EXPECT_GT(filled[0], 0);
    EXPECT_GT(filled[1], 0);
    EXPECT_EQ(result.value.report->executed.quantity.value, filled[0] + filled[1]);
    EXPECT_EQ(run(setup).value.hash, result.value.hash);
}

TEST(Several, AVenueThatIsSwitchedOffGetsNothingMore) {
    const auto x = made_tape({.seed = 1}), y = made_tape({.seed = 2});
    backtest::Setup setup = setup_with(split_program(), {{"x", 0, x.get(), {}, {}}, {"y", 0, y.get(), {}, {}}});
    setup.commands = {{at(30), {.kind = LiveCommand::venue_off, .index = 1, .user = "alice"}}};
    setup.watch = [&](const Event&, const engine::Engine& engine) {
        for (const Record& record : engine.records())
            if (const auto* sent = std::get_if<Sent>(&record.what)) EXPECT_EQ(sent->command.venue, 0);
    };
    const Parsed<Result> result = run(setup);
    ASSERT_EQ(result.error, "");
    ASSERT_EQ(result.value.report->commands.size(), 1u);
    EXPECT_EQ(result.value.report->commands[0].command.user, "alice");
}

constexpr step::Layout kProtected{.instruments = 1, .venues = 1, .slots = 2, .ledgers = 2};

/// Buys at the ask, and sells what it holds at the bid.
void round_trip(const void*, const int64_t* inputs, const int64_t* const*, int64_t*, step::Output* output) {
    const auto of = [&](Input input, int ledger) { return inputs[kProtected.offset(input, 0, 0, ledger)]; };
    *output = {};
    output->wake = step::kNever;
    const int64_t left = of(Input::order_quantity, 0) - of(Input::order_executed, 0);
    const int64_t held = of(Input::order_quantity, 1) - of(Input::order_executed, 1);
    const int64_t bid = inputs[kProtected.offset(Input::bid_price)], ask = inputs[kProtected.offset(Input::ask_price)];
    if (bid == step::kAbsent || ask == step::kAbsent) return;
    output->desired[0] = {left, ask, left, 1, step::Bound::take};
    output->desired[1] = {held, bid, held, 1, step::Bound::take};
}

TEST(Several, WhatProtectsTheOrderStaysOutOfItsFigures) {
    const auto tape = made_tape({});
    step::Program program;
    program.name = "round trip";
    program.layout = kProtected;
    program.slots = {{.name = "in", .crossing = true}, {.name = "out", .crossing = true, .ledger = 1}};
    program.ledgers = {Ledger{}, {0, Ledger::Trades::opposite, Ledger::Total::executed}};
    for (int offset = 0; offset < kProtected.size(); ++offset) program.wake_inputs.push_back(offset);
    program.function = &round_trip;
    const Parsed<Result> result = run(setup_with(program, {{"x", 0, tape.get(), {}, {}}}));
    ASSERT_EQ(result.error, "");
    const tca::Report& report = *result.value.report;
    EXPECT_EQ(result.value.stop, StopCause::completed);
    EXPECT_EQ(report.executed.quantity, Quantity{1'000});
    for (const tca::Child& child : report.children) EXPECT_EQ(child.side, Side::buy);
    ASSERT_EQ(report.others.size(), 1u);
    EXPECT_EQ(report.others[0].executed, "1000");
    EXPECT_EQ(report.others[0].side, Side::sell);
    EXPECT_GT(report.others[0].fills, 0);
    EXPECT_EQ(report.others[0].realised.front(), '-') << "it pays the spread: " << report.others[0].realised;
    const auto again = tca::parse_json(tca::json(report));
    ASSERT_EQ(again.error, "");
    EXPECT_EQ(again.value, report);
    EXPECT_NE(tca::terminal(report).find("sold 1000"), std::string::npos);
}

TEST(Several, WhatDoesNotFitIsSaid) {
    const auto tape = made_tape({});
    const auto fault = [&](std::vector<venues::Listing> listings) {
        return run(setup_with(split_program(), std::move(listings))).error;
    };
    EXPECT_EQ(fault({{"x", 0, tape.get(), {}, {}}}), "the strategy is made for 2 venues; the run has 1");
    EXPECT_EQ(fault({{"x", 0, tape.get(), {}, {}}, {"y", 1, tape.get(), {}, {}}}),
              "the strategy is for 1 instruments; the run has 2");
    EXPECT_EQ(fault({{"x", 1, tape.get(), {}, {}}}), "the order's own instrument has no venue");
}

}  // namespace
}  // namespace weir::backtest::test
