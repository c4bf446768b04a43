// Level tapes and quote tapes: the stated models of the queue, followed by hand.
#include "tests/venues/scene.h"

namespace weir::venues::test {
namespace {

using enum Side;

Scene market_of_levels() {
    Scene scene(market::BookDetail::levels);
    scene.level(1, buy, 999, 100).level(2, sell, 1001, 60).level(3, sell, 1002, 40);
    return scene;
}

TEST(LevelTape, TradesConsumeTheQueueFromTheFront) {
    Scene scene = market_of_levels();
    scene.place(10, 7, buy, 999, 30)
        .trade(11, sell, 999, 70)   // 30 ahead
        .level(12, buy, 999, 30)    // explained by the trade
        .trade(13, sell, 999, 40);  // 30, then 10 of ours
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 10 @ 999 at 13"}));
}

TEST(LevelTape, OtherDecreasesLeaveEvenlyRoundedAgainstUs) {
    Scene scene = market_of_levels();
    scene
        .place(10, 7, buy, 999, 30)  // 100 ahead
        .level(11, buy, 999, 150)    // 50 behind
        .level(12, buy, 999, 143)    // 7 leave: 7 × 100 / 150 = 4.67, so 96 ahead
        .trade(13, sell, 999, 96)
        .trade(14, sell, 999, 1);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 1 @ 999 at 14"}));
}

TEST(LevelTape, ADecreaseIsExplainedByTradesFirst) {
    Scene scene = market_of_levels();
    scene
        .place(10, 7, buy, 999, 30)  // 100 ahead
        .level(11, buy, 999, 200)    // 100 behind
        .trade(12, sell, 999, 20)    // 80 ahead
        .level(13, buy, 999, 162)    // 20 explained; 18 × 80 / 180 = 8: 72 ahead
        .trade(14, sell, 999, 72)
        .trade(15, sell, 999, 1);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 1 @ 999 at 15"}));
}

TEST(LevelTape, NoMoreIsAheadThanTheLevelShows) {
    Scene scene = market_of_levels();
    scene.place(10, 7, buy, 999, 30).level(11, buy, 999, 0).level(12, buy, 999, 50).trade(13, sell, 999, 4);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 4 @ 999 at 13"}));
}

TEST(LevelTape, ATradeThroughOurPriceFillsUs) {
    Scene scene = market_of_levels();
    scene.place(10, 7, buy, 999, 30).trade(11, sell, 998, 12).until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 12 @ 999 at 11"}));
}

TEST(LevelTape, OurOrdersAtOnePriceShareAPrintInTime) {
    Scene scene = market_of_levels();
    scene.place(10, 7, buy, 1000, 10)
        .level(11, buy, 1000, 20)
        .place(12, 8, buy, 1000, 10)
        .trade(13, sell, 1000, 35);  // 10 for 7, 20 of others, 5 for 8
    EXPECT_EQ(scene.story(),
              (Story{"7 accepted", "8 accepted", "7 filled 10 @ 1000 at 13", "8 filled 5 @ 1000 at 13"}));
}

TEST(LevelTape, TakenStaysTakenUntilTheLevelShrinksBelow) {
    Scene scene = market_of_levels();
    scene.take(10, 7, buy, 1001, 60)
        .level(11, sell, 1001, 90)
        .take(12, 8, buy, 1001, 100)  // the 30 that came
        .level(13, sell, 1001, 50)    // all of it taken
        .level(14, sell, 1001, 55)
        .take(15, 9, buy, 1001, 100)  // 5
        .level(16, sell, 1001, 0)
        .level(17, sell, 1001, 8)
        .take(18, 10, buy, 1001, 100)
        .until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 60 @ 1001 at 10", "8 accepted", "8 filled 30 @ 1001 at 12",
                                    "8 cancelled", "9 accepted", "9 filled 5 @ 1001 at 15", "9 cancelled",
                                    "10 accepted", "10 filled 8 @ 1001 at 18", "10 cancelled"}));
}

TEST(LevelTape, WhatRestsAtATakenLevelFillsAgainstWhatIsNew) {
    Scene scene = market_of_levels();
    scene.place(10, 7, buy, 1001, 70).level(11, sell, 1001, 64).level(12, sell, 1001, 64).level(13, sell, 1001, 200);
    EXPECT_EQ(scene.story(),
              (Story{"7 accepted", "7 filled 60 @ 1001 at 10", "7 filled 4 @ 1001 at 11", "7 filled 6 @ 1001 at 13"}));
}

TEST(LevelTape, ASnapshotInOneMessageKeepsMarksAndPlace) {
    Scene scene = market_of_levels();
    scene.take(10, 7, buy, 1001, 60)
        .place(11, 8, buy, 999, 10)
        .trade(12, sell, 999, 90)  // 10 ahead
        .record(13, MarketKind::clear, none, 0, 0)
        .joined()
        .level(13, buy, 999, 500)
        .joined()
        .level(13, sell, 1001, 70)
        .take(14, 9, buy, 1001, 100)
        .trade(15, sell, 999, 11);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 60 @ 1001 at 10", "8 accepted", "9 accepted",
                                    "9 filled 10 @ 1001 at 14", "9 cancelled", "8 filled 1 @ 999 at 15"}));
}

TEST(LevelTape, PostOnlyIsRejectedWhenItWouldTakeWhatIsThere) {
    Scene scene = market_of_levels();
    scene.post(10, 7, buy, 1001, 10)
        .take(11, 8, buy, 1001, 60)
        .post(12, 9, buy, 1001, 10)  // nothing is left there
        .post(13, 10, buy, 1002, 10)
        .until(20);
    EXPECT_EQ(scene.story(), (Story{"7 rejected would_cross", "8 accepted", "8 filled 60 @ 1001 at 11", "9 accepted",
                                    "10 rejected would_cross"}));
}

// ---- quotes ---------------------------------------------------------------------------------------------------------

Scene market_of_quotes() {
    Scene scene(market::BookDetail::quotes);
    scene.quote(1, buy, 999, 100).quote(2, sell, 1001, 60);
    return scene;
}

TEST(QuoteTape, AtTheBestTheDisplayedQuantityTradesFirst) {
    Scene scene = market_of_quotes();
    scene.place(10, 7, buy, 999, 30).trade(11, sell, 999, 100).trade(12, sell, 999, 5).until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 5 @ 999 at 12"}));
}

TEST(QuoteTape, BetterThanTheBestNothingIsAhead) {
    Scene scene = market_of_quotes();
    scene.place(10, 7, buy, 1000, 30).quote(11, buy, 1000, 40).trade(12, sell, 1000, 5);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 5 @ 1000 at 12"}));
}

TEST(QuoteTape, WorseThanTheBestWaitsForTheQuoteOrATradeThrough) {
    Scene scene = market_of_quotes();
    scene.place(10, 7, buy, 998, 30)
        .trade(11, sell, 998, 50)  // at our price, and nobody knows what was ahead
        .trade(12, sell, 997, 4)   // through it
        .quote(13, buy, 998, 20)   // shown: all of it is ahead
        .trade(14, sell, 998, 22);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 4 @ 998 at 12", "7 filled 2 @ 998 at 14"}));
}

TEST(QuoteTape, AQuoteThatLeavesOurPriceBehindLeavesNothingAhead) {
    Scene scene = market_of_quotes();
    scene.place(10, 7, buy, 999, 30).quote(11, buy, 998, 20).trade(12, sell, 999, 3);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 3 @ 999 at 12"}));
}

TEST(QuoteTape, AQuoteThatComesBackHasAtMostTheOldPlaceAhead) {
    Scene scene = market_of_quotes();
    scene.place(10, 7, buy, 999, 30)
        .trade(11, sell, 999, 60)  // 40 ahead
        .quote(12, buy, 1000, 10)
        .quote(13, buy, 999, 300)
        .trade(14, sell, 999, 41);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 1 @ 999 at 14"}));
}

TEST(QuoteTape, OnlyTheBestCanBeTakenAndABetterQuoteDoesNotRestoreIt) {
    Scene scene = market_of_quotes();
    scene
        .take(10, 7, buy, 1005, 100)  // 60 at the best, and no more is known
        .quote(11, sell, 1000, 10)
        .quote(12, sell, 1001, 60)  // the same 60
        .take(13, 8, buy, 1005, 100)
        .quote(14, sell, 1002, 10)  // now 1001 is gone
        .quote(15, sell, 1001, 60)
        .take(16, 9, buy, 1005, 100)
        .until(20);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 60 @ 1001 at 10", "7 cancelled", "8 accepted",
                                    "8 cancelled", "9 accepted", "9 filled 60 @ 1001 at 16", "9 cancelled"}));
}

TEST(QuoteTape, AnOpposingQuoteAtOurPriceFillsUsWithWhatItShows) {
    Scene scene = market_of_quotes();
    scene.place(10, 7, buy, 1000, 30).quote(11, sell, 1000, 12).quote(12, sell, 1000, 12).quote(13, sell, 1000, 15);
    EXPECT_EQ(scene.story(), (Story{"7 accepted", "7 filled 12 @ 1000 at 11", "7 filled 3 @ 1000 at 13"}));
}

TEST(LevelTape, TheViewHasTheSumsThatAreAskedFor) {
    Scene scene(market::BookDetail::levels);
    scene.model().depths = {1, 2, 9};
    scene.level(1, buy, 1000, 10)
        .level(1, buy, 999, 20)
        .level(1, buy, 998, 30)
        .level(1, sell, 1001, 5)
        .level(2, buy, 999, 0)
        .level(3, buy, 990, 7);
    const std::vector<Event> views = scene.views();
    ASSERT_EQ(views.size(), 6u);
    using Sums = std::array<int64_t, kMaxDepths>;
    EXPECT_EQ(views[3].market.bid_depth, (Sums{10, 30, 60, 0}));
    EXPECT_EQ(views[4].market.bid_depth, (Sums{10, 40, 40, 0}));
    EXPECT_EQ(views[5].market.bid_depth, (Sums{10, 40, 47, 0}));
    EXPECT_EQ(views[5].market.ask_depth, (Sums{5, 5, 5, 0}));
}

TEST(LevelTape, FaultySumsAreSaid) {
    Model model;
    model.depths = {0};
    EXPECT_EQ(fault_of(model), "a sum of 0 levels is wanted; it must be 1 or more");
    model.depths = {1, 2, 3, 4, 5};
    EXPECT_EQ(fault_of(model), "5 sums of levels are wanted; there may be 4");
}

}  // namespace
}  // namespace weir::venues::test
