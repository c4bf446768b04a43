#include <cstdint>

#include "compiler/diagnostics/source.h"

namespace weir {
namespace {

/// Length of the well-formed sequence at the beginning of `text`; 0 when there is none.
size_t sequence_length(std::string_view text) {
    const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0}; };
    const auto tail = [&](size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
    const uint8_t first = byte(0);
    if (first < 0x80) return 1;
    // The second byte is narrower where the sequence would be too long, a surrogate, or beyond U+10FFFF.
    const uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < low || byte(1) > high) return 0;
    if (first >= 0xC2 && first <= 0xDF) return 2;
    if (first >= 0xE0 && first <= 0xEF) return tail(2) ? 3 : 0;
    if (first >= 0xF0 && first <= 0xF4) return tail(2) && tail(3) ? 4 : 0;
    return 0;
}

}  // namespace

std::optional<size_t> first_invalid_utf8(std::string_view text) {
    for (size_t i = 0; i < text.size();) {
        const size_t length = sequence_length(text.substr(i));
        if (length == 0) return i;
        i += length;
    }
    return std::nullopt;
}

}  // namespace weir
