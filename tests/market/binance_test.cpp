// Binance recordings: stitching by update ids, one clock, and the recorded markets against their best quotes.
#include "runtime/market/binance.h"

#include <gtest/gtest.h>

#include <set>

#include "runtime/market/book.h"
#include "runtime/market/check.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

using Strings = std::vector<std::string>;

/// Lines of a spot recording whose receive clock runs 1 s behind: received at `ms` - 1000 ms.
std::string line(int64_t ms, const std::string& json) {
    return std::to_string((ms - 1'000) * 1'000'000) + " " + json + "\n";
}
std::string depth(int64_t ms, int first, int last, const std::string& bids, const std::string& asks) {
    return line(ms, R"({"stream":"abusdt@depth@100ms","data":{"e":"depthUpdate","E":)" + std::to_string(ms) +
                        R"(,"s":"ABUSDT","U":)" + std::to_string(first) + R"(,"u":)" + std::to_string(last) +
                        R"(,"b":[)" + bids + R"(],"a":[)" + asks + "]}}");
}
std::string ticker(int64_t ms, int id, const std::string& bid, const std::string& ask) {
    return line(ms, R"({"stream":"abusdt@bookTicker","data":{"u":)" + std::to_string(id) + R"(,"s":"ABUSDT","b":")" +
                        bid + R"(","B":"1.5","a":")" + ask + R"(","A":"2.5"}})");
}
std::string trade(int64_t ms, const std::string& price, const std::string& quantity, bool buyer_is_maker,
                  const std::string& kind = "") {
    return line(ms, R"({"stream":"abusdt@trade","data":{"e":"trade","E":)" + std::to_string(ms + 1) + R"(,"T":)" +
                        std::to_string(ms) + R"(,"s":"ABUSDT","t":1,"p":")" + price + R"(","q":")" + quantity +
                        R"(",)" + kind + R"("m":)" + (buyer_is_maker ? "true" : "false") + "}}");
}
std::string snapshot(int64_t ms, int id) {
    return line(ms, R"({"lastUpdateId":)" + std::to_string(id) +
                        R"(,"bids":[["10.00","1.0"],["9.99","2.0"]],"asks":[["10.02","3.0"]]})");
}

constexpr int64_t kStart = 1'700'000'000'000;

/// `ms since kStart, kind, side, price, quantity, flags`: what matters of a record here.
Strings brief(const Tape& tape) {
    Strings lines;
    for (const MarketEvent& e : tape.events())
        lines.push_back(std::to_string((e.time - kStart * 1'000'000) / 1'000'000) + " " +
                        std::to_string(static_cast<int>(e.kind)) + " " + std::to_string(e.side) + " " +
                        std::to_string(e.price) + " " + std::to_string(e.quantity) + " " + std::to_string(e.flags));
    return lines;
}

TEST(Binance, StitchesSnapshotUpdatesQuotesAndTrades) {
    const test::Folder folder;
    const std::string text =
        depth(kStart, 1, 5, R"(["9.98","7.0"])", "") +                           // all of it before the snapshot
        depth(kStart + 100, 6, 12, R"(["9.99","2.5"])", R"(["10.03","4.0"])") +  // reaches beyond the snapshot
        snapshot(kStart + 150, 10) + trade(kStart + 160, "10.02", "0.5", false) +
        ticker(kStart + 190, 20, "10.01", "10.02") +             // ahead of the next update
        depth(kStart + 200, 13, 18, R"(["10.00","0.0"])", "") +  // older than the quote
        trade(kStart + 120, "10.00", "0.25", true) +             // overtaken by other streams
        ticker(kStart + 210, 17, "9.99", "10.02") +              // older than the book: left out
        depth(kStart + 300, 19, 25, R"(["10.01","1.5"])", R"(["10.02","0.0"])");
    const auto imported = test::import(folder, "binance-ws", {test::gzip(folder, "a.jsonl.gz", text)});
    ASSERT_TRUE(imported.tape) << imported.error;
    const Instrument& instrument = imported.tape->info().instrument;
    EXPECT_EQ(instrument.symbol, "ABUSDT");
    EXPECT_EQ(instrument.base, "AB");
    EXPECT_EQ(instrument.currency, "USDT");
    EXPECT_EQ(instrument.price_decimals, 2);
    EXPECT_EQ(instrument.quantity_decimals, 2);
    EXPECT_EQ(brief(*imported.tape),
              (Strings{"120 6 -1 1000 25 1", "150 0 0 0 0 0", "150 1 1 1000 100 0", "150 1 1 999 200 0",
                       "150 1 -1 1002 300 1", "150 1 1 999 250 0", "150 1 -1 1003 400 1",  // it waited for the snapshot
                       "160 6 1 1002 50 1", "190 7 1 1001 150 0", "190 7 -1 1002 250 1", "200 1 1 1000 0 0",
                       "200 7 1 1001 150 0", "200 7 -1 1002 250 1", "300 1 1 1001 150 0", "300 1 -1 1002 0 1"}));
    for (const MarketEvent& e : imported.tape->events())
        if (e.kind == MarketKind::quote && e.time == (kStart + 190) * 1'000'000)
            EXPECT_EQ(e.receive_delta_us, -1'000'000);

    ImportOptions options;
    options.without_quotes = true;
    const auto without = test::import(folder, "binance-ws", {folder / "a.jsonl.gz"}, options);
    for (const MarketEvent& e : without.tape->events()) EXPECT_NE(e.kind, MarketKind::quote);
}

TEST(Binance, AGapClearsTheBookUntilTheNextSnapshot) {
    const test::Folder folder;
    const std::string text = snapshot(kStart, 10) + depth(kStart, 9, 12, R"(["9.98","7.0"])", "") +
                             depth(kStart + 100, 14, 15, R"(["9.97","1.0"])", "") + snapshot(kStart + 200, 20) +
                             depth(kStart + 300, 16, 22, R"(["9.96","1.0"])", "");
    ImportOptions options;
    options.quantity_decimals = 2;
    const auto imported = test::import(
        folder, "binance-ws", {folder.file("a.jsonl", trade(kStart - 100, "10.00", "1.00", true) + text)}, options);
    ASSERT_TRUE(imported.tape) << imported.error;
    EXPECT_EQ(brief(*imported.tape),
              (Strings{"-100 6 -1 1000 100 1", "0 0 0 0 0 0", "0 1 1 1000 100 0", "0 1 1 999 200 0",
                       "0 1 -1 1002 300 1", "0 1 1 998 700 1", "100 0 0 0 0 1", "200 0 0 0 0 0", "200 1 1 1000 100 0",
                       "200 1 1 999 200 0", "200 1 -1 1002 300 1", "300 1 1 996 100 1"}));
    ASSERT_FALSE(imported.result.notes.empty());
    EXPECT_NE(imported.result.notes[0].find("updates after 12 are missing"), std::string::npos)
        << imported.result.notes[0];
}

TEST(Binance, FuturesUpdatesNameTheOneBefore) {
    binance::Stitch stitch;
    binance::Message depth;
    const auto judge = [&](uint64_t first, uint64_t last, uint64_t previous) {
        depth.first_id = first;
        depth.last_id = last;
        depth.previous_id = previous;
        return stitch.judge(depth);
    };
    using Verdict = binance::Stitch::Verdict;
    stitch.anchor(100);
    EXPECT_EQ(judge(50, 90, 40), Verdict::old);
    EXPECT_EQ(judge(95, 120, 90), Verdict::apply);    // covers the snapshot
    EXPECT_EQ(judge(130, 140, 120), Verdict::apply);  // ids are left out between messages
    EXPECT_EQ(judge(150, 160, 145), Verdict::gap);
    stitch.anchor(100);
    EXPECT_EQ(judge(105, 120, 103), Verdict::gap);
}

TEST(Binance, PrintsBesideTheBookAreNotEligible) {
    const test::Folder folder;
    const std::string text = depth(kStart, 9, 12, "", "") + snapshot(kStart, 10) +
                             trade(kStart + 1, "10.00", "1.00", true, R"("X":"MARKET",)") +
                             trade(kStart + 2, "10.00", "1.00", true, R"("X":"INSURANCE_FUND",)") +
                             trade(kStart + 3, "0", "0", true, R"("X":"NA",)");
    const auto imported = test::import(folder, "binance-ws", {folder.file("a.jsonl", text)});
    ASSERT_TRUE(imported.tape) << imported.error;
    std::vector<int> flags;
    for (const MarketEvent& e : imported.tape->events())
        if (e.kind == MarketKind::trade) flags.push_back(e.flags);
    EXPECT_EQ(flags, (std::vector<int>{kLastOfMessage, kLastOfMessage | kAuction}));
}

TEST(Binance, BadLinesAreNamed) {
    const test::Folder folder;
    const std::string good = depth(kStart, 9, 12, "", "") + snapshot(kStart, 10);
    const auto error = [&](const std::string& bad) {
        return test::import(folder, "binance-ws", {folder.file("a.jsonl", good + bad)}).error;
    };
    EXPECT_NE(error("x\n").find("a.jsonl:3: the line does not begin with the receive time"), std::string::npos);
    EXPECT_NE(error("1 {\"a\":\n").find("a.jsonl:3: this is not JSON"), std::string::npos);
    EXPECT_NE(error("1 [1]\n").find(":3: the JSON is not an object"), std::string::npos);
    EXPECT_NE(error("1 {\"x\":1}\n").find(":3: neither a snapshot"), std::string::npos);
    EXPECT_NE(error(line(kStart, R"({"stream":"abusdt@trade","data":{"T":5,"s":"ABUSDT","q":"1","m":true}})"))
                  .find(":3: member `p` is missing"),
              std::string::npos);
    EXPECT_NE(
        error(line(kStart, R"({"stream":"abusdt@depth","data":{"T":5,"s":"ABUSDT","U":1,"u":2,"b":[["1"]],"a":[]}})"))
            .find(":3: member `b`"),
        std::string::npos);
    EXPECT_NE(error(depth(kStart, 13, 14, R"(["1.x","2"])", "")).find(":3: price `1.x` is not a number"),
              std::string::npos)
        << error(depth(kStart, 13, 14, R"(["1.x","2"])", ""));
    EXPECT_NE(error(line(kStart, R"({"stream":"cd@trade","data":{"T":5,"s":"CDUSDT","p":"1","q":"1","m":true}})"))
                  .find(":3: symbol `CDUSDT` after `ABUSDT`"),
              std::string::npos);
    EXPECT_NE(test::import(folder, "binance-ws", {folder.file("b.jsonl", depth(kStart, 9, 12, R"(["1","2"])", ""))})
                  .error.find("no snapshot"),
              std::string::npos);
    ImportOptions options;
    options.price_decimals = 1;
    EXPECT_NE(test::import(folder, "binance-ws", {folder.file("b.jsonl", good)}, options)
                  .error.find("price `9.99` is not a number with at most 1 decimals (`--price-decimals`)"),
              std::string::npos);
}

struct Recorded {
    const char* files[2];
    const char* base;
    uint64_t judged, prices, quantities;
};

TEST(Binance, RecordedBooksHaveTheBestQuotes) {
    const auto root = test::recorded("binance_ws_hftbacktest");
    NEEDS_RECORDED(root);
    const test::Folder folder;
    for (const Recorded& market :
         {Recorded{{"spot_btcusdt_20240808.jsonl.gz", "spot_btcusdt_20240809.jsonl.gz"}, "BTC", 6'492, 6'490, 6'490},
          Recorded{{"usdm_btcusdt_20240808.jsonl.gz", nullptr}, "BTC", 6'545, 6'545, 6'545},
          Recorded{{"cm_btcusd_perp_20240808.jsonl.gz", "cm_btcusd_perp_20240809.jsonl.gz"},
                   "contracts",
                   44'770,
                   44'770,
                   44'770}}) {
        SCOPED_TRACE(market.files[0]);
        CheckOptions options;
        for (const char* file : market.files)
            if (file) options.sources.push_back((root / file).string());
        const auto imported = test::import(folder, "binance-ws", options.sources);
        ASSERT_TRUE(imported.tape) << imported.error;
        EXPECT_LE(imported.tape->info().instrument.money_decimals, 6);
        EXPECT_LE(test::vwap_error(*imported.tape), 1e-9);
        EXPECT_EQ(imported.tape->info().instrument.base, market.base);
        CheckError error;
        const auto report = check(*imported.tape, options, error);
        ASSERT_TRUE(report) << error.message;
        EXPECT_EQ(report->crossed.messages + report->locked.messages, 0u);
        EXPECT_GT(report->received, 0u);
        EXPECT_LT(report->receive_delta_max.value, -kSecond);  // the receive clock is behind, and nowhere mixed in
        const auto& truth = std::get<BinanceTruth>(report->truth);
        EXPECT_EQ(truth.gaps + truth.crossed, 0u);
        EXPECT_EQ(truth.prices.count(), market.judged);
        EXPECT_EQ(truth.prices.equal, market.prices);
        EXPECT_EQ(truth.prices_quantities.equal, market.quantities);
    }
}

TEST(Binance, ARecordingWithoutItsSnapshotIsRefused) {
    const auto path = test::recorded("binance_ws_hftbacktest/spot_btcusdt_20240809.jsonl.gz");
    NEEDS_RECORDED(path);
    const test::Folder folder;
    EXPECT_NE(test::import(folder, "binance-ws", {path.string()}).error.find("no snapshot"), std::string::npos);
}

}  // namespace
}  // namespace weir::market
