// One word or sign taken away is one mistake, whatever it was, and must not read like a dozen.
#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "compiler/sema/sema.h"
#include "compiler/syntax/syntax.h"

namespace weir::sema {
namespace {

std::string script(const std::string& name) {
    std::ifstream in(std::string(WEIR_SOURCE_DIR) + "/stdlib/" + name);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

struct Token {
    size_t begin, size;
};

/// Words, numbers and signs as the language has them; comments are none.
std::vector<Token> tokens_of(const std::string& text) {
    const auto in_word = [&](size_t i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool point = c == '.' && std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0;
        return std::isalnum(c) != 0 || c == '_' || point;
    };
    std::vector<Token> tokens;
    for (size_t i = 0; i < text.size();) {
        const size_t begin = i++;
        const auto c = static_cast<unsigned char>(text[begin]);
        if (std::isspace(c) != 0) continue;
        if (text.compare(begin, 2, "//") == 0) {
            i = std::min(text.find('\n', begin), text.size());
            continue;
        }
        if (std::isalnum(c) != 0)
            while (i < text.size() && in_word(i)) ++i;
        else if (text.compare(begin, 2, "<=") == 0 || text.compare(begin, 2, ">=") == 0)
            ++i;
        tokens.push_back({begin, i - begin});
    }
    return tokens;
}

Diagnostics diagnostics_of(const SourceFile& file) {
    syntax::Parsed parsed = syntax::parse(file);
    Diagnostics all = std::move(parsed.diagnostics);
    const Source source{&parsed.tree, &file};
    all.append(check({&source, 1}).diagnostics);
    all.sort_by_place();
    return all;
}

struct Distribution {
    std::array<size_t, 32> deletions{};  // how many of them give that many diagnostics
    size_t total = 0;

    size_t at_most(size_t diagnostics) const {
        size_t sum = 0;
        for (size_t i = 0; i <= diagnostics; ++i) sum += deletions[i];
        return sum;
    }
    std::string text() const {
        std::string text;
        for (size_t i = 0; i < deletions.size(); ++i)
            if (deletions[i] != 0) text += std::to_string(i) + ": " + std::to_string(deletions[i]) + "  ";
        return text;
    }
};

/// Three of the standard algorithms; all of them when WEIR_STEPS asks for a long run.
std::vector<std::string> scripts() {
    if (std::getenv("WEIR_STEPS") == nullptr) return {"vwap.weir", "twap.weir", "pov.weir"};
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(WEIR_SOURCE_DIR) + "/stdlib"))
        if (entry.path().extension() == ".weir") names.push_back(entry.path().filename());
    return names;
}

/// Taken away without a trace, so that its neighbours grow together, and with a blank in its place.
TEST(Deletions, OneTokenLessGivesOneOrTwoDiagnostics) {
    constexpr size_t kMost = 2;
    for (const char* left : {"", " "}) {
        Distribution found;
        for (const std::string& name : scripts()) {
            const std::string text = script(name);
            ASSERT_TRUE(diagnostics_of(SourceFile(name, text)).empty()) << name;
            for (const Token& token : tokens_of(text)) {
                std::string shorter = text;
                shorter.replace(token.begin, token.size, left);
                const SourceFile file(name, shorter);
                const Diagnostics diagnostics = diagnostics_of(file);
                ++found.total;
                ++found.deletions[std::min(diagnostics.size(), found.deletions.size() - 1)];
                EXPECT_LE(diagnostics.size(), kMost)
                    << name << " without `" << text.substr(token.begin, token.size) << "`\n"
                    << render(diagnostics, {&file, 1});
            }
        }
        EXPECT_GT(found.total, 500u);
        EXPECT_GE(found.at_most(1) * 100, found.total * 90) << found.text();
        std::cout << "diagnostics: deletions  " << found.text() << "\n";
    }
}

}  // namespace
}  // namespace weir::sema
