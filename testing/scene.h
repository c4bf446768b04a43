// From a typed test to what a backtest runs: instrument, order, market, commands.
#pragma once

#include <memory>
#include <vector>

#include "compiler/compiler.h"
#include "runtime/backtest/backtest.h"
#include "runtime/core/parsed.h"
#include "testing/judge.h"

namespace weir::testing {

struct Scene {
    std::vector<Instrument> instruments;               // of the order, and of the legs that hedge it
    std::vector<std::unique_ptr<market::Tape>> tapes;  // one for each market of the test
    std::vector<venues::Listing> venues;               // likewise
    ParentOrder order;
    std::vector<int64_t> parameters;
    std::vector<backtest::Command> commands;
    std::vector<Expected> expected;
};

/// A market that is named like a leg is that leg's; any other is the order's.
sema::InstrumentId leg_of(const sema::Strategy& strategy, const sema::TestMarket& market);

/// The error says what of the test cannot be carried out, and where.
Parsed<Scene> scene_of(const sema::TestCase& test, const sema::Strategy& strategy, const plan::Plan& plan,
                       const lower::Market& market, Side side, const std::string& folder);

}  // namespace weir::testing
