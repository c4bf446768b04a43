// The base protocol: a header with the length of the body, an empty line, the body. Messages may come in pieces, or
// several at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace weir::lsp {

/// `body` as it is sent.
std::string framed(std::string_view body);

class Frames {
  public:
    static constexpr size_t kBodyMost = size_t{64} << 20;
    static constexpr size_t kHeaderMost = 4096;

    /// What has arrived.
    void feed(std::string_view bytes) { bytes_.append(bytes); }
    /// The next whole body, or nothing yet.
    std::optional<std::string> next();
    /// What has arrived and is no whole body yet.
    const std::string& rest() const { return bytes_; }
    /// What is wrong with the bytes: from here on nobody can say where a message begins. Empty: nothing is.
    const std::string& fault() const { return fault_; }

  private:
    std::optional<size_t> length_of(std::string_view header);

    std::string bytes_;
    std::string fault_;
};

}  // namespace weir::lsp
