// The examples of docs/language are true: they compile, or give the codes that they say on the lines where they say it;
// their values have the types that they claim, and their tests pass.
#include <map>
#include <regex>

#include "compiler/sema/sema.h"
#include "compiler/syntax/syntax.h"
#include "tests/cli/shell.h"
#include "tests/docs/reference.h"
#include "tests/lower/compiled.h"

namespace weir::test {
namespace {

/// "line: code" of what a comment says is reported.
std::multiset<std::string> claims_of(const std::string& text) {
    static const std::regex claim("// (error|warning) (W[0-9]{4})");
    std::multiset<std::string> claims;
    std::istringstream lines(text);
    size_t number = 1;
    for (std::string line; std::getline(lines, line); ++number)
        if (std::smatch found; std::regex_search(line, found, claim))
            claims.insert(std::to_string(number) + ": " + found[1].str() + " " + found[2].str());
    return claims;
}

bool is_about_use(Code code) {
    return code == Code::unused_let || code == Code::unused_parameter;
}

TEST(LanguageExamples, GiveTheCodesThatTheySay) {
    size_t examples = 0;
    for (const auto& [page, block] : blocks_in(reference_pages(), "weir")) {
        ++examples;
        SCOPED_TRACE(page->path.string() + ":" + std::to_string(block->line));
        const std::multiset<std::string> claims = claims_of(block->text);
        const Script script = script_of(block->text);
        const auto outcome = compile(script.text, bitcoin());
        const SourceFile file("example", script.text);
        std::multiset<std::string> found;
        for (const Diagnostic& diagnostic : outcome.diagnostics) {
            const std::string what = diagnostic.severity == Severity::error ? "error " : "warning ";
            const auto line = file.position(diagnostic.range.begin).line - script.line_before;
            const std::string said = std::to_string(line) + ": " + what + code_text(diagnostic.code);
            // An example that shows something else may leave a name unused.
            if (!is_about_use(diagnostic.code) || claims.contains(said)) found.insert(said);
        }
        EXPECT_EQ(found, claims) << outcome.shown;
    }
    EXPECT_GE(examples, 20u);
}

/// What `weir check --print=types` says of a script: "let x" to "price, may be absent".
std::map<std::string, std::string> types_of(const std::string& text) {
    const SourceFile file("example.weir", text);
    const syntax::Parsed parsed = syntax::parse(file);
    const sema::Source source{&parsed.tree, &file};
    std::istringstream lines(sema::print_types(sema::check({&source, 1}).program, file));
    static const std::regex named("^  (let [a-z_]+) `.*` : (.*)$");
    std::map<std::string, std::string> types;
    for (std::string line; std::getline(lines, line);)
        if (std::smatch found; std::regex_search(line, found, named)) types[found[1]] = found[2];
    return types;
}

TEST(LanguageExamples, ValuesHaveTheTypesThatAreClaimed) {
    static const std::regex claim("(let [a-z_]+) = .*// : ([^\n]*)");
    size_t claims = 0;
    for (const auto& [page, block] : blocks_in(reference_pages(), "weir")) {
        SCOPED_TRACE(page->path.string() + ":" + std::to_string(block->line));
        std::sregex_iterator at(block->text.begin(), block->text.end(), claim), none;
        if (at == none) continue;
        auto types = types_of(script_of(block->text).text);
        for (; at != none; ++at, ++claims) EXPECT_EQ(types[(*at)[1]], (*at)[2]) << (*at)[0];
    }
    EXPECT_GE(claims, 15u);
}

TEST(LanguageExamples, TestsPass) {
    const Folder folder;
    size_t scripts = 0;
    for (const auto& [page, block] : blocks_in(reference_pages(), "weir")) {
        if (block->text.find("\ntest \"") == std::string::npos || !claims_of(block->text).empty()) continue;
        ++scripts;
        const Outcome ran = run(folder, {"weir", "test", folder.write("example.weir", block->text)});
        EXPECT_EQ(ran.code, 0) << page->path << ":" << block->line << "\n" << ran.out << ran.err;
    }
    EXPECT_GE(scripts, 3u);
}

TEST(LanguageExamples, OperatorsCompile) {
    for (const Row& row : table("Operators", "operator").rows) {
        if (row[1].empty()) continue;
        const auto outcome = compile(script_of("let x = " + code(row[1]) + "\n").text, bitcoin());
        EXPECT_FALSE(outcome.diagnostics.has_errors()) << outcome.shown;
    }
}

/// A call as its row writes it, with arguments that mean something: `average(x, D)` as `average(spread, 5 min)`.
std::string call_of(std::string text) {
    const std::vector<std::pair<std::string, std::string>> arguments{
        {"\\(x\\b", "(spread"},           {"\\bD\\b", "5 min"}, {"\\bN levels", "5 levels"},
        {"\\(c\\)", "(spread > 1 tick)"}, {"\\(a,", "(mid,"},   {" b\\)", " arrival)"}};
    for (const auto& [from, to] : arguments) text = std::regex_replace(text, std::regex(from), to);
    return text;
}

TEST(LanguageExamples, FunctionsGiveWhatIsSaid) {
    for (const Row& row : table("Functions", "function").rows) {
        const std::string call = call_of(code(row[0]));
        const std::string type = types_of(script_of("let x = " + call + "\n").text)["let x"];
        const std::string unit = row[1].starts_with("as ") ? "price" : row[1] == "condition" ? "boolean" : row[1];
        EXPECT_EQ(type.substr(0, type.find(',')), unit) << call;
    }
}

TEST(LanguageExamples, WordsAreWhatIsSaid) {
    for (const Row& row : table("Words", "word").rows) {
        const std::string word = code(row[0]);
        if (word == "trade.size") continue;  // not to be read by itself
        const std::string type = types_of(script_of("let x = " + word + "\n").text)["let x"];
        EXPECT_EQ(type, row[1] + (row[2] == "yes" ? ", may be absent" : "")) << word;
    }
}

}  // namespace
}  // namespace weir::test
