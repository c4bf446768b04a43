// The event log: same events, same bytes; and what was written is read back.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "runtime/engine/event_log.h"
#include "runtime/engine/log_fields.h"
#include "tests/engine/harness.h"

namespace weir::engine {
namespace {

using namespace testing;

LogHeader header() {
    LogHeader result;
    result.instrument.symbol = "BTC-USD";
    result.instrument.base = "BTC";
    result.instrument.currency = "USD";
    result.order.quantity = Quantity{100};
    result.program = "a name with spaces";
    result.plan_hash = 0xFEDC'BA98'7654'3210;
    result.seed = 18'446'744'073'709'551'615u;
    result.slots = {"passive", "cross"};
    result.guards = {"child value <= 250_000 USD"};
    return result;
}

/// A random walk of the quote, with fills by a small seeded venue; the log of all of it.
struct Recorded {
    uint64_t hash;
    std::string text;
};

Recorded run(uint64_t seed, const std::string& path) {
    const Body body = peg;
    const Config config = config_of(body);
    Engine engine(config);
    EventLog log(header_of(config));
    if (!path.empty()) {
        EXPECT_TRUE(log.open(path));
    }
    std::mt19937_64 random(seed);
    int64_t bid = 10'000;
    std::vector<OrderReport> answers;
    for (int i = 0; i < 500; ++i) {
        Event event;
        event.time = kStart + Duration{i * kSecond};
        if (!answers.empty() && random() % 2 == 0) {
            event.kind = EventKind::report;
            event.report = answers.front();
            answers.erase(answers.begin());
        } else {
            event.kind = EventKind::market;
            bid += static_cast<int64_t>(random() % 3) - 1;
            event.market.bid_price = bid;
            event.market.ask_price = bid + 2;
        }
        engine.on(event);
        log.add(event, engine);
        for (const OrderCommand& command : engine.commands()) {
            OrderReport answer{.kind = ReportKind::accepted, .child = command.child};
            if (command.kind == CommandKind::cancel) answer.kind = ReportKind::cancelled;
            answers.push_back(answer);
        }
    }
    Recorded result{log.hash(), {}};
    EXPECT_TRUE(log.close());
    if (!path.empty()) {
        std::stringstream text;
        text << std::ifstream(path).rdbuf();
        result.text = text.str();
        std::remove(path.c_str());
    }
    return result;
}

TEST(EventLog, SameEventsSameBytes) {
    const std::string path = ::testing::TempDir() + "weir_event_log_test.log";
    const Recorded first = run(1, path);
    const Recorded second = run(1, path);
    EXPECT_GT(first.text.size(), 10'000u);
    EXPECT_EQ(first.text, second.text);
    EXPECT_EQ(first.hash, second.hash);
    EXPECT_EQ(first.hash, run(1, "").hash) << "the hash does not depend on the file";
    EXPECT_NE(first.hash, run(2, "").hash);

    const Parsed<Log> log = read_log(first.text);
    ASSERT_TRUE(log) << log.error;
    std::string again = format_header(log.value.header);
    for (const LogEntry& entry : log.value.entries) again += format_entry(entry);
    EXPECT_EQ(again, first.text);
}

TEST(EventLog, EveryKindIsReadBack) {
    std::string text = format_header(header());
    const OrderCommand command{.kind = CommandKind::place,
                               .side = Side::sell,
                               .immediate_or_cancel = true,
                               .child = 7,
                               .price = Price{58'034},
                               .quantity = Quantity{10},
                               .display = Quantity{5}};
    const OrderReport report{.kind = ReportKind::filled,
                             .liquidity = Liquidity::taker,
                             .child = 7,
                             .execution = ~uint64_t{0},
                             .price = Price{-5},
                             .quantity = Quantity{3},
                             .fee = -12,
                             .venue_time = Time{99}};
    const std::vector<LogItem> items = {MarketInput{},
                                        TimerInput{},
                                        Started{step::kAbsent},
                                        Decided{{1, 2, step::kAbsent, 1, 0}, {}, {}},
                                        Sent{command, 1, step::Bound::child_most},
                                        Refused{command, 1, static_cast<uint8_t>(risk::Rule::no_reference)},
                                        Reported{report, 1, true},
                                        Interrupted{true, false, true, false},
                                        Stopped{StopCause::venue, -1},
                                        Wanted{1, {1, 2, 3, 1, step::Bound::completion}},
                                        VenueChanged{1, 2, true, false, true},
                                        Commanded{{.kind = LiveCommand::finish,
                                                   .index = 3,
                                                   .value = -9,
                                                   .within = 7,
                                                   .user = "alice",
                                                   .reason = "100 % is\ntoo much"},
                                                  CommandRefusal::bad_share,
                                                  5},
                                        Hedged{1, 250, -30}};
    ASSERT_EQ(items.size(), std::variant_size_v<LogItem>);
    for (size_t i = 0; i < items.size(); ++i) {
        EXPECT_EQ(items[i].index(), i);
        text += format_entry({Time{static_cast<int64_t>(i) - 1}, items[i]});
    }
    const Parsed<Log> log = read_log(text);
    ASSERT_TRUE(log) << log.error;
    std::string again = format_header(log.value.header);
    for (const LogEntry& entry : log.value.entries) again += format_entry(entry);
    EXPECT_EQ(again, text);
    EXPECT_EQ(log.value.header.guards.at(0), "child value <= 250_000 USD");
    EXPECT_EQ(std::get<Reported>(log.value.entries.at(6).item).report.execution, ~uint64_t{0});
}

TEST(EventLog, WordsCoverTheirEnumerations) {
    EXPECT_EQ(kWords<StopCause>.back(), "switched_off");
    EXPECT_EQ(kWords<StopCause>.size(), static_cast<size_t>(StopCause::switched_off) + 1);
    EXPECT_EQ(kWords<CommandRefusal>.size(), static_cast<size_t>(CommandRefusal::too_large) + 1);
    EXPECT_EQ(kWords<step::Bound>.size(), size_t{step::kBounds});
    EXPECT_EQ(kWords<Reject>.size(), static_cast<size_t>(Reject::unsupported) + 1);
    EXPECT_EQ(kWords<LiveCommand>.size(), static_cast<size_t>(LiveCommand::take_over) + 1);
    EXPECT_EQ(kWords<ReportKind>.size(), static_cast<size_t>(ReportKind::cancel_rejected) + 1);
    for (size_t i = 0; i < kWords<risk::Rule>.size(); ++i)
        EXPECT_EQ(kWords<risk::Rule>[i], risk::name_of(static_cast<risk::Rule>(i)));
}

TEST(EventLog, BadLinesAreNamed) {
    const std::string good = format_header(header());
    const auto error = [&](const std::string& text) { return read_log(text).error; };
    EXPECT_EQ(error("weir-log 1\n"), "event log, line 1: this is not an event log of version 2 (`weir-log 2`)");
    EXPECT_EQ(error(""), "event log, line 0: it ends before its header is complete");
    EXPECT_EQ(error(good + "x timer\n"), "event log, line 8: `x` is not a time in nanoseconds");
    EXPECT_EQ(error(good + "1 noise\n"), "event log, line 8: `noise` is not a kind of entry");
    EXPECT_EQ(error(good + "1 timer a=1\n"), "event log, line 8: `a=1` is one field too many");
    EXPECT_EQ(error(good + "1 stopped where=1\n"), "event log, line 8: `cause` is missing");
    EXPECT_EQ(error(good + "1 stopped cause=tired where=1\n"), "event log, line 8: `tired` is not a value of `cause`");
    EXPECT_EQ(error(good + "1 started arrival=1x\n"), "event log, line 8: `1x` is not a value of `arrival`");
}

TEST(EventLog, AFileThatCannotBeWrittenIsNamed) {
    EventLog log(header());
    const Parsed<bool> opened = log.open("/nowhere/at/all.log");
    EXPECT_FALSE(opened);
    EXPECT_NE(opened.error.find("/nowhere/at/all.log"), std::string::npos);
}

std::string text_of(const std::filesystem::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(EventLog, AnIncompleteLogLeavesWhatWasThere) {
    const std::filesystem::path folder = ::testing::TempDir() + "weir_event_log_" + std::to_string(getpid());
    std::filesystem::create_directory(folder);
    const auto files = [&] { return std::distance(std::filesystem::directory_iterator(folder), {}); };
    const std::filesystem::path path = folder / "events.log";
    std::ofstream(path) << "an earlier log";
    {
        EventLog log(header());
        ASSERT_TRUE(log.open(path));
        EXPECT_EQ(text_of(path), "an earlier log");
    }  // never closed
    EXPECT_EQ(text_of(path), "an earlier log");
    EXPECT_EQ(files(), 1);

    // A file may grow no further, as on a full disk.
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{16, before.rlim_max};
    EventLog log(header());
    ASSERT_TRUE(log.open(path));
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const Parsed<bool> closed = log.close();
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(closed.error, "cannot write the event log `" + path.string() + "`: File too large");
    EXPECT_EQ(text_of(path), "an earlier log");
    EXPECT_EQ(files(), 1);

    EventLog complete(header());
    ASSERT_TRUE(complete.open(path));
    EXPECT_TRUE(complete.close());
    EXPECT_EQ(text_of(path), format_header(header()));
    EXPECT_EQ(files(), 1);
    std::filesystem::remove_all(folder);
}

TEST(EventLog, AFullDeviceIsNamed) {
    EventLog log(header());
    ASSERT_TRUE(log.open("/dev/full"));
    EXPECT_EQ(log.close().error, "cannot write the event log `/dev/full`: No space left on device");
}

}  // namespace
}  // namespace weir::engine
