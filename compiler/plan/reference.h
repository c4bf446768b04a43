// The reference code of every operation: what ops.def says, in C++. The interpreter runs it, constant folding runs it,
// and native code must agree with it bit for bit.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "compiler/plan/cells.h"

namespace weir::plan::reference {

/// A value and the fault of the operation itself; the faults of operands are the evaluator's matter.
template <class T>
struct Checked {
    T value{};
    bool fault = false;
};
using Integer = Checked<int64_t>;

/// What operations with an immediate read.
struct Env {
    const int64_t* inputs = nullptr;
    const int64_t* const* tables = nullptr;
    const Cells* cells = nullptr;
    const int64_t* state = nullptr;   // advanced to `time`
    const int64_t* values = nullptr;  // of the nodes evaluated so far
    int64_t time = 0;
};

inline int64_t constant(const Env&, int64_t immediate) {
    return immediate;
}
inline double constant_real(const Env&, int64_t immediate) {
    return std::bit_cast<double>(immediate);
}
inline bool constant_bool(const Env&, int64_t immediate) {
    return immediate != 0;
}
inline int64_t input(const Env& env, int64_t offset) {
    return env.inputs[offset];
}

inline Integer add(int64_t a, int64_t b) {
    Integer out;
    out.fault = __builtin_add_overflow(a, b, &out.value);
    return out;
}
inline Integer sub(int64_t a, int64_t b) {
    Integer out;
    out.fault = __builtin_sub_overflow(a, b, &out.value);
    return out;
}
inline Integer mul(int64_t a, int64_t b) {
    Integer out;
    out.fault = __builtin_mul_overflow(a, b, &out.value);
    return out;
}

/// The quotient when it fits 64 bits, else a fault.
inline Integer narrow(__int128 quotient) {
    const auto value = static_cast<int64_t>(quotient);
    return {value, value != quotient};
}
inline Integer muldiv_floor(int64_t a, int64_t b, int64_t c) {
    if (c <= 0) return {0, true};
    const __int128 product = static_cast<__int128>(a) * b;
    return narrow(product / c - (product % c < 0));
}
inline Integer muldiv_ceil(int64_t a, int64_t b, int64_t c) {
    if (c <= 0) return {0, true};
    const __int128 product = static_cast<__int128>(a) * b;
    return narrow(product / c + (product % c > 0));
}

inline int64_t min(int64_t a, int64_t b) {
    return a < b ? a : b;
}
inline int64_t max(int64_t a, int64_t b) {
    return a < b ? b : a;
}
inline bool eq(int64_t a, int64_t b) {
    return a == b;
}
inline bool lt(int64_t a, int64_t b) {
    return a < b;
}
inline bool le(int64_t a, int64_t b) {
    return a <= b;
}
inline bool both(bool a, bool b) {
    return a && b;
}
inline bool either(bool a, bool b) {
    return a || b;
}
inline bool negate(bool a) {
    return !a;
}
inline int64_t select(bool a, int64_t b, int64_t c) {
    return a ? b : c;
}
inline double select_real(bool a, double b, double c) {
    return a ? b : c;
}
inline bool select_bool(bool a, bool b, bool c) {
    return a ? b : c;
}
inline int64_t to_int(bool a) {
    return a ? 1 : 0;
}

inline double to_real(int64_t a) {
    return static_cast<double>(a);
}
inline Integer to_int_floor(double a) {
    constexpr double kLimit = 9223372036854775808.0;  // 2^63, exact
    if (!(a >= -kLimit && a < kLimit)) return {0, true};
    return {static_cast<int64_t>(std::floor(a)), false};
}
inline double add_real(double a, double b) {
    return a + b;
}
inline double sub_real(double a, double b) {
    return a - b;
}
inline double mul_real(double a, double b) {
    return a * b;
}
inline double div_real(double a, double b) {
    return a / b;
}
inline double sqrt_real(double a) {
    return std::sqrt(a);
}
inline bool lt_real(double a, double b) {
    return a < b;
}
inline bool finite(double a) {
    return std::fabs(a) <= std::numeric_limits<double>::max();
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
constexpr uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}
inline int64_t hash(const Env&, int64_t immediate, int64_t a, int64_t b) {
    const uint64_t mixed =
        mix(mix(mix(static_cast<uint64_t>(immediate)) ^ static_cast<uint64_t>(a)) ^ static_cast<uint64_t>(b));
    return static_cast<int64_t>(mixed >> 32);
}

inline constexpr int kTableShift = 22;  // log2(2^32 / intervals)
static_assert(int64_t{step::kTableIntervals} << kTableShift == int64_t{1} << 32);

inline int64_t lookup(const Env& env, int64_t table, int64_t a) {
    constexpr int64_t kEnd = int64_t{1} << 32;
    const int64_t x = min(max(a, 0), kEnd);
    const int64_t index = min(x >> kTableShift, step::kTableIntervals - 1);
    const int64_t* entry = env.tables[table] + index;
    if (entry[0] == step::kAbsent || entry[1] == step::kAbsent) return step::kAbsent;
    const int64_t part = x - (index << kTableShift);
    const __int128 rise = (static_cast<__int128>(entry[1]) - entry[0]) * part;
    return static_cast<int64_t>(entry[0] + (rise >> kTableShift));
}

inline int64_t read(const Env& env, int64_t cell) {
    return env.cells->read(static_cast<size_t>(cell), env.state);
}
inline Integer read_at(const Env& env, int64_t cell, int64_t index) {
    const Cells::Sample sample = env.cells->read_at(static_cast<size_t>(cell), env.state, index);
    return {sample.value, sample.fault};
}
inline int64_t read_with(const Env& env, int64_t cell, int64_t value) {
    return env.cells->read_with(static_cast<size_t>(cell), env.state, env.time, value);
}
inline int64_t cell_wake(const Env& env, int64_t cell) {
    const auto index = static_cast<size_t>(cell);
    const NodeId active = env.cells->cell(index).active;
    if (active != kNoNode && !env.values[active]) return step::kNever;
    return env.cells->wake(index, env.state, env.time, env.values[env.cells->cell(index).value]);
}

}  // namespace weir::plan::reference
