#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "random_tree.h"
#include "support.h"

namespace weir::syntax {
namespace {

std::string shape_of(const Tree& tree) {
    return print_tree(tree, {.ranges = false});
}

TEST(RoundTrip, TheFullScript) {
    const Parsed parsed = parse_text(full_script());
    ASSERT_EQ(codes(parsed), "");
    const std::string source = to_source(parsed.tree);
    EXPECT_EQ(shape(source), shape_of(parsed.tree)) << source;
    EXPECT_EQ(to_source(parse_text(source).tree), source) << "printing twice is printing once";
}

TEST(RoundTrip, TheStandardLibrary) {
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / "stdlib")) {
        if (entry.path().extension() != ".weir") continue;
        std::ifstream in(entry.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        const Parsed parsed = parse_text(text);
        EXPECT_EQ(codes(parsed), "") << entry.path();
        EXPECT_EQ(shape(to_source(parsed.tree)), shape_of(parsed.tree)) << entry.path();
    }
}

TEST(RoundTrip, RandomTrees) {
    for (uint32_t seed = 1; seed <= 3000; ++seed) {
        const Tree tree = random_tree(seed);
        const std::string source = to_source(tree);
        const Parsed parsed = parse_text(source);
        ASSERT_EQ(codes(parsed), "") << "seed " << seed << "\n"
                                     << render(parsed.diagnostics, std::vector{SourceFile("t", source)}) << source;
        ASSERT_EQ(shape_of(parsed.tree), shape_of(tree)) << "seed " << seed << "\n" << source;
        ASSERT_EQ(to_source(parsed.tree), source) << "seed " << seed;
    }
}

/// As `weir fmt` writes it.
std::string formatted(const std::string& text) {
    const SourceFile file("test.weir", text);
    return to_source(parse(file).tree, file);
}

void expect_settled(const std::string& text) {
    const std::string once = formatted(text);
    EXPECT_EQ(formatted(once), once) << text;
    EXPECT_EQ(shape(once), shape(text)) << text;
}

TEST(RoundTrip, FormattingTwiceIsFormattingOnceOfEveryScript) {
    size_t scripts = 0;
    for (const char* folder : {"stdlib", "examples", "tests"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".weir") continue;
            std::ifstream in(entry.path());
            std::string text{std::istreambuf_iterator<char>(in), {}};
            text = text.substr(0, text.find("\n==== ") + 1);  // what a golden expects is no part of its script
            if (parse_text(text).diagnostics.has_errors()) continue;
            SCOPED_TRACE(entry.path());
            ++scripts;
            expect_settled(text);
        }
    EXPECT_GE(scripts, 80u);
}

/// Blocks of limits of every width, their lines apart or together, so that some are wrapped and some are not.
TEST(RoundTrip, FormattingTwiceIsFormattingOnceOfLimitsHoweverTheyStand) {
    const std::vector<std::string> limits = {
        "child value <= 500_000 quote", "participation <= 25% over 5 min",
        "price within 50 bps of mid",   "messages <= 10 per 1 s",
        "working orders <= 4",          "child quantity <= max(1000 shares, 20% of order, 5% of order.quantity)"};
    std::mt19937 random(7);
    for (int round = 0; round < 600; ++round) {
        std::string text = random() % 2 == 0 ? "risk {" : "policy p {";
        const bool policy = text.starts_with("policy");
        const bool one_line = random() % 2 == 0;
        const size_t count = 1 + random() % 9;
        for (size_t i = 0; i < count; ++i) {
            const bool apart = !one_line && random() % 2 == 0;
            text += (apart ? "\n        " : i == 0 ? " " : "; ") + limits[random() % limits.size()];
        }
        text += one_line ? " }\n" : "\n}\n";
        expect_settled("weir 1\n" +
                       (policy ? text : "strategy s() {\n    work r { peg near touch }\n    " + text + "}\n"));
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace weir::syntax
