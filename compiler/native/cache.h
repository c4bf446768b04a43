// What was worked out before, on disk: compiled objects, and others under a suffix of their own. An entry is one file,
// named by its key, written under another name and then moved into place; it says what it is and carries a checksum.
// Whatever is not whole is as good as absent.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace weir::native {

class Cache {
  public:
    /// `identity` is everything that the object depends on, as text.
    Cache(std::filesystem::path directory, std::string identity, std::string suffix = ".weirobj");

    std::optional<std::string> load() const;
    /// A cache that cannot be written is no error: the next run compiles again.
    void store(std::string_view object) const;

    std::filesystem::path file() const;

  private:
    std::filesystem::path directory_;
    std::string identity_, suffix_;
};

}  // namespace weir::native
