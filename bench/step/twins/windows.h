// What the hand-written strategies remember, written as one would by hand: plain structs, a fast path for the step that
// crosses no boundary of the grid.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "step/step.h"

namespace weir::bench {

using step::kAbsent;
using step::kNever;
using Wide = __int128;

inline constexpr int kBuckets = 64;

/// Arithmetic that notes an overflow, as the compiled strategies do.
struct Exact {
    bool fault = false;
    int64_t add(int64_t a, int64_t b) {
        int64_t out;
        fault |= __builtin_add_overflow(a, b, &out);
        return out;
    }
    int64_t sub(int64_t a, int64_t b) {
        int64_t out;
        fault |= __builtin_sub_overflow(a, b, &out);
        return out;
    }
    int64_t mul(int64_t a, int64_t b) {
        int64_t out;
        fault |= __builtin_mul_overflow(a, b, &out);
        return out;
    }
    static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }
    static int64_t ceil_div(int64_t a, int64_t b) { return a / b + (a % b > 0); }
    int64_t muldiv_floor(int64_t a, int64_t b, int64_t c) {
        int64_t product;
        if (!__builtin_mul_overflow(a, b, &product)) return floor_div(product, c);
        const Wide wide = static_cast<Wide>(a) * b;
        return narrow(wide / c - (wide % c < 0));
    }
    int64_t muldiv_ceil(int64_t a, int64_t b, int64_t c) {
        int64_t product;
        if (!__builtin_mul_overflow(a, b, &product)) return ceil_div(product, c);
        const Wide wide = static_cast<Wide>(a) * b;
        return narrow(wide / c + (wide % c > 0));
    }
    int64_t narrow(Wide x) {
        fault |= x != static_cast<int64_t>(x);
        return static_cast<int64_t>(x);
    }
};

/// Samples of a value at the last boundaries of a grid.
template <int64_t kGrid>
struct Ring {
    int64_t held = kAbsent, next = 0;
    int head = -1;
    std::array<int64_t, kBuckets + 1> samples;

    void advance(int64_t now) {
        if (now < next) return;
        const int64_t crossed = next == 0 ? 0 : (now - next) / kGrid + 1;
        next = (now / kGrid + 1) * kGrid;
        if (head < 0) return;
        for (int64_t i = 0; i < std::min<int64_t>(crossed, kBuckets + 1); ++i) {
            head = head == kBuckets ? 0 : head + 1;
            samples[static_cast<size_t>(head)] = held;
        }
    }
    int64_t latest() const { return head < 0 ? kAbsent : samples[static_cast<size_t>(head)]; }
    int64_t oldest() const {
        return head < 0 ? kAbsent : samples[static_cast<size_t>(head == kBuckets ? 0 : head + 1)];
    }
    int64_t wake(int64_t now) const { return head < 0 ? now + 1 : next; }
    void hold(int64_t value) {
        held = value;
        if (head >= 0) return;
        head = 0;
        samples.fill(value);
    }
};

/// The time-weighted average over the complete buckets.
template <int64_t kGrid>
struct Average {
    struct Bucket {
        Wide integral = 0;
        int64_t present = 0;
    };
    int64_t held = kAbsent, next = 0, mean = kAbsent, since = 0;
    Bucket current, window;
    int head = 0;
    std::array<Bucket, kBuckets> buckets{};

    void integrate(int64_t from, int64_t to) {
        if (held == kAbsent) return;
        current.integral += static_cast<Wide>(held) * (to - from);
        current.present += to - from;
    }
    void close() {
        Bucket& oldest = buckets[static_cast<size_t>(head)];
        window.integral += current.integral - oldest.integral;
        window.present += current.present - oldest.present;
        oldest = current;
        current = {};
        head = head + 1 == kBuckets ? 0 : head + 1;
    }
    void advance(int64_t now) {
        if (now < next) return;
        if (next != 0) {
            integrate(since, next);
            close();
            const int64_t full = std::min<int64_t>((now - next) / kGrid, kBuckets);
            for (int64_t i = 0; i < full; ++i) {
                integrate(0, kGrid);
                close();
            }
            mean =
                window.present == 0
                    ? kAbsent
                    : static_cast<int64_t>(window.integral / window.present - (window.integral % window.present < 0));
        }
        since = next == 0 ? now : now / kGrid * kGrid;
        next = (now / kGrid + 1) * kGrid;
    }
    int64_t wake(int64_t value) const {
        return window.present == 0 && current.present == 0 && held == kAbsent && value == kAbsent ? kNever : next;
    }
    void hold(int64_t now, int64_t value) {
        if (value == held) return;
        integrate(since, now);
        since = now;
        held = value;
    }
};

/// True once the condition has held for so long.
template <int64_t kFor>
struct Debounce {
    int64_t since = kNever;
    bool holds(int64_t now, bool condition) const { return condition && now - std::min(since, now) >= kFor; }
    int64_t wake(int64_t now, bool condition) const {
        return condition && !holds(now, true) ? std::min(since, now) + kFor : kNever;
    }
    void hold(int64_t now, bool condition) { since = condition ? std::min(since, now) : kNever; }
};

inline uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}
inline int64_t hash(uint64_t salted, int64_t a, int64_t b) {
    return static_cast<int64_t>(mix(mix(salted ^ static_cast<uint64_t>(a)) ^ static_cast<uint64_t>(b)) >> 32);
}

/// A table over [0, 2^32], linear between its entries.
inline int64_t lookup(const int64_t* table, int64_t at) {
    at = std::clamp<int64_t>(at, 0, int64_t{1} << 32);
    const int64_t index = std::min<int64_t>(at >> 22, step::kTableIntervals - 1);
    const int64_t low = table[index], high = table[index + 1];
    if (low == kAbsent || high == kAbsent) return kAbsent;
    return static_cast<int64_t>(low + ((static_cast<Wide>(high) - low) * (at - (index << 22)) >> 22));
}

}  // namespace weir::bench
