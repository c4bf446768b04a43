// What is proven of generated strategies holds on random steps of the interpreter, as that of the library does
// (tests/verify). WEIR_STEPS: how many steps of all together, 25'000 of each where they are many; WEIR_SEED: the first.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/differential/random_script.h"
#include "tests/differential/scale.h"
#include "tests/support/plans.h"
#include "tests/verify/patrol.h"
#include "tests/verify_random/desk_script.h"

namespace weir::test {
namespace {

int64_t steps_wanted() {
    const char* given = std::getenv("WEIR_STEPS");
    return given ? std::atoll(given) : 240'000;
}

/// Three of four are what a desk might write; the others are anything that the language lets in.
std::string script_of(uint64_t seed) {
    return seed % 4 == 3 ? random_script(seed) : desk_script(seed);
}

struct Tally {
    int64_t scripts = 0, proven = 0, open = 0, open_and_broken = 0, steps = 0, wanted = 0, idle = 0;

    void take(const verify::Proofs& proofs, const Patrol& patrol) {
        ++scripts;
        for (size_t i = 0; i < proofs.findings.size(); ++i) {
            ++(proofs.findings[i].proven ? proven : open);
            open_and_broken += patrol.broken()[i] && !proofs.findings[i].proven;
        }
        steps += patrol.taken();
        wanted += patrol.wanted();
        idle += patrol.wanted() == 0;
    }
};

TEST(Random, WhatIsProvenHolds) {
    // Little, so that most that is open is so at once: a proof that is found is as good as with more.
    const verify::Options little{.resource_limit = 100'000, .rounds = 40, .tangents = 2};
    const int64_t wanted = steps_wanted(), scripts = std::max<int64_t>(8, wanted / 25'000);
    const uint64_t first = first_seed(1);
    Tally tally;
    for (uint64_t seed = first; tally.scripts < scripts; ++seed) {
        SCOPED_TRACE("WEIR_SEED=" + std::to_string(seed));
        const std::string script = script_of(seed);
        const std::vector<plan::Plan> plans = plans_of_text("random.weir", script);
        ASSERT_EQ(plans.size(), 1u) << script;
        const verify::Proofs proofs = verify::prove(plans.front(), little);
        Patrol patrol(proofs);
        const auto breach = patrol.walk(wanted / scripts);
        EXPECT_FALSE(breach) << breach->property << " is proven, and broken by step " << breach->step << " of walk "
                             << breach->seed << " of\n"
                             << script;
        tally.take(proofs, patrol);
    }
    std::printf(
        "from seed %llu: %lld scripts (%lld never wanted anything), %lld proven, %lld open of which %lld were "
        "broken, %lld steps, %lld orders\n",
        static_cast<unsigned long long>(first), static_cast<long long>(tally.scripts),
        static_cast<long long>(tally.idle), static_cast<long long>(tally.proven), static_cast<long long>(tally.open),
        static_cast<long long>(tally.open_and_broken), static_cast<long long>(tally.steps),
        static_cast<long long>(tally.wanted));
    EXPECT_GT(tally.proven, 0);
}

}  // namespace
}  // namespace weir::test
