// Files for the fuzzers, in memory, with names that a reader can open.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace weir::fuzz {

/// A file with these bytes, gone with the object.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
        while (!bytes.empty()) {
            const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
            if (written <= 0) std::abort();
            bytes.remove_prefix(static_cast<size_t>(written));
        }
    }
    ~MemoryFile() { close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  private:
    int descriptor_;
};

/// A folder of this process, in memory where there is such a place.
class Folder {
  public:
    Folder() {
        for (const char* place : {"/dev/shm", "/tmp"}) {
            std::string name = std::string(place) + "/weir_fuzz_XXXXXX";
            if (mkdtemp(name.data()) == nullptr) continue;
            path_ = name;
            return;
        }
        std::abort();
    }
    ~Folder() { rmdir(path_.c_str()); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

  private:
    std::string path_;
};

}  // namespace weir::fuzz
