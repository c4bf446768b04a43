// Text input: numbers read exactly, lines from any compression.
#include "runtime/market/lines.h"

#include <gtest/gtest.h>

#include "runtime/market/fields.h"
#include "runtime/market/scale.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

TEST(Fields, SplitALine) {
    const Fields<3> fields("a,,c,d", ',');
    EXPECT_EQ(fields.count, 4u);
    EXPECT_EQ(fields[0], "a");
    EXPECT_EQ(fields[1], "");
    EXPECT_EQ(fields[2], "c");
    EXPECT_EQ(fields[3], "");
}

TEST(Fields, ReadDecimalsExactly) {
    EXPECT_EQ(read_decimal("123.45", 2), 12'345);
    EXPECT_EQ(read_decimal("-0.5", 3), -500);
    EXPECT_EQ(read_decimal("7", 2), 700);
    EXPECT_EQ(read_decimal("7.1000000", 1), 71);
    EXPECT_EQ(read_decimal("7.3e-7", 8), 73);
    EXPECT_EQ(read_decimal("1.5E3", 0), 1'500);
    EXPECT_EQ(read_decimal("9223372036854775807", 0), std::numeric_limits<int64_t>::max());
    for (const char* bad : {"", "-", ".", "1.23", "1,2", " 1", "1 ", "1.2.3", "x", "1e", "1e99", "9223372036854775808"})
        EXPECT_FALSE(read_decimal(bad, 1)) << bad;
}

TEST(Fields, ReadMeasuredNumbersToTheNearest) {
    EXPECT_EQ(read_measured("0.30000000000000004", 1), 3);
    EXPECT_EQ(read_measured("1.7885566900000001", 8), 178'855'669);
    EXPECT_EQ(read_measured("0.1999999999", 8), 20'000'000);
    EXPECT_EQ(read_measured("-0.1999999999", 1), -2);
    EXPECT_FALSE(read_measured("0.123456789", 4));
    EXPECT_FALSE(read_measured("0.12345678x", 8));
    EXPECT_EQ(decimals_of("1.50"), 1);
    EXPECT_EQ(decimals_of("3"), 0);
    EXPECT_EQ(decimals_of("0.30000000000000004"), 1);
    EXPECT_EQ(decimals_of("5.4e-05"), 6);
}

std::vector<std::string> lines_in(LineReader& reader) {
    std::vector<std::string> lines;
    std::string_view line;
    while (reader.next(line)) lines.emplace_back(line);
    return lines;
}

TEST(LineReader, ReadsPlainAndCompressedFilesAlike) {
    const test::Folder folder;
    std::string text;
    std::vector<std::string> expected;
    for (int i = 0; i < 20'000; ++i) {
        expected.push_back("line " + std::to_string(i) + std::string(static_cast<size_t>(i % 97), '.'));
        text += expected.back() + (i % 5 == 0 ? "\r\n" : "\n");
    }
    expected.emplace_back("no newline at the end");
    text += expected.back();
    for (const std::string& path :
         {folder.file("a.csv", text), test::gzip(folder, "b.csv.gz", text), test::xz(folder, "c.csv.xz", text),
          test::zip(folder, "d.zip", {{"other.csv", "x\n"}, {"d.csv", text}})}) {
        LineReader reader(path, [](std::string_view entry) { return entry == "d.csv"; });
        EXPECT_EQ(lines_in(reader), expected) << path;
        EXPECT_EQ(reader.error(), "");
        EXPECT_EQ(reader.line_number(), expected.size());
        EXPECT_EQ(reader.entry().size(), 5u) << reader.entry();
    }
}

TEST(LineReader, ALongLineSpansBlocks) {
    const test::Folder folder;
    const std::string longest(1 << 20, 'x');
    LineReader reader(test::gzip(folder, "a.gz", "short\n" + longest + "\nshort\n\nend\n"));
    EXPECT_EQ(lines_in(reader), (std::vector<std::string>{"short", longest, "short", "", "end"}));
}

TEST(LineReader, SaysWhatIsWrongWithAFile) {
    const test::Folder folder;
    LineReader none(folder / "none.csv");
    EXPECT_NE(none.error().find("there is no such file"), std::string::npos);
    LineReader directory(folder.path());
    EXPECT_NE(directory.error().find("is not a file"), std::string::npos);
    LineReader other(test::zip(folder, "a.zip", {{"readme.txt", "x"}}), [](std::string_view) { return false; });
    EXPECT_NE(other.error().find("lacks the file that is needed; it has `readme.txt`"), std::string::npos)
        << other.error();
    LineReader empty(folder.file("empty.csv", ""));
    EXPECT_EQ(lines_in(empty).size(), 0u);
    EXPECT_EQ(empty.error(), "");

    std::string text;
    for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7'919 % 100'003) + "\n";
    const std::string bytes = test::bytes_of(test::gzip(folder, "good.gz", text));
    LineReader cut(folder.file("cut.gz", bytes.substr(0, bytes.size() / 2)));
    lines_in(cut);
    EXPECT_NE(cut.error().find("cut.gz: after line "), std::string::npos) << cut.error();
}

}  // namespace
}  // namespace weir::market
