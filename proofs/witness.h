// Witness: what a strategy does in a few plain markets, so that what is proven of a child is of children that are
// sent. What is not seen here may still happen elsewhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proofs/search.h"

namespace weir::proofs {

struct Witnessed {
    struct Phase {
        std::string name;
        std::optional<size_t> traded;
    };
    /// Where something was seen first: by index.
    std::vector<Scenario> scenarios;
    std::vector<std::string> markets;  // of the scenarios, in words: `a market that rises, a sell order`

    std::vector<std::optional<size_t>> slots;       // a new child was sent
    std::vector<std::optional<size_t>> properties;  // by finding: what it speaks of was there
    std::vector<Phase> phases;                      // a child was sent in it
    std::optional<size_t> traded, paused, held, filled, completed;

    uint64_t runs = 0, operations = 0;
};

inline const Budget kOfWitnesses{.operations = 40'000'000};

Witnessed witness(const Ground& ground, const verify::Proofs& proofs, const Budget& budget = kOfWitnesses);

}  // namespace weir::proofs
