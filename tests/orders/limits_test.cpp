// The message budget and the memory of executions, each against a plain list of all that happened.
#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>

#include "tests/orders/harness.h"

namespace weir::orders {
namespace {

using namespace testing;

TEST(MessageBudget, AgreesWithAListOfAllTimes) {
    std::mt19937_64 random(23);
    for (int run = 0; run < 200; ++run) {
        const int64_t most = 1 + static_cast<int64_t>(random() % 5);
        const Duration per{1 + static_cast<int64_t>(random() % 9)};
        MessageBudget budget(most, per);
        std::deque<int64_t> sent;
        int64_t now = 0;
        for (int i = 0; i < 200; ++i) {
            now += static_cast<int64_t>(random() % 4);
            std::erase_if(sent, [&](int64_t time) { return time <= now - per.value; });
            const auto keep = static_cast<int64_t>(random() % static_cast<uint64_t>(most));
            const bool room = static_cast<int64_t>(sent.size()) + 1 + keep <= most;
            ASSERT_EQ(budget.room_at(keep) <= Time{now}, room) << "run " << run << " message " << i;
            if (!room) continue;
            budget.count(Time{now});
            sent.push_back(now);
        }
    }
}

TEST(MessageBudget, NoLimitIsNoLimit) {
    MessageBudget budget(0, Duration{0});
    for (int i = 0; i < 100; ++i) budget.count(Time{0});
    EXPECT_LE(budget.room_at(1'000), Time{0});
}

TEST(ExecutionMemory, RemembersAtLeastItsCapacity) {
    std::mt19937_64 random(29);
    constexpr size_t kCapacity = 64;
    ExecutionMemory memory(kCapacity);
    std::deque<std::pair<ChildId, uint64_t>> last;
    for (int i = 0; i < 20'000; ++i) {
        const std::pair<ChildId, uint64_t> execution{random() % 8, static_cast<uint64_t>(i) + 1};
        ASSERT_TRUE(memory.insert(execution.first, execution.second));
        last.push_back(execution);
        if (last.size() > kCapacity) last.pop_front();
        const auto& known = last[random() % last.size()];
        ASSERT_FALSE(memory.insert(known.first, known.second)) << "after " << i;
    }
}

TEST(ExecutionMemory, ChildrenDoNotShareNumbers) {
    ExecutionMemory memory(8);
    EXPECT_TRUE(memory.insert(1, 5));
    EXPECT_TRUE(memory.insert(2, 5));
    EXPECT_FALSE(memory.insert(1, 5));
    EXPECT_TRUE(memory.insert(1, 0));
    EXPECT_TRUE(memory.insert(1, 0)) << "an execution without a number is always new";
}

TEST(Messages, TheScriptsLimitHoldsInEveryWindow) {
    Settings given = settings();
    given.limits = {.messages = 4, .messages_per_ns = 10 * kSecond, .working_orders = 0};
    Desk desk(given);
    std::deque<Time> sent;
    std::mt19937_64 random(31);
    for (int i = 0; i < 3'000; ++i) {
        desk.now = desk.now + Duration{static_cast<int64_t>(random() % (2 * kSecond))};
        desk.manager.on_time(desk.now);
        for (const OrderCommand& command :
             desk.want(rest(50, 1'000 + static_cast<int64_t>(random() % 3)), rest(random() % 2 != 0 ? 50 : 20, 900))) {
            sent.push_back(desk.now);
            const bool over = command.kind == CommandKind::cancel;
            desk.report(over                                  ? ReportKind::cancelled
                        : command.kind == CommandKind::reduce ? ReportKind::reduced
                                                              : ReportKind::accepted,
                        command.child, 0, over ? 0 : command.quantity.value);
        }
        while (!sent.empty() && sent.front() + Duration{10 * kSecond} <= desk.now) sent.pop_front();
        ASSERT_LE(sent.size(), 4u) << "at " << i;
    }
    EXPECT_GT(desk.manager.ledger().messages, 100);
}

TEST(Messages, RoomIsKeptToCancelWhatWorks) {
    Settings given = settings();
    given.limits = {.messages = 4, .messages_per_ns = 10 * kSecond, .working_orders = 0};
    Desk desk(given);
    EXPECT_EQ(desk.want(rest(50, 1'000), rest(50, 990)).size(), 2u);
    desk.report(ReportKind::accepted, 1, 0, 50);
    desk.report(ReportKind::accepted, 2, 0, 50);
    EXPECT_TRUE(desk.want(rest(40, 1'000), rest(50, 990)).empty()) << "a reduction would use the room of a cancel";
    EXPECT_EQ(desk.manager.next_wake(), Time{10 * kSecond});
    desk.stance = Stance::withdraw;
    EXPECT_EQ(desk.again().size(), 2u);
}

TEST(Messages, ALimitOfOneStillTrades) {
    Settings given = settings();
    given.limits = {.messages = 1, .messages_per_ns = kSecond, .working_orders = 0};
    Desk desk(given);
    EXPECT_EQ(desk.want(rest(50, 1'000)).size(), 1u);
    desk.report(ReportKind::accepted, 1, 0, 50);
    EXPECT_TRUE(desk.want({}).empty());
    desk.now = desk.manager.next_wake();
    EXPECT_EQ(desk.now, Time{kSecond});
    EXPECT_EQ(desk.again().at(0).kind, CommandKind::cancel);
}

TEST(Messages, TheHousesReserveIsForCancels) {
    Settings given = settings();
    given.house = {.most = 1, .reserve = 1, .per = Duration{kSecond}};
    Desk desk(given);
    EXPECT_EQ(desk.want(rest(50, 1'000), rest(50, 990)).size(), 1u);
    desk.report(ReportKind::accepted, 1, 0, 50);
    EXPECT_EQ(desk.want({}, rest(50, 990)).at(0).kind, CommandKind::cancel);
    EXPECT_EQ(desk.manager.next_wake(), Time{kSecond});
}

}  // namespace
}  // namespace weir::orders
