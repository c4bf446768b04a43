// The target against closed forms, and `due` against the formula of the language reference written out once more.
#include <cmath>
#include <deque>

#include "tests/lower/market_walk.h"

namespace weir::test {
namespace {

using Wide = __int128;
constexpr int64_t kBegin = 1'000'000 * kSec;

int64_t floor_div(Wide a, Wide b) {
    return static_cast<int64_t>(a / b - (a % b < 0));
}

std::string simple(const std::string& clauses) {
    return "weir 1\nstrategy s() {\n" + clauses + "\nwork all { peg near touch }\n}\n";
}

TEST(LinearSchedule, IsDueAtTheStartOfEachSlice) {
    Driver driver(plan_of(simple("schedule linear every 1 min"), shares()));
    driver.quote(1000, 1002);
    driver.order(600, kBegin, kBegin + 600 * kSec);  // the order begins 40 s into a minute
    const int64_t first = (kBegin / (60 * kSec) + 1) * 60 * kSec;
    EXPECT_EQ(driver.step(kBegin - 1).trace.target, 0);
    EXPECT_EQ(driver.output.wake, kBegin);
    EXPECT_NEAR(static_cast<double>(driver.step(kBegin).trace.target), static_cast<double>((first - kBegin) / kSec), 1);
    EXPECT_EQ(driver.output.wake, first);
    for (int i = 1; i < 10; ++i) {
        const int64_t now = first + (i - 1) * 60 * kSec;
        EXPECT_NEAR(static_cast<double>(driver.step(now).trace.target),
                    static_cast<double>((first - kBegin) / kSec + 60 * i), 1);
    }
    EXPECT_EQ(driver.step(kBegin + 599 * kSec).trace.target, 600);
    EXPECT_EQ(driver.desired("all").quantity, 600);
    EXPECT_EQ(driver.step(kBegin + 600 * kSec).trace.due, 0);
    EXPECT_EQ(driver.desired("all").quantity, 0);
}

TEST(LinearSchedule, RisesAndReachesTheOrder) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 200; ++round) {
        const auto uniform = [&](int64_t low, int64_t high) {
            return std::uniform_int_distribution<int64_t>(low, high)(random);
        };
        const int64_t slice = uniform(1, 400);
        Driver driver(plan_of(simple("schedule linear every " + std::to_string(slice) + " s"), bitcoin()));
        const int64_t length = uniform(2, 1000) * kSec, quantity = uniform(1, 1'000'000'000'000);
        const int64_t begin = kBegin + uniform(0, kSec);
        driver.order(quantity, begin, begin + length);
        int64_t last = 0;
        for (int64_t now = begin; now < begin + length; now = driver.output.wake) {
            const int64_t target = driver.step(now).trace.target;
            ASSERT_GE(target, last) << "round " << round;
            const int64_t end = std::min((now / (slice * kSec) + 1) * slice * kSec, begin + length);
            const int64_t share = floor_div(Wide{end - begin} << 32, length);
            ASSERT_EQ(target, floor_div(Wide{quantity} * share, Wide{1} << 32)) << "round " << round;
            last = target;
        }
        EXPECT_EQ(last, quantity) << "round " << round;
    }
}

TEST(VolumeCurve, FollowsTheTable) {
    Driver driver(plan_of(simple("schedule volume_curve(20 days)"), bitcoin()));
    const int64_t length = 1024 * kSec;
    driver.order(1'000'000, kBegin, kBegin + length);
    for (int i = 0; i < 1024; i += 7) {
        const double x = static_cast<double>(i + 1) / 1024, centred = 2 * x - 1;
        const double share = 0.5 + 0.25 * centred + 0.25 * centred * centred * centred;
        EXPECT_NEAR(static_cast<double>(driver.step(kBegin + i * kSec).trace.target), share * 1e6, 2);
    }
}

TEST(ScheduleExpression, NeverFallsBack) {
    Driver driver(plan_of(simple("schedule (last - 100 USD) / 100 USD"), shares()));
    driver.order(1000, kBegin, kBegin + 100 * kSec);
    const auto target_at = [&](int64_t second, int64_t last) {
        driver.set(step::Input::last_price, last);
        return driver.step(kBegin + second * kSec).trace.target;
    };
    EXPECT_EQ(target_at(0, step::kAbsent), 0);
    EXPECT_EQ(target_at(1, 12'500), 250);
    EXPECT_EQ(target_at(2, 11'000), 250);
    EXPECT_EQ(target_at(3, step::kAbsent), 250);
    EXPECT_EQ(target_at(4, 17'500), 750);
    EXPECT_EQ(target_at(5, 90'000), 1000);
    EXPECT_EQ(target_at(6, 0), 1000);
}

/// The same rules in plain code, with the whole past at hand instead of cells.
class Model {
  public:
    struct Past {
        int64_t time, volume, executed;
    };
    static constexpr int64_t kSlice = 10 * kSec, kWindow = 64 * kSec, kGrid = kSec;

    /// T, and due, for `schedule linear every 10 s`, `participate at most 25% of volume over 64 s`,
    /// `pause when spread > 20 ticks`, `tilt 1.5x when last better than arrival`.
    std::pair<int64_t, int64_t> step(Driver& driver, int64_t now) {
        using step::Input;
        const int64_t quantity = driver.at(Input::order_quantity), executed = driver.at(Input::order_executed);
        const int64_t start = driver.at(Input::order_start), end = driver.at(Input::order_end);
        const int64_t bid = driver.at(Input::bid_price), ask = driver.at(Input::ask_price);
        const int64_t last = driver.at(Input::last_price), arrival = driver.at(Input::order_arrival);
        const bool paused = bid == step::kAbsent || ask == step::kAbsent || ask - bid > 20;
        const int64_t side = driver.at(Input::order_side);
        const int64_t tilt = last != step::kAbsent && side * 2 * last < side * arrival ? 1'500'000'000 : 1'000'000'000;
        past_.push_back({now, driver.at(Input::volume), executed});
        if (now < start) return {0, 0};

        const int64_t slice_end = std::min((now / kSlice + 1) * kSlice, end);
        const int64_t share = share_at(slice_end, start, end), share_now = share_at(now, start, end);
        if (!begun_) {
            begun_ = true;
            tilt_ = tilt, paused_ = paused, quantity_ = quantity, end_ = end;
        }
        const int64_t standing = target(quantity, share);
        int64_t target = standing;
        const bool replan = paused != paused_ || quantity != quantity_ || end != end_;
        if (replan) {
            const int64_t leaves = std::max<int64_t>(quantity - executed, 0);
            const int64_t rest = floor_div(Wide{leaves} * std::max<int64_t>(share - share_now, 0),
                                           std::max<int64_t>(kOne - share_now, 1));
            target = std::min(standing, executed + rest);
        }
        if (replan || tilt != tilt_) anchor_executed_ = target, anchor_share_ = share;
        tilt_ = tilt, paused_ = paused, quantity_ = quantity, end_ = end;

        const int64_t boundary = now / kGrid * kGrid;
        const Past newest = before(boundary), oldest = before(boundary - kWindow);
        const int64_t ceiling = (newest.volume - oldest.volume) / 4 - (executed - oldest.executed);
        const int64_t leaves = std::max<int64_t>(quantity - executed, 0);
        const int64_t most = std::min(leaves, std::max<int64_t>(ceiling, 0));
        const int64_t due = std::clamp<int64_t>(target - executed, 0, most);
        return {target, now < end ? due : 0};
    }

  private:
    static constexpr int64_t kOne = int64_t{1} << 32;

    static int64_t share_at(int64_t time, int64_t start, int64_t end) {
        return floor_div(Wide{std::clamp(time, start, end) - start} << 32, end - start);
    }
    int64_t target(int64_t quantity, int64_t share) const {
        const int64_t rest = std::max<int64_t>(quantity - anchor_executed_, 0);
        const int64_t progress = std::max<int64_t>(share - anchor_share_, 0);
        const int64_t even = floor_div(Wide{rest} * progress, std::max<int64_t>(kOne - anchor_share_, 1));
        return std::min(quantity, anchor_executed_ + floor_div(Wide{even} * tilt_, 1'000'000'000));
    }
    /// How things stood just before a boundary; before the first step, as at the first step.
    Past before(int64_t boundary) const {
        Past found = past_.front();
        for (const Past& past : past_)
            if (past.time < boundary) found = past;
        return found;
    }

    std::deque<Past> past_;
    bool begun_ = false;
    bool paused_ = false;
    int64_t tilt_ = 0, quantity_ = 0, end_ = 0, anchor_executed_ = 0, anchor_share_ = 0;
};

TEST(Due, AgreesWithTheFormulaInRandomMarkets) {
    const std::string text = simple(
        "schedule linear every 10 s\nparticipate at most 25% of volume over 64 s\npause when spread > 20 ticks\n"
        "tilt 1.5x when last better than arrival");
    int64_t steps = 0, due_steps = 0;
    for (uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Driver driver(plan_of(text, shares()));
        Model model;
        MarketWalk walk(driver, seed, 10);
        const int64_t end = kBegin + 300 * kSec;
        driver.order(walk.uniform(100, 20'000), kBegin, end, walk.chance(50) ? 1 : -1);
        driver.set(step::Input::order_arrival, 2 * 23'600 + walk.uniform(-20, 20));
        for (int64_t now = kBegin - 5 * kSec; now < end + 5 * kSec; now = walk.next_time(now)) {
            const auto [target, due] = model.step(driver, now);
            driver.step(now);
            ASSERT_EQ(driver.output.trace.target, target) << "at " << now;
            ASSERT_EQ(driver.output.trace.due, due) << "at " << now;
            ++steps;
            due_steps += due > 0;
            walk.happen();
            if (walk.chance(1)) driver.at(step::Input::order_quantity) += walk.uniform(-50, 200);
            if (walk.chance(1)) driver.at(step::Input::order_end) += walk.uniform(-5, 20) * kSec;
        }
    }
    EXPECT_GT(due_steps, steps / 10);
}

TEST(Pause, SpreadsWhatWasMissedAndNeverSprints) {
    Driver driver(plan_of(simple("schedule linear every 1 min\npause when spread > 1 USD"), shares()));
    driver.order(6000, kBegin, kBegin + 600 * kSec);
    const int64_t minute = (kBegin / (60 * kSec) + 1) * 60 * kSec;
    const auto step_at = [&](int64_t now, bool wide) {
        driver.quote(10'000, wide ? 10'500 : 10'010);
        return driver.step(now).trace;
    };
    step_at(kBegin, false);
    driver.set(step::Input::order_executed, driver.output.trace.target);  // all that was due has filled
    int64_t most = 0;
    for (int i = 0; i < 20; ++i) {  // the mode flickers within one slice
        step_at(minute + 2 * i * kSec, true);
        EXPECT_EQ(driver.desired("all").quantity, 0);
        const step::Trace trace = step_at(minute + (2 * i + 1) * kSec, false);
        driver.at(step::Input::order_executed) += trace.due;
        most += trace.due;
    }
    EXPECT_LE(most, 600 + 1);  // one slice at most, however often
    for (int64_t now = minute + 60 * kSec; now < minute + 240 * kSec; now += 60 * kSec) step_at(now, true);
    const int64_t executed = driver.at(step::Input::order_executed), resumed = minute + 240 * kSec;
    const int64_t left = kBegin + 600 * kSec - resumed;
    const step::Trace trace = step_at(resumed, false);
    EXPECT_NEAR(static_cast<double>(trace.due),
                static_cast<double>((6000 - executed) * 60 * kSec) / static_cast<double>(left), 1);
}

}  // namespace
}  // namespace weir::test
