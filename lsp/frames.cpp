#include "lsp/frames.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace weir::lsp {
namespace {

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string framed(std::string_view body) {
    std::string frame = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    frame += body;
    return frame;
}

std::optional<size_t> Frames::length_of(std::string_view header) {
    std::optional<size_t> length;
    while (!header.empty()) {
        const size_t end = std::min(header.find("\r\n"), header.size());
        const std::string_view line = header.substr(0, end);
        header.remove_prefix(std::min(end + 2, header.size()));
        const size_t colon = line.find(':');
        if (colon == std::string_view::npos) return fault_ = "a header line without a colon", std::nullopt;
        if (!same_letters(trimmed(line.substr(0, colon)), "content-length")) continue;
        const std::string_view digits = trimmed(line.substr(colon + 1));
        size_t value = 0;
        const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || rest != digits.data() + digits.size())
            return fault_ = "Content-Length is no number", std::nullopt;
        length = value;
    }
    if (!length) return fault_ = "a message without Content-Length", std::nullopt;
    if (*length > kBodyMost) return fault_ = "a message longer than 64 MiB", std::nullopt;
    return length;
}

std::optional<std::string> Frames::next() {
    if (!fault_.empty()) return std::nullopt;
    const size_t end = bytes_.find("\r\n\r\n");
    if (end == std::string::npos || end > kHeaderMost) {
        if (std::min(end, bytes_.size()) > kHeaderMost) fault_ = "a header longer than 4096 bytes";
        return std::nullopt;
    }
    const std::optional<size_t> length = length_of(std::string_view(bytes_).substr(0, end));
    if (!length || bytes_.size() - end - 4 < *length) return std::nullopt;
    std::string body = bytes_.substr(end + 4, *length);
    bytes_.erase(0, end + 4 + *length);
    return body;
}

}  // namespace weir::lsp
