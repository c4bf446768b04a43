// What is proven of the standard library is settled by solvers as programs, from the printed text alone: whoever trusts
// neither the verifier nor the solver inside it can ask another.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "compiler/verify/verify.h"
#include "tests/proofs_orders/solver.h"
#include "tests/support/plans.h"

namespace weir::test {
namespace {

using order_proof::testing::Solver;

constexpr Solver kOfRechecks[] = {{"z3", "-t:20000"}, {"cvc5", "--incremental --tlimit-per=20000"}};
constexpr size_t kMostOfOneOnly = 8;

/// Each settled question once, with where it is first asked.
std::map<std::string, std::string> settled_of_the_library() {
    std::map<std::string, std::string> texts;
    for (const auto& path : scripts_in("stdlib"))
        for (const plan::Plan& generic : plans_of(path))
            for (const verify::Finding& finding : verify::prove(generic, {}).findings)
                for (const verify::Script& script : finding.scripts)
                    if (script.settled)
                        texts.try_emplace(script.text + "(check-sat)\n", generic.name + ": " + finding.property.name);
    return texts;
}

TEST(Recheck, TwoSolversSettleEveryProof) {
    for (const Solver& solver : kOfRechecks)
        if (!solver.is_there()) GTEST_SKIP() << solver.name << " is not installed";
    const std::map<std::string, std::string> scripts = settled_of_the_library();
    ASSERT_GT(scripts.size(), 100u);
    std::vector<std::string> texts;
    for (const auto& [text, where] : scripts) texts.push_back(text);
    std::vector<std::string> answers[2];
    {
        std::jthread first([&] { answers[0] = kOfRechecks[0].answers(texts); });
        answers[1] = kOfRechecks[1].answers(texts);
    }
    for (const auto& of_one : answers)
        ASSERT_EQ(of_one.size(), texts.size()) << (of_one.empty() ? "nothing" : of_one.back());
    size_t settled[2] = {}, of_one_only = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
        const std::string& where = scripts.at(texts[i]);
        int by = 0;
        for (int solver = 0; solver < 2; ++solver) {
            const std::string& answer = answers[solver][i];
            EXPECT_NE(answer, "sat") << kOfRechecks[solver].name << " refutes " << where << "\n" << texts[i];
            EXPECT_FALSE(answer.starts_with("(error")) << where << "\n" << answer;
            settled[solver] += answer == "unsat";
            by += answer == "unsat";
        }
        EXPECT_GT(by, 0) << "neither solver settles a question of " << where;
        if (by != 1) continue;
        ++of_one_only;
        std::printf("only %s: %s\n", answers[0][i] == "unsat" ? "z3" : "cvc5", where.c_str());
    }
    std::printf("%zu scripts, unsat by z3 %zu, by cvc5 %zu, by one only %zu\n", texts.size(), settled[0], settled[1],
                of_one_only);
    EXPECT_LE(of_one_only, kMostOfOneOnly);
}

}  // namespace
}  // namespace weir::test
