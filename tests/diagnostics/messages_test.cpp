#include <gtest/gtest.h>

#include <set>

#include "compiler/diagnostics/diagnostics.h"

namespace weir {
namespace {

TEST(Messages, TheTableIsSortedAndItsCodesAreUnique) {
    unsigned last = 0;
    std::set<std::string_view> names;
    for (const Row& row : all_messages()) {
        EXPECT_GT(static_cast<unsigned>(row.code), last) << row.name;
        EXPECT_LT(static_cast<unsigned>(row.code), 800u) << row.name;
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        last = static_cast<unsigned>(row.code);
    }
}

TEST(Messages, WordingIsInTheHouseStyle) {
    for (const Row& row : all_messages()) {
        const std::string_view text = row.format;
        ASSERT_FALSE(text.empty()) << row.name;
        EXPECT_FALSE(text[0] >= 'A' && text[0] <= 'Z') << row.name << " begins in upper case";
        EXPECT_NE(text.back(), '.') << row.name << " ends with a full stop";
        EXPECT_EQ(std::count(text.begin(), text.end(), '`') % 2, 0) << row.name;
        EXPECT_EQ(text.find('\n'), std::string_view::npos) << row.name;
    }
}

TEST(Messages, ArgumentsFillTheHoles) {
    const Diagnostic one = message::unexpected({0, 1, 2}, "`x`", "a value");
    EXPECT_EQ(one.message, "found `x` where a value belongs");
    EXPECT_EQ(code_text(one.code), "W0104");
    EXPECT_EQ(one.severity, Severity::error);
    EXPECT_EQ(message::file_too_large({}, 7, 5).message, "the file has 7 bytes, the limit is 5");
    EXPECT_EQ(message::unknown_clause({}, "{}").message, "`{}` is not a clause of a strategy") << "not filled twice";
}

TEST(Messages, AListCountsErrorsAndSortsByPlace) {
    Diagnostics list;
    EXPECT_FALSE(list.has_errors());
    list.report(message::unopened({0, 9, 10}, ")"));
    list.report(message::unopened({0, 4, 5}, "]"));
    list.report(message::unopened({0, 9, 10}, "}"));
    list.sort_by_place();
    ASSERT_EQ(list.size(), 3u);
    EXPECT_EQ(list[0].range.begin, 4u);
    EXPECT_EQ(list[1].message, "`)` closes nothing") << "equal places keep their order";
    EXPECT_TRUE(list.has_errors());
    Diagnostics more;
    more.append(list);
    EXPECT_TRUE(more.has_errors());
    EXPECT_EQ(more.size(), 3u);
}

}  // namespace
}  // namespace weir
