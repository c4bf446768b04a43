// The corpus by which the verifier is judged is itself held to what it says: the scripts compile, each says what is
// true of it, and the bad ones go wrong in the markets beside them, in which their mended twins do not.
#include <algorithm>
#include <map>
#include <regex>

#include "tests/cli/shell.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = fs::path(WEIR_SOURCE_DIR) / "tests/verify";

/// The files of a folder by their name without its ending.
std::map<std::string, fs::path> files_of(const std::string& folder) {
    std::map<std::string, fs::path> files;
    for (const auto& entry : fs::directory_iterator(kCorpus / folder)) files[entry.path().stem()] = entry.path();
    return files;
}

/// What stands behind a mark in the comments that begin a script; empty where there is none.
std::string said(const std::string& script, const std::string& mark) {
    const std::string start = "// " + mark + ": ";
    std::istringstream lines(script);
    for (std::string line; std::getline(lines, line) && line.starts_with("// ");)
        if (line.starts_with(start)) return line.substr(start.size());
    return {};
}

/// A folder from which a script finds the policies that it uses.
class Corpus : public testing::Test {
  protected:
    Corpus() {
        fs::create_directories(folder_.path() / kBeside);
        fs::create_directory_symlink(WEIR_SOURCE_DIR "/examples", folder_.path() / "examples");
    }
    /// What `weir test` says of a script in a market.
    Outcome in_market(const fs::path& script, const fs::path& market) const {
        const std::string name = std::string(kBeside) + "/" + script.filename().string();
        folder_.write(name, text_of(script) + "\n" + text_of(market));
        return run(folder_, {"weir", "test", name});
    }

    static constexpr const char* kBeside = "tests/verify/bad";
    Folder folder_;
};

TEST_F(Corpus, IsLargeEnough) {
    EXPECT_GE(files_of("bad").size(), 44u);
    EXPECT_GE(files_of("good").size(), 44u);
    EXPECT_GE(files_of("markets").size(), 60u);
}

TEST_F(Corpus, ChecksAndIsInTheHouseFormat) {
    const Words scripts{kCorpus / "bad", kCorpus / "good", WEIR_SOURCE_DIR "/examples/policies"};
    for (Words words : {Words{"weir", "check"}, Words{"weir", "fmt", "--check"}}) {
        words.insert(words.end(), scripts.begin(), scripts.end());
        const Outcome outcome = run(folder_, words);
        EXPECT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    }
}

TEST_F(Corpus, SaysWhatIsTrueOfEachScript) {
    for (const auto& [name, path] : files_of("bad")) {
        SCOPED_TRACE(path);
        const std::string script = text_of(path), refuted = said(script, "refuted");
        EXPECT_FALSE(said(script, "because").empty());
        const std::string line = refuted.substr(refuted.starts_with("policy ") ? refuted.find(": ") + 2 : 0);
        const bool used = script.find("\nuse \"") != std::string::npos;
        const auto without_spaces = [](const std::string& text) {
            return std::regex_replace(text, std::regex("\\s+"), "");
        };
        const bool written =
            without_spaces(script.substr(script.find("weir 1"))).find(without_spaces(line)) != std::string::npos;
        EXPECT_TRUE(written || used || refuted == "no arithmetic fails") << refuted;
    }
    for (const auto& [name, path] : files_of("good")) EXPECT_FALSE(said(text_of(path), "holds").empty()) << path;
}

TEST_F(Corpus, TheBadAreStoppedInTheirMarketsByWhatTheyBreak) {
    const auto bad = files_of("bad");
    for (const auto& [name, market] : files_of("markets")) {
        ASSERT_TRUE(bad.contains(name)) << market;
        const Outcome outcome = in_market(bad.at(name), market);
        EXPECT_EQ(outcome.code, 1) << name << "\n" << outcome.out << outcome.err;
        const std::string refuted = said(text_of(bad.at(name)), "refuted");
        const bool faults = refuted == "no arithmetic fails";
        const std::string by = faults ? "by a fault of its arithmetic" : "by `" + refuted + "`";
        const auto spaced = std::regex_replace(outcome.out, std::regex(" +"), " ");
        EXPECT_NE(spaced.find("the strategy was stopped " + by), std::string::npos) << name << "\n" << outcome.out;
    }
}

/// Whether it was a line of `assume` that stopped a script.
bool kept_out(const std::string& script, const Outcome& outcome) {
    const std::string mark = "the strategy was stopped by `";
    const size_t at = outcome.out.find(mark), assumed = script.find("assume {");
    if (at == std::string::npos || assumed == std::string::npos) return false;
    const size_t line = at + mark.size();
    return script.find(outcome.out.substr(line, outcome.out.find('`', line) - line), assumed) != std::string::npos;
}

/// A mend may be that a parameter cannot be set to what the market's trader sets it to, or that such a market is not
/// what the script is for.
TEST_F(Corpus, TheirTwinsAreNot) {
    const auto good = files_of("good");
    for (const auto& [name, market] : files_of("markets")) {
        if (!good.contains(name)) continue;
        const Outcome outcome = in_market(good.at(name), market);
        const bool out_of_range = outcome.err.find("is outside its range") != std::string::npos;
        EXPECT_TRUE(outcome.code == 0 || out_of_range || kept_out(text_of(good.at(name)), outcome))
            << name << "\n"
            << outcome.out << outcome.err;
    }
}

}  // namespace
}  // namespace weir::test
