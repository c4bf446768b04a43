// Tokens, folds, selections, lenses, links, calls: on small scripts what they say, on all scripts what always holds.
#include <gtest/gtest.h>

#include "tests/ide/scripts.h"

namespace weir::ide {
namespace {

using testing::analysed;

constexpr const char* kScript = R"(weir 1

/// What a trade costs.
fn cost(a : price, b : ratio) -> price = a * b

strategy s(
    live level : ratio = 10 bps from 1 bps to 1%,
    size : money = 100 quote,
) {
    // wide
    // and more
    let wide = spread > cost(mid, level)
    schedule linear
    work far when order.side = buy { take behind; up to level worse than mid }
}

test "goes" of s {
    order buy 10 shares from 09:00 to 10:00
    market tape "day.tape"
    expect executed > 0 shares by 10:00
}
)";

std::string_view name_of(TokenKind kind) {
    constexpr std::string_view kNames[]{"keyword", "operation", "number",   "unit",      "string",   "comment",
                                        "type",    "function",  "variable", "parameter", "property", "strategy",
                                        "policy",  "work",      "phase",    "leg",       "choice"};
    return kNames[static_cast<size_t>(kind)];
}

std::string told(const Analysis& analysis, const Token& token) {
    std::string text = std::string(analysis.text(token.range)) + "/" + std::string(name_of(token.kind));
    if (token.has(Modifier::declaration)) text += "!";
    if (token.has(Modifier::live)) text += "~";
    if (token.has(Modifier::of_language)) text += "*";
    return text;
}

TEST(Tokens, TellWordsFromNames) {
    const Snapshot now = analysed(kScript);
    std::vector<std::string> all;
    for (const Token& token : semantic_tokens(*now)) all.push_back(told(*now, token));
    std::string line;
    for (const std::string& one : all) line += one + " ";
    for (const char* part :
         {"weir/keyword 1/number /// What a trade costs./comment fn/keyword cost/function! a/parameter! price/type*",
          "live/keyword level/parameter!~ ratio/type* =/operation 10/number bps/unit from/keyword",
          "let/keyword wide/variable! =/operation spread/variable* >/operation cost/function mid/variable*",
          "level/parameter~ schedule/keyword linear/choice*",
          "work/keyword far/work! when/keyword order/variable* side/property* =/operation buy/choice*",
          "take/keyword behind/keyword up/keyword to/keyword level/parameter~ worse/keyword than/keyword mid/variable*",
          "test/keyword \"goes\"/string of/keyword s/strategy order/keyword buy/keyword 10/number shares/unit",
          "expect/keyword executed/variable* >/operation 0/number shares/unit by/keyword 10:00/number"})
        EXPECT_NE(line.find(part), std::string::npos) << part << "\nin\n" << line;
}

TEST(Tokens, StandInOrderOnOneLineEach) {
    std::vector<testing::Script> all = testing::scripts();
    for (auto& one : testing::golden_scripts()) all.push_back(std::move(one));
    for (const testing::Script& script : all) {
        const Snapshot now = analysed(script);
        uint32_t end = 0;
        for (const Token& token : semantic_tokens(*now)) {
            ASSERT_GE(token.range.begin, end) << script.path;
            ASSERT_LT(token.range.begin, token.range.end) << script.path;
            ASSERT_EQ(now->text(token.range).find('\n'), std::string_view::npos) << script.path;
            end = token.range.end;
        }
        ASSERT_LE(end, script.text.size());
    }
}

TEST(Tokens, OfSoundScriptsEveryWordIsKnown) {
    for (const testing::Script& script : testing::scripts()) {
        const Snapshot now = analysed(script);
        const std::vector<Token> tokens = semantic_tokens(*now);
        for (const syntax::Token& word : now->tokens) {
            if (word.kind != syntax::TokenClass::name) continue;
            const bool known = std::ranges::binary_search(tokens, word.begin, {},
                                                          [](const Token& token) { return token.range.begin; });
            EXPECT_TRUE(known) << script.path << ": " << now->text({0, word.begin, word.end});
        }
    }
}

TEST(Folds, AreBlocksParametersAndComments) {
    const Snapshot now = analysed(kScript);
    std::vector<std::string> all;
    for (const Fold& fold : folds(*now)) {
        const SourceFile& file = now->file();
        all.push_back(std::to_string(file.position(fold.range.begin).line) + "-" +
                      std::to_string(file.position(fold.range.end).line));
    }
    EXPECT_EQ(all, (std::vector<std::string>{"6-8", "9-14", "10-11", "17-20"}));
}

TEST(Folds, AreThereWhileABracketIsMissing) {
    const Snapshot now = analysed(
        "weir 1\nuse \"a.weir\"\nuse \"b.weir\"\nstrategy s(\n a : ratio\n) {\n let x = (\n work w {\n peg\n }\n}\n");
    ASSERT_TRUE(now->diagnostics.has_errors());
    size_t blocks = 0, uses = 0;
    for (const Fold& fold : folds(*now)) {
        blocks += fold.kind == FoldKind::block;
        uses += fold.kind == FoldKind::uses;
    }
    EXPECT_EQ(blocks, 3U);
    EXPECT_EQ(uses, 1U);
}

TEST(Selections, GrowFromTheWordToTheFile) {
    const Snapshot now = analysed(kScript);
    const auto at = static_cast<uint32_t>(std::string(kScript).find("level)"));
    std::vector<std::string> all;
    for (const SourceRange range : selections(*now, at)) {
        const std::string text(now->text(range));
        all.push_back(text.substr(0, text.find('\n')));
    }
    EXPECT_EQ(all, (std::vector<std::string>{"level", "mid, level", "(mid, level)", "cost(mid, level)",
                                             "spread > cost(mid, level)", "let wide = spread > cost(mid, level)", "",
                                             "{", "strategy s(", "weir 1"}));
}

TEST(Selections, EachHoldsMoreThanTheOneBefore) {
    std::vector<testing::Script> all = testing::scripts();
    for (auto& one : testing::golden_scripts()) all.push_back(std::move(one));
    for (const testing::Script& script : all) {
        const Snapshot now = analysed(script);
        for (uint32_t at = 0; at <= script.text.size(); at += 97) {
            const std::vector<SourceRange> chain = selections(*now, at);
            for (size_t i = 0; i < chain.size(); ++i) {
                ASSERT_TRUE(chain[i].begin <= at && at <= chain[i].end) << script.path << " at " << at;
                if (i == 0) continue;
                ASSERT_TRUE(chain[i].begin <= chain[i - 1].begin && chain[i - 1].end <= chain[i].end &&
                            chain[i] != chain[i - 1])
                    << script.path << " at " << at;
            }
            ASSERT_TRUE(script.text.empty() || chain.back().end == script.text.size());
        }
    }
}

TEST(Lenses, StandOnStrategiesAndTests) {
    const Snapshot now = analysed(kScript);
    const std::vector<Lens> found = lenses(*now);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].name, "s");
    EXPECT_EQ(found[1].name, "goes");
    EXPECT_EQ(found[1].kind, LensKind::test);
}

TEST(Links, AreScriptsAndTapes) {
    const Snapshot now = analysed("weir 1\nuse \"desk.weir\"\n" + std::string(kScript).substr(7));
    const std::vector<Link> found = links(*now);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, "desk.weir");
    EXPECT_EQ(now->text(found[0].range), "\"desk.weir\"");
    EXPECT_EQ(found[1].kind, LinkKind::tape);
    EXPECT_EQ(found[1].path, "day.tape");
}

TEST(Calls, LeadFromAFunctionToItsUsersAndBack) {
    const std::string text =
        "weir 1\nfn half(a : price) -> price = 0.5 * a\nfn quarter(a : price) -> price = half(half(a))\n"
        "strategy s() {\n    let x = spread > quarter(mid)\n    schedule linear\n    work w { peg near touch; take "
        "behind; child at most 10 quote }\n}\n";
    const Snapshot now = analysed(text);
    const auto half = caller_at(*now, static_cast<uint32_t>(text.find("half(half")));
    ASSERT_TRUE(half);
    EXPECT_EQ(half->name, "half");
    const std::vector<Caller> above = callers(*now, half->target);
    ASSERT_EQ(above.size(), 1U);
    EXPECT_EQ(above[0].name, "quarter");
    EXPECT_EQ(above[0].places.size(), 2U);
    const std::vector<Caller> top = callers(*now, above[0].target);
    ASSERT_EQ(top.size(), 1U);
    EXPECT_EQ(top[0].kind, NameKind::strategy);
    const std::vector<Caller> below = callees(*now, top[0].target);
    ASSERT_EQ(below.size(), 1U);
    EXPECT_EQ(below[0].name, "quarter");
    EXPECT_EQ(now->text(below[0].places.at(0)), "quarter");
}

}  // namespace
}  // namespace weir::ide
