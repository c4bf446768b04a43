// Strategies with legs on the command line: a tape for each, and what is said where one is missing or too many.
#include "tests/cli/market.h"

namespace weir::test {
namespace {

/// A folder with a tape of each leg and a pair.
class Pair : public testing::Test {
  protected:
    Pair() {
        generate("ETH-USD", "7", "3000", "eth.tape");
        generate("BTC-USD", "8", "30000", "btc.tape");
        generate("BTC-EUR", "9", "28000", "eur.tape");
        folder_.write("pair.weir",
                      "weir 1\nstrategy pair(live beta : ratio = 1x from 0.1x to 3x) {\n"
                      "legs { eth buy lead; btc sell hedge value beta * eth.executed_value within 5000 quote }\n"
                      "schedule linear every 1 min\n"
                      "work cross before rest when behind > 2% of order { take behind; up to 5 bps worse than mid }\n"
                      "work rest { peg near touch; child at most 5% of order }\n"
                      "risk { leg exposure <= 6000 quote }\n}\n");
    }
    void generate(const char* symbol, const char* seed, const char* price, const char* tape) {
        const Outcome made = weir({"tape", "generate", "--market", "crypto", "--symbol", symbol, "--price", price,
                                   "--seed", seed, "--messages", "40000", "--date", "2026-01-06", "-o", tape});
        EXPECT_EQ(made.code, 0) << made.err;
    }
    Outcome weir(Words words) const {
        words.insert(words.begin(), "weir");
        return run(folder_, words);
    }
    Outcome trade(const Words& more, const std::string& command = "run", const std::string& side = "buy") const {
        Words words{command, "pair.weir", "--order", side + " 1 ETH from 10:00 to 11:00"};
        words.insert(words.end(), more.begin(), more.end());
        return weir(words);
    }

    Folder folder_;
};

const Words kTapes = {"--tape", "eth=eth.tape", "--tape", "btc=btc.tape"};

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

TEST_F(Pair, RunsOnATapeForEachLeg) {
    const Outcome outcome = trade(with(kTapes, {"--events", "log.txt", "--report", "report.html"}));
    EXPECT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    EXPECT_NE(outcome.out.find("Hedged        sold 0."), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("Exposure      at most "), std::string::npos) << outcome.out;
    EXPECT_NE(text_of(folder_.path() / "log.txt").find(" hedged ledger=1 total="), std::string::npos);
    EXPECT_NE(text_of(folder_.path() / "report.html").find("Hedged BTC-USD"), std::string::npos);
    EXPECT_EQ(trade(with(kTapes, {"--engine", "interpreter"})).out, outcome.out);
}

TEST_F(Pair, IsExplainedCheckedAndScheduled) {
    const Outcome explained = trade(with(kTapes, {"--at", "10:30"}), "explain");
    EXPECT_EQ(explained.code, 0) << explained.err;
    EXPECT_NE(explained.out.find("leg btc: should come to 0."), std::string::npos) << explained.out;
    EXPECT_NE(explained.out.find("hedge btc (pair.weir:3)"), std::string::npos) << explained.out;
    EXPECT_EQ(trade(with(kTapes, {"--at", "10:30", "--json"}), "explain").code, 0);
    const Outcome scheduled = trade(kTapes, "schedule");
    EXPECT_EQ(scheduled.code, 0) << scheduled.err;
    EXPECT_NE(scheduled.out.find("100.00%"), std::string::npos) << scheduled.out;
    EXPECT_EQ(weir(with({"check", "pair.weir"}, kTapes)).code, 0);
    EXPECT_EQ(weir({"check", "pair.weir"}).code, 0);
}

TEST_F(Pair, WhatIsMissingOrTooMuchIsSaid) {
    const std::string all = "write `--tape eth=TAPE --tape btc=TAPE`";
    expect_refused(trade({"--tape", "eth=eth.tape"}), 1, "the leg `btc` has no market: " + all);
    expect_refused(trade({}), 1, "the leg `eth` has no market: " + all);
    expect_refused(trade({"--tape", "eth.tape", "--tape", "btc.tape"}), 1, "trades the legs `eth`, `btc`: " + all);
    expect_refused(trade(with(kTapes, {"--tape", "sol=btc.tape"})), 1, "--tape `sol=btc.tape`: the strategy trades");
    expect_refused(trade(with(kTapes, {"--tape", "btc=eth.tape"})), 1, "the leg `btc` has two: `btc=btc.tape` and");
    expect_refused(trade({"--tape", "eth=eth.tape", "--tape", "btc=eth.tape"}), 1, "have one tape, `eth.tape`");
    expect_refused(trade({"--tape", "eth=eth.tape", "--tape", "btc="}), 1, "there is no file behind the `=`");
    expect_refused(trade({"--tape", "eth=eth.tape", "--tape", "btc=none.tape"}), 1, "none.tape");
    expect_refused(trade(with(kTapes, {"--venue", "x=eth.tape"})), 1, "give one of them for the lead");
    expect_refused(trade(kTapes, "run", "sell"), 1, "the order sells, and the script says `eth buy lead`");
    expect_refused(trade(with(kTapes, {"--max-order-quantity", "1"})), 1, "the legs have quantities of their own");
}

TEST_F(Pair, TheLeadMayHaveSeveralVenues) {
    const Outcome outcome =
        trade({"--venue", "x=eth.tape", "--venue", "y=eth.tape,taker=1 bps", "--tape", "btc=btc.tape"});
    EXPECT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    EXPECT_NE(outcome.out.find("Hedged        sold 0."), std::string::npos) << outcome.out;
}

TEST_F(Pair, CurrenciesMeetByARate) {
    const Words tapes = {"--tape", "eth=eth.tape", "--tape", "btc=eur.tape"};
    expect_refused(trade(tapes), 1, "error[W0352]");
    const Outcome outcome = trade(with(tapes, {"--rate", "1 EUR = 1.08 USD"}));
    EXPECT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    EXPECT_NE(outcome.out.find("sold 0."), std::string::npos) << outcome.out;
    EXPECT_EQ(trade(with(tapes, {"--same-currency", "EUR"})).code, 0);
    expect_refused(trade(with(kTapes, {"--rate", "1 EUR = 1.08 USD"})), 1, "EUR in USD has no use here");
    expect_refused(trade(with(tapes, {"--rate", "EUR 1.08"})), 1, "write what one unit is worth");
    expect_refused(trade(with(tapes, {"--rate", "1 EUR = much USD"})), 1, "`much` is no rate");
}

TEST_F(Pair, TheMarketOfALegIsSwitchedOffByItsName) {
    folder_.write("trader.txt", "10:10 venue \"btc\" off by alice\n10:40 venue \"btc\" on by alice\n");
    const Outcome outcome = trade(with(kTapes, {"--commands", "trader.txt", "--events", "log.txt"}));
    EXPECT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    const std::string log = text_of(folder_.path() / "log.txt");
    EXPECT_NE(log.find("venue_changed instrument=1 venue=0 halted=0 stale=0 off=1"), std::string::npos);
    folder_.write("trader.txt", "10:10 venue \"sol\" off\n");
    expect_refused(trade(with(kTapes, {"--commands", "trader.txt"})), 1, "`sol`");
}

}  // namespace
}  // namespace weir::test
