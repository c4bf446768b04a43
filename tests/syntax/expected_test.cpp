// What may stand at a place: whatever stands there in a script that is right must be among it.
#include "compiler/syntax/expected.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "compiler/syntax/syntax.h"

namespace weir::syntax {
namespace {

std::vector<SourceFile> scripts() {
    std::vector<SourceFile> files;
    for (const char* folder : {"stdlib", "examples"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".weir") continue;
            std::ifstream file(entry.path());
            std::ostringstream all;
            all << file.rdbuf();
            SourceFile script(entry.path().filename().string(), all.str());
            if (!parse(script).diagnostics.has_errors()) files.push_back(std::move(script));
        }
    return files;
}

bool is_among(const Token& token, const std::string& written, const Expected& expected) {
    using enum TokenClass;
    switch (token.kind) {
        case number:
            return expected.number;
        case time:
            return expected.time;
        case TokenClass::text:
            return expected.text;
        case name:
            return !expected.names.empty() || expected.unit;
        case soft:
            return expected.words.contains(written) || !expected.names.empty() || expected.unit;
        default:
            return expected.words.contains(written) || written == ";" || written == "}" ||
                   (written == "%" && expected.unit);
    }
}

std::string all_of(const std::set<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += " " + word;
    return text;
}

TEST(Expected, HasWhatStandsThere) {
    int count = 0;
    for (const SourceFile& file : scripts()) {
        const Parsed parsed = parse(file);
        for (const Token& token : parsed.tokens) {
            if (token.kind == TokenClass::comment || token.kind == TokenClass::doc) continue;
            const std::string text = file.text().substr(token.begin, token.end - token.begin);
            // As though it were typed anew: nothing behind it, and a blank before it.
            const SourceFile before(file.path(), file.text().substr(0, token.begin) + " ");
            const Expected expected = expected_at(before, token.begin + 1);
            ++count;
            EXPECT_TRUE(is_among(token, text, expected))
                << file.path() << " " << token.begin << ": `" << text << "` is not among" << all_of(expected.words)
                << " |" << all_of(expected.names);
            if (HasFailure()) return;
        }
    }
    EXPECT_GT(count, 8'000);
}

Expected at_end(const std::string& text) {
    const SourceFile file("a.weir", text);
    return expected_at(file, static_cast<uint32_t>(text.size()));
}
const std::string kBody = "weir 1\nstrategy a() {\n    ";

TEST(Expected, KnowsTheStatement) {
    EXPECT_EQ(at_end("").words, (std::set<std::string>{"fn", "policy", "strategy", "test", "use", "weir"}));
    EXPECT_TRUE(at_end(kBody).words.contains("participate"));
    EXPECT_FALSE(at_end(kBody).words.contains("peg"));
    EXPECT_EQ(at_end(kBody + "participate ").words.count("at"), 1);
    EXPECT_EQ(at_end(kBody + "participate at ").words, (std::set<std::string>{"least", "most"}));
    EXPECT_EQ(at_end(kBody + "peg near ").words, std::set<std::string>{});
    EXPECT_EQ(at_end(kBody + "work w { peg ").words, (std::set<std::string>{"far", "mid", "near"}));
    EXPECT_EQ(at_end(kBody + "work w { peg near touch; show 10%; rep").words.count("reprice"), 1);
    EXPECT_EQ(at_end(kBody + "work w { peg near touch; show 10%; rep").block, "work");
    EXPECT_EQ(at_end(kBody + "next ").names, std::set<std::string>{"next"});
    EXPECT_TRUE(at_end(kBody + "let x = order.").names.contains("member"));
    EXPECT_TRUE(at_end(kBody + "schedule linear every 5 ").unit);
}

TEST(Expected, KnowsTextAndComments) {
    EXPECT_EQ(at_end("use \"a").where, Expected::Where::text);
    EXPECT_EQ(at_end("// use ").where, Expected::Where::comment);
    const SourceFile file("a.weir", "use \"a.weir\" ");
    EXPECT_EQ(expected_at(file, 7).where, Expected::Where::text);
    EXPECT_EQ(file.text(expected_at(file, 7).prefix), "a.weir");
    EXPECT_EQ(expected_at(file, 13).where, Expected::Where::code);
}

TEST(Expected, IsTheWholeOfAWordThatIsBeingTyped) {
    const SourceFile file("a.weir", kBody + "schedule linear");
    const auto at = static_cast<uint32_t>(kBody.size() + 3);
    EXPECT_EQ(file.text(expected_at(file, at).prefix), "schedule");
    EXPECT_TRUE(expected_at(file, at).before.empty());
}

/// Whatever the text, and wherever the place: an answer whose ranges are of the text.
TEST(Expected, OfAnyText) {
    constexpr unsigned kSeed = 7;
    std::mt19937 random(kSeed);
    const auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const std::vector<SourceFile> files = scripts();
    for (int i = 0; i < 3000; ++i) {
        std::string text = files[below(files.size())].text();
        for (size_t n = below(5); n > 0; --n) {
            const size_t at = below(text.size());
            if (below(2) == 0)
                text.erase(at, 1 + below(20));
            else
                text.insert(at, 1, "{}()\";\n\\/-.\xff"[below(12)]);
        }
        const SourceFile file("a.weir", text);
        const Expected expected = expected_at(file, static_cast<uint32_t>(below(text.size() + 2)));
        EXPECT_LE(expected.prefix.begin, expected.prefix.end) << "seed " << kSeed << " run " << i;
        EXPECT_LE(expected.prefix.end, text.size()) << "seed " << kSeed << " run " << i;
    }
}

}  // namespace
}  // namespace weir::syntax
