// What an order must satisfy, what a fill costs, and when things arrive.
#include "runtime/venues/delay.h"
#include "runtime/venues/fees.h"
#include "tests/venues/scene.h"

namespace weir::venues::test {
namespace {

using enum Side;

Scene market_in_hundreds() {
    Scene scene(market::BookDetail::levels);
    scene.info().instrument.tick = Price{5};
    scene.info().instrument.lot = Quantity{10};
    scene.info().instrument.minimum_quantity = Quantity{20};
    scene.info().instrument.minimum_value = 300 * 10'000;  // 300.0000
    scene.level(1, buy, 1000, 100).level(2, sell, 1005, 60);
    return scene;
}

TEST(Checks, EachGivesItsReason) {
    Scene scene = market_in_hundreds();
    scene.place(10, 1, buy, 1002, 100)
        .place(10, 2, buy, 0, 100)
        .place(10, 3, buy, 1000, 105)
        .place(10, 4, buy, 1000, 0)
        .place(10, 5, buy, 1000, 100, 15)
        .place(10, 6, buy, 1000, 100, 110)
        .place(10, 7, buy, 1000, 10)
        .place(10, 8, buy, 995, 30)   // 298.50
        .place(10, 9, buy, 1000, 30)  // 300.00
        .place(10, 9, buy, 1000, 30)
        .post(10, 10, buy, 1005, 30)
        .until(20);
    EXPECT_EQ(scene.story(),
              (Story{"1 rejected tick", "2 rejected tick", "3 rejected lot", "4 rejected lot", "5 rejected lot",
                     "6 rejected lot", "7 rejected minimum_quantity", "8 rejected minimum_value", "9 accepted",
                     "9 rejected duplicate", "10 rejected would_cross"}));
}

TEST(Checks, AnIdIsNeverUsedAgain) {
    Scene scene = market_in_hundreds();
    scene.place(10, 1, buy, 1000, 30).cancel(11, 1).place(12, 1, buy, 1000, 30).until(20);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "1 cancelled", "1 rejected duplicate"}));
}

TEST(Checks, ReductionsKeepTheLot) {
    Scene scene = market_in_hundreds();
    scene.place(10, 1, buy, 1000, 100).reduce_to(11, 1, 35).reduce_to(12, 1, 0).reduce_to(13, 1, 40).until(20);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "1 cancel_rejected lot", "1 cancel_rejected lot", "1 reduced to 40"}));
}

TEST(Checks, TheMarketIsClosedWhenTheTapeIsOver) {
    Scene scene = market_in_hundreds();
    scene.place(3, 1, buy, 1005, 100).place(1, 2, buy, 1000, 100).cancel(4, 2);
    EXPECT_EQ(scene.story(), (Story{"2 accepted", "1 rejected closed", "2 cancelled"}));
}

TEST(Checks, FeesAreRoundedAgainstUs) {
    Instrument instrument;
    instrument.price_decimals = 2;
    instrument.quantity_decimals = 8;
    instrument.money_decimals = 4;
    const auto fee = [&](int64_t price, int64_t quantity, int64_t bps_e2) {
        return fee_of(instrument, Price{price}, Quantity{quantity}, bps_e2);
    };
    // 0.00000001 at 30,000.00: value 0.0003 exactly; 10 bps of it is less than a unit of money.
    EXPECT_EQ(fee(3'000'000, 1, 1'000), 1);
    EXPECT_EQ(fee(3'000'000, 1, -1'000), 0);
    EXPECT_EQ(fee(3'000'000, 1, 0), 0);
    // 1 at 30,000.00, 2.5 bps: 7.5 exactly, both ways.
    EXPECT_EQ(fee(3'000'000, 100'000'000, 250), 75'000);
    EXPECT_EQ(fee(3'000'000, 100'000'000, -250), -75'000);
    // 1.00000001: a little more, so one unit more to pay and none more to receive.
    EXPECT_EQ(fee(3'000'000, 100'000'001, 250), 75'001);
    EXPECT_EQ(fee(3'000'000, 100'000'001, -250), -75'000);
    // The largest value that the scales allow does not overflow.
    EXPECT_EQ(fee(9'000'000'000'000'000, 100'000'000, 1'000'000), 900'000'000'000'000'000);
}

TEST(Checks, MakersAndTakersPayTheirOwnFee) {
    Scene scene = market_in_hundreds();
    scene.model().maker_fee_bps_e2 = -100;  // a rebate of 1 bp
    scene.model().taker_fee_bps_e2 = 500;   // 5 bps
    scene.place(10, 1, buy, 1005, 80).trade(11, sell, 1000, 20);
    const std::vector<OrderReport> reports = scene.reports();
    ASSERT_EQ(reports.size(), 3u);
    EXPECT_EQ(reports[1].liquidity, Liquidity::taker);
    EXPECT_EQ(reports[1].fee, 3015);  // 60 × 10.05 × 5 bps = 0.3015
    EXPECT_EQ(reports[2].liquidity, Liquidity::maker);
    EXPECT_EQ(reports[2].fee, -201);  // 20 × 10.05 × 1 bp = 0.0201
    EXPECT_EQ(reports[1].execution + 1, reports[2].execution);
    EXPECT_EQ(reports[2].executed.value, 80);
    EXPECT_EQ(reports[2].leaves.value, 0);
}

TEST(Checks, TurnoverIsExactOverManyPrints) {
    Scene scene(market::BookDetail::levels);
    scene.info().instrument.price_decimals = 6;
    scene.info().instrument.quantity_decimals = 8;
    scene.info().instrument.money_decimals = 2;
    __int128 exact = 0;
    Random random(7);
    for (int i = 1; i <= 300; ++i) {
        const auto price = static_cast<int64_t>(random.next() % 100'000'000'000);
        const auto quantity = static_cast<int64_t>(random.next() % 1'000'000'000'000);
        scene.trade(i, buy, price + 1, quantity + 1);
        exact += static_cast<__int128>(price + 1) * (quantity + 1);
    }
    EXPECT_EQ(scene.views().back().market.turnover, static_cast<int64_t>(exact / 1'000'000'000'000));
}

TEST(Delays, ThingsArriveWhenTheyShould) {
    Scene scene(market::BookDetail::levels);
    scene.model().feed.base = Duration{500};
    scene.model().order.base = Duration{1'000};
    scene.model().response.base = Duration{300};
    scene.level(10'000, buy, 1000, 10)
        .level(10'000, sell, 1001, 10)
        .level(11'000, sell, 1001, 0)  // at the time of arrival: the tape goes first
        .level(11'001, sell, 1001, 9)
        .until(20'000);
    scene.take(10'000, 1, buy, 1001, 5);
    scene.take(10'001, 2, buy, 1001, 5);
    std::vector<std::pair<int64_t, int>> seen;
    for (const Event& event : scene.events())
        seen.emplace_back(event.time.value,
                          event.kind == EventKind::market ? -1 : static_cast<int>(event.report.child));
    EXPECT_EQ(seen, (std::vector<std::pair<int64_t, int>>{{10'500, -1},
                                                          {10'500, -1},
                                                          {11'300, 1},
                                                          {11'300, 1},
                                                          {11'301, 2},
                                                          {11'301, 2},

                                                          {11'500, -1},
                                                          {11'501, -1}}));
}

TEST(Delays, AChannelKeepsItsOrderAndItsSeed) {
    const Latency latency{Duration{1'000}, Duration{100'000}};
    Channel one(latency, 5), same(latency, 5), other(latency, 6);
    int64_t last = 0;
    int equal = 0;
    for (int64_t sent = 0; sent < 10'000'000; sent += 1'000) {
        const Time at = one.arrival(Time{sent});
        ASSERT_GE(at.value, sent + 1'000);
        ASSERT_GE(at.value, last);
        last = at.value;
        ASSERT_EQ(at, same.arrival(Time{sent}));
        equal += at == other.arrival(Time{sent});
    }
    EXPECT_LT(equal, 1'000);
}

TEST(Delays, TheExponentialHasItsMeanVarianceAndTail) {
    constexpr int64_t kMean = 1'000'000;
    constexpr int kCount = 200'000;
    Random random(42);
    double sum = 0, squares = 0;
    int beyond[4] = {};
    for (int i = 0; i < kCount; ++i) {
        const auto x = static_cast<double>(exponential(random, kMean)) / kMean;
        sum += x;
        squares += x * x;
        for (int k = 0; k < 4; ++k) beyond[k] += x > k + 1;
    }
    EXPECT_NEAR(sum / kCount, 1.0, 0.01);
    EXPECT_NEAR(squares / kCount, 2.0, 0.05);
    const double tail[4] = {0.367879, 0.135335, 0.049787, 0.018316};
    for (int k = 0; k < 4; ++k) EXPECT_NEAR(static_cast<double>(beyond[k]) / kCount, tail[k], 0.004);
}

TEST(Delays, TheExponentialIsTheSameOnEveryMachine) {
    Random random(1);
    std::vector<int64_t> first;
    for (int i = 0; i < 4; ++i) first.push_back(exponential(random, 1'000'000'000));
    EXPECT_EQ(first, (std::vector<int64_t>{566'561'575, 971'002'753, 877'348'686, 404'142'169}));
}

TEST(Views, AQuietMarketShowsThatTheFeedLives) {
    Scene scene(market::BookDetail::levels);
    scene.level(kSecond, buy, 999, 100);
    for (int64_t i = 1; i <= 25; ++i) scene.level(kSecond + i * kSecond / 10, buy, 900, 100 + i);  // below the best
    std::vector<int64_t> seen;
    for (const Event& event : scene.views()) seen.push_back(event.time.value / (kSecond / 10));
    EXPECT_EQ(seen, (std::vector<int64_t>{10, 20, 30}));
}

TEST(Model, SaysWhatIsWrong) {
    EXPECT_EQ(fault_of(Model{}), std::nullopt);
    Model model;
    model.feed.base = Duration{-1};
    EXPECT_EQ(fault_of(model), "feed latency is -1 ns; it must be between 0 and one hour");
    model = {};
    model.taker_fee_bps_e2 = 2'000'000;
    EXPECT_EQ(fault_of(model),
              "taker fee is 2000000 hundredths of a basis point; it must be within -100% and 100% of value");
}

TEST(Skip, LeavesTheBookAndTheCountersAsTheyWere) {
    Scene scene(market::BookDetail::levels);
    scene.level(1, buy, 999, 100).level(2, sell, 1001, 60).trade(3, buy, 1001, 5).level(4, sell, 1001, 55);
    scene.level(9, buy, 999, 90);
    const auto tape = scene.make_tape();
    Exchange exchange(*tape, no_delays());
    exchange.skip_to(Time{5});
    std::vector<Event> events;
    while (exchange.next_time() != kNoTime)
        if (auto event = exchange.advance()) events.push_back(*event);
    const std::vector<Event> all = scene.events();
    ASSERT_EQ(all.size(), 5u);
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].time, Time{5});
    EXPECT_EQ(events[0].market, all[3].market);
    EXPECT_EQ(events[1].time, Time{9});
    EXPECT_EQ(events[1].market, all[4].market);
}

}  // namespace
}  // namespace weir::venues::test
