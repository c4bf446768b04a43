// What is proven holds: no random step of the interpreter breaks it, whatever the market, the trader and the order
// manager do within their contracts. WEIR_STEPS: how many steps.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "compiler/verify/verify.h"
#include "tests/support/plans.h"
#include "tests/verify/walk.h"

namespace weir::test {
namespace {

constexpr int64_t kStepsOfAWalk = 300;

int64_t steps_wanted() {
    const char* given = std::getenv("WEIR_STEPS");
    return given ? std::atoll(given) : 200'000;
}

class Sound : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Sound, WhatIsProvenHolds) {
    for (const plan::Plan& generic : plans_of(GetParam())) {
        const verify::Proofs proofs = verify::prove(generic, {});
        std::vector<bool> proven(proofs.asked.guards.size());
        bool faultless = false;
        for (const verify::Finding& finding : proofs.findings) {
            if (finding.property.guard >= 0) proven[static_cast<size_t>(finding.property.guard)] = finding.proven;
            if (finding.property.kind == verify::Kind::faults) faultless = finding.proven;
        }
        const plan::Plan plan = plan::specialise(proofs.asked, {});
        int64_t taken = 0, wanted = 0;
        for (uint64_t seed = 1; taken < steps_wanted(); ++seed) {
            Walk walk(plan, seed);
            bool alive = true;
            for (int64_t n = 0; alive && n < kStepsOfAWalk; ++n, ++taken) {
                alive = walk.step();
                const step::Output& output = walk.output();
                SCOPED_TRACE(generic.name + ", seed " + std::to_string(seed) + ", step " + std::to_string(n));
                if (output.status == step::Status::guard)
                    ASSERT_FALSE(proven[static_cast<size_t>(output.where)])
                        << plan.guards[static_cast<size_t>(output.where)].text << " is proven, and broken";
                if (output.status == step::Status::fault)
                    ASSERT_FALSE(faultless) << "node " << output.where << " fails";
                for (int slot = 0; alive && slot < plan.layout.slots; ++slot)
                    wanted += output.desired[static_cast<size_t>(slot)].quantity > 0;
            }
        }
        EXPECT_GT(wanted, 0) << generic.name << " never wanted an order: nothing was tried";
        RecordProperty("steps", std::to_string(taken));
    }
}

INSTANTIATE_TEST_SUITE_P(Library, Sound, testing::ValuesIn(scripts_in("stdlib")),
                         [](const auto& one) { return one.param.stem().string(); });

}  // namespace
}  // namespace weir::test
