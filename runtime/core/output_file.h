// Files as they are written: through symbolic links to what these name, straight into devices and pipes, and a plain
// file as a whole: it has no name until it is complete, so whatever ends the program before that leaves what was there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace weir {

/// Where what is written to a path goes.
struct OutputPlace {
    std::string path;      // with symbolic links followed
    bool is_plain = true;  // a plain file, or nothing yet; a device, a pipe or a socket is written and not replaced
    uint32_t mode = 0644;  // of the file that is replaced; of a new one the user's mask takes its part
    bool exists = false;
};
OutputPlace output_place(const std::string& path);

class OutputFile {
  public:
    /// Whether everything is appended, so that a pipe gets it at once, or also written in other places, so that a pipe
    /// gets it in the end.
    enum class Order : uint8_t { appended, anywhere };
    /// How a file gets its name: by a link, where the file system can give one to a file opened without a name;
    /// otherwise by a copy, during which signals wait.
    enum class Naming : uint8_t { link, copy };

    /// Opens it. Errors are kept for `complete`.
    explicit OutputFile(const std::string& path, Order order = Order::appended, Naming naming = Naming::link);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    /// Appends, or writes at an offset (of `Order::anywhere`). False when it failed, now or before.
    bool append(const void* data, size_t bytes);
    bool write_at(const void* data, size_t bytes, uint64_t offset);
    bool failed() const { return reason_ != 0; }
    /// The errno of the first failure; 0 for none.
    int reason() const { return reason_; }
    /// Gives a plain file its name, replacing what had it. The error, if any, with the path as it was given.
    std::optional<std::string> complete();

  private:
    void open_straight();
    void open_nameless(const std::string& path);
    void copy_to_place();
    void give_name();
    void fail(const char* what);

    std::string given_;
    OutputPlace place_;
    int descriptor_ = -1;
    Naming naming_;
    bool straight_ = false;  // what is written is there at once
    uint64_t end_ = 0;
    int reason_ = 0;
    std::string error_;
};

}  // namespace weir
