// What bad input gets: an error that names it and says what would be right, a code, and nothing left behind.
#include "tests/cli/market.h"

namespace weir::test {
namespace {

using BadTape = Desk;
using BadOrder = Desk;
using BadFile = Desk;

constexpr size_t kHeaderBytes = 272, kRecordBytes = 40;

void put(std::string& bytes, size_t at, const std::string& what) {
    bytes.replace(at, what.size(), what);
}

TEST_F(BadTape, IsNamedWithItsOffset) {
    const std::string good = text_of(market() / "day.tape");
    const size_t checksum_at = good.size() - 8;
    const auto refused = [&](const std::string& bytes, const std::string& part) {
        folder_.write("bad.tape", bytes);
        SCOPED_TRACE(part);
        expect_refused(weir({"tape", "info", "bad.tape"}), 1, "bad.tape: byte " + part);
        expect_refused(weir({"run", kTwap, "--tape", "bad.tape", "--order", kOrder}), 1, "bad.tape: byte " + part);
        expect_refused(weir({"tape", "check", "bad.tape"}), 1, "bad.tape: byte " + part);
    };
    refused("", "0: the file is empty");
    refused(good.substr(0, 100), "100: the file ends within the header");
    refused(good.substr(0, 1000), "1000: the file ends too early");
    refused(good + "more", std::to_string(good.size()) + ": ");
    refused("#!/bin/sh\n" + std::string(2000, 'x'), "0: this is not a tape");

    std::string corrupt = good;
    corrupt[50'000] = static_cast<char>(corrupt[50'000] ^ 0x10);
    refused(corrupt, std::to_string(checksum_at) + ": the checksum is");

    std::string foreign = good;
    put(foreign, 8, {'\x01', '\x02', '\x03', '\x04'});
    refused(foreign, "8: the tape was written in the other byte order");

    std::string unordered = good;
    const size_t early = kHeaderBytes + 10 * kRecordBytes, late = kHeaderBytes + 4000 * kRecordBytes;
    put(unordered, early, good.substr(late, kRecordBytes));
    put(unordered, late, good.substr(early, kRecordBytes));
    refused(unordered, std::to_string(checksum_at) + ": the checksum is");
    EXPECT_NE(weir({"tape", "info", "bad.tape"}).err.find("times must not step back"), std::string::npos);
}

TEST_F(BadTape, FailedImportsLeaveNothing) {
    const auto refused = [&](const Words& words, const std::string& part) {
        expect_refused(weir(words), 1, part);
        EXPECT_FALSE(exists("new.tape"));
        EXPECT_FALSE(exists("new.tape.part"));
    };
    folder_.write("word.csv", "time,price,quantity\n1700000000,1.5,2\n1700000001,x,2\n");
    refused({"tape", "import", "csv", "word.csv", "-o", "new.tape"}, "word.csv:3: price `x` is not a number");
    refused({"tape", "import", "csv", "word.csv", "--column", "time=1", "--column", "price=2", "--column", "quantity=3",
             "-o", "new.tape"},
            "columns stated by number mean that there is no header line");
    folder_.write("back.csv", "time,price,quantity\n1700000000,1.5,2\n1600000001,1.5,2\n");
    refused({"tape", "import", "csv", "back.csv", "-o", "new.tape"}, "back.csv:3: time `1600000001` is before");
    folder_.write("short.csv", "time,price\n1700000000,1.5\n");
    refused({"tape", "import", "csv", "short.csv", "-o", "new.tape"}, "short.csv");
    refused({"tape", "import", "csv", "none.csv", "-o", "new.tape"}, "none.csv: there is no such file");
    refused({"tape", "import", "nasdaq", "word.csv", "-o", "new.tape"}, "format `nasdaq` is unknown; formats are");
    refused({"tape", "generate", "-o", "no/folder/new.tape"}, "no/folder/new.tape");
    refused({"tape", "generate", "--halt", "11:00", "-o", "new.tape"}, "it has no duration; write TIME+DURATION");
    refused({"tape", "generate", "--halt", "17:00+5min", "-o", "new.tape"}, "does not lie within a session");
    refused({"tape", "generate", "--market", "crypto", "--auctions", "-o", "new.tape"}, "has no auctions");

    folder_.write("kept.tape", "what was there");
    EXPECT_EQ(weir({"tape", "import", "csv", "word.csv", "-o", "kept.tape"}).code, 1);
    EXPECT_EQ(text_of(folder_ / "kept.tape"), "what was there");
    size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) files += entry.exists();
    EXPECT_EQ(files, 3u + 4u) << "the desk's three, the csv files, and kept.tape";
}

TEST_F(BadTape, WithoutQuotesCannotBeTradedOn) {
    folder_.write("trades.csv", "time,price,quantity\n1700000000,1.5,200\n1700000100,1.5,200\n");
    ASSERT_EQ(weir({"tape", "import", "csv", "trades.csv", "-o", "trades.tape"}).code, 0);
    const std::string order = "buy 100 from 22:13:20 to 22:15:00";
    expect_refused(weir({"run", kTwap, "--tape", "trades.tape", "--order", order}), 1,
                   "the tape has trades only: there are no quotes to trade against");
    expect_refused(weir({"run", kTwap, "--tape", "trades.tape", "--order", "buy 100 BTC from 22:13:20 to 22:15:00"}), 1,
                   "leave `BTC` out");
}

TEST_F(BadOrder, IsNamedAndPutRight) {
    const auto refused = [&](const std::string& order, const std::string& part) {
        SCOPED_TRACE(order);
        expect_refused(trade(kTwap, order), 1, part);
    };
    refused("", "order: it is empty; write `buy 25 BTC from 09:30 to 11:00`");
    refused("borrow 500 shares from 10:00 to 10:30", "it begins with `borrow`");
    refused("buy 500 BTC from 10:00 to 10:30", "in `BTC`, but the tape is of WEIR: write `shares`");
    refused("buy -500 shares from 10:00 to 10:30", "quantity `-500` is not positive");
    refused("buy 0 shares from 10:00 to 10:30", "quantity `0` is not positive");
    refused("buy 0.5 shares from 10:00 to 10:30", "`0.5` has 1 decimals, at most 0");
    refused("sell short 500 shares from 10:00 to 10:30", "short sales are not part of this edition yet");
    refused("buy many shares from 10:00 to 10:30", "quantity `many`");
    refused("buy 500 shares from 10:30 to 10:00", "which is not after its start at 2026-01-06T10:30:00-05:00");
    refused("buy 5000 shares from 10:00 to 23:00", "the tape holds 2026-01-06T09:30:00-05:00 to");
    refused("buy 500 shares from 25:00 to 26:00", "`from 25:00`");
    refused("buy 500 shares at 10:00", "found `at` where `from TIME` belongs");
    refused("buy 500 shares from 10:00 to 10:30 limit 100.001", "limit `100.001`");
    refused("buy 500 shares from 10:00 to 10:30 limit 100 EUR", "in `EUR`");
    refused("buy 500 shares from 10:00 to 10:30 slowly", "`slowly` is not a known time zone");

    ASSERT_EQ(
        weir({"tape", "generate", "--messages", "2000", "--lot", "10", "--date", "2026-01-06", "-o", "lots.tape"}).code,
        0);
    expect_refused(weir({"run", kTwap, "--tape", "lots.tape", "--order", "buy 505 shares from 10:00 to 10:30"}), 1,
                   "`505` is not a multiple of the lot, 10; the nearest below is 500");
}

TEST_F(BadOrder, VenuesAreNamedAndPutRight) {
    const auto refused = [&](const Words& venues, const std::string& part) {
        Words words{"run", kTwap, "--order", kOrder};
        words.insert(words.end(), venues.begin(), venues.end());
        expect_refused(weir(words), 1, part);
    };
    refused({}, "there is no market: give --tape TAPE, or --venue NAME=TAPE for each venue");
    refused({"--tape", "day.tape", "--venue", "x=day.tape"}, "--tape and --venue: give one of them");
    refused({"--venue", "day.tape"}, "--venue `day.tape`: write NAME=TAPE, as in `x=day.tape`");
    refused({"--venue", "x=day.tape,maker"}, "`maker` is no setting: write NAME=VALUE");
    refused({"--venue", "x=day.tape,maker=1"}, "maker `1`: say the unit, as in `1 bps`");
    refused({"--venue", "x=day.tape,maker=1 bps,maker=2 bps"}, "`maker` is given twice; give it once");
    refused({"--venue", "x=day.tape,fee=1 bps"}, "`fee` is no setting of it; there is maker, taker, latency");
    refused({"--venue", "x=day.tape,latency=-1 ms"}, "a latency is not negative");
    refused({"--venue", "x=day.tape,auction_share=20"}, "auction_share `20`: write a percentage, as in `20%`");
    refused({"--venue", "x=day.tape", "--venue", "x=day.tape"}, "two venues are called `x`");
    refused({"--tape", "day.tape", "--dark", "pool=day.tape"}, "write NAME, as in `pool`, and settings after commas");
    refused({"--tape", "day.tape", "--dark", "pool,share=200%"}, "must be between 0% and 100% of the lit volume");
    refused({"--tape", "day.tape", "--dark", "pool,size=1.5"}, "size `1.5`");
    refused({"--tape", "day.tape", "--dark", "pool,reference=y"}, "there is no lit venue `y`");
    refused({"--venue", "x=none.tape"}, "none.tape");
}

TEST_F(BadOrder, FeesSayTheirUnit) {
    expect_refused(trade(kTwap, kOrder, {"--taker-fee", "5"}), 1, "--taker-fee `5`: say the unit, as in `5 bps`");
    EXPECT_EQ(trade(kTwap, kOrder, {"--taker-fee", "0.3 bps", "--maker-fee", "0"}).code, 0);
}

TEST_F(BadOrder, ParametersAreNamed) {
    const auto refused = [&](const std::string& setting, const std::string& part) {
        SCOPED_TRACE(setting);
        expect_refused(trade(kTwap, kOrder, {"--set", setting}), 1, part);
    };
    refused("slize=1 min", "`twap` has no parameter `slize`; did you mean `slice`?");
    refused("frob=1 min", "it has `slice`, `max_participation`");
    refused("max_participation=50%", "`50%` is outside its range, from 1% to 30%");
    refused("max_participation=5 min", "`5 min` is a duration; write a ratio, for example `20%`");
    refused("max_participation=much", "`much` is not a number with a unit");
    refused("max_participation", "write NAME=VALUE");
    refused("max_child=1000 EUR", "is in EUR where the instrument trades in USD");
    expect_refused(trade(kTwap, kOrder, {"--set", "slice=1 min", "--set", "slice=2 min"}), 1,
                   "`slice` is given twice; give it once");
    for (const char* seed : {"-1", "18446744073709551616", "1.5", "x"})
        expect_refused(trade(kTwap, kOrder, {"--seed", seed}), 2, "is no seed");
}

/// Refused before the run: never a whole parent sent at once.
TEST_F(BadOrder, ACurrencyThatNothingNamesIsNotTakenAsTheSame) {
    const Words option{"--same-currency", "USD"};
    expect_refused(trade(kTwap, kOrder, option), 1, "--same-currency `USD`: no script names USD; leave the option out");
    folder_.write("euro.weir",
                  "weir 1\nstrategy euro(size : money = 9_000 EUR from 1 EUR to 9_000 EUR) {\n"
                  "    schedule linear\n    work all { peg near touch; child at most size }\n}\n");
    const Outcome other = trade("euro.weir", kOrder);
    expect_refused(other, 1, "W0324");
    EXPECT_EQ(other.err.find("W0324"), other.err.rfind("W0324")) << other.err;
    EXPECT_EQ(trade("euro.weir", kOrder, {"--same-currency", "EUR"}).code, 0);
    expect_refused(trade("euro.weir", kOrder, {"--same-currency", "EUR", "--same-currency", "GBP"}), 1,
                   "name a currency that the script writes: `EUR`");
    EXPECT_EQ(weir({"check", "euro.weir", "--tape", "day.tape", "--same-currency", "EUR"}).code, 0);
    EXPECT_EQ(weir({"check", "euro.weir", "--same-currency", "GBP"}).code, 1);
    EXPECT_EQ(trade(kTwap, kOrder, {"--same-currency", "EUR", "--set", "max_child=9000 EUR"}).code, 0);
}

TEST_F(BadOrder, SlicesTooFineForTheLotAreRefused) {
    const Outcome refused =
        trade(kTwap, "buy 20 shares from 10:00 to 12:00", {"--set", "slice=1 s", "--events", "events.log"});
    expect_refused(refused, 1, "a slice every 1 s cuts 20 shares into 7200 slices");
    EXPECT_NE(refused.err.find("slices of 6 min or longer can be sent"), std::string::npos) << refused.err;
    EXPECT_FALSE(exists("events.log"));
    EXPECT_EQ(trade(kTwap, "buy 20 shares from 10:00 to 12:00", {"--set", "slice=6 min"}).code, 0);
}

TEST_F(BadFile, IsNamed) {
    const Words tape{"--tape", "day.tape", "--order", kOrder};
    expect_refused(trade("none.weir", kOrder), 1, "none.weir: No such file or directory");
    expect_refused(trade("stdlib", kOrder), 1, "stdlib: is a directory");
    expect_refused(weir({"run", kTwap, "--tape", "none.tape", "--order", kOrder}), 1, "none.tape: cannot be opened");
    expect_refused(weir({"run", kTwap, "--tape", "stdlib", "--order", kOrder}), 1, "stdlib: is not a file");
    expect_refused(trade(kTwap, kOrder, {"--history", "none.tape"}), 1, "none.tape: cannot be opened");
    expect_refused(weir({"check", "none.weir"}), 1, "none.weir: No such file or directory");
    expect_refused(weir({"tca", "list", "--store", "none.db"}), 1, "`none.db`: there is no such file");
    std::filesystem::create_directory(folder_.path() / "hollow");
    expect_refused(weir({"check", "hollow"}), 1, "no `.weir` file found");
    folder_.write("text.db", "this is no database, however long it may be");
    expect_refused(weir({"tca", "list", "--store", "text.db"}), 1, "text.db");
    EXPECT_EQ(text_of(folder_ / "text.db"), "this is no database, however long it may be");
    folder_.write("bad.weir", "weir 1\nstrategy a() { work w { peg neer touch } }\n");
    expect_refused(trade("bad.weir", kOrder), 1, "W0104");
    EXPECT_EQ(weir({"check", "bad.weir"}).code, 1);
}

/// Where output cannot be written, nothing is run; a folder in its place is named as such.
TEST_F(BadFile, UnwritableOutputsAreRefused) {
    const auto refused = [&](const Words& more, const std::string& part) {
        expect_refused(trade(kTwap, kOrder, more), 1, part);
    };
    refused({"--report", "no/report.html"}, "no/report.html: cannot be written: No such file or directory");
    refused({"--report", "stdlib"}, "stdlib: cannot be written: Is a directory");
    refused({"--store", "no/runs.db"}, "no/runs.db: cannot be written: No such file or directory");
    refused({"--store", "stdlib"}, "stdlib: cannot be written: Is a directory");
    refused({"--events", "no/events.log"}, "no/events.log: cannot be written: No such file or directory");
    refused({"--events", "stdlib"}, "stdlib: cannot be written: Is a directory");
    EXPECT_FALSE(exists("stdlib.part"));
}

/// What a command reads it does not write over, by whatever name, and no two of its outputs are one file.
TEST_F(BadFile, InputsAreNotWrittenOver) {
    std::filesystem::copy_file(market().path() / "day.tape", folder_.path() / "own.tape");
    std::filesystem::create_symlink("own.tape", folder_.path() / "link.tape");
    folder_.write("own.weir", text_of(WEIR_SOURCE_DIR "/stdlib/twap.weir"));
    const std::string tape = text_of(folder_.path() / "own.tape"), script = text_of(folder_.path() / "own.weir");
    const auto refused = [&](const Words& words, const std::string& part) {
        expect_refused(weir(words), 1, part);
        EXPECT_EQ(text_of(folder_.path() / "own.tape"), tape) << part;
        EXPECT_EQ(text_of(folder_.path() / "own.weir"), script) << part;
    };
    const auto run_with = [&](const Words& more) {
        Words words{"run", "own.weir", "--venue", "lit=own.tape,taker=1bps", "--order", kOrder};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    };
    refused(run_with({"--events", "own.tape"}), "--events `own.tape`: the command reads this file");
    refused(run_with({"--events", "link.tape"}), "--events `link.tape`: the command reads this file");
    refused(run_with({"--report", "./own.weir"}), "--report `./own.weir`: the command reads this file");
    refused(run_with({"--report", "x", "--events", "./x"}), "--events `./x`: --report writes this file too");
    refused({"curve", "build", "own.tape", "-o", "link.tape"}, "--out `link.tape`: the command reads this file");
    refused({"test", "own.weir", "--junit", "own.weir"}, "--junit `own.weir`: the command reads this file");
    folder_.write("own.csv", "time,price,quantity\n1700000000,1.5,2\n");
    refused({"tape", "import", "csv", "own.csv", "-o", "own.csv"}, "--out `own.csv`: the command reads this file");
    EXPECT_EQ(weir(run_with({"--store", "runs.db"})).code, 0);
    refused({"tca", "show", "1", "--store", "runs.db", "--report", "runs.db"}, "--report `runs.db`: the command reads");
    EXPECT_EQ(weir({"tca", "list", "--store", "runs.db"}).code, 0);
}

/// Of two scripts of one name neither gets the page; a script that fails leaves the list of all as it was.
TEST_F(BadFile, DocWritesAllPagesOrNone) {
    for (const char* name : {"a", "b"}) {
        std::filesystem::create_directories(folder_.path() / "in" / name);
        folder_.write(std::string("in/") + name + "/x.weir", text_of(WEIR_SOURCE_DIR "/stdlib/twap.weir"));
    }
    expect_refused(weir({"doc", "in", "-o", "out"}), 1, "in/a/x.weir and in/b/x.weir: both would be x.md");
    EXPECT_FALSE(exists("out/x.md"));
    EXPECT_FALSE(exists("out/README.md"));
    EXPECT_EQ(weir({"doc", "in/a", "-o", "out"}).code, 0);
    const std::string list = text_of(folder_.path() / "out/README.md");
    EXPECT_NE(list.find("x.md"), std::string::npos);
    EXPECT_EQ(weir({"doc", "nope.weir", "-o", "out"}).code, 1);
    EXPECT_EQ(text_of(folder_.path() / "out/README.md"), list);
}

/// A moment that the run does not have is not answered with another.
TEST_F(BadOrder, AMomentOutsideTheRunIsSaid) {
    const auto explain = [&](const char* at) {
        return weir({"explain", kTwap, "--tape", "day.tape", "--order", kOrder, "--at", at});
    };
    for (const char* at : {"09:00", "23:00", "2026-01-07T10:00:00Z"})
        expect_refused(explain(at), 1, "is outside the run, which goes from 2026-01-06T09:59:5");
    const Outcome last = explain("10:30");
    EXPECT_EQ(last.code, 0) << last.err;
    EXPECT_NE(last.out.find("executed 500, working 0"), std::string::npos) << last.out;
    EXPECT_EQ(last.out.find("due 1"), std::string::npos) << last.out;
}

}  // namespace
}  // namespace weir::test
