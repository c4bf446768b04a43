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

/// `[-]digits[.digits][e[-]digits]` as an integer of 10^-decimals. Digits beyond the scale must be zeros.
inline std::optional<int64_t> read_decimal(std::string_view text, int decimals) {
    if (const size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
        constexpr int kMostPower = 30;
        const auto power = read_integer(text.substr(e + 1));
        if (!power || *power < -kMostPower || *power > kMostPower || decimals + *power < 0) return std::nullopt;
        return read_decimal(text.substr(0, e), decimals + static_cast<int>(*power));
    }
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

/// Sources that went through binary floating point write 0.30000000000000004: beyond this many decimals a number is
/// taken to the nearest.
inline constexpr int kMeasuredDecimals = 8;

/// As read_decimal, but digits beyond kMeasuredDecimals are rounded, half away from zero, before the scale is looked
/// at.
inline std::optional<int64_t> read_measured(std::string_view text, int decimals) {
    const size_t point = text.find('.');
    if (point == std::string_view::npos || text.size() - point - 1 <= kMeasuredDecimals ||
        text.find_first_of("eE") != std::string_view::npos)
        return read_decimal(text, decimals);
    const auto down = read_decimal(text.substr(0, point + 1 + kMeasuredDecimals), kMeasuredDecimals);
    const std::string_view rest = text.substr(point + 1 + kMeasuredDecimals);
    if (!down || rest.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    const int64_t away = rest.front() >= '5' ? 1 : 0;
    return rescale_exact(text.starts_with('-') ? *down - away : *down + away, kMeasuredDecimals, decimals);
}

}  // namespace weir::market
