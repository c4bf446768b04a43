// Algebra on plans whose intervals are known.
#pragma once

#include "compiler/plan/plan.h"

namespace weir::plan {

/// The same plan with operations replaced by simpler ones of the same value and the same faults: comparisons and bounds
/// that the intervals decide, fractions in lowest terms, a sign that is taken away and given back. What is no longer
/// needed stays, as dead nodes. Needs `infer_intervals`, and leaves the intervals as they were.
void simplify(Plan& plan);

}  // namespace weir::plan
