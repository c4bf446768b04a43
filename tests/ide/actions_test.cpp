// Actions: what each does to a small script, and what holds of every action on every script of the repository.
#include <gtest/gtest.h>

#include <random>

#include "compiler/compiler.h"
#include "compiler/nominal_market.h"
#include "tests/ide/scripts.h"

namespace weir::ide {
namespace {

using testing::analysed;
using testing::applied;

constexpr std::string_view kHead = "weir 1\n\nstrategy s(\n    size : money = 100 quote,\n) {\n";
constexpr std::string_view kWork = "    work w { peg near touch; take behind; child at most size }\n}\n";

std::string script(const std::string& clauses) {
    return std::string(kHead) + clauses + std::string(kWork);
}

std::optional<Action> action(const std::string& text, SourceRange range, std::string_view title) {
    const Snapshot now = analysed(text);
    for (Action& one : actions(*now, range))
        if (one.title.starts_with(title)) return one;
    return std::nullopt;
}
/// The text after the action of that title at the place of `at`.
std::string after(const std::string& text, const std::string& at, std::string_view title, bool select = false) {
    const auto begin = static_cast<uint32_t>(text.find(at));
    const auto end = begin + (select ? static_cast<uint32_t>(at.size()) : 0);
    const auto found = action(text, {0, begin, end}, title);
    return found ? applied(text, found->edits) : "no such action";
}

TEST(Actions, NameAnExpression) {
    const std::string text =
        script("    schedule linear\n    // wide\n    pause when spread > 3 * normal(spread) for 2 s\n");
    EXPECT_EQ(after(text, "spread > 3 * normal(spread)", "Give this", true),
              script("    schedule linear\n    let condition = spread > 3 * normal(spread)\n    // wide\n"
                     "    pause when condition for 2 s\n"));
    EXPECT_EQ(after(text, "normal(spread)", "Give this"),
              script("    schedule linear\n    let usual_spread = normal(spread)\n    // wide\n"
                     "    pause when spread > 3 * usual_spread for 2 s\n"));
}

TEST(Actions, NameEveryOccurrence) {
    const std::string text = script(
        "    schedule linear\n    pause when (spread > 3 ticks)\n    tilt 2x when spread > 3 ticks and executed > 0 "
        "lots\n");
    EXPECT_EQ(after(text, "spread > 3 ticks", "Give all 2", true),
              script("    schedule linear\n    let condition = spread > 3 ticks\n    pause when condition\n"
                     "    tilt 2x when condition and executed > 0 lots\n"));
}

TEST(Actions, ConstantsAndNamesKeepTheirPlace) {
    const std::string text = script("    schedule linear\n    pause when spread > average(spread, 5 min)\n");
    EXPECT_EQ(after(text, "5 min", "Give this", true), "no such action");
    EXPECT_EQ(after(text, "spread >", "Give this", true), "no such action");
}

TEST(Actions, TakeANameAway) {
    const std::string text =
        script("    let wide = spread > 3 ticks  // dear\n    schedule linear\n    pause when not wide\n");
    EXPECT_EQ(after(text, "wide", "Put the value"),
              script("    schedule linear\n    pause when not (spread > 3 ticks)\n"));
}

TEST(Actions, WriteAShareInItsOtherUnit) {
    const std::string text = script("    schedule linear\n    tilt 2x when spread > 10 bps of mid\n");
    EXPECT_EQ(after(text, "10 bps", "Write"), script("    schedule linear\n    tilt 2x when spread > 0.1% of mid\n"));
    EXPECT_EQ(after(script("    tilt 2x when spread > 0.25% of mid\n"), "0.25%", "Write"),
              script("    tilt 2x when spread > 25 bps of mid\n"));
}

TEST(Actions, DocumentAParameter) {
    EXPECT_EQ(after(script(""), "size", "Document"),
              "weir 1\n\nstrategy s(\n    /// Size.\n    size : money = 100 quote,\n) {\n" + std::string(kWork));
}

TEST(Actions, GiveADefault) {
    const std::string text = script("    schedule linear\n    pause when spread > 3 * normal(spread)\n");
    EXPECT_EQ(
        after(text, "normal", "Take"),
        script("    schedule linear\n    pause when spread > 3 * (normal(spread) else average(spread, 15 min))\n"));
    const std::string has = after(text, "normal", "Take");
    EXPECT_EQ(after(has, "normal", "Take"), "no such action");
}

TEST(Actions, BoundTheMid) {
    const std::string text = script("    risk { child value <= 500 quote }  // house\n");
    EXPECT_EQ(
        after(text, "risk", "Say how high"),
        "weir 1\n\nstrategy s(\n    size : money = 100 quote,\n) {\n    risk { child value <= 500 quote }  // house\n" +
            std::string(kWork.substr(0, kWork.size() - 2)) + "    assume { mid from 1 tick to 10_000_000 quote }\n}\n");
    EXPECT_EQ(after(after(text, "risk", "Say how high"), "risk", "Say how high"), "no such action");
}

TEST(Actions, MendWhatIsNeverUsed) {
    const std::string text = script("    let wide = spread > 3 ticks\n    schedule linear\n");
    const Snapshot now = analysed(text);
    ASSERT_EQ(now->diagnostics.size(), 1U);
    EXPECT_EQ(after(text, "wide", "Remove `wide`"), script("    schedule linear\n"));
    const std::string two =
        "weir 1\nstrategy s(a : ratio, b : money = 5 quote) {\n    work w { peg near touch; child at most b }\n}\n";
    EXPECT_EQ(after(two, "a :", "Remove `a`"),
              "weir 1\nstrategy s( b : money = 5 quote) {\n    work w { peg near touch; child at most b }\n}\n");
}

// ---------------------------------------------------------------------------------------------------- of all scripts

size_t errors(const Analysis& analysis) {
    return static_cast<size_t>(std::ranges::count(analysis.diagnostics, Severity::error, &Diagnostic::severity));
}

std::vector<uint64_t> hashes(const testing::Script& script, const std::string& text) {
    std::vector<uint64_t> all;
    const SourceFile file(script.path, text);
    const auto checked = compiler::check(
        file, [](const sema::Program& program) { return compiler::nominal_market(program); }, testing::read_file);
    for (const plan::Plan& plan : checked.plans) all.push_back(plan::content_hash(plan));
    return all;
}

/// Whether a plan has the words themselves: a guard says the line that it keeps.
bool is_quoted(const Analysis& analysis, uint32_t offset) {
    for (const syntax::Strategy& strategy : analysis.tree().strategies)
        for (const syntax::Clause& clause : strategy.clauses)
            if (clause.range.begin <= offset && offset < clause.range.end &&
                (std::holds_alternative<syntax::Risk>(clause.kind) ||
                 std::holds_alternative<syntax::Assume>(clause.kind)))
                return true;
    return false;
}

TEST(Actions, LeaveEveryScriptSound) {
    constexpr unsigned kSeed = 8;
    std::mt19937 random(kSeed);
    size_t named = 0, taken_away = 0;
    std::vector<testing::Script> all = testing::scripts();
    for (auto& one : testing::golden_scripts()) all.push_back(std::move(one));
    for (const testing::Script& script : all) {
        const Snapshot now = analysed(script);
        if (errors(*now) > 0 || now->tokens.empty()) continue;
        const std::vector<uint64_t> before = hashes(script, script.text);
        for (int run = 0; run < 15; ++run) {
            const syntax::Token& token = now->tokens[random() % now->tokens.size()];
            for (const Action& one : actions(*now, {0, token.begin, token.begin})) {
                const std::string text = applied(script.text, one.edits);
                const Snapshot then = analysed(testing::Script{script.path, text});
                ASSERT_EQ(errors(*then), 0U) << script.path << ", seed " << kSeed << "\n"
                                             << one.title << "\n"
                                             << render(then->diagnostics, then->files);
                if (one.kind == ActionKind::extract || one.kind == ActionKind::inlined) {
                    // What is kept of the past is kept once by a let, and once for each place by its value.
                    if (one.edits.size() == 2)
                        EXPECT_EQ(hashes(script, text), before) << script.path << "\n" << one.title << "\n" << text;
                    EXPECT_EQ(then->diagnostics.size(), now->diagnostics.size()) << script.path << "\n" << one.title;
                    ++(one.kind == ActionKind::extract ? named : taken_away);
                }
                if (one.title.starts_with("Write ") && !is_quoted(*now, token.begin))
                    EXPECT_EQ(hashes(script, text), before) << script.path << "\n" << one.title;
            }
        }
    }
    EXPECT_GT(named, 30U);
    EXPECT_GT(taken_away, 3U);
}

TEST(Actions, MendWhatTheySay) {
    size_t mended = 0;
    for (const testing::Script& script : testing::golden_scripts()) {
        const Snapshot now = analysed(script);
        const auto end = static_cast<uint32_t>(script.text.size());
        for (const Action& one : actions(*now, {0, 0, end})) {
            if (!one.diagnostic) continue;
            const Diagnostic& diagnostic = now->diagnostics[*one.diagnostic];
            const Snapshot then = analysed(testing::Script{script.path, applied(script.text, one.edits)});
            const auto same = [&](const Diagnostic& other) {
                return other.code == diagnostic.code && other.message == diagnostic.message;
            };
            EXPECT_LT(std::ranges::count_if(then->diagnostics, same), std::ranges::count_if(now->diagnostics, same))
                << script.path << "\n"
                << one.title << "\n"
                << diagnostic.message;
            ++mended;
        }
    }
    EXPECT_GT(mended, 40U);
}

}  // namespace
}  // namespace weir::ide
