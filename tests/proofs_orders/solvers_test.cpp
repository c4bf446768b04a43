// Each claim of the order manager is settled by two solvers that share no code, from the printed text alone; and each
// comes into play in a state that is reached from the beginning.
#include <gtest/gtest.h>

#include <set>

#include "proofs/orders/orders_proof.h"
#include "tests/proofs_orders/solver.h"

namespace weir::order_proof {
namespace {

using namespace testing;

class Solvers : public ::testing::TestWithParam<Solver> {};

TEST_P(Solvers, AgreeWithEveryClaim) {
    const Solver& solver = GetParam();
    if (!solver.is_there()) GTEST_SKIP() << solver.name << " is not installed";
    std::vector<std::string> texts, names, expected;
    for (const Claim& claim : order_manager_claims()) {
        EXPECT_FALSE(claim.scripts.empty()) << claim.name;
        EXPECT_FALSE(claim.witnesses.empty()) << claim.name << " may be vacuous";
        for (const Script& script : claim.scripts)
            texts.push_back(script.text), names.push_back(script.name), expected.emplace_back("unsat");
        for (const Script& script : claim.witnesses)
            texts.push_back(script.text), names.push_back(script.name), expected.emplace_back("sat");
    }
    const std::vector<std::string> answers = solver.answers(texts);
    ASSERT_EQ(answers.size(), texts.size()) << (answers.empty() ? "" : answers.back());
    for (size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(answers[i], expected[i]) << names[i];
    std::printf("%s: %zu scripts\n", solver.name, texts.size());
}

INSTANTIATE_TEST_SUITE_P(Both, Solvers, ::testing::Values(kZ3, kCvc5),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(Claims, HaveNamesOfTheirOwn) {
    std::set<std::string> names;
    for (const Claim& claim : order_manager_claims()) {
        EXPECT_TRUE(names.insert("claim " + claim.name).second) << claim.name;
        EXPECT_FALSE(claim.says.empty());
        for (const auto* scripts : {&claim.scripts, &claim.witnesses})
            for (const Script& script : *scripts) {
                EXPECT_TRUE(names.insert(script.name).second) << script.name;
                EXPECT_TRUE(script.text.starts_with("; " + script.says)) << script.name;
                EXPECT_TRUE(script.text.ends_with("(check-sat)\n")) << script.name;
            }
    }
}

}  // namespace
}  // namespace weir::order_proof
