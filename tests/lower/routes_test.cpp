// Works at several venues, stepped by hand and against a division of the child worked out by brute force.
#include <algorithm>
#include <numeric>
#include <random>

#include "tests/lower/driver.h"

namespace weir::test {
namespace {

using lower::VenueKind;
using step::Bound;
using step::Input;

lower::Market at_venues(std::vector<lower::Venue> venues) {
    lower::Market market = shares();
    market.venues = std::move(venues);
    market.deployed = true;
    return market;
}
lower::Market three_lit() {
    return at_venues({{"x"}, {"y"}, {"z"}});
}
lower::Market lit_and_dark() {
    return at_venues({{"x"}, {"y"}, {"d", VenueKind::dark}});
}

/// A driver with several views: quotes of the venues make that of all.
class Venues : public Driver {
  public:
    explicit Venues(plan::Plan source) : Driver(std::move(source)) {
        for (int view = 0; view < plan.layout.venues; ++view) {
            set_at(Input::open, view, 1);
            set_at(Input::last_price, view, step::kAbsent);
            quote_at(view, step::kAbsent, 0, step::kAbsent, 0);
        }
    }
    void set_at(Input input, int view, int64_t value) { at_view(input, view) = value; }
    void quote_at(int view, int64_t bid, int64_t bids, int64_t ask, int64_t asks) {
        set_at(Input::bid_price, view, bid);
        set_at(Input::bid_quantity, view, bids);
        set_at(Input::ask_price, view, ask);
        set_at(Input::ask_quantity, view, asks);
    }
    /// Fills and reports as if everything wanted were working, and nothing else.
    void work() {
        for (int slot = 0; slot < plan.layout.slots; ++slot)
            set(Input::slot_working, output.desired[static_cast<size_t>(slot)].quantity, slot);
    }
    int64_t wants(std::string_view name) const { return desired(name).quantity; }
};

const std::string kSweep =
    "weir 1\nstrategy s() { work cross { take leaves; child at most 900 shares; up to 10 bps worse than mid } }";

TEST(Routes, WithoutVenuesNothingChanges) {
    const std::string passive = "weir 1\nstrategy s() { work a { peg near touch; child at most 100 shares }";
    const plan::Plan plain = plan_of(passive + " }", shares());
    for (const std::string route : {"route { lit by all_in }", "route { then lit; take by price }"}) {
        const plan::Plan routed = plan_of(passive + "\n " + route + "}", shares());
        EXPECT_EQ(plan::content_hash(routed), plan::content_hash(plain)) << route;
    }
}

TEST(Routes, ACrossingChildTakesWhatIsShownInOrderOfCost) {
    Venues d(plan_of(kSweep, three_lit()));
    d.order(10'000, 0, 1'000 * kSec);
    d.quote(10'000, 10'002);
    d.quote_at(1, 9'999, 500, 10'003, 200);
    d.quote_at(2, 10'000, 500, 10'002, 300);
    d.quote_at(3, 9'999, 500, 10'002, 100);
    d.set_at(Input::taker_fee, 2, 200'000);  // two basis points: the dearest of the three
    d.step(kSec);
    EXPECT_EQ(d.wants("cross@z"), 100 + 300);  // the best has the rest too
    EXPECT_EQ(d.wants("cross@x"), 200);
    EXPECT_EQ(d.wants("cross@y"), 300);
    d.set_at(Input::open, 3, 0);
    d.step(2 * kSec);
    EXPECT_EQ(d.wants("cross@z"), 0);
    EXPECT_EQ(d.wants("cross@x"), 600);
    EXPECT_EQ(d.wants("cross@y"), 300);
}

TEST(Routes, BarredVenuesGetNothing) {
    const std::string text =
        kSweep.substr(0, kSweep.size() - 1) + "\nroute { never \"x\"; avoid \"y\" when spread > 5 ticks } }";
    Venues d(plan_of(text, three_lit()));
    EXPECT_EQ(d.slot("cross@x"), -1);
    d.order(10'000, 0, 1'000 * kSec);
    d.quote(10'000, 10'002);
    for (int view = 1; view <= 3; ++view) d.quote_at(view, 10'000, 500, 10'002, 500);
    d.step(kSec);
    EXPECT_EQ(d.wants("cross@y"), 500);
    EXPECT_EQ(d.wants("cross@z"), 400);
    d.quote(9'996, 10'002);
    d.step(2 * kSec);
    EXPECT_EQ(d.wants("cross@y"), 0);
    EXPECT_EQ(d.wants("cross@z"), 900);
    d.quote(step::kAbsent, 10'002);  // not known: avoided
    d.step(3 * kSec);
    EXPECT_EQ(d.wants("cross@y"), 0);
}

TEST(Routes, ADarkVenueHasItsShareAtTheBoundAndTheRestIsLit) {
    Venues d(
        plan_of("weir 1\nstrategy s() { work cross { take leaves; child at most 1_000 shares; "
                "up to 10 bps worse than mid }\n"
                "route { dark mid first, up to 30% of child, minimum 50 shares; then lit by all_in } }",
                lit_and_dark()));
    d.order(10'000, 0, 1'000 * kSec);
    d.quote(10'000, 10'002);
    d.quote_at(1, 10'000, 500, 10'002, 500);
    d.quote_at(2, 10'000, 500, 10'003, 500);
    d.step(kSec);
    const step::Desired dark = d.desired("cross@d");
    EXPECT_EQ(dark.quantity, 300);
    EXPECT_EQ(dark.minimum, 50);
    EXPECT_EQ(dark.crossing, 0);
    EXPECT_EQ(dark.price, 10'011);  // ten basis points over the mid of 10'001, on the tick
    EXPECT_EQ(d.wants("cross@x"), 500);
    EXPECT_EQ(d.wants("cross@y"), 200);
    // What rests in the dark counts against the child, also while the lit ones trade and the venue is switched off.
    d.work();
    d.set_at(Input::open, 3, 0);
    d.step(2 * kSec);
    EXPECT_EQ(d.wants("cross@d"), 0);
    EXPECT_LE(d.wants("cross@x") + d.wants("cross@y") + 300, 1'000);
    d.set(Input::slot_working, 0, d.slot("cross@d"));
    d.set(Input::slot_working, 0, d.slot("cross@x"));
    d.set(Input::slot_working, 0, d.slot("cross@y"));
    d.step(3 * kSec);
    EXPECT_EQ(d.wants("cross@x") + d.wants("cross@y"), 1'000);
}

TEST(Routes, ADarkChildIsAsLargeAsItsMoneyAllowsAtItsOwnPrice) {
    Venues d(plan_of("weir 1\nstrategy s() { work seek { dark mid; peg mid; take leaves; child at most 1_010 quote } }",
                     lit_and_dark()));
    d.order(10'000, 0, 1'000 * kSec);
    d.quote(100, 101);
    d.step(kSec);
    EXPECT_EQ(d.desired("seek@d").price, 101);  // the mid of 1.005, on the tick that lets it trade
    EXPECT_EQ(d.wants("seek@d"), 1'000);
}

TEST(Routes, WhatIsDarkWaitsUntilTheMidIsWithinItsBound) {
    Venues d(
        plan_of("weir 1\nstrategy s() {\nwould up to 30% of order ahead at 100.00 USD {\ndark mid\n}\n"
                "work rest { take leaves; peg near touch } }",
                lit_and_dark()));
    d.order(1'000, 0, 1'000 * kSec);
    d.quote(10'000, 10'002);
    d.step(kSec);
    EXPECT_EQ(d.wants("would take@d"), 0);
    EXPECT_EQ(d.wants("rest@x"), 1'000);
    d.quote(9'998, 10'000);
    d.step(2 * kSec);
    EXPECT_EQ(d.desired("would take@d").price, 10'000);
    EXPECT_GT(d.wants("would take@d"), 0);
    EXPECT_EQ(d.wants("would take@d") + d.wants("rest@x"), 1'000);
}

TEST(Routes, ARestingChildGoesToTheBestAndStaysThereUntilItIsRepriced) {
    Venues d(
        plan_of("weir 1\nstrategy s() { work a { take leaves; peg near touch; child at most 100 shares; "
                "reprice every 10 s; post by maker_fee } }",
                three_lit()));
    d.order(10'000, 0, 1'000 * kSec);
    d.quote(10'000, 10'002);
    d.set_at(Input::maker_fee, 1, 300);
    d.set_at(Input::maker_fee, 2, -100);
    d.step(kSec);
    EXPECT_EQ(d.wants("a@y"), 100);
    d.work();
    d.set_at(Input::maker_fee, 3, -200);
    d.step(2 * kSec);
    EXPECT_EQ(d.wants("a@y"), 100);
    d.step(10 * kSec);
    EXPECT_EQ(d.wants("a@y"), 0);
    EXPECT_EQ(d.wants("a@z"), 0);  // not before the other one is gone
    d.work();
    d.step(10 * kSec + 1);
    EXPECT_EQ(d.wants("a@z"), 100);
}

TEST(Routes, SharesAreExactAndWhatOneCannotHaveGoesToNobody) {
    Venues d(
        plan_of("weir 1\nstrategy s() { work a { take leaves; peg near touch; child at most 100 shares }\n"
                "route { \"x\", share 40%; \"y\", share 25%; \"z\" } }",
                three_lit()));
    d.order(10'000, 0, 1'000 * kSec);
    d.quote(10'000, 10'002);
    d.step(kSec);
    EXPECT_EQ(d.wants("a@x"), 40);
    EXPECT_EQ(d.wants("a@y"), 25);
    EXPECT_EQ(d.wants("a@z"), 35);
    EXPECT_EQ(d.desired("a@x").bound, Bound::route);
    d.set_at(Input::open, 2, 0);
    d.step(2 * kSec);
    EXPECT_EQ(d.wants("a@y"), 0);
    EXPECT_EQ(d.wants("a@z"), 35);
}

TEST(Routes, PostByFillProbabilityWeighsTheQueueAgainstTheVolume) {
    Venues d(
        plan_of("weir 1\nstrategy s() { work a { take leaves; peg near touch; child at most 100 shares; "
                "post by fill_probability } }",
                three_lit()));
    d.order(10'000, 0, 10'000 * kSec);
    d.quote(10'000, 10'002);
    for (int view = 1; view <= 3; ++view) d.quote_at(view, 10'000, 100 * view, 10'002, 500);
    d.step(kSec);
    for (int64_t t = 2; t < 400; ++t) {
        d.at_view(Input::volume, 2) += 10;
        d.at_view(Input::volume, 3) += 40;
        d.step(t * kSec);
    }
    EXPECT_EQ(d.wants("a@z"), 100);  // 12'000 of 12'300 against 3'000 of 3'200
    d.set_at(Input::bid_quantity, 3, 20'000);
    d.step(401 * kSec);
    EXPECT_EQ(d.wants("a@y"), 100);
}

/// The child divided as the language says, written down anew: cost with fees, then the order of the venues.
std::vector<int64_t> by_hand(int64_t child, int64_t bound, const std::vector<std::array<int64_t, 4>>& venues) {
    std::vector<size_t> order;
    for (size_t i = 0; i < venues.size(); ++i)
        if (venues[i][3] != 0) order.push_back(i);
    const auto cost = [&](size_t i) {
        const auto [ask, shown, fee, open] = venues[i];
        const int64_t fine = ask * 1'000, parts = fine * fee;  // to a thousandth of a price unit, up
        return fine + parts / 1'000'000'000 + (parts % 1'000'000'000 > 0 ? 1 : 0);
    };
    std::ranges::sort(order, [&](size_t a, size_t b) { return cost(a) != cost(b) ? cost(a) < cost(b) : a < b; });
    std::vector<int64_t> out(venues.size(), 0);
    int64_t left = child;
    for (const size_t i : order) {
        if (venues[i][0] > bound) continue;
        out[i] = std::min(left, venues[i][1]);
        left -= out[i];
    }
    if (!order.empty()) out[order[0]] += left;
    return out;
}

TEST(Routes, DivisionsAreThoseOfBruteForce) {
    std::mt19937_64 random(20260105);
    const auto draw = [&](int64_t low, int64_t high) {
        return std::uniform_int_distribution<int64_t>(low, high)(random);
    };
    for (int round = 0; round < 400; ++round) {
        Venues d(plan_of(kSweep, three_lit()));
        d.order(draw(1, 3'000), 0, 1'000 * kSec);
        std::vector<std::array<int64_t, 4>> venues;
        int64_t best = std::numeric_limits<int64_t>::max();
        for (int view = 1; view <= 3; ++view) {
            venues.push_back({draw(10'001, 10'015), draw(1, 600), 10'000 * draw(-30, 30), draw(0, 3) > 0});
            const auto [ask, shown, fee, open] = venues.back();
            d.quote_at(view, 9'999, 100, ask, shown);
            d.set_at(Input::taker_fee, view, fee);
            d.set_at(Input::open, view, open);
            if (open) best = std::min(best, ask);
        }
        if (best == std::numeric_limits<int64_t>::max()) continue;
        d.quote(9'999, best);
        d.step(kSec);
        const int64_t bound = (9'999 + best) * 1'001 / 2'000;
        const int64_t child = best > bound ? 0 : std::min<int64_t>(900, d.at(Input::order_quantity));
        const std::vector<int64_t> expected = by_hand(child, bound, venues);
        const std::array<std::string_view, 3> names{"cross@x", "cross@y", "cross@z"};
        for (size_t i = 0; i < 3; ++i)
            EXPECT_EQ(d.wants(names[i]), expected[i]) << "round " << round << " " << names[i];
    }
}

/// Whatever happens to orders and venues, the places of a work never have more than the child between them.
TEST(Routes, NeverMoreThanTheChild) {
    std::mt19937_64 random(7);
    const auto draw = [&](int64_t low, int64_t high) {
        return std::uniform_int_distribution<int64_t>(low, high)(random);
    };
    const std::string text =
        "weir 1\nstrategy s() { work a { take leaves; peg near touch; child at most 100 shares; reprice every 5 s }\n"
        "route { dark mid first, up to 30% of child; then lit; post by maker_fee } }";
    Venues d(plan_of(text, lit_and_dark()));
    d.order(5'000, 0, 1'000 * kSec);
    d.quote(10'000, 10'002);
    for (int64_t t = 1; t < 900; ++t) {
        for (int view = 1; view <= 3; ++view) d.set_at(Input::open, view, draw(0, 9) > 0);
        for (int view = 1; view <= 2; ++view) d.set_at(Input::maker_fee, view, draw(-3, 3));
        d.step(t * kSec);
        ASSERT_EQ(d.output.status, step::Status::ok);
        int64_t together = 0;
        for (int slot = 0; slot < d.plan.layout.slots; ++slot) {
            int64_t& working = d.at(Input::slot_working, slot);
            const int64_t wanted = d.output.desired[static_cast<size_t>(slot)].quantity;
            together += std::max(working, wanted);
            // An order grows at once; a withdrawal takes its time.
            if (wanted > working || draw(0, 2) == 0) working = wanted;
            const int64_t filled = draw(0, 20) == 0 ? std::min<int64_t>(working, draw(0, 30)) : 0;
            working -= filled;
            d.at(Input::slot_executed, slot) += filled;
            d.at(Input::order_executed) += filled;
        }
        ASSERT_LE(together, 100) << "second " << t;
    }
    EXPECT_GT(d.at(Input::order_executed), 0);
}

TEST(Routes, AVenueThatIsNotThereIsSaid) {
    const std::string text = kSweep.substr(0, kSweep.size() - 1) + "\nroute { \"w\"; rfq } }";
    const Compilation run = compile(text, three_lit());
    EXPECT_NE(run.shown.find("no venue of this run is called `w`"), std::string::npos) << run.shown;
    EXPECT_NE(run.shown.find("orders cannot be sent to an rfq venue"), std::string::npos) << run.shown;
    lower::Market unknown = three_lit();
    unknown.deployed = false;
    const Compilation checked = compile(text, unknown);
    EXPECT_FALSE(checked.diagnostics.has_errors()) << checked.shown;
    EXPECT_NE(checked.shown.find("`w` is none of the venues"), std::string::npos) << checked.shown;
    EXPECT_TRUE(compile(text, shares()).diagnostics.empty());  // nothing is known, so nothing is wrong
}

TEST(Routes, BarVenuesFromTheMarketThatNeverMaySee) {
    const auto barred = [](const std::string& route, lower::Market market) {
        return plan_of("weir 1\nstrategy s() {\nwork a { peg near touch }\n" + route + "\n}", market).barred;
    };
    EXPECT_EQ(barred("route { never \"y\" }", three_lit()), std::vector<uint8_t>{1});
    EXPECT_EQ(barred("route { avoid \"y\" when spread > 5 ticks }", three_lit()), std::vector<uint8_t>{});
    EXPECT_EQ(barred("route { lit }", three_lit()), std::vector<uint8_t>{});
}

/// In the dark a would-price waits, and the schedule goes on beside it.
TEST(Routes, LeaveWhatIsDueToTheWorksWhileAWouldPriceWaits) {
    Venues d(
        plan_of("weir 1\nstrategy s() {\nschedule linear\nwould up to 25% of order ahead at 101 USD { dark mid }\n"
                "work rest { peg near touch }\n}\n",
                lit_and_dark()));
    d.order(1024, 0, 64 * kSec);
    d.quote(10'000, 10'010);
    for (int view = 1; view < d.plan.layout.venues; ++view) d.quote_at(view, 10'000, 500, 10'010, 500);
    d.step(7 * kSec);
    EXPECT_EQ(d.output.trace.due, 128);
    EXPECT_EQ(d.wants("rest@x") + d.wants("rest@y"), 128);
    EXPECT_EQ(d.wants("would take@d"), 256) << "together that is 25% ahead of the target";
}

}  // namespace
}  // namespace weir::test
