// Schedules of every shape, how what was missed is caught up, when nothing is traded: against closed forms.
#include <algorithm>
#include <cmath>
#include <random>

#include "tests/lower/driver.h"

namespace weir::test {
namespace {

using step::Bound;
using step::Input;
using step::kAbsent;

constexpr int64_t kBegin = 1'000'000 * kSec;
constexpr int64_t kMinute = 60 * kSec;

std::string simple(const std::string& clauses, const std::string& parameters = "") {
    return "weir 1\nstrategy s(" + parameters + ") {\n" + clauses + "\nwork all { peg near touch }\n}\n";
}

/// An order of 6000 over ten minutes, with a quote.
void begin(Driver& driver, int64_t quantity = 6000) {
    driver.quote(10'000, 10'010);
    driver.order(quantity, kBegin, kBegin + 600 * kSec);
}
int64_t target_at(Driver& driver, int64_t seconds) {
    return driver.step(kBegin + seconds * kSec).trace.target;
}
int64_t due_at(Driver& driver, int64_t seconds) {
    return driver.step(kBegin + seconds * kSec).trace.due;
}
/// Steps at each second, and fills all that is due.
void follow(Driver& driver, int64_t from, int64_t to) {
    for (int64_t second = from; second < to; ++second) driver.at(Input::order_executed) += due_at(driver, second);
}

// ---------------------------------------------------------------------------------------------------- shapes

TEST(Load, IsAPowerOfTheTime) {
    for (int64_t k = 1; k <= 8; ++k) {
        Driver front(plan_of(simple("schedule front_load(" + std::to_string(k) + ")"), bitcoin()));
        Driver back(plan_of(simple("schedule back_load(" + std::to_string(k) + ")"), bitcoin()));
        begin(front, 1'000'000'000);
        begin(back, 1'000'000'000);
        for (int64_t second = 0; second < 600; second += 7) {
            const double x = static_cast<double>(second + 1) / 600;
            EXPECT_NEAR(static_cast<double>(target_at(back, second)), 1e9 * std::pow(x, k), 4) << k;
            EXPECT_NEAR(static_cast<double>(target_at(front, second)), 1e9 * (1 - std::pow(1 - x, k)), 4) << k;
        }
        EXPECT_EQ(target_at(front, 599), 1'000'000'000);
        EXPECT_EQ(target_at(back, 599), 1'000'000'000);
    }
}

TEST(Load, GoesOnFromWhereItIsWhenItsShapeIsMoved) {
    Driver driver(plan_of(simple("schedule back_load(k)", "live k : count = 1 from 1 to 4"), bitcoin()));
    begin(driver, 1'000'000'000);
    const auto before = static_cast<double>(target_at(driver, 299));
    EXPECT_NEAR(before, 5e8, 4);
    driver.set_parameter("k", 3);
    EXPECT_NEAR(static_cast<double>(target_at(driver, 299)), before, 4) << "nothing is due at once";
    for (int64_t second = 300; second < 600; second += 13) {
        const double x = static_cast<double>(second + 1) / 600, share = (x * x * x - 0.125) / 0.875;
        EXPECT_NEAR(static_cast<double>(target_at(driver, second)), 5e8 + 5e8 * share, 6) << second;
    }
}

TEST(Shortfall, FollowsTheTableOfItsTerms) {
    Driver driver(plan_of(simple("schedule shortfall(3, alpha 12 bps, half_life 30 min, impact 5 bps)"), bitcoin()));
    ASSERT_EQ(driver.plan.shortfalls.size(), 1u);
    const step::ShortfallSpec& spec = driver.plan.shortfalls[0];
    EXPECT_EQ(spec.urgency, (step::Given{3, -1}));
    EXPECT_EQ(spec.alpha, (step::Given{1'200'000, -1}));
    EXPECT_EQ(spec.impact, (step::Given{500'000, -1}));
    EXPECT_EQ(spec.half_life, (step::Given{30 * kMinute, -1}));
    EXPECT_FALSE(spec.risk_aversion.stated());
    driver.quote(10'000, 10'010);
    driver.order(1'000'000, kBegin, kBegin + 1024 * kSec);
    for (int i = 0; i < 1023; i += 11)
        EXPECT_NEAR(static_cast<double>(driver.step(kBegin + i * kSec).trace.target),
                    static_cast<double>(Driver::shortfall_value(3, i + 1)) / 4294.967296, 2);
}

TEST(Shortfall, OfALiveUrgencyHasATableForEachLevel) {
    Driver driver(plan_of(simple("schedule shortfall(u, alpha a)", "live u : level = 2 from 1 to 4, a : ratio = 3 bps"),
                          bitcoin()));
    ASSERT_EQ(driver.plan.shortfalls.size(), 4u);
    for (size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(driver.plan.shortfalls[i].urgency.value, static_cast<int64_t>(i) + 1);
        EXPECT_EQ(driver.plan.shortfalls[i].alpha.parameter, 1);
    }
    driver.quote(10'000, 10'010);
    driver.order(1'000'000, kBegin, kBegin + 1024 * kSec);
    const auto half = static_cast<double>(driver.step(kBegin + 511 * kSec).trace.target);
    EXPECT_NEAR(half, 750'000, 2);
    driver.set_parameter("u", 4);
    EXPECT_NEAR(static_cast<double>(driver.step(kBegin + 511 * kSec).trace.target), half, 2);
    const double left = std::pow(0.25, 4) / std::pow(0.5, 4);  // of what was open, three quarters of the way
    EXPECT_NEAR(static_cast<double>(driver.step(kBegin + 767 * kSec).trace.target), 1e6 - 250'000 * left, 3);
}

TEST(Shortfall, RefusesWhatHasNoEffect) {
    const auto codes = [](const std::string& terms, const std::string& parameters = "") {
        const Compilation out = compile(simple("schedule shortfall(" + terms + ")", parameters), bitcoin());
        std::string text;
        for (const Diagnostic& diagnostic : out.diagnostics) text += code_text(diagnostic.code) + " ";
        return text;
    };
    EXPECT_EQ(codes("1"), "");
    EXPECT_EQ(codes("risk_aversion 2, volatility 25%, impact 10 bps"), "");
    EXPECT_EQ(codes(""), "W0472 ");
    EXPECT_EQ(codes("alpha 3 bps"), "W0472 ");
    EXPECT_EQ(codes("6"), "W0317 ");
    EXPECT_EQ(codes("2, risk_aversion 2"), "W0472 ");
    EXPECT_EQ(codes("2, 3"), "W0409 ");
    EXPECT_EQ(codes("2, half_life 3 min"), "W0472 ");
    EXPECT_EQ(codes("2, volatility 3%"), "W0472 ");
    EXPECT_EQ(codes("2, impact 3 bps"), "W0472 ");
    EXPECT_EQ(codes("risk_aversion 2, volatility 3%"), "W0472 ");
    EXPECT_EQ(codes("risk_aversion 2, impact 3 bps"), "W0472 ");
    EXPECT_EQ(codes("2, alfa 3 bps"), "W0471 ");
    EXPECT_EQ(codes("2, alpha a", "live a : ratio = 1 bps from 0 bps to 5 bps"), "W0473 ");
    EXPECT_EQ(codes("2, alpha spread / mid"), "W0314 ");
}

TEST(Size, OfAScheduleIsAPartOfTheOrder) {
    Driver driver(plan_of(simple("schedule linear for 95% of order"), shares()));
    begin(driver);
    EXPECT_EQ(target_at(driver, 299), 2850);
    EXPECT_EQ(target_at(driver, 599), 5700);
    driver.set(Input::order_executed, 5700);
    EXPECT_EQ(due_at(driver, 599), 0);
}

// ---------------------------------------------------------------------------------------------------- the corridor

TEST(Stay, KeepsTheTargetNearThePlainSchedule) {
    const std::string tilts = "\ntilt 0.25x when last < 100 USD\ntilt 4x when last > 100 USD";
    Driver driver(plan_of(simple("schedule linear\nstay within 5% behind to 10% ahead" + tilts), shares()));
    Driver free(plan_of(simple("schedule linear" + tilts), shares()));
    begin(driver);
    begin(free);
    bool below = false, above = false;
    std::mt19937_64 random(11);
    for (int64_t second = 0; second < 600; ++second) {
        if (random() % 60 == 0) {
            const int64_t last = 9'990 + static_cast<int64_t>(random() % 3) * 10;
            driver.set(Input::last_price, last);
            free.set(Input::last_price, last);
        }
        const int64_t plain = 10 * (second + 1), target = target_at(driver, second);
        EXPECT_GE(target, plain - 300 - 1);
        EXPECT_LE(target, plain + 600);
        target_at(free, second);
        below = below || target <= plain - 299;
        above = above || target >= plain + 599;
    }
    EXPECT_TRUE(below && above) << "both bounds are met in this market";
}

TEST(Stay, MakesWhatIsTooLateDueAtOnce) {
    Driver driver(
        plan_of(simple("schedule linear\nstay within 300 shares behind\npause when last > 100 USD"), shares()));
    begin(driver);
    follow(driver, 0, 60);
    driver.set(Input::last_price, 20'000);
    for (int64_t second = 60; second < 180; ++second) EXPECT_EQ(driver.step(kBegin + second * kSec).trace.paused, 1);
    driver.set(Input::last_price, 1'000);
    EXPECT_NEAR(static_cast<double>(due_at(driver, 180)), 1810 - 300 - 600, 1);
    EXPECT_EQ(target_at(driver, 599), 6000);
}

// ---------------------------------------------------------------------------------------------------- catching up

/// Paused from one minute to two, with all filled that was due before.
void miss_a_minute(Driver& driver) {
    begin(driver);
    follow(driver, 0, 60);
    EXPECT_NEAR(static_cast<double>(driver.at(Input::order_executed)), 600, 1);
    driver.set(Input::last_price, 20'000);
    for (int64_t second = 60; second < 120; ++second) driver.step(kBegin + second * kSec);
    driver.set(Input::last_price, 1'000);
}
constexpr const char* kPause = "\npause when last > 100 USD";

TEST(CatchUp, EvenlyIsTheDefault) {
    Driver said(plan_of(simple(std::string("schedule linear\ncatch up evenly") + kPause), shares()));
    Driver left_out(plan_of(simple(std::string("schedule linear") + kPause), shares()));
    EXPECT_EQ(said.plan.nodes.size(), left_out.plan.nodes.size());
    miss_a_minute(said);
    for (int64_t second = 120; second < 600; ++second)
        EXPECT_NEAR(static_cast<double>(target_at(said, second)),
                    600 + 5400.0 * static_cast<double>(second - 119) / 480, 2);
}

TEST(CatchUp, OverATimeIsLinear) {
    Driver driver(plan_of(simple(std::string("schedule linear\ncatch up over 2 min") + kPause), shares()));
    miss_a_minute(driver);
    for (int64_t second = 120; second < 600; ++second) {
        const auto gone = static_cast<double>(second - 119);
        EXPECT_NEAR(static_cast<double>(target_at(driver, second)), 600 + 10 * gone + 600 * std::min(1.0, gone / 120),
                    12)
            << second;
    }
    EXPECT_EQ(target_at(driver, 599), 6000);
}

TEST(CatchUp, IsNoFasterThanItMayBe) {
    Driver driver(
        plan_of(simple(std::string("schedule linear\ncatch up over 2 min at most 1.25x") + kPause), shares()));
    miss_a_minute(driver);
    for (int64_t second = 120; second < 600; ++second) {
        const auto gone = static_cast<double>(second - 119);
        const double allowed = std::min(12.5 * gone, 10 * gone + 600);
        EXPECT_NEAR(static_cast<double>(target_at(driver, second)), 600 + allowed, 12) << second;
    }
}

TEST(CatchUp, NoneLeavesItToTheEnd) {
    Driver driver(plan_of(simple(std::string("schedule linear\ncatch up none") + kPause), shares()));
    miss_a_minute(driver);
    for (int64_t second = 120; second < 600; ++second)
        EXPECT_NEAR(static_cast<double>(target_at(driver, second)), static_cast<double>(10 * (second + 1) - 600), 11);
}

TEST(CatchUp, NeedsASchedule) {
    for (const char* clause : {"catch up none", "stay within 5% behind"}) {
        const Compilation out =
            compile(simple(std::string("participate 10% of volume over 1 min\n") + clause), shares());
        EXPECT_NE(out.shown.find("W0470"), std::string::npos) << out.shown;
        EXPECT_NE(out.shown.find("the pace is set by the market's volume"), std::string::npos) << out.shown;
    }
}

// ---------------------------------------------------------------------------------------------------- no trading

TEST(Cancel, IsForGood) {
    Driver driver(plan_of(simple("schedule linear\ncancel when last > 100 USD"), shares()));
    begin(driver);
    due_at(driver, 0);
    EXPECT_EQ(driver.desired("all").quantity, 0) << "whether it is to be cancelled is not known";
    driver.set(Input::last_price, 9'000);
    due_at(driver, 1);
    EXPECT_EQ(driver.desired("all").quantity, 10) << "what was missed is spread";
    driver.set(Input::last_price, 10'001);
    EXPECT_EQ(due_at(driver, 2), 0);
    EXPECT_EQ(driver.desired("all").quantity, 0);
    driver.set(Input::last_price, 9'000);
    EXPECT_EQ(due_at(driver, 3), 0);
    EXPECT_EQ(driver.desired("all").quantity, 0);
}

TEST(Settle, WaitsAfterAHalt) {
    for (const bool joins : {false, true}) {
        Driver driver(
            plan_of(simple(std::string("schedule linear\nsettle 30 s\n") + (joins ? "join reopening" : "")), shares()));
        EXPECT_EQ(driver.plan.join_reopening, joins);
        begin(driver);
        EXPECT_EQ(driver.step(kBegin).trace.paused, 0);
        driver.set(Input::halted, 1);
        EXPECT_EQ(driver.step(kBegin + 10 * kSec).trace.paused, joins ? 0 : 1);
        driver.set(Input::halted, 0);
        driver.set(Input::resumed, kBegin + 20 * kSec);
        EXPECT_EQ(driver.step(kBegin + 20 * kSec).trace.paused, 1);
        EXPECT_EQ(driver.desired("all").bound, Bound::settle);
        EXPECT_LE(driver.output.wake, kBegin + 50 * kSec);
        EXPECT_EQ(driver.step(kBegin + 50 * kSec - 1).trace.paused, 1);
        EXPECT_EQ(driver.step(kBegin + 50 * kSec).trace.paused, 0);
        EXPECT_GT(driver.desired("all").quantity, 0);
    }
}

TEST(Session, IsWhenOrdersMayWork) {
    Driver driver(plan_of(simple("schedule linear\nsession \"XNYS\""), shares()));
    EXPECT_EQ(driver.plan.session, (step::SessionSpec{step::SessionKind::calendar, "XNYS", 0, 0, ""}));
    begin(driver);
    const auto wanted_at = [&](int64_t now) {
        driver.step(now);
        return driver.desired("all").quantity;
    };
    EXPECT_GT(wanted_at(kBegin), 0) << "a market without hours";
    driver.set(Input::session_open, kBegin + 10 * kSec);
    driver.set(Input::session_close, kBegin + 100 * kSec);
    EXPECT_EQ(wanted_at(kBegin + 1), 0);
    EXPECT_EQ(driver.desired("all").bound, Bound::session);
    EXPECT_EQ(driver.output.trace.paused, 0) << "orders of an auction stay";
    EXPECT_GT(wanted_at(kBegin + 10 * kSec), 0);
    EXPECT_GT(wanted_at(kBegin + 100 * kSec - 1), 0);
    EXPECT_EQ(wanted_at(kBegin + 100 * kSec), 0);
}

TEST(Session, MayBeHoursOfAZone) {
    const plan::Plan plan = plan_of(simple("schedule linear\nsession 09:30 to 16:00 America/New_York"), shares());
    const int64_t hour = 3600 * kSec;
    EXPECT_EQ(plan.session,
              (step::SessionSpec{step::SessionKind::hours, "", 19 * hour / 2, 16 * hour, "America/New_York"}));
    EXPECT_EQ(plan_of(simple("schedule linear\nsession always"), shares()).session.kind, step::SessionKind::always);
    EXPECT_NE(compile(simple("session 09:30 to 09:30"), shares()).shown.find("W0476"), std::string::npos);
    EXPECT_NE(compile(simple("session 5 min to 09:30"), shares()).shown.find("W0474"), std::string::npos);
    EXPECT_NE(compile(simple("session 09:30 Asia/Tokyo to 16:00 Europe/London"), shares()).shown.find("W0475"),
              std::string::npos);
}

// ---------------------------------------------------------------------------------------------------- volume

TEST(Participation, CountsWhatItIncludes) {
    for (const bool blocks : {false, true})
        for (const bool auctions : {false, true}) {
            std::string including;
            if (blocks || auctions) including = " including ";
            if (blocks) including += auctions ? "blocks, auctions" : "blocks";
            if (!blocks && auctions) including += "auctions";
            Driver driver(plan_of(simple("participate at most 50% of volume" + including + " over 64 s"), shares()));
            begin(driver);
            driver.step(kBegin);
            driver.set(Input::volume, 100);
            driver.set(Input::block_volume, 1'000);
            driver.set(Input::auction_volume, 10'000);
            driver.step(kBegin + 1);
            const int64_t counted = 100 + (blocks ? 1'000 : 0) + (auctions ? 10'000 : 0);
            EXPECT_EQ(driver.step(kBegin + 2 * kSec).trace.ceiling, counted / 2) << including;
        }
}

TEST(Participation, CountsTheVenuesItNames) {
    lower::Market market = shares();
    market.venues = {{"x", lower::VenueKind::lit}, {"y", lower::VenueKind::lit}, {"z", lower::VenueKind::dark}};
    market.deployed = true;
    Driver driver(
        plan_of(simple("participate at most 50% of volume on \"x\", \"z\" including blocks over 64 s"), market));
    begin(driver);
    driver.step(kBegin);
    int64_t size = 1;
    for (const Input prints : {Input::volume, Input::block_volume, Input::auction_volume})
        for (int view = 0; view < 4; ++view) driver.at_view(prints, view) = size *= 4;
    const int64_t x = (1 << 4) + (1 << 12), z = (1 << 8) + (1 << 16);
    driver.step(kBegin + 1);
    EXPECT_EQ(driver.step(kBegin + 2 * kSec).trace.ceiling, (x + z) / 2);
    const Compilation out = compile(simple("participate at most 50% of volume on \"w\" over 64 s"), market);
    EXPECT_NE(out.shown.find("W0601"), std::string::npos) << out.shown;
}

// ---------------------------------------------------------------------------------------------------- completion

TEST(Completion, GoesEvenlyToTheEnd) {
    Driver driver(plan_of(simple("schedule linear for 50% of order\ncomplete must"), shares()));
    begin(driver);
    follow(driver, 0, 540);
    EXPECT_NEAR(static_cast<double>(driver.at(Input::order_executed)), 2700, 1);
    const auto even = [](int64_t second) { return 2700 + 3300.0 * static_cast<double>(second - 539) / 60; };
    for (int64_t second = 540; second < 600; ++second)
        EXPECT_NEAR(static_cast<double>(target_at(driver, second)), even(second), 2) << second;
    EXPECT_EQ(target_at(driver, 599), 6000);
}

TEST(Completion, GoesOnFromAShareOfTheVolume) {
    Driver driver(plan_of(simple("participate 10% of volume over 64 s\ncomplete must"), shares()));
    begin(driver);
    EXPECT_EQ(target_at(driver, 539), 0) << "nothing has printed";
    for (int64_t second = 540; second < 600; ++second)
        EXPECT_NEAR(static_cast<double>(target_at(driver, second)), 6000.0 * static_cast<double>(second - 539) / 60, 2);
    EXPECT_EQ(target_at(driver, 599), 6000);
}

TEST(Completion, YieldsToTheCeiling) {
    Driver driver(plan_of(simple("schedule linear\nparticipate at most 10% of volume over 64 s\n"
                                 "complete must, up to 20% to complete"),
                          shares()));
    begin(driver);
    driver.step(kBegin + 530 * kSec);
    driver.set(Input::volume, 1'000);
    driver.step(kBegin + 531 * kSec);
    EXPECT_EQ(due_at(driver, 535), 100);
    EXPECT_EQ(due_at(driver, 545), 200) << "6000 are wanted, a fifth of the volume is allowed";
}

TEST(Finish, MakesAllDueUnderAHigherCeiling) {
    Driver driver(plan_of(simple("schedule linear\nparticipate at most 10% of volume over 64 s\n"
                                 "complete best efforts"),
                          shares()));
    begin(driver);
    driver.step(kBegin);
    driver.set(Input::volume, 1'000);
    driver.step(kBegin + kSec);
    EXPECT_NEAR(static_cast<double>(due_at(driver, 2)), 30, 1) << "the schedule";
    driver.set(Input::order_finish_until, kBegin + 30 * kSec);
    driver.set(Input::order_finish_most, 400'000'000);
    EXPECT_EQ(due_at(driver, 3), 400);
    EXPECT_EQ(driver.output.trace.target, 6000);
    EXPECT_EQ(due_at(driver, 30), 100) << "its time is over: the schedule has more to do, and the ceiling is as before";
    EXPECT_NEAR(static_cast<double>(driver.output.trace.target), 310, 1);
}

TEST(Finish, IsACeilingWhereThereIsNone) {
    Driver driver(plan_of(simple("schedule linear\ncomplete best efforts"), shares()));
    begin(driver);
    driver.step(kBegin);
    EXPECT_EQ(driver.output.trace.ceiling, kAbsent);
    driver.set(Input::volume, 1'000);
    driver.step(kBegin + kSec);
    driver.set(Input::order_finish_until, kBegin + 30 * kSec);
    driver.set(Input::order_finish_most, 400'000'000);
    EXPECT_EQ(due_at(driver, 10), 400);
    EXPECT_EQ(driver.output.trace.ceiling, 400);
    EXPECT_NEAR(static_cast<double>(due_at(driver, 30)), 310, 1);
    EXPECT_EQ(driver.output.trace.ceiling, kAbsent);
}

}  // namespace
}  // namespace weir::test
