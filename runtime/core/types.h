// Strong types of the runtime. Everything exact is a 64-bit integer at the instrument's scale.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <string>

namespace weir {

/// An integer of one kind. Kinds do not mix; a number crosses only by `.value`.
template <class Kind>
struct Exact {
    int64_t value = 0;
    friend auto operator<=>(Exact, Exact) = default;
    friend constexpr Exact operator+(Exact a, Exact b) { return {a.value + b.value}; }
    friend constexpr Exact operator-(Exact a, Exact b) { return {a.value - b.value}; }
    friend constexpr Exact operator-(Exact a) { return {-a.value}; }
    constexpr Exact& operator+=(Exact b) {
        value += b.value;
        return *this;
    }
    constexpr Exact& operator-=(Exact b) {
        value -= b.value;
        return *this;
    }
};

using Price = Exact<struct PriceKind>;        // 10^-price_decimals of the quote currency per unit
using Quantity = Exact<struct QuantityKind>;  // 10^-quantity_decimals of the base
using Time = Exact<struct TimeKind>;          // nanoseconds since the Unix epoch, UTC
using Duration = Exact<struct DurationKind>;  // nanoseconds

constexpr Time operator+(Time t, Duration d) {
    return {t.value + d.value};
}
constexpr Time operator-(Time t, Duration d) {
    return {t.value - d.value};
}
constexpr Duration since(Time later, Time earlier) {
    return {later.value - earlier.value};
}

inline constexpr Time kNoTime{std::numeric_limits<int64_t>::max()};

/// t + d, and kNoTime when that is beyond all times.
constexpr Time saturating_add(Time t, Duration d) {
    int64_t sum = 0;
    return __builtin_add_overflow(t.value, d.value, &sum) ? kNoTime : Time{sum};
}
inline constexpr int64_t kSecond = 1'000'000'000;

enum class Side : int8_t { sell = -1, none = 0, buy = 1 };
constexpr Side opposite(Side side) {
    return static_cast<Side>(-static_cast<int>(side));
}
constexpr int sign(Side side) {
    return static_cast<int>(side);
}

/// An instrument on one venue: scales, grids, minimums. Loaded with a tape; checked there for room in 64 bits.
struct Instrument {
    std::string symbol;             // BTC-USD
    std::string base;               // BTC, or shares
    std::string currency;           // USD: of prices and money
    std::string time_zone = "UTC";  // of written times of day
    int price_decimals = 2;
    int quantity_decimals = 0;
    int money_decimals = 4;
    Price tick{1};
    Quantity lot{1};
    Quantity minimum_quantity{1};
    int64_t minimum_value = 0;  // money, 10^-money_decimals
    friend bool operator==(const Instrument&, const Instrument&) = default;
};

}  // namespace weir
