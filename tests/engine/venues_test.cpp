// Several venues and instruments: views, the consolidated market, halts and silence of single venues.
#include <gtest/gtest.h>

#include "tests/engine/harness.h"

namespace weir::engine::testing {
namespace {

using step::Input;

constexpr step::Layout kTwo{.instruments = 1, .venues = 3, .slots = 2, .parameters = 1};

int64_t seen_at(const std::vector<int64_t>& seen, Input input, int view) {
    return seen[static_cast<size_t>(kTwo.offset(input, 0, view))];
}

/// Wants 50 at the best bid of each venue, and keeps what it saw.
struct Two {
    std::vector<int64_t> seen;
    Driver driver;

    explicit Two(const std::function<void(Config&)>& change = {})
        : driver(
              [this](const int64_t* inputs, step::Output& output) {
                  seen.assign(inputs, inputs + kTwo.size());
                  for (int venue = 0; venue < 2; ++venue)
                      if (const int64_t bid = seen_at(seen, Input::bid_price, 1 + venue); bid != step::kAbsent)
                          output.desired[static_cast<size_t>(venue)] = resting(50, bid);
              },
              [&](Config& config) {
                  config.program.layout = kTwo;
                  config.program.slots = {{.name = "x", .view = 1}, {.name = "y", .view = 2}};
                  config.program.wake_inputs.clear();
                  for (int view = 0; view < 3; ++view)
                      for (const Input input : {Input::bid_price, Input::ask_price, Input::open, Input::volume})
                          config.program.wake_inputs.push_back(kTwo.offset(input, 0, view));
                  config.venues = {{{.name = "x", .taker_fee = 500'000, .latency = Duration{3}},
                                    {.name = "y", .taker_fee = 300'000, .latency = Duration{5}}}};
                  if (change) change(config);
              }) {}

    void market(Time time, uint8_t venue, int64_t bid, int64_t ask, bool halted = false, int64_t volume = 0) {
        Event event{.time = time, .kind = EventKind::market, .venue = venue};
        event.market = {.bid_price = bid, .bid_quantity = 500, .ask_price = ask, .ask_quantity = 700};
        event.market.volume = volume;
        event.market.trade_count = volume;
        event.market.last_price = bid;
        event.market.halted = halted;
        driver.give(event);
    }
    int64_t see(Input input, int view) const { return seen_at(seen, input, view); }
    void answer_all(Time time) {
        for (const OrderCommand& command : driver.commands)
            if (command.kind == CommandKind::place)
                driver.report(time, ReportKind::accepted, command.child, 0, command.quantity.value);
    }
};

TEST(Venues, TheConsolidatedMarketIsTheBestOfTheOpenOnes) {
    Two two;
    two.market(kStart, 0, 10'000, 10'004, false, 10);
    EXPECT_EQ(two.see(Input::bid_price, 0), 10'000);
    EXPECT_EQ(two.see(Input::open, 2), 0) << "nothing was heard of it";
    EXPECT_EQ(two.see(Input::bid_price, 2), step::kAbsent);
    two.market(at(1'001), 1, 10'000, 10'002, false, 5);
    EXPECT_EQ(two.see(Input::bid_quantity, 0), 1'000);
    EXPECT_EQ(two.see(Input::ask_price, 0), 10'002);
    EXPECT_EQ(two.see(Input::ask_quantity, 0), 700);
    EXPECT_EQ(two.see(Input::ask_price, 1), 10'004);
    EXPECT_EQ(two.see(Input::volume, 0), 15);
    EXPECT_EQ(two.see(Input::taker_fee, 0), 300'000);
    EXPECT_EQ(two.see(Input::taker_fee, 1), 500'000);
    EXPECT_EQ(two.see(Input::latency, 0), 3);
    two.market(at(1'002), 0, 9'990, 10'004, false, 11);
    EXPECT_EQ(two.see(Input::last_price, 0), 9'990) << "of the venue that traded last";
}

TEST(Venues, OrdersGoToTheirVenue) {
    Two two;
    two.market(kStart, 0, 10'000, 10'004);
    two.market(at(1'001), 1, 10'001, 10'004);
    ASSERT_EQ(two.driver.commands.size(), 2u);
    EXPECT_EQ(two.driver.commands[0].venue, 0);
    EXPECT_EQ(two.driver.commands[1].venue, 1);
    EXPECT_EQ(two.driver.commands[1].price, Price{10'001});
}

TEST(Venues, AHaltTakesBackOnlyWhatIsThere) {
    Two two;
    two.market(kStart, 0, 10'000, 10'004);
    two.market(at(1'001), 1, 10'001, 10'005);
    two.answer_all(at(1'002));
    two.driver.commands.clear();
    two.market(at(1'003), 1, 10'001, 10'005, true);
    ASSERT_EQ(two.driver.commands.size(), 1u);
    EXPECT_EQ(two.driver.commands[0].kind, CommandKind::cancel);
    EXPECT_EQ(two.driver.commands[0].venue, 1);
    EXPECT_EQ(two.see(Input::halted, 2), 1);
    EXPECT_EQ(two.see(Input::halted, 0), 0);
    EXPECT_EQ(two.see(Input::open, 0), 1);
    EXPECT_EQ(two.see(Input::bid_price, 0), 10'000) << "what is halted is not part of the market";
    two.market(at(1'004), 0, 10'000, 10'004, true);
    EXPECT_TRUE(two.driver.all<Interrupted>().back().halted);
    two.market(at(1'005), 1, 10'001, 10'005);
    EXPECT_EQ(two.see(Input::resumed, 2), at(1'005).value);
    EXPECT_FALSE(two.driver.all<Interrupted>().back().halted);
    EXPECT_EQ(two.driver.stopped(), StopCause::none);
}

TEST(Venues, OneMayRestThroughAHalt) {
    Two two([](Config& config) { config.program.slots[1].rests_through_halt = true; });
    two.market(kStart, 0, 10'000, 10'004);
    two.market(at(1'001), 1, 10'001, 10'005);
    two.answer_all(at(1'002));
    two.driver.commands.clear();
    two.market(at(1'003), 1, 10'001, 10'005, true);
    EXPECT_TRUE(two.driver.commands.empty());
}

TEST(Venues, SilenceOfOneIsAWakeUpAndOfAllTheEnd) {
    Two two;
    two.market(kStart, 0, 10'000, 10'004);
    two.answer_all(at(1'000));
    two.market(at(1'030), 1, 10'001, 10'005);
    two.answer_all(at(1'030));
    two.driver.commands.clear();
    const Time expiry = at(1'060) + Duration{1};
    EXPECT_EQ(two.driver.engine.next_wake(), expiry);
    two.driver.timer(expiry);
    EXPECT_EQ(two.driver.stopped(), StopCause::none);
    EXPECT_TRUE(two.driver.all<VenueChanged>().back().stale);
    EXPECT_EQ(two.see(Input::open, 1), 0);
    ASSERT_EQ(two.driver.commands.size(), 1u);
    EXPECT_EQ(two.driver.commands[0].venue, 0);
    two.driver.timer(saturating_add(at(1'090), Duration{1}));
    EXPECT_EQ(two.driver.stopped(), StopCause::stale);
}

TEST(Venues, TheTraderSwitchesOneOffAndOn) {
    Two two;
    two.market(kStart, 0, 10'000, 10'004);
    two.market(at(1'001), 1, 10'001, 10'005);
    two.answer_all(at(1'002));
    two.driver.commands.clear();
    two.driver.command(at(1'003), LiveCommand::venue_off, 1);
    ASSERT_EQ(two.driver.commands.size(), 1u);
    EXPECT_EQ(two.driver.commands[0].venue, 1);
    EXPECT_EQ(two.see(Input::open, 2), 0);
    EXPECT_EQ(two.see(Input::bid_price, 0), 10'000);
    two.driver.report(at(1'004), ReportKind::cancelled, two.driver.commands[0].child, 0, 0);
    EXPECT_EQ(two.driver.commands.size(), 1u);
    two.driver.command(at(1'005), LiveCommand::venue_on, 1);
    EXPECT_EQ(two.driver.commands.back().kind, CommandKind::place);
}

TEST(Venues, TheDarkIsNeitherSilentNorPartOfTheMarket) {
    Two two([](Config& config) { config.venues[0][1].lit = false; });
    two.market(kStart, 0, 10'000, 10'004, false, 3);
    EXPECT_EQ(two.see(Input::open, 2), 1);
    two.market(at(1'001), 1, 10'003, 10'003, false, 50);
    EXPECT_EQ(two.see(Input::bid_price, 0), 10'000);
    EXPECT_EQ(two.see(Input::volume, 0), 3);
    EXPECT_EQ(two.see(Input::volume, 2), 50);
    two.answer_all(at(1'001));
    EXPECT_EQ(two.driver.engine.next_wake(), saturating_add(at(1'060), Duration{1}));
}

TEST(Venues, OneThatIsBarredIsNoPartOfTheMarket) {
    Two two([](Config& config) { config.program.barred = {1}; });
    two.market(kStart, 1, 10'001, 10'002, false, 70);
    EXPECT_TRUE(two.seen.empty()) << "it alone does not start the order";
    two.market(kStart, 0, 10'000, 10'004, false, 50);
    EXPECT_EQ(two.see(Input::bid_price, 0), 10'000);
    EXPECT_EQ(two.see(Input::ask_price, 0), 10'004);
    EXPECT_EQ(two.see(Input::volume, 0), 50);
    EXPECT_EQ(two.see(Input::bid_price, 2), 10'001) << "its own view is there";
}

}  // namespace
}  // namespace weir::engine::testing
