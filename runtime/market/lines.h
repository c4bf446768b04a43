// Text files line by line, whatever they are compressed with. Memory: one block and the longest line.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace weir::market {

class LineReader {
  public:
    /// Opens a file. Of a zip archive it takes the first entry whose name `wanted` likes (null: the first one); a plain
    /// or compressed file is its own only entry, named as the file without the compression's suffix.
    explicit LineReader(std::string path, const std::function<bool(std::string_view entry)>& wanted = nullptr);
    LineReader(LineReader&&) noexcept;
    ~LineReader();

    /// The next line without its end. False at the end and on error. The line is valid until the next call.
    bool next(std::string_view& line);

    /// What is wrong with the file itself: missing, no such entry, damaged, a line without end. Empty: nothing.
    const std::string& error() const;
    const std::string& path() const;
    const std::string& entry() const;
    uint64_t line_number() const;  // of the line given last, from 1
    double share() const;          // of the file that has been read
    /// A message about the line given last: `file:line: what`.
    std::string at(std::string_view what) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The last part of a path.
std::string_view base_name(std::string_view path);

}  // namespace weir::market
