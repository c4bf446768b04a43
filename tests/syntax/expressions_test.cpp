#include <gtest/gtest.h>

#include "support.h"

namespace weir::syntax {
namespace {

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
    for (const char* word : {"weir", "strategy", "live",  "let",    "schedule", "participate", "pause", "hold",  "tilt",
                             "work", "complete", "risk",  "assume", "peg",      "near",        "far",   "touch", "mid",
                             "up",   "take",     "child", "show",   "vary",     "reprice",     "every", "post",  "only",
                             "best", "efforts",  "must",  "better", "worse",    "min"})
        EXPECT_EQ(codes(parse_text(script_of(std::string(word) + " + f." + word + " * " + word + "(1)"))), "") << word;
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
