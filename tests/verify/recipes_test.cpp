// Recipes: hints at proofs, which save the search and can prove nothing that is false.
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>
#include <string_view>

#include "compiler/verify/verify.h"
#include "tests/support/plans.h"

namespace weir::test {
namespace {

using verify::Finding;
using verify::Recipes;

constexpr uint64_t kSeed = 11;

/// With recipes alone: nothing is searched for.
verify::Options without_search(const Recipes& recipes) {
    verify::Options options;
    options.of_question = 0;
    options.recipes = &recipes;
    return options;
}

TEST(Recipes, AreReadAsTheyAreWritten) {
    const std::string text = Recipes::library().text();
    EXPECT_GT(text.size(), 10'000u);
    EXPECT_EQ(Recipes(text).text(), text);
}

TEST(Recipes, SettleTheLibraryWithoutASearch) {
    for (const auto& path : scripts_in("stdlib"))
        for (const plan::Plan& generic : plans_of(path))
            for (const Finding& finding : verify::prove(generic, without_search(Recipes::library())).findings) {
                if (finding.property.kind == verify::Kind::faults) continue;
                EXPECT_TRUE(finding.proven) << generic.name << ": " << finding.property.name
                                            << ": no recipe fits; `./dev recipes` looks for one";
            }
}

/// A digit of every line, and some lines of others.
std::string disturbed(const std::string& text, std::mt19937_64& random) {
    std::string out = text;
    for (char& c : out)
        if (c >= '0' && c <= '9' && random() % 8 == 0) c = static_cast<char>('0' + random() % 10);
    return out;
}

/// What a bad script is refuted for, as its first line says.
std::string broken_line(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    constexpr std::string_view kMark = "// refuted: ";
    return line.starts_with(kMark) ? line.substr(kMark.size()) : "";
}

std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

TEST(Recipes, ThatAreWrongProveNothing) {
    std::mt19937_64 random(kSeed);
    const std::string text = Recipes::library().text();
    int lines = 0;
    for (const auto& path : scripts_in("tests/verify/bad")) {
        const std::string broken = without_blanks(broken_line(path));
        for (const plan::Plan& generic : plans_of(path)) {
            const Recipes wrong(disturbed(text, random));
            for (const Finding& finding : verify::prove(generic, without_search(wrong)).findings) {
                if (without_blanks(finding.property.name) != broken) continue;
                ++lines;
                EXPECT_FALSE(finding.proven) << path << ": " << broken << " is proven by wrong recipes, seed " << kSeed;
            }
        }
    }
    EXPECT_GT(lines, 40);
}

}  // namespace
}  // namespace weir::test
