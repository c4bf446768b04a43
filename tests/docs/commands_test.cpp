// The commands on the pages work: every ```sh block of a page, in order, in a folder that begins with the standard
// library and nothing else. And every link on a page leads somewhere.
#include <algorithm>
#include <regex>

#include "tests/cli/shell.h"
#include "tests/docs/page.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

TEST(Commands, OfThePagesWork) {
    size_t blocks = 0;
    for (const fs::path& path : all_pages()) {
        const Page page = read_page(path);
        if (std::ranges::none_of(page.blocks, [](const Block& block) { return block.info == "sh"; })) continue;
        const Folder folder;
        fs::create_directory_symlink(fs::path(WEIR_SOURCE_DIR) / "stdlib", folder.path() / "stdlib");
        for (const Block& block : page.blocks) {
            if (block.info != "sh") continue;
            ++blocks;
            const Outcome outcome = run(folder, {"bash", "-exc", block.text});
            EXPECT_EQ(outcome.code, 0) << path << ":" << block.line << "\n" << outcome.err;
        }
    }
    EXPECT_GE(blocks, 3u);
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

}  // namespace
}  // namespace weir::test
