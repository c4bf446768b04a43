// Runs the tests of a script in simulated markets: an order, a market that is written down, what happens to it, and
// what is expected. A test is a backtest like any other, watched: its conditions are compiled with the words of the
// language and asked at every event, at the times that they name, and of every new child.
//
//     auto checked = compiler::check(file, market_of, read);
//     for (const testing::Result& result : testing::run(checked, {}))
//         if (!result.passed()) …
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "runtime/core/types.h"

namespace weir::testing {

/// An expectation that was not met.
struct Failure {
    SourceRange range;
    std::string expected;  // as written
    std::string happened;
};

struct Result {
    std::string title;
    std::string strategy;
    Side side = Side::buy;
    SourceRange range;  // of the title
    std::vector<Failure> failures;
    std::string fault;  // why it could not be run; empty when it was
    uint64_t steps = 0;

    bool passed() const { return failures.empty() && fault.empty(); }
};

struct Options {
    std::string filter;  // only tests whose title or strategy contains it
    compiler::EngineKind engine = compiler::EngineKind::interpreter;
    uint64_t seed = 1;
    std::function<void(const Result&)> done;  // after each
    std::stop_token stop = {};                // once requested nothing is given, not even what was known
};

/// Every test of a script without errors, a test `for every side` twice. A market has the scales that the script was
/// checked for, a tick of the smallest price, and a lot of one share, or of 0.0001 of any other base.
std::vector<Result> run(const compiler::Checked& checked, const Options& options);

}  // namespace weir::testing
