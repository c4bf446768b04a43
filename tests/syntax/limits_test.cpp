#include <gtest/gtest.h>

#include "support.h"

namespace weir::syntax {
namespace {

std::string repeated(const std::string& text, size_t count) {
    std::string result;
    for (size_t i = 0; i < count; ++i) result += text;
    return result;
}

TEST(Limits, Size) {
    const std::string text = script_of("1");
    EXPECT_EQ(codes(parse_text(text, {.bytes = text.size()})), "");
    EXPECT_EQ(codes(parse_text(text, {.bytes = text.size() - 1})), "W0120");
}

TEST(Limits, DepthIsCheckedOnEveryKindOfNesting) {
    const auto nested = [](size_t n) { return script_of(repeated("(", n) + "1" + repeated(")", n)); };
    EXPECT_EQ(codes(parse_text(nested(9), {.depth = 10})), "");  // and the brace of the strategy
    EXPECT_EQ(codes(parse_text(nested(10), {.depth = 10})), "W0121");
    for (const std::string& hostile :
         {repeated("(", 50'000), repeated("-", 50'000) + "1", repeated("- \n", 50'000) + "1",
          repeated("not ", 50'000) + "a", repeated("f(", 50'000), repeated("[", 50'000)})
        EXPECT_EQ(codes(parse_text(script_of(hostile))), "W0121") << hostile.substr(0, 5);
    EXPECT_EQ(codes(parse_text("weir 1\nroute " + repeated("{", 50'000))), "W0121");
}

TEST(Limits, LengthOfAClause) {
    for (const char* sign : {" + ", " else ", " and ", " of ", " < ", ".", " 5 s ago "}) {
        std::string chain = "a";
        for (int i = 0; i < 20'000; ++i)
            chain += std::string(sign) + (std::string_view(sign) == " 5 s ago " ? "" : "a");
        EXPECT_EQ(codes(parse_text(script_of(chain))), "W0122") << sign;
    }
    // The longest chains that are let through do not exhaust the stack.
    for (const char* sign : {" + ", " else ", " and "}) {
        std::string chain = "a";
        for (int i = 0; i < 990; ++i) chain += std::string(sign) + "a";
        EXPECT_EQ(codes(parse_text(script_of(chain))), "") << sign;
    }
}

TEST(Limits, NumberOfErrors) {
    const std::string text = "weir 1\nstrategy s() {\n" + repeated("bad\n", 500) + "}\n";
    const Parsed parsed = parse_text(text, {.errors = 7});
    ASSERT_EQ(parsed.diagnostics.size(), 8u);
    EXPECT_EQ(code_text(parsed.diagnostics[7].code), "W0123");
    EXPECT_EQ(codes(parse_text("weir 1\nstrategy s() {\n" + repeated("bad\n", 7) + "}\n", {.errors = 7})).find("W0123"),
              std::string::npos);
}

TEST(Limits, EachMessageNamesAPlaceAndARemedy) {
    const Parsed all[] = {parse_text(script_of("1"), {.bytes = 5}), parse_text(script_of("((1))"), {.depth = 1}),
                          parse_text(script_of("1 + 1"), {.clause_words = 3}),
                          parse_text(script_of("1 +") + "7", {.errors = 0})};
    for (const Parsed& parsed : all) {
        ASSERT_EQ(parsed.diagnostics.size(), 1u);
        EXPECT_FALSE(parsed.diagnostics[0].helps.empty()) << codes(parsed);
        EXPECT_TRUE(parsed.tree.has_errors);
    }
}

}  // namespace
}  // namespace weir::syntax
