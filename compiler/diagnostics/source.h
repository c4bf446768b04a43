// Places in source text, and the text itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A half-open range of bytes [begin, end) of one source file.
struct SourceRange {
    uint32_t file = 0;
    uint32_t begin = 0;
    uint32_t end = 0;
    friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

/// The smallest range that holds both; they are of one file.
SourceRange cover(SourceRange a, SourceRange b);

/// The offset of the first byte that belongs to no well-formed UTF-8 sequence (Unicode 15, table 3-7).
std::optional<size_t> first_invalid_utf8(std::string_view text);

/// Counted from one. A column counts code points, so that it agrees with what an editor shows.
struct Position {
    uint32_t line = 1;
    uint32_t column = 1;
    friend bool operator==(const Position&, const Position&) = default;
};

/// One script as it was read: any bytes, at most 4 GiB. `id` is what `SourceRange::file` names.
class SourceFile {
  public:
    SourceFile(std::string path, std::string text, uint32_t id = 0);

    const std::string& path() const { return path_; }
    const std::string& text() const { return text_; }
    uint32_t id() const { return id_; }

    /// Positions past the end are those of the end; a place inside a character is that of the character.
    Position position(uint32_t offset) const;
    /// The lines of a text end at a line feed; a carriage return before it does not belong to the line.
    uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }
    std::string_view line(uint32_t number) const;
    uint32_t line_start(uint32_t number) const { return line_starts_[number - 1]; }
    std::string_view text(SourceRange range) const;

  private:
    std::string path_;
    std::string text_;
    uint32_t id_;
    std::vector<uint32_t> line_starts_;
};

}  // namespace weir
