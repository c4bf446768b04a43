// Rounding to lots: sums exactly, stays within one, keeps what is allowed.
#include "runtime/models/lots.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace weir::models {
namespace {

using Lots = std::vector<int64_t>;

TEST(Lots, GoToTheLargestRemainders) {
    const std::vector<double> trades{2.5, 1.2, 0.9, 0.4};
    EXPECT_EQ(largest_remainders(trades, 5, {}), (Lots{3, 1, 1, 0}));
    const std::vector<double> even{1.5, 1.5, 1.5, 1.5};
    EXPECT_EQ(largest_remainders(even, 6, {}), (Lots{2, 2, 1, 1})) << "the earlier first among equals";
    const Lots most{1, 9, 9, 9};
    EXPECT_EQ(largest_remainders(std::vector<double>{1, 1.5, 1.5, 2}, 6, most), (Lots{1, 2, 1, 2}));
}

TEST(Lots, SumAndStayWithinOne) {
    constexpr uint64_t kSeed = 5;
    std::mt19937_64 random(kSeed);
    for (int i = 0; i < 5000; ++i) {
        const auto uniform = [&](double high) { return std::uniform_real_distribution(0.0, high)(random); };
        std::vector<double> trades(1 + random() % 40);
        const auto total = static_cast<int64_t>(uniform(1) < 0.3 ? uniform(5) : uniform(1e6));
        double sum = 0;
        for (double& trade : trades) sum += trade = uniform(1);
        for (double& trade : trades) trade *= static_cast<double>(total) / sum;
        Lots most;
        if (i % 2 == 0)
            for (const double trade : trades) most.push_back(static_cast<int64_t>(std::ceil(trade)));
        const Lots lots = largest_remainders(trades, total, most);
        EXPECT_EQ(std::accumulate(lots.begin(), lots.end(), int64_t{0}), total) << i << ", seed " << kSeed;
        for (size_t k = 0; k < lots.size(); ++k) {
            EXPECT_GE(lots[k], 0);
            EXPECT_LT(std::fabs(static_cast<double>(lots[k]) - trades[k]), 1.000001) << i << ", seed " << kSeed;
            if (!most.empty()) EXPECT_LE(lots[k], most[k]);
        }
    }
}

}  // namespace
}  // namespace weir::models
