// What can be done at a place.
#include "ide/actions.h"

#include <algorithm>

namespace weir::ide {
namespace {

uint32_t skip_blanks(std::string_view text, uint32_t at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    return at;
}

/// Nothing but blanks stands before it on its line.
bool begins_line(const SourceFile& file, uint32_t offset) {
    const uint32_t start = file.line_start(file.position(offset).line);
    return skip_blanks(file.text(), start) >= offset;
}

}  // namespace

SourceRange whole_statement(const SourceFile& file, SourceRange statement) {
    const std::string_view text = file.text();
    uint32_t end = skip_blanks(text, statement.end);
    const bool alone = begins_line(file, statement.begin);
    const std::string_view rest = file.line(file.position(statement.end).line);
    const uint32_t line_end = file.line_start(file.position(statement.end).line) + static_cast<uint32_t>(rest.size());
    if (alone && (end >= line_end || text.substr(end).starts_with("//"))) {
        const uint32_t begin = file.line_start(file.position(statement.begin).line);
        const bool feed = line_end < text.size() && text[line_end] == '\r';
        return {statement.file, begin, std::min(line_end + (feed ? 2 : 1), static_cast<uint32_t>(text.size()))};
    }
    if (end < text.size() && text[end] == ';') return {statement.file, statement.begin, skip_blanks(text, end + 1)};
    // The last of its line: what divides it from the one before it goes too.
    uint32_t begin = statement.begin;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    if (begin > 0 && text[begin - 1] == ';') return {statement.file, begin - 1, statement.end};
    return statement;
}

Edit statement_before(const SourceFile& file, uint32_t offset, const std::string& statement) {
    if (!begins_line(file, offset)) return {{file.id(), offset, offset}, statement + "; "};
    const uint32_t start = file.line_start(file.position(offset).line);
    const std::string indent(file.text({file.id(), start, offset}));
    return {{file.id(), start, start}, indent + statement + "\n"};
}

std::vector<Action> actions(const Analysis& analysis, SourceRange range) {
    std::vector<Action> found;
    find_mends(analysis, range, found);
    find_lets(analysis, range, found);
    find_rewrites(analysis, range, found);
    for (Action& one : found) std::ranges::sort(one.edits, {}, [](const Edit& edit) { return edit.range.begin; });
    return found;
}

}  // namespace weir::ide
