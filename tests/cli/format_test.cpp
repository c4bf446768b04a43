// `weir fmt` changes what a script looks like, and nothing else of its file.
#include "tests/cli/shell.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLoose = "weir 1\nstrategy   s() { work r { peg near touch } }\n";

TEST(Format, ALinkStaysOneAndAFileKeepsItsMode) {
    const Folder folder;
    fs::create_directory(folder.path() / "house");
    const fs::path real = folder.path() / folder.write("house/a.weir", kLoose), link = folder.path() / "link.weir";
    for (const fs::perms mode : {fs::perms(0600), fs::perms(0644), fs::perms(0755)}) {
        folder.write("house/a.weir", kLoose);
        fs::permissions(real, mode);
        if (!fs::exists(link)) fs::create_symlink("house/a.weir", link);
        const Outcome outcome = run(folder, {"weir", "fmt", "link.weir"});
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_TRUE(fs::is_symlink(link));
        EXPECT_NE(text_of(real), kLoose);
        EXPECT_EQ(text_of(real), text_of(link));
        EXPECT_EQ(fs::status(real).permissions(), mode);
        EXPECT_EQ(run(folder, {"weir", "fmt", "--check", "link.weir"}).code, 0);
    }
    EXPECT_FALSE(fs::exists(folder.path() / "house/a.weir.part"));
}

}  // namespace
}  // namespace weir::test
