// The commands on the pages work: every ```sh block of a page, in order, in a folder that begins with the standard
// library and the examples and nothing else; the pages of the tutorial follow each other in one folder. A ```text block
// right behind a ```sh block shows lines that it prints. And every link on a page leads somewhere.
#include <algorithm>
#include <regex>

#include "tests/cli/shell.h"
#include "tests/docs/page.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

std::string trimmed(const std::string& line) {
    const size_t begin = line.find_first_not_of(' ');
    return begin == std::string::npos ? "" : line.substr(begin, line.find_last_not_of(' ') - begin + 1);
}

/// Each line of `shown`, in its order; blanks at the ends do not matter, and `…` stands for what is left out.
void expect_printed(const std::string& shown, const Outcome& outcome) {
    const std::string printed = outcome.out + outcome.err;
    std::istringstream lines(shown);
    size_t from = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::string text = trimmed(line);
        if (text.empty() || text == "…") continue;
        const size_t at = printed.find(text, from);
        EXPECT_NE(at, std::string::npos) << "not printed: " << text << "\nin:\n" << printed;
        if (at != std::string::npos) from = at + text.size();
    }
}

size_t run_blocks(const Page& page, const Folder& folder) {
    size_t blocks = 0;
    for (size_t i = 0; i < page.blocks.size(); ++i) {
        const Block& block = page.blocks[i];
        if (block.info != "sh") continue;
        ++blocks;
        SCOPED_TRACE(page.path.string() + ":" + std::to_string(block.line));
        const Outcome outcome = run(folder, {"bash", "-exc", block.text});
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        if (i + 1 < page.blocks.size() && page.blocks[i + 1].info == "text")
            expect_printed(page.blocks[i + 1].text, outcome);
    }
    return blocks;
}

void furnish(const Folder& folder) {
    for (const char* name : {"stdlib", "examples"})
        fs::create_directory_symlink(fs::path(WEIR_SOURCE_DIR) / name, folder.path() / name);
}

const fs::path kTutorial = fs::path(WEIR_SOURCE_DIR) / "docs" / "tutorial";

TEST(Commands, OfThePagesWork) {
    size_t blocks = 0;
    for (const fs::path& path : all_pages()) {
        const Page page = read_page(path);
        const bool any = std::ranges::any_of(page.blocks, [](const Block& block) { return block.info == "sh"; });
        if (!any || path.parent_path() == kTutorial) continue;
        const Folder folder;
        furnish(folder);
        blocks += run_blocks(page, folder);
    }
    EXPECT_GE(blocks, 40u);
}

/// Only what the reader has: an empty folder.
TEST(Commands, OfTheTutorialWorkOneAfterTheOther) {
    const Folder folder;
    size_t blocks = 0;
    for (const Page& page : pages_in(kTutorial)) blocks += run_blocks(page, folder);
    EXPECT_GE(blocks, 10u);
}

TEST(Links, LeadSomewhere) {
    static const std::regex link("\\]\\(([^)#]*)(#[^)]*)?\\)");
    size_t links = 0;
    for (const fs::path& path : all_pages()) {
        const Page page = read_page(path);
        for (std::sregex_iterator at(page.prose.begin(), page.prose.end(), link), none; at != none; ++at) {
            const std::string target = (*at)[1], anchor = (*at)[2];
            if (target.find("://") != std::string::npos) continue;
            ++links;
            const fs::path to = target.empty() ? path : path.parent_path() / target;
            EXPECT_TRUE(fs::exists(to)) << path << " leads to " << target;
            if (anchor.empty() || !fs::exists(to)) continue;
            const std::vector<std::string> headings = read_page(to).headings;
            EXPECT_TRUE(std::ranges::any_of(
                headings, [&](const std::string& heading) { return anchor_of(heading) == anchor.substr(1); }))
                << path << " leads to " << target << anchor;
        }
    }
    EXPECT_GE(links, 20u);
}

/// Files that are named as code, `compiler/plan/ops.def`, are there.
TEST(Links, FilesThatAreNamedExist) {
    static const std::regex file("[a-z0-9_]+(/[a-z0-9_-]+)+\\.(cpp|h|def|g4|md)");
    size_t files = 0;
    for (const fs::path& path : all_pages())
        for (const std::string& code : codes_in(read_page(path).prose)) {
            if (!std::regex_match(code, file)) continue;
            ++files;
            EXPECT_TRUE(fs::exists(fs::path(WEIR_SOURCE_DIR) / code)) << path << " names " << code;
        }
    EXPECT_GE(files, 20u);
}

TEST(Links, ContentsHaveEachPage) {
    for (const char* name : {"how-to", "tutorial", "decisions"}) {
        const fs::path folder = fs::path(WEIR_SOURCE_DIR) / "docs" / name;
        const std::string contents = read_page(folder / "README.md").prose;
        for (const Page& page : pages_in(folder)) {
            const std::string file = page.path.filename().string();
            EXPECT_TRUE(file == "README.md" || contents.find("](" + file + ")") != std::string::npos)
                << folder << " does not list " << file;
        }
    }
}

}  // namespace
}  // namespace weir::test
