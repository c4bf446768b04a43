// The exploration is only worth what it notices: wrong rows are put into the transition table, one at a time, and each
// must break a promise. A child process explores, since a wrong table may also trip an assertion, which is noticing
// too.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "tests/orders/explorer.h"
#include "tests/orders/scenarios.h"
#include "tests/orders/wrong_rows.h"

namespace weir::orders {
namespace {

/// Whether any promise breaks under the table.
bool noticed(const TransitionTable& table) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(2);
        for (const Scenario& scenario : revealing(table))
            if (!Explorer().explore(scenario).broken.empty()) _exit(1);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) || WEXITSTATUS(status) == 1;
}

std::string describe(const Mutation& m) {
    const auto name = [](ChildState state) { return std::string(kChildStateNames[static_cast<size_t>(state)]); };
    return name(m.state) + " on event " + std::to_string(static_cast<int>(m.event)) + " -> " + name(m.wrong.next) +
           " with action " + std::to_string(static_cast<int>(m.wrong.action));
}

TEST(Mutations, TheRightTablePasses) {
    EXPECT_FALSE(noticed(kTransitions));
}

TEST(Mutations, WrongRowsAreNoticed) {
    int count = 0;
    for (const Mutation& m : kMutations) {
        const Transition& right = kTransitions.at(m.state, m.event);
        ASSERT_FALSE(right.next == m.wrong.next && right.action == m.wrong.action) << describe(m);
        const bool caught = noticed(kTransitions.with(m.state, m.event, m.wrong));
        EXPECT_TRUE(caught) << describe(m);
        count += caught;
    }
    std::printf("%d of %zu wrong rows noticed\n", count, kMutations.size());
}

}  // namespace
}  // namespace weir::orders
