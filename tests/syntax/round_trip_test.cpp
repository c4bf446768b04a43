#include <gtest/gtest.h>

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

TEST(RoundTrip, RandomTrees) {
    for (uint32_t seed = 1; seed <= 3000; ++seed) {
        const Tree tree = random_tree(seed);
        const std::string source = to_source(tree);
        const Parsed parsed = parse_text(source);
        ASSERT_EQ(codes(parsed), "") << "seed " << seed << "\n"
                                     << render(parsed.diagnostics, std::vector{SourceFile("t", source)});
        ASSERT_EQ(shape_of(parsed.tree), shape_of(tree)) << "seed " << seed << "\n" << source;
        ASSERT_EQ(to_source(parsed.tree), source) << "seed " << seed;
    }
}

}  // namespace
}  // namespace weir::syntax
