// Fields of text lines: separated columns, and numbers read exactly and fast.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace weir::market {

/// The columns of a line; at most N are kept, `count` says how many there are.
template <size_t N>
struct Fields {
    std::array<std::string_view, N> field;
    size_t count = 0;

    Fields(std::string_view line, char separator) {
        for (;;) {
            const size_t end = line.find(separator);
            if (count < N) field[count] = line.substr(0, end);
            ++count;
            if (end == std::string_view::npos) return;
            line.remove_prefix(end + 1);
        }
    }
    std::string_view operator[](size_t i) const { return i < N && i < count ? field[i] : std::string_view{}; }
};

/// A whole number and nothing else.
inline std::optional<int64_t> read_integer(std::string_view text) {
    int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// `[-]digits[.digits]` as an integer of 10^-decimals. Digits beyond the scale must be zeros.
inline std::optional<int64_t> read_decimal(std::string_view text, int decimals) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text == ".") return std::nullopt;
    int64_t value = 0;
    int places = -1;  // digits after the point; -1: no point yet
    for (const char c : text) {
        if (c == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (places >= decimals) {
            if (c != '0') return std::nullopt;
            continue;
        }
        if (__builtin_mul_overflow(value, int64_t{10}, &value) || __builtin_add_overflow(value, c - '0', &value))
            return std::nullopt;
        if (places >= 0) ++places;
    }
    for (int i = places < 0 ? 0 : places; i < decimals; ++i)
        if (__builtin_mul_overflow(value, int64_t{10}, &value)) return std::nullopt;
    return negative ? -value : value;
}

/// From one scale to another when nothing is lost.
inline std::optional<int64_t> rescale_exact(int64_t value, int from, int to) {
    for (; from < to; ++from)
        if (__builtin_mul_overflow(value, int64_t{10}, &value)) return std::nullopt;
    for (; from > to; --from) {
        if (value % 10 != 0) return std::nullopt;
        value /= 10;
    }
    return value;
}

}  // namespace weir::market
