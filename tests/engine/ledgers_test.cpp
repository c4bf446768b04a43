// Several ledgers: what protects the parent's position, and a hedge on another instrument.
#include <gtest/gtest.h>

#include "tests/engine/harness.h"

namespace weir::engine::testing {
namespace {

using step::Input;
using Ledger = step::LedgerInfo;

constexpr step::Layout kPair{.instruments = 1, .venues = 1, .slots = 2, .parameters = 1, .ledgers = 2};

void protect(Config& config) {
    config.program.layout = kPair;
    config.program.slots = {{.name = "entry"}, {.name = "exit", .ledger = 1}};
    config.program.ledgers = {Ledger{}, {0, Ledger::Trades::opposite, Ledger::Total::executed}};
    config.program.wake_inputs = {kPair.offset(Input::bid_price), kPair.offset(Input::order_executed),
                                  kPair.offset(Input::order_executed, 0, 0, 1)};
}

/// Buys at the bid; sells what it holds at 10 100.
void bracket(const int64_t* inputs, step::Output& output) {
    const auto of = [&](Input input, int ledger) { return inputs[kPair.offset(input, 0, 0, ledger)]; };
    const int64_t left = of(Input::order_quantity, 0) - of(Input::order_executed, 0);
    if (left > 0) output.desired[0] = resting(left, inputs[kPair.offset(Input::bid_price)]);
    const int64_t held = of(Input::order_quantity, 1) - of(Input::order_executed, 1);
    if (held > 0) output.desired[1] = resting(held, 10'100);
    output.trace.paused = inputs[kPair.offset(Input::bid_price)] < 9'000;
}

TEST(Ledgers, WhatIsBoughtIsProtectedAndTheOrderEndsFlat) {
    Driver driver(bracket, protect);
    driver.market(kStart, 10'000, 10'002);
    ASSERT_EQ(driver.commands.size(), 1u);
    const ChildId entry = driver.commands[0].child;
    driver.report(at(1'001), ReportKind::accepted, entry, 0, 100);
    driver.fill(at(1'002), entry, 40, 10'000, 40, 1);
    const OrderCommand exit = driver.commands.back();
    EXPECT_EQ(exit.side, Side::sell);
    EXPECT_EQ(exit.quantity, Quantity{40});
    EXPECT_NE(exit.child, entry);
    EXPECT_EQ(driver.engine.ledger(1).total, Quantity{40});
    driver.report(at(1'003), ReportKind::accepted, exit.child, 0, 40);
    driver.fill(at(1'004), exit.child, 40, 10'100, 40, 2);
    EXPECT_EQ(driver.stopped(), StopCause::none) << "60 are still to buy";
    driver.fill(at(1'005), entry, 60, 10'000, 100, 3);
    EXPECT_EQ(driver.stopped(), StopCause::none) << "and then to sell";
    const OrderCommand last = driver.commands.back();
    EXPECT_EQ(last.quantity, Quantity{60});
    driver.fill(at(1'006), last.child, 60, 10'100, 60, 4);
    EXPECT_EQ(driver.stopped(), StopCause::completed);
    EXPECT_EQ(driver.engine.ledger(0).position + driver.engine.ledger(1).position, 0);
}

TEST(Ledgers, AScriptsPauseLeavesTheProtectionStanding) {
    Driver driver(bracket, protect);
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'001), ReportKind::accepted, driver.commands[0].child, 0, 100);
    driver.fill(at(1'002), driver.commands[0].child, 40, 10'000, 40, 1);
    const ChildId exit = driver.commands.back().child;
    driver.report(at(1'003), ReportKind::accepted, exit, 0, 40);
    driver.commands.clear();
    driver.market(at(1'004), 8'000, 8'002);
    ASSERT_EQ(driver.commands.size(), 1u);
    EXPECT_NE(driver.commands[0].child, exit);
    driver.command(at(1'005), LiveCommand::pause);
    EXPECT_EQ(driver.commands.back().child, exit) << "the trader's pause is of all";
    EXPECT_EQ(driver.commands.back().kind, CommandKind::cancel);
}

/// Buys at 10 000 all the time; sells what it holds at the bid, whatever that is.
void crossing_itself(const int64_t* inputs, step::Output& output) {
    const auto of = [&](Input input, int ledger) { return inputs[kPair.offset(input, 0, 0, ledger)]; };
    const int64_t left = of(Input::order_quantity, 0) - of(Input::order_executed, 0);
    if (left > 0) output.desired[0] = resting(left, 10'000);
    const int64_t held = of(Input::order_quantity, 1) - of(Input::order_executed, 1);
    if (held > 0) output.desired[1] = crossing(held, inputs[kPair.offset(Input::bid_price)]);
}

TEST(Ledgers, TheirOrdersNeverMeetAndTheProtectionComesFirst) {
    Driver driver(crossing_itself, protect);
    driver.market(kStart, 10'000, 10'002);
    const ChildId entry = driver.commands[0].child;
    driver.report(at(1'001), ReportKind::accepted, entry, 0, 100);
    driver.commands.clear();
    driver.fill(at(1'002), entry, 40, 10'000, 40, 1);
    ASSERT_EQ(driver.commands.size(), 1u) << "a sale at 10 000 would meet what rests there";
    EXPECT_EQ(driver.commands[0].kind, CommandKind::cancel);
    EXPECT_EQ(driver.commands[0].child, entry);
    driver.report(at(1'003), ReportKind::cancelled, entry, 40, 0);
    ASSERT_EQ(driver.commands.size(), 2u);
    EXPECT_EQ(driver.commands[1].side, Side::sell);
    EXPECT_EQ(driver.commands[1].quantity, Quantity{40});
    driver.fill(at(1'004), driver.commands[1].child, 40, 10'000, 40, 2);
    ASSERT_EQ(driver.commands.size(), 3u) << "and buys on when that is done";
    EXPECT_EQ(driver.commands[2].side, Side::buy);
    EXPECT_EQ(driver.commands[2].quantity, Quantity{60});
}

TEST(Ledgers, WhatRestsOnTheOtherSideKeepsAnEarlierLedgerAway) {
    const Body body = [](const int64_t* inputs, step::Output& output) {
        bracket(inputs, output);
        if (inputs[kPair.offset(Input::bid_price)] >= 10'100) output.desired[1] = {};  // not wanted any more
    };
    Driver driver(body, protect);
    driver.market(kStart, 10'000, 10'002);
    const ChildId entry = driver.commands[0].child;
    driver.report(at(1'001), ReportKind::accepted, entry, 0, 100);
    driver.fill(at(1'002), entry, 40, 10'000, 40, 1);
    const ChildId exit = driver.commands.back().child;
    driver.report(at(1'003), ReportKind::accepted, exit, 0, 40);
    driver.market(at(1'004), 10'100, 10'102);
    driver.report(at(1'005), ReportKind::cancelled, entry, 40, 0);
    EXPECT_EQ(driver.commands.back().child, exit) << "its cancel is under way, and nothing is bought at its price";
    driver.report(at(1'006), ReportKind::cancelled, exit, 0, 0);
    EXPECT_EQ(driver.commands.back().side, Side::buy);
    EXPECT_EQ(driver.commands.back().price, Price{10'100});
}

constexpr step::Layout kLegs{.instruments = 2, .venues = 1, .slots = 2, .parameters = 1, .ledgers = 2};

TEST(Ledgers, AHedgeFollowsItsTargetOnItsInstrument) {
    const Body body = [](const int64_t* inputs, step::Output& output) {
        const auto of = [&](Input input, int ledger) { return inputs[kLegs.offset(input, 0, 0, ledger)]; };
        const int64_t left = of(Input::order_quantity, 0) - of(Input::order_executed, 0);
        output.desired[0] = resting(left, inputs[kLegs.offset(Input::bid_price)]);
        output.targets[1] = of(Input::order_executed, 0) / 2;
        const int64_t missing = output.targets[1] - of(Input::order_executed, 1);
        if (missing > 0) output.desired[1] = crossing(missing, inputs[kLegs.offset(Input::bid_price, 1)]);
    };
    Driver driver(body, [](Config& config) {
        config.program.layout = kLegs;
        config.program.slots = {{.name = "lead"}, {.name = "hedge", .crossing = true, .ledger = 1}};
        config.program.ledgers = {Ledger{}, {1, Ledger::Trades::sell, Ledger::Total::target}};
        config.program.wake_inputs = {kLegs.offset(Input::bid_price), kLegs.offset(Input::bid_price, 1),
                                      kLegs.offset(Input::order_executed),
                                      kLegs.offset(Input::order_executed, 0, 0, 1)};
        Instrument hedge = config.instrument;
        hedge.symbol = "HEDGE";
        hedge.lot = Quantity{5};
        config.others = {hedge};
    });
    driver.market(kStart, 10'000, 10'002);
    EXPECT_TRUE(driver.all<Started>().empty()) << "the hedge has no market yet";
    Event event{.time = at(1'001), .kind = EventKind::market, .instrument = 1};
    event.market = {.bid_price = 500, .bid_quantity = 9, .ask_price = 502, .ask_quantity = 9};
    driver.give(event);
    ASSERT_EQ(driver.commands.size(), 1u);
    driver.report(at(1'002), ReportKind::accepted, driver.commands[0].child, 0, 100);
    driver.fill(at(1'003), driver.commands[0].child, 30, 10'000, 30, 1);
    const OrderCommand hedge = driver.commands.back();
    EXPECT_EQ(hedge.instrument, 1);
    EXPECT_EQ(hedge.side, Side::sell);
    EXPECT_EQ(hedge.price, Price{500});
    EXPECT_EQ(hedge.quantity, Quantity{15});
    driver.fill(at(1'004), hedge.child, 15, 500, 15, 2);
    driver.fill(at(1'005), driver.commands[0].child, 70, 10'000, 100, 3);
    EXPECT_EQ(driver.stopped(), StopCause::none) << "the hedge is not whole";
    event.time = at(1'005);
    event.market.bid_price = 501;
    driver.give(event);
    driver.fill(at(1'006), driver.commands.back().child, 35, 501, 35, 4);
    EXPECT_EQ(driver.stopped(), StopCause::completed);
    EXPECT_EQ(driver.engine.ledger(1).position, -50);
}

}  // namespace
}  // namespace weir::engine::testing
