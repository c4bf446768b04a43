// What can be done with a plan. Every function is pure; a plan that `validate` accepts is fit for all the others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/plan/plan.h"

namespace weir::plan {

/// What is wrong with a plan, each as one line that names the place; empty when it is valid. A wrong plan is a mistake
/// of the compiler, never of a script.
std::vector<std::string> validate(const Plan& plan);

/// The plan as stable text, one line per part: what `--print=plan` shows.
std::string print(const Plan& plan);

/// A hash of everything that a plan means: the same on every machine and in every run, whatever its source ranges and
/// stable ids. Two plans with one hash have the same state and take the same steps.
uint64_t content_hash(const Plan& plan);

/// Every value from low to high, and perhaps `kAbsent` besides.
struct Range {
    Interval present{};
    bool absent = false;
    bool faults = false;  // the node may fault by itself

    /// As one interval: `kAbsent` is the least number that there is.
    Interval all() const { return {absent ? step::kAbsent : present.low, present.high}; }
};

/// What each node can be when it has not faulted, given what the inputs and parameters can be.
std::vector<Range> infer_ranges(const Plan& plan);

/// Fills `Node::interval` forward from what the inputs and parameters can be.
void infer_intervals(Plan& plan);

/// What is known before the order is: the rules of instrument 0, and the parameters as deployed.
struct Bindings {
    std::optional<int64_t> tick, lot, minimum_quantity, minimum_value;
    std::vector<std::optional<int64_t>> parameters;  // by index; those that are live stay inputs
};
/// The plan with bound inputs as constants, constants folded, common operations shared and dead nodes gone. Cells,
/// slots, guards and the layout keep their indices. Inputs of an order and live parameters are never bound.
Plan specialise(const Plan& plan, const Bindings& bindings);

/// What a step may cost at most.
struct Bounds {
    int64_t state_bytes = 0;
    int64_t operations = 0;
    int64_t working_orders = 0;  // slots
    int64_t wake_inputs = 0;
};
Bounds bounds_of(const Plan& plan);
std::string print(const Bounds& bounds);

/// Everything about the plan that the runtime knows, but for the code: `function` and `self` are whoever runs it.
step::Program program_of(const Plan& plan);

}  // namespace weir::plan
