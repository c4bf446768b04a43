#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

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

}  // namespace
}  // namespace weir::syntax
