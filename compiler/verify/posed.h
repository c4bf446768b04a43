// A question as it stands: as much of the plan as it speaks of so far, and what is assumed of that.
#pragma once

#include <vector>

#include "compiler/verify/ask.h"
#include "compiler/verify/assume.h"
#include "compiler/verify/translate.h"

namespace weir::verify {

struct Posed {
    /// `depth`: of what the nodes that it asks about are made of.
    Posed(const Facts& facts, const Question& question, int depth);

    Translation t;
    Contract contract;
    std::vector<plan::NodeId> roots;
};

}  // namespace weir::verify
