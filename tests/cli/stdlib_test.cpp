// The standard library is held to what a user is promised of it: it checks without a word, its tests pass, it is in the
// house format, and each of its strategies is small.
#include <boost/json.hpp>

#include "tests/cli/shell.h"

namespace weir::test {
namespace {

Words with_stdlib(Words words) {
    words.push_back(WEIR_SOURCE_DIR "/stdlib");
    return words;
}

TEST(Stdlib, ChecksWithoutAWordAndIsSmall) {
    constexpr int64_t kStateBytesMost = 4096;
    const Folder folder;
    const Outcome outcome = run(folder, with_stdlib({"weir", "check", "--json"}));
    ASSERT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    const boost::json::array files = boost::json::parse(outcome.out).as_array();
    EXPECT_GE(files.size(), 18u);
    for (const auto& file : files) {
        SCOPED_TRACE(file.at("file").as_string());
        EXPECT_TRUE(file.at("diagnostics").as_array().empty());
        for (const auto& strategy : file.at("strategies").as_array())
            EXPECT_LE(strategy.at("state_bytes").as_int64(), kStateBytesMost);
    }
}

TEST(Stdlib, PassesItsTests) {
    const Folder folder;
    const Outcome outcome = run(folder, with_stdlib({"weir", "test", "--quiet"}));
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    const Outcome native =
        run(folder, {"weir", "test", "--quiet", "--engine", "native", WEIR_SOURCE_DIR "/stdlib/sniper.weir"});
    EXPECT_EQ(native.code, 0) << native.out << native.err;
}

TEST(Stdlib, IsInTheHouseFormat) {
    const Folder folder;
    Words words = with_stdlib({"weir", "fmt", "--check"});
    words.push_back(WEIR_SOURCE_DIR "/examples/desk");
    const Outcome outcome = run(folder, words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST(Stdlib, HasPagesThatSayWhatItsSourceSays) {
    const Folder folder;
    std::filesystem::create_directory_symlink(WEIR_SOURCE_DIR "/stdlib", folder.path() / "stdlib");
    const Outcome outcome = run(folder, {"weir", "doc", "stdlib", "-o", WEIR_SOURCE_DIR "/docs/stdlib", "--check"});
    EXPECT_EQ(outcome.code, 0) << outcome.err << "`weir doc stdlib -o docs/stdlib` writes the pages";
}

TEST(Stdlib, SaysOfEachWhenItIsRight) {
    const std::string readme = text_of(WEIR_SOURCE_DIR "/stdlib/README.md");
    const size_t which = readme.find("## Which one?"), expected = readme.find("## What to expect");
    for (const auto& entry : std::filesystem::directory_iterator(WEIR_SOURCE_DIR "/stdlib")) {
        if (entry.path().extension() != ".weir") continue;
        const std::string name = "`" + entry.path().stem().string() + "`";
        EXPECT_LT(readme.find(name, which), expected) << name << " is not in the table of choices";
        EXPECT_NE(readme.find(name, expected), std::string::npos) << name << " is not in the table of what to expect";
        EXPECT_NE(text_of(entry.path()).find("\n///\n/// Use it"), std::string::npos) << entry.path();
    }
}

}  // namespace
}  // namespace weir::test
