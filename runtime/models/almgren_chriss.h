// The schedule that trades expected cost against risk, on a grid of N trades, with linear impact.
//
// R. Almgren and N. Chriss, "Optimal Execution of Portfolio Transactions", December 2000 (Journal of Risk 3(2), 2001).
// Numbers in brackets are equations of that paper. The solution is the one on the grid, not its continuous limit (19).
//
// Units: any currency, any unit of quantity and of time, as long as all inputs keep to them. The paper sells; a buy is
// the same with the sign of alpha turned round.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/core/parsed.h"

namespace weir::models {

inline constexpr int64_t kIntervalsMost = 4096;

struct CostModel {
    double price = 0;       // S₀
    double quantity = 0;    // X
    double horizon = 0;     // T
    int64_t intervals = 0;  // N; each lasts tau = T / N
    double eta = 0;         // temporary impact, per unit of the rate of trading (7)
    double gamma = 0;       // permanent impact, per unit traded (6)
    double epsilon = 0;     // fixed cost of a unit, such as half the spread and fees (7)
    double sigma = 0;       // volatility: currency per unit, per square root of time (1)
    double lambda = 0;      // risk aversion: cost accepted for a unit of variance (15)
    double alpha = 0;       // expected drift of the price, in currency per time (23)
};

/// What the paper leaves free. With any of it set, no trade is against the order.
struct Limits {
    bool one_way = false;        // nothing more than that
    std::vector<double> most{};  // of each trade: a participation times the volume of the interval; empty: no limit
    double lot = 0;              // trades are multiples of it, as is the quantity; 0: any size

    bool any() const { return one_way || !most.empty() || lot != 0; }
};

struct Schedule {
    double kappa = 0;              // urgency: the solution of 2/tau² · (cosh(kappa·tau) − 1) = kappa~², below (16)
    std::vector<double> holdings;  // x_0 = X … x_N = 0
    std::vector<double> trades;    // n_1 … n_N
    std::vector<int64_t> lots;     // the trades in lots, when there are any
    double cost = 0;               // E, expected shortfall (24), which is (8) without drift
    double variance = 0;           // V (5)
    double kkt_residual = 0;       // with limits: of the trades before they are rounded to lots

    /// 2.3: the time in which holdings shrink by a factor of e when nothing forces them; infinite when kappa is 0.
    double half_life() const { return 1 / kappa; }
};

/// Empty, or what is wrong with an input: its name first, then its value and what would be right.
std::string fault_of(const CostModel& model);

/// eta~ = eta − gamma·tau/2, below (8).
double eta_tilde(const CostModel& model);

/// kappa of the grid. From cosh y − 1 = 2 sinh²(y/2): kappa = 2/tau · arsinh(kappa~·tau/2), which loses nothing where
/// kappa~·tau is small.
double kappa(const CostModel& model);

/// The optimal schedule: (17), with drift (26), both with their limits for lambda → 0; with limits on the trades, the
/// solution of the quadratic program.
Parsed<Schedule> schedule(const CostModel& model, const Limits& limits = {});

/// Cost and variance of any holdings x_0 … x_N.
double expected_cost(const CostModel& model, const std::vector<double>& holdings);  // (24)
double variance(const CostModel& model, const std::vector<double>& holdings);       // (5)

/// Risk aversions for the efficient frontier: 0, then those that make kappa·T grow in even proportion from 1/4, which
/// is nearly even trading, to 4N, where all but 2 % goes with the first trade. `points` is at least 2.
Parsed<std::vector<double>> frontier(const CostModel& model, int64_t points);

}  // namespace weir::models
