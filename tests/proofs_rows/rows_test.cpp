// A proof is only worth what it notices: every row of the table is altered in every single way, and each alteration
// must answer some question of the proof, or be harmless for a reason that is given here.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "proofs/orders/invariant.h"
#include "proofs/orders/topics.h"
#include "tests/orders/wrong_rows.h"
#include "tests/proofs_orders/solver.h"

namespace weir::order_proof {
namespace {

using namespace testing;
using orders::ChildAction;
using orders::ChildEvent;
using orders::ChildState;
using orders::Transition;

/// All questions about one row, which is left open, as one: whether any of them has a counterexample.
class OpenRow {
  public:
    OpenRow(ChildState state, ChildEvent event)
        : state_(state), event_(event), machine_(orders::kTransitions, Machine::Row{state, event}) {
        Terms& t = machine_.terms;
        broken_ = reachable_ = t.truth(false);
        for (const Step& step : machine_.steps) reachable_ = reachable_ || comes_by(step);
        for (const Topic& topic : ledger_topics(machine_))
            for (const Question& question : topic.proof) add(question);
        // The state is known: much of the table falls away.
        Substitution known;
        known.replace(machine_.before.state, t.number(static_cast<int64_t>(state)));
        broken_ = known(broken_);
        reachable_ = known(reachable_);
    }

    std::string reached() { return script("the row is reached", {{Named{"by a step", reachable_}}}); }
    /// One question for each wrong row, in one text.
    std::string broken(const std::vector<Transition>& wrong) {
        std::string text = script("what each wrong row leads to", {{Named{"a counterexample", broken_}}});
        text.resize(text.size() - std::string_view("(check-sat)\n").size());
        for (const Transition& row : wrong)
            text += "(push 1)\n(assert (and (= open_next " + std::to_string(static_cast<int>(row.next)) +
                    ") (= open_action " + std::to_string(static_cast<int>(row.action)) + ")))\n(check-sat)\n(pop 1)\n";
        return text;
    }

  private:
    Term row_of(const Step& step) {
        return is(machine_.before.state, state_) && step.event == static_cast<int64_t>(event_);
    }
    Term comes_by(const Step& step) {
        Term result = row_of(step);
        for (const Conjunct& c : invariant(machine_.before))
            if (!c.of_honest_venue) result = result && c.term;
        for (const Named& rule : step.when) result = result && rule.term;
        return result;
    }
    void add(const Question& question) {
        if (question.step.empty()) return;
        Term all = row_of(machine_.step(question.step));
        for (const Named& assertion : question.assertions) all = all && assertion.term;
        broken_ = broken_ || all;
    }

    ChildState state_;
    ChildEvent event_;
    Machine machine_;
    Term broken_, reachable_;
};

struct Asked {
    ChildState state;
    ChildEvent event;
    Transition wrong;
};

std::string name_of(ChildState state) {
    return std::string(orders::kChildStateNames[static_cast<size_t>(state)]);
}

/// Every row with one thing wrong: another next state, or another action that the code would carry out.
std::vector<Transition> alterations(const Transition& right, bool has_report) {
    std::vector<Transition> all;
    for (size_t s = 0; s < orders::kChildStates; ++s)
        if (const auto next = static_cast<ChildState>(s); next != right.next) all.push_back({next, right.action});
    for (int a = 0; a <= static_cast<int>(ChildAction::close); ++a) {
        const auto action = static_cast<ChildAction>(a);
        if (action == right.action || (orders::reads_report(action) && !has_report)) continue;
        all.push_back({right.next, action});
    }
    return all;
}

bool comes_with_a_report(ChildEvent event) {
    return event != ChildEvent::send_new && event != ChildEvent::send_reduce && event != ChildEvent::send_cancel &&
           event != ChildEvent::timeout;
}

bool may_fill(ChildState state) {
    return state == ChildState::sent || state == ChildState::working || state == ChildState::reducing ||
           state == ChildState::cancelling || state == ChildState::unknown;
}
bool only_waits(ChildAction action) {
    return action == ChildAction::none || action == ChildAction::ask || action == ChildAction::ask_again ||
           action == ChildAction::doubt || action == ChildAction::postpone;
}
bool fills(ChildAction action) {
    return action == ChildAction::fill || action == ChildAction::fill_over;
}
bool tightens(ChildAction action) {
    return action == ChildAction::shrink || action == ChildAction::settle || action == ChildAction::close;
}

/// Why nothing that is promised breaks under an alteration; empty: there is no reason, and it must be noticed.
std::string harmless(const Asked& a) {
    const Transition& right = orders::kTransitions.at(a.state, a.event);
    if (a.wrong.next != right.next)
        return may_fill(a.wrong.next) && may_fill(right.next) ? "counts in full in both states, and is awaited or can "
                                                                "be cancelled: only what is asked next differs"
                                                              : "";
    if (only_waits(a.wrong.action) && only_waits(right.action))
        return "changes no quantity: only when the next question is asked differs";
    if (fills(a.wrong.action) && fills(right.action)) return "the code does the same for both";
    if (a.state == ChildState::closed && tightens(a.wrong.action))
        return "a closed child may fill nothing already, and `most` never falls below what is executed";
    const bool ends = right.action == ChildAction::close && tightens(a.wrong.action);
    if (ends && (a.event == ChildEvent::cancelled || a.event == ChildEvent::reduced_all))
        return "the report counts no more than is executed, to which `most` falls in any way";
    if (a.state == ChildState::settling && tightens(a.wrong.action))
        return "what the venue counts is what is awaited already";
    if (a.state == ChildState::sent && a.event == ChildEvent::reduced && a.wrong.action == ChildAction::shrink)
        return "the report is believed sooner, and is true";
    return "";
}

std::string text(const Asked& a) {
    const auto say = [](ChildState next, ChildAction action) {
        return name_of(next) + " with action " + std::to_string(static_cast<int>(action));
    };
    const Transition& right = orders::kTransitions.at(a.state, a.event);
    return name_of(a.state) + " on event " + std::to_string(static_cast<int>(a.event)) + " -> " +
           say(a.wrong.next, a.wrong.action) + " instead of " + say(right.next, right.action);
}

/// The rows that a step can take, each left open.
std::vector<Asked> reached_rows(const Solver& solver) {
    std::vector<Asked> rows;
    std::vector<std::string> texts;
    for (size_t s = 0; s < orders::kChildStates; ++s)
        for (size_t e = 0; e < orders::kChildEvents; ++e) {
            rows.push_back({static_cast<ChildState>(s), static_cast<ChildEvent>(e), {}});
            texts.push_back(OpenRow(rows.back().state, rows.back().event).reached());
        }
    const std::vector<std::string> answers = solver.answers(texts);
    EXPECT_EQ(answers.size(), rows.size());
    std::vector<Asked> reached;
    for (size_t i = 0; i < std::min(rows.size(), answers.size()); ++i)
        if (answers[i] == "sat")
            reached.push_back(rows[i]);
        else
            EXPECT_EQ(answers[i], "unsat");
    return reached;
}

TEST(Rows, AnyAlterationIsNoticedOrHarmless) {
    const Solver* solver = any_solver();
    if (solver == nullptr) GTEST_SKIP() << "neither z3 nor cvc5 is installed";
    const std::vector<Asked> rows = reached_rows(*solver);
    for (const Asked& row : rows)
        EXPECT_NE(orders::kTransitions.at(row.state, row.event).action, ChildAction::never) << text(row);
    std::vector<std::string> texts;
    std::vector<Asked> asked;
    for (const Asked& row : rows) {
        const Transition& right = orders::kTransitions.at(row.state, row.event);
        const std::vector<Transition> wrong = alterations(right, comes_with_a_report(row.event));
        for (const Transition& t : wrong) asked.push_back({row.state, row.event, t});
        texts.push_back(OpenRow(row.state, row.event).broken(wrong));
    }
    const std::vector<std::string> answers = solver->answers(texts);
    ASSERT_EQ(answers.size(), asked.size()) << (answers.empty() ? "" : answers.back());
    std::map<std::string, int> harmless_for;
    size_t noticed = 0;
    for (size_t i = 0; i < asked.size(); ++i) {
        noticed += answers[i] == "sat";
        if (answers[i] == "sat") continue;
        EXPECT_EQ(answers[i], "unsat");
        const std::string reason = harmless(asked[i]);
        EXPECT_NE(reason, "") << "not noticed: " << text(asked[i]);
        ++harmless_for[reason];
    }
    std::printf("%zu of 136 rows can be reached; of %zu wrong ones %zu are noticed\n", rows.size(), asked.size(),
                noticed);
    for (const auto& [reason, count] : harmless_for) std::printf("%4d harmless: %s\n", count, reason.c_str());
}

TEST(Rows, WhatTheExplorationNoticesTheProofDoes) {
    const Solver* solver = any_solver();
    if (solver == nullptr) GTEST_SKIP() << "neither z3 nor cvc5 is installed";
    std::vector<std::string> texts;
    std::vector<orders::Mutation> twofold;  // the others are asked for above
    for (const orders::Mutation& m : orders::kMutations) {
        const Transition& right = orders::kTransitions.at(m.state, m.event);
        if (m.wrong.next != right.next && m.wrong.action != right.action) twofold.push_back(m);
    }
    for (const orders::Mutation& m : twofold) texts.push_back(OpenRow(m.state, m.event).broken({m.wrong}));
    const std::vector<std::string> answers = solver->answers(texts);
    ASSERT_EQ(answers.size(), texts.size());
    for (size_t i = 0; i < texts.size(); ++i) {
        const orders::Mutation& m = twofold[i];
        EXPECT_EQ(answers[i], "sat") << text({m.state, m.event, m.wrong});
    }
}

}  // namespace
}  // namespace weir::order_proof
