// Schedules that end before the order does.
#include "tests/lower/scene.h"

namespace weir::test {
namespace {

using step::Input;

TEST(Until, EndsTheScheduleBeforeTheOrder) {
    for (const char* until : {"order.end - 60 s", "order.start + 40 s", "15:30 America/New_York"}) {
        Driver driver(plan_with("schedule linear until " + std::string(until) + "\nwork rest { peg near touch }\n" +
                                "work all before rest when spread > 50 ticks { take leaves; up to far touch }"));
        with_market(driver);
        if (driver.plan.layout.clock_times > 0) driver.set(Input::clock_time, at(40));
        driver.step(at(0));
        EXPECT_EQ(driver.output.trace.target, 24) << until;  // a fortieth, rounded down
        driver.step(at(19));
        EXPECT_EQ(driver.output.trace.target, 500) << until;
        driver.step(at(39));
        EXPECT_EQ(driver.output.trace.due, 1000) << until;
        EXPECT_EQ(driver.output.wake, at(40)) << until;
        driver.step(at(40));
        EXPECT_EQ(driver.output.trace.target, 1000) << until;
        EXPECT_EQ(driver.output.trace.due, 0) << "it is over: " << until;
        EXPECT_EQ(driver.desired("rest").quantity, 0) << until;
        driver.quote(10'000, 10'100);
        driver.step(at(41));
        EXPECT_EQ(driver.desired("all").quantity, 1000) << "what asks for more than is due goes on: " << until;
    }
}

/// The part of the curve up to its end, as the whole: F(t) / F(end).
TEST(Until, TakesItsPartOfTheUsualVolume) {
    Driver whole(plan_with("schedule volume_curve\nwork rest { peg near touch }"));
    Driver part(plan_with("schedule volume_curve until order.end - 50 s\nwork rest { peg near touch }"));
    with_market(whole), with_market(part);
    whole.step(at(49));
    const int64_t at_end = whole.output.trace.target;
    for (int64_t t = 0; t < 50; ++t) {
        whole.step(at(t)), part.step(at(t));
        EXPECT_NEAR(static_cast<double>(part.output.trace.target),
                    1000.0 * static_cast<double>(whole.output.trace.target) / static_cast<double>(at_end), 2.0)
            << t;
    }
    EXPECT_EQ(part.output.trace.target, 1000);
}

TEST(Until, LetsCompletionGoOn) {
    Driver driver(plan_with("schedule linear until order.end - 20 s\ncomplete must\nwork rest { peg near touch }"));
    with_market(driver).step(at(85));
    EXPECT_EQ(driver.output.trace.due, 0);
    driver.step(at(95));
    EXPECT_GT(driver.output.trace.due, 0);
}

}  // namespace
}  // namespace weir::test
