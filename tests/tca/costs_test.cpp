// Costs by hand: each figure is recomputed here from the prices on the page, for a buy and for the sell that mirrors
// it.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "tests/tca/scene.h"

namespace weir::tca {
namespace {

/// Amounts of the test instrument: prices in cents, money in 10^-4, so an Amount is in ½ · 10^-4 USD.
Amount cents(int64_t cents) {
    return {Wide{cents} * 200};
}

/// The worked example of docs/tca.md. Decision 99.90, arrival 100.00; 60 shares at 100.03 as maker, 20 at 100.15 as
/// taker; 20 shares stay unfilled while the mid ends at 100.50.
Report worked_example(Side side, bool mirrored) {
    Scene scene({.side = side, .mirrored = mirrored, .decision = 2 * 9'990});
    scene.quote(9'995, 10'005);
    scene.begin();
    scene.decide({.target = 60});
    const ChildId first = scene.place(60, 10'003);
    scene.wait_s(10);
    scene.quote(10'002, 10'008);
    scene.wait_s(10);
    scene.fill(first, 10'003, 60, {.fee = 1'000});
    scene.print(10'010, 100);
    scene.wait_s(5);
    scene.quote(10'005, 10'015);
    scene.wait_s(15);
    scene.decide({.target = 100});
    const ChildId second = scene.place(40, 10'015, 1, step::Bound::child_most);
    scene.fill(second, 10'015, 20, {.liquidity = Liquidity::taker, .fee = 2'500});
    scene.print(10'020, 100);
    scene.quote(10'020, 10'030);
    scene.wait_s(20);
    scene.quote(10'045, 10'055);
    scene.wait_s(40);
    scene.stop(StopCause::ended);
    scene.cancel(second);
    scene.wait_s(30);
    scene.quote(10'050, 10'060);
    return scene.finish();
}

TEST(Costs, OfABuyByHand) {
    const Report report = worked_example(Side::buy, false);
    EXPECT_EQ(report.benchmarks.arrival, 20'000);
    EXPECT_EQ(report.benchmarks.end, 20'100);
    EXPECT_EQ(report.executed.quantity.value, 80);
    EXPECT_EQ(report.executed.maker.value, 60);
    EXPECT_EQ(report.executed.taker.value, 20);
    EXPECT_EQ(report.executed.value, cents(60 * 10'003 + 20 * 10'015));
    EXPECT_EQ(report.executed.fees, Amount{2 * 3'500});

    ASSERT_TRUE(report.shortfall);
    EXPECT_EQ(report.shortfall->delay, cents(80 * 10));
    EXPECT_EQ(report.shortfall->trading, cents(60 * 3 + 20 * 15));
    EXPECT_EQ(report.shortfall->opportunity, cents(20 * 60));
    EXPECT_EQ(report.shortfall->fees, cents(35));
    EXPECT_EQ(report.shortfall->total, cents(800 + 480 + 1'200 + 35));
    EXPECT_EQ(report.shortfall->paper, cents(100 * 9'990));

    const Figures figures = figures_of(report);
    EXPECT_EQ(format(*figures.shortfall), "25.18");      // 2515 / 999000
    EXPECT_EQ(format(*figures.to_arrival), "6.00");      // 480 / 800000
    EXPECT_EQ(figures.average_price->value, 100'060'0);  // 100.0600
    EXPECT_EQ(figures.interval_vwap->value, 100'150'0);  // 100 at 100.10, 100 at 100.20
    EXPECT_EQ(format(*figures.to_vwap), "-8.99");        // (100.06 - 100.15) / 100.15
    // Mid 100.00 for 10 s, 100.05 for 15 s, 100.10 for 15 s, 100.25 for 20 s, 100.50 for 40 s.
    EXPECT_EQ(report.benchmarks.quoted, Duration{100 * kSecond});
    EXPECT_EQ(report.benchmarks.mid_time,
              Wide{2} * (10'000 * 10 + 10'005 * 15 + 10'010 * 15 + 10'025 * 20 + 10'050 * 40) * kSecond);
    EXPECT_EQ(figures.interval_twap->value, 1'002'725);  // 100.2725
    EXPECT_EQ(format(*figures.to_twap), "-21.19");       // (100.06 - 100.2725) / 100.2725
    EXPECT_EQ(format(*figures.fill_ratio), "80.00");
    EXPECT_EQ(report.benchmarks.volume.value, 200);
    EXPECT_EQ(format(*figures.participation), "28.57");         // 80 / 280
    EXPECT_EQ(format(*figures.participation_market), "40.00");  // 80 / 200
    EXPECT_EQ(format(*figures.maker), "75.00");
    EXPECT_EQ(format(*figures.fees), "0.44");  // 35 / 800480
}

/// Each row of the page's last table is a field of the report as JSON.
TEST(Costs, ThePageTellsTheTruth) {
    std::ifstream page(std::string(WEIR_SOURCE_DIR) + "/docs/tca.md");
    ASSERT_TRUE(page);
    const std::string text = json(worked_example(Side::buy, false));
    const std::regex row(R"(\| `([a-z_]+)` \| ([-0-9.]+) \|)");
    int rows = 0;
    for (std::string line; std::getline(page, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, row)) continue;
        ++rows;
        const std::string field = "\"" + match[1].str() + "\":\"" + match[2].str() + "\"";
        EXPECT_NE(text.find(field), std::string::npos) << field;
    }
    EXPECT_EQ(rows, 19);
}

TEST(Costs, OfSpreadsByHand) {
    const Report report = worked_example(Side::buy, false);
    // First fill: 100.03 against 100.02 / 100.08, mid 100.05. Second: 100.15 against 100.05 / 100.15, mid 100.10.
    EXPECT_EQ(report.touch.measured.value, 80);
    EXPECT_EQ(report.touch.effective, cents(2 * (60 * -2 + 20 * 5)));
    EXPECT_EQ(report.touch.quoted, cents(60 * 6 + 20 * 10));
    EXPECT_EQ(format(*figures_of(report).spread_capture), "7.14");  // 40 / 560

    // After 1 s the mids are 100.05 and 100.25; after 10 s 100.10 and 100.25; after 60 s 100.50 and 100.50.
    const std::array<int64_t, 3> first{10'005, 10'010, 10'050}, second{10'025, 10'025, 10'050};
    for (size_t h = 0; h < kHorizons.size(); ++h) {
        const Spread& spread = report.spreads[h];
        EXPECT_EQ(spread.horizon, kHorizons[h]);
        EXPECT_EQ(spread.measured.value, 80);
        EXPECT_EQ(spread.missing_fills, 0);
        EXPECT_EQ(spread.effective, report.touch.effective);
        EXPECT_EQ(spread.realised, cents(2 * (60 * (10'003 - first[h]) + 20 * (10'015 - second[h]))));
        EXPECT_EQ(spread.impact, cents(2 * (60 * (first[h] - 10'005) + 20 * (second[h] - 10'010))));
        EXPECT_EQ(report.children[0].spreads[h].measured.value, 60);
        EXPECT_EQ(report.children[1].spreads[h].measured.value, 20);
    }
    EXPECT_EQ(format(*figures_of(report).at[1].markout), "-7.75");  // (60 × -7 + 20 × -10) / (60 × 10005 + 20 × 10010)
}

TEST(Costs, AMirroredSellCostsTheSame) {
    const Report buy = worked_example(Side::buy, false);
    const Report sell = worked_example(Side::buy, true);  // mirrored: the order sells
    EXPECT_EQ(sell.order.side, Side::sell);
    EXPECT_EQ(sell.shortfall->delay, buy.shortfall->delay);
    EXPECT_EQ(sell.shortfall->trading, buy.shortfall->trading);
    EXPECT_EQ(sell.shortfall->opportunity, buy.shortfall->opportunity);
    EXPECT_EQ(sell.shortfall->total, buy.shortfall->total);
    EXPECT_EQ(sell.touch.effective, buy.touch.effective);
    for (size_t h = 0; h < kHorizons.size(); ++h) {
        EXPECT_EQ(sell.spreads[h].realised, buy.spreads[h].realised);
        EXPECT_EQ(sell.spreads[h].impact, buy.spreads[h].impact);
    }
    // 480 of 800000 both times: the mirror is at the arrival price.
    EXPECT_EQ(figures_of(sell).to_arrival, figures_of(buy).to_arrival);
    EXPECT_EQ(figures_of(sell).spread_capture, figures_of(buy).spread_capture);
}

TEST(Costs, OfASellByHand) {
    Scene scene({.side = Side::sell, .quantity = 10});
    scene.quote(9'990, 10'010);
    scene.begin();
    scene.decide({.target = 10});
    const ChildId child = scene.place(10, 9'990);
    scene.wait_s(1);
    scene.fill(child, 9'990, 10, {.liquidity = Liquidity::taker});
    scene.stop(StopCause::completed);
    const Report report = scene.finish();
    EXPECT_EQ(report.shortfall->trading, cents(100)) << "sold 10 cents below arrival: a cost";
    EXPECT_EQ(report.shortfall->total, cents(100));
    const Figures figures = figures_of(report);
    EXPECT_EQ(format(*figures.to_arrival), "10.00");
    EXPECT_EQ(format(*figures.effective), "20.00");
    EXPECT_EQ(format(*figures.spread_capture), "-100.00");
    EXPECT_EQ(report.spreads[0].missing_fills, 1) << "the record ends before the markout";
    EXPECT_FALSE(figures.at[0].markout);
}

TEST(Costs, NothingIsInventedWithoutAMarket) {
    Scene scene;
    scene.begin();
    scene.wait_s(5);
    scene.stop(StopCause::no_market);
    const Report report = scene.finish();
    EXPECT_FALSE(report.shortfall);
    const Figures figures = figures_of(report);
    EXPECT_FALSE(figures.arrival || figures.interval_vwap || figures.interval_twap || figures.to_arrival);
    EXPECT_FALSE(figures.participation || figures.effective || figures.spread_capture || figures.deviation_most);
    EXPECT_EQ(format(*figures.fill_ratio), "0.00");
    EXPECT_EQ(ending(report), "stopped: there was no two-sided market");
}

TEST(Costs, RoundHalfAwayFromZero) {
    const auto markout_of = [](int64_t realised, int64_t mid_value) {
        Spread spread;
        spread.realised = Amount{realised};
        spread.mid_value = Amount{mid_value};
        return markout(spread)->hundredths;
    };
    EXPECT_EQ(markout_of(1, 1'000'000), 1);  // 0.005 bps
    EXPECT_EQ(markout_of(-1, 1'000'000), -1);
    EXPECT_EQ(markout_of(1, 1'000'001), 0);
    EXPECT_EQ(markout_of(-3, 1'000'000), -2);
}

TEST(Costs, MoneyOfEveryScaleIsExact) {
    // Price × quantity finer than money, and money finer than price × quantity.
    for (const int money_decimals : {0, 2, 4, 8}) {
        SceneOptions options{.quantity = 3};
        options.instrument.price_decimals = 3;
        options.instrument.quantity_decimals = 1;
        options.instrument.money_decimals = money_decimals;
        Scene scene(options);
        scene.quote(9'999, 10'002);
        scene.begin();
        const ChildId child = scene.place(3, 10'001);
        scene.wait_s(1);
        scene.fill(child, 10'001, 3, {.fee = 7});
        scene.stop(StopCause::completed);
        const Report report = scene.finish();
        // 3 (10001 - 10000.5) = 1.5 of 10^-4, and a fee of 7 · 10^-money_decimals.
        const int decimals = amount_decimals(options.instrument);
        EXPECT_EQ(decimals, std::max(4, money_decimals));
        EXPECT_EQ(report.shortfall->trading.value, Wide{3} * power_of_ten(decimals - 4));
        EXPECT_EQ(report.shortfall->fees.value, Wide{14} * power_of_ten(decimals - money_decimals));
    }
}

}  // namespace
}  // namespace weir::tca
