// The house format as edits: what they give is what `weir fmt` writes.
#include <gtest/gtest.h>

#include <random>

#include "compiler/syntax/syntax.h"
#include "ide/line_diff.h"
#include "tests/ide/scripts.h"

namespace weir::ide {
namespace {

using testing::analysed;
using testing::applied;

std::string house_format(const std::string& text) {
    const SourceFile file("a.weir", text);
    return syntax::to_source(syntax::parse(file).tree, file);
}

/// With blanks, line ends and columns as nobody writes them; says the same.
std::string unkempt(std::string text, std::mt19937& random) {
    const auto chance = [&](unsigned n) { return random() % n == 0; };
    std::string result;
    bool quoted = false, comment = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') quoted = comment = false;
        if (c == '"') quoted = !quoted;
        if (!quoted && text.compare(i, 2, "//") == 0) comment = true;
        result += c;
        if (quoted || comment) continue;
        if (c == ' ' && chance(20)) result += "  ";
        if (c == '\n' && chance(20)) result += chance(2) ? "\n" : "\t";
        if (c == '{' && chance(3)) result += "\n";
    }
    return result;
}

void expect_order(const std::vector<Edit>& edits) {
    for (size_t i = 1; i < edits.size(); ++i) ASSERT_LE(edits[i - 1].range.end, edits[i].range.begin);
}

TEST(Format, GivesWhatTheFormatterWrites) {
    constexpr unsigned kSeed = 5;
    std::mt19937 random(kSeed);
    std::vector<testing::Script> all = testing::scripts();
    for (auto& one : testing::golden_scripts()) all.push_back(std::move(one));
    for (const testing::Script& script : all)
        for (int run = 0; run < 3; ++run) {
            const std::string text = run == 0 ? script.text : unkempt(script.text, random);
            const Snapshot now = analysed(text);
            const std::vector<Edit> edits = format(*now);
            expect_order(edits);
            if (now->tree().has_errors) {
                EXPECT_TRUE(edits.empty());
                continue;
            }
            const std::string wanted = house_format(text);
            ASSERT_EQ(applied(text, edits), wanted) << script.path << ", seed " << kSeed;
            EXPECT_TRUE(format(*analysed(wanted)).empty()) << script.path;
        }
}

TEST(Format, OfARangeLeavesTheRestAndSaysTheSame) {
    constexpr unsigned kSeed = 6;
    std::mt19937 random(kSeed);
    const auto shown = [](const std::string& text) {
        return syntax::print_tree(syntax::parse(SourceFile("a.weir", text)).tree, {.ranges = false});
    };
    for (const testing::Script& script : testing::scripts()) {
        const std::string text = unkempt(script.text, random);
        const Snapshot now = analysed(text);
        if (now->tree().has_errors) continue;
        const auto begin = static_cast<uint32_t>(random() % text.size());
        const auto end = static_cast<uint32_t>(begin + random() % (text.size() - begin));
        const std::vector<Edit> edits = format_range(*now, {0, begin, end});
        expect_order(edits);
        EXPECT_EQ(shown(applied(text, edits)), shown(text)) << script.path << ", seed " << kSeed;
        EXPECT_LE(edits.size(), format(*now).size());
    }
}

TEST(Format, TouchesOnlyWhatDiffers) {
    const std::string text = "weir 1\n\nstrategy s() {\n    schedule  linear\n}\n";
    const std::vector<Edit> edits = format(*analysed(text));
    ASSERT_EQ(edits.size(), 1U);
    EXPECT_EQ(edits[0].range.end - edits[0].range.begin, 1U);
    EXPECT_EQ(edits[0].text, "");
}

TEST(Format, IndentsANewLine) {
    const std::string text = "weir 1\n\nstrategy s() {\n    work w {\n\n";
    const Snapshot now = analysed(text);
    const auto in_work = static_cast<uint32_t>(text.size() - 1);
    EXPECT_EQ(applied(text, format_on_type(*now, in_work, '\n')), "weir 1\n\nstrategy s() {\n    work w {\n        \n");
}

TEST(Format, BringsABraceBack) {
    const std::string text = "weir 1\n\nstrategy s() {\n    work w {\n        take behind\n        }\n";
    const auto at = static_cast<uint32_t>(text.find('}') + 1);
    EXPECT_EQ(applied(text, format_on_type(*analysed(text), at, '}')),
              "weir 1\n\nstrategy s() {\n    work w {\n        take behind\n    }\n");
    const std::string whole = text + "  }\n";
    const auto end = static_cast<uint32_t>(whole.size() - 1);
    EXPECT_EQ(applied(whole, format_on_type(*analysed(whole), end, '}')), house_format(whole));
}

TEST(LineDiff, HunksMakeOneTextOfTheOther) {
    constexpr unsigned kSeed = 7;
    std::mt19937 random(kSeed);
    for (int run = 0; run < 500; ++run) {
        const auto some = [&] {
            std::string text;
            for (size_t i = random() % 20; i > 0; --i) text += std::string(1, "abc"[random() % 3]) + "\n";
            return text;
        };
        const std::string a = some(), b = some();
        const auto before = lines_of(a), after = lines_of(b);
        std::string made;
        size_t at = 0, changed = 0;
        for (const Hunk& hunk : line_diff(before, after)) {
            for (; at < hunk.old_begin; ++at) made += before[at];
            for (size_t i = hunk.new_begin; i < hunk.new_end; ++i) made += after[i];
            at = hunk.old_end;
            changed += hunk.old_end - hunk.old_begin + hunk.new_end - hunk.new_begin;
        }
        for (; at < before.size(); ++at) made += before[at];
        ASSERT_EQ(made, b) << "seed " << kSeed;

        // The longest common subsequence, by the table.
        std::vector<std::vector<size_t>> common(before.size() + 1, std::vector<size_t>(after.size() + 1));
        for (size_t i = 0; i < before.size(); ++i)
            for (size_t j = 0; j < after.size(); ++j)
                common[i + 1][j + 1] =
                    before[i] == after[j] ? common[i][j] + 1 : std::max(common[i][j + 1], common[i + 1][j]);
        ASSERT_EQ(changed, before.size() + after.size() - 2 * common[before.size()][after.size()]);
    }
}

}  // namespace
}  // namespace weir::ide
