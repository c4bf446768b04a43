// How far a step was from a condition being otherwise: the branch distance of search-based testing (Korel, "Automated
// software test data generation", IEEE TSE 16(8), 1990; McMinn, "Search-based software test data generation: a survey",
// STVR 14(2), 2004).
#pragma once

#include <cstdint>

#include "compiler/plan/plan.h"

namespace weir::proofs {

/// 0: the node is `want`; else more than 0, and less for what is nearer. `values` by node, of one step. Boolean memory,
/// and what lies deeper than `depth`, is 0 or 1 away.
double distance(const plan::Plan& plan, const int64_t* values, plan::NodeId node, bool want, int depth = 12);

}  // namespace weir::proofs
