// LOBSTER: a small window written by hand, and the recorded GOOG day.
#include <gtest/gtest.h>

#include "runtime/market/book.h"
#include "runtime/market/check.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

constexpr const char* kMessageName = "TEST_2012-06-21_34200000_57600000_message_2.csv";
constexpr const char* kBookName = "TEST_2012-06-21_34200000_57600000_orderbook_2.csv";

// Two levels. Before: bids 100.00 × 10, 99.99 × 20, and 99.98 × 30 outside; asks 100.02 × 5, 100.03 × 7.
constexpr const char* kMessages =
    "34200.1,1,11,4,1000000,1\n"           // joins the best bid
    "34200.2,4,9,10,1000000,1\n"           // an order from before the open is executed
    "34200.3,3,11,4,1000000,1\n"           // 99.98 comes into the window
    "34200.3,5,0,3,1000100,-1\n"           // hidden
    "34200.400000001,1,12,6,1000100,-1\n"  // 100.03 leaves the window
    "34200.5,2,12,2,1000100,-1\n"
    "34200.6,4,12,4,1000100,-1\n"  // 100.03 is back, with more
    "34200.7,7,0,0,-1,-1\n"
    "34200.8,7,0,0,1,-1\n";
constexpr const char* kBooks =
    "1000200,5,1000000,14,1000300,7,999900,20\n"
    "1000200,5,1000000,4,1000300,7,999900,20\n"
    "1000200,5,999900,20,1000300,7,999800,30\n"
    "1000200,5,999900,20,1000300,7,999800,30\n"
    "1000100,6,999900,20,1000200,5,999800,30\n"
    "1000100,4,999900,20,1000200,5,999800,30\n"
    "1000200,5,999900,20,1000300,9,999800,30\n"
    "1000200,5,999900,20,1000300,9,999800,30\n"
    "1000200,5,999900,20,1000300,9,999800,30\n";

std::vector<std::string> pair_of(const test::Folder& folder, const std::string& messages = kMessages,
                                 const std::string& books = kBooks) {
    return {folder.file(kMessageName, messages), folder.file(kBookName, books)};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

TEST(Lobster, ImportsAWindow) {
    const test::Folder folder;
    const auto imported = test::import(folder, "lobster", pair_of(folder));
    ASSERT_TRUE(imported.tape) << imported.error;
    const Instrument& instrument = imported.tape->info().instrument;
    EXPECT_EQ(instrument.symbol, "TEST");
    EXPECT_EQ(instrument.price_decimals, 4);
    EXPECT_EQ(instrument.tick.value, 100);
    EXPECT_EQ(imported.tape->info().detail, BookDetail::orders);
    const std::string open = "13402854";  // 2012-06-21 13:30 UTC is 1340285400
    const std::vector<std::string> expected{
        open + "00100000000 0 0 0 0 0 0",         open + "00100000000 1 1 1000000 14 0 8",
        open + "00100000000 1 1 999900 20 0 8",   open + "00100000000 1 -1 1000200 5 0 8",
        open + "00100000000 1 -1 1000300 7 0 8",  open + "00100000000 1 1 1000000 10 0 9",
        open + "00100000000 2 1 1000000 4 11 1",  open + "00200000000 5 1 1000000 10 9 1",
        open + "00300000000 4 1 1000000 4 11 0",  open + "00300000000 1 1 999800 30 0 9",
        open + "00300000000 5 -1 1000100 3 0 3",  open + "00400000001 2 -1 1000100 6 12 1",
        open + "00500000000 3 -1 1000100 2 12 1", open + "00600000000 5 -1 1000100 4 12 0",
        open + "00600000000 1 -1 1000300 9 0 9",  open + "00700000000 9 0 0 0 0 1",
        open + "00800000000 10 0 0 0 0 1"};
    EXPECT_EQ(imported.lines(), expected);

    const auto zipped = test::import(
        folder, "lobster",
        {test::zip(folder, "test.zip", {{"readme.txt", "x"}, {kBookName, kBooks}, {kMessageName, kMessages}})});
    ASSERT_TRUE(zipped.tape) << zipped.error;
    EXPECT_EQ(zipped.lines(), expected);
}

TEST(Lobster, TheFirstMessageIsUndone) {
    const test::Folder folder;
    const auto gone = test::import(
        folder, "lobster", pair_of(folder, "34200.1,3,8,6,1000050,1\n", "1000200,5,1000000,14,1000300,7,999900,20\n"));
    ASSERT_TRUE(gone.tape) << gone.error;
    Book book(BookDetail::orders);
    for (const MarketEvent& event : gone.tape->events().first(gone.tape->events().size() - 1)) book.apply(event);
    EXPECT_EQ(book.best(Side::buy)->price, 1'000'050);
    EXPECT_EQ(book.best(Side::buy)->quantity, 6);
    book.apply(gone.tape->events().back());
    EXPECT_EQ(book.best(Side::buy)->price, 1'000'000);
}

TEST(Lobster, CheckCountsWhatIsDetermined) {
    const test::Folder folder;
    const auto imported = test::import(folder, "lobster", pair_of(folder));
    ASSERT_TRUE(imported.tape) << imported.error;
    CheckOptions options;
    options.sources = pair_of(folder);
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report) << error.message;
    const auto& truth = std::get<LobsterTruth>(report->truth);
    EXPECT_EQ(truth.rows, 9u);
    EXPECT_EQ(truth.cells, 36u);
    EXPECT_EQ(truth.first_seen, 2u);  // 99.98 in row 3, 100.03 in row 7
    EXPECT_EQ(truth.first_seen_inner, 0u);
    EXPECT_EQ(truth.from_messages.unequal + truth.from_window.unequal, 0u);
    EXPECT_EQ(truth.from_window.equal, 6u + 2u);  // both of them in the rows that follow
    EXPECT_EQ(truth.from_messages.equal, 36u - 10u);
    EXPECT_EQ(truth.surplus, 0u);
    EXPECT_EQ(truth.tape_rows.equal, 9u);
}

TEST(Lobster, CheckFindsARowThatTheMessagesContradict) {
    const test::Folder folder;
    const auto imported = test::import(folder, "lobster", pair_of(folder));
    ASSERT_TRUE(imported.tape);
    CheckOptions options;
    options.sources = pair_of(folder, kMessages, replaced(kBooks, "1000100,4,", "1000100,3,"));
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report) << error.message;
    const auto& truth = std::get<LobsterTruth>(report->truth);
    EXPECT_EQ(truth.from_messages.unequal, 1u);
    EXPECT_EQ(truth.tape_rows.unequal, 1u);
    ASSERT_EQ(truth.examples.size(), 1u);
    EXPECT_EQ(truth.examples[0], "row 6: ask level 1 at 1000100: 3 in the file, 4 rebuilt");
}

TEST(Lobster, BadInputIsNamed) {
    const test::Folder folder;
    const auto error = [&](const std::string& messages, const std::string& books = kBooks) {
        return test::import(folder, "lobster", pair_of(folder, messages, books)).error;
    };
    EXPECT_NE(error(replaced(kMessages, "34200.2,4", "34200.2,8")).find("message_2.csv:2: type `8` is unknown"),
              std::string::npos);
    EXPECT_NE(
        error(replaced(kMessages, "34200.2,4", "34199,4")).find(":2: time `34199` is before that of the row above"),
        std::string::npos);
    EXPECT_NE(error(replaced(kMessages, "9,10,1000000,1", "9,10,1000000,5")).find(":2: direction `5`"),
              std::string::npos);
    EXPECT_NE(error(replaced(kMessages, "9,10,1000000", "9,0,1000000")).find(":2: size `0`"), std::string::npos);
    EXPECT_NE(error(replaced(kMessages, "9,10,1000000", "9,10,-5")).find(":2: price `-5`"), std::string::npos);
    EXPECT_NE(error(replaced(kMessages, ",4,9,10,", ",4,9,")).find(":2: 5 columns; a message has 6"),
              std::string::npos);
    EXPECT_NE(error(kMessages, replaced(kBooks, "1000000,4,", "1000000,x,")).find("orderbook_2.csv:2: column 3"),
              std::string::npos);
    EXPECT_NE(error(kMessages, replaced(kBooks, "1000200,5,1000000,4,1000300,7,999900,20\n", "1000200,5,1000000,4\n"))
                  .find(":2: 4 columns; a book row has 4 per level, 8 as in the first row"),
              std::string::npos);
    EXPECT_NE(error(kMessages, "1000200,5,1000000,14,1000300,7,999900,20\n").find("it ends after 1 rows"),
              std::string::npos);
    EXPECT_NE(error("").find("ends after 0 rows"), std::string::npos);
    EXPECT_NE(test::import(folder, "lobster", {folder / "none.zip"}).error.find("there is no such file"),
              std::string::npos);
    EXPECT_NE(test::import(folder, "lobster", {folder.file("a_message_2.csv", kMessages)}).error.find("orderbook"),
              std::string::npos);
    EXPECT_NE(test::import(folder, "lobster",
                           {folder.file("a_message_2.csv", kMessages), folder.file("a_orderbook_2.csv", kBooks)})
                  .error.find("`--date`"),
              std::string::npos);
    ImportOptions options;
    options.date = "2012-06-21";
    EXPECT_TRUE(
        test::import(folder, "lobster", {folder / "a_message_2.csv", folder / "a_orderbook_2.csv"}, options).tape);
    options.price_decimals = 1;
    EXPECT_NE(test::import(folder, "lobster", {folder / "a_message_2.csv", folder / "a_orderbook_2.csv"}, options)
                  .error.find("has no place in 1 price"),
              std::string::npos);
}

TEST(Lobster, TheRecordedDayIsItsOrderBookFile) {
    const auto path = test::recorded("lobster_2012-06-21/LOBSTER_SampleFile_GOOG_2012-06-21_10.zip");
    NEEDS_RECORDED(path);
    const test::Folder folder;
    const auto imported = test::import(folder, "lobster", {path.string()});
    ASSERT_TRUE(imported.tape) << imported.error;
    EXPECT_EQ(imported.tape->info().instrument.symbol, "GOOG");
    CheckOptions options;
    options.sources = {path.string()};
    CheckError error;
    const auto report = check(*imported.tape, options, error);
    ASSERT_TRUE(report) << error.message;
    EXPECT_EQ(report->messages, 147'916u + 1);  // and the book before the first message
    EXPECT_EQ(report->eligible_volume, 492'509 + 213'616);
    EXPECT_EQ(report->crossed.messages + report->locked.messages, 0u);
    EXPECT_EQ(report->faults.overdrawn + report->faults.repeated, 0u);
    const auto& truth = std::get<LobsterTruth>(report->truth);
    EXPECT_EQ(truth.rows, 147'916u);
    EXPECT_EQ(truth.cells, 147'916u * 20);
    EXPECT_EQ(truth.from_messages.equal, 869'783u);
    EXPECT_EQ(truth.from_window.equal, 2'044'086u);
    EXPECT_EQ(truth.from_messages.unequal + truth.from_window.unequal, 0u);
    EXPECT_EQ(truth.first_seen, 44'451u);
    EXPECT_EQ(truth.first_seen_inner, 0u);
    EXPECT_EQ(truth.surplus, 0u);
    EXPECT_EQ(truth.tape_rows.equal, 147'916u);
    EXPECT_EQ(truth.tape_rows.unequal, 0u);
}

}  // namespace
}  // namespace weir::market
