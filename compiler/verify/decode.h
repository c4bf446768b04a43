// Decode: an answer of the solver as a step of the plan, in exact numbers.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "compiler/verify/ask.h"
#include "compiler/verify/solve.h"
#include "compiler/verify/translate.h"

namespace weir::verify {

/// Values of a step that would break a property, as far as they matter: inputs by their offset.
struct Candidate {
    std::vector<std::pair<int32_t, int64_t>> inputs;
};

/// The step that an answer speaks of: none when it breaks nothing once every product is what it should be.
std::optional<Candidate> decode(const Translation& translation, const Question& question, const Numbers& answer);

}  // namespace weir::verify
