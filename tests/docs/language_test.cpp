// The tables of docs/language hold what the compiler's tables hold, and nothing else: no word of the language is
// without its description, and none is described that does not exist.
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "compiler/sema/expressions.h"
#include "compiler/sema/units.h"
#include "compiler/syntax/syntax.h"
#include "compiler/syntax/words.h"
#include "step/step.h"
#include "tests/docs/reference.h"

namespace weir::test {
namespace {

Names names_of(std::span<const std::string_view> texts) {
    return {texts.begin(), texts.end()};
}

struct WordRow {
    std::string unit;
    bool absent;
    friend bool operator==(const WordRow&, const WordRow&) = default;
};

TEST(Language, HasEachWord) {
    std::map<std::string, WordRow> known, aliased;
#define WEIR_WORD(name, text, unit, absent, target) \
    known[text] = aliased[#name] = {std::string(sema::name_of(sema::Unit::unit)), absent != 0};
#define WEIR_WORD_ALIAS(text, name) known[text] = aliased[#name];
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
    std::map<std::string, WordRow> shown;
    for (const Row& row : table("Words", "word").rows) shown[code(row[0])] = {row[1], row[2] == "yes"};
    for (const auto& [text, row] : known)
        EXPECT_TRUE(shown.contains(text) && shown[text] == row)
            << "`" << text << "` is missing, or described otherwise";
    for (const auto& [text, row] : shown) EXPECT_TRUE(known.contains(text)) << "`" << text << "` does not exist";
}

TEST(Language, HasEachFunction) {
    std::map<std::string, size_t> known, shown;
#define WEIR_FUNCTION(name, text, arguments) known[text] = arguments;
#include "compiler/sema/functions.def"
#undef WEIR_FUNCTION
    for (const Row& row : table("Functions", "function").rows) {
        const std::string call = code(row[0]);
        shown[call.substr(0, call.find('('))] = static_cast<size_t>(std::ranges::count(call, ',')) + 1;
    }
    EXPECT_EQ(shown, known);
}

TEST(Language, HasEachUnit) {
    std::map<std::string, bool> known, shown;
#define WEIR_UNIT(name, text, parameter, money, quantity, time) known[text] = parameter != 0;
#include "compiler/sema/units.def"
#undef WEIR_UNIT
    known.erase("error");  // what has none
    for (const Row& row : table("Values and units", "unit").rows) shown[code(row[0])] = row[1] == "yes";
    EXPECT_EQ(shown, known);
}

TEST(Language, ProductsAreThose) {
    const auto unit_of = [](const std::string& text) {
        for (int i = 0; i < 32; ++i)
            if (sema::name_of(static_cast<sema::Unit>(i)) == text) return static_cast<sema::Unit>(i);
        return sema::Unit::error;
    };
    for (const Row& row : table("Values and units", "product or quotient").rows) {
        const auto operands = codes_in(row[0]);
        ASSERT_EQ(operands.size(), 2u) << row[0];
        const sema::Unit a = unit_of(operands[0]), b = unit_of(operands[1]);
        const char sign = row[0][operands[0].size() + 3];
        const auto result = sign == '*'   ? sema::product(a, b)
                            : sign == '/' ? sema::quotient(a, b)
                            : sign == '+' ? sema::sum(a, b)
                                          : sema::difference(a, b);
        ASSERT_TRUE(result) << row[0];
        EXPECT_EQ(sema::name_of(*result), code(row[1])) << row[0];
    }
}

TEST(Language, HasEachLiteralUnit) {
    std::map<std::string, std::string> known, shown;
#define WEIR_LITERAL_UNIT(text, unit, scale) known[text] = std::string(sema::name_of(sema::Unit::unit));
#include "compiler/sema/literal_units.def"
#undef WEIR_LITERAL_UNIT
    for (const Row& row : table("Values and units", "literal unit").rows) shown[code(row[0])] = row[1];
    EXPECT_EQ(shown, known);
}

TEST(Language, HasEachCurrency) {
    std::string known;
#define WEIR_CURRENCY(text) known += (known.empty() ? "" : ", ") + std::string(text);
#include "compiler/sema/currencies.def"
#undef WEIR_CURRENCY
    const std::string& prose = reference().prose;
    const size_t begin = prose.find("may also name its currency: ");
    ASSERT_NE(begin, std::string::npos);
    std::string list = prose.substr(begin + 28, prose.find('.', begin) - begin - 28);
    std::ranges::replace(list, '\n', ' ');
    EXPECT_EQ(list, known);
}

/// The codes of the paragraph, or list entry, that begins with these words.
Names listed(const std::string& begin) {
    const std::string& prose = reference().prose;
    const size_t at = prose.find(begin);
    if (at == std::string::npos) return {};
    const size_t end = std::min(prose.find("\n\n", at), prose.find("\n- ", at));
    const auto codes = codes_in(prose.substr(at, end - at));
    return {codes.begin(), codes.end()};
}

/// Each head is described where its kind is, or listed among what is refused.
void expect_each_head(const Names& described, const Names& refused, const syntax::Heads& heads) {
    Names known = names_of(heads.known), all = described;
    EXPECT_TRUE(std::ranges::includes(known, described));
    known.merge(names_of(heads.later));
    for (const std::string& head : refused) EXPECT_TRUE(all.insert(head).second) << head << " is said twice";
    EXPECT_EQ(all, known);
}

TEST(Language, HasEachClauseItemAndRiskLine) {
    expect_each_head(first_column(table("Clauses", "clause")), listed("- clauses:"), syntax::kClauseHeads);
    for (const std::string& head : first_column(table("Clauses", "clause")))
        if (head != "let")
            EXPECT_TRUE(std::ranges::any_of(reference().headings, [&](const std::string& heading) {
                return heading == head || heading.starts_with(head + " ") || heading.ends_with(" " + head);
            })) << head;

    Names items;
    for (const Row& row : table("work", "item").rows) items.insert(code(row[0]).substr(0, code(row[0]).find(' ')));
    expect_each_head(items, listed("- items:"), syntax::kItemHeads);

    Names subjects, lines;
#define WEIR_RISK_SUBJECT(name, text, form) subjects.insert(text);
#include "compiler/syntax/risk_subjects.def"
#undef WEIR_RISK_SUBJECT
    for (const Row& row : table("risk", "line").rows) {
        const std::string line = code(row[0]);
        lines.insert(line.substr(0, std::min(line.find(" <="), line.find(" within"))));
    }
    EXPECT_EQ(lines, subjects);
}

TEST(Language, HasEachReservedAndLaterWord) {
    const Names reserved = words_of_grammar("// Reserved", "// Soft");
    EXPECT_GE(reserved.size(), 20u);
    EXPECT_EQ(listed("These connect, and are never names:"), reserved);
    expect_each_head({"strategy", "weir", "fn", "policy", "use", "test"}, listed("- declarations:"),
                     syntax::kDeclarationHeads);
}

TEST(Language, HasEachScore) {
    Names known;
#define WEIR_SCORE(name, text, takes, rests) known.insert(text);
#include "compiler/sema/scores.def"
#undef WEIR_SCORE
    Names shown;
    for (const Row& row : table("route", "score").rows)
        for (const std::string& score : codes_in(row[0])) shown.insert(score);
    EXPECT_EQ(shown, known);
}

TEST(Language, LimitsAreThose) {
    const syntax::Limits limits;
    const std::map<std::string, std::string> known{
        {"bytes of a file", std::to_string(limits.bytes)},
        {"brackets within brackets", std::to_string(limits.depth)},
        {"words and signs of a statement", std::to_string(limits.clause_words)},
        {"errors before the rest is left unchecked", std::to_string(limits.errors)},
        {"parameters of a strategy", std::to_string(step::kMaxParameters)},
        {"works of a strategy", std::to_string(step::kMaxSlots - 1)},
        {"digits of a number", "18"},  // what int64_t always holds
        {"shortest window", std::to_string(sema::kShortestWindowNs / 1'000'000) + " ms"},
        {"shortest time between two looks at the clock", std::to_string(sema::kShortestBeatNs / 1'000'000) + " ms"},
        {"operations within operations, by way of names", std::to_string(sema::Scope::kDepthMost)},
        {"buckets of a window", "64"},
    };
    std::map<std::string, std::string> shown;
    for (const Row& row : table("Limits", "limit").rows) shown[row[0]] = row[1];
    EXPECT_EQ(shown, known);
}

}  // namespace
}  // namespace weir::test
