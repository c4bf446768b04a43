// Replay: a scenario carried out by the runtime that trades, as `weir run` would of its files.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/plan/interpreter.h"
#include "compiler/verify/verify.h"
#include "proofs/scenario.h"

namespace weir::proofs {

/// A plan as asked (verify::Proofs::asked), with the conditions of the script's own risk block, of `assume` and of this
/// property alone: what a run that watches the property carries out. Guards keep their indices. Of a property of the
/// script's own it is the script's plan.
plan::Plan watched(const plan::Plan& asked, size_t own_guards, const verify::Property& property);

/// How a run of a scenario ended.
struct Replay {
    StopCause cause = StopCause::none;
    int64_t where = 0;      // StopCause::guard, assumption: its index; fault: the node of the plan that was run
    uint64_t sequence = 0;  // of the event at which it was stopped; 0: it was not
    Time time;              // likewise
    SourceRange range;      // guard, assumption, fault: what the script says there
    uint64_t events = 0, steps = 0, hash = 0;  // backtest::Result
    std::string error;                         // why there was no run; empty when there was
};

/// Whether a run ended by the property: by its guard, or, of `Kind::faults`, by a fault of the plan's own arithmetic.
bool breaks(const Replay& replay, const verify::Property& property);

using Watch = std::function<void(const Event&, const engine::Engine&)>;

/// A generic plan for the scenario's instrument and parameters, as it is made for a run.
plan::Plan bound_to(const Scenario& scenario, const plan::Plan& generic);

/// Runs it on the interpreter, whose plan is bound.
Replay carry_out(const Scenario& scenario, const plan::Plan& bound, const plan::Interpreter& interpreter,
                 const Watch& watch = {});
/// The same of a generic plan.
Replay replay(const Scenario& scenario, const plan::Plan& generic, const Watch& watch = {});

/// Tables that were made before: they take long, and speak of the order's length and a few parameters alone.
using TableCache = std::map<std::vector<int64_t>, std::vector<std::vector<int64_t>>>;

/// Everything that a backtest of a scenario needs, but for the strategy.
struct Staged {
    std::vector<std::unique_ptr<market::Tape>> tapes;
    backtest::Setup setup;  // points into the tapes
    std::string error;      // a session, a schedule or a time of day that the order does not have
};
Staged stage(const Scenario& scenario, const step::Program& program, TableCache* tables = nullptr);

}  // namespace weir::proofs
