// Order tapes: every rule on a stage small enough to follow by hand.
#include "tests/venues/scene.h"

namespace weir::venues::test {
namespace {

using enum Side;

/// Bids 999 (order 1: 50), asks 1001 (order 2: 50) and 1002 (order 3: 40).
Scene market_of_orders() {
    Scene scene(market::BookDetail::orders);
    scene.add(1, 1, buy, 999, 50).add(2, 2, sell, 1001, 50).add(3, 3, sell, 1002, 40);
    return scene;
}

TEST(OrderTape, FillOrKillIsFilledWhollyOrNotAtAll) {
    Scene scene = market_of_orders();  // 50 @ 1001 and 40 @ 1002 are for sale
    scene.take_all(10, 7, buy, 1001, 51).take_all(11, 8, buy, 1002, 91).take_all(12, 9, buy, 1002, 90).until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 cancelled", "8 accepted", "8 cancelled", "9 accepted",
                                    "9 filled 50 @ 1001 at 12", "9 filled 40 @ 1002 at 12"}));
}

TEST(OrderTape, WaitsForTheOrdersAheadThenFillsInPart) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 999, 20)
        .add(11, 4, buy, 999, 30)       // behind us
        .execute(12, 1, buy, 999, 50)   // all of what is ahead
        .execute(13, 4, buy, 999, 12)   // would have been ours
        .execute(14, 4, buy, 999, 18);  // of which 8 are left to us
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 12 @ 999 at 13", "7 filled 8 @ 999 at 14"}));
}

TEST(OrderTape, CancelsAheadAdvanceCancelsBehindDoNot) {
    Scene scene = market_of_orders();
    scene.add(4, 5, buy, 999, 10)
        .place(10, 7, buy, 999, 20)
        .add(11, 6, buy, 999, 30)
        .gone(12, 6, buy, 999, 30)   // behind
        .gone(13, 1, buy, 999, 50)   // ahead
        .reduce(14, 5, buy, 999, 4)  // ahead: 6 remain
        .add(15, 8, buy, 999, 30)
        .execute(16, 5, buy, 999, 6)  // the last one ahead
        .execute(17, 8, buy, 999, 5);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 5 @ 999 at 17"}));
}

TEST(OrderTape, AnExecutionAtAWorsePriceWouldHaveBeenOurs) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 20).execute(11, 1, buy, 999, 15).execute(12, 1, buy, 999, 35);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 15 @ 1000 at 11", "7 filled 5 @ 1000 at 12"}));
}

TEST(OrderTape, APrintIsUsedOnceAcrossOurOrdersByPriceThenTime) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 10)
        .place(10, 8, buy, 1000, 10)
        .place(11, 9, buy, 999, 10)
        .add(12, 4, buy, 999, 50)
        .execute(13, 1, buy, 999, 15)   // passes 1000 first; order 1 is ahead of 9
        .execute(14, 4, buy, 999, 12);  // 5 are left of 8, then 7 for 9
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "8 accepted", "9 accepted", "7 filled 10 @ 1000 at 13",
                                    "8 filled 5 @ 1000 at 13", "8 filled 5 @ 1000 at 14", "9 filled 7 @ 999 at 14"}));
}

TEST(OrderTape, UnknownOrdersAreAheadOfOurs) {
    Scene scene = market_of_orders();
    scene.level(4, buy, 998, 60, kReveal)
        .place(10, 7, buy, 998, 20)
        .gone(11, 1, buy, 999, 50)
        .execute(12, 77, buy, 998, 40)  // never added: part of the 60
        .add(13, 5, buy, 998, 10)
        .execute(14, 78, buy, 998, 20)
        .execute(15, 5, buy, 998, 3);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 3 @ 998 at 15"}));
}

TEST(OrderTape, ALevelThatTheSourceRestatesIsAllAhead) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 999, 20)
        .execute(11, 1, buy, 999, 50)
        .add(12, 5, buy, 999, 10)          // behind
        .level(13, buy, 999, 25, kReveal)  // 25, orders not listed
        .execute(14, 5, buy, 999, 10)      // not listed any more: of the 25
        .execute(15, 9, buy, 999, 15)
        .add(16, 6, buy, 999, 10)
        .execute(17, 6, buy, 999, 10);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 10 @ 999 at 17"}));
}

TEST(OrderTape, HiddenExecutionsCountAsVolumeAndFillOnlyTheFrontAtOurPrice) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 999, 20)
        .execute(11, 0, buy, 999, 5, kHidden)  // displayed quantity ahead of us: no
        .place(12, 8, buy, 1000, 20)
        .execute(13, 0, buy, 1000, 5, kHidden)  // nothing ahead at 1000
        .execute(14, 0, buy, 999, 30, kHidden);
    EXPECT_EQ(scene.story(),
              (Story{"7 accepted", "8 accepted", "8 filled 5 @ 1000 at 13", "8 filled 15 @ 1000 at 14"}));
    EXPECT_EQ(scene.views().back().market.volume, 40);
}

TEST(OrderTape, AuctionPrintsNeitherFillNorCount) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 20)
        .trade(11, sell, 998, 500, kAuction)
        .execute(12, 1, buy, 999, 20, kAuction)
        .trade(13, sell, 999, 1);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 1 @ 1000 at 13"}));
    const MarketView last = scene.views().back().market;
    EXPECT_EQ(last.volume, 1);
    EXPECT_EQ(last.trade_count, 1);
    EXPECT_EQ(last.last_price, 999);
}

TEST(OrderTape, UntiedPrintsConsumeTheFrontOnce) {
    Scene scene = market_of_orders();
    scene.add(4, 4, buy, 999, 10)
        .place(10, 7, buy, 999, 20)  // 60 ahead
        .trade(11, sell, 999, 50)    // order 1, whose removal follows
        .gone(12, 1, buy, 999, 50)   // explained: still 10 ahead
        .trade(13, sell, 999, 10)    // order 4
        .trade(14, sell, 999, 6);    // ours
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 6 @ 999 at 14"}));
}

TEST(OrderTape, WhatAPrintExplainedIsExplainedOnce) {
    Scene scene = market_of_orders();
    scene.add(4, 4, buy, 999, 10)
        .place(10, 7, buy, 999, 20)  // 60 ahead
        .trade(11, sell, 999, 50)
        .gone(12, 1, buy, 999, 50)  // explained
        .gone(13, 4, buy, 999, 10)  // a cancel: nothing is ahead
        .trade(14, sell, 999, 6);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 6 @ 999 at 14"}));
}

TEST(OrderTape, BuyersPrintsDoNotFillOurBids) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 20).trade(11, buy, 1001, 50).execute(12, 2, sell, 1001, 50).until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted"}));
}

TEST(OrderTape, APrintOfUnknownAggressorHitsTheSideAtWhoseBestItIs) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 20)
        .place(10, 8, sell, 1001, 20)
        .trade(11, none, 999, 5)   // at the best bid: a seller
        .trade(12, none, 1001, 4)  // at the best ask: a buyer, but order 2 is ahead
        .trade(13, none, 1000, 9)  // between: nobody knows, and it is not through our price
        .trade(14, none, 1002, 3);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "8 accepted", "7 filled 5 @ 1000 at 11", "8 filled 3 @ 1001 at 14"}));
}

TEST(OrderTape, AMatchInOneMessageIsReadFromTheBookBeforeIt) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 999, 30)
        .add(11, 4, sell, 998, 90)  // a seller comes,
        .joined()
        .trade(11, none, 999, 60)  // hits 999 (50 of order 1, and us),
        .joined()
        .gone(11, 1, buy, 999, 50)
        .joined()
        .reduce(11, 4, sell, 998, 60)  // and rests below our bid with what is left: 30, of which we get 20
        .until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 10 @ 999 at 11", "7 filled 20 @ 999 at 11"}));
}

TEST(OrderTape, TakesLevelByLevelAndRestsOrCancelsTheRest) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1001, 60).take(11, 8, buy, 1002, 100).until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 50 @ 1001 at 10", "8 accepted", "8 filled 40 @ 1002 at 11",
                                    "8 cancelled"}));
}

TEST(OrderTape, WhatWeTookStaysTakenUntilTheOrderIsGone) {
    Scene scene = market_of_orders();
    scene
        .take(10, 7, buy, 1001, 30)      // of order 2
        .execute(11, 2, sell, 1001, 10)  // 40 displayed, of which 30 taken
        .take(12, 8, buy, 1001, 100)     // 10
        .add(13, 4, sell, 1001, 25)
        .take(14, 9, buy, 1001, 100)  // the new order only
        .gone(15, 2, sell, 1001, 40)
        .take(16, 10, buy, 1001, 100)
        .until(20);
    EXPECT_EQ(scene.story(),
              (Story{"7 accepted", "7 filled 30 @ 1001 at 10", "8 accepted", "8 filled 10 @ 1001 at 12", "8 cancelled",
                     "9 accepted", "9 filled 25 @ 1001 at 14", "9 cancelled", "10 accepted", "10 cancelled"}));
}

TEST(OrderTape, TakingIsInOrderOfTheQueue) {
    Scene scene = market_of_orders();
    scene.add(4, 4, sell, 1001, 20)
        .take(10, 7, buy, 1001, 50)   // all of order 2
        .gone(11, 2, sell, 1001, 50)  // goes with its mark
        .take(12, 8, buy, 1001, 50)   // order 4 is whole
        .until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 50 @ 1001 at 10", "8 accepted", "8 filled 20 @ 1001 at 12",
                                    "8 cancelled"}));
}

TEST(OrderTape, OpposingOrdersThatComeToOurPriceFillUsOnce) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 30)
        .add(11, 4, sell, 1000, 12)  // rests at our price: meets us first
        .until(12)                   // still displayed: not again
        .take(13, 8, buy, 1000, 5)   // nor by another order of ours
        .gone(14, 4, sell, 1000, 12)
        .add(15, 5, sell, 1000, 100);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 12 @ 1000 at 11", "8 accepted", "8 cancelled",
                                    "7 filled 18 @ 1000 at 15"}));
}

TEST(OrderTape, AnAggressorThatRestsBeforeItPrintsFillsUsByItsPrintsAlone) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 999, 30)
        .add(11, 4, sell, 999, 80)  // locks the recorded book: its prints follow
        .execute(12, 1, buy, 999, 50)
        .reduce(13, 4, sell, 999, 50);  // what is left of it rests at our price: 30
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 30 @ 999 at 12"}));
}

TEST(OrderTape, ASnapshotDoesNotUntakeNorImproveOurPlace) {
    Scene scene = market_of_orders();
    scene.take(10, 7, buy, 1001, 50)
        .place(11, 8, buy, 999, 10)
        .gone(12, 1, buy, 999, 50)  // we are at the front
        .record(13, MarketKind::clear, none, 0, 0)
        .joined()
        .add(13, 5, buy, 999, 20)
        .joined()
        .add(13, 2, sell, 1001, 50)  // shown again: still taken
        .take(14, 9, buy, 1001, 10)
        .execute(15, 5, buy, 999, 20)  // may have been ahead of us
        .add(16, 6, buy, 999, 10)
        .execute(17, 6, buy, 999, 10);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 50 @ 1001 at 10", "8 accepted", "9 accepted", "9 cancelled",
                                    "8 filled 10 @ 999 at 17"}));
}

TEST(OrderTape, AnIcebergShowsItsNextPartAtTheBack) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 25, 10)
        .add(11, 4, buy, 1000, 30)
        .execute(12, 4, buy, 1000, 15)  // 10 are ours; the next 10 stand behind order 4
        .execute(13, 4, buy, 1000, 15)  // ahead of us now
        .add(14, 5, buy, 1000, 30)
        .execute(15, 5, buy, 1000, 30)  // 10, then the last 5 stand behind order 5
        .add(16, 6, buy, 1000, 30)
        .execute(17, 6, buy, 1000, 30);
    EXPECT_EQ(scene.story(),
              (Story{"7 accepted", "7 filled 10 @ 1000 at 12", "7 filled 10 @ 1000 at 15", "7 filled 5 @ 1000 at 17"}));
}

TEST(OrderTape, TwoIcebergsTakeTurns) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 20, 10).place(11, 8, buy, 1000, 20, 10).execute(12, 1, buy, 999, 35);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "8 accepted", "7 filled 10 @ 1000 at 12", "8 filled 10 @ 1000 at 12",
                                    "7 filled 10 @ 1000 at 12", "8 filled 5 @ 1000 at 12"}));
}

TEST(OrderTape, AReductionKeepsThePlace) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 30)
        .add(11, 4, buy, 1000, 30)
        .reduce_to(12, 7, 12)
        .reduce_to(13, 7, 20)  // what may still fill is less already
        .execute(14, 4, buy, 1000, 30)
        .until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 reduced to 12", "7 reduced to 12", "7 filled 12 @ 1000 at 14"}));
}

TEST(OrderTape, CancelledOrdersDoNotFillAndUnknownOnesAreRefused) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 30)
        .cancel(11, 7)
        .execute(12, 1, buy, 999, 30)
        .cancel(13, 7)
        .reduce_to(14, 99, 10)
        .until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 cancelled", "7 cancel_rejected unknown_order",
                                    "99 cancel_rejected unknown_order"}));
}

TEST(OrderTape, HaltsKeepOrdersAndRejectNewOnes) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 30)
        .place(10, 8, buy, 998, 30)
        .record(11, MarketKind::halt, none, 0, 0)
        .execute(12, 1, buy, 999, 10)  // no fill while halted
        .place(13, 9, buy, 1000, 10)
        .cancel(14, 8)
        .add(15, 4, sell, 1000, 7)  // meets us when trading goes on
        .record(16, MarketKind::resume, none, 0, 0)
        .execute(17, 1, buy, 999, 10);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "8 accepted", "9 rejected halted", "8 cancelled",
                                    "7 filled 7 @ 1000 at 16", "7 filled 10 @ 1000 at 17"}));
    EXPECT_FALSE(scene.views().back().market.halted);
}

TEST(OrderTape, OurOrdersDoNotTradeWithEachOther) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 30).place(11, 8, sell, 1000, 30).until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "8 accepted"}));
}

TEST(OrderTape, ViewsShowTheRecordedMarketAlone) {
    Scene scene = market_of_orders();
    scene.place(10, 7, buy, 1000, 30)
        .take(11, 8, buy, 1001, 50)
        .execute(12, 1, buy, 999, 10)  // fills us: volume is 10, once
        .until(20);
    const std::vector<Event> views = scene.views();
    ASSERT_EQ(views.size(), 3u);  // the first two adds, and the execution; order 3 is not at the touch
    EXPECT_EQ(views[1].market.ask_price, 1001);
    EXPECT_EQ(views[1].market.ask_quantity, 50);
    EXPECT_EQ(views[2].market.bid_price, 999);
    EXPECT_EQ(views[2].market.bid_quantity, 40);
    EXPECT_EQ(views[2].market.volume, 10);
    EXPECT_EQ(views[2].market.turnover, 10 * 999 * 100);  // money has two decimals more than price × quantity
}

TEST(OrderTape, AMessageIsAppliedWhole) {
    Scene scene = market_of_orders();
    scene.execute(10, 2, sell, 1001, 50).joined().add(10, 4, buy, 1001, 10).until(20);
    const std::vector<Event> views = scene.views();
    ASSERT_EQ(views.size(), 3u);
    EXPECT_EQ(views[2].market.bid_price, 1001);
    EXPECT_EQ(views[2].market.ask_price, 1002);
    EXPECT_EQ(views[2].market.volume, 50);
}

TEST(OrderTape, AMessageThatTakesTimeHappensAtItsEnd) {
    Scene scene = market_of_orders();
    scene.execute(10, 2, sell, 1001, 50).joined().add(15, 4, buy, 1001, 10).until(20);
    const std::vector<Event> views = scene.views();
    ASSERT_EQ(views.size(), 3u);
    EXPECT_EQ(views[2].time, Time{15});
    EXPECT_EQ(views[2].market.volume, 50);
}

}  // namespace
}  // namespace weir::venues::test
