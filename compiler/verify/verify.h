// What is proven of a strategy before it trades. Reads the plan and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "compiler/verify/ask.h"
#include "compiler/verify/decode.h"
#include "compiler/verify/recipes.h"

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
    uint64_t resources = 0;                               // of the solver's count
    std::vector<std::pair<std::string, Recipe>> recipes;  // how questions were settled, by their shapes
};

struct Options {
    uint64_t resource_limit = 8'000'000;  // of one reply, in the solver's count
    uint64_t of_question = 4'000'000;     // of all replies to one question
    uint64_t of_recipe = 500'000;         // of the reply to a text that goes the way of a recipe
    int rounds = 200;                     // of one question: each answer that is wrong makes it say more
    int tangents = 8;                     // of these, with lemmas at the numbers of an answer
    const Recipes* recipes = &Recipes::library();
    int shorten = 0;  // how often a proof that was found is tried with less
};

Proofs prove(const plan::Plan& generic, const Options& options);
/// Nothing, where it was stopped before all was known.
std::optional<Proofs> prove(const plan::Plan& generic, const Options& options, const std::stop_token& stop);

/// Whether no step, of whatever memory, asks for a new child in one of these slots. False: some step does, or it is not
/// known, or it was stopped.
bool never_sent(const plan::Plan& generic, std::span<const size_t> slots, const Options& options = {},
                const std::stop_token& stop = {});

}  // namespace weir::verify
