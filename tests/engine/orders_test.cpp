// What holds orders back, what stops them, and what is recorded of it.
#include <gtest/gtest.h>

#include "tests/engine/harness.h"

namespace weir::engine {
namespace {

using namespace testing;
using step::Input;

/// A driver whose order 1 of the whole parent works at 100.00.
struct Working : Driver {
    explicit Working(const std::function<void(Config&)>& change = [](Config&) {}) : Driver(peg, change) {
        market(kStart, 10'000, 10'002);
        report(at(1'000.1), ReportKind::accepted, 1, 0, 100);
        commands.clear();
    }
};

TEST(EngineOrders, FollowTheQuoteByPullConfirmSend) {
    Working desk;
    desk.market(at(1'001), 10'005, 10'007);
    ASSERT_EQ(desk.commands.size(), 1u);
    EXPECT_EQ(desk.commands[0].kind, CommandKind::cancel);
    desk.report(at(1'001.5), ReportKind::cancelled, 1, 0, 0);
    ASSERT_EQ(desk.commands.size(), 2u);
    EXPECT_EQ(desk.commands[1].price, Price{10'005});
    EXPECT_EQ(desk.commands[1].quantity, Quantity{100});
}

TEST(EngineOrders, TheTraderPausesAndResumes) {
    Working desk;
    desk.command(at(1'001), LiveCommand::pause);
    ASSERT_EQ(desk.commands.size(), 1u);
    EXPECT_EQ(desk.commands[0].kind, CommandKind::cancel);
    desk.report(at(1'001.5), ReportKind::cancelled, 1, 0, 0);
    const uint64_t steps = desk.engine.steps();
    desk.market(at(1'002), 10'001, 10'003);
    EXPECT_GT(desk.engine.steps(), steps) << "its memory goes on";
    EXPECT_EQ(desk.commands.size(), 1u);
    desk.command(at(1'003), LiveCommand::resume);
    ASSERT_EQ(desk.commands.size(), 2u);
    EXPECT_EQ(desk.commands[1].price, Price{10'001});
}

TEST(EngineOrders, TheTraderHoldsAndTheOrderRests) {
    Working desk;
    desk.command(at(1'001), LiveCommand::hold);
    desk.market(at(1'002), 10'005, 10'007);
    EXPECT_TRUE(desk.commands.empty());
    desk.fill(at(1'003), 1, 40, 10'000, 40, 1);
    EXPECT_TRUE(desk.commands.empty());
    desk.command(at(1'004), LiveCommand::resume);
    EXPECT_EQ(desk.commands.size(), 1u);
}

TEST(EngineOrders, AScriptsPauseAndHoldDoTheSame) {
    for (bool pauses : {true, false}) {
        Driver driver([=](const int64_t* inputs, step::Output& output) {
            peg(inputs, output);
            if (read(inputs, Input::bid_price) != 10'001) return;
            (pauses ? output.trace.paused : output.trace.held) = 1;
        });
        driver.market(kStart, 10'000, 10'002);
        driver.report(at(1'000.1), ReportKind::accepted, 1, 0, 100);
        driver.market(at(1'001), 10'001, 10'003);
        EXPECT_EQ(driver.commands.size(), pauses ? 2u : 1u);
    }
}

TEST(EngineOrders, AHaltWithdrawsAndAResumptionGoesOn) {
    Working desk;
    desk.market(at(1'001), 10'000, 10'002, true);
    EXPECT_TRUE(desk.all<Interrupted>().at(0).halted);
    ASSERT_EQ(desk.commands.size(), 1u);
    EXPECT_EQ(desk.commands[0].kind, CommandKind::cancel);
    desk.report(at(1'001.5), ReportKind::cancel_rejected, 1, 0, 0);
    desk.report(at(1'001.6), ReportKind::cancelled, 1, 0, 0);
    EXPECT_EQ(desk.engine.next_wake(), kEnd) << "a halt is not silence of the data";
    desk.market(at(1'900), 10'000, 10'002);
    EXPECT_EQ(desk.stopped(), StopCause::none);
    EXPECT_FALSE(desk.all<Interrupted>().at(1).halted);
    EXPECT_EQ(desk.commands.back().kind, CommandKind::place);
}

TEST(EngineGate, ABreachStopsTheStrategy) {
    Driver driver([](const int64_t*, step::Output& output) { output.desired[0] = resting(10, 11'000); });
    driver.market(kStart, 10'000, 10'002);
    EXPECT_EQ(driver.stopped(), StopCause::gate);
    EXPECT_TRUE(driver.commands.empty());
    ASSERT_EQ(driver.all<Refused>().size(), 1u);
    EXPECT_EQ(static_cast<risk::Rule>(driver.all<Refused>()[0].rule), risk::Rule::price_collar);
    EXPECT_TRUE(driver.engine.finished());
}

TEST(EngineGate, AMarketWithOneSideIsWaitedFor) {
    Driver driver([](const int64_t* inputs, step::Output& output) {
        if (read(inputs, Input::now) >= at(1'001).value) output.desired[0] = resting(10, 10'000);
    });
    driver.market(kStart, 10'000, 10'002);
    driver.market(at(1'001), 10'000, step::kAbsent);
    driver.trade(at(1'002), 10'000, step::kAbsent, 5);
    driver.trade(at(1'003), 10'000, step::kAbsent, 9);
    EXPECT_EQ(driver.stopped(), StopCause::none);
    EXPECT_EQ(driver.all<Refused>().size(), 1u) << "recorded once";
    EXPECT_TRUE(driver.commands.empty());
    driver.market(at(1'004), 10'000, 10'002);
    EXPECT_EQ(driver.commands.size(), 1u);
}

TEST(EngineGate, ACrowdedSecondIsWaitedOut) {
    Working desk([](Config& config) {
        config.gate.messages_max = 2;
        config.gate.cancels_reserve = 2;
    });
    for (int i = 1; i <= 6; ++i) {
        desk.market(at(1'000.1 + 0.01 * i), 10'000 + i, 10'002 + i);
        if (!desk.engine.commands().empty() && desk.engine.commands()[0].kind == CommandKind::cancel)
            desk.report(at(1'000.1 + 0.01 * i), ReportKind::cancelled, desk.engine.commands()[0].child, 0, 0);
    }
    EXPECT_EQ(desk.stopped(), StopCause::none);
    EXPECT_TRUE(desk.all<Refused>().empty());
    EXPECT_LE(desk.engine.next_wake(), at(1'001.2));
    desk.timer(desk.engine.next_wake());
    EXPECT_EQ(desk.commands.back().kind, CommandKind::place);
}

TEST(EngineVenue, AFillBeyondTheOrderStops) {
    Working desk;
    desk.fill(at(1'001), 1, 120, 10'000, 120, 1);
    EXPECT_EQ(desk.stopped(), StopCause::venue);
    EXPECT_EQ(desk.all<Stopped>().at(0).where, 1);
    EXPECT_EQ(desk.engine.ledger().excess, Quantity{20});
    EXPECT_TRUE(desk.engine.finished());
}

TEST(EngineVenue, AnOrderWithoutAnswersIsAskedAfterThenStops) {
    Driver driver(peg, [](Config& config) { config.stale_after = Duration{0}; });
    driver.market(kStart, 10'000, 10'002);
    while (driver.engine.next_wake() < kEnd) driver.timer(driver.engine.next_wake());
    EXPECT_EQ(driver.stopped(), StopCause::venue);
    EXPECT_FALSE(driver.engine.finished()) << "its exposure is still open";
    EXPECT_EQ(driver.engine.ledger().exposure, Quantity{100});
    EXPECT_EQ(driver.engine.next_wake(), kNoTime);
}

TEST(EngineRecords, DuplicatesAreSaidToBe) {
    Working desk;
    desk.fill(at(1'001), 1, 40, 10'000, 40, 9);
    desk.fill(at(1'002), 1, 40, 10'000, 40, 9);
    const auto reports = desk.all<Reported>();
    EXPECT_FALSE(reports.at(1).duplicate);
    EXPECT_TRUE(reports.at(2).duplicate);
    EXPECT_EQ(reports.at(2).slot, 0);
    EXPECT_EQ(desk.engine.ledger().executed, Quantity{40});
}

TEST(EngineRecords, DecisionsOnlyWhenSomethingChanged) {
    Driver driver([](const int64_t* inputs, step::Output& output) {
        output.trace.target = read(inputs, Input::ask_price) > 10'005 ? 50 : 20;
        output.desired[1] = resting(20, 9'990);
        output.desired[0].bound = step::Bound::ceiling;
    });
    driver.market(kStart, 10'000, 10'002);
    ASSERT_EQ(driver.all<Decided>().size(), 1u);
    EXPECT_EQ(driver.all<Decided>()[0].bound, step::Bound::take) << "of the last slot that has one";
    ASSERT_EQ(driver.all<Wanted>().size(), 2u);
    EXPECT_EQ(driver.all<Wanted>()[0].desired.bound, step::Bound::ceiling) << "why nothing";
    EXPECT_EQ(driver.all<Sent>().at(0).bound, step::Bound::take);
    EXPECT_EQ(driver.all<Sent>().at(0).slot, 1);
    driver.market(at(1'001), 10'001, 10'003);
    EXPECT_EQ(driver.engine.steps(), 2u);
    EXPECT_EQ(driver.all<Decided>().size(), 1u);
    driver.market(at(1'002), 10'001, 10'010);
    EXPECT_EQ(driver.all<Decided>().size(), 2u);
    EXPECT_EQ(driver.all<Wanted>().size(), 2u);
}

TEST(EngineRecords, CrossingOrdersGoOutImmediateOrCancel) {
    Driver driver([](const int64_t* inputs, step::Output& output) {
        output.desired[0] = crossing(10, read(inputs, Input::ask_price));
    });
    driver.market(kStart, 10'000, 10'002);
    ASSERT_EQ(driver.commands.size(), 1u);
    EXPECT_TRUE(driver.commands[0].immediate_or_cancel);
    driver.report(at(1'001), ReportKind::cancelled, 1, 0, 0);
    driver.trade(at(1'002), 10'000, 10'002, 50);
    EXPECT_EQ(driver.commands.size(), 1u) << "the touch is the same: there is nothing more to take";
    driver.market(at(1'003), 10'000, 10'003);
    EXPECT_EQ(driver.commands.size(), 2u);
}

}  // namespace
}  // namespace weir::engine
