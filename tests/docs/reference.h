// The reference, docs/language, as its tests read it.
#pragma once

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/docs/page.h"

namespace weir::test {

using Names = std::set<std::string>;

inline const std::filesystem::path kRoot = WEIR_SOURCE_DIR;

inline const std::vector<Page>& reference_pages() {
    static const std::vector<Page> pages = pages_in(kRoot / "docs" / "language");
    return pages;
}

/// All pages as one.
inline const Page& reference() {
    static const Page all = [] {
        Page all;
        for (const Page& page : reference_pages()) {
            all.headings.insert(all.headings.end(), page.headings.begin(), page.headings.end());
            all.tables.insert(all.tables.end(), page.tables.begin(), page.tables.end());
            all.prose += page.prose + "\n\n";
        }
        return all;
    }();
    return all;
}

/// The table of a section whose first column has this head.
inline const Table& table(const std::string& section, const std::string& first) {
    static const Table none;
    for (const Table& one : reference().tables)
        if (one.section == section && one.head[0] == first) return one;
    ADD_FAILURE() << "no table `" << first << "` under " << section;
    return none;
}

/// The first code in a cell.
inline std::string code(const std::string& cell) {
    const auto codes = codes_in(cell);
    return codes.empty() ? "" : codes[0];
}

inline Names first_column(const Table& table) {
    Names names;
    for (const Row& row : table.rows) EXPECT_TRUE(names.insert(code(row[0])).second) << row[0] << " stands twice";
    return names;
}

/// The words of the lexer between two of its comments, or all: 'schedule', 'every', …
inline Names words_of_grammar(const std::string& from = "", const std::string& to = "") {
    std::ifstream in(kRoot / "grammar" / "WeirLexer.g4");
    const std::string grammar{std::istreambuf_iterator<char>(in), {}};
    const size_t begin = from.empty() ? 0 : grammar.find(from);
    const std::string part = grammar.substr(begin, to.empty() ? std::string::npos : grammar.find(to) - begin);
    static const std::regex word("[A-Z_]+: '([a-z_]+)'");
    Names words;
    for (std::sregex_iterator at(part.begin(), part.end(), word), none; at != none; ++at) words.insert((*at)[1]);
    return words;
}

struct Script {
    std::string text;
    size_t line_before;  // how many lines stand above the example
};

/// A whole script as it is; clauses in a strategy, with a work when they have none.
inline Script script_of(const std::string& text) {
    if (text.starts_with("weir 1")) return {text, 0};
    static const std::regex work("(^|\n)\\s*(work|legs) ");
    const bool works = std::regex_search(text, work);
    return {"weir 1\nstrategy example() {\n" + text + (works ? "" : "work rest { peg near touch }\n") + "}\n", 2};
}

}  // namespace weir::test
