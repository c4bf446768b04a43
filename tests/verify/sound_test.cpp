// What is proven holds: no random step of the interpreter breaks it, whatever the market, the trader and the order
// manager do within their contracts. WEIR_STEPS: how many steps of each script.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/plans.h"
#include "tests/verify/patrol.h"

namespace weir::test {
namespace {

int64_t steps_wanted() {
    const char* given = std::getenv("WEIR_STEPS");
    return given ? std::atoll(given) : 200'000;
}

class Sound : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Sound, WhatIsProvenHolds) {
    for (const plan::Plan& generic : plans_of(GetParam())) {
        const verify::Proofs proofs = verify::prove(generic, {});
        Patrol patrol(proofs);
        const auto breach = patrol.walk(steps_wanted());
        EXPECT_FALSE(breach) << generic.name << ": " << breach->property << " is proven, and broken by step "
                             << breach->step << " of walk " << breach->seed;
        EXPECT_GT(patrol.wanted(), 0) << generic.name << " never wanted an order: nothing was tried";
    }
}

INSTANTIATE_TEST_SUITE_P(Library, Sound, testing::ValuesIn(scripts_in("stdlib")),
                         [](const auto& one) { return one.param.stem().string(); });

}  // namespace
}  // namespace weir::test
