#include <gtest/gtest.h>

#include <random>

#include "support.h"

namespace weir::syntax {
namespace {

/// What holds for any input: no crash, places inside the file, children inside their parents, and an error wherever
/// the tree is not whole.
void check(const std::string& text, const std::string& note) {
    const SourceFile file("fuzz.weir", text);
    const Parsed parsed = parse(file);
    const auto size = static_cast<uint32_t>(text.size());
    EXPECT_LE(parsed.diagnostics.size(), Limits{}.errors + 1) << note;
    for (const Diagnostic& diagnostic : parsed.diagnostics) {
        EXPECT_LE(diagnostic.range.begin, diagnostic.range.end) << note;
        EXPECT_LE(diagnostic.range.end, size) << note;
        for (const Label& label : diagnostic.labels) EXPECT_LE(label.range.end, size) << note;
    }
    EXPECT_EQ(parsed.tree.has_errors, parsed.diagnostics.has_errors()) << note;
    walk(parsed.tree, [&](SourceRange parent, SourceRange child) {
        EXPECT_LE(parent.begin, child.begin) << note << "\n" << file.text(child);
        EXPECT_LE(child.begin, child.end) << note;
        EXPECT_LE(child.end, parent.end) << note << "\n" << file.text(child);
    });
    render(parsed.diagnostics, {&file, 1});
    render_json(parsed.diagnostics, {&file, 1});
    print_tree(parsed.tree);
    to_source(parsed.tree);
    if (testing::Test::HasFailure()) GTEST_FAIL() << note << "\n" << text;
}

TEST(Ranges, NestInAValidScript) {
    check(full_script(), "the full script");
}

TEST(Fuzz, RandomBytes) {
    std::mt19937 random(11);
    for (int i = 0; i < 2000; ++i) {
        std::string text(random() % 200, ' ');
        // Half of them within ASCII, so that they get past the check of the encoding.
        for (char& c : text) c = static_cast<char>(random() % (i % 2 == 0 ? 128 : 256));
        ASSERT_NO_FATAL_FAILURE(check(text, "seed 11, round " + std::to_string(i)));
    }
}

TEST(Fuzz, RandomSigns) {
    std::mt19937 random(12);
    const std::string signs = "{}()[],;:.+-*/<>=!% \n\n\"#ax1\xC3\xA9";
    for (int i = 0; i < 6000; ++i) {
        std::string text = "weir 1\nstrategy s() {\n";
        for (size_t n = random() % 60; n > 0; --n) text += signs[random() % (signs.size() - 2)];
        ASSERT_NO_FATAL_FAILURE(check(text, "seed 12, round " + std::to_string(i)));
    }
}

/// A script cut into words, signs and blanks.
std::vector<std::string> pieces_of(const std::string& text) {
    const auto kind = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' ? 1 : c == ' ' ? 2 : 0;
    };
    std::vector<std::string> pieces;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool joins = i > 0 && kind(text[i]) != 0 && kind(text[i]) == kind(text[i - 1]);
        if (!joins) pieces.emplace_back();
        pieces.back() += text[i];
    }
    return pieces;
}

TEST(Fuzz, WordsTakenAwayDoubledAndSwapped) {
    const std::vector<std::string> pieces = pieces_of(full_script());
    std::mt19937 random(13);
    for (int i = 0; i < 600; ++i) {
        std::vector<std::string> changed = pieces;
        for (size_t n = 1 + random() % 4; n > 0; --n) {
            const size_t at = random() % changed.size();
            if (random() % 3 == 0)
                std::swap(changed[at], changed[random() % changed.size()]);
            else if (random() % 2 == 0)
                changed.erase(changed.begin() + static_cast<ptrdiff_t>(at));
            else
                changed.insert(changed.begin() + static_cast<ptrdiff_t>(at), changed[random() % changed.size()]);
        }
        std::string text;
        for (const std::string& piece : changed) text += piece;
        ASSERT_NO_FATAL_FAILURE(check(text, "seed 13, round " + std::to_string(i)));
    }
}

TEST(Fuzz, EveryPrefixOfAScript) {
    const std::string text = full_script();
    for (size_t length = 0; length <= text.size(); length += 11)
        ASSERT_NO_FATAL_FAILURE(check(text.substr(0, length), "prefix of " + std::to_string(length)));
}

}  // namespace
}  // namespace weir::syntax
