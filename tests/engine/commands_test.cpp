// Live commands: each is recorded with who and why, and does what it says or is refused and does nothing.
#include <gtest/gtest.h>

#include "tests/engine/harness.h"

namespace weir::engine::testing {
namespace {

using step::Input;

/// `peg`, which also sees amended limits and ends.
void bounded_peg(const int64_t* inputs, step::Output& output) {
    const int64_t left = read(inputs, Input::order_quantity) - read(inputs, Input::order_executed);
    const int64_t bid = read(inputs, Input::bid_price), limit = read(inputs, Input::order_limit);
    if (bid == step::kAbsent || left <= 0) return;
    output.desired[0] = resting(left, limit == step::kAbsent ? bid : std::min(bid, limit));
}

/// The data may be silent for as long as it likes.
void patient(Config& config) {
    config.stale_after = Duration{0};
}

Commanded last(const Driver& driver) {
    return driver.all<Commanded>().back();
}

TEST(Commands, AreRecordedWithUserAndReasonBeforeWhatTheyLeadTo) {
    Driver driver(peg, patient);
    driver.market(kStart, 10'000, 10'002);
    driver.records.clear();
    const Command command{.kind = LiveCommand::take_over, .user = "alice", .reason = "the client called"};
    driver.command(at(1'100), command);
    ASSERT_EQ(driver.all<Commanded>().size(), 1u);
    EXPECT_EQ(last(driver).command, command);
    EXPECT_EQ(last(driver).refusal, CommandRefusal::none);
    EXPECT_TRUE(std::holds_alternative<Commanded>(driver.records.front().what));
    EXPECT_EQ(driver.stopped(), StopCause::taken_over);
    driver.command(at(1'101), LiveCommand::resume);
    EXPECT_EQ(last(driver).refusal, CommandRefusal::over);
}

TEST(Commands, ALargerQuantityIsWorked) {
    Driver driver(peg, patient);
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
    driver.command(at(1'100), LiveCommand::amend_quantity, 0, 150);
    EXPECT_EQ(last(driver).effective, 150);
    ASSERT_EQ(driver.commands.size(), 2u) << "larger: cancelled first, then anew";
    driver.report(at(1'101), ReportKind::cancelled, 1, 0, 0);
    EXPECT_EQ(driver.commands.back().quantity, Quantity{150});
}

TEST(Commands, ASmallerQuantityIsPulledAndPendsUntilConfirmed) {
    Driver driver(peg, patient);
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
    driver.fill(at(1'010), 1, 40, 10'000, 40, 1, 60);
    driver.command(at(1'100), LiveCommand::amend_quantity, 0, 60);
    EXPECT_EQ(driver.commands.back().kind, CommandKind::reduce);
    EXPECT_EQ(driver.commands.back().quantity, Quantity{20});
    EXPECT_EQ(driver.engine.ledger().total, Quantity{100}) << "all of it may still fill";
    driver.fill(at(1'101), 1, 10, 10'000, 50, 2, 50);
    EXPECT_EQ(driver.engine.ledger().total, Quantity{100});
    driver.report(at(1'102), ReportKind::reduced, 1, 50, 10);
    EXPECT_EQ(driver.engine.ledger().total, Quantity{60});
    driver.fill(at(1'103), 1, 10, 10'000, 60, 3);
    EXPECT_EQ(driver.stopped(), StopCause::completed);
}

TEST(Commands, AQuantityBelowWhatIsExecutedEndsTheOrderThere) {
    Driver driver(peg, patient);
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
    driver.fill(at(1'010), 1, 40, 10'000, 40, 1, 60);
    driver.command(at(1'100), LiveCommand::amend_quantity, 0, 30);
    EXPECT_EQ(last(driver).refusal, CommandRefusal::none);
    EXPECT_EQ(last(driver).effective, 40);
    EXPECT_EQ(driver.stopped(), StopCause::completed);
    EXPECT_FALSE(driver.engine.finished()) << "the rest is not confirmed yet";
    driver.fill(at(1'101), 1, 5, 10'000, 45, 2);
    driver.report(at(1'102), ReportKind::cancelled, 1, 45, 0);
    EXPECT_TRUE(driver.engine.finished());
    EXPECT_EQ(driver.engine.ledger().executed, Quantity{45});
}

TEST(Commands, TheLimitAndTheEndMove) {
    Driver driver(bounded_peg, patient);
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
    driver.command(at(1'100), LiveCommand::amend_limit, 0, 9'990);
    EXPECT_EQ(driver.commands.back().kind, CommandKind::cancel);
    driver.report(at(1'101), ReportKind::cancelled, 1, 0, 0);
    EXPECT_EQ(driver.commands.back().price, Price{9'990});
    driver.report(at(1'102), ReportKind::accepted, driver.commands.back().child, 0, 100);
    driver.command(at(1'200), LiveCommand::amend_end, 0, at(1'300).value);
    EXPECT_EQ(driver.engine.next_wake(), at(1'300));
}

/// As a script has that keeps its price until the next repricing.
TEST(Commands, AnOrderBeyondTheNewLimitIsWithdrawnAndANewPriceBeyondItIsAFault) {
    Driver driver(peg, patient);  // it does not look at the limit
    driver.market(kStart, 10'000, 10'002);
    driver.report(at(1'005), ReportKind::accepted, 1, 0, 100);
    driver.command(at(1'010), LiveCommand::amend_limit, 0, 9'990);
    EXPECT_EQ(driver.stopped(), StopCause::none);
    EXPECT_EQ(driver.commands.back().kind, CommandKind::cancel);
    driver.report(at(1'012), ReportKind::cancelled, 1, 0, 0);
    EXPECT_EQ(driver.commands.back().kind, CommandKind::cancel) << "nothing new";
    driver.market(at(1'020), 10'001, 10'003);
    EXPECT_EQ(driver.stopped(), StopCause::fault);
}

TEST(Commands, WhatCannotBeIsRefusedAndChangesNothing) {
    const auto refusal = [](const Command& command, bool declared = true) {
        Driver driver(peg, [&](Config& config) {
            config.instrument.lot = Quantity{10};
            config.instrument.tick = Price{2};
            if (declared) config.program.parameters = {{"p", true, {0, 10}}};
        });
        driver.market(kStart, 10'000, 10'002);
        driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
        const size_t commands = driver.commands.size();
        driver.command(at(1'002), command);
        EXPECT_EQ(driver.commands.size(), commands);
        EXPECT_EQ(driver.stopped(), StopCause::none);
        return last(driver).refusal;
    };
    using enum LiveCommand;
    EXPECT_EQ(refusal({.kind = amend_quantity, .value = 0}), CommandRefusal::bad_quantity);
    EXPECT_EQ(refusal({.kind = amend_quantity, .value = 55}), CommandRefusal::bad_quantity);
    EXPECT_EQ(refusal({.kind = amend_limit, .value = -2}), CommandRefusal::bad_limit);
    EXPECT_EQ(refusal({.kind = amend_limit, .value = 10'001}), CommandRefusal::bad_limit);
    EXPECT_EQ(refusal({.kind = amend_end, .value = at(1'002).value}), CommandRefusal::end_has_passed);
    EXPECT_EQ(refusal({.kind = set_parameter, .index = 1}), CommandRefusal::unknown_parameter);
    EXPECT_EQ(refusal({.kind = set_parameter, .index = 0, .value = 11}), CommandRefusal::out_of_range);
    EXPECT_EQ(refusal({.kind = set_parameter, .index = 0, .value = 11}, false), CommandRefusal::none);
    EXPECT_EQ(refusal({.kind = venue_off, .index = 1}), CommandRefusal::unknown_venue);
    EXPECT_EQ(refusal({.kind = skip_auction, .index = 1}), CommandRefusal::no_auction);
    EXPECT_EQ(refusal({.kind = finish, .value = 0, .within = 1}), CommandRefusal::bad_share);
    EXPECT_EQ(refusal({.kind = finish, .value = 1, .within = 0}), CommandRefusal::bad_duration);
}

TEST(Commands, FinishIsForWhatReadsIt) {
    const auto try_with = [](bool reads) {
        int64_t until = step::kAbsent, most = step::kAbsent;
        const Body body = [&](const int64_t* inputs, step::Output&) {
            until = read(inputs, Input::order_finish_until);
            most = read(inputs, Input::order_finish_most);
        };
        Driver driver(body, [&](Config& config) {
            patient(config);
            config.program.inputs = {kLayout.offset(Input::now)};
            if (!reads) return;
            for (const Input input : {Input::order_finish_until, Input::order_finish_most})
                config.program.inputs.push_back(kLayout.offset(input));
            std::ranges::sort(config.program.inputs);
        });
        driver.market(kStart, 10'000, 10'002);
        driver.command(at(1'100), {.kind = LiveCommand::finish, .value = 300'000'000, .within = 5 * kSecond});
        return std::tuple{last(driver).refusal, until, most};
    };
    EXPECT_EQ(try_with(true), (std::tuple{CommandRefusal::none, at(1'105).value, int64_t{300'000'000}}));
    EXPECT_EQ(try_with(false), (std::tuple{CommandRefusal::unsupported, step::kAbsent, step::kAbsent}));
}

TEST(Commands, ASkippedAuctionIsOneThatThereIsNot) {
    int64_t cutoff = 0;
    const Body body = [&](const int64_t* inputs, step::Output& output) {
        cutoff = read(inputs, Input::close_cutoff);
        output.desired[1] = resting(30, 10'100);
    };
    Driver driver(body, [](Config& config) {
        config.program.slots[1].auction = Auction::close;
        config.sessions = {{{.open = 0, .close = kEnd.value, .close_cutoff = at(1'900).value}}};
    });
    driver.market(kStart, 10'000, 10'002);
    EXPECT_EQ(cutoff, at(1'900).value);
    ASSERT_EQ(driver.commands.size(), 1u);
    EXPECT_EQ(driver.commands[0].auction, Auction::close);
    driver.report(at(1'001), ReportKind::accepted, 1, 0, 30);
    driver.command(at(1'010), LiveCommand::skip_auction, static_cast<int32_t>(Auction::close));
    EXPECT_EQ(last(driver).refusal, CommandRefusal::none);
    EXPECT_EQ(cutoff, step::kAbsent);
    EXPECT_EQ(driver.commands.back().kind, CommandKind::cancel);
}

}  // namespace
}  // namespace weir::engine::testing
