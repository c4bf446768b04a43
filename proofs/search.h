// Search: a market that breaks a property, from what the solver found, from the numbers of the script, and at random,
// led by how near a run came. What is found has been carried out by the runtime; what is not found may still exist.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "compiler/verify/verify.h"
#include "proofs/replay.h"
#include "proofs/scenario.h"

namespace weir::proofs {

/// Counted in operations of the plan, with what a run takes besides, and not in time, so that a result never depends on
/// the machine.
struct Budget {
    uint64_t operations = 300'000'000;  // about half a second
    uint64_t seed = 1;
    std::stop_token stop = {};  // nothing more is run once it is requested

    bool is_over(uint64_t spent) const { return spent >= operations || stop.stop_requested(); }
};

struct Refutation {
    Scenario scenario;
    Replay replay;
};

struct Hunt {
    std::vector<std::optional<Refutation>> found;  // by finding; proven ones are not looked for
    uint64_t runs = 0, operations = 0;
};

/// The guards of a plan as asked that are the script's own, or a policy's: those before the rules that are asked of
/// every strategy.
size_t own_guards_of(const verify::Proofs& proofs);

Hunt search(const Ground& ground, const verify::Proofs& proofs, const Budget& budget = {});

}  // namespace weir::proofs
