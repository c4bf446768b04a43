// Places as a client counts them: lines from zero, and columns in code units of an encoding.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace weir::lsp {

enum class Encoding : uint8_t { utf8, utf16, utf32 };

struct Position {
    uint32_t line = 0, character = 0;
    friend bool operator==(const Position&, const Position&) = default;
};

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`, as the protocol has it.
class Lines {
  public:
    explicit Lines(std::string_view text);

    /// Behind the end of a line is its end, behind the last line the end of the text; within a character, its
    /// beginning.
    uint32_t offset(Position position, Encoding encoding) const;
    /// A place within a character is that of its beginning.
    Position position(uint32_t offset, Encoding encoding) const;
    uint32_t count() const { return static_cast<uint32_t>(starts_.size()); }
    /// The line without what ends it.
    std::string_view line(uint32_t number) const;
    uint32_t start(uint32_t number) const { return starts_[number]; }

  private:
    std::string_view text_;  // of whoever made this
    std::vector<uint32_t> starts_;
};

}  // namespace weir::lsp
