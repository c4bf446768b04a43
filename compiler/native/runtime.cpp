#include "compiler/native/runtime.h"

namespace weir::native {
namespace {

using Wide = unsigned __int128;

const Runtime& owner(const Helpers* self) {
    return *static_cast<const Runtime*>(self->owner);
}

void advance(const Helpers* self, int64_t* state, int64_t time) {
    owner(self).cells().advance(state, time);
}

void commit(const Helpers* self, int64_t* state, int64_t time, int64_t cell, int64_t value) {
    owner(self).cells().commit(static_cast<size_t>(cell), state, time, value);
}

void clear(const Helpers* self, int64_t* state, int64_t time, int64_t cell) {
    owner(self).cells().clear(static_cast<size_t>(cell), state, time);
}

int64_t fault_of(const Helpers* self, const int64_t* inputs, const int64_t* const* tables, int64_t* state) {
    return owner(self).interpreter().fault_of(inputs, tables, state);
}

struct Divided {
    uint64_t quotient, remainder;
};
/// `high` is less than `divisor`, so the quotient fits.
Divided divide(uint64_t high, uint64_t low, uint64_t divisor) {
#if defined(__x86_64__)
    Divided out;
    asm("divq %[divisor]"
        : "=a"(out.quotient), "=d"(out.remainder)
        : "a"(low), "d"(high), [divisor] "r"(divisor)
        : "cc");
    return out;
#else
    const Wide product = Wide{high} << 64 | low;
    return {static_cast<uint64_t>(product / divisor), static_cast<uint64_t>(product % divisor)};
#endif
}

uint64_t magnitude(int64_t x) {
    return x < 0 ? -static_cast<uint64_t>(x) : static_cast<uint64_t>(x);
}

/// The quotient of magnitudes, one more when it is rounded away from zero.
Quotient divide_product(int64_t a, int64_t b, int64_t c, bool up) {
    const Wide product = Wide{magnitude(a)} * magnitude(b);
    const auto high = static_cast<uint64_t>(product >> 64);
    const auto divisor = static_cast<uint64_t>(c);
    if (high >= divisor) return {0, 1};
    const Divided divided = divide(high, static_cast<uint64_t>(product), divisor);
    const bool negative = (a < 0) != (b < 0);
    const bool away = divided.remainder != 0 && negative != up;
    const uint64_t size = divided.quotient + away;
    const uint64_t limit = uint64_t{1} << 63;
    if (size < divided.quotient || size > limit || (size == limit && !negative)) return {0, 1};
    return {static_cast<int64_t>(negative ? -size : size), 0};
}

Quotient muldiv_floor(int64_t a, int64_t b, int64_t c) {
    return divide_product(a, b, c, false);
}
Quotient muldiv_ceil(int64_t a, int64_t b, int64_t c) {
    return divide_product(a, b, c, true);
}

}  // namespace

Runtime::Runtime(const plan::Plan& plan)
    : cells_(plan), interpreter_(plan), helpers_{this, advance, commit, clear, fault_of, muldiv_floor, muldiv_ceil} {}

}  // namespace weir::native
