// Strategies that are bad for one reason, each made of one that is proven: its text altered, or one thing that its plan
// emits; then the risk lines watch what it would have emitted.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/plan/plan.h"

namespace weir::test {

struct Edit {
    const char *from, *to;
};

struct Mutant {
    const char* rule;                        // the property that it breaks, and nothing else
    const char* what;                        // is wrong with it
    std::vector<Edit> edits;                 // to the text of the good one
    std::function<void(plan::Plan&)> alter;  // none: the text alone is bad
    const char* good = "stdlib/dark_seeker.weir";
};

const std::vector<Mutant>& mutants();

}  // namespace weir::test
