// The pages of docs/errors are true: the first example of each gives its code, the second gives nothing.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "support.h"

namespace weir::syntax {
namespace {

namespace fs = std::filesystem;

const fs::path kPages = fs::path(WEIR_SOURCE_DIR) / "docs" / "errors";

struct Example {
    std::string text;
    Limits limits;
};

/// `\xE9` as the byte that it names.
std::string unescaped(const std::string& text) {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool escape = text.compare(i, 2, "\\x") == 0 && i + 3 < text.size();
        result += escape ? static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16)) : text[i];
        if (escape) i += 3;
    }
    return result;
}

/// The words behind ```weir: `escapes`, and the limits that the example is checked under.
Example example_of(const std::string& info, const std::string& text) {
    Example example{text, {}};
    std::istringstream words(info);
    for (std::string word; words >> word;) {
        const size_t equal = word.find('=');
        const std::string name = word.substr(0, equal);
        const size_t value = equal == std::string::npos ? 0 : std::stoul(word.substr(equal + 1));
        if (name == "escapes") example.text = unescaped(text);
        if (name == "bytes") example.limits.bytes = value;
        if (name == "depth") example.limits.depth = value;
        if (name == "words") example.limits.clause_words = value;
        if (name == "errors") example.limits.errors = value;
    }
    return example;
}

std::vector<Example> examples_of(const fs::path& page) {
    constexpr std::string_view kFence = "```weir";
    std::ifstream in(page);
    std::vector<Example> examples;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(kFence)) continue;
        const std::string info = line.substr(kFence.size());
        std::string text;
        while (std::getline(in, line) && line != "```") text += line + "\n";
        examples.push_back(example_of(info, text));
    }
    return examples;
}

TEST(Pages, EachSyntaxCodeHasOneAndItsExamplesAreTrue) {
    for (const Row& row : all_messages()) {
        if (static_cast<unsigned>(row.code) >= 200) continue;  // what names and types mean is checked with them
        const std::string code = code_text(row.code);
        const fs::path page = kPages / (code + ".md");
        ASSERT_TRUE(fs::exists(page)) << code << " " << row.name << " has no page";
        std::ifstream in(page);
        std::string title;
        std::getline(in, title);
        EXPECT_TRUE(title.starts_with("# " + code + ": ")) << page;

        const std::vector<Example> examples = examples_of(page);
        ASSERT_EQ(examples.size(), 2u) << page << ": an example of the mistake and one of how it is mended";
        const std::string found = codes(parse_text(examples[0].text, examples[0].limits));
        // What is too much can only be shown after what is enough.
        EXPECT_EQ(found, row.code == Code::too_many_errors ? "W0109 W0123" : code) << page;
        EXPECT_EQ(codes(parse_text(examples[1].text, examples[1].limits)), "") << page;
    }
}

TEST(Pages, EachPageHasACode) {
    std::map<std::string, bool> known;
    for (const Row& row : all_messages()) known[code_text(row.code)] = true;
    for (const auto& entry : fs::directory_iterator(kPages))
        EXPECT_TRUE(known[entry.path().stem().string()]) << entry.path();
}

}  // namespace
}  // namespace weir::syntax
