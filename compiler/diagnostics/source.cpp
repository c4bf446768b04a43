#include "compiler/diagnostics/source.h"

#include <algorithm>

namespace weir {

SourceRange cover(SourceRange a, SourceRange b) {
    return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

SourceFile::SourceFile(std::string path, std::string text, uint32_t id)
    : path_(std::move(path)), text_(std::move(text)), id_(id), line_starts_{0} {
    for (size_t i = 0; i < text_.size(); ++i)
        if (text_[i] == '\n') line_starts_.push_back(static_cast<uint32_t>(i + 1));
}

Position SourceFile::position(uint32_t offset) const {
    offset = std::min(offset, static_cast<uint32_t>(text_.size()));
    const auto after = std::ranges::upper_bound(line_starts_, offset);
    const auto line = static_cast<uint32_t>(after - line_starts_.begin());
    const auto is_continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    while (offset > line_starts_[line - 1] && offset < text_.size() && is_continuation(text_[offset])) --offset;
    const std::string_view before =
        std::string_view(text_).substr(line_starts_[line - 1], offset - line_starts_[line - 1]);
    const auto characters = before.size() - static_cast<size_t>(std::ranges::count_if(before, is_continuation));
    return {line, static_cast<uint32_t>(characters + 1)};
}

std::string_view SourceFile::line(uint32_t number) const {
    if (number == 0 || number > line_count()) return {};
    const size_t begin = line_starts_[number - 1];
    const size_t end = number < line_count() ? line_starts_[number] - 1 : text_.size();
    std::string_view line = std::string_view(text_).substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view SourceFile::text(SourceRange range) const {
    const size_t begin = std::min<size_t>(range.begin, text_.size());
    const size_t end = std::clamp<size_t>(range.end, begin, text_.size());
    return std::string_view(text_).substr(begin, end - begin);
}

}  // namespace weir
