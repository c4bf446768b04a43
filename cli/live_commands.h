// Live commands as a file: what a trader did, or would do, and when. One a line, in order of time:
//
//     09:45:00 set max_participation = 10% by alice "spread is wide"
//
// docs/language/live.md lists them all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/lower/lower.h"
#include "compiler/plan/plan.h"
#include "runtime/backtest/backtest.h"
#include "runtime/core/parsed.h"

namespace weir::cli {

/// What the words of a command may mean.
struct CommandContext {
    const Instrument& instrument;
    const ParentOrder& order;
    const std::vector<plan::Parameter>& parameters;
    const lower::Market& market;      // the scales of parameters
    std::vector<std::string> venues;  // of the order's instrument
    std::vector<std::string> hedges;  // legs, each with a venue of its name
};

/// The error names the line, what is wrong and what would be right.
Parsed<std::vector<backtest::Command>> parse_commands(std::string_view text, const CommandContext& context);

}  // namespace weir::cli
