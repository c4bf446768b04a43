// Tables of any origin: shapes, column names, times.
#include <gtest/gtest.h>

#include "tests/market/data.h"

namespace weir::market {
namespace {

using Strings = std::vector<std::string>;

Strings lines(const std::string& text, const ImportOptions& options = {}) {
    const test::Folder folder;
    const auto imported = test::import(folder, "csv", {folder.file("a.csv", text)}, options);
    EXPECT_TRUE(imported.tape) << imported.error;
    return imported.tape ? imported.lines() : Strings{};
}

std::string error_of(const std::string& text, const ImportOptions& options = {}) {
    const test::Folder folder;
    return test::import(folder, "csv", {folder.file("a.csv", text)}, options).error;
}

TEST(Csv, ReadsTrades) {
    EXPECT_EQ(
        lines("timestamp,price,amount,side\n1700000000,1.50,2,buy\n1700000000.25,1.5,0.125,SELL\n1700000001,2,1,\n"),
        (Strings{"1700000000000000000 6 1 15 2000 0 1", "1700000000250000000 6 -1 15 125 0 1",
                 "1700000001000000000 6 0 20 1000 0 1"}));
}

TEST(Csv, ReadsQuotesAndBars) {
    EXPECT_EQ(lines("time;bid;bid_size;ask;ask_size\n1700000000000;99;1;101;2\n1700000000001;;;100;3\n"),
              (Strings{"1700000000000000000 7 1 99 1 0 0", "1700000000000000000 7 -1 101 2 0 1",
                       "1700000000001000000 7 -1 100 3 0 1"}));
    EXPECT_EQ(lines("open_time\topen\thigh\tlow\tclose\tvolume\n2023-03-01 "
                    "00:00:00+00:00\t1\t3\t0.5\t2\t0.30000000000000004\n"),
              (Strings{"1677628800000000000 8 0 10 3 0 0", "1677628800000000000 8 0 30 3 1 0",
                       "1677628800000000000 8 0 5 3 2 0", "1677628800000000000 8 0 20 3 3 1"}));
}

TEST(Csv, ReadsRecords) {
    EXPECT_EQ(lines("time,kind,side,price,quantity,order\n1700000000000000000,clear,,,,\n1700000000000000001,add,bid,"
                    "100,5,42\n1700000000000000002,execute,bid,100,5,42\n1700000000000000003,halt,,,,\n"),
              (Strings{"1700000000000000000 0 0 0 0 0 1", "1700000000000000001 2 1 100 5 42 1",
                       "1700000000000000002 5 1 100 5 42 1", "1700000000000000003 9 0 0 0 0 1"}));
}

TEST(Csv, TimesFollowTheZone) {
    ImportOptions options;
    options.time_zone = "America/New_York";
    EXPECT_EQ(lines("time,price,quantity\n2012-06-21 09:30:00,1,1\n2012-12-21 09:30:00.5,1,1\n", options),
              (Strings{"1340285400000000000 6 0 1 1 0 1", "1356100200500000000 6 0 1 1 0 1"}));
    options.date = "2012-06-21";
    EXPECT_EQ(lines("time,price,quantity\n09:30:00,1,1\n34200001.5,1,1\n", options),
              (Strings{"1340285400000000000 6 0 1 1 0 1", "1340285400001500000 6 0 1 1 0 1"}));
}

TEST(Csv, ColumnsCanBeNamedOrNumbered) {
    ImportOptions options;
    options.columns = {{"time", "1"}, {"price", "3"}, {"quantity", "2"}};
    EXPECT_EQ(lines("1700000000,5,7\n1700000001,6,8\n", options),
              (Strings{"1700000000000000000 6 0 7 5 0 1", "1700000001000000000 6 0 8 6 0 1"}));
    options.columns = {{"time", "when"}, {"price", "Last"}};
    EXPECT_EQ(lines("when,Last,qty\n1700000000,7,5\n", options), (Strings{"1700000000000000000 6 0 7 5 0 1"}));
}

TEST(Csv, InstrumentCanBeStated) {
    const test::Folder folder;
    ImportOptions options;
    options.symbol = "AB-CD";
    options.base = "AB";
    options.currency = "CD";
    options.price_decimals = 3;
    options.quantity_decimals = 2;
    options.money_decimals = 5;
    options.tick = "0.005";
    options.lot = "0.1";
    options.minimum_quantity = "0.5";
    options.minimum_value = "10";
    const auto imported =
        test::import(folder, "csv", {folder.file("a.csv", "time,price,quantity\n1700000000,1.5,2\n")}, options);
    ASSERT_TRUE(imported.tape) << imported.error;
    const Instrument& instrument = imported.tape->info().instrument;
    EXPECT_EQ(instrument.symbol, "AB-CD");
    EXPECT_EQ(instrument.tick.value, 5);
    EXPECT_EQ(instrument.lot.value, 10);
    EXPECT_EQ(instrument.minimum_quantity.value, 50);
    EXPECT_EQ(instrument.minimum_value, 1'000'000);
    EXPECT_EQ(imported.lines(), (Strings{"1700000000000000000 6 0 1500 200 0 1"}));
    options.tick = "0.0001";
    EXPECT_NE(test::import(folder, "csv", {folder / "a.csv"}, options)
                  .error.find("--tick `0.0001`: it is not a number with at most 3 decimals"),
              std::string::npos);
    options.tick = "0";
    EXPECT_NE(test::import(folder, "csv", {folder / "a.csv"}, options).error.find("the tick is 0"), std::string::npos);
    options.tick.reset();
    options.time_zone = "Nowhere/City";
    EXPECT_NE(test::import(folder, "csv", {folder / "a.csv"}, options).error.find("Nowhere/City"), std::string::npos);
}

TEST(Csv, BadInputIsNamed) {
    EXPECT_NE(error_of("").find("the file is empty"), std::string::npos);
    EXPECT_NE(error_of("time,price,quantity\n").find("no record of a market"), std::string::npos);
    EXPECT_NE(error_of("a,b\n1,2\n").find("a.csv:1: no column holds `time`"), std::string::npos);
    EXPECT_NE(error_of("time,b\n1,2\n").find("a.csv:1: the columns are neither trades"), std::string::npos);
    EXPECT_NE(error_of("time,price,quantity\nsoon,1,1\n").find("a.csv:2: time `soon`"), std::string::npos);
    EXPECT_NE(error_of("time,price,quantity\n1700000001,1,1\n1700000000,1,1\n")
                  .find("a.csv:3: time `1700000000` is before that of the row above"),
              std::string::npos);
    EXPECT_NE(error_of("time,price,quantity\n1700000000,x,1\n").find("a.csv:2: price `x`"), std::string::npos);
    EXPECT_NE(error_of("time,price,quantity\n1700000000,1,-1\n").find("a.csv:2: quantity `-1`"), std::string::npos);
    EXPECT_NE(error_of("time,price,quantity,side\n1700000000,1,1,up\n").find("a.csv:2: side `up`"), std::string::npos);
    EXPECT_NE(error_of("time,kind,side,price,quantity\n1700000000,jump,,1,1\n").find("a.csv:2: kind `jump`"),
              std::string::npos);
    EXPECT_NE(error_of("time,kind,side,price,quantity\n1700000000,level,,1,1\n").find("a.csv:2: a `level` has no side"),
              std::string::npos);
    ImportOptions options;
    options.columns = {{"tyme", "1"}};
    EXPECT_NE(error_of("time,price,quantity\n", options).find("field `tyme` is unknown; fields are time, kind"),
              std::string::npos);
    options.columns = {{"time", "9"}};
    EXPECT_NE(error_of("time,price,quantity\n", options).find("there is no column `9`"), std::string::npos);
}

/// What cannot be kept as it is written is refused, with its line and its column.
TEST(Csv, NothingIsCutOffInSilence) {
    const auto refused = [](const std::string& text, const std::string& part) {
        const std::string error = error_of(text);
        EXPECT_NE(error.find(part), std::string::npos) << "looking for: " << part << "\nin: " << error;
    };
    const std::string header = "time,price,quantity\n1700000000,1.5,2\n";
    refused(header + "1700000001,\"1,000.5\",5\n", "a.csv:3: price `1,000.5` is not a number");
    refused(header + "1700000001,\"1,000.5\",5\n", "in column 2");
    refused(header + "1700000001,1,000.5,5\n", "a.csv:3: column 4 (`5`) is too many: the header has 3");
    refused(header + "1700000001,0.00000000000000000001,5\n", "a.csv:3: price `0.00000000000000000001` has more than");
    refused(header + "1700000001,0.123456789,5\n", "a.csv:3: price `0.123456789` has more than the 8 decimals");
    refused(header + "1700000001,0,5\n", "a.csv:3: price `0` is not greater than 0, in column 2");
    refused(header + "1700000001,1.5,0\n", "a.csv:3: quantity `0` is not greater than 0, in column 3");
    refused("time,price,price,quantity\n1700000000,1,2,3\n", "a.csv:1: columns 2 and 3 both hold `price`");
    refused("time,kind,side,price,quantity\n1700000000,trade,,,5\n", "a.csv:2: price `` is not a number");
    EXPECT_EQ(lines("time,\"price\",quantity\n1700000000, \"1.3\",2\n1700000001,1.30000000000000004,2\n"),
              (Strings{"1700000000000000000 6 0 13 2 0 1", "1700000001000000000 6 0 13 2 0 1"}));
}

TEST(Import, FormatsAndOptionsAreChecked) {
    const test::Folder folder;
    EXPECT_NE(test::import(folder, "lobsters", {"x"})
                  .error.find("format `lobsters` is unknown; formats are binance-ws, bitstamp-l3, csv, ctc, "
                              "lean-minute, lean-tick, lobster"),
              std::string::npos);
    EXPECT_NE(test::import(folder, "csv", {}).error.find("no file to import"), std::string::npos);
    ImportOptions options;
    options.date = "2012-06-21";
    EXPECT_NE(test::import(folder, "ctc", {"x"}, options).error.find("`--date` means nothing to format `ctc`"),
              std::string::npos);
    options = {};
    options.without_quotes = true;
    EXPECT_NE(test::import(folder, "lobster", {"x"}, options).error.find("`--without-quotes`"), std::string::npos);
    for (const ImportFormat& format : import_formats())
        EXPECT_NE(test::import(folder, format.name, {folder / "none"}).error.find("there is no such file"),
                  std::string::npos)
            << format.name;
}

TEST(Csv, RecordedBarsAreComplete) {
    const auto path = test::recorded("bars_1m_kraken_binanceus_2023/binanceus_BTCUSD_1m_20230301_20230321.csv.gz");
    NEEDS_RECORDED(path);
    const test::Folder folder;
    const auto imported = test::import(folder, "csv", {path.string()});
    ASSERT_TRUE(imported.tape) << imported.error;
    EXPECT_EQ(imported.tape->info().records, 30'240u * 4);
    EXPECT_EQ((imported.tape->info().last.value - imported.tape->info().first.value) / (60 * kSecond), 30'239);
}

}  // namespace
}  // namespace weir::market
