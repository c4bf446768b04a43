// A number as the unevaluated sum of two doubles, which holds about 106 bits. Only IEEE additions, multiplications,
// divisions and square roots: the same bits on every processor, as long as the compiler does not contract them.
//
// The error-free transformations are those of T. J. Dekker, "A floating-point technique for extending the available
// precision", Numerische Mathematik 18 (1971), and D. E. Knuth, The Art of Computer Programming, volume 2, 4.2.2.
#pragma once

#include <cmath>

namespace weir::models {

struct Twofold {
    double high = 0, low = 0;  // |low| is at most half a unit in the last place of high

    constexpr double value() const { return high + low; }
};

/// a + b, exactly.
constexpr Twofold two_sum(double a, double b) {
    const double sum = a + b, of_b = sum - a;
    return {sum, (a - (sum - of_b)) + (b - of_b)};
}

/// a + b, exactly, where |a| >= |b|.
constexpr Twofold normalised(double a, double b) {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

/// a · b, exactly, for |a|, |b| < 2^996 and products that do not underflow.
constexpr Twofold two_product(double a, double b) {
    constexpr double kSplit = 134'217'729;  // 2^27 + 1: cuts a double into halves of 26 bits
    const double a_split = kSplit * a, b_split = kSplit * b;
    const double a_high = a_split - (a_split - a), a_low = a - a_high;
    const double b_high = b_split - (b_split - b), b_low = b - b_high;
    const double product = a * b;
    return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

constexpr Twofold operator-(Twofold a) {
    return {-a.high, -a.low};
}

constexpr Twofold operator+(Twofold a, Twofold b) {
    const Twofold high = two_sum(a.high, b.high), low = two_sum(a.low, b.low);
    const Twofold sum = normalised(high.high, high.low + low.high);
    return normalised(sum.high, sum.low + low.low);
}

constexpr Twofold operator-(Twofold a, Twofold b) {
    return a + -b;
}

constexpr Twofold operator*(Twofold a, Twofold b) {
    const Twofold product = two_product(a.high, b.high);
    return normalised(product.high, product.low + (a.high * b.low + a.low * b.high));
}

constexpr Twofold operator/(Twofold a, Twofold b) {
    const double first = a.high / b.high;
    const Twofold rest = a - b * Twofold{first};
    const double second = rest.high / b.high;
    const Twofold last = rest - b * Twofold{second};
    const Twofold quotient = normalised(first, second);
    return normalised(quotient.high, quotient.low + last.high / b.high);
}

inline Twofold sqrt(Twofold a) {
    if (a.high == 0) return {};
    const double root = std::sqrt(a.high);
    return normalised(root, (a - two_product(root, root)).high / (2 * root));
}

}  // namespace weir::models
