// The pages of docs/errors are true: there is one for each code, its first example gives that code and nothing else,
// its second gives nothing.
#include <map>

#include "compiler/syntax/syntax.h"
#include "proofs/proofs.h"
#include "tests/docs/page.h"
#include "tests/lower/compiled.h"

namespace weir::test {
namespace {

const std::filesystem::path kPages = std::filesystem::path(WEIR_SOURCE_DIR) / "docs" / "errors";

/// An example, with what the words behind ```weir say of how it is checked.
struct Example {
    std::string text;
    std::string strategy;  // that is asked for; empty: the first
    syntax::Limits limits;
    lower::Market market = bitcoin();
    double effort = 0;  // verified too, with so much; 0: not
};

/// `\xE9` as the byte that it names.
std::string unescaped(const std::string& text) {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool escape = text.compare(i, 2, "\\x") == 0 && i + 3 < text.size();
        result += escape ? static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16)) : text[i];
        if (escape) i += 3;
    }
    return result;
}

Example example_of(const Block& block) {
    Example example{block.text, {}, {}, bitcoin()};
    std::istringstream words(block.info.substr(4));
    for (std::string word; words >> word;) {
        const size_t equal = word.find('=');
        const std::string name = word.substr(0, equal),
                          value = equal == std::string::npos ? "" : word.substr(equal + 1);
        if (name == "escapes")
            example.text = unescaped(block.text);
        else if (name == "strategy")
            example.strategy = value;
        else if (name == "venues" || name == "run")  // known when it is checked, and those of a run
            example.market.venues = venues_of(value), example.market.deployed = name == "run";
        else if (name == "hedge")  // the currency of the leg that hedges
            example.market.hedges = {bitcoin()}, example.market.hedges[0].currency = value;
        else if (name == "verify")
            example.effort = value.empty() ? 1 : std::stod(value);
        else if (name == "bytes")
            example.limits.bytes = std::stoul(value);
        else if (name == "depth")
            example.limits.depth = std::stoul(value);
        else if (name == "words")
            example.limits.clause_words = std::stoul(value);
        else if (name == "errors")
            example.limits.errors = std::stoul(value);
        else
            ADD_FAILURE() << "`" << word << "` says nothing of an example";
    }
    return example;
}

Diagnostics verified(const Example& example) {
    const auto market = [&](const sema::Program&) { return example.market; };
    compiler::Checked checked = compiler::check(SourceFile("example.weir", example.text), market);
    Diagnostics diagnostics = checked.diagnostics;
    if (checked.plans.empty()) return diagnostics;
    proofs::Options how;
    how.effort = example.effort;
    diagnostics.append(proofs::remarks(proofs::verify(checked, 0, how), checked.program.strategies[0]));
    return diagnostics;
}

/// The codes that an example gives; those of syntax are shown with nothing else in the way.
std::string codes_of(const Example& example, bool syntax_alone) {
    const SourceFile file("example.weir", example.text);
    const Diagnostics diagnostics = example.effort > 0 ? verified(example)
                                    : syntax_alone
                                        ? syntax::parse(file, example.limits).diagnostics
                                        : compile(example.text, example.market, example.strategy).diagnostics;
    std::string codes;
    for (const Diagnostic& diagnostic : diagnostics) codes += (codes.empty() ? "" : " ") + code_text(diagnostic.code);
    return codes;
}

TEST(Errors, EachHasAPageAndItsExamplesAreTrue) {
    for (const weir::Row& row : all_messages()) {
        const std::string code = code_text(row.code);
        SCOPED_TRACE(code + " " + std::string(row.name));
        const std::filesystem::path path = kPages / (code + ".md");
        ASSERT_TRUE(std::filesystem::exists(path));
        const Page page = read_page(path);
        ASSERT_FALSE(page.headings.empty());
        EXPECT_TRUE(page.headings[0].starts_with(code + ": "));
        std::vector<Example> examples;
        for (const Block& block : page.blocks)
            if (block.info.starts_with("weir")) examples.push_back(example_of(block));
        ASSERT_EQ(examples.size(), 2u) << "an example of the mistake and one of how it is mended";
        const bool syntax_alone = static_cast<unsigned>(row.code) < 200;
        // What is too much can only be shown after what is enough.
        EXPECT_EQ(codes_of(examples[0], syntax_alone), row.code == Code::too_many_errors ? "W0109 W0123" : code);
        EXPECT_EQ(codes_of(examples[1], false), "");
    }
}

/// What clashes is shown with what it clashes with.
TEST(Errors, OfTwoPlacesShowBoth) {
    for (const Code code : {Code::duplicate_name,
                            Code::let_cycle,
                            Code::duplicate_strategy,
                            Code::duplicate_work,
                            Code::curve_not_rising,
                            Code::default_outside_range,
                            Code::argument_does_not_suit,
                            Code::two_schedules,
                            Code::two_participation_targets,
                            Code::two_paces,
                            Code::works_overlap,
                            Code::before_cycle,
                            Code::crossing_cannot,
                            Code::said_twice,
                            Code::wider_than_risk,
                            Code::duplicate_phase,
                            Code::two_branches_begin,
                            Code::not_live,
                            Code::wider_than_policy,
                            Code::shares_above_all,
                            Code::barred_target,
                            Code::target_twice,
                            Code::two_routes,
                            Code::live_in_a_curve,
                            Code::session_zones}) {
        const Page page = read_page(kPages / (code_text(code) + ".md"));
        const Example example = example_of(page.blocks.at(0));
        for (const Diagnostic& diagnostic : compile(example.text, example.market, example.strategy).diagnostics)
            EXPECT_FALSE(diagnostic.labels.empty()) << code_text(diagnostic.code) << " " << diagnostic.message;
    }
}

TEST(Errors, EachPageHasACode) {
    std::map<std::string, bool> known;
    for (const weir::Row& row : all_messages()) known[code_text(row.code)] = true;
    for (const Page& page : pages_in(kPages))
        EXPECT_TRUE(page.path.filename() == "README.md" || known[page.path.stem().string()]) << page.path;
}

/// As a table shows it: each part that is filled in as `…`.
std::string shown(std::string_view format) {
    std::string text;
    for (size_t i = 0; i < format.size(); ++i) {
        const bool part = format.substr(i, 2) == "{}", bar = format[i] == '|';
        text += part ? "…" : bar ? "\\|" : std::string(1, format[i]);
        if (part) ++i;
    }
    return text;
}

TEST(Errors, ContentsHasEachCode) {
    std::map<std::string, Row> rows;
    for (const Table& table : read_page(kPages / "README.md").tables)
        for (const Row& row : table.rows) rows[row[0]] = row;
    for (const weir::Row& one : all_messages()) {
        const std::string code = code_text(one.code);
        const std::string title = read_page(kPages / (code + ".md")).headings[0].substr(code.size() + 2);
        const Row& row = rows["[" + code + "](" + code + ".md)"];
        ASSERT_EQ(row.size(), 3u) << code << " is missing";
        EXPECT_EQ(row[1], title + (one.severity == Severity::warning ? " (warning)" : "")) << code;
        EXPECT_EQ(row[2], shown(one.format)) << code;
    }
    EXPECT_EQ(rows.size(), all_messages().size()) << "a row has no code";
}

}  // namespace
}  // namespace weir::test
