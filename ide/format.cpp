// The house format as edits: the difference between the text and how the compiler writes its tree.
#include <algorithm>

#include "ide/brackets.h"
#include "ide/ide.h"
#include "ide/line_diff.h"

namespace weir::ide {
namespace {

using syntax::TokenClass;

constexpr uint32_t kIndent = 4;

/// Edits that are of use only together.
struct Group {
    SourceRange range;  // whole lines
    std::vector<Edit> edits;
};

bool continues_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// What differs between two texts, without what they begin and end with alike.
Edit trimmed(uint32_t begin, std::string_view before, std::string_view after) {
    const size_t shorter = std::min(before.size(), after.size());
    size_t front = 0, back = 0;
    while (front < shorter && before[front] == after[front]) ++front;
    while (front > 0 && ((front < before.size() && continues_a_character(before[front])) ||
                         (front < after.size() && continues_a_character(after[front]))))
        --front;
    while (back < shorter - front && before[before.size() - 1 - back] == after[after.size() - 1 - back]) ++back;
    while (back > 0 && continues_a_character(before[before.size() - back])) --back;
    return {{0, begin + static_cast<uint32_t>(front), begin + static_cast<uint32_t>(before.size() - back)},
            std::string(after.substr(front, after.size() - front - back))};
}

class Formatter {
  public:
    explicit Formatter(const Analysis& analysis)
        : text_(analysis.file().text()),
          written_(to_source(analysis.tree(), analysis.file())),
          before_(lines_of(text_)),
          after_(lines_of(written_)) {}

    std::vector<Group> groups() const {
        std::vector<Group> all;
        const std::vector<Hunk> hunks = line_diff(before_, after_);
        for (size_t first = 0, last = 0; first < hunks.size(); first = last + 1) {
            last = first;
            while (last + 1 < hunks.size() && !says_the_same(hunks[first], hunks[last])) ++last;
            Group group{
                {0, offset(before_, text_, hunks[first].old_begin), offset(before_, text_, hunks[last].old_end)}, {}};
            for (size_t i = first; i <= last; ++i) add(hunks[i], group.edits);
            all.push_back(std::move(group));
        }
        return all;
    }

  private:
    static uint32_t offset(const std::vector<std::string_view>& lines, std::string_view text, size_t line) {
        return static_cast<uint32_t>(line < lines.size() ? lines[line].data() - text.data() : text.size());
    }

    /// Whether nothing goes from what stands between these hunks to another place of the text.
    bool says_the_same(const Hunk& first, const Hunk& last) const {
        return bare(text_, before_, first.old_begin, last.old_end) ==
               bare(written_, after_, first.new_begin, last.new_end);
    }
    /// Without all that the format may put in or take away.
    static std::string bare(std::string_view text, const std::vector<std::string_view>& lines, size_t begin,
                            size_t end) {
        const uint32_t at = offset(lines, text, begin);
        std::string rest(text.substr(at, offset(lines, text, end) - at));
        std::erase_if(rest, [](char c) { return std::string_view(" \t\r\n;,/").find(c) != std::string_view::npos; });
        return rest;
    }

    void add(const Hunk& hunk, std::vector<Edit>& edits) const {
        const auto edit = [&](size_t old_begin, size_t old_end, size_t new_begin, size_t new_end) {
            const uint32_t begin = offset(before_, text_, old_begin), to = offset(after_, written_, new_begin);
            edits.push_back(trimmed(begin, text_.substr(begin, offset(before_, text_, old_end) - begin),
                                    std::string_view(written_).substr(to, offset(after_, written_, new_end) - to)));
        };
        const size_t lines = hunk.old_end - hunk.old_begin;
        if (lines != hunk.new_end - hunk.new_begin)
            return edit(hunk.old_begin, hunk.old_end, hunk.new_begin, hunk.new_end);
        for (size_t i = 0; i < lines; ++i)
            if (before_[hunk.old_begin + i] != after_[hunk.new_begin + i])
                edit(hunk.old_begin + i, hunk.old_begin + i + 1, hunk.new_begin + i, hunk.new_begin + i + 1);
    }

    std::string_view text_;
    std::string written_;
    std::vector<std::string_view> before_, after_;
};

bool can_be_read(const Analysis& analysis) {
    return !analysis.tree().has_errors && !analysis.tokens.empty();
}

template <class Wanted>
std::vector<Edit> edits_of(const Analysis& analysis, Wanted wanted) {
    std::vector<Edit> edits;
    if (!can_be_read(analysis)) return edits;
    for (Group& group : Formatter(analysis).groups())
        if (wanted(group.range)) std::ranges::move(group.edits, std::back_inserter(edits));
    return edits;
}

/// Where a line begins to say something.
uint32_t first_word(const SourceFile& file, uint32_t line) {
    const std::string_view text = file.line(line);
    return file.line_start(line) + static_cast<uint32_t>(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// How far a line stands in: as far as that on which the innermost open bracket stands, and once more within it.
class Indenter {
  public:
    explicit Indenter(const Analysis& analysis) : analysis_(analysis), file_(analysis.file()) {}

    std::vector<Edit> indented(uint32_t line) const {
        const uint32_t begin = file_.line_start(line), word = first_word(file_, line);
        std::string blanks(wanted(line, begin, word), ' ');
        if (file_.text({0, begin, word}) == blanks) return {};
        return {{{0, begin, word}, std::move(blanks)}};
    }

  private:
    size_t wanted(uint32_t line, uint32_t begin, uint32_t word) const {
        std::vector<uint32_t> open;
        const syntax::Token* before = nullptr;
        for (const syntax::Token& token : analysis_.tokens) {
            if (token.begin >= begin) break;
            if (token.kind == TokenClass::opening) open.push_back(token.begin);
            if (token.kind == TokenClass::closing && !open.empty()) open.pop_back();
            if (token.kind != TokenClass::comment && token.kind != TokenClass::doc) before = &token;
        }
        const bool closes = word < file_.text().size() &&
                            std::string_view("})]").find(file_.text()[word]) != std::string_view::npos &&
                            file_.position(word).line == line;
        const size_t within = open.empty() ? 0 : depth_at(open.back()) + (closes ? 0 : kIndent);
        return within + (before != nullptr && !closes && goes_on(*before) ? kIndent : 0);
    }
    size_t depth_at(uint32_t offset) const {
        const uint32_t line = file_.position(offset).line;
        return first_word(file_, line) - file_.line_start(line);
    }
    /// Whether the statement goes on behind this word.
    bool goes_on(const syntax::Token& token) const {
        if (token.kind == TokenClass::reserved) return true;
        if (token.kind != TokenClass::sign) return false;
        return std::string_view(",;%").find(file_.text()[token.begin]) == std::string_view::npos;
    }

    const Analysis& analysis_;
    const SourceFile& file_;
};

}  // namespace

std::vector<Edit> format(const Analysis& analysis) {
    return edits_of(analysis, [](SourceRange) { return true; });
}

std::vector<Edit> format_range(const Analysis& analysis, SourceRange range) {
    const SourceFile& file = analysis.file();
    const uint32_t first = file.position(range.begin).line;
    const uint32_t last = file.position(range.end > range.begin ? range.end - 1 : range.end).line;
    const uint32_t begin = file.line_start(first);
    const auto end = static_cast<uint32_t>(last < file.line_count() ? file.line_start(last + 1) : file.text().size());
    return edits_of(analysis, [&](SourceRange lines) {
        // Lines that are put in stand at a place between two others.
        return lines.begin < end && (begin < lines.end || begin == lines.begin);
    });
}

std::vector<Edit> format_on_type(const Analysis& analysis, uint32_t offset, char typed) {
    const SourceFile& file = analysis.file();
    const uint32_t line = file.position(offset).line;
    if (typed == '\n') {
        const uint32_t begin = file.line_start(line);
        std::vector<Edit> edits;
        if (line > 1)
            edits = edits_of(analysis, [&](SourceRange lines) {
                return lines.end <= begin && lines.end > file.line_start(line - 1);
            });
        std::ranges::move(Indenter(analysis).indented(line), std::back_inserter(edits));
        return edits;
    }
    if (typed != '}' || offset == 0) return {};
    if (!can_be_read(analysis)) {
        // Another statement before the brace: its line stands where it stood.
        return first_word(file, line) == offset - 1 ? Indenter(analysis).indented(line) : std::vector<Edit>{};
    }
    for (const auto [open, close] : bracket_pairs(analysis.tokens, file.text()))
        if (close == offset - 1) return format_range(analysis, {0, open, offset});
    return {};
}

}  // namespace weir::ide
