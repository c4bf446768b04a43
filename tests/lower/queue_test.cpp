// The place in the queue of what rests while a schedule goes on.
#include "tests/lower/scene.h"

namespace weir::test {
namespace {

using step::Input;

/// An order of 1024 over 64 s: 16 more are due each second.
Driver& with_order(Driver& driver) {
    with_market(driver).order(1024, kBegin, kBegin + 64 * kSec);
    return driver;
}
constexpr std::string_view kPassive = "schedule linear\nwork rest { peg near touch }";

TEST(Queue, WhatRestsStaysUntilAsMuchAgainIsDue) {
    Driver driver(plan_with(std::string(kPassive)));
    with_order(driver);
    std::vector<int64_t> sizes;
    for (int64_t t = 0; t < 40; ++t)
        for (int again = 0; again < 2; ++again) {  // a step in between changes nothing
            driver.step(at(t));
            driver.manage();
            const int64_t size = driver.desired("rest").quantity;
            if (sizes.empty() || sizes.back() != size) sizes.push_back(size);
        }
    EXPECT_EQ(sizes, (std::vector<int64_t>{16, 32, 64, 128, 256, 512}));
}

TEST(Queue, WhatIsLeftOfAFillKeepsItsPlace) {
    Driver driver(plan_with(std::string(kPassive)));
    with_order(driver);
    for (int64_t t = 0; t < 8; ++t) driver.step(at(t)), driver.manage();
    ASSERT_EQ(driver.desired("rest").quantity, 128);
    driver.fill("rest", 80);
    driver.step(at(8));
    EXPECT_EQ(driver.desired("rest").quantity, 48) << "64 are due";
    driver.step(at(14));
    EXPECT_EQ(driver.desired("rest").quantity, 48) << "160 are due";
    driver.step(at(15));
    EXPECT_EQ(driver.desired("rest").quantity, 176) << "as much again as was sent";
}

TEST(Queue, AnotherPriceTakesAllThatIsDue) {
    Driver driver(plan_with(std::string(kPassive)));
    with_order(driver);
    for (int64_t t = 0; t < 13; ++t) driver.step(at(t)), driver.manage();
    ASSERT_EQ(driver.desired("rest").quantity, 128);
    driver.quote(9'999, 10'010);
    driver.step(at(12));
    EXPECT_EQ(driver.desired("rest").quantity, 208);
}

TEST(Queue, WhatIsLeftOutIsNotForOtherWorks) {
    Driver driver(
        plan_with("schedule linear\nwork near before deep { peg near touch }\n"
                  "work deep { peg near touch worse by 1 tick }"));
    with_order(driver);
    for (int64_t t = 0; t < 13; ++t) driver.step(at(t)), driver.manage();
    EXPECT_EQ(driver.desired("near").quantity, 128);
    EXPECT_EQ(driver.desired("deep").quantity, 0);
}

TEST(Queue, LessIsAtOnceLess) {
    Driver driver(plan_with(std::string(kPassive)));
    with_order(driver);
    for (int64_t t = 0; t < 8; ++t) driver.step(at(t)), driver.manage();
    driver.set(Input::order_executed, 28);  // another child's fills
    driver.step(at(7));
    EXPECT_EQ(driver.desired("rest").quantity, 100);
}

/// Without a pace everything is due: what comes free is sent at once, as ever.
TEST(Queue, OnlyWhatGrowsLittleByLittleWaits) {
    const plan::Plan plain = plan_with("work rest { peg near touch }");
    Driver driver(plain);
    with_market(driver).step(at(0));
    driver.manage();
    driver.set(Input::order_quantity, 1100);
    driver.step(at(1));
    EXPECT_EQ(driver.desired("rest").quantity, 1100);
}

}  // namespace
}  // namespace weir::test
