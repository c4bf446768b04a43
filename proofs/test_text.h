// A scenario in the words of the language: a `test` block that fails as long as the market breaks the line.
#pragma once

#include <string>
#include <vector>

#include "compiler/verify/verify.h"
#include "proofs/scenario.h"

namespace weir::proofs {

/// With kFilesMark where the names of its tapes begin. Empty where a test cannot say it: what no strategy watches by
/// itself, a seed that matters, times of several days.
std::string test_of(const Scenario& scenario, const Ground& ground, const std::vector<plan::Parameter>& parameters,
                    const verify::Property& property);

}  // namespace weir::proofs
