#include "runtime/tca/table.h"

#include <algorithm>

namespace weir::tca {
namespace {

/// Columns on a terminal, taking every code point as one.
size_t width_of(std::string_view text) {
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void append_cell(std::string& line, std::string_view cell, size_t width, Align align, bool last) {
    const std::string padding(width - std::min(width, width_of(cell)), ' ');
    if (align == Align::right) line += padding;
    line += cell;
    if (align == Align::left && !last) line += padding;
}

}  // namespace

std::string Table::text(std::string_view indent, std::string_view title_on, std::string_view title_off) const {
    std::vector<size_t> widths;
    for (size_t c = 0; c < columns_.size(); ++c) {
        size_t width = width_of(columns_[c].title);
        for (const auto& row : rows_) width = std::max(width, width_of(row[c]));
        widths.push_back(width);
    }
    const auto append_line = [&](std::string& text, const auto& cell_of) {
        for (size_t c = 0; c < columns_.size(); ++c) {
            if (c > 0) text += "  ";
            append_cell(text, cell_of(c), widths[c], columns_[c].align, c + 1 == columns_.size());
        }
    };
    std::string text{indent};
    text += title_on;
    append_line(text, [&](size_t c) -> std::string_view { return columns_[c].title; });
    text += title_off;
    text += '\n';
    for (const auto& row : rows_) {
        text += indent;
        append_line(text, [&](size_t c) -> std::string_view { return row[c]; });
        text += '\n';
    }
    return text;
}

}  // namespace weir::tca
