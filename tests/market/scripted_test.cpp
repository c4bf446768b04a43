// Markets that are written down: at each time exactly what their closed forms say.
#include "runtime/market/scripted.h"

#include <gtest/gtest.h>

#include <cstring>

#include "runtime/market/book.h"
#include "runtime/market/check.h"
#include "runtime/market/random.h"

namespace weir::market {
namespace {

constexpr int64_t kStart = 1'704'205'800 * kSecond;

Time at(int64_t seconds) {
    return Time{kStart + seconds * kSecond};
}

/// 100.00, a spread of 4 ticks of 0.01, 7 shares a second in lots of 1, 500 on each level; ten minutes.
Scripted flat() {
    Scripted market;
    market.instrument.symbol = "X";
    market.instrument.currency = "USD";
    market.start = at(0);
    market.end = at(600);
    market.mid = 20'000;
    market.spread = {Price{4}};
    market.volume = {Quantity{7}, Duration{kSecond}};
    market.depth = Quantity{500};
    return market;
}

std::unique_ptr<Tape> tape_of(const Scripted& market) {
    Parsed<std::unique_ptr<Tape>> tape = scripted_tape(market);
    EXPECT_EQ(tape.error, "");
    return std::move(tape.value);
}

/// The market as it is from some time on.
struct Moment {
    int64_t bid = 0, ask = 0, depth = 0, volume = 0, turnover = 0;
    bool halted = false;
};

/// After all that happens up to and including `time`.
Moment moment(const Tape& tape, Time time) {
    Moment m;
    Book book(tape.info().detail);
    for (const MarketEvent& event : tape.events()) {
        if (event.time > time.value) break;
        book.apply(event);
        if (event.kind != MarketKind::trade || (event.flags & kAuction)) continue;
        m.volume += event.quantity;
        m.turnover += event.quantity * event.price;
    }
    if (!book.two_sided()) return m;
    m.bid = book.best(Side::buy)->price;
    m.ask = book.best(Side::sell)->price;
    m.depth = book.best(Side::buy)->quantity;
    m.halted = book.halted();
    return m;
}

TEST(Scripted, FlatIsFlat) {
    const auto tape = tape_of(flat());
    EXPECT_EQ(tape->info().first, at(0));
    EXPECT_EQ(tape->info().last, at(600));
    for (int64_t second = 0; second <= 600; second += 7) {
        const Moment m = moment(*tape, at(second));
        EXPECT_EQ(m.bid, 9'998);
        EXPECT_EQ(m.ask, 10'002);
        EXPECT_EQ(m.depth, 500);
        EXPECT_EQ(m.volume, 7 * second);
    }
    EXPECT_EQ(moment(*tape, at(600)).turnover, 7 * 300 * (9'998 + 10'002));  // as often at the bid as at the ask
    CheckError error;
    const auto report = check(*tape, {}, error);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->crossed.messages + report->locked.messages + report->one_sided.messages, 0u);
    EXPECT_EQ(report->off_tick + report->off_lot, 0u);
    EXPECT_EQ(report->faults, BookFaults{});
}

TEST(Scripted, EveryLevelShowsTheDepth) {
    const auto tape = tape_of(flat());
    Book book(tape->info().detail);
    const auto events = tape->events();
    for (size_t e = 0; e < events.size(); ++e) {
        book.apply(events[e]);
        // What a print has taken is shown anew by a second message of the same time.
        const bool last = e + 1 == events.size() || events[e + 1].time != events[e].time;
        if (!last || events[e].time == kStart) continue;
        for (const Side side : {Side::buy, Side::sell}) {
            ASSERT_EQ(book.depth(side), 5u);
            for (size_t i = 0; i < 5; ++i) {
                ASSERT_EQ(book.level(side, i)->quantity, 500);
                ASSERT_EQ(book.level(side, i)->price, book.best(side)->price - sign(side) * static_cast<int64_t>(i));
            }
        }
    }
}

TEST(Scripted, VolumeIsRateTimesTimeInLots) {
    Random random(11);
    for (int round = 0; round < 40; ++round) {
        Scripted market = flat();
        const int64_t quantity = 1 + random.under(5'000), seconds = 1 + random.under(90), lot = 1 + random.under(9);
        SCOPED_TRACE(std::to_string(quantity) + " per " + std::to_string(seconds) + " s in lots of " +
                     std::to_string(lot));
        market.instrument.lot = Quantity{lot};
        market.depth = Quantity{500 * lot};
        market.volume = {Quantity{quantity}, Duration{seconds * kSecond}};
        const auto tape = tape_of(market);
        for (int64_t s = 0; s <= 600; s += 37)
            EXPECT_EQ(moment(*tape, at(s)).volume, quantity * s / seconds / lot * lot) << s;
    }
}

TEST(Scripted, TheMidIsExactWhereItFitsTheTick) {
    for (const int64_t tick : {1, 5})
        for (int64_t mid = 20'000; mid < 20'020; ++mid) {
            Scripted market = flat();
            market.instrument.tick = Price{tick};
            market.spread = {Price{3 * tick}};
            market.mid = mid;
            const Moment m = moment(*tape_of(market), at(1));
            EXPECT_EQ(m.ask - m.bid, 3 * tick);
            EXPECT_EQ(m.bid % tick, 0);
            if ((mid - 3 * tick) % (2 * tick) == 0) {
                EXPECT_EQ(m.bid + m.ask, mid);
            }
            EXPECT_LE(m.bid + m.ask, mid);
            EXPECT_GT(m.bid + m.ask, mid - 2 * tick);
        }
}

TEST(Scripted, ASpreadIsRoundedToTheNearestTickAndNeverNothing) {
    const auto spread = [](Amount amount) {
        Scripted market = flat();
        market.instrument.tick = Price{2};
        market.spread = amount;
        const Moment m = moment(*tape_of(market), at(1));
        return m.ask - m.bid;
    };
    EXPECT_EQ(spread({Price{0}}), 2);
    EXPECT_EQ(spread({Price{4}}), 4);
    EXPECT_EQ(spread({Price{5}}), 6);
    EXPECT_EQ(spread({{}, 500'000}), 6);  // 5 bps of 100.00: 0.05
    EXPECT_EQ(spread({{}, 490'000}), 4);  // 0.049
    EXPECT_EQ(spread({Price{2}, 200'000}), 4);
}

TEST(Scripted, ASpreadStatedAsAShareFollowsTheMid) {
    Scripted market = flat();
    market.spread = {{}, 1'000'000};  // 10 bps
    market.changes = {{at(10), script::Mid{60'000}}};
    const auto tape = tape_of(market);
    EXPECT_EQ(moment(*tape, at(9)).ask - moment(*tape, at(9)).bid, 10);
    EXPECT_EQ(moment(*tape, at(10)).ask - moment(*tape, at(10)).bid, 30);
}

TEST(Scripted, AMoveIsAStraightLine) {
    Scripted market = flat();
    market.changes = {{at(100), script::Move{{Price{-200}}, Duration{50 * kSecond}}},
                      {at(120), script::Move{{{}, 10'000'000}, Duration{0}}},  // up 1 % at once
                      {at(200), script::Move{{Price{100}}, Duration{10 * kSecond + 1}}}};
    const auto tape = tape_of(market);
    const auto mid = [&](int64_t s) { return (moment(*tape, at(s)).bid + moment(*tape, at(s)).ask) / 2; };
    EXPECT_EQ(mid(99), 10'000);
    for (int64_t s = 100; s < 120; ++s) EXPECT_EQ(mid(s), 10'000 - 4 * (s - 100)) << s;
    // At 120 the mid is 99.20, and the jump 0.992: half price units keep the half, the tick does not.
    for (int64_t s = 120; s <= 150; ++s) EXPECT_EQ(mid(s), 10'099 - 4 * (s - 100)) << s;
    EXPECT_EQ(mid(199), 9'899);
    EXPECT_EQ(mid(210), 9'998);
    const Moment end = moment(*tape, Time{at(210).value + 1});
    EXPECT_EQ(end.bid + end.ask, 2 * 9'999);  // seen at its end, though that is not on the grid
}

TEST(Scripted, AStatedMidEndsAMove) {
    Scripted market = flat();
    market.changes = {{at(10), script::Move{{Price{100}}, Duration{100 * kSecond}}}, {at(20), script::Mid{20'600}}};
    const auto tape = tape_of(market);
    EXPECT_EQ(moment(*tape, at(19)).bid, 9'998 + 9);
    for (const int64_t s : {20, 60, 110, 300}) EXPECT_EQ(moment(*tape, at(s)).bid, 10'298);
}

TEST(Scripted, APaceThatChangesKeepsWhatHasCome) {
    Scripted market = flat();
    market.volume = {Quantity{1}, Duration{3 * kSecond}};
    market.changes = {{at(1), script::Volume{{Quantity{2}, Duration{6 * kSecond}}}},
                      {at(2), script::Volume{{Quantity{3}, Duration{9 * kSecond}}}},
                      {at(100), script::Volume{{Quantity{0}, Duration{kSecond}}}},
                      {at(200), script::Volume{{Quantity{50}, Duration{kSecond}}}}};
    const auto tape = tape_of(market);
    EXPECT_EQ(moment(*tape, at(2)).volume, 0);
    EXPECT_EQ(moment(*tape, at(3)).volume, 1);  // three thirds
    EXPECT_EQ(moment(*tape, at(99)).volume, 33);
    EXPECT_EQ(moment(*tape, at(200)).volume, 33);
    EXPECT_EQ(moment(*tape, at(210)).volume, 33 + 500);
}

TEST(Scripted, NothingPrintsInAHalt) {
    Scripted market = flat();
    market.changes = {{at(100), script::Halt{}}, {at(160), script::Resume{}}};
    const auto tape = tape_of(market);
    EXPECT_EQ(moment(*tape, at(100)).volume, 700);
    EXPECT_TRUE(moment(*tape, at(100)).halted);
    EXPECT_EQ(moment(*tape, at(159)).volume, 700);
    EXPECT_FALSE(moment(*tape, at(160)).halted);
    EXPECT_EQ(moment(*tape, at(160)).volume, 700);
    EXPECT_EQ(moment(*tape, at(200)).volume, 700 + 280);
}

TEST(Scripted, SilenceIsSilentUntilTheNextChange) {
    Scripted market = flat();
    market.changes = {{at(50), script::Move{{Price{100}}, Duration{100 * kSecond}}},
                      {at(100), script::Silence{}},
                      {at(160), script::Spread{{Price{6}}}},
                      {at(400), script::Silence{}}};
    const auto tape = tape_of(market);
    for (const MarketEvent& event : tape->events()) {
        EXPECT_FALSE(event.time > at(100).value && event.time < at(160).value);
        EXPECT_FALSE(event.time > at(400).value && event.time < at(600).value);
    }
    EXPECT_EQ(moment(*tape, at(130)).bid, 9'998 + 50);
    EXPECT_EQ(moment(*tape, at(160)).bid, 9'997 + 100);
    EXPECT_EQ(moment(*tape, at(160)).volume, 700);
    EXPECT_EQ(moment(*tape, at(161)).volume, 707);
    EXPECT_EQ(tape->info().last, at(600));
}

TEST(Scripted, AStandingMarketIsHeardAtLeastOnceInAGridStep) {
    Scripted market = flat();
    market.volume = {};
    market.changes = {{at(30), script::Halt{}}, {at(60), script::Resume{}}};
    int64_t last = kStart;
    const auto tape = tape_of(market);
    for (const MarketEvent& event : tape->events()) {
        EXPECT_LE(event.time - last, kSecond);
        last = event.time;
    }
}

TEST(Scripted, PrintsOfTheirOwnHitTheSideThatTheyReach) {
    Scripted market = flat();
    market.volume = {};
    market.changes = {{at(10), script::Trade{Quantity{70}, Price{9'998}}},
                      {at(20), script::Trade{Quantity{80}, Price{10'003}}},
                      {at(30), script::Trade{Quantity{90}, Price{10'000}}},
                      {at(40), script::Auction{Quantity{1'000}, Price{10'001}}}};
    std::vector<std::pair<int, int64_t>> prints;
    const auto tape = tape_of(market);
    for (const MarketEvent& event : tape->events())
        if (event.kind == MarketKind::trade) prints.emplace_back(event.side, event.quantity);
    EXPECT_EQ(prints, (std::vector<std::pair<int, int64_t>>{{-1, 70}, {1, 80}, {0, 90}, {0, 1'000}}));
    EXPECT_EQ(moment(*tape, at(600)).volume, 240);
    EXPECT_EQ(moment(*tape, at(600)).depth, 500);
}

TEST(Scripted, TwiceTheSame) {
    Scripted market = flat();
    market.changes = {{at(100), script::Move{{Price{-200}}, Duration{77}}}, {at(101), script::Halt{}}};
    const auto one = tape_of(market), two = tape_of(market);
    ASSERT_EQ(one->events().size(), two->events().size());
    EXPECT_EQ(std::memcmp(one->events().data(), two->events().data(), one->events().size_bytes()), 0);
}

TEST(Scripted, WhatCannotBeIsSaid) {
    const auto error = [](auto change) {
        Scripted market = flat();
        market.instrument.lot = Quantity{10};
        change(market);
        const auto tape = scripted_tape(market);
        EXPECT_FALSE(tape.value);
        return tape.error;
    };
    const auto says = [&](const std::string& words, auto change) {
        const std::string said = error(change);
        EXPECT_NE(said.find(words), std::string::npos) << said;
    };
    says("not after its start", [](Scripted& m) { m.end = m.start; });
    says("in steps of 0 s", [](Scripted& m) { m.grid = Duration{0}; });
    says("0 levels", [](Scripted& m) { m.levels = 0; });
    says("the mid must be positive", [](Scripted& m) { m.mid = 0; });
    says("the depth 5 is not a positive multiple of the lot 10", [](Scripted& m) { m.depth = Quantity{5}; });
    says("the spread must not be negative", [](Scripted& m) { m.spread = {Price{-1}}; });
    says("per a positive duration", [](Scripted& m) { m.volume.per = Duration{0}; });
    says("at 2024-01-02T14:30:10Z: the quantity 5 is not",
         [](Scripted& m) { m.changes = {{at(10), script::Trade{Quantity{5}, Price{1}}}}; });
    says("the price 0 is not", [](Scripted& m) { m.changes = {{at(10), script::Auction{Quantity{10}, Price{0}}}}; });
    says("changes are in order",
         [](Scripted& m) { m.changes = {{at(10), script::Halt{}}, {at(9), script::Resume{}}}; });
    says("a change at 2024-01-02T14:40:01Z is not between",
         [](Scripted& m) { m.changes = {{at(601), script::Halt{}}}; });
    says("at 2024-01-02T14:30:50Z the mid is 0.05 and the spread 0.04",
         [](Scripted& m) { m.changes = {{at(50), script::Mid{10}}}; });
}

}  // namespace
}  // namespace weir::market
