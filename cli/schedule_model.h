// `weir schedule --model`: a schedule from a cost model alone, without a script, a tape or an order.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace weir::cli {

/// As written; empty when not given.
struct ModelOptions {
    std::string model;
    std::string side = "sell";
    std::string price, quantity, days, intervals;
    std::string eta, gamma, epsilon, sigma, volatility, lambda, drift;
    std::string lot, cap, volume, frontier;
    bool one_way = false;
};

/// Declares `--model` and what goes with it on `weir schedule`.
void add_model_options(CLI::App& command, ModelOptions& options);

/// Throws, as CLI11 does for wrong use, when options of scripts and of models are mixed, or one of the model is
/// missing.
void check_model_use(const CLI::App& command, const ModelOptions& options);

int run_model(const ModelOptions& options, bool json, int rows);

}  // namespace weir::cli
