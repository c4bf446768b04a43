// Each rule of the verifier is needed: for each there is a bad strategy of which all else that is asked is proven, so
// that without the rule it would have a clean verdict. That it is bad is seen on random steps.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "compiler/plan/passes.h"
#include "compiler/verify/verify.h"
#include "tests/recheck/mutants.h"
#include "tests/support/plans.h"
#include "tests/verify/walk.h"

namespace weir::test {
namespace {

constexpr int64_t kStepsOfAWalk = 300;
constexpr uint64_t kWalks = 2000;

/// The first walk on which a property breaks: its seed; 0 where none does.
uint64_t breaks(const plan::Plan& asked, const verify::Property& property) {
    const plan::Plan plan = plan::specialise(asked, {});
    for (uint64_t seed = 1; seed <= kWalks; ++seed) {
        Walk walk(plan, seed);
        for (int64_t n = 0; n < kStepsOfAWalk && walk.step();) ++n;
        const step::Output& output = walk.output();
        if (property.guard >= 0 ? output.status == step::Status::guard && output.where == property.guard
                                : output.status == step::Status::fault)
            return seed;
    }
    return 0;
}

std::set<std::string> open_of(const verify::Proofs& proofs) {
    std::set<std::string> open;
    for (const verify::Finding& finding : proofs.findings)
        if (!finding.proven) open.insert(finding.property.name);
    return open;
}

/// `open` are properties that are not proven of the good strategy either.
void expect_only(const std::string& rule, const std::string& what, const verify::Proofs& proofs,
                 std::set<std::string> open) {
    const std::set<std::string> found = open_of(proofs);
    const bool caught = found.contains(rule) && !open.contains(rule);
    open.insert(rule);
    EXPECT_EQ(found, open) << what;
    uint64_t seed = 0;
    for (const verify::Finding& finding : proofs.findings)
        if (finding.property.name == rule) seed = breaks(proofs.asked, finding.property);
    EXPECT_GT(seed, 0u) << what << ": no walk breaks " << rule;
    const bool else_clean = std::ranges::includes(open, found);
    std::printf("| %-50s | %-48s | %-6s | %-11s | %4llu |\n", rule.c_str(), what.c_str(), caught ? "caught" : "MISSED",
                else_clean ? "clean" : "not clean", static_cast<unsigned long long>(seed));
    std::fflush(stdout);
}

std::vector<plan::Plan> plans_of(const Mutant& mutant, const std::vector<Edit>& edits) {
    std::ifstream in(std::filesystem::path(WEIR_SOURCE_DIR) / mutant.good);
    std::stringstream read;
    read << in.rdbuf();
    std::string text = read.str();
    for (const auto& [from, to] : edits) {
        const size_t at = text.find(from);
        if (at == std::string::npos) return {};
        text.replace(at, std::string_view(from).size(), to);
    }
    return plans_of_text(mutant.good, text);
}

TEST(Mutations, EachRuleIsAllThatStopsAMutant) {
    std::printf("| %-50s | %-48s | %-6s | %-11s | seed |\n", "rule", "mutant", "asked", "without it");
    std::map<std::string, std::set<std::string>> known;  // what is open of the good ones
    for (const Mutant& mutant : mutants()) {
        std::vector<plan::Plan> plans = plans_of(mutant, mutant.edits);
        EXPECT_EQ(plans.size(), 1u) << mutant.what;
        if (plans.empty()) continue;
        // Where a plan is altered, the edits are part of what is good.
        const std::vector<Edit> good = mutant.alter ? mutant.edits : std::vector<Edit>{};
        std::string key = mutant.good;
        for (const Edit& edit : good) key += edit.to;
        if (!known.contains(key)) known[key] = open_of(verify::prove(plans_of(mutant, good).front(), {}));
        if (mutant.alter) mutant.alter(plans.front());
        ASSERT_EQ(plan::validate(plans.front()), std::vector<std::string>{}) << mutant.what;
        expect_only(mutant.rule, mutant.what, verify::prove(plans.front(), {}), known.at(key));
    }
}

}  // namespace
}  // namespace weir::test
