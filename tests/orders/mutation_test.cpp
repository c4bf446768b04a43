// The exploration is only worth what it notices: wrong rows are put into the transition table, one at a time, and each
// must break a promise. A child process explores, since a wrong table may also trip an assertion, which is noticing
// too.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "tests/orders/explorer.h"

namespace weir::orders {
namespace {

using State = ChildState;
using Event = ChildEvent;
using Action = ChildAction;

const std::vector<Decision> kDecisions = {
    {.name = "nothing", .desired = {}},
    {.name = "3 at 10", .desired = {rest(3, 10), {}}},
    {.name = "1 at 10, 2 at 9", .desired = {rest(1, 10), rest(2, 9)}},
    {.name = "stop", .desired = {}, .stance = Stance::withdraw, .stop = true},
};

std::vector<Scenario> scenarios(const TransitionTable& table) {
    return {
        {.name = "any order", .decisions = kDecisions, .changes = 2, .fills = 2, .withdrawals = 1, .table = table},
        {.name = "twice", .decisions = kDecisions, .changes = 1, .fills = 2, .duplicates = 1, .table = table},
        {.name = "overdue", .decisions = kDecisions, .changes = 2, .fills = 1, .timeouts = 1, .table = table},
        {.name = "refused",
         .decisions = kDecisions,
         .changes = 2,
         .fills = 1,
         .rejections = 1,
         .refusals = 1,
         .table = table},
        {.name = "lost",
         .decisions = kDecisions,
         .changes = 2,
         .fills = 1,
         .lost_reports = 1,
         .timeouts = 1,
         .reports_in_order = true,
         .table = table},
    };
}

/// Whether any promise breaks under the table.
bool noticed(const TransitionTable& table) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(2);
        for (const Scenario& scenario : scenarios(table))
            if (!Explorer().explore(scenario).broken.empty()) _exit(1);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) || WEXITSTATUS(status) == 1;
}

struct Mutation {
    State state;
    Event event;
    Transition wrong;
};

std::string describe(const Mutation& m) {
    const auto name = [](State state) { return std::string(kChildStateNames[static_cast<size_t>(state)]); };
    return name(m.state) + " on event " + std::to_string(static_cast<int>(m.event)) + " -> " + name(m.wrong.next) +
           " with action " + std::to_string(static_cast<int>(m.wrong.action));
}

TEST(Mutations, TheRightTablePasses) {
    EXPECT_FALSE(noticed(kTransitions));
}

TEST(Mutations, WrongRowsAreNoticed) {
    const std::vector<Mutation> mutations = {
        // A fill that is not counted, or that frees more than itself.
        {State::sent, Event::filled_part, {State::working, Action::none}},
        {State::working, Event::filled_part, {State::working, Action::none}},
        {State::working, Event::filled_part, {State::closed, Action::fill}},
        {State::working, Event::filled_all, {State::closed, Action::none}},
        {State::working, Event::filled_all, {State::working, Action::fill}},
        {State::cancelling, Event::filled_part, {State::cancelling, Action::none}},
        {State::cancelling, Event::filled_part, {State::closed, Action::close}},
        {State::cancelling, Event::filled_all, {State::closed, Action::close}},
        {State::settling, Event::filled_all, {State::closed, Action::close}},
        {State::unknown, Event::filled_part, {State::unknown, Action::none}},
        // A duplicate that counts again.
        {State::working, Event::duplicate, {State::working, Action::fill}},
        {State::closed, Event::duplicate, {State::closed, Action::fill_over}},
        // An order believed to be over while it is not.
        {State::sent, Event::accepted, {State::closed, Action::close}},
        {State::sent, Event::timeout, {State::closed, Action::close}},
        {State::cancelling, Event::timeout, {State::closed, Action::close}},
        {State::reducing, Event::timeout, {State::working, Action::shrink}},
        {State::cancelling, Event::cancelled_short, {State::closed, Action::close}},
        {State::working, Event::cancelled_short, {State::closed, Action::close}},
        {State::unknown, Event::timeout, {State::closed, Action::close}},
        {State::sent, Event::send_cancel, {State::closed, Action::close}},
        {State::working, Event::send_cancel, {State::closed, Action::close}},
        {State::cancelling, Event::cancel_refused, {State::closed, Action::close}},
        // An order believed to be alive while it is over.
        {State::cancelling, Event::cancelled, {State::cancelling, Action::none}},
        {State::cancelling, Event::cancelled, {State::closed, Action::none}},
        {State::working, Event::cancelled, {State::working, Action::none}},
        {State::sent, Event::rejected, {State::working, Action::none}},
        {State::cancelling, Event::rejected, {State::working, Action::none}},
        {State::reducing, Event::reduced_all, {State::working, Action::close}},
        // A reduction believed before, or not when, it is confirmed.
        {State::working, Event::send_reduce, {State::working, Action::close}},
        {State::reducing, Event::reduced, {State::working, Action::close}},
        {State::reducing, Event::reduced, {State::reducing, Action::none}},
        // An order whose truth is not known works on.
        {State::unknown, Event::cancelled, {State::unknown, Action::none}},
        {State::unknown, Event::cancel_rejected, {State::closed, Action::close}},
    };
    int count = 0;
    for (const Mutation& m : mutations) {
        const Transition& right = kTransitions.at(m.state, m.event);
        ASSERT_FALSE(right.next == m.wrong.next && right.action == m.wrong.action) << describe(m);
        const bool caught = noticed(kTransitions.with(m.state, m.event, m.wrong));
        EXPECT_TRUE(caught) << describe(m);
        count += caught;
    }
    std::printf("%d of %zu wrong rows noticed\n", count, mutations.size());
}

}  // namespace
}  // namespace weir::orders
