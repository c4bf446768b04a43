// The pages of docs/errors on names, types, units and clauses are true: the first example of each gives its code and
// nothing else, the second gives nothing.
#include <filesystem>

#include "tests/lower/compiled.h"

namespace weir::test {
namespace {

struct Example {
    std::string text;
    std::string strategy;  // that is asked for; empty: the first
};

std::vector<Example> examples_of(const std::filesystem::path& page) {
    std::vector<Example> examples;
    std::ifstream in(page);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("```weir")) continue;
        Example example;
        if (const size_t at = line.find("strategy="); at != std::string::npos) example.strategy = line.substr(at + 9);
        while (std::getline(in, line) && line != "```") example.text += line + "\n";
        examples.push_back(std::move(example));
    }
    return examples;
}

std::string codes_of(const Outcome& outcome) {
    std::string codes;
    for (const Diagnostic& diagnostic : outcome.diagnostics)
        codes += (codes.empty() ? "" : " ") + code_text(diagnostic.code);
    return codes;
}

TEST(Pages, EachCodeHasOneAndItsExamplesAreTrue) {
    for (const Row& row : all_messages()) {
        const auto number = static_cast<unsigned>(row.code);
        if (number < 200 || number >= 500) continue;
        const std::string code = code_text(row.code);
        SCOPED_TRACE(code + " " + std::string(row.name));
        const auto page = std::filesystem::path(WEIR_SOURCE_DIR) / "docs" / "errors" / (code + ".md");
        ASSERT_TRUE(std::filesystem::exists(page));
        std::ifstream in(page);
        std::string title;
        std::getline(in, title);
        EXPECT_TRUE(title.starts_with("# " + code + ": "));
        const std::vector<Example> examples = examples_of(page);
        ASSERT_EQ(examples.size(), 2u) << "an example of the mistake and one of how it is mended";
        const Outcome wrong = compile(examples[0].text, bitcoin(), examples[0].strategy);
        EXPECT_EQ(codes_of(wrong), code) << wrong.shown;
        const Outcome right = compile(examples[1].text, bitcoin());
        EXPECT_EQ(codes_of(right), "") << right.shown;
    }
}

}  // namespace
}  // namespace weir::test
