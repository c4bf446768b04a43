// Orders that live for days: which session counts, and when silence is natural.
#include <gtest/gtest.h>

#include "tests/engine/harness.h"

namespace weir::engine::testing {
namespace {

using step::Input;

/// From 1000 s to 9000 s, over two sessions: from 1000 s to 1500 s, and from 3000 s to 4000 s, which counts from 2000
/// s.
struct Days {
    std::vector<int64_t> closes;
    Driver driver;

    Days()
        : driver(
              [this](const int64_t* inputs, step::Output& output) {
                  closes.push_back(read(inputs, Input::session_close));
                  peg(inputs, output);
              },
              [](Config& config) {
                  config.order.end = at(9'000);
                  config.program.wake_inputs.push_back(kLayout.offset(Input::session_close));
                  config.sessions = {{{.open = at(1'000).value, .close = at(1'500).value},
                                      {.from = at(2'000).value, .open = at(3'000).value, .close = at(4'000).value}}};
              }) {}

    /// Every half minute, so that the market is not silent.
    void quote_until(int second) {
        for (int at_second = 1'030; at_second <= second; at_second += 30) driver.market(at(at_second), 10'000, 10'002);
    }
};

TEST(Sessions, FollowTheDaysOfTheOrder) {
    Days days;
    days.driver.market(kStart, 10'000, 10'002);
    EXPECT_EQ(days.closes.back(), at(1'500).value);
    days.driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
    days.quote_until(1'480);
    days.driver.timer(at(1'541));  // silent for a minute, after the close
    EXPECT_EQ(days.driver.stopped(), StopCause::none);
    EXPECT_EQ(days.driver.commands.back().kind, CommandKind::cancel) << "nothing stays at a venue that is not heard";
    days.driver.report(at(1'542), ReportKind::cancelled, 1);
    EXPECT_EQ(days.driver.engine.next_wake(), at(2'000));
    days.driver.timer(at(2'000));
    EXPECT_EQ(days.closes.back(), at(4'000).value);
    EXPECT_EQ(days.driver.engine.next_wake(), at(3'060)) << "a minute after the open something should be heard";
    days.driver.market(at(3'010), 10'000, 10'002);
    days.driver.timer(at(3'060));
    EXPECT_EQ(days.driver.stopped(), StopCause::none);
    days.driver.timer(at(3'071));
    EXPECT_EQ(days.driver.stopped(), StopCause::stale) << "in its session silence ends it";
}

TEST(Sessions, ThatOpenInSilenceEndTheStrategy) {
    Days days;
    days.driver.market(kStart, 10'000, 10'002);
    days.driver.report(at(1'001), ReportKind::accepted, 1, 0, 100);
    days.quote_until(1'480);
    days.driver.timer(at(1'541));
    days.driver.report(at(1'542), ReportKind::cancelled, 1);
    for (const int second : {2'000, 3'000, 3'059}) days.driver.timer(at(second));
    EXPECT_EQ(days.driver.stopped(), StopCause::none);
    days.driver.timer(at(3'060));
    EXPECT_EQ(days.driver.stopped(), StopCause::stale);
}

}  // namespace
}  // namespace weir::engine::testing
