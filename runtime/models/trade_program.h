// How much to trade in each interval, when each trade costs the square of its size, holdings cost the square of theirs,
// and no trade is more than is allowed: a strictly convex quadratic program with one equation.
#pragma once

#include <vector>

namespace weir::models {

/// Minimise  Σ impact·n_k²  +  Σ (risk·x_k² − drift_k·x_k)  over the trades n_1 … n_N,
/// where x_k = quantity − n_1 − … − n_k, subject to 0 <= n_k <= most_k and x_N = 0.
struct TradeProgram {
    double quantity = 0;          // positive
    double impact = 0;            // positive
    double risk = 0;              // not negative
    std::vector<double> drift{};  // of x_1 … x_{N−1}; empty: none
    std::vector<double> most{};   // of n_1 … n_N, each not negative, together at least the quantity
};

/// The optimal trades. The solution is exact but for rounding: no iteration, no tolerance.
///
/// By dynamic programming over marginal costs (Bellman 1957): with the trades after k chosen best, the cost of holding
/// x is convex, and its slope is a piecewise linear function of x whose inverse is the sum of the inverses of what is
/// traded next and of what is left. It takes N steps through at most 2N pieces.
std::vector<double> solve(const TradeProgram& program);

/// How far trades are from the conditions of Karush, Kuhn and Tucker: what moving a little from one interval to another
/// would still save per unit, as a share of the largest marginal cost, its parts taken as positive. 0 at the optimum. A
/// trade within 1e-12 of the quantity from a limit counts as at it.
double kkt_residual(const TradeProgram& program, const std::vector<double>& trades);

}  // namespace weir::models
