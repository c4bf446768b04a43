// Bitstamp logs: single orders, corrected by snapshots, and the recorded hours against theirs.
#include <gtest/gtest.h>

#include "runtime/market/book.h"
#include "runtime/market/check.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

using Strings = std::vector<std::string>;

std::string order(int64_t ms, const std::string& event, int id, const std::string& price, const std::string& amount,
                  int type) {
    return std::to_string(ms) + " order_" + event + R"( {"price": ")" + price + R"(", "amount": ")" + amount +
           R"(", "datetime": "1", "id": )" + std::to_string(id) + R"(, "order_type": )" + std::to_string(type) + "}\n";
}
std::string book(int64_t ms, const std::string& bids, const std::string& asks) {
    return std::to_string(ms) + R"( order_book {"bids": [)" + bids + R"(], "asks": [)" + asks + "]}\n";
}
std::string trade(int64_t ms, const std::string& price, const std::string& amount) {
    return std::to_string(ms) + R"( trade {"price": )" + price + R"(, "amount": )" + amount + R"(, "id": 77})" + "\n";
}

/// `ms kind side price quantity order flags`
Strings brief(const Tape& tape) {
    Strings lines;
    for (MarketEvent e : tape.events()) {
        e.time /= 1'000'000;
        lines.push_back(test::line_of(e));
    }
    return lines;
}

TEST(Bitstamp, ImportsOrdersAndMatches) {
    const test::Folder folder;
    const std::string text = order(1, "created", 1, "10.00", "2.00000000", 0) +
                             order(2, "created", 2, "10.05", "1.00000000", 1) +
                             order(3, "created", 3, "10.05", "0.60000000", 0) +  // meets the ask: the match begins
                             order(4, "changed", 2, "10.05", "0.40000000", 1) +
                             order(5, "deleted", 3, "10.05", "0.00000000", 0) +  // ... and is over
                             trade(6, "10.050000000000001", "0.59999999999999998") +
                             order(7, "changed", 1, "9.99", "2.00000000", 0) +  // moves
                             order(8, "deleted", 1, "9.99", "2.00000000", 0);
    const auto imported = test::import(folder, "bitstamp-l3", {test::xz(folder, "a.log.xz", text)});
    ASSERT_TRUE(imported.tape) << imported.error;
    EXPECT_EQ(brief(*imported.tape),
              (Strings{"1 2 1 1000 200000000 1 1", "2 2 -1 1005 100000000 2 1", "3 2 1 1005 60000000 3 0",
                       "4 3 -1 1005 60000000 2 0", "5 4 1 1005 60000000 3 1", "6 6 0 1005 60000000 0 1",
                       "7 4 1 1000 200000000 1 1", "7 2 1 999 200000000 1 1", "8 4 1 999 200000000 1 1"}));
}

TEST(Bitstamp, TwoSnapshotsThatAgreeRestateALevel) {
    const test::Folder folder;
    const std::string shown = R"(["9.90", "5.00000000"], ["9.80", "1.00000000"])";
    const std::string text =
        order(1, "created", 1, "9.95", "2.00000000", 0) + order(2, "created", 2, "10.05", "1.00000000", 1) +
        book(3, shown, R"(["10.05", "1.00000000"])") +  // differs, perhaps by timing alone
        book(4, shown, R"(["10.05", "1.00000000"])");   // differs in the same way: 9.95 is gone, two levels rest
    const auto imported = test::import(folder, "bitstamp-l3", {folder.file("a.log", text)});
    ASSERT_TRUE(imported.tape) << imported.error;
    const Strings lines = brief(*imported.tape);
    ASSERT_EQ(lines.size(), 5u);
    EXPECT_EQ(lines[2], "4 1 1 995 0 0 9");
    EXPECT_EQ(lines[3], "4 1 1 990 500000000 0 9");
    EXPECT_EQ(lines[4], "4 1 1 980 100000000 0 9");
}

TEST(Bitstamp, WhatComesAfterTheEndOfAnOrderHasNoEffect) {
    const test::Folder folder;
    const std::string text =
        order(1, "created", 1, "9.95", "2.00000000", 0) + order(2, "deleted", 1, "9.95", "0.00000000", 0) +
        order(3, "changed", 1, "9.95", "1.00000000", 0) + order(4, "deleted", 5, "9.90", "3.00000000", 0) +
        order(5, "created", 5, "9.90", "3.00000000", 0);
    const auto imported = test::import(folder, "bitstamp-l3", {folder.file("a.log", text)});
    ASSERT_TRUE(imported.tape) << imported.error;
    EXPECT_EQ(brief(*imported.tape),
              (Strings{"1 2 1 995 200000000 1 1", "2 4 1 995 200000000 1 1", "4 4 1 990 300000000 5 1"}));
    CheckOptions options;
    options.sources = {folder / "a.log"};
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report);
    const auto& truth = std::get<BitstampTruth>(report->truth);
    EXPECT_EQ(truth.created_late, 1u);
    ASSERT_EQ(truth.stale.size(), 1u);
    EXPECT_EQ(truth.stale[0].order, 1u);
}

TEST(Bitstamp, BadLinesAreNamed) {
    const test::Folder folder;
    const std::string good = order(1, "created", 1, "10.00", "2.00000000", 0);
    const auto error = [&](const std::string& bad) {
        return test::import(folder, "bitstamp-l3", {folder.file("a.log", good + bad)}).error;
    };
    EXPECT_NE(error("2 order_created\n").find("a.log:2: the line is not `<receive ms> <event> <json>`"),
              std::string::npos);
    EXPECT_NE(error("x trade {}\n").find("a.log:2: time `x`"), std::string::npos);
    EXPECT_NE(error("2 order_lost {}\n").find(":2: event `order_lost` is unknown"), std::string::npos);
    EXPECT_NE(error("2 trade {\"id\":\n").find(":2: what follows the event is not a JSON object"), std::string::npos);
    EXPECT_NE(error(order(2, "created", 2, "10.001", "1", 0)).find(":2: member `price`"), std::string::npos);
    EXPECT_NE(error(order(2, "created", 2, "10.00", "-1", 0)).find(":2: member `amount`"), std::string::npos);
    EXPECT_NE(error(order(2, "created", 2, "10.00", "1", 7)).find(":2: member `order_type`"), std::string::npos);
    EXPECT_NE(error(book(2, "[1]", "")).find(":2: member `bids` holds `[1]`"), std::string::npos);
    EXPECT_NE(error(order(0, "created", 2, "10.00", "1", 0)).find(":2: its time is before"), std::string::npos);
    EXPECT_NE(test::import(folder, "bitstamp-l3", {folder.file("b.log", "")})
                  .error.find("there is no record of a market in it"),
              std::string::npos);
}

TEST(Bitstamp, RecordedHoursAgreeWithTheirSnapshots) {
    const auto path = test::recorded("bitstamp_l3_2015/2015-05-01.log.xz");
    NEEDS_RECORDED(path);
    const test::Folder folder;
    const auto imported = test::import(folder, "bitstamp-l3", {path.string()});
    ASSERT_TRUE(imported.tape) << imported.error;
    CheckOptions options;
    options.sources = {path.string()};
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report) << error.message;
    EXPECT_EQ(report->trades, 575u);
    EXPECT_EQ(imported.tape->info().instrument.money_decimals, 6);
    EXPECT_LE(test::vwap_error(*imported.tape), 1e-9);
    EXPECT_EQ(report->eligible_volume, 84'765'711'841);  // 847.66 BTC
    const auto& truth = std::get<BitstampTruth>(report->truth);
    EXPECT_EQ(truth.snapshots, 5'011u);
    EXPECT_EQ(truth.levels.count(), 5'011u * 40);
    EXPECT_EQ(truth.levels.equal, 179'262u);
    EXPECT_EQ(truth.warm_levels.equal, 173'259u);
    EXPECT_EQ(truth.warm_levels.count(), 190'120u);
    EXPECT_EQ(truth.determined.equal, 178'393u);
    EXPECT_EQ(truth.determined.unequal, 30u);
    EXPECT_EQ(truth.created_late, 5u);
    ASSERT_EQ(truth.stale.size(), 1u);
    EXPECT_EQ(truth.stale[0].order, 65'610'664u);
    EXPECT_EQ(truth.stale[0].price, 23'899);
    EXPECT_EQ(truth.stale[0].side, Side::buy);
    // The tape's book, which the snapshots have corrected.
    EXPECT_GE(truth.tape_levels.equal, truth.tape_levels.count() * 995 / 1000);
    EXPECT_LT(report->crossed.total.value, 10 * kSecond);
}

}  // namespace
}  // namespace weir::market
