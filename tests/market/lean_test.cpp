// Lean ticks and minute bars: merging, one-sided quotes, conditions, and recorded bars against recorded ticks.
#include <gtest/gtest.h>

#include <map>

#include "runtime/market/book.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

using Strings = std::vector<std::string>;

// 2013-10-07 00:00 in New York is 04:00 UTC.
constexpr int64_t kMidnight = 1'381'118'400;

Strings brief(const Tape& tape) {
    Strings lines;
    for (MarketEvent e : tape.events()) {
        e.time = e.time / 1'000'000 - kMidnight * 1'000;
        lines.push_back(test::line_of(e));
    }
    return lines;
}

TEST(LeanTick, MergesTradesAndNationalQuotes) {
    const test::Folder folder;
    const std::string quotes =
        "1000,138000,900,0,0,P,1,0\n1000,0,0,139200,500,Q,1,0\n2000,138100,100,139100,200,N,1,0\n2500,138200,1,0,0,P,1,"
        "1\n";
    const std::string trades =
        "999,138000,100,P,0,0\n2000,139100,50,Q,20000020,0\n3000,138500,10000,N,80,0\n3001,1,1,N,0,1\n";
    const auto imported =
        test::import(folder, "lean-tick",
                     {test::zip(folder, "20131007_quote.zip", {{"20131007_bac_Quote_Tick.csv", quotes}}),
                      test::zip(folder, "20131007_trade.zip", {{"20131007_bac_Trade_Tick.csv", trades}})});
    ASSERT_TRUE(imported.tape) << imported.error;
    EXPECT_EQ(imported.tape->info().instrument.symbol, "BAC");
    EXPECT_EQ(imported.tape->info().instrument.time_zone, "America/New_York");
    EXPECT_EQ(imported.tape->info().detail, BookDetail::quotes);
    EXPECT_EQ(brief(*imported.tape),
              (Strings{"999 6 0 138000 100 80 1", "1000 7 1 138000 900 80 1", "1000 7 -1 139200 500 81 1",
                       "2000 6 0 139100 50 81 1", "2000 7 1 138100 100 78 0", "2000 7 -1 139100 200 78 1",
                       "3000 6 0 138500 10000 78 5"}));
    ASSERT_EQ(imported.result.notes.size(), 1u);
    EXPECT_EQ(imported.result.notes[0], "2 rows that the source calls suspicious were left out");
    Book book(BookDetail::quotes);
    for (const MarketEvent& e : imported.tape->events()) book.apply(e);
    EXPECT_EQ(book.depth(Side::buy), 1u);
    EXPECT_EQ(book.best(Side::sell)->price, 139'100);
}

TEST(LeanMinute, ImportsBarsAndClosingQuotes) {
    const test::Folder folder;
    const std::string bars = "60000,10.5,11,10.25,10.75,3.5\n120000,10.75,10.75,10.75,10.75,0.1\n";
    const std::string quotes = "60000,10.5,11,10.25,10.7,5,10.6,11.1,10.3,10.8,6\n";
    const auto imported = test::import(
        folder, "lean-minute",
        {test::zip(folder, "crypto_x_minute_abcusd_20131007_trade.zip", {{"20131007_abcusd_minute_trade.csv", bars}}),
         test::zip(folder, "crypto_x_minute_abcusd_20131007_quote.zip",
                   {{"20131007_abcusd_minute_quote.csv", quotes}})});
    ASSERT_TRUE(imported.tape) << imported.error;
    const Instrument& instrument = imported.tape->info().instrument;
    EXPECT_EQ(instrument.base, "ABC");
    EXPECT_EQ(instrument.currency, "USD");
    EXPECT_EQ(instrument.time_zone, "UTC");
    EXPECT_EQ(instrument.price_decimals, 2);
    EXPECT_EQ(instrument.quantity_decimals, 1);
    Strings expected{"60000 8 0 1050 35 0 0",  "60000 8 0 1100 35 1 0", "60000 8 0 1025 35 2 0",
                     "60000 8 0 1075 35 3 1",  "120000 8 0 1075 1 0 0", "120000 8 0 1075 1 1 0",
                     "120000 8 0 1075 1 2 0",  "120000 8 0 1075 1 3 1", "120000 7 1 1070 50 0 0",
                     "120000 7 -1 1080 60 0 1"};
    Strings lines;
    for (MarketEvent e : imported.tape->events()) {
        e.time = e.time / 1'000'000 - (kMidnight - 4 * 3'600) * 1'000;
        lines.push_back(test::line_of(e));
    }
    EXPECT_EQ(lines, expected);
}

TEST(Lean, BadInputIsNamed) {
    const test::Folder folder;
    const auto tick = [&](const std::string& text) {
        return test::import(folder, "lean-tick", {folder.file("20131007_trade.csv", text)}).error;
    };
    EXPECT_NE(tick("x,1,1,P,0,0\n").find("20131007_trade.csv:1: time `x`"), std::string::npos);
    EXPECT_NE(tick("1,1,1,P,0\n").find(":1: 5 columns; a row has 6"), std::string::npos);
    EXPECT_NE(tick("2,1,1,P,0,0\n1,1,1,P,0,0\n").find(":2: time `1` is before"), std::string::npos);
    EXPECT_NE(tick("2,1.5,1,P,0,0\n").find(":1: price `1.5`"), std::string::npos);
    EXPECT_NE(tick("2,1,-1,P,0,0\n").find(":1: quantity `-1`"), std::string::npos);
    EXPECT_NE(tick("2,1,1,P,zz,0\n").find(":1: sale condition `zz`"), std::string::npos);
    EXPECT_NE(test::import(folder, "lean-tick", {folder.file("trade.csv", "2,1,1,P,0,0\n")})
                  .error.find("the name does not say the day"),
              std::string::npos);
    ImportOptions options;
    options.date = "2013-13-07";
    EXPECT_NE(test::import(folder, "lean-tick", {folder / "trade.csv"}, options).error.find("--date: "),
              std::string::npos);
    EXPECT_NE(test::import(folder, "lean-minute", {folder.file("20131007_trade.csv", "0,0,1,1,1,5\n")})
                  .error.find("a price of the bar is 0"),
              std::string::npos);
}

/// Volume of each minute of a day, by minute since 1970.
std::map<int64_t, int64_t> minutes(const Tape& tape, MarketKind kind) {
    std::map<int64_t, int64_t> volumes;
    for (const MarketEvent& e : tape.events())
        if (e.kind == kind && (kind == MarketKind::trade || e.order == 3))
            volumes[e.time / (60 * kSecond)] += e.quantity;
    return volumes;
}

TEST(Lean, RecordedBarsAreTheirTicks) {
    const auto root = test::recorded("lean_us_equity_2013");
    NEEDS_RECORDED(root);
    const test::Folder folder;
    for (const std::string symbol : {"bac", "spy"}) {
        Strings ticks, bars;
        for (const std::string day : {"20131007", "20131008", "20131009"}) {
            ticks.push_back((root / "tick" / symbol / (day + "_trade.zip")).string());
            bars.push_back((root / "minute" / symbol / (day + "_trade.zip")).string());
        }
        const auto tick_tape = test::import(folder, "lean-tick", ticks);
        const auto from_ticks = minutes(*tick_tape.tape, MarketKind::trade);
        const auto bar_tape = test::import(folder, "lean-minute", bars);
        ASSERT_TRUE(bar_tape.tape) << bar_tape.error;
        int equal = 0, compared = 0;
        for (const auto& [minute, volume] : minutes(*bar_tape.tape, MarketKind::bar)) {
            const auto found = from_ticks.find(minute);
            ++compared;
            equal += found != from_ticks.end() && found->second == volume;
        }
        EXPECT_GT(compared, 1'500) << symbol;
        EXPECT_GE(equal * 1000, compared * 994) << symbol << ": " << equal << " of " << compared;
    }
}

TEST(LeanTick, RecordedQuotesAreOneMarket) {
    const auto root = test::recorded("lean_us_equity_2013/tick/bac");
    NEEDS_RECORDED(root);
    const test::Folder folder;
    const auto imported = test::import(
        folder, "lean-tick", {(root / "20131008_quote.zip").string(), (root / "20131008_trade.zip").string()});
    ASSERT_TRUE(imported.tape) << imported.error;
    Book book(BookDetail::quotes);
    uint64_t messages = 0, crossed = 0, lit = 0, inside = 0;
    for (const MarketEvent& e : imported.tape->events()) {
        const bool regular =
            e.time >= (kMidnight + 86'400 + 34'200) * kSecond && e.time < (kMidnight + 86'400 + 57'600) * kSecond;
        if (e.kind == MarketKind::trade && e.order != 'D' && regular && book.two_sided() && !(e.flags & kAuction)) {
            ++lit;
            inside += e.price >= book.best(Side::buy)->price && e.price <= book.best(Side::sell)->price;
        }
        book.apply(e);
        ++messages;
        crossed += book.crossed();
    }
    EXPECT_LT(crossed * 1'000, messages);  // at most 0.1 % of the time
    EXPECT_GT(inside * 100, lit * 97) << inside << " of " << lit;
}

}  // namespace
}  // namespace weir::market
