// docs/language/index.md has each word of the grammar, and leads to where it is explained.
#include <map>

#include "tests/docs/reference.h"

namespace weir::test {
namespace {

/// What stands under each heading of the reference as code, in its text and in its examples (their comments aside).
std::map<std::string, std::string> code_of_sections() {
    std::map<std::string, std::string> sections;
    for (const Page& page : reference_pages()) {
        std::ifstream in(page.path);
        std::string section;
        bool block = false;
        for (std::string line; std::getline(in, line);) {
            const bool fence = line.starts_with("```");
            if (fence) block = !block;
            if (!block && line.starts_with("#")) section = line.substr(line.find(' ') + 1);
            std::string& code = sections[page.path.filename().string() + "#" + anchor_of(section)];
            if (block && !fence) code += line.substr(0, line.find("//")) + " ";
            if (!block)
                for (const std::string& part : codes_in(line)) code += part + " ";
        }
    }
    return sections;
}

bool has_word(const std::string& text, const std::string& word) {
    return std::regex_search(text, std::regex("(^|[^A-Za-z_])" + word + "([^A-Za-z_]|$)"));
}

TEST(Index, HasEachWordOfTheGrammar) {
    EXPECT_EQ(first_column(table("Every word", "word")), words_of_grammar());
}

TEST(Index, LeadsToWhereAWordIsExplained) {
    const std::map<std::string, std::string> sections = code_of_sections();
    static const std::regex link("\\]\\(([^)]*)\\)");
    for (const Row& row : table("Every word", "word").rows) {
        std::sregex_iterator at(row[1].begin(), row[1].end(), link), none;
        EXPECT_NE(at, none) << row[0];
        for (; at != none; ++at) {
            const auto section = sections.find((*at)[1]);
            ASSERT_NE(section, sections.end()) << (*at)[1] << " does not exist";
            EXPECT_TRUE(has_word(section->second, code(row[0]))) << (*at)[1] << " says nothing of " << row[0];
        }
    }
}

TEST(Index, ContentsHasEachPage) {
    const Page contents = read_page(kRoot / "docs" / "language" / "README.md");
    for (const Page& page : reference_pages()) {
        const std::string name = page.path.filename().string();
        if (name == "README.md") continue;
        EXPECT_NE(contents.prose.find("](" + name + ")"), std::string::npos) << name;
        for (size_t i = 1; i < page.headings.size(); ++i)
            EXPECT_TRUE(name == "index.md" ||
                        contents.prose.find("](" + name + "#" + anchor_of(page.headings[i]) + ")") != std::string::npos)
                << name << " has a section `" << page.headings[i] << "` that the contents do not name";
    }
}

}  // namespace
}  // namespace weir::test
