// Nothing in the proof stands for nothing: each rule of the code, conjunct of the invariant and promise of a venue is
// left out in turn, and a question that it answered has a counterexample then.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "proofs/orders/topics.h"
#include "tests/proofs_orders/solver.h"

namespace weir::order_proof {
namespace {

using namespace testing;

struct LeftOutRow {
    const char* what;
    const char* then_fails;  // a question
};
const std::vector<LeftOutRow> kRows = {
    {"nothing of it was sent", "no-self-cross-first"},
    {"orders of two ledgers do not cross", "no-self-cross-report"},
    {"the price is within the limit that others leave", "no-self-cross-send_new"},
    {"a child executes from nothing up", "venue-report"},
    {"a closed child may fill nothing", "counted-report"},
    {"a fill", "ledger-stray"},
    {"a fresh child has and may fill nothing", "ledger-send_new"},
    {"a limit, and a span of time", "message-rate-first"},
    {"a living child has its slot", "one-order-a-slot-alive"},
    {"a stopped parent has stopped its ledgers", "deadline-stopped"},
    {"a venue fills what was sent", "venue-stray"},
    {"after the last question the exposure is escalated", "watched-open"},
    {"an answer is awaited", "ledger-overdue"},
    {"an answer is awaited so often and no more", "ledger-overdue"},
    {"an excess is a breach", "excess-bounded"},
    {"any other may fill something", "ledger-report"},
    {"cancelled: it is over, with so much executed", "venue-report"},
    {"cancels since", "cancel-reserve-used"},
    {"each overdue answer but the first is a question", "ending-bounded"},
    {"executed and what may fill are within the total and the excess", "no-overfill-venue"},
    {"executed is the sum over the children", "no-overfill-venue"},
    {"exposure is the sum over the children", "no-overfill-venue"},
    {"filled: an execution that was not told", "venue-report"},
    {"it does", "held-back-new-order"},
    {"it has left the span", "message-rate-kept"},
    {"it is not over", "deadline-asked-for"},
    {"it is on its way", "venue-arrive"},
    {"it is open there, and becomes less", "venue-cut"},
    {"it is time", "deadline-stopped"},
    {"it may rest, or its truth is not known", "rows-send_cancel"},
    {"it rests", "rows-send_reduce"},
    {"it waits", "held-back-first"},
    {"it works from its start on", "held-back-new-order"},
    {"messages are counted", "message-rate-first"},
    {"no more are alive than may be", "working-orders-limit"},
    {"no more is kept back than the limit less one", "message-rate-kept"},
    {"no more was ever wanted than was executed", "position-follow"},
    {"no overfill of the exit", "position-never-opposite"},
    {"no total is larger than the largest that was wanted", "no-overfill-venue"},
    {"no venue that keeps its word is blamed", "no-overfill-venue"},
    {"not stopped", "nothing-new-send_new"},
    {"nothing else has a time", "ledger-overdue"},
    {"nothing has happened", "ledger-first"},
    {"nothing is executed", "position-first"},
    {"nothing is in the slot", "ledger-first"},
    {"nothing lives in its slot", "children-send_new"},
    {"nothing was sent", "ledger-first"},
    {"no message was sent", "message-rate-first"},
    {"of what is open", "venue-execute"},
    {"only what was in doubt was asked after", "ledger-overdue"},
    {"questions are counted", "ending-report"},
    {"reduced: no more than this can come of it", "venue-report"},
    {"rejected: it never was open", "venue-report"},
    {"room was kept", "cancel-reserve-used"},
    {"something is wanted", "ledger-send_new"},
    {"stopped", "ending-send_new"},
    {"it is over", "held-back-for-good"},
    {"such a report", "release-cancelled"},
    {"the child is fresh", "venue-send_new"},
    {"the exit's total is nothing", "position-first"},
    {"the life is one of three", "deadline-asked-for"},
    {"the limit of working orders", "ledger-send_new"},
    {"the order ends after it starts", "deadline-asked-for"},
    {"the order was sent", "ledger-report"},
    {"the rest is sums of such children", "children-report"},
    {"the ring tells the time of that message", "message-rate-kept"},
    {"the slot's executed is the sum over its children", "inputs-fit"},
    {"the slot's exposure is the sum over its children", "inputs-fit"},
    {"the slot's other children are among the ledger's", "inputs-fit"},
    {"the stance is to work", "nothing-new-send_new"},
    {"the state is one of the table", "ledger-report"},
    {"the total is as ordered", "ledger-first"},
    {"the total is what is wanted, or more while more may fill", "ledger-report"},
    {"the venue holds what it holds", "venue-report"},
    {"the window that ends with it", "cancel-reserve-kept"},
    {"there are no other children", "ledger-first"},
    {"times never step back", "held-back-kept"},
    {"to the lot below", "position-follow"},
    {"what awaits announced fills is over at the venue", "release-cancelled"},
    {"what is alive is counted", "working-orders-limit"},
    {"what is executed has filled", "position-never-opposite"},
    {"what is executed has filled at the venue", "no-overfill-ledger"},
    {"what is executed never falls", "position-follow"},
    {"what is inside now", "cancel-reserve-used"},
    {"what left the span since", "cancel-reserve-used"},
    {"what the others have executed has filled at the venue", "no-overfill-ledger"},
    {"what the rest may fill at the venue is counted", "children-venue-report"},
    {"what the trader ended is stopped", "held-back-new-order"},
    {"what works was seen", "release-rejected"},
    {"whatever awaits an answer has a time for it, or is escalated", "watched-open"},
    {"whatever may fill at the venue is counted", "venue-report"},
    {"whatever the others may fill at the venue is counted", "no-overfill-venue"},
    {"within the ledger's allowance", "ledger-send_new"},
    {"within the limit so far", "message-rate-kept"},
};

std::vector<Question> questions(LeftOut left_out) {
    // Terms are of their machine: questions are printed before it is gone.
    static std::vector<std::unique_ptr<Machine>> machines;
    machines.push_back(std::make_unique<Machine>(orders::kTransitions));
    Machine& machine = *machines.back();
    std::vector<Question> all;
    for (const std::vector<Topic>& topics :
         {ledger_topics(machine, left_out), pair_topics(machine, left_out), cross_topics(machine, left_out),
          position_topics(machine.terms, left_out), message_topics(machine.terms, left_out),
          life_topics(machine.terms, left_out)})
        for (const Topic& topic : topics) all.insert(all.end(), topic.proof.begin(), topic.proof.end());
    return all;
}

TEST(LeftOut, EachRuleIsNeeded) {
    const Solver* solver = any_solver();
    if (solver == nullptr) GTEST_SKIP() << "neither z3 nor cvc5 is installed";
    std::vector<std::string> texts;
    for (const LeftOutRow& row : kRows) {
        const std::vector<Question> all = questions(row.what);
        const auto question = std::ranges::find(all, row.then_fails, &Question::name);
        ASSERT_NE(question, all.end()) << row.then_fails;
        texts.push_back(script(question->says, question->assertions));
    }
    const std::vector<std::string> answers = solver->answers(texts);
    ASSERT_EQ(answers.size(), texts.size());
    for (size_t i = 0; i < texts.size(); ++i)
        EXPECT_EQ(answers[i], "sat") << kRows[i].then_fails << " holds without: " << kRows[i].what;
}

TEST(LeftOut, NoRuleIsForgotten) {
    std::set<std::string> tried, there;
    for (const LeftOutRow& row : kRows) EXPECT_TRUE(tried.insert(row.what).second) << row.what;
    for (const Question& question : questions({}))
        for (const Named& assertion : question.assertions)
            if (!assertion.name.starts_with("and yet not: ")) there.insert(assertion.name);
    for (const std::string& name : there) EXPECT_TRUE(tried.contains(name)) << "never left out: " << name;
    for (const std::string& name : tried) EXPECT_TRUE(there.contains(name)) << "is in no question: " << name;
    std::printf("%zu rules, each needed\n", tried.size());
}

}  // namespace
}  // namespace weir::order_proof
