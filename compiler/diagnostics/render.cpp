#include <algorithm>
#include <map>

#include "compiler/diagnostics/diagnostics.h"

namespace weir {
namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kBlue = "\x1b[1;34m";
constexpr std::string_view kCyan = "\x1b[36m";

constexpr size_t kTab = 4;
constexpr size_t kMaxWidth = 160;  // of a source line; longer ones show the part around the mark

/// A source line as it is shown, and the shown column of every byte of it.
struct Shown {
    std::string text;
    std::vector<size_t> columns;  // one more than the line has bytes
};

/// Tabs become blanks, control characters and broken UTF-8 a replacement mark; a character is one column.
Shown shown_line(std::string_view line) {
    Shown shown;
    size_t column = 0;
    for (size_t i = 0; i < line.size(); ++i) {
        shown.columns.push_back(column);
        const auto byte = static_cast<unsigned char>(line[i]);
        if (byte == '\t') {
            const size_t width = kTab - column % kTab;
            shown.text.append(width, ' ');
            column += width;
        } else if (byte < 0x20 || byte == 0x7F) {
            shown.text += "\uFFFD";
            ++column;
        } else if ((byte & 0xC0) == 0x80) {  // the tail of a character
            shown.text += line[i];
            shown.columns.back() = column == 0 ? 0 : column - 1;
        } else {
            shown.text += line[i];
            ++column;
        }
    }
    shown.columns.push_back(column);
    return shown;
}

/// Part of a shown text by columns, cut between characters.
std::string columns_of(std::string_view text, size_t begin, size_t count) {
    std::string result;
    size_t column = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++column;
        if (column > begin && column <= begin + count) result += text[i];
    }
    return result;
}

struct Mark {
    size_t column, width;
    bool primary;
    std::string text;
};

class Renderer {
  public:
    Renderer(std::span<const SourceFile> files, RenderOptions options) : files_(files), options_(options) {}

    std::string render(const Diagnostic& diagnostic) {
        header(diagnostic);
        collect(diagnostic.range, diagnostic.label_text, true);
        for (const Label& label : diagnostic.labels) collect(label.range, label.text, false);
        lines(diagnostic.range.file);
        for (const std::string& help : diagnostic.helps)
            text_ += std::string(gutter_, ' ') + paint(kBlue, " = ") + paint(kCyan, "help:") + " " + help + "\n";
        return std::move(text_);
    }

  private:
    void header(const Diagnostic& diagnostic) {
        const bool error = diagnostic.severity == Severity::error;
        text_ += paint(error ? kRed : kYellow,
                       std::string(error ? "error" : "warning") + "[" + code_text(diagnostic.code) + "]") +
                 paint(kBold, ": " + diagnostic.message) + "\n";
        const SourceFile* file = file_of(diagnostic.range);
        if (file == nullptr) return;
        const Position at = file->position(diagnostic.range.begin);
        place_ = file->path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    }

    const SourceFile* file_of(SourceRange range) const {
        return range.file < files_.size() ? &files_[range.file] : nullptr;
    }

    /// Each line that a range touches gets a mark, but of a long range only the first line.
    void collect(SourceRange range, const std::string& label, bool primary) {
        const SourceFile* file = file_of(range);
        if (file == nullptr) return;
        const uint32_t line = file->position(range.begin).line;
        const std::string_view text = file->line(line);
        const uint32_t start = file->line_start(line);
        const size_t first = std::min<size_t>(range.begin - start, text.size());
        const size_t last = std::clamp<size_t>(range.end - start, first, text.size());
        const Shown shown = shown_line(text);
        const size_t column = shown.columns[first];
        const size_t width = std::max<size_t>(1, shown.columns[last] - column);
        marks_[{range.file, line}].push_back({column, width, primary, label});
    }

    void lines(uint32_t primary_file) {
        for (const auto& [place, marks] : marks_) gutter_ = std::max(gutter_, std::to_string(place.second).size());
        if (place_.empty()) return;
        text_ += std::string(gutter_, ' ') + paint(kBlue, "--> ") + place_ + "\n";
        text_ += std::string(gutter_, ' ') + paint(kBlue, " |") + "\n";
        uint32_t last_line = 0;
        for (bool in_primary : {true, false})
            for (const auto& [place, marks] : marks_) {
                if ((place.first == primary_file) != in_primary) continue;
                if (!in_primary)
                    text_ += std::string(gutter_, ' ') + paint(kBlue, "::: ") + files_[place.first].path() + "\n";
                else if (last_line != 0 && place.second > last_line + 1)
                    text_ += paint(kBlue, "...") + "\n";
                last_line = place.second;
                source_line(place, marks);
            }
    }

    void source_line(std::pair<uint32_t, uint32_t> place, const std::vector<Mark>& marks) {
        const Shown shown = shown_line(files_[place.first].line(place.second));
        const size_t offset = window(shown, marks);
        const std::string number = std::to_string(place.second);
        std::string text = columns_of(shown.text, offset, kMaxWidth);
        text.erase(text.find_last_not_of(' ') + 1);
        text_ += paint(kBlue, std::string(gutter_ - number.size(), ' ') + number + " |") + (text.empty() ? "" : " ") +
                 text + "\n";
        for (const Mark& mark : marks) {
            if (mark.column < offset || mark.column > offset + kMaxWidth) continue;
            const size_t width = std::min(mark.width, offset + kMaxWidth + 1 - mark.column);
            std::string sign(width, mark.primary ? '^' : '-');
            if (!mark.text.empty()) sign += " " + mark.text;
            text_ += std::string(gutter_, ' ') + paint(kBlue, " | ") + std::string(mark.column - offset, ' ') +
                     paint(mark.primary ? kRed : kBlue, sign) + "\n";
        }
    }

    /// The first column to show of a line, so that the first mark of a very long one is seen.
    static size_t window(const Shown& shown, const std::vector<Mark>& marks) {
        constexpr size_t kBefore = 40;
        if (shown.columns.back() <= kMaxWidth || marks[0].column < kMaxWidth - kBefore) return 0;
        return marks[0].column - kBefore;
    }

    std::string paint(std::string_view colour, const std::string& text) const {
        return options_.colours ? std::string(colour) + text + std::string(kReset) : text;
    }

    std::span<const SourceFile> files_;
    RenderOptions options_;
    std::string text_;
    std::string place_;
    size_t gutter_ = 0;
    std::map<std::pair<uint32_t, uint32_t>, std::vector<Mark>> marks_;  // by file and line
};

}  // namespace

std::string render(const Diagnostic& diagnostic, std::span<const SourceFile> files, RenderOptions options) {
    return Renderer(files, options).render(diagnostic);
}

std::string render(const Diagnostics& diagnostics, std::span<const SourceFile> files, RenderOptions options) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics)
        text += (text.empty() ? "" : "\n") + render(diagnostic, files, options);
    return text;
}

}  // namespace weir
