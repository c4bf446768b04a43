// The quadratic program against all choices of which trades are at a limit, and against a slow descent.
#include "runtime/models/trade_program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <random>

namespace weir::models {
namespace {

using Trades = std::vector<double>;

double drift_of(const TradeProgram& p, size_t k) {
    return p.drift.empty() ? 0 : p.drift[k - 1];
}

double cost(const TradeProgram& p, const Trades& trades) {
    double held = p.quantity, sum = 0;
    for (size_t k = 1; k <= trades.size(); ++k) {
        held -= trades[k - 1];
        sum += p.impact * trades[k - 1] * trades[k - 1];
        if (k < trades.size()) sum += p.risk * held * held - drift_of(p, k) * held;
    }
    return sum;
}

TradeProgram random_program(std::mt19937_64& random, size_t count) {
    const auto uniform = [&](double low, double high) { return std::uniform_real_distribution(low, high)(random); };
    TradeProgram p;
    p.quantity = uniform(0.5, 2);
    p.impact = uniform(0.1, 2);
    p.risk = uniform(0, 1) < 0.2 ? 0 : std::pow(10, uniform(-2, 2));
    if (uniform(0, 1) < 0.7)
        for (size_t k = 1; k < count; ++k) p.drift.push_back(uniform(-3, 3));
    const double room = uniform(1.0, 4);
    for (size_t k = 0; k < count; ++k) p.most.push_back(k > 0 && uniform(0, 1) < 0.1 ? 0 : uniform(0.1, 1));
    const double sum = std::accumulate(p.most.begin(), p.most.end(), 0.0);
    for (double& most : p.most) most *= room * p.quantity / sum;
    return p;
}

// ---- all active sets ------------------------------------------------------------------------------------------------

/// Gaussian elimination with pivots; absent when the matrix is singular.
std::optional<std::vector<long double>> solve_linear(std::vector<std::vector<long double>> rows) {
    const size_t n = rows.size();
    for (size_t i = 0; i < n; ++i) {
        size_t pivot = i;
        for (size_t r = i; r < n; ++r)
            if (std::fabs(rows[r][i]) > std::fabs(rows[pivot][i])) pivot = r;
        std::swap(rows[i], rows[pivot]);
        if (std::fabs(rows[i][i]) < 1e-15L) return std::nullopt;
        for (size_t r = 0; r < n; ++r) {
            if (r == i) continue;
            const long double factor = rows[r][i] / rows[i][i];
            for (size_t c = i; c <= n; ++c) rows[r][c] -= factor * rows[i][c];
        }
    }
    std::vector<long double> x;
    for (size_t i = 0; i < n; ++i) x.push_back(rows[i][n] / rows[i][i]);
    return x;
}

/// The stationary point with trade k at 0 (state 0), at its most (1) or free (2), by its optimality conditions written
/// out: the trades and the multiplier of their sum are unknown.
std::optional<Trades> stationary(const TradeProgram& p, const std::vector<int>& state) {
    const size_t n = state.size();
    std::vector<std::vector<long double>> rows(n + 1, std::vector<long double>(n + 2));
    for (size_t i = 0; i < n; ++i) {
        if (state[i] != 2) {
            rows[i][i] = 1;
            rows[i][n + 1] = state[i] == 1 ? p.most[i] : 0;
            continue;
        }
        rows[i][i] = 2 * p.impact;
        rows[i][n] = -1;
        for (size_t j = i + 1; j < n; ++j) {  // d x_j / d n_{i+1} = −1 for j > i
            rows[i][n + 1] += 2 * p.risk * p.quantity - drift_of(p, j);
            for (size_t m = 0; m < j; ++m) rows[i][m] += 2 * p.risk;
        }
    }
    for (size_t i = 0; i < n; ++i) rows[n][i] = 1;
    rows[n][n + 1] = p.quantity;
    const auto x = solve_linear(std::move(rows));
    if (!x) return std::nullopt;
    Trades trades;
    for (size_t i = 0; i < n; ++i) {
        trades.push_back(static_cast<double>((*x)[i]));
        if (trades[i] < -1e-12 || trades[i] > p.most[i] + 1e-12) return std::nullopt;
    }
    return trades;
}

Trades brute_force(const TradeProgram& p) {
    const size_t n = p.most.size();
    const auto sets = static_cast<int>(std::lround(std::pow(3, n)));
    Trades best;
    for (int code = 0; code < sets; ++code) {
        std::vector<int> state;
        for (int rest = code; state.size() < n; rest /= 3) state.push_back(rest % 3);
        if (std::ranges::find(state, 2) == state.end()) continue;
        const auto trades = stationary(p, state);
        if (trades && (best.empty() || cost(p, *trades) < cost(p, best))) best = *trades;
    }
    return best;
}

TEST(TradeProgram, AgreesWithBruteForce) {
    constexpr uint64_t kSeed = 11;
    std::mt19937_64 random(kSeed);
    double worst = 0;
    for (int i = 0; i < 600; ++i) {
        const TradeProgram p = random_program(random, 1 + static_cast<size_t>(i) % 6);
        const Trades ours = solve(p), best = brute_force(p);
        ASSERT_FALSE(best.empty()) << i << ", seed " << kSeed;
        for (size_t k = 0; k < ours.size(); ++k) EXPECT_NEAR(ours[k], best[k], 1e-9) << i << ", seed " << kSeed;
        EXPECT_LE(kkt_residual(p, ours), 1e-11) << i << ", seed " << kSeed;
        worst = std::max(worst, kkt_residual(p, ours));
    }
    RecordProperty("largest KKT residual", std::to_string(worst * 1e15) + "e-15");
}

// ---- slow descent ---------------------------------------------------------------------------------------------------

/// Moves what is best between each two trades, over and over.
Trades descend(const TradeProgram& p) {
    const size_t n = p.most.size();
    Trades trades(n);
    double left = p.quantity;
    for (size_t k = 0; k < n; ++k) left -= trades[k] = std::min(left, p.most[k]);
    for (int round = 0; round < 20'000; ++round) {
        double moved = 0;
        for (size_t i = 0; i < n; ++i)
            for (size_t j = i + 1; j < n; ++j) {
                // Along n_i + s, n_j − s the cost is a parabola: three values give its lowest point.
                const double low = -std::min(trades[i], p.most[j] - trades[j]),
                             high = std::min(trades[j], p.most[i] - trades[i]);
                double held = p.quantity, slope = 2 * p.impact * (trades[i] - trades[j]);
                for (size_t k = 1; k <= j; ++k) {
                    held -= trades[k - 1];
                    if (k > i) slope -= 2 * p.risk * held - drift_of(p, k);
                }
                const double bend = 4 * p.impact + 2 * p.risk * static_cast<double>(j - i);
                const double step = std::clamp(-slope / bend, low, high);
                trades[i] += step;
                trades[j] -= step;
                moved = std::max(moved, std::fabs(step));
            }
        if (moved < 1e-15) break;
    }
    return trades;
}

TEST(TradeProgram, AgreesWithSlowDescent) {
    constexpr uint64_t kSeed = 12;
    std::mt19937_64 random(kSeed);
    for (int i = 0; i < 60; ++i) {
        const TradeProgram p = random_program(random, 24);
        const Trades ours = solve(p), slow = descend(p);
        EXPECT_LE(cost(p, ours), cost(p, slow) + 1e-12 * std::fabs(cost(p, slow))) << i << ", seed " << kSeed;
        for (size_t k = 0; k < ours.size(); ++k) EXPECT_NEAR(ours[k], slow[k], 1e-6) << i << ", seed " << kSeed;
    }
}

// ---- large and stiff ------------------------------------------------------------------------------------------------

TEST(TradeProgram, LargeAndStiffProgramsAreSolved) {
    constexpr uint64_t kSeed = 13;
    std::mt19937_64 random(kSeed);
    for (const double risk : {0.0, 1e-8, 1e-3, 1.0, 1e4, 1e9}) {
        for (int i = 0; i < 4; ++i) {
            TradeProgram p = random_program(random, 700);
            p.risk = risk;
            const Trades trades = solve(p);
            EXPECT_LE(kkt_residual(p, trades), 1e-10) << risk << " " << i << ", seed " << kSeed;
            EXPECT_NEAR(std::accumulate(trades.begin(), trades.end(), 0.0), p.quantity, 1e-12) << risk;
            for (size_t k = 0; k < trades.size(); ++k) {
                EXPECT_GE(trades[k], 0);
                EXPECT_LE(trades[k], p.most[k]);
            }
        }
    }
}

TEST(TradeProgram, RoomForJustTheOrderIsUsed) {
    const TradeProgram p{.quantity = 6, .impact = 1, .risk = 3, .drift = {}, .most = {1, 2, 3}};
    EXPECT_EQ(solve(p), (Trades{1, 2, 3}));
    EXPECT_EQ(kkt_residual(p, {1, 2, 3}), 0);
}

/// A residual that is always small would prove nothing.
TEST(TradeProgram, TheResidualSeesWhatIsNotOptimal) {
    const TradeProgram p{.quantity = 4, .impact = 1, .risk = 0, .drift = {}, .most = {4, 4, 4, 4}};
    EXPECT_LE(kkt_residual(p, {1, 1, 1, 1}), 1e-15);
    EXPECT_GT(kkt_residual(p, {1.001, 0.999, 1, 1}), 1e-3);
    EXPECT_GT(kkt_residual(p, {4, 0, 0, 0}), 0.9);
}

}  // namespace
}  // namespace weir::models
