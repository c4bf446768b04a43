// Functions, policies and used files: what they mean in the script that uses them.
#include <gtest/gtest.h>

#include "compiler/plan/passes.h"
#include "tests/lower/compiled.h"

namespace weir::test {
namespace {

std::string codes_of(const std::string& text) {
    std::string codes;
    for (const Diagnostic& diagnostic : compile(text, bitcoin()).diagnostics)
        codes += (codes.empty() ? "" : " ") + code_text(diagnostic.code);
    return codes;
}

std::string with(const std::string& declarations, const std::string& clauses) {
    return "weir 1\n" + declarations + "\nstrategy s() {\n" + clauses + "\n}\n";
}

/// The same plan as that of a script without functions: what a function says is what its body says.
void same_plan(const std::string& declarations, const std::string& clauses, const std::string& plain) {
    const plan::Plan with_functions = plan_of(with(declarations, clauses), bitcoin());
    const plan::Plan without = plan_of(with("", plain), bitcoin());
    EXPECT_EQ(plan::content_hash(with_functions), plan::content_hash(without)) << clauses;
}

TEST(Functions, AreTheirBody) {
    same_plan("fn wide(limit : ratio) = spread > limit * mid", "pause when wide(10 bps)\nwork w { peg near touch }",
              "pause when spread > 10 bps * mid\nwork w { peg near touch }");
    same_plan("fn usual(d : duration) = average(spread, d)\nfn wide(k : ratio) = spread > k * usual(5 min)",
              "pause when wide(3x) for 2 s\nwork w { peg near touch }",
              "pause when (spread > 3x * average(spread, 5 min)) for 2 s\nwork w { peg near touch }");
    same_plan("fn worst(a : price, b : price) -> price = max(a, b) + (a - b)",
              "work w { at worst(near touch - 2 ticks, mid - 10 ticks) }",
              "let a = near touch - 2 ticks\nlet b = mid - 10 ticks\nwork w { at max(a, b) + (a - b) }");
}

TEST(Functions, MistakesAreSaidOnce) {
    const std::string work = "work w { peg near touch }\n";
    EXPECT_EQ(codes_of(with("fn f(a : price) = a * a", work + "pause when f(mid) > mid")), "W0305");
    EXPECT_EQ(codes_of(with("fn f(a : price) = g(a)\nfn g(a : price) = f(a)", work + "pause when f(mid) > mid")),
              "W0240");
    EXPECT_EQ(codes_of(with("fn f(a : prise) = a", work + "pause when f(mid) > mid")), "W0302");
    EXPECT_EQ(codes_of(with("fn f(a : price) = a", work + "pause when f(5 min) > mid")), "W0303");
    EXPECT_EQ(codes_of(with("fn f(a : price) = a", work + "pause when f(mid, mid) > mid")), "W0204");
    EXPECT_EQ(codes_of(with("fn mid(a : price) = a", work)), "W0206");
    EXPECT_EQ(codes_of(with("fn f(a : price, b : price) = a", work)), "W0208");
    EXPECT_EQ(codes_of(with("fn f(a : price) = a\nfn f(a : price) = a", work)), "W0205");
}

TEST(Policies, BindEachStrategyOfTheFile) {
    const plan::Plan plan = plan_of(with("policy desk { child value <= 100_000 quote; messages <= 5 per 1 s }",
                                         "work w { peg near touch; child at most 1 BTC }"),
                                    bitcoin());
    ASSERT_EQ(plan.guards.size(), 1u);
    EXPECT_EQ(plan.guards[0].text, "policy desk: child value <= 100_000 quote");
    EXPECT_EQ(plan.limits.messages, 5);
}

TEST(Policies, OfAUsedFileBindToo) {
    const plan::Plan plan = plan_of(
        with("use \"house.weir\"", "pause when spread > 2 * usual(1 min)\nwork w { peg near touch }"), bitcoin());
    ASSERT_EQ(plan.guards.size(), 1u);
    EXPECT_EQ(plan.guards[0].text, "policy house: child value <= 500_000 quote");
}

TEST(Policies, AreObeyed) {
    const std::string policy = "policy desk { child value <= 100_000 quote; participation <= 20% over 5 min }";
    EXPECT_EQ(codes_of(with(policy, "work w { peg near touch }\nrisk { child value <= 200_000 quote }")), "W0460");
    EXPECT_EQ(codes_of(with(policy, "work w { peg near touch; child at most 200_000 quote }")), "W0414");
    EXPECT_EQ(codes_of(with(policy, "participate at most 30% of volume over 5 min\nwork w { peg near touch }")),
              "W0414");
    EXPECT_EQ(codes_of(with("policy desk { child value <= 5 min }", "work w { peg near touch }")), "W0303");
}

TEST(Policies, KeepTheNarrowestRate) {
    const plan::Plan plan =
        plan_of(with("policy desk { messages <= 20 per 1 s; working orders <= 9 }",
                     "work w { peg near touch }\nrisk { messages <= 5 per 1 s; working orders <= 3 }"),
                bitcoin());
    EXPECT_EQ(plan.limits.messages, 5);
    EXPECT_EQ(plan.limits.working_orders, 3);
}

}  // namespace
}  // namespace weir::test
