// The driver: what it joins, when it stops, and that nothing of the future or of chance comes into it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runtime/backtest/backtest.h"
#include "runtime/engine/event_log.h"
#include "tests/backtest/made_market.h"
#include "tests/backtest/strategies.h"

namespace weir::backtest::test {
namespace {

constexpr Time at(int64_t seconds) {
    return kOpen + Duration{seconds * kSecond};
}

Setup setup_of(const market::Tape& tape) {
    Setup setup;
    setup.tape = &tape;
    setup.engine.program = line_program();
    setup.engine.parameters = {50};
    setup.engine.order.quantity = Quantity{1'000};
    setup.engine.order.start = at(60);
    setup.engine.order.end = at(300);
    setup.engine.gate.collar_bps = 0;
    return setup;
}

Result done(const Setup& setup) {
    Parsed<Result> result = run(setup);
    EXPECT_EQ(result.error, "");
    return std::move(result.value);
}

std::string fault(const Setup& setup) {
    return run(setup).error;
}

/// Everything that was recorded, as lines of the event log.
struct Lines {
    std::vector<std::string> all;
    std::vector<Time> times;
    void operator()(const Event&, const engine::Engine& engine) {
        for (const Record& record : engine.records()) {
            std::visit([&](const auto& what) { all.push_back(engine::format_entry({record.time, what})); },
                       record.what);
            times.push_back(record.time);
        }
    }
};

Lines lines_of(Setup setup) {
    Lines lines;
    setup.watch = std::ref(lines);
    done(setup);
    return lines;
}

TEST(Run, CarriesAnOrderOutAndAccountsForIt) {
    const auto tape = made_tape({});
    const Result result = done(setup_of(*tape));
    EXPECT_EQ(result.stop, StopCause::completed);
    EXPECT_EQ(result.report->executed.quantity, Quantity{1'000});
    EXPECT_GT(result.report->executed.maker.value, 0);
    EXPECT_GT(result.steps, 100u);
    EXPECT_GE(result.events, result.steps);
    EXPECT_EQ(result.began, at(50) + Duration{500'000});  // the lead, and the feed's delay
    for (const tca::Fill& fill : result.report->fills)
        for (const int64_t mid : fill.mid_after) EXPECT_NE(mid, step::kAbsent);
}

TEST(Run, ReadsNoFurtherThanTheLastMarkout) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    const Result result = done(setup);
    const Time last_fill = result.report->fills.back().time;
    EXPECT_LT(result.records, tape->info().records);
    EXPECT_LE(result.ended, last_fill + Duration{61 * kSecond});
    EXPECT_GE(result.ended, last_fill + Duration{60 * kSecond});
}

TEST(Run, WithoutAFillItStopsAtTheEnd) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.engine.order.limit = 100;  // far below the market
    setup.engine.program.function = [](const void*, const int64_t*, const int64_t* const*, int64_t*,
                                       step::Output* output) {
        *output = {};
        output->wake = step::kNever;
    };
    const Result result = done(setup);
    EXPECT_EQ(result.stop, StopCause::ended);
    EXPECT_EQ(result.ended, at(300));
    EXPECT_EQ(result.report->executed.quantity, Quantity{0});
}

TEST(Run, AnOrderMayOutliveTheTape) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.engine.order.start = at(500);
    setup.engine.order.end = tape->info().last + Duration{30 * kSecond};
    setup.engine.parameters = {1'000'000};
    setup.engine.order.quantity = Quantity{100'000};
    const Result result = done(setup);
    EXPECT_EQ(result.stop, StopCause::ended);
    EXPECT_EQ(result.records, tape->info().records);
    EXPECT_EQ(result.ended, setup.engine.order.end);  // new orders are rejected after the tape, so nothing is open
}

TEST(Run, IsTheSameTwiceAndFollowsItsSeeds) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.venue.feed = setup.venue.order = setup.venue.response = {Duration{200'000}, Duration{5'000'000}};
    const uint64_t hash = done(setup).hash;
    EXPECT_EQ(done(setup).hash, hash);
    setup.venue.seed = 2;
    EXPECT_NE(done(setup).hash, hash);
}

TEST(Run, KnowsNothingOfTheFuture) {
    const auto tape = made_tape({});
    const auto cut = made_tape({.records_most = 4'000});
    ASSERT_GT(cut->info().last, at(120));
    ASSERT_LT(cut->info().last, at(290));
    const Lines whole = lines_of(setup_of(*tape));
    auto setup = setup_of(*cut);
    Lines until_cut;
    setup.watch = std::ref(until_cut);
    setup.engine.order.end = at(300);
    setup.engine.stale_after = Duration{0};
    EXPECT_NE(fault(setup), "");  // the window is outside the shorter tape: so the tape is told to go on
    auto events = std::vector<MarketEvent>(cut->events().begin(), cut->events().end());
    events.push_back(record(at(290), MarketKind::resume, Side::none, 0, 0));
    const auto longer = tape_of(events, market::BookDetail::orders);
    setup.tape = longer.get();
    done(setup);
    size_t same = 0;
    while (same < until_cut.all.size() && until_cut.times[same] <= cut->info().last) ++same;
    ASSERT_GT(same, 50u);
    EXPECT_EQ(std::vector(until_cut.all.begin(), until_cut.all.begin() + static_cast<ptrdiff_t>(same)),
              std::vector(whole.all.begin(), whole.all.begin() + static_cast<ptrdiff_t>(same)));
}

TEST(Run, ExtraStepsChangeNothing) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    const Lines few = lines_of(setup);
    setup.engine.program = line_program(&line<30'000'000>);
    EXPECT_EQ(lines_of(setup).all, few.all);
}

TEST(Run, EventsAreInOrderAndCounted) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.venue.feed.jitter_mean = setup.venue.response.jitter_mean = Duration{3'000'000};
    uint64_t sequence = 0;
    Time last{0};
    setup.watch = [&](const Event& event, const engine::Engine&) {
        EXPECT_EQ(event.sequence, ++sequence);
        EXPECT_GE(event.time, last);
        last = event.time;
    };
    EXPECT_EQ(done(setup).events, sequence);
}

TEST(Run, LiveCommandsArriveAtTheirTime) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.commands = {
        {at(100), {LiveCommand::pause}}, {at(150), {LiveCommand::resume}}, {at(200), {LiveCommand::cancel}}};
    int sent_while_paused = 0;
    setup.watch = [&](const Event& event, const engine::Engine& engine) {
        for (const Record& record : engine.records())
            if (const auto* sent = std::get_if<Sent>(&record.what))
                sent_while_paused +=
                    event.time >= at(100) && event.time < at(150) && sent->command.kind == CommandKind::place;
    };
    const Result result = done(setup);
    EXPECT_EQ(sent_while_paused, 0);
    EXPECT_EQ(result.stop, StopCause::cancelled);
    EXPECT_EQ(result.report->ended, at(200));
    EXPECT_LT(result.report->executed.quantity, Quantity{1'000});
    EXPECT_GT(result.report->executed.quantity, Quantity{0});
}

TEST(Run, WritesTheEventLog) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    const uint64_t without = done(setup).hash;
    const auto path = std::filesystem::temp_directory_path() / ("weir_backtest_" + std::to_string(getpid()) + ".log");
    setup.events_path = path.string();
    EXPECT_EQ(done(setup).hash, without);
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    std::filesystem::remove(path);
    const Parsed<engine::Log> log = engine::read_log(text.str());
    EXPECT_EQ(log.error, "");
    EXPECT_GT(log.value.entries.size(), 100u);
    setup.events_path = "/nowhere/at/all.log";
    EXPECT_NE(fault(setup).find("/nowhere/at/all.log"), std::string::npos);
}

TEST(Run, TellsProgressNowAndThen) {
    std::vector<MarketEvent> events;
    for (int64_t i = 0; i < 1'400'000; ++i)
        events.push_back(record(kOpen + Duration{i * 1'000'000}, MarketKind::level, i % 2 ? Side::buy : Side::sell,
                                i % 2 ? 9'999 : 10'001, 100 + i % 7));
    const auto tape = tape_of(std::move(events), market::BookDetail::levels);
    auto setup = setup_of(*tape);
    setup.engine.order.start = at(1'000);
    setup.engine.order.end = at(1'390);
    std::vector<Progress> told;
    setup.progress = [&](const Progress& progress) { told.push_back(progress); };
    done(setup);
    ASSERT_GE(told.size(), 1u);
    ASSERT_LE(told.size(), 3u);
    for (size_t i = 0; i < told.size(); ++i) {
        EXPECT_GT(told[i].share, i == 0 ? 0 : told[i - 1].share);
        EXPECT_LE(told[i].share, 1);
    }
}

// ---- errors ---------------------------------------------------------------------------------------------------------

TEST(Faults, OfTheWindow) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.engine.order.start = at(-61);
    EXPECT_NE(fault(setup).find("but the tape holds 1970-01-12T13:46:40Z to "), std::string::npos) << fault(setup);
    setup.engine.order.start = at(300);
    EXPECT_EQ(fault(setup),
              "the order ends at 1970-01-12T13:51:40Z, which is not after its start at 1970-01-12T13:51:40Z");
    setup.engine.order.start = at(-59);  // a recording seldom begins on the very second
    EXPECT_EQ(fault(setup), "");
    setup.engine.order.end = at(10'000);
    EXPECT_NE(fault(setup).find("choose a window inside it"), std::string::npos);
}

TEST(Faults, OfTheOrder) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.engine.order.quantity = Quantity{1'005};
    EXPECT_EQ(fault(setup), "the order's quantity 1005 is not a multiple of the lot 10");
    setup.engine.order.quantity = Quantity{-10};
    EXPECT_EQ(fault(setup), "the order's quantity is -10; it must be positive");
    setup.engine.order.quantity = Quantity{1'000};
    setup.engine.order.limit = -5;
    EXPECT_EQ(fault(setup), "the order's limit -0.05 is not a positive multiple of the tick 0.01");
}

TEST(Faults, OfTheProgramAndItsInputs) {
    const auto tape = made_tape({});
    auto setup = setup_of(*tape);
    setup.engine.parameters.clear();
    EXPECT_EQ(fault(setup), "0 parameters are given; the strategy has 1");
    setup = setup_of(*tape);
    setup.commands = {{at(100), {LiveCommand::pause}}, {at(90), {LiveCommand::resume}}};
    EXPECT_NE(fault(setup).find("must be in order of time"), std::string::npos);
    setup = setup_of(*tape);
    setup.venue.order.base = Duration{-5};
    EXPECT_EQ(fault(setup), "order latency is -5 ns; it must be between 0 and one hour");
}

TEST(Faults, OfTheTape) {
    std::vector<MarketEvent> bars;
    for (int64_t i = 0; i < 400; i += 60)
        for (uint64_t part = 0; part < 4; ++part) {
            bars.push_back(record(at(i), MarketKind::bar, Side::none, 10'000, 50));
            bars.back().order = part;
        }
    const auto of_bars = tape_of(bars, market::BookDetail::quotes);
    EXPECT_EQ(fault(setup_of(*of_bars)), "the tape has bars only: there are no quotes to trade against");

    const auto of_trades = tape_of({record(at(0), MarketKind::trade, Side::buy, 10'000, 50),
                                    record(at(400), MarketKind::trade, Side::buy, 10'000, 50)},
                                   market::BookDetail::quotes);
    EXPECT_EQ(fault(setup_of(*of_trades)), "the tape has trades only: there are no quotes to trade against");

    const auto empty = tape_of({}, market::BookDetail::quotes);
    EXPECT_EQ(fault(setup_of(*empty)), "the tape is empty");

    const auto one_sided = tape_of({record(at(0), MarketKind::quote, Side::buy, 10'000, 50),
                                    record(at(400), MarketKind::quote, Side::buy, 10'000, 60)},
                                   market::BookDetail::quotes);
    EXPECT_EQ(fault(setup_of(*one_sided)),
              "the tape has no market to trade against from 1970-01-12T13:47:40Z to 1970-01-12T13:51:40Z: there was "
              "never a quote on both sides, or trading was halted all the time");
}

}  // namespace
}  // namespace weir::backtest::test
