// One parent order on one market: how a test says it, and the backtest that carries it out.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/backtest/backtest.h"
#include "tests/differential/engines.h"
#include "tests/differential/markets.h"

namespace weir::test {

inline const std::vector<std::string> kAlgorithms = {"twap", "vwap", "pov"};

/// An order of a share of the volume that trades in its time.
struct Case {
    const Market* market = nullptr;
    std::string algorithm;
    Side side = Side::buy;
    int64_t volume_permille = 20;
    int64_t limit_bps = 0;  // beyond the first mid of the order; 0: no limit
    uint64_t seed = 1;
    bool jitter = false;  // of order and response latencies; the feed's stays constant

    std::string name() const;
};

/// The cases of one market: every algorithm and side, in sizes and manners that a seed has drawn.
std::vector<Case> cases_of(const Market& market, uint64_t seed);

/// The standard algorithm, built for the market's instrument with its default parameters.
struct Algorithm {
    plan::Plan generic;
    std::unique_ptr<Engines> engines;
};
Algorithm algorithm_for(const std::string& name, const Market& market);

/// Everything of the backtest but for the program.
backtest::Setup setup_of(const Case& trade, const Algorithm& algorithm);

}  // namespace weir::test
