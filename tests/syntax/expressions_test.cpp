#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>

#include "support.h"

namespace weir::syntax {
namespace {

/// Every soft word of the grammar, and a name.
std::vector<std::string> soft_words() {
    std::ifstream in(std::string(WEIR_SOURCE_DIR) + "/grammar/WeirLexer.g4");
    const std::string grammar{std::istreambuf_iterator<char>(in), {}};
    const size_t begin = grammar.find("// Soft"), end = grammar.find("IDENTIFIER:");
    const std::string part = grammar.substr(begin, end - begin);
    const std::regex word("'([a-z_]+)'");
    std::vector<std::string> words{"min"};
    for (std::sregex_iterator at(part.begin(), part.end(), word), none; at != none; ++at) words.push_back((*at)[1]);
    EXPECT_GE(words.size(), 100u);
    return words;
}

TEST(Expressions, BindAsWritten) {
    const std::pair<const char*, const char*> same[] = {
        {"a + b * c", "a + (b * c)"},
        {"a - b - c", "(a - b) - c"},
        {"a / b * c", "(a / b) * c"},
        {"-a * b", "(-a) * b"},
        {"-a.b", "-(a.b)"},
        {"2 * 5% of order", "2 * (5% of order)"},
        {"mid 30 s ago + 1", "(mid 30 s ago) + 1"},
        {"-mid 30 s ago", "-(mid 30 s ago)"},
        {"a + mid 30 s ago * b", "a + ((mid 30 s ago) * b)"},
        {"f(a) 5 min ago", "(f(a)) 5 min ago"},
        {"order.arrival 5 min ago", "(order.arrival) 5 min ago"},
        {"mid at order.start + 1", "(mid at (order.start)) + 1"},
        {"-mid at x", "-(mid at x)"},
        {"mid 5 s ago at x 5 min ago", "(mid 5 s ago) at (x 5 min ago)"},
        {"a at b at c", "(a at b) at c"},
        {"3 * best seen(last) - 1", "(3 * (best seen(last))) - 1"},
        {"last worse than best seen(last) by trail", "(last) worse than (best seen(last)) by (trail)"},
        {"not sweep settled and a", "(not (sweep settled)) and a"},
        {"child value > 5 USD and working orders < 3", "(child value > 5 USD) and (working orders < 3)"},
        {"f(x, alpha 12 bps + y, b better than c)", "f(x, alpha 12 bps + (y), (b better than c))"},
        {"curve(a + b: 1 -> 2 + 3,\n 4 -> 5,\n)", "curve((a + b): 1 -> (2 + 3), 4 -> 5)"},
        {"a + b better than c * d", "(a + b) better than (c * d)"},
        {"a better than b by 5 bps", "(a) better than (b) by (5 bps)"},
        {"a better than b by 5 bps + c", "a better than b by (5 bps + c)"},
        {"3 bps worse than mid < ask", "(3 bps worse than mid) < ask"},
        {"a + 1 > b", "(a + 1) > b"},
        {"a > b for 2 s", "(a > b) for 2 s"},
        {"a better than b by c for 2 s", "(a better than b by c) for 2 s"},
        {"a for 2 s and b", "(a for 2 s) and b"},
        {"a and b or c and d", "(a and b) or (c and d)"},
        {"not a and b", "(not a) and b"},
        {"not a > b", "not (a > b)"},
        {"not not a", "not (not a)"},
        {"a or b else c", "(a or b) else c"},
        {"a else b else c", "a else (b else c)"},
        {"a\n and b", "a and b"},
        {"a +\n b", "a + b"},
        {"f(a,\n b,\n)", "f(a, b)"},
        {"((a))", "a"},
    };
    for (const auto& [left, right] : same) {
        EXPECT_EQ(codes(parse_text(script_of(left))), "") << left;
        EXPECT_EQ(shape(script_of(left)), shape(script_of(right))) << left << "  vs  " << right;
    }
    EXPECT_NE(shape(script_of("a - (b - c)")), shape(script_of("a - b - c")));
}

TEST(Expressions, WordsOfClausesAreNamesElsewhere) {
    for (const std::string& word : soft_words())
        EXPECT_EQ(codes(parse_text(script_of(word + " + f." + word + " * " + word + "(1) - -" + word))), "") << word;
}

TEST(Expressions, WordsOfClausesAreNamesOfWhatAScriptDeclares) {
    for (const std::string& word : soft_words()) {
        const std::string text = "weir 1\nfn " + word + "(" + word + " : " + word + ") = " + word + "\npolicy " + word +
                                 " { child value <= " + word + " }\nstrategy " + word + "(\nlive " + word + " : " +
                                 word + " = " + word + " from " + word + " to " + word + ",\n) {\nlet " + word + " = " +
                                 word + " > " + word + "\npause when " + word + "\ntilt " + word + " when " + word +
                                 "\nwork " + word + " before " + word + " when " + word + " {\nat " + word +
                                 "\n}\nphase " + word + " {\nnext " + word + " when " + word + "\n}\nassume { " + word +
                                 " from " + word + " to " + word + " }\n}\ntest \"t\" of " + word + " {\nset " + word +
                                 " = " + word + "\n}\n";
        EXPECT_EQ(codes(parse_text(text)), "") << text;
    }
}

TEST(Expressions, ReservedWordsAreNoNames) {
    for (const char* word :
         {"when", "for",  "from", "to",   "by",    "over", "per",    "at",   "of",    "in",     "and",
          "or",   "else", "then", "than", "since", "ago",  "within", "most", "least", "before", "until"})
        EXPECT_EQ(codes(parse_text(script_of(word))), "W0104") << word;
}

TEST(Expressions, NumbersAreExact) {
    const auto number = [](const std::string& text) {
        const Parsed parsed = parse_text(script_of(text));
        const Let& let = std::get<Let>(parsed.tree.strategies.at(0).clauses.at(0).kind);
        return std::get<Number>(let.value->kind);
    };
    EXPECT_EQ(number("250_000 USD").value, (Decimal{250'000, 0}));
    EXPECT_EQ(number("250_000 USD").unit.text, "USD");
    EXPECT_EQ(number("0.05").value, (Decimal{5, 2}));
    EXPECT_EQ(number("1.50x").value, (Decimal{150, 2}));
    EXPECT_EQ(number("20%").unit.text, "%");
    EXPECT_EQ(number("999999999999999999").value, (Decimal{999'999'999'999'999'999, 0}));
    EXPECT_EQ(number("000000000000000000000000001").value, (Decimal{1, 0}));
    EXPECT_EQ(codes(parse_text(script_of("1234567890123456789"))), "W0118");
    EXPECT_EQ(codes(parse_text(script_of("0.0000000000000000001"))), "W0118");
}

TEST(Expressions, TimesOfDay) {
    const auto time = [](const std::string& text) {
        const Parsed parsed = parse_text(script_of(text));
        const Let& let = std::get<Let>(parsed.tree.strategies.at(0).clauses.at(0).kind);
        return std::get<TimeOfDay>(let.value->kind);
    };
    constexpr int64_t kSecond = 1'000'000'000;
    EXPECT_EQ(time("09:30").nanoseconds, (9 * 3600 + 30 * 60) * kSecond);
    EXPECT_EQ(time("23:59:59.999999999").nanoseconds, 86'400 * kSecond - 1);
    EXPECT_EQ(time("09:30 America/New_York").zone.text, "America/New_York");
    EXPECT_EQ(time("09:30:15   UTC").zone.text, "UTC");
    EXPECT_EQ(time("09:30 Etc/GMT+5").zone.text, "Etc/GMT+5");
    for (const char* bad : {"9:30", "24:00", "09:60", "09:30:60", "09:30:1", "009:30", "09:30:15.1234567891"})
        EXPECT_EQ(codes(parse_text(script_of(bad))), "W0119") << bad;
}

TEST(Expressions, WhatReadersWouldDisagreeOnIsRefused) {
    for (const char* text :
         {"a and b for 2 s", "a or b for 2 s", "not a for 2 s", "a else b for 2 s", "a or b and c for 2 s"})
        EXPECT_EQ(codes(parse_text(script_of(text))), "W0115") << text;
    for (const char* text : {"a and (b for 2 s)", "(a and b) for 2 s", "(not a) for 2 s", "a for 2 s and b"})
        EXPECT_EQ(codes(parse_text(script_of(text))), "") << text;
    for (const char* text : {"a < b < c", "a = b = c = d", "a better than b worse than c"})
        EXPECT_EQ(codes(parse_text(script_of(text))), "W0116") << text;
    EXPECT_EQ(codes(parse_text(script_of("(a < b) = c"))), "");
}

}  // namespace
}  // namespace weir::syntax
