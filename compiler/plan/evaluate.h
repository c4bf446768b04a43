// One operation applied to values: the dispatch from ops.def to the reference code.
#pragma once

#include "compiler/plan/plan.h"
#include "compiler/plan/reference.h"

namespace weir::plan {

/// A value as 64 bits (a boolean as 0 or 1, a real as its bits) and the fault of the operation itself.
struct Outcome {
    int64_t bits = 0;
    bool fault = false;
};

using Handler = Outcome (*)(const reference::Env& env, const Node& node, const int64_t* values);

/// The reference code of an operation; `values` are indexed by node id.
Handler handler_of(Op op);

}  // namespace weir::plan
