#include <algorithm>

#include "compiler/syntax/lexemes.h"
#include "compiler/syntax/syntax.h"
#include "tests/fuzz/targets.h"

namespace weir::fuzz {
namespace {

std::string shape_of(const syntax::Tree& tree) {
    return syntax::print_tree(tree, {.ranges = false});
}

/// What the comments of a text say, in no order: they may move with what they stand beside.
std::vector<std::string> comments_of(const std::string& text) {
    std::vector<std::string> comments;
    for (const syntax::CommentLexeme& one : syntax::scan(text).comments) {
        std::string said = text.substr(one.begin, one.end - one.begin);
        said.erase(0, std::min(said.find_first_not_of("/ \t\r"), said.size()));
        said.erase(said.find_last_not_of(" \t\r") + 1);
        if (!said.empty()) comments.push_back(std::move(said));
    }
    std::ranges::sort(comments);
    return comments;
}

void is_a_print_of(const std::string& printed, const syntax::Tree& tree, const std::string& text) {
    const SourceFile file("printed.weir", printed);
    const syntax::Parsed again = syntax::parse(file);
    require(!again.diagnostics.has_errors(), "a print parses", printed);
    require(shape_of(again.tree) == shape_of(tree), "a print says the same", printed);
    require(comments_of(printed) == comments_of(text), "a print keeps comments", printed);
}

}  // namespace

void format(std::string_view bytes) {
    const SourceFile file("fuzz.weir", std::string(bytes));
    const syntax::Parsed parsed = syntax::parse(file);
    if (parsed.diagnostics.has_errors()) return;
    is_a_print_of(syntax::to_source(parsed.tree), parsed.tree, file.text());
    const std::string formatted = syntax::to_source(parsed.tree, file);
    is_a_print_of(formatted, parsed.tree, file.text());
    const SourceFile once("formatted.weir", formatted);
    const std::string twice = syntax::to_source(syntax::parse(once).tree, once);
    require(twice == formatted, "formatting twice is formatting once", formatted + "\n----\n" + twice);
}

}  // namespace weir::fuzz
