// A file without a name until it is complete: whatever ends the program before that leaves nothing behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace weir::market {

class NamelessFile {
  public:
    /// How the file gets its name: by a link, where the file system can give one to a file opened without a name;
    /// otherwise by a copy, during which signals wait.
    enum class Naming : uint8_t { link, copy };

    /// Opens a file in the folder of `path`. Errors are kept for `give_name`.
    explicit NamelessFile(std::string path, Naming naming = Naming::link);
    NamelessFile(const NamelessFile&) = delete;
    NamelessFile& operator=(const NamelessFile&) = delete;
    ~NamelessFile();

    /// Appends, or writes at an offset. False when it failed, now or before.
    bool append(const void* data, size_t bytes);
    bool write_at(const void* data, size_t bytes, uint64_t offset);
    bool failed() const { return error_.has_value(); }
    /// Gives the file its name, replacing what had it. The error, if any.
    std::optional<std::string> give_name();

  private:
    void fail(const char* what);

    std::string path_;
    int descriptor_ = -1;
    Naming naming_;
    uint64_t end_ = 0;
    std::optional<std::string> error_;
};

}  // namespace weir::market
