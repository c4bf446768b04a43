// A version of a text after another: what is kept of the last must not show.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/syntax.h"

namespace weir::syntax {
namespace {

std::vector<std::string> scripts() {
    std::vector<std::string> texts;
    for (const char* folder : {"stdlib", "examples", "tests/golden"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".weir") continue;
            std::ifstream file(entry.path());
            std::ostringstream all;
            all << file.rdbuf();
            texts.push_back(all.str());
        }
    std::ranges::sort(texts);
    return texts;
}

std::string all_of(const Parsed& parsed, const SourceFile& file) {
    return print_tree(parsed.tree) + render_json(parsed.diagnostics, {&file, 1}) + to_source(parsed.tree, file);
}

void expect_as_new(Reparser& reparser, const std::string& text, const std::string& why) {
    const SourceFile file("a.weir", text);
    EXPECT_EQ(all_of(reparser.parse(file), file), all_of(parse(file), file)) << why << "\n" << text;
}

TEST(Reparser, GivesWhatAParseOfTheSameTextGives) {
    constexpr unsigned kSeed = 60;
    std::mt19937 random(kSeed);
    const std::vector<std::string> texts = scripts();
    const auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const std::vector<std::string> pieces{"{",
                                          "}",
                                          "(",
                                          "\n",
                                          "\n\n",
                                          "\"",
                                          " ",
                                          ";",
                                          "work",
                                          "weir 1\n",
                                          "test \"x\" {",
                                          "é",
                                          "\xEF\xBB\xBF",
                                          "\xFF",
                                          "//",
                                          "/// a\n",
                                          "5 bps",
                                          "when",
                                          "strategy s() {",
                                          "\r\n",
                                          "let x = 1\n"};
    for (int run = 0; run < 60; ++run) {
        Reparser reparser;
        std::string text = texts[below(texts.size())];
        for (int edit = 0; edit < 25; ++edit) {
            const size_t at = below(text.size() + 1);
            const size_t length = std::min(text.size() - at, below(8) == 0 ? below(400) : below(6));
            std::string added;
            if (below(3) != 0) added = pieces[below(pieces.size())];
            if (below(12) == 0) added = texts[below(texts.size())].substr(0, below(600));
            text.replace(at, length, added);
            expect_as_new(
                reparser, text,
                "seed " + std::to_string(kSeed) + ", run " + std::to_string(run) + ", edit " + std::to_string(edit));
            if (testing::Test::HasFailure()) return;
        }
    }
}

TEST(Reparser, KeepsWhatOnlyMoved) {
    Reparser reparser;
    for (const std::string& text : scripts()) {
        expect_as_new(reparser, text, "as it is");
        expect_as_new(reparser, "// above\n" + text, "moved");
        expect_as_new(reparser, text + text, "twice: an edition stands once");
        expect_as_new(reparser, "", "nothing");
    }
}

}  // namespace
}  // namespace weir::syntax
