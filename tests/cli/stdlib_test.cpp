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

}  // namespace
}  // namespace weir::test
