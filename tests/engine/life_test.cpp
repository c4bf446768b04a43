// The parent's life: when it starts, when it is asked, and every way in which it ends.
#include <gtest/gtest.h>

#include "tests/engine/harness.h"

namespace weir::engine {
namespace {

using namespace testing;
using step::Input;

void nothing(const int64_t*, step::Output&) {}

TEST(EngineStart, WaitsForItsTime) {
    Driver driver(peg);
    driver.market(at(999), 10'000, 10'002);
    EXPECT_EQ(driver.engine.steps(), 0u);
    EXPECT_EQ(driver.engine.next_wake(), kStart);
    driver.timer(kStart);
    EXPECT_EQ(driver.all<Started>().at(0).arrival, 20'002);
    EXPECT_EQ(driver.engine.steps(), 1u);
    ASSERT_EQ(driver.commands.size(), 1u);
    EXPECT_EQ(driver.commands[0].price, Price{10'000});
    EXPECT_EQ(driver.commands[0].quantity, Quantity{100});
}

TEST(EngineStart, ArrivalIsTheFirstTwoSidedMidFromTheStart) {
    Driver driver(peg);
    driver.timer(kStart);
    driver.market(at(1'001), 10'000, step::kAbsent);
    EXPECT_TRUE(driver.records.empty());
    EXPECT_EQ(driver.engine.next_wake(), kEnd);
    driver.market(at(1'002), 10'000, 10'003);
    EXPECT_EQ(driver.all<Started>().at(0).arrival, 20'003);
    EXPECT_EQ(driver.records.front().time, at(1'002));
}

TEST(EngineStart, NeitherStaleNorHaltedMarketsCount) {
    Driver driver(peg);
    driver.market(at(900), 10'000, 10'002);  // more than a minute before the start
    driver.timer(kStart);
    EXPECT_TRUE(driver.all<Started>().empty());
    driver.market(at(1'001), 10'000, 10'002, true);
    EXPECT_TRUE(driver.all<Started>().empty());
    driver.market(at(1'002), 10'000, 10'002);
    EXPECT_EQ(driver.all<Started>().size(), 1u);
}

TEST(EngineEnd, WithoutAMarketItSaysSo) {
    Driver driver(peg);
    driver.timer(kStart);
    driver.timer(kEnd);
    EXPECT_EQ(driver.all<Started>().at(0).arrival, step::kAbsent);
    EXPECT_EQ(driver.stopped(), StopCause::no_market);
    EXPECT_TRUE(driver.engine.finished());
    EXPECT_EQ(driver.engine.next_wake(), kNoTime);
}

TEST(EngineEnd, CancelsEverythingAndWaitsForIt) {
    Driver driver(peg, [](Config& config) { config.stale_after = Duration{0}; });
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'000.5), ReportKind::accepted, 1, 0, 100);
    EXPECT_EQ(driver.engine.next_wake(), kEnd);
    driver.timer(kEnd);
    EXPECT_EQ(driver.stopped(), StopCause::ended);
    ASSERT_EQ(driver.commands.size(), 2u);
    EXPECT_EQ(driver.commands[1].kind, CommandKind::cancel);
    EXPECT_FALSE(driver.engine.finished());
    driver.fill(at(2'000.1), 1, 30, 10'000, 30, 1);
    driver.report(at(2'000.2), ReportKind::cancelled, 1, 30, 0);
    EXPECT_TRUE(driver.engine.finished());
    EXPECT_EQ(driver.engine.ledger().executed, Quantity{30});
    driver.market(at(2'001), 9'000, 9'002);
    EXPECT_EQ(driver.commands.size(), 2u);
}

TEST(EngineEnd, CompletedWhenAllIsExecuted) {
    Driver driver(peg);
    driver.market(kStart, 10'000, 10'002);
    driver.fill(at(1'000.5), 1, 100, 10'000, 100, 1);
    EXPECT_EQ(driver.stopped(), StopCause::completed);
    EXPECT_TRUE(driver.engine.finished());
    EXPECT_EQ(driver.commands.size(), 1u);
}

TEST(EngineEnd, CancelledByTheTrader) {
    Driver driver(peg);
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'000.5), ReportKind::accepted, 1, 0, 100);
    driver.command(at(1'001), LiveCommand::cancel);
    EXPECT_EQ(driver.stopped(), StopCause::cancelled);
    EXPECT_EQ(driver.commands.back().kind, CommandKind::cancel);
    driver.report(at(1'001.5), ReportKind::cancelled, 1, 0, 0);
    EXPECT_TRUE(driver.engine.finished());

    Driver early(peg);
    early.command(at(10), LiveCommand::cancel);
    EXPECT_EQ(early.stopped(), StopCause::cancelled);
    EXPECT_EQ(early.all<Started>().size(), 1u);
    EXPECT_TRUE(early.engine.finished());
    early.market(kStart, 10'000, 10'002);
    EXPECT_EQ(early.engine.steps(), 0u);
}

TEST(EngineSteps, RunsOnlyWhenSomethingItReadsChanged) {
    Driver driver(nothing);
    driver.market(kStart, 10'000, 10'002);
    EXPECT_EQ(driver.engine.steps(), 1u);
    driver.market(at(1'001), 10'000, 10'002);
    driver.trade(at(1'002), 10'000, 10'002, 77);  // volume is not among its wake inputs
    EXPECT_EQ(driver.engine.steps(), 1u);
    driver.market(at(1'003), 10'000, 10'003);
    EXPECT_EQ(driver.engine.steps(), 2u);
    driver.timer(at(1'004));
    EXPECT_EQ(driver.engine.steps(), 2u);
    driver.command(at(1'005), LiveCommand::set_parameter, 0, 0);
    EXPECT_EQ(driver.engine.steps(), 2u);
    driver.command(at(1'006), LiveCommand::set_parameter, 0, 5);
    EXPECT_EQ(driver.engine.steps(), 3u);
    driver.command(at(1'007), LiveCommand::set_parameter, 9, 5);
    EXPECT_EQ(driver.engine.steps(), 3u);
}

TEST(EngineSteps, RunsWhenItsWakeUpIsDue) {
    Driver driver(
        [](const int64_t* inputs, step::Output& output) { output.wake = read(inputs, Input::now) + 10 * kSecond; });
    driver.market(kStart, 10'000, 10'002);
    EXPECT_EQ(driver.engine.next_wake(), at(1'010));
    driver.timer(at(1'009));
    EXPECT_EQ(driver.engine.steps(), 1u);
    driver.timer(at(1'010));
    EXPECT_EQ(driver.engine.steps(), 2u);
    EXPECT_EQ(driver.engine.next_wake(), at(1'020));
}

TEST(EngineSteps, SeesTheWorldAsItIs) {
    std::array<int64_t, kLayout.size()> seen{};
    Driver driver([&](const int64_t* inputs, step::Output& output) {
        std::copy(inputs, inputs + kLayout.size(), seen.begin());
        peg(inputs, output);
    });
    driver.market(kStart, 10'000, 10'002);
    driver.fill(at(1'001), 1, 30, 10'000, 30, 1);
    const auto value = [&](Input input) { return seen[static_cast<size_t>(kLayout.offset(input))]; };
    EXPECT_EQ(value(Input::now), at(1'001).value);
    EXPECT_EQ(value(Input::seed), 1);
    EXPECT_EQ(value(Input::order_side), 1);
    EXPECT_EQ(value(Input::order_quantity), 100);
    EXPECT_EQ(value(Input::order_limit), step::kAbsent);
    EXPECT_EQ(value(Input::order_start), kStart.value);
    EXPECT_EQ(value(Input::order_end), kEnd.value);
    EXPECT_EQ(value(Input::order_arrival), 20'002);
    EXPECT_EQ(value(Input::order_executed), 30);
    EXPECT_EQ(value(Input::order_executed_value), 30 * 100 * 10'000);  // 100.00 in 10^-4 money, thirty times
    EXPECT_EQ(value(Input::order_working), 70);
    EXPECT_EQ(value(Input::bid_price), 10'000);
    EXPECT_EQ(value(Input::volume), 0);
    EXPECT_EQ(value(Input::last_price), step::kAbsent);
    EXPECT_EQ(seen[static_cast<size_t>(kLayout.offset(Input::slot_working, 0, 0, 0))], 70);
    EXPECT_EQ(seen[static_cast<size_t>(kLayout.offset(Input::slot_working, 0, 0, 1))], 0);
}

TEST(EngineFaults, StopTheStrategyAndCancelItsOrders) {
    for (auto [status, cause] : {std::pair{step::Status::fault, StopCause::fault},
                                 {step::Status::guard, StopCause::guard},
                                 {step::Status::assumption, StopCause::assumption}}) {
        Driver driver([&, bad = status](const int64_t* inputs, step::Output& output) {
            peg(inputs, output);
            if (read(inputs, Input::bid_price) != 10'001) return;
            output.status = bad;
            output.where = 42;
        });
        driver.market(kStart, 10'000, 10'002);
        driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
        driver.market(at(1'002), 10'001, 10'002);
        EXPECT_EQ(driver.stopped(), cause);
        EXPECT_EQ(driver.all<Stopped>().at(0).where, 42);
        ASSERT_EQ(driver.commands.size(), 2u);
        EXPECT_EQ(driver.commands[1].kind, CommandKind::cancel);
        const uint64_t steps = driver.engine.steps();
        driver.market(at(1'003), 10'005, 10'006);
        EXPECT_EQ(driver.engine.steps(), steps);
    }
}

TEST(EngineFaults, AWakeUpThatIsNotLaterIsAFault) {
    for (int64_t delay : {int64_t{0}, -kSecond}) {
        Driver driver(
            [=](const int64_t* inputs, step::Output& output) { output.wake = read(inputs, Input::now) + delay; });
        driver.market(kStart, 10'000, 10'002);
        EXPECT_EQ(driver.stopped(), StopCause::fault);
        EXPECT_EQ(driver.all<Stopped>().at(0).where, kWakeNotLater);
        EXPECT_EQ(driver.engine.steps(), 1u);
    }
}

TEST(EngineFaults, AnOrderThatCannotBeIsAFault) {
    for (step::Desired bad : {resting(-1, 10'000), resting(10, 0), resting(10, 10'001)}) {
        Driver driver([=](const int64_t*, step::Output& output) { output.desired[1] = bad; },
                      [](Config& config) { config.order.limit = 10'000; });
        driver.market(kStart, 10'000, 10'002);
        EXPECT_EQ(driver.stopped(), StopCause::fault);
        EXPECT_EQ(driver.all<Stopped>().at(0).where, kBadOrder);
        EXPECT_TRUE(driver.commands.empty());
    }
}

TEST(EngineFaults, AnInputThatThePlanDoesNotAllowForIsAFault) {
    Driver driver(peg, [](Config& config) {
        config.program.bounds.assign(static_cast<size_t>(config.program.layout.size()), step::kUnbounded);
        config.program.bounds[static_cast<size_t>(config.program.layout.offset(Input::bid_price))] = {0, 20'000};
    });
    driver.market(kStart, 10'000, 10'002);
    EXPECT_EQ(driver.stopped(), StopCause::none);
    const uint64_t steps = driver.engine.steps();
    driver.market(at(1'003), 20'001, 20'002);
    EXPECT_EQ(driver.stopped(), StopCause::fault);
    EXPECT_EQ(driver.all<Stopped>().back().where, kInputOutOfBounds);
    EXPECT_EQ(driver.engine.steps(), steps) << "a step was taken on it";
}

void keep_from_absence(Config& config, int offset) {
    config.program.bounds.assign(static_cast<size_t>(config.program.layout.size()), step::kUnbounded);
    config.program.bounds[static_cast<size_t>(offset)].can_be_absent = false;
}

TEST(EngineFaults, AnInputThatIsAbsentThoughThePlanReliesOnItIsAFault) {
    for (const Input input : {Input::bid_price, Input::order_limit}) {
        Driver driver(peg, [=](Config& config) {
            keep_from_absence(config, kLayout.offset(input));
            config.order.limit = 10'001;
        });
        driver.market(kStart, 10'000, 10'002);
        EXPECT_EQ(driver.stopped(), StopCause::none);
        const uint64_t steps = driver.engine.steps();
        driver.market(at(1'003), step::kAbsent, 10'002);
        if (input == Input::order_limit) {
            EXPECT_EQ(driver.stopped(), StopCause::none) << "the bid may be absent";
            continue;
        }
        EXPECT_EQ(driver.stopped(), StopCause::fault);
        EXPECT_EQ(driver.all<Stopped>().back().where, kInputOutOfBounds);
        EXPECT_EQ(driver.engine.steps(), steps) << "a step was taken on it";
    }
}

TEST(EngineFaults, AnInputThatNobodyEverSetIsAbsent) {
    for (const bool may_be_absent : {true, false}) {
        Driver driver(peg, [=](Config& config) {
            if (!may_be_absent) keep_from_absence(config, kLayout.offset(Input::order_limit));
        });
        driver.market(kStart, 10'000, 10'002);
        EXPECT_EQ(driver.stopped(), may_be_absent ? StopCause::none : StopCause::fault);
        EXPECT_EQ(driver.engine.steps(), may_be_absent ? 1u : 0u);
    }
}

TEST(EngineFaults, TheTableSaysWhichInputsMayBeAbsent) {
    for (const step::InputRow& row : step::kInputs) {
        const bool counter = row.kind == step::InputKind::count || row.name.ends_with("volume");
        const bool fact = row.kind == step::InputKind::flag || row.name.ends_with("_fee") || row.name == "latency" ||
                          row.name == "turnover" || row.scope == step::InputScope::depth;
        const bool market = row.scope == step::InputScope::market && !counter && !fact;
        const bool session = row.name.starts_with("session_") || row.name.ends_with("_cutoff");
        const bool order = row.name == "order_limit" || row.name == "order_arrival" || row.name == "order_decision" ||
                           row.name.starts_with("order_finish_");
        EXPECT_EQ(row.can_be_absent, market || session || order) << row.name;
    }
}

TEST(EngineStale, SilenceWhileWorkingStops) {
    Driver driver(peg);
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
    const Time stale = kStart + Duration{60 * kSecond + 1};
    EXPECT_EQ(driver.engine.next_wake(), stale);
    driver.timer(kStart + Duration{60 * kSecond});
    EXPECT_EQ(driver.stopped(), StopCause::none);
    driver.timer(stale);
    EXPECT_EQ(driver.stopped(), StopCause::stale);
    EXPECT_TRUE(driver.all<Interrupted>().at(0).stale);
    EXPECT_EQ(driver.commands.back().kind, CommandKind::cancel);
}

TEST(EngineStale, IsNoticedEvenWhenNoTimerCame) {
    Driver driver(peg);
    driver.market(kStart, 10'000, 10'002);
    driver.market(at(1'100), 10'000, 10'002);
    EXPECT_EQ(driver.stopped(), StopCause::stale);
}

TEST(EngineStale, ZeroTurnsItOff) {
    Driver driver(peg, [](Config& config) { config.stale_after = Duration{0}; });
    driver.market(kStart, 10'000, 10'002);
    driver.market(at(1'900), 10'000, 10'002);
    EXPECT_EQ(driver.stopped(), StopCause::none);
}

}  // namespace
}  // namespace weir::engine
