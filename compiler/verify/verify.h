// What is proven of a strategy before it trades. Reads the plan and nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/verify/ask.h"
#include "compiler/verify/decode.h"

namespace weir::verify {

/// One question of a property in SMT-LIB, without `(check-sat)`: unsatisfiable where the property is proven.
struct Script {
    std::string text;
    bool settled = false;
};

struct Finding {
    Property property;
    bool proven = false;
    std::vector<Script> scripts;        // none: true as the plan stands
    std::vector<Candidate> candidates;  // steps that would break it; whether a market leads there is not known
    std::string open;                   // why it is not proven
};

struct Proofs {
    plan::Plan asked;  // generic; the guards are the conditions of the properties, by `Property::guard`
    std::vector<Finding> findings;
    uint64_t resources = 0;  // of the solver's count
};

struct Options {
    uint64_t resource_limit = 2'000'000;  // of one reply
    int rounds = 60;                      // of one question
};

Proofs prove(const plan::Plan& generic, const Options& options);

}  // namespace weir::verify
