// The model against the code: in every order in which commands and reports may cross, whatever the order manager does
// is a step of the model, by its rules and to its numbers; the venue of the exploration is one that keeps its word; and
// the invariant holds in each state.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/orders/explorer.h"
#include "tests/orders/scenarios.h"
#include "tests/orders/wrong_rows.h"
#include "tests/proofs_explored/follower.h"

namespace weir::order_proof {
namespace {

using testing::Follower;

TEST(Explored, EveryTransitionOfTheCodeIsAStepOfTheModel) {
    Follower follower;
    for (orders::Scenario& scenario : orders::scenarios()) {
        scenario.watcher = &follower;
        const orders::Exploration found = orders::Explorer().explore(scenario);
        ASSERT_EQ(follower.strayed(), "") << scenario.name;
        ASSERT_EQ(found.broken, "") << scenario.name;
    }
    std::printf("%llu deeds, %llu of them distinct, %llu steps of the model, %zu rows of the table:\n",
                static_cast<unsigned long long>(follower.deeds()), static_cast<unsigned long long>(follower.distinct()),
                static_cast<unsigned long long>(follower.steps()), follower.rows().size());
    for (const auto& [step, count] : follower.steps_by_name())
        std::printf("  %-12s %llu\n", step.c_str(), static_cast<unsigned long long>(count));
}

/// Holding the code against a model that is wrong in one row.
TEST(Explored, AModelOfAWrongRowIsNotFollowed) {
    Follower right;
    right.keep_deeds();
    for (orders::Scenario scenario : orders::revealing()) {
        scenario.watcher = &right;
        orders::Explorer().explore(scenario);
    }
    ASSERT_EQ(right.strayed(), "");
    for (const orders::Mutation& m : orders::kMutations) {
        Follower follower(orders::kTransitions.with(m.state, m.event, m.wrong));
        for (size_t i = 0; i < right.kept().size() && follower.strayed().empty(); ++i) follower.follow(right.kept()[i]);
        EXPECT_NE(follower.strayed(), "") << static_cast<int>(m.state) << " on " << static_cast<int>(m.event);
    }
}

}  // namespace
}  // namespace weir::order_proof
