// What is proven of a strategy before it trades. Reads the plan and nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/verify/ask.h"
#include "compiler/verify/decode.h"

namespace weir::verify {

/// One question of a property in SMT-LIB, from `(set-logic …)` to before `(check-sat)`: unsatisfiable where the
/// property is proven.
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
    uint64_t resource_limit = 8'000'000;  // of one reply, in the solver's count
    int rounds = 200;                     // of one question: each answer that is wrong makes it say more
    int tangents = 8;                     // of these, with lemmas at the numbers of an answer
};

Proofs prove(const plan::Plan& generic, const Options& options);

}  // namespace weir::verify
