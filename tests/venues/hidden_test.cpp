// The model of hidden interest: its law, and the distributions that it claims.
#include "runtime/venues/hidden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace weir::venues::test {
namespace {

using enum Side;

TEST(Hidden, WhatArrivesIsItsShareOfTheVolume) {
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        Random random(seed);
        Interest model;
        model.share_e9 = static_cast<int64_t>(random.next() % 1'000'000'001);
        model.size = Quantity{static_cast<int64_t>(random.next() % 3 * 200)};  // 0: from the prints
        model.life = Duration{0};
        const int64_t lot = 1 + static_cast<int64_t>(random.next() % 20);
        HiddenInterest hidden(model, Quantity{lot}, seed);
        Wide volume = 0;
        std::array<Wide, 2> arrived{};
        for (int64_t time = 1; time <= 5'000; ++time) {
            const auto quantity = static_cast<int64_t>(1 + random.next() % 500);
            volume += quantity;
            hidden.on_print(Quantity{quantity}, Time{time});
            for (const Side side : {sell, buy}) {
                Wide& sum = arrived[side == buy];
                for (const auto& block : hidden.blocks(side)) {
                    ASSERT_EQ(block.until.value, time);
                    ASSERT_GE(block.rest, lot);
                    ASSERT_EQ(block.rest % lot, 0);
                    sum += block.rest;
                }
                ASSERT_LE(sum * 1'000'000'000, volume * model.share_e9) << "seed " << seed;
            }
            hidden.expire(Time{time + 1});
            ASSERT_TRUE(hidden.blocks(buy).empty());
        }
        // Short of it by one block at most, which is seldom larger than this.
        const double expected = static_cast<double>(volume) * static_cast<double>(model.share_e9) / 1e9;
        for (const Wide sum : arrived) EXPECT_GT(static_cast<double>(sum), expected - 20'000) << "seed " << seed;
    }
}

TEST(Hidden, SizesAreLogNormal) {
    Random random(5);
    constexpr int kDraws = 100'000;
    constexpr int64_t kMedian = 1'000'000'000;
    std::vector<double> logs;
    for (int i = 0; i < kDraws; ++i)
        logs.push_back(std::log(static_cast<double>(log_normal(random, kMedian, 800'000'000, int64_t{1} << 50)) / 1e9));
    double sum = 0, squares = 0, cubes = 0;
    for (const double x : logs) sum += x, squares += x * x, cubes += x * x * x;
    EXPECT_NEAR(sum / kDraws, 0, 0.01);
    EXPECT_NEAR(squares / kDraws, 0.64, 0.01);
    EXPECT_NEAR(cubes / kDraws, 0, 0.03);
    std::sort(logs.begin(), logs.end());
    for (const double deviations : {-2.0, -1.0, 0.0, 1.0, 2.0}) {
        const double below = 0.5 * std::erfc(-deviations / std::sqrt(2));
        EXPECT_NEAR(logs[static_cast<size_t>(below * kDraws)], 0.8 * deviations, 0.03);
    }
}

TEST(Hidden, ALogNormalWithoutDeviationIsItsMedian) {
    Random random(1);
    EXPECT_EQ(log_normal(random, 777, 0, 1'000), 777);
    EXPECT_EQ(log_normal(random, 777, 0, 100), 100);
    for (int i = 0; i < 1'000; ++i)
        EXPECT_LE(log_normal(random, int64_t{1} << 49, 4'000'000'000, int64_t{1} << 50), int64_t{1} << 50);
}

TEST(Hidden, SizesOfThePrintsAreThoseOfThePrints) {
    Interest model;
    model.share_e9 = 1'000'000'000;
    model.life = Duration{0};
    HiddenInterest hidden(model, Quantity{1}, 3);
    std::array<int, 3> seen{};
    for (int64_t time = 1; time <= 30'000; ++time) {
        hidden.on_print(Quantity{100 * (1 + time % 3)}, Time{time});
        for (const auto& block : hidden.blocks(buy)) ++seen[static_cast<size_t>(block.rest / 100 - 1)];
        hidden.expire(Time{time + 1});
    }
    for (const int count : seen) EXPECT_NEAR(count, 10'000, 500);
}

TEST(Hidden, BlocksLeaveAfterTheirTime) {
    Interest model;
    model.size = Quantity{1};
    model.deviation_e9 = 0;
    model.share_e9 = 1'000'000'000;
    model.life = Duration{1'000'000};
    HiddenInterest hidden(model, Quantity{1}, 9);
    double sum = 0;
    constexpr int kBlocks = 50'000;
    for (int64_t i = 0; i < kBlocks; ++i) {
        hidden.on_print(Quantity{1}, Time{i * 100'000'000});
        ASSERT_EQ(hidden.blocks(sell).size(), 1u);
        sum += static_cast<double>(hidden.blocks(sell)[0].until.value - i * 100'000'000);
        hidden.expire(Time{(i + 1) * 100'000'000});
    }
    EXPECT_NEAR(sum / kBlocks, 1e6, 2e4);
}

TEST(Hidden, ItsMemoryIsBounded) {
    Interest model;
    model.size = Quantity{1};
    model.share_e9 = 1'000'000'000;
    HiddenInterest hidden(model, Quantity{1}, 9);
    for (int i = 0; i < 10; ++i) hidden.on_print(Quantity{1'000'000}, Time{1});
    EXPECT_EQ(hidden.blocks(buy).size(), HiddenInterest::kMostBlocks);
}

TEST(Hidden, TheModelIsChecked) {
    EXPECT_FALSE(fault_of(Interest{}));
    const auto faulty = [](auto change) {
        Interest model;
        change(model);
        return fault_of(model).has_value();
    };
    EXPECT_TRUE(faulty([](Interest& m) { m.share_e9 = 1'000'000'001; }));
    EXPECT_TRUE(faulty([](Interest& m) { m.size = Quantity{-1}; }));
    EXPECT_TRUE(faulty([](Interest& m) { m.deviation_e9 = -1; }));
    EXPECT_TRUE(faulty([](Interest& m) { m.life = Duration{-1}; }));
}

}  // namespace
}  // namespace weir::venues::test
