// How desired orders become commands, one behaviour at a time.
#include <gtest/gtest.h>

#include <limits>

#include "tests/orders/harness.h"

namespace weir::orders {
namespace {

using namespace testing;

TEST(Reconcile, KeepsWhatIsRight) {
    Desk desk;
    const ChildId child = desk.working(40, 1'000);
    EXPECT_TRUE(desk.want(rest(40, 1'000)).empty());
    desk.fill(child, 15, 1'000, 15, 1);
    EXPECT_TRUE(desk.want(rest(25, 1'000)).empty());
}

TEST(Reconcile, ReducesInPlace) {
    Desk desk;
    const ChildId child = desk.working(40, 1'000);
    const auto sent = desk.want(rest(30, 1'000));
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].kind, CommandKind::reduce);
    EXPECT_EQ(sent[0].quantity, Quantity{30});
    EXPECT_EQ(desk.manager.ledger().exposure, Quantity{40}) << "both count until it is confirmed";
    desk.report(ReportKind::reduced, child, 0, 30);
    EXPECT_EQ(desk.manager.ledger().exposure, Quantity{30});
    EXPECT_EQ(desk.state(child), ChildState::working);
}

TEST(Reconcile, PullsConfirmsThenSends) {
    Desk desk;
    const ChildId child = desk.working(100, 1'000);
    const auto sent = desk.want(rest(100, 1'001));
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].kind, CommandKind::cancel);
    EXPECT_TRUE(desk.again().empty()) << "nothing new before the confirmation";
    desk.report(ReportKind::cancelled, child, 0, 0);
    const auto next = desk.again();
    ASSERT_EQ(next.size(), 1u);
    EXPECT_EQ(next[0].kind, CommandKind::place);
    EXPECT_EQ(next[0].price, Price{1'001});
    EXPECT_NE(next[0].child, child);
}

TEST(Reconcile, WantedInAnotherSlotWaitsForTheRoom) {
    Desk desk;
    const ChildId child = desk.working(100, 1'000);
    const auto sent = desk.want({}, rest(100, 990));
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].kind, CommandKind::cancel);
    desk.fill(child, 30, 1'000, 30, 1);
    desk.report(ReportKind::cancelled, child, 30, 0);
    const auto next = desk.again();
    ASSERT_EQ(next.size(), 1u);
    EXPECT_EQ(next[0].quantity, Quantity{70});
    EXPECT_EQ(desk.last_bound, step::Bound::leaves);
}

TEST(Reconcile, FillsThatWereAnnouncedCountAfterTheCancel) {
    Desk desk;
    const ChildId child = desk.working(100, 1'000);
    desk.want(rest(100, 1'001));
    desk.report(ReportKind::cancelled, child, 60, 0);  // the venue knows of 60, we do not yet
    EXPECT_EQ(desk.state(child), ChildState::settling);
    EXPECT_EQ(desk.manager.ledger().exposure, Quantity{60});
    EXPECT_EQ(desk.again().at(0).quantity, Quantity{40});
    desk.fill(child, 60, 1'000, 60, 1);
    EXPECT_EQ(desk.state(child), ChildState::closed);
    EXPECT_EQ(desk.manager.ledger().executed, Quantity{60});
    EXPECT_EQ(desk.manager.ledger().exposure, Quantity{40});
}

TEST(Reconcile, EnlargingReplacesOnlyWhenThereIsMoreToHave) {
    Desk desk;
    desk.working(60, 1'000);
    EXPECT_EQ(desk.want(rest(80, 1'000)).at(0).kind, CommandKind::cancel);

    Desk full;
    full.working(100, 1'000);
    EXPECT_TRUE(full.want(rest(150, 1'000)).empty());
}

TEST(Reconcile, EarlierSlotsComeFirst) {
    Desk desk;
    const auto sent = desk.want(rest(80, 1'000), rest(80, 990));
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[0].quantity, Quantity{80});
    EXPECT_EQ(sent[1].quantity, Quantity{20});
}

TEST(Reconcile, MinimumsAndLots) {
    Settings given = settings();
    given.instrument.lot = Quantity{10};
    given.instrument.minimum_quantity = Quantity{30};
    given.instrument.minimum_value = 40 * 1'000 * 100;  // 40 at 10.00, in 10^-4
    Desk desk(given);
    EXPECT_TRUE(desk.want(rest(20, 1'000)).empty());
    EXPECT_TRUE(desk.want(rest(30, 1'000)).empty()) << "below the minimum value";
    EXPECT_EQ(desk.want(rest(55, 1'000)).at(0).quantity, Quantity{50}) << "on the lot";
    desk.report(ReportKind::accepted, 1, 0, 50);
    EXPECT_EQ(desk.want(rest(20, 1'000)).at(0).kind, CommandKind::cancel) << "what remained would be too small";
}

TEST(Reconcile, ShowsAPart) {
    Desk desk;
    step::Desired iceberg = rest(50, 1'000);
    iceberg.display = 10;
    EXPECT_EQ(desk.want(iceberg).at(0).display, Quantity{10});
    EXPECT_EQ(desk.want(iceberg, rest(30, 990)).at(0).display, Quantity{30});
}

TEST(Reconcile, PauseWithdrawsAndHoldLeavesAlone) {
    Desk desk;
    desk.working(60, 1'000);
    desk.stance = Stance::hold;
    EXPECT_TRUE(desk.want(rest(30, 1'001), rest(20, 990)).empty());
    EXPECT_TRUE(desk.want({}).empty());
    desk.stance = Stance::withdraw;
    EXPECT_EQ(desk.again().at(0).kind, CommandKind::cancel);
    desk.report(ReportKind::cancelled, 1, 0, 0);
    EXPECT_TRUE(desk.want(rest(60, 1'000)).empty());
    desk.stance = Stance::work;
    EXPECT_EQ(desk.again().size(), 1u);
}

TEST(Reconcile, NothingNewAfterTheStop) {
    Desk desk;
    desk.working(60, 1'000);
    desk.manager.stop();
    EXPECT_EQ(desk.want(rest(60, 1'000), rest(40, 990)).size(), 1u);
    desk.report(ReportKind::cancelled, 1, 0, 0);
    EXPECT_TRUE(desk.again().empty());
    EXPECT_EQ(desk.manager.open_children(), 0);
}

TEST(Reconcile, ACrossingOrderIsNotRepeatedOnTheSameTouch) {
    Desk desk;
    EXPECT_TRUE(desk.want(cross(50, 1'010)).at(0).immediate_or_cancel);
    desk.report(ReportKind::cancelled, 1, 0, 0);
    EXPECT_TRUE(desk.again().empty());
    EXPECT_EQ(desk.want(cross(50, 1'011)).size(), 1u) << "a better price may find more";
    desk.report(ReportKind::cancelled, 2, 0, 0);
    EXPECT_TRUE(desk.want(cross(50, 1'010)).empty());
    ++desk.touch;
    EXPECT_EQ(desk.again().size(), 1u);
    EXPECT_TRUE(desk.want({}).empty()) << "it ends by itself";
}

TEST(Reconcile, ARejectedOrderWaitsBeforeTheNext) {
    Desk desk;
    desk.want(rest(50, 1'000));
    desk.report(ReportKind::rejected, 1, 0, 0, Reject::lot);
    EXPECT_TRUE(desk.again().empty());
    EXPECT_EQ(desk.manager.next_wake(), Time{5 * kSecond});
    desk.now = Time{5 * kSecond};
    desk.manager.on_time(desk.now);
    EXPECT_EQ(desk.again().size(), 1u);
}

TEST(Reconcile, APostOnlyOrderThatWouldTakeWaitsForAnotherTouch) {
    Settings given = settings();
    given.places[0].post_only = true;
    Desk desk(given);
    EXPECT_TRUE(desk.want(rest(50, 1'000)).at(0).post_only);
    desk.report(ReportKind::rejected, 1, 0, 0, Reject::would_cross);
    EXPECT_TRUE(desk.again().empty());
    EXPECT_TRUE(desk.want(rest(50, 1'001)).empty());
    EXPECT_EQ(desk.want(rest(50, 999)).size(), 1u) << "further away it may rest";
    desk.report(ReportKind::rejected, 2, 0, 0, Reject::would_cross);
    ++desk.touch;
    EXPECT_EQ(desk.again().size(), 1u);
}

TEST(Reconcile, ARefusedCancelIsRepeatedLater) {
    Desk desk;
    const ChildId child = desk.working(50, 1'000);
    desk.want({});
    desk.report(ReportKind::cancel_rejected, child, 0, 50, Reject::halted);
    EXPECT_EQ(desk.state(child), ChildState::working);
    EXPECT_TRUE(desk.again().empty());
    desk.now = desk.manager.next_wake();
    desk.manager.on_time(desk.now);
    EXPECT_EQ(desk.again().at(0).kind, CommandKind::cancel);
}

TEST(Reconcile, ARefusalOnTheWayLeavesNothingBehind) {
    Desk desk;
    desk.refuse = true;
    EXPECT_TRUE(desk.want(rest(50, 1'000)).empty());
    EXPECT_EQ(desk.manager.ledger().exposure, Quantity{0});
    EXPECT_EQ(desk.manager.open_children(), 0);
    desk.refuse = false;
    EXPECT_EQ(desk.again().at(0).child, 1u);
}

TEST(Reconcile, WorkingOrdersAreLimited) {
    Settings given = settings();
    given.limits.working_orders = 1;
    Desk desk(given);
    EXPECT_EQ(desk.want(rest(50, 1'000), rest(50, 990)).size(), 1u);
    desk.fill(1, 50, 1'000, 50, 1);
    EXPECT_EQ(desk.want({}, rest(50, 990)).size(), 1u);
}

TEST(Unknown, CountsInFullIsAskedAndEscalated) {
    Desk desk;
    const ChildId child = desk.want(rest(60, 1'000)).at(0).child;
    EXPECT_EQ(desk.manager.next_wake(), Time{5 * kSecond});
    int cancels = 0;
    while (desk.manager.next_wake() != kNoTime) {
        desk.now = desk.manager.next_wake();
        desk.manager.on_time(desk.now);
        EXPECT_EQ(desk.state(child), ChildState::unknown);
        EXPECT_EQ(desk.manager.ledger().exposure, Quantity{60});
        for (const OrderCommand& command : desk.again()) cancels += command.kind == CommandKind::cancel;
        desk.report(ReportKind::cancel_rejected, child, 0, 0, Reject::unknown_order);
    }
    EXPECT_EQ(cancels, kAsksMost + 2);
    EXPECT_EQ(desk.manager.breach(), child);
    EXPECT_EQ(desk.manager.ledger().exposure, Quantity{60}) << "still counted: the truth is not known";
    EXPECT_EQ(desk.want(rest(60, 1'000), rest(60, 990)).at(0).quantity, Quantity{40}) << "the other slot has the rest";
    desk.fill(child, 60, 1'000, 60, 1);
    EXPECT_EQ(desk.state(child), ChildState::closed);
    EXPECT_EQ(desk.manager.ledger().executed, Quantity{60});
}

TEST(Unknown, ACrossingOrderWhoseEndWasLostIsAskedAfter) {
    Desk desk;
    const ChildId child = desk.want(cross(60, 1'000)).at(0).child;
    desk.report(ReportKind::accepted, child, 0, 60);
    desk.stance = Stance::withdraw;
    EXPECT_TRUE(desk.again().empty()) << "it ends by itself";
    EXPECT_EQ(desk.manager.next_wake(), Time{5 * kSecond}) << "and is awaited";
    desk.now = desk.manager.next_wake();
    desk.manager.on_time(desk.now);
    EXPECT_EQ(desk.state(child), ChildState::unknown);
    EXPECT_EQ(desk.again().at(0).kind, CommandKind::cancel);
    desk.report(ReportKind::cancelled, child, 0, 0);
    EXPECT_EQ(desk.manager.open_children(), 0);
}

TEST(Ledger, CountsEachExecutionOnce) {
    Desk desk;
    const ChildId child = desk.working(100, 1'000);
    EXPECT_FALSE(desk.fill(child, 30, 1'000, 30, 7, 5).duplicate);
    EXPECT_TRUE(desk.fill(child, 30, 1'000, 30, 7, 5).duplicate);
    EXPECT_FALSE(desk.fill(child, 20, 999, 50, 8, -2).duplicate);
    const Ledger& ledger = desk.manager.ledger();
    EXPECT_EQ(ledger.executed, Quantity{50});
    EXPECT_EQ(ledger.exposure, Quantity{50});
    EXPECT_TRUE(ledger.executed_value == 30 * 1'000 + 20 * 999);
    EXPECT_EQ(ledger.fees, 3);
    EXPECT_EQ(ledger.position, 50);
    EXPECT_EQ(ledger.duplicates, 1);
    EXPECT_EQ(ledger.fills, 2);
    EXPECT_EQ(ledger.messages, 1);
}

TEST(Ledger, ASellersPositionIsNegative) {
    Settings given = settings();
    given.side = Side::sell;
    Desk desk(given);
    desk.working(100, 1'000);
    desk.fill(1, 30, 1'000, 30, 1);
    EXPECT_EQ(desk.manager.ledger().position, -30);
}

TEST(Ledger, ValueIsExactBeyond64Bits) {
    Settings given = settings();
    constexpr int64_t huge = int64_t{1} << 61;
    given.total = Quantity{huge};
    Desk desk(given);
    desk.working(huge, huge);
    desk.fill(1, huge, huge, huge, 1);
    EXPECT_TRUE(desk.manager.ledger().executed_value == Wide{huge} * huge);
}

TEST(Ledger, AFillBeyondTheOrderIsCountedAndABreach) {
    Desk desk;
    const ChildId child = desk.working(100, 1'000);
    desk.fill(child, 130, 1'000, 130, 1);
    const Ledger& ledger = desk.manager.ledger();
    EXPECT_EQ(ledger.executed, Quantity{130});
    EXPECT_EQ(ledger.excess, Quantity{30});
    EXPECT_EQ(ledger.exposure, Quantity{0});
    EXPECT_EQ(desk.manager.breach(), child);
}

TEST(Ledger, AFillAfterTheCancelThatWasNotAnnouncedIsABreach) {
    Desk desk;
    const ChildId child = desk.working(100, 1'000);
    desk.want({});
    desk.report(ReportKind::cancelled, child, 0, 0);
    desk.fill(child, 10, 1'000, 10, 1);
    EXPECT_EQ(desk.manager.ledger().executed, Quantity{10});
    EXPECT_EQ(desk.manager.ledger().excess, Quantity{10});
    EXPECT_EQ(desk.manager.breach(), child);
}

TEST(Ledger, AFillOfAnOrderThatWasNeverSentIsABreach) {
    Desk desk;
    EXPECT_FALSE(desk.fill(77, 10, 1'000, 10, 1).duplicate);
    EXPECT_TRUE(desk.fill(77, 10, 1'000, 10, 1).duplicate);
    EXPECT_EQ(desk.manager.ledger().executed, Quantity{10});
    EXPECT_EQ(desk.manager.breach(), ChildId{77});
    desk.report(ReportKind::accepted, 78);
    EXPECT_EQ(desk.manager.ledger().executed, Quantity{10});
}

TEST(Ledger, NumbersThatCannotBeAreABreach) {
    constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
    Desk fills, leaves, negative;
    for (Desk* desk : {&fills, &leaves, &negative}) desk->working(100, 1'000);
    fills.fill(1, kHighest, 1'000, 100, 1);
    leaves.report(ReportKind::reduced, 1, kHighest, kHighest);
    negative.report(ReportKind::cancelled, 1, -5, 0);
    for (Desk* desk : {&fills, &leaves, &negative}) {
        EXPECT_EQ(desk->manager.breach(), ChildId{1});
        EXPECT_EQ(desk->manager.ledger().executed, Quantity{0});
        EXPECT_EQ(desk->manager.ledger().exposure, Quantity{100});
    }
}

TEST(Ledger, ManyOrdersUseThePlacesAgain) {
    Desk desk;
    const ChildId resting = desk.want({}, rest(10, 900)).at(0).child;
    for (int i = 0; i < 5'000; ++i) {
        const auto sent = desk.want(rest(50, 1'000 + i % 2), rest(10, 900));
        ASSERT_EQ(sent.size(), 1u);
        const OrderCommand& command = sent[0];
        desk.report(command.kind == CommandKind::place ? ReportKind::accepted : ReportKind::cancelled, command.child, 0,
                    command.kind == CommandKind::place ? 50 : 0);
        if (command.kind == CommandKind::cancel) desk.report(ReportKind::accepted, desk.again().at(0).child, 0, 50);
    }
    EXPECT_EQ(desk.manager.find(resting)->quantity, Quantity{10});
    EXPECT_EQ(desk.manager.open_children(), 2);
    EXPECT_EQ(desk.manager.ledger().exposure, Quantity{60});
}

TEST(Reconcile, WithdrawsWhatIsBeyondTheLimitWhateverIsUnderWay) {
    const auto cancels = [](auto prepare) {
        Desk desk;
        const ChildId child = desk.working(40, 1'000);
        EXPECT_TRUE(desk.want(rest(40, 1'000)).empty());
        prepare(desk);
        desk.limit = Price{1'000};
        EXPECT_TRUE(desk.again().empty()) << "at the limit it may stay";
        desk.limit = Price{999};
        const auto sent = desk.again();
        EXPECT_EQ(sent.size(), 1u);
        return !sent.empty() && sent[0].kind == CommandKind::cancel && sent[0].child == child;
    };
    EXPECT_TRUE(cancels([](Desk&) {}));
    EXPECT_TRUE(cancels([](Desk& desk) { desk.stance = Stance::hold; }));
    EXPECT_TRUE(cancels([](Desk& desk) { desk.want(rest(30, 1'000)); })) << "a reduction is on its way";
}

}  // namespace
}  // namespace weir::orders
