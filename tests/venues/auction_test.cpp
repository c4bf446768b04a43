// Orders for the opening and the closing auction.
#include "tests/venues/scene.h"

namespace weir::venues::test {
namespace {

using enum Side;

/// Quotes 999 to 1001; the open's cut-off is 10 and it is over at 30, the close's are 100 and 130.
Scene day(int64_t share_e9 = 100'000'000) {
    Scene scene(market::BookDetail::levels);
    scene.model().auctions = {{Auction::open, Time{10}, Time{30}}, {Auction::close, Time{100}, Time{130}}};
    scene.model().auction_share_e9 = share_e9;
    scene.level(1, buy, 999, 100).level(1, sell, 1001, 100);
    return scene;
}

TEST(Auctions, AnOrderWaitsForThePrintAndTakesItsShareAtItsPrice) {
    Scene scene = day();
    scene.wait(50, 1, buy, 1010, 500, Auction::close)
        .trade(60, sell, 999, 10'000)  // it is in no queue
        .trade(110, none, 1005, 3'000, kAuction)
        .until(140);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "1 filled 300 @ 1005 at 110", "1 cancelled"}));
}

TEST(Auctions, AShownOrderOfTheOtherSideIsNotTaken) {
    Scene scene = day();
    scene.wait(50, 1, buy, 1001, 50, Auction::close).until(90);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "1 cancelled"}));  // the tape is over: no auction comes
}

TEST(Auctions, AreRejectedFromTheCutOffOn) {
    Scene scene = day();
    scene.wait(9, 1, buy, 1001, 50, Auction::open)
        .wait(10, 2, buy, 1001, 50, Auction::open)
        .wait(29, 3, buy, 1001, 50, Auction::open)
        .wait(99, 4, sell, 900, 50, Auction::close)
        .wait(100, 5, sell, 900, 50, Auction::close)
        .wait(131, 6, sell, 900, 50, Auction::close)
        .wait(131, 7, sell, 900, 50, Auction::open)
        .until(200);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "2 rejected no_auction", "3 rejected no_auction", "1 cancelled", "4 accepted",
                     "5 rejected no_auction", "4 cancelled", "6 rejected no_auction", "7 rejected no_auction"}));
}

TEST(Auctions, AVenueWithoutThemRejectsTheirOrders) {
    Scene scene = day();
    scene.model().auctions.clear();
    scene.wait(5, 1, buy, 1001, 50, Auction::open).until(200);
    EXPECT_EQ(scene.story(), (Story{"1 rejected no_auction"}));
}

TEST(Auctions, AreCancelledAtTheirEndWhenNothingPrints) {
    Scene scene = day();
    scene.wait(5, 1, buy, 1001, 50, Auction::open).until(200);
    const std::vector<OrderReport> reports = scene.reports();
    ASSERT_EQ(reports.size(), 2u);
    EXPECT_EQ(reports[1].kind, ReportKind::cancelled);
    EXPECT_EQ(reports[1].venue_time.value, 30);
}

TEST(Auctions, LimitsHoldOnBothSides) {
    Scene scene = day(1'000'000'000);
    scene.wait(50, 1, buy, 1004, 50, Auction::close)
        .wait(50, 2, buy, 1005, 50, Auction::close)
        .wait(50, 3, sell, 1006, 50, Auction::close)
        .wait(50, 4, sell, 1005, 50, Auction::close)
        .trade(110, none, 1005, 1'000, kAuction)
        .until(140);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "2 accepted", "3 accepted", "4 accepted", "2 filled 50 @ 1005 at 110",
                                    "4 filled 50 @ 1005 at 110", "1 cancelled", "3 cancelled"}));
}

TEST(Auctions, TheShareIsOfAllOursOnASideFirstComeFirstServedInLots) {
    Scene scene = day(250'000'000);
    scene.info().instrument.lot = Quantity{10};
    scene.wait(50, 1, buy, 1010, 100, Auction::close)
        .wait(51, 2, buy, 1010, 100, Auction::close)
        .wait(52, 3, sell, 1000, 200, Auction::close)
        .trade(110, none, 1005, 599, kAuction)  // a quarter of it is 149.75
        .trade(111, none, 1006, 80, kAuction)
        .until(140);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "2 accepted", "3 accepted", "1 filled 100 @ 1005 at 110",
                     "2 filled 40 @ 1005 at 110", "3 filled 140 @ 1005 at 110", "2 filled 20 @ 1006 at 111",
                     "3 filled 20 @ 1006 at 111", "2 cancelled", "3 cancelled"}));
}

TEST(Auctions, PrintsOfOtherTimesAreNotTheAuctions) {
    Scene scene = day(1'000'000'000);
    scene.wait(50, 1, buy, 1010, 100, Auction::close)
        .trade(99, none, 1005, 1'000, kAuction)  // a block
        .trade(131, none, 1005, 1'000, kAuction)
        .until(140);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "1 cancelled"}));
}

TEST(Auctions, OrdersMayBeCancelledAndReducedAndStandInHalts) {
    Scene scene = day(1'000'000'000);
    scene.record(40, MarketKind::halt, none, 0, 0)
        .wait(50, 1, buy, 1010, 100, Auction::close)
        .wait(50, 2, buy, 1010, 100, Auction::close)
        .reduce_to(60, 1, 30)
        .cancel(105, 2)
        .trade(110, none, 1005, 1'000, kAuction)
        .until(140);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "2 accepted", "1 reduced to 30", "2 cancelled", "1 filled 30 @ 1005 at 110"}));
}

TEST(Auctions, TheirPrintsAreNotVolumeAndPayTheTakersFee) {
    Scene scene = day(1'000'000'000);
    scene.model().taker_fee_bps_e2 = 10'000;  // 1 %
    scene.model().maker_fee_bps_e2 = -10'000;
    scene.wait(50, 1, buy, 1010, 100, Auction::close).trade(110, none, 1000, 100, kAuction).until(140);
    EXPECT_EQ(scene.views().back().market.volume, 0);
    EXPECT_EQ(scene.reports()[1].fee, 100'000);  // of 1,000.0000
    EXPECT_EQ(scene.reports()[1].liquidity, Liquidity::taker);
}

TEST(Auctions, PrintsOutsideTheirTimesAreBlocks) {
    Scene scene = day();
    scene.trade(20, none, 1000, 300, kAuction).trade(50, none, 1000, 70, kAuction).trade(110, none, 1000, 5, kAuction);
    scene.until(140);
    EXPECT_EQ(scene.views().back().market.auction_volume, 305);
    EXPECT_EQ(scene.views().back().market.block_volume, 70);
    scene.model().auctions.clear();
    EXPECT_EQ(scene.views().back().market.block_volume, 375);
}

TEST(Auctions, ChecksAreThoseOfAnyOrder) {
    Scene scene = day();
    scene.info().instrument.tick = Price{5};
    scene.wait(50, 1, buy, 1001, 100, Auction::close).wait(50, 2, buy, 1000, 0, Auction::close).until(60);
    EXPECT_EQ(scene.story(), (Story{"1 rejected tick", "2 rejected lot"}));
}

TEST(Auctions, ALeastFillIsNotForALitVenue) {
    Scene scene = day();
    scene.at_least(50, 1, buy, 1001, 100, 10).until(60);
    EXPECT_EQ(scene.story(), (Story{"1 rejected unsupported"}));
}

TEST(Auctions, TheirTimesAreChecked) {
    Model model;
    model.auctions = {{Auction::open, Time{10}, Time{10}}};
    EXPECT_EQ(fault_of(model), "an auction is over before its cut-off");
    model.auctions = {{Auction::open, Time{10}, Time{20}}, {Auction::close, Time{15}, Time{30}}};
    EXPECT_EQ(fault_of(model), "two auctions overlap, or are out of order");
    model.auctions = {{Auction::none, Time{10}, Time{20}}};
    EXPECT_EQ(fault_of(model), "an auction is neither the open nor the close");
    model.auctions.clear();
    model.auction_share_e9 = -1;
    EXPECT_TRUE(fault_of(model));
}

}  // namespace
}  // namespace weir::venues::test
