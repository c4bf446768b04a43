#include <gtest/gtest.h>

#include "compiler/diagnostics/source.h"

namespace weir {
namespace {

TEST(Source, PositionsCountCharactersFromOne) {
    const SourceFile file("a.weir", "ab\n\xC3\xA9x\xE2\x82\xACy\n");  // "éx€y"
    EXPECT_EQ(file.position(0), (Position{1, 1}));
    EXPECT_EQ(file.position(2), (Position{1, 3}));  // the line feed belongs to its line
    EXPECT_EQ(file.position(3), (Position{2, 1}));
    EXPECT_EQ(file.position(4), (Position{2, 1})) << "inside é";
    EXPECT_EQ(file.position(5), (Position{2, 2}));
    EXPECT_EQ(file.position(9), (Position{2, 4}));
    EXPECT_EQ(file.position(11), (Position{3, 1}));
    EXPECT_EQ(file.position(999), (Position{3, 1}));
}

TEST(Source, LinesEndAtLineFeeds) {
    const SourceFile file("a.weir", "one\r\ntwo\n\nfour");
    ASSERT_EQ(file.line_count(), 4u);
    EXPECT_EQ(file.line(1), "one");
    EXPECT_EQ(file.line(2), "two");
    EXPECT_EQ(file.line(3), "");
    EXPECT_EQ(file.line(4), "four");
    EXPECT_EQ(file.line(0), "");
    EXPECT_EQ(file.line(5), "");
    EXPECT_EQ(file.text({0, 5, 8}), "two");
    EXPECT_EQ(file.text({0, 9, 99}), "\nfour");
}

TEST(Source, EmptyTextHasOneLine) {
    const SourceFile file("a.weir", "");
    EXPECT_EQ(file.line_count(), 1u);
    EXPECT_EQ(file.position(0), (Position{1, 1}));
}

TEST(Source, CoverHoldsBoth) {
    EXPECT_EQ(cover({0, 5, 9}, {0, 2, 6}), (SourceRange{0, 2, 9}));
}

TEST(Source, Utf8IsJudgedAsUnicodeSays) {
    for (const char* good :
         {"", "plain", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
        EXPECT_EQ(first_invalid_utf8(good), std::nullopt) << good;
    const std::pair<std::string, size_t> bad[] = {
        {"a\x80", 1},             // a tail alone
        {"a\xC3", 1},             // cut off
        {"\xC0\xAF", 0},          // too long
        {"\xE0\x9F\x80", 0},      // too long
        {"\xED\xA0\x80", 0},      // a surrogate
        {"\xF4\x90\x80\x80", 0},  // beyond the last character
        {"ok \xFF", 3},
    };
    for (const auto& [text, place] : bad) EXPECT_EQ(first_invalid_utf8(text), place) << text;
}

}  // namespace
}  // namespace weir
