#include "lsp/positions.h"

#include <algorithm>

namespace weir::lsp {
namespace {

/// A character, or one byte that belongs to none.
struct Character {
    uint32_t bytes, units;
};

Character character_at(std::string_view text, Encoding encoding) {
    const auto lead = static_cast<unsigned char>(text.front());
    uint32_t bytes = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (bytes > text.size()) bytes = 0;
    for (uint32_t i = 1; i < bytes; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) bytes = 0;
    if (bytes == 0) return {1, 1};
    if (encoding == Encoding::utf8) return {bytes, bytes};
    return {bytes, encoding == Encoding::utf16 && bytes == 4 ? 2U : 1U};
}

}  // namespace

Lines::Lines(std::string_view text) : text_(text), starts_{0} {
    for (size_t i = text.find_first_of("\r\n"); i != std::string_view::npos; i = text.find_first_of("\r\n", i)) {
        i += text.substr(i, 2) == "\r\n" ? 2 : 1;
        starts_.push_back(static_cast<uint32_t>(i));
    }
}

std::string_view Lines::line(uint32_t number) const {
    const uint32_t begin = starts_[number];
    const uint32_t end = number + 1 < count() ? starts_[number + 1] : static_cast<uint32_t>(text_.size());
    std::string_view line = text_.substr(begin, end - begin);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

uint32_t Lines::offset(Position position, Encoding encoding) const {
    if (position.line >= count()) return static_cast<uint32_t>(text_.size());
    const std::string_view text = line(position.line);
    uint32_t bytes = 0, units = 0;
    while (bytes < text.size()) {
        const Character next = character_at(text.substr(bytes), encoding);
        if (units + next.units > position.character) break;
        bytes += next.bytes, units += next.units;
    }
    return starts_[position.line] + bytes;
}

Position Lines::position(uint32_t offset, Encoding encoding) const {
    const auto after = std::ranges::upper_bound(starts_, offset);
    const auto number = static_cast<uint32_t>(after - starts_.begin() - 1);
    const std::string_view text = line(number);
    const uint32_t until = std::min(offset - starts_[number], static_cast<uint32_t>(text.size()));
    uint32_t bytes = 0, units = 0;
    while (bytes < until) {
        const Character next = character_at(text.substr(bytes), encoding);
        if (bytes + next.bytes > until) break;
        bytes += next.bytes, units += next.units;
    }
    return {number, units};
}

}  // namespace weir::lsp
