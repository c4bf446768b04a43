// The model against the numbers of its authors' example, its closed forms in long double, and what must be true of any
// optimum.
#include "runtime/models/almgren_chriss.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace weir::models {
namespace {

/// Section 3.4 of the paper, with sigma as 30 % a year of 250 days, not rounded, and no drift.
CostModel example() {
    return {.price = 50,
            .quantity = 1e6,
            .horizon = 5,
            .intervals = 5,
            .eta = 2.5e-6,
            .gamma = 2.5e-7,
            .epsilon = 0.0625,
            .sigma = 0.3 * 50 / std::sqrt(250.0),
            .lambda = 1e-6,
            .alpha = 0};
}

void expect_relative(double got, double truth, double tolerance, const char* what) {
    EXPECT_LE(std::fabs(got - truth), tolerance * std::fabs(truth)) << what << ": " << got << " instead of " << truth;
}

double objective(const CostModel& model, const std::vector<double>& holdings) {
    return expected_cost(model, holdings) + model.lambda * variance(model, holdings);
}

TEST(AlmgrenChriss, HasThePublishedNumbers) {
    const auto result = schedule(example());
    ASSERT_TRUE(result) << result.error;
    const Schedule& s = result.value;
    expect_relative(s.kappa, 0.6062596284, 1e-9, "kappa");
    expect_relative(s.holdings[1], 542'380.693241, 1e-9, "x_1");
    expect_relative(s.holdings[2], 290'295.122868, 1e-9, "x_2");
    expect_relative(s.holdings[3], 148'216.125371, 1e-9, "x_3");
    expect_relative(s.holdings[4], 62'303.238541, 1e-9, "x_4");
    expect_relative(s.cost, 910'477.844250, 1e-9, "E");
    expect_relative(s.variance, 3.638680093025e11, 1e-9, "V");
    EXPECT_EQ(s.holdings.front(), 1e6);
    EXPECT_EQ(s.holdings.back(), 0);
    EXPECT_NEAR(s.half_life() * 0.6062596284, 1, 1e-9);
}

TEST(AlmgrenChriss, KappaSolvesTheEquationOfTheGrid) {
    for (const double lambda : {1e-9, 1e-6, 1e-3})
        for (const int64_t intervals : {1, 5, 50, 500}) {
            CostModel model = example();
            model.lambda = lambda;
            model.intervals = intervals;
            const long double tau = 5.0L / intervals, k = kappa(model);
            const long double left = 2 / (tau * tau) * (std::cosh(k * tau) - 1);
            const long double right = lambda * static_cast<long double>(model.sigma) * model.sigma / eta_tilde(model);
            EXPECT_NEAR(static_cast<double>(left / right), 1,
                        static_cast<double>(1e-12L + 1e-18L / (k * k * tau * tau)))
                << lambda << " " << intervals;
        }
}

/// (20), which has no sum in it.
TEST(AlmgrenChriss, CostAndVarianceAreThoseOfTheClosedForms) {
    for (const double lambda : {1e-8, 1e-6, 2e-6, 1e-5})
        for (const int64_t intervals : {2, 5, 20, 200}) {
            CostModel model = example();
            model.lambda = lambda;
            model.intervals = intervals;
            const auto result = schedule(model);
            const long double k = kappa(model), time = 5, tau = time / intervals, size = 1e6L;
            const long double whole = std::sinh(k * time), step = std::sinh(k * tau);
            const long double cost = 0.5L * model.gamma * size * size + model.epsilon * size +
                                     eta_tilde(model) * size * size * std::tanh(k * tau / 2) *
                                         (tau * std::sinh(2 * k * time) + 2 * time * step) /
                                         (2 * tau * tau * whole * whole);
            const long double spread = 0.5L * model.sigma * model.sigma * size * size *
                                       (tau * whole * std::cosh(k * (time - tau)) - time * step) /
                                       (whole * whole * step);
            expect_relative(result.value.cost, static_cast<double>(cost), 1e-12, "E");
            expect_relative(result.value.variance, static_cast<double>(spread), 1e-9, "V");
        }
}

/// (9), (10), (11): without risk aversion trading is even, and the smallest risk aversion is next to it.
TEST(AlmgrenChriss, WithoutRiskAversionIsLinear) {
    for (const double lambda : {0.0, 1e-300, 1e-40, 1e-20, 1e-16}) {
        CostModel model = example();
        model.lambda = lambda;
        const Schedule s = schedule(model).value;
        for (size_t k = 0; k <= 5; ++k) EXPECT_NEAR(s.holdings[k], 2e5 * static_cast<double>(5 - k), 1e-3) << lambda;
        expect_relative(s.cost, 0.5 * 2.5e-7 * 1e12 + 62'500 + eta_tilde(model) * 1e12 / 5, 1e-9, "E");
        expect_relative(s.variance, model.sigma * model.sigma * 1e12 * 5 / 3 * (1 - 0.2) * (1 - 0.1), 1e-9, "V");
    }
    CostModel model = example();
    model.lambda = 0;
    EXPECT_TRUE(std::isinf(schedule(model).value.half_life()));
}

/// (12), (13): the most averse sells at once.
TEST(AlmgrenChriss, WithoutPatienceIsOneTrade) {
    CostModel model = example();
    model.lambda = 1e30;
    const Schedule s = schedule(model).value;
    EXPECT_NEAR(s.trades[0], 1e6, 1e-6);
    expect_relative(s.cost, 62'500 + 2.5e-6 * 1e12, 1e-9, "E");
    for (const double x : s.holdings) EXPECT_FALSE(std::isnan(x));
}

// ---- drift ----------------------------------------------------------------------------------------------------------

/// (26) as it is printed, in long double, where it loses nothing.
TEST(AlmgrenChriss, DriftIsThatOfThePaper) {
    for (const double alpha : {0.02, -0.02, 5.0})
        for (const double lambda : {1e-7, 1e-6, 1e-4}) {
            CostModel model = example();
            model.alpha = alpha;
            model.lambda = lambda;
            model.intervals = 20;
            const Schedule s = schedule(model).value;
            const long double k = kappa(model), whole = std::sinh(k * 5);
            const long double settled =
                alpha / (2 * static_cast<long double>(lambda) * model.sigma * model.sigma);  // (25)
            for (size_t j = 0; j <= 20; ++j) {
                const long double t = 0.25L * static_cast<long double>(j);
                const long double early = std::sinh(k * (5 - t)) / whole, late = std::sinh(k * t) / whole;
                EXPECT_NEAR(s.holdings[j], static_cast<double>(early * 1e6L + (1 - early - late) * settled),
                            1e-5 + 1e-12 * static_cast<double>(std::fabs(settled)))
                    << alpha << " " << lambda << " " << j;
            }
        }
    // The paper: x̄ is about 1,100 shares, 0.11 % of the portfolio.
    CostModel model = example();
    model.sigma = 0.95;
    EXPECT_NEAR(0.02 / (2 * model.lambda * model.sigma * model.sigma) / 1e4, 1.1, 0.01);
}

/// The equation below (24), which holds for any risk aversion, also for none and nearly none.
TEST(AlmgrenChriss, DriftSolvesTheDifferenceEquation) {
    for (const double lambda : {0.0, 1e-300, 1e-60, 1e-18, 1e-12, 1e-6, 1e-3, 1e3})
        for (const int64_t intervals : {5, 40}) {
            CostModel model = example();
            model.alpha = 0.5;
            model.lambda = lambda;
            model.intervals = intervals;
            const Schedule s = schedule(model).value;
            const double tau = 5.0 / static_cast<double>(intervals);
            for (size_t j = 1; j + 1 < s.holdings.size(); ++j) {
                const double bend = (s.holdings[j - 1] - 2 * s.holdings[j] + s.holdings[j + 1]) / (tau * tau);
                const double pull = lambda * model.sigma * model.sigma / eta_tilde(model) * s.holdings[j];
                const double push = model.alpha / (2 * eta_tilde(model));
                EXPECT_NEAR(bend, pull - push, 1e-9 * (1e6 / (tau * tau) + std::fabs(pull))) << lambda << " " << j;
            }
        }
}

TEST(AlmgrenChriss, NothingNearTheOptimumIsBetter) {
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    for (const double alpha : {0.0, 0.3}) {
        CostModel model = example();
        model.alpha = alpha;
        model.intervals = 12;
        const Schedule s = schedule(model).value;
        for (int i = 0; i < 1000; ++i) {
            std::vector<double> other = s.holdings;
            for (size_t k = 1; k + 1 < other.size(); ++k) other[k] += 1000 * normal(random);
            EXPECT_GE(objective(model, other), objective(model, s.holdings));
        }
    }
}

// ---- the frontier ---------------------------------------------------------------------------------------------------

TEST(AlmgrenChriss, TheFrontierFallsAndBends) {
    CostModel model = example();
    const auto lambdas = frontier(model, 40);
    ASSERT_TRUE(lambdas) << lambdas.error;
    ASSERT_EQ(lambdas.value.size(), 40u);
    EXPECT_EQ(lambdas.value[0], 0);
    double cost = 0, variance = INFINITY, lambda = 0;
    for (const double next : lambdas.value) {
        model.lambda = next;
        const Schedule s = schedule(model).value;
        EXPECT_GT(s.cost, cost);
        EXPECT_LT(s.variance, variance);
        if (std::isfinite(variance)) {
            // The slope dE/dV is −lambda on it, so that of a chord lies between those of its ends.
            const double slope = (s.cost - cost) / (variance - s.variance);
            EXPECT_GE(slope, lambda * (1 - 1e-6));
            EXPECT_LE(slope, next * (1 + 1e-6));
        }
        cost = s.cost, variance = s.variance, lambda = next;
    }
    model.lambda = lambdas.value[1];
    EXPECT_NEAR(kappa(model) * 5, 0.25, 1e-12);
    model.lambda = lambdas.value[39];
    EXPECT_NEAR(kappa(model), 4, 1e-12);
}

// ---- limits ---------------------------------------------------------------------------------------------------------

TEST(AlmgrenChriss, LimitsThatDoNotBindChangeNothing) {
    for (const int64_t intervals : {1, 2, 5, 60, 1000}) {
        CostModel model = example();
        model.intervals = intervals;
        const Schedule free = schedule(model).value;
        const auto limited = schedule(model, {.one_way = true});
        ASSERT_TRUE(limited) << limited.error;
        for (size_t k = 0; k < free.holdings.size(); ++k)
            EXPECT_NEAR(limited.value.holdings[k], free.holdings[k], 1e-6) << intervals << " " << k;
        expect_relative(limited.value.cost, free.cost, 1e-12, "E");
        EXPECT_LE(limited.value.kkt_residual, 1e-12);
    }
}

TEST(AlmgrenChriss, CapsBindAndTheRestIsOptimal) {
    CostModel model = example();
    const Limits limits{.most = std::vector<double>(5, 300'000)};
    const auto result = schedule(model, limits);
    ASSERT_TRUE(result) << result.error;
    const Schedule& s = result.value;
    EXPECT_EQ(s.trades[0], 300'000);
    EXPECT_LE(s.kkt_residual, 1e-14);
    // What is left when caps no longer bind is a free problem of its own: Theorem of 3.1.
    CostModel rest = model;
    size_t bound = 0;
    while (s.trades[bound] == 300'000) ++bound;
    rest.quantity = s.holdings[bound];
    rest.intervals = 5 - static_cast<int64_t>(bound);
    rest.horizon = static_cast<double>(rest.intervals);
    const Schedule free = schedule(rest).value;
    for (size_t k = bound; k <= 5; ++k) EXPECT_NEAR(s.holdings[k], free.holdings[k - bound], 1e-6) << k;
    EXPECT_GT(objective(model, s.holdings), objective(model, schedule(model).value.holdings));
}

TEST(AlmgrenChriss, StrongDriftNeverTradesAgainstTheOrder) {
    CostModel model = example();
    model.alpha = 5;
    model.intervals = 50;
    const Schedule free = schedule(model).value, limited = schedule(model, {.one_way = true}).value;
    EXPECT_LT(*std::ranges::min_element(free.trades), 0);
    for (const double trade : limited.trades) EXPECT_GE(trade, 0);
    EXPECT_EQ(limited.trades[0], 0);
    EXPECT_LE(limited.kkt_residual, 1e-12);
}

TEST(AlmgrenChriss, LotsSumToTheOrder) {
    for (const double lot : {1.0, 100.0, 0.1, 0.001, 500'000.0}) {
        CostModel model = example();
        const Schedule free = schedule(model).value;
        const auto result = schedule(model, {.lot = lot});
        ASSERT_TRUE(result) << result.error;
        const Schedule& s = result.value;
        EXPECT_EQ(std::accumulate(s.lots.begin(), s.lots.end(), int64_t{0}), std::llround(1e6 / lot));
        for (size_t k = 0; k < 5; ++k) EXPECT_LT(std::fabs(s.trades[k] - free.trades[k]), lot * 1.000001) << lot;
        EXPECT_EQ(s.holdings.back(), 0);
    }
}

TEST(AlmgrenChriss, LotsKeepTheCaps) {
    CostModel model = example();
    const auto result = schedule(model, {.most = std::vector<double>(5, 299'950), .lot = 100});
    ASSERT_TRUE(result) << result.error;
    EXPECT_EQ(result.value.lots[0], 2999);
    for (const double trade : result.value.trades) EXPECT_LE(trade, 299'950);
}

// ---- bad input ------------------------------------------------------------------------------------------------------

TEST(AlmgrenChriss, NamesTheInputThatIsWrong) {
    const auto refused = [](auto change, const std::string& part, const Limits& limits = {}) {
        CostModel model = example();
        change(model);
        const auto result = schedule(model, limits);
        EXPECT_NE(result.error.find(part), std::string::npos) << "looking for: " << part << "\nin: " << result.error;
    };
    refused([](CostModel& m) { m.price = 0; }, "price `0`: it must be a number greater than 0");
    refused([](CostModel& m) { m.quantity = -1; }, "quantity `-1`");
    refused([](CostModel& m) { m.horizon = NAN; }, "horizon `nan`");
    refused([](CostModel& m) { m.intervals = 0; }, "intervals `0`: it must be a whole number from 1 to 4096");
    refused([](CostModel& m) { m.eta = 0; }, "eta `0`");
    refused([](CostModel& m) { m.eta = 1e-7; }, "give an eta greater than 1.25e-07, or at least 7 intervals");
    refused([](CostModel& m) { m.gamma = -1; }, "gamma `-1`: it must be 0 or a number greater than 0");
    refused([](CostModel& m) { m.epsilon = -1; }, "epsilon `-1`");
    refused([](CostModel& m) { m.sigma = INFINITY; }, "sigma `inf`");
    refused([](CostModel& m) { m.lambda = -1e-6; }, "lambda `-1e-06`");
    refused([](CostModel& m) { m.alpha = NAN; }, "drift `nan`");
    const auto nothing = [](CostModel&) {};
    refused(nothing, "quantity `1000000`: it is no multiple of the lot, 7; the nearest below is 999999", {.lot = 7});
    refused(nothing, "lot `-1`", {.lot = -1});
    refused(nothing, "cap: all intervals together take 500000 of 1000000; a cap 2 times as high",
            {.most = std::vector<double>(5, 1e5)});
    refused(nothing, "cap: what is left of the volume is nothing", {.most = std::vector<double>(5, 0)});
    refused(nothing, "cap: all intervals together take 500000 of 1000000 in whole lots; a cap 2 times",
            {.most = std::vector<double>(5, 199'999), .lot = 1e5});
    refused(nothing, "volume: it is given for 2 intervals, and there are 5", {.most = {1e6, 1e6}});
    refused(nothing, "cap: a trade of at most `-1`", {.most = std::vector<double>(5, -1)});
    CostModel still = example();
    still.sigma = 0;
    EXPECT_NE(frontier(still, 10).error.find("sigma `0`"), std::string::npos);
    EXPECT_NE(frontier(example(), 1).error.find("frontier `1`"), std::string::npos);
}

/// 7 intervals are enough where the message says so.
TEST(AlmgrenChriss, TheRemedyForEtaWorks) {
    CostModel model = example();
    model.eta = 1e-7;
    model.intervals = 7;
    EXPECT_TRUE(schedule(model));
    model.intervals = 6;
    EXPECT_FALSE(schedule(model));
}

}  // namespace
}  // namespace weir::models
