// What a trader does while an order runs, from a file.
#include "tests/cli/market.h"

namespace weir::test {
namespace {

using LiveCommands = Desk;

constexpr const char* kPov = "stdlib/pov.weir";

TEST_F(LiveCommands, AreCarriedOutAndLogged) {
    folder_.write("trader.txt",
                  "// the desk's morning\n"
                  "10:05 pause by alice \"news\"\n"
                  "\n"
                  "10:06:30 resume by alice\n"
                  "10:10 amend quantity 300 shares by bob \"client called\"\n"
                  "10:20 take over by bob\n");
    const Outcome outcome = trade(kTwap, kOrder, {"--commands", "trader.txt", "--events", "log.txt"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("taken over by the desk"), std::string::npos) << outcome.out;
    const std::string log = text_of(folder_.path() / "log.txt");
    for (const char* part : {"commanded kind=pause index=0 value=0 within=0 user=alice reason=news refusal=none",
                             "commanded kind=amend_quantity index=0 value=300 within=0 user=bob "
                             "reason=client%20called refusal=none effective=300",
                             "commanded kind=take_over"})
        EXPECT_NE(log.find(part), std::string::npos) << part;
}

TEST_F(LiveCommands, ALiveParameterIsSetByItsName) {
    folder_.write("trader.txt", "10:05 set share = 5% by alice \"thin market\"\n");
    const Outcome outcome = trade(kPov, kOrder, {"--commands", "trader.txt", "--events", "log.txt"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const std::string log = text_of(folder_.path() / "log.txt");
    EXPECT_NE(log.find("value=50000000 within=0 user=alice reason=thin%20market refusal=none"), std::string::npos);
    folder_.write("trader.txt", "10:05 set share = 50%\n");
    expect_refused(trade(kPov, kOrder, {"--commands", "trader.txt"}), 1, "trader.txt, line 1: ");
    folder_.write("trader.txt", "10:05 set shore = 5%\n");
    expect_refused(trade(kPov, kOrder, {"--commands", "trader.txt"}), 1, "did you mean `share`?");
}

TEST_F(LiveCommands, AVenueIsSwitchedOffByItsName) {
    folder_.write("trader.txt", "10:05 venue \"y\" off by alice\n10:10 venue \"y\" on by alice\n");
    const Outcome outcome = weir({"run", kTwap, "--venue", "x=day.tape", "--venue", "y=day.tape", "--order", kOrder,
                                  "--commands", "trader.txt", "--events", "log.txt"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const std::string log = text_of(folder_.path() / "log.txt");
    for (const char* part : {"commanded kind=venue_off index=1 value=0 within=0 user=alice",
                             "venue_changed instrument=0 venue=1 halted=0 stale=0 off=1", "commanded kind=venue_on"})
        EXPECT_NE(log.find(part), std::string::npos) << part;
}

TEST_F(LiveCommands, WhatCannotBeReadIsNamedWithItsLine) {
    const auto refused = [&](const std::string& line, const std::string& part) {
        folder_.write("trader.txt", "10:01 pause\n" + line + "\n");
        expect_refused(trade(kTwap, kOrder, {"--commands", "trader.txt"}), 1, part);
    };
    refused("25:00 pause", "trader.txt, line 2: `25:00` is not a time");
    refused("10:05", "trader.txt, line 2: a command is missing");
    refused("10:05 stop", "trader.txt, line 2: `stop` is no command: write one of `set NAME = VALUE`");
    refused("10:05 pause now", "trader.txt, line 2: `now` is too much after `pause`");
    refused("10:05 pause \"why", "trader.txt, line 2: a text in quotes has no end");
    refused("10:00:30 resume", "trader.txt, line 2: it is earlier than the command before it");
    refused("10:05 amend quantity 1.5", "trader.txt, line 2: `1.5`:");
    refused("10:05 amend quantity 10 BTC", "`BTC` is not the unit: it is shares");
    refused("10:05 amend", "write `amend quantity 12 BTC`");
    refused("10:05 amend end soon", "`soon` is not a time");
    refused("10:05 venue \"x\" off", "there is no venue `x`");
    refused("10:05 skip auction noon", "write `skip auction open`");
    refused("10:05 finish now up to 130% within 5 min", "is no share of the volume");
    refused("10:05 finish now up to 30% within never", "`never`:");
    refused("10:05 set unknown = 3", "there is no parameter `unknown`");
    expect_refused(trade(kTwap, kOrder, {"--commands", "missing.txt"}), 1, "missing.txt");
}

/// The commands as they were written, and the children of what protects, stand in every form of the report; `explain`
/// says what the trader has done up to then, and what of it holds.
TEST_F(LiveCommands, AreSeenInTheReportAndByExplain) {
    folder_.write("trader.txt",
                  "10:05 pause by alice \"news\"\n"
                  "10:06 venue \"lit\" off by alice\n"
                  "10:07 venue \"lit\" on by alice\n"
                  "10:08 resume by alice\n"
                  "10:20 hold by bob\n");
    const Words more = {"--commands", "trader.txt", "--set", "take_profit=0.1%", "--set", "trail=0.1%"};
    Words with_report = more;
    with_report.insert(with_report.end(), {"--report", "report.html"});
    const Outcome outcome = trade("stdlib/bracket.weir", kOrder, with_report);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const std::string page = text_of(folder_.path() / "report.html");
    for (const char* part : {"venue &quot;lit&quot; off", "<h2>Commands</h2>", "<h2>Protected</h2>", ">profit<"})
        EXPECT_NE(page.find(part), std::string::npos) << part;
    for (const char* part : {"venue \"lit\" off", "Protected", "Its child", "profit"})
        EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in\n" << outcome.out;

    const auto explained = [&](const char* time) {
        Words words{"explain", "stdlib/bracket.weir", "--tape", "day.tape", "--order", kOrder, "--at", time};
        words.insert(words.end(), more.begin(), more.end());
        return weir(words).out;
    };
    const std::string paused = explained("10:06:30"), resumed = explained("10:09"), held = explained("10:21");
    EXPECT_NE(paused.find("command at 10:05:00: pause by alice"), std::string::npos) << paused;
    EXPECT_NE(paused.find("paused by the trader"), std::string::npos) << paused;
    EXPECT_NE(paused.find("working 0,"), std::string::npos) << paused;
    EXPECT_NE(paused.find("; nothing is in the market: the trader has paused the order"), std::string::npos) << paused;
    EXPECT_EQ(resumed.find("paused by the trader"), std::string::npos) << resumed;
    EXPECT_NE(held.find("held by the trader"), std::string::npos) << held;
    EXPECT_NE(held.find("protection: "), std::string::npos) << held;
}

TEST_F(LiveCommands, AnAmendedLimitWithdrawsWhatRestsBeyondIt) {
    folder_.write("slow.weir",
                  "weir 1\nstrategy s() { work rest { peg near touch; take leaves; reprice every 10 min } }\n");
    folder_.write("trader.txt", "10:02:37.3 amend limit 1.00\n");
    for (const char* script : {"slow.weir", "stdlib/bracket.weir", "stdlib/grid.weir"}) {
        const Outcome outcome = trade(script, kOrder, {"--commands", "trader.txt"});
        EXPECT_EQ(outcome.code, 0) << script << outcome.err;
        EXPECT_EQ(outcome.out.find("fault"), std::string::npos) << script << outcome.out;
    }
}

TEST_F(LiveCommands, AfterTheEndAreRecordedAsRefused) {
    folder_.write("trader.txt", "10:05 cancel\n11:45 amend quantity 3_000 shares\n");
    const Outcome outcome = trade(kTwap, kOrder, {"--commands", "trader.txt", "--events", "log.txt"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(text_of(folder_.path() / "log.txt")
                  .find("kind=amend_quantity index=0 value=3000 within=0 user= reason= "
                        "refusal=over"),
              std::string::npos);
    EXPECT_NE(outcome.out.find("refused: the order is over"), std::string::npos) << outcome.out;
}

TEST_F(LiveCommands, NumbersBeyondReckoningAreRefused) {
    const auto refused = [&](const std::string& line, const std::string& part) {
        folder_.write("trader.txt", line + "\n");
        expect_refused(trade(kTwap, kOrder, {"--commands", "trader.txt"}), 1, part);
    };
    refused("10:05 amend quantity 99_999_999_999_999_999 shares", "line 1: `99_999_999_999_999_999` is more than can");
    refused("10:05 amend end 2200-01-01T00:00:00Z", "line 1: `2200-01-01T00:00:00Z` is too late");
    folder_.write("trader.txt", "10:05 amend quantity 90_000_000_000_000 shares\n");
    const Outcome outcome = trade(kTwap, kOrder, {"--commands", "trader.txt"});
    EXPECT_NE(outcome.out.find("refused: more than can be reckoned with"), std::string::npos) << outcome.out;
    EXPECT_EQ(outcome.out.find("fault"), std::string::npos) << outcome.out;
    expect_refused(trade(kTwap, "buy 90_000_000_000_000 shares from 10:00 to 10:30"), 1, "is too large: at ");
}

TEST_F(LiveCommands, WithItsOnlyVenueOffAnOrderDoesNothingAndSaysSo) {
    folder_.write("trader.txt", "10:00 venue \"lit\" off\n");
    const Outcome outcome = trade(kTwap, kOrder, {"--commands", "trader.txt"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("switched off on command"), std::string::npos) << outcome.out << outcome.err;
}

TEST_F(LiveCommands, StandInTestsAsInAFile) {
    folder_.write("s.weir", R"(weir 1
strategy s() { work rest { peg near touch; take leaves } }
test "paused" {
    order buy 3_600 shares from 09:00 to 10:00 limit 99.50
    market flat at 100 spread 2 ticks volume 100 shares per 1 s
    at 09:05 pause by alice "news"
    expect paused by 09:05:01
    expect paused at 09:15
    expect not paused at 09:25
    at 09:20 resume
    at 09:30 hold by bob
    expect held at 09:35
    expect not held at 09:45
    at 09:40 resume "all is well"
    at 09:50 amend limit none
    expect no fills from 09:00 to 09:50
    expect executed > 0 shares by 10:00
}
test "taken over" {
    order buy 3_600 shares from 09:00 to 10:00
    market flat at 100 spread 2 ticks volume 1 share per 1 s
    at 09:05 skip auction close
    expect refused
    at 09:10 skip auction open
    at 09:20 take over
    expect finished by 09:21
}
test "an end before the start" {
    order buy 3_600 shares from 09:00 to 10:00
    market flat at 100 spread 2 ticks volume 1 share per 1 s
    at 08:00 amend end 08:30
    expect refused
}
test "too late" {
    order buy 100 shares from 09:00 to 10:00
    market flat at 100 spread 2 ticks volume 100 shares per 1 s
    at 09:40 cancel
    at 09:50 resume
    expect refused
}
)");
    const Outcome outcome = weir({"test", "s.weir"});
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
}

/// The order is shown as amended until then, and not before.
TEST_F(Desk, ExplainShowsTheOrderAsAmended) {
    folder_.write("trader.txt", "10:10 amend quantity 700 shares\n10:12 amend end 10:50\n");
    const auto explained = [&](const char* time) {
        return weir({"explain", kTwap, "--tape", "day.tape", "--order", kOrder, "--commands", "trader.txt", "--at",
                     time})
            .out;
    };
    EXPECT_NE(explained("10:09").find("buy 500 shares from 2026-01-06T10:00:00-05:00 to 2026-01-06T10:30"),
              std::string::npos);
    EXPECT_NE(explained("10:20").find("buy 700 shares from 2026-01-06T10:00:00-05:00 to 2026-01-06T10:50"),
              std::string::npos)
        << explained("10:20");
}

/// `explain --child` takes an id, which the report shows; and it has what each clause did, and the store what was set.
TEST_F(Desk, ReportsShowIdsClausesAndSettings) {
    const Outcome outcome = trade(kTwap, kOrder, {"--set", "slice=2 min", "--store", "runs.db"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const size_t child = outcome.out.find("Child");
    ASSERT_NE(child, std::string::npos);
    EXPECT_EQ(outcome.out.substr(child, outcome.out.find("clause", child) - child).find("id") != std::string::npos,
              true)
        << outcome.out;
    EXPECT_NE(outcome.out.find("Clause "), std::string::npos) << outcome.out;
    const Outcome list = weir({"tca", "list", "--store", "runs.db"});
    EXPECT_NE(list.out.find("slice=2 min"), std::string::npos) << list.out;
    EXPECT_NE(list.out.find("saved"), std::string::npos) << list.out;
}

}  // namespace
}  // namespace weir::test
