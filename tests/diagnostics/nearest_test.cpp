#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "compiler/diagnostics/diagnostics.h"

namespace weir {
namespace {

/// The definition, by recursion on the last characters.
size_t distance_by_definition(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return a.size() + b.size();
    const auto but = [](std::string_view s, size_t n) { return s.substr(0, s.size() - n); };
    size_t best = std::min({distance_by_definition(but(a, 1), b) + 1, distance_by_definition(a, but(b, 1)) + 1,
                            distance_by_definition(but(a, 1), but(b, 1)) + (a.back() != b.back())});
    if (a.size() > 1 && b.size() > 1 && a.back() == b[b.size() - 2] && a[a.size() - 2] == b.back())
        best = std::min(best, distance_by_definition(but(a, 2), but(b, 2)) + 1);
    return best;
}

TEST(Nearest, DistanceIsThatOfTheDefinition) {
    std::mt19937 random(7);
    const auto word = [&] {
        std::string text(random() % 6, ' ');
        for (char& c : text) c = static_cast<char>('a' + random() % 3);
        return text;
    };
    for (int i = 0; i < 300; ++i) {
        const std::string a = word(), b = word();
        EXPECT_EQ(edit_distance(a, b), distance_by_definition(a, b)) << a << " " << b << " seed 7";
        EXPECT_EQ(edit_distance(a, b), edit_distance(b, a));
    }
}

TEST(Nearest, SuggestsOnlyWhatCanHaveBeenMeant) {
    constexpr auto kWords = std::to_array<std::string_view>({"schedule", "participate", "pause", "let"});
    EXPECT_EQ(nearest("schedul", kWords), "schedule");
    EXPECT_EQ(nearest("shcedule", kWords), "schedule");
    EXPECT_EQ(nearest("lte", kWords), "let");
    EXPECT_EQ(nearest("zebra", kWords), std::nullopt);
    EXPECT_EQ(nearest("x", kWords), std::nullopt);
    EXPECT_EQ(nearest(std::string(100'000, 's'), kWords), std::nullopt);
}

}  // namespace
}  // namespace weir
