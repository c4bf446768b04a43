#include <gtest/gtest.h>

#include <algorithm>

#include "support.h"

namespace weir::syntax {
namespace {

std::string with_crlf(const std::string& text) {
    std::string result;
    for (const char c : text) result += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return result;
}

TEST(Text, LineEndsAndByteOrderMarkDoNotMatter) {
    const std::string text = full_script();
    EXPECT_EQ(codes(parse_text(text)), "");
    EXPECT_EQ(shape(with_crlf(text)), shape(text));
    EXPECT_EQ(shape("\xEF\xBB\xBF" + text), shape(text));
    EXPECT_EQ(shape(text.substr(0, text.size() - 1)), shape(text)) << "no line feed at the end";
}

TEST(Text, PlacesAreThoseOfTheFileAsItIs) {
    const SourceFile file(
        "a.weir", "\xEF\xBB\xBFweir 1\r\n// \xC3\xA9\xC3\xA9\r\nstrategy s() {\r\n\tschedul x // \xC3\xA9\r\n}\r\n");
    const Parsed parsed = parse(file);
    ASSERT_EQ(parsed.diagnostics.size(), 1u);
    EXPECT_EQ(file.text(parsed.diagnostics[0].range), "schedul");
    EXPECT_EQ(file.position(parsed.diagnostics[0].range.begin), (Position{4, 2}));
}

TEST(Text, NothingToReadIsSaid) {
    for (const char* text : {"", "\n\n", "// only this\n", "\xEF\xBB\xBF", "   \r\n", ";;\n"})
        EXPECT_EQ(codes(parse_text(text)), "W0124") << text;
}

TEST(Text, WhatIsNotTextIsRefusedWithItsPlace) {
    const Parsed parsed = parse_text("weir 1\n\xFF\xFE");
    ASSERT_EQ(codes(parsed), "W0102");
    EXPECT_EQ(parsed.diagnostics[0].message, "the byte 0xFF at offset 7 is not UTF-8");
    EXPECT_EQ(codes(parse_text(script_of("1 " + std::string(1, '\0') + " 2"))), "W0101");
    EXPECT_EQ(codes(parse_text(std::string("\0", 1))), "W0101");
}

TEST(Text, StatementsMaySitOnOneLineOrMany) {
    EXPECT_EQ(shape("weir 1; strategy s() { schedule linear; pause when a }"),
              shape("weir 1\nstrategy s()\n{\n\n  schedule\n  linear\n  pause when\n  a\n\n}\n").empty()
                  ? ""
                  : shape("weir 1\n\nstrategy s()\n{\n  schedule linear\n\n\n  pause when\n      a;\n}\n"));
    EXPECT_EQ(shape("weir 1\nstrategy s() {\n pause\n when a\n until b\n}\n"),
              shape("weir 1\nstrategy s() { pause when a until b }\n"));
}

TEST(Text, WhatIsInTheHouseFormatStaysSo) {
    const std::string text =
        "weir 1\n\n/// One.\n///\n/// Two.\nstrategy s() {\n    schedule linear\n\n    at close { take 5% of order; at "
        "mid }\n}\n";
    const SourceFile file("s.weir", text);
    EXPECT_EQ(to_source(parse(file).tree, file), text);
}

/// What follows a comment that opens a block, with or without a blank line, is formatted once and for all.
TEST(Text, FormattingTwiceIsFormattingOnce) {
    for (const std::string gap : {"", "\n", "\n\n"})
        for (const std::string items : {"peg near touch; show 10%", "peg near touch // why\nshow 10%; post only",
                                        "// more\npeg near touch; show 10%; post only"})
            for (const std::string between : {"", "// c"}) {
                const std::string text =
                    "weir 1\nstrategy s() {\nwork a { " + between + "\n" + gap + items + "\n}\n}\n";
                const SourceFile loose("s.weir", text);
                const std::string once = to_source(parse(loose).tree, loose);
                const SourceFile file("s.weir", once);
                EXPECT_EQ(to_source(parse(file).tree, file), once) << text;
            }
}

std::vector<std::string> words_of_comments(const std::string& tree) {
    std::vector<std::string> words;
    for (size_t at = 0; (at = tree.find("KEEP", at)) != std::string::npos; at += 4) words.push_back(tree.substr(at, 7));
    std::ranges::sort(words);
    return words;
}

TEST(Text, NoCommentIsLost) {
    std::string text = full_script();
    // A comment at the end of every line, each with a number of its own.
    std::string noted;
    int number = 100;
    for (const char c : text) noted += c == '\n' ? " // KEEP" + std::to_string(number++) + "\n" : std::string(1, c);
    const std::string tree = shape(noted);
    for (int i = 100; i < number; ++i) EXPECT_NE(tree.find("KEEP" + std::to_string(i)), std::string::npos) << i;
    const std::string again = to_source(parse_text(noted).tree);
    EXPECT_EQ(words_of_comments(shape(again)), words_of_comments(tree));
}

}  // namespace
}  // namespace weir::syntax
