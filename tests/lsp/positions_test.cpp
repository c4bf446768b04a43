#include "lsp/positions.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "lsp/uri.h"

namespace weir::lsp {
namespace {

constexpr Encoding kEncodings[] = {Encoding::utf8, Encoding::utf16, Encoding::utf32};

TEST(Positions, CountAsEachEncodingCounts) {
    const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E|\n";  // a é € 𝄞 |
    const Lines lines(text);
    const uint32_t bar = static_cast<uint32_t>(text.find('|'));
    EXPECT_EQ(lines.position(bar, Encoding::utf8), (Position{0, 10}));
    EXPECT_EQ(lines.position(bar, Encoding::utf16), (Position{0, 5}));
    EXPECT_EQ(lines.position(bar, Encoding::utf32), (Position{0, 4}));
    for (const Encoding encoding : kEncodings) EXPECT_EQ(lines.offset(lines.position(bar, encoding), encoding), bar);
}

TEST(Positions, WithinACharacterAreAtItsBeginning) {
    const Lines lines("\xF0\x9D\x84\x9Ex");
    EXPECT_EQ(lines.offset({0, 1}, Encoding::utf16), 0u);
    EXPECT_EQ(lines.offset({0, 2}, Encoding::utf16), 4u);
    EXPECT_EQ(lines.position(2, Encoding::utf16), (Position{0, 0}));
}

TEST(Positions, OutsideAreAtTheEnd) {
    const Lines lines("ab\r\ncd\re\n");
    EXPECT_EQ(lines.count(), 4u);
    EXPECT_EQ(lines.offset({0, 99}, Encoding::utf16), 2u);
    EXPECT_EQ(lines.offset({1, 99}, Encoding::utf16), 6u);
    EXPECT_EQ(lines.offset({2, 0}, Encoding::utf16), 7u);
    EXPECT_EQ(lines.offset({99, 0}, Encoding::utf16), 9u);
    EXPECT_EQ(lines.position(99, Encoding::utf16), (Position{3, 0}));
}

TEST(Positions, GoThereAndBack) {
    constexpr unsigned kSeed = 63;
    std::mt19937 random(kSeed);
    const std::string parts[] = {"a",    "\n",       "\r\n",    "\r", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9D\x84\x9E",
                                 "\xFF", "\xE2\x82", "\xC0\x80"};
    for (int run = 0; run < 500; ++run) {
        std::string text;
        for (size_t i = random() % 30; i > 0; --i) text += parts[random() % std::size(parts)];
        const Lines lines(text);
        for (const Encoding encoding : kEncodings) {
            Position last{0, 0};
            for (uint32_t at = 0; at <= text.size(); ++at) {
                const Position position = lines.position(at, encoding);
                EXPECT_LE(lines.offset(position, encoding), at) << "seed " << kSeed << ", run " << run;
                EXPECT_EQ(lines.position(lines.offset(position, encoding), encoding), position);
                EXPECT_TRUE(position.line > last.line ||
                            (position.line == last.line && position.character >= last.character));
                last = position;
            }
        }
    }
}

TEST(Uris, GoThereAndBack) {
    EXPECT_EQ(path_of("file:///desk/a%20b/%C3%A9.weir"), "/desk/a b/\xC3\xA9.weir");
    EXPECT_EQ(path_of("file://localhost/a.weir"), "/a.weir");
    EXPECT_EQ(path_of("untitled:Untitled-1"), "untitled:Untitled-1");
    EXPECT_EQ(path_of("file:///a%2"), "/a%2");
    for (const char* path : {"/a b/c.weir", "/\xC3\xA9/#?.weir", "/100%.weir"}) EXPECT_EQ(path_of(uri_of(path)), path);
}

}  // namespace
}  // namespace weir::lsp
