#include "runtime/models/almgren_chriss.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "runtime/models/elementary.h"
#include "runtime/models/lots.h"
#include "runtime/models/trade_program.h"

namespace weir::models {
namespace {

double tau(const CostModel& model) {
    return model.horizon / static_cast<double>(model.intervals);
}

/// kappa~ = √(lambda·sigma² / eta~), below (16).
double kappa_tilde(const CostModel& model) {
    return model.sigma * std::sqrt(model.lambda / eta_tilde(model));
}

/// What drift adds to the holdings at t: the second term of (26) with (25), written as
///   alpha / (eta~·kappa~²) · sinh(kappa·t/2) · sinh(kappa·(T−t)/2) / cosh(kappa·T/2),
/// which neither cancels nor overflows; for kappa → 0 it is alpha / (4·eta~) · t·(T−t).
double drift_term(const CostModel& model, double kappa, double t) {
    const double left = model.horizon - t;
    if (kappa == 0) return model.alpha / (4 * eta_tilde(model)) * t * left;
    const double grid = kappa_tilde(model);
    const double shape = (expm1(-kappa * t) / grid) * (expm1(-kappa * left) / grid);
    return model.alpha / eta_tilde(model) * shape / (2 * (1 + exp(-kappa * model.horizon)));
}

void set_cost(const CostModel& model, Schedule& result) {
    result.cost = expected_cost(model, result.holdings);
    result.variance = variance(model, result.holdings);
}

Schedule closed_form(const CostModel& model) {
    const int64_t count = model.intervals;
    Schedule result;
    result.kappa = kappa(model);
    for (int64_t k = 0; k <= count; ++k) {
        const double left = static_cast<double>(count - k) / static_cast<double>(count);
        const double t = tau(model) * static_cast<double>(k);
        result.holdings.push_back(model.quantity * sinh_ratio(left, result.kappa * model.horizon) +
                                  (k == 0 || k == count ? 0 : drift_term(model, result.kappa, t)));
    }
    for (size_t k = 1; k < result.holdings.size(); ++k)
        result.trades.push_back(result.holdings[k - 1] - result.holdings[k]);
    set_cost(model, result);
    return result;
}

// ---- limits ---------------------------------------------------------------------------------------------------------

constexpr double kNearlyWhole = 1e-9;  // quantities are decimal, and few decimals are doubles

/// How often `lot` goes into a quantity, cut to a whole number.
int64_t lots_in(double quantity, double lot) {
    return static_cast<int64_t>(std::floor(quantity / lot * (1 + 1e-15) + kNearlyWhole));
}

std::string fault_of(const CostModel& model, const Limits& limits) {
    if (!(limits.lot >= 0) || std::isinf(limits.lot))
        return fmt::format("lot `{}`: a lot is a positive quantity", limits.lot);
    const bool in_lots = limits.lot > 0;
    if (in_lots) {
        const double lots = model.quantity / limits.lot;
        if (lots > 1e15)
            return fmt::format("lot `{}`: the quantity {} is more lots than can be counted; the lot must be larger",
                               limits.lot, model.quantity);
        const auto whole = static_cast<double>(lots_in(model.quantity, limits.lot));
        if (std::fabs(lots - whole) > kNearlyWhole * std::max(1.0, lots * 1e-3))
            return fmt::format("quantity `{}`: it is no multiple of the lot, {}; the nearest below is {}",
                               model.quantity, limits.lot, whole * limits.lot);
    }
    if (limits.most.empty()) return "";
    if (static_cast<int64_t>(limits.most.size()) != model.intervals)
        return fmt::format(
            "volume: it is given for {} intervals, and there are {}: one number for all of them, or one "
            "for each",
            limits.most.size(), model.intervals);
    double room = 0;
    const std::string_view cut = in_lots ? " in whole lots" : "";
    for (const double most : limits.most) {
        if (!(most >= 0)) return fmt::format("cap: a trade of at most `{}` is not possible; it is not negative", most);
        room += in_lots ? static_cast<double>(lots_in(most, limits.lot)) * limits.lot : most;
    }
    if (room == 0)
        return fmt::format("cap: what is left of the volume is nothing{}; a higher cap or more volume would do", cut);
    if (room < model.quantity * (1 - 1e-12))
        return fmt::format(
            "cap: all intervals together take {:.10g} of {:.10g}{}; a cap {:.4g} times as high, more volume or more "
            "intervals would do",
            room, model.quantity, cut, model.quantity / room);
    return "";
}

Schedule limited(const CostModel& model, const Limits& limits) {
    const auto count = static_cast<size_t>(model.intervals);
    TradeProgram program{.quantity = model.quantity,
                         .impact = eta_tilde(model) / tau(model),
                         .risk = model.lambda * model.sigma * model.sigma * tau(model),
                         .drift = std::vector<double>(count - 1, model.alpha * tau(model)),
                         .most = limits.most};
    if (program.most.empty()) program.most.assign(count, model.quantity);
    std::vector<int64_t> most_lots;
    if (limits.lot > 0)
        for (double& most : program.most) {
            most_lots.push_back(lots_in(std::min(most, model.quantity), limits.lot));
            most = static_cast<double>(most_lots.back()) * limits.lot;
        }

    Schedule result;
    result.kappa = kappa(model);
    result.trades = solve(program);
    result.kkt_residual = kkt_residual(program, result.trades);
    result.holdings = {model.quantity};
    if (limits.lot > 0) {
        std::vector<double> lots;
        for (const double trade : result.trades) lots.push_back(trade / limits.lot);
        int64_t left = lots_in(model.quantity, limits.lot);
        result.lots = largest_remainders(lots, left, most_lots);
        for (size_t k = 0; k < count; ++k) {
            result.trades[k] = static_cast<double>(result.lots[k]) * limits.lot;
            result.holdings.push_back(static_cast<double>(left -= result.lots[k]) * limits.lot);
        }
    } else {
        for (const double trade : result.trades) result.holdings.push_back(result.holdings.back() - trade);
        result.holdings.back() = 0;
    }
    set_cost(model, result);
    return result;
}

}  // namespace

std::string fault_of(const CostModel& model) {
    struct Row {
        const char* name;
        double value;
        bool positive;  // otherwise it may be 0
    };
    for (const Row& row :
         {Row{"price", model.price, true}, Row{"quantity", model.quantity, true}, Row{"horizon", model.horizon, true},
          Row{"eta", model.eta, true}, Row{"gamma", model.gamma, false}, Row{"epsilon", model.epsilon, false},
          Row{"sigma", model.sigma, false}, Row{"lambda", model.lambda, false}}) {
        if (std::isfinite(row.value) && (row.positive ? row.value > 0 : row.value >= 0)) continue;
        return fmt::format("{} `{}`: it must be {}", row.name, row.value,
                           row.positive ? "a number greater than 0" : "0 or a number greater than 0");
    }
    if (!std::isfinite(model.alpha)) return fmt::format("drift `{}`: it must be a number", model.alpha);
    if (model.intervals < 1 || model.intervals > kIntervalsMost)
        return fmt::format("intervals `{}`: it must be a whole number from 1 to {}", model.intervals, kIntervalsMost);
    if (!(eta_tilde(model) > 0)) {
        const double half = model.gamma * tau(model) / 2;
        return fmt::format(
            "eta `{}`: eta − gamma·tau/2 is {}, and must be greater than 0; give an eta greater than {:.6g}, or at "
            "least "
            "{} intervals",
            model.eta, eta_tilde(model), half,
            static_cast<int64_t>(std::floor(model.gamma * model.horizon / (2 * model.eta))) + 1);
    }
    return "";
}

double eta_tilde(const CostModel& model) {
    return model.eta - model.gamma * tau(model) / 2;
}

double kappa(const CostModel& model) {
    return 2 / tau(model) * asinh(kappa_tilde(model) * tau(model) / 2);
}

Parsed<Schedule> schedule(const CostModel& model, const Limits& limits) {
    if (auto fault = fault_of(model); !fault.empty()) return Parsed<Schedule>::failure(std::move(fault));
    if (!limits.any()) return {closed_form(model), {}};
    if (auto fault = fault_of(model, limits); !fault.empty()) return Parsed<Schedule>::failure(std::move(fault));
    return {limited(model, limits), {}};
}

double expected_cost(const CostModel& model, const std::vector<double>& holdings) {
    double held = 0, traded = 0, squares = 0;
    for (size_t k = 1; k < holdings.size(); ++k) {
        const double n = holdings[k - 1] - holdings[k];
        held += holdings[k];
        traded += std::fabs(n);
        squares += n * n;
    }
    return model.gamma * model.quantity * model.quantity / 2 - model.alpha * tau(model) * held +
           model.epsilon * traded + eta_tilde(model) / tau(model) * squares;
}

double variance(const CostModel& model, const std::vector<double>& holdings) {
    double squares = 0;
    for (size_t k = 1; k < holdings.size(); ++k) squares += holdings[k] * holdings[k];
    return model.sigma * model.sigma * tau(model) * squares;
}

Parsed<std::vector<double>> frontier(const CostModel& model, int64_t points) {
    using Result = Parsed<std::vector<double>>;
    if (auto fault = fault_of(model); !fault.empty()) return Result::failure(std::move(fault));
    if (model.sigma == 0) return Result::failure("sigma `0`: a frontier needs a price that moves; it must be positive");
    if (points < 2 || points > kIntervalsMost)
        return Result::failure(
            fmt::format("frontier `{}`: it must be a whole number from 2 to {}", points, kIntervalsMost));
    constexpr double kLeast = 0.25, kMostOfStep = 4;
    const double growth = log(kMostOfStep * static_cast<double>(model.intervals) / kLeast);
    std::vector<double> lambdas{0};
    for (int64_t i = 1; i < points; ++i) {
        const double share = points == 2 ? 1 : static_cast<double>(i - 1) / static_cast<double>(points - 2);
        const double step = kLeast * exp(growth * share) / static_cast<double>(model.intervals);  // kappa·tau
        const double kappa_grid = 2 * sinh(step / 2) / tau(model);
        lambdas.push_back(eta_tilde(model) * (kappa_grid / model.sigma) * (kappa_grid / model.sigma));
    }
    return {std::move(lambdas), {}};
}

}  // namespace weir::models
