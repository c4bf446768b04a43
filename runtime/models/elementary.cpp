#include "runtime/models/elementary.h"

#include <cmath>
#include <limits>

#include "runtime/models/twofold.h"

namespace weir::models {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

constexpr Twofold kOne{1};
constexpr Twofold kLog2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
constexpr double kRootHalf = 0x1.6a09e667f3bcdp-1;

Twofold scaled(Twofold a, int exponent) {
    return {std::ldexp(a.high, exponent), std::ldexp(a.low, exponent)};
}

/// e^x − 1 by its series, for |x| <= log(2) / 2: the first term left out is below 2^-110 of the sum.
Twofold series_of_expm1(Twofold x) {
    constexpr int kTerms = 24;
    Twofold sum = kOne;
    for (int n = kTerms; n >= 2; --n) sum = kOne + x * sum / Twofold{static_cast<double>(n)};
    return x * sum;
}

/// log(1 + x) = 2 artanh(x / (2 + x)) by its series, for 1 + x within a factor √2 of 1.
Twofold series_of_log1p(Twofold x) {
    constexpr int kTerms = 24;
    const Twofold part = x / (Twofold{2} + x), square = part * part;
    Twofold sum{};
    for (int n = 2 * kTerms + 1; n >= 1; n -= 2) sum = square * sum + kOne / Twofold{static_cast<double>(n)};
    return Twofold{2} * part * sum;
}

/// The exponent of two nearest to x / log(2).
int binary_exponent(double x) {
    const double exponent = x / kLog2.high;
    return static_cast<int>(exponent < 0 ? exponent - 0.5 : exponent + 0.5);
}

/// x less so many times the log of 2.
Twofold reduced(double x, int exponent) {
    return Twofold{x} - Twofold{static_cast<double>(exponent)} * kLog2;
}

/// e^x · 2^shift, for |x| <= 800.
double exp_shifted(double x, int shift) {
    const int exponent = binary_exponent(x);
    return std::ldexp((kOne + series_of_expm1(reduced(x, exponent))).value(), exponent + shift);
}

/// e^x − 1, for |x| <= 700.
Twofold wide_expm1(double x) {
    const int exponent = binary_exponent(x);
    const Twofold part = series_of_expm1(reduced(x, exponent));
    return exponent == 0 ? part : scaled(part, exponent) + (scaled(kOne, exponent) - kOne);
}

Twofold wide_log(Twofold x) {
    int exponent = 0;
    const double fraction = std::frexp(x.high, &exponent);
    if (fraction < kRootHalf) --exponent;
    return series_of_log1p(scaled(x, -exponent) - kOne) + Twofold{static_cast<double>(exponent)} * kLog2;
}

Twofold wide_log1p(Twofold x) {
    const bool near = x.high > kRootHalf - 1 && x.high < 1 / kRootHalf - 1;
    return near ? series_of_log1p(x) : wide_log(kOne + x);
}

constexpr double kFar = 40;          // where e^-x is nothing beside e^x
constexpr double kExpMost = 800;     // beyond it e^x and its inverse are out of range
constexpr double kLogOnly = 0x1p40;  // where arsinh and arcosh are the log of 2x

double log_of_twice(double x) {
    return (wide_log(Twofold{x}) + kLog2).value();
}

}  // namespace

double exp(double x) {
    if (std::isnan(x)) return x;
    if (x > kExpMost) return kInfinite;
    return x < -kExpMost ? 0 : exp_shifted(x, 0);
}

double expm1(double x) {
    if (std::isnan(x) || x == 0) return x;
    if (x > kFar) return exp(x);
    return x < -kFar ? -1 : wide_expm1(x).value();
}

double log(double x) {
    if (std::isnan(x) || x < 0) return kNotANumber;
    if (x == 0) return -kInfinite;
    return std::isinf(x) ? x : wide_log(Twofold{x}).value();
}

double log1p(double x) {
    if (std::isnan(x) || x < -1) return kNotANumber;
    if (x == -1) return -kInfinite;
    return x == 0 || std::isinf(x) ? x : wide_log1p(Twofold{x}).value();
}

double sinh(double x) {
    if (std::isnan(x) || x == 0) return x;
    if (x < 0) return -sinh(-x);
    if (x > kExpMost) return kInfinite;
    if (x > kFar) return exp_shifted(x, -1);
    const Twofold grown = wide_expm1(x);
    return (grown + grown / (kOne + grown)).value() / 2;
}

double cosh(double x) {
    if (std::isnan(x)) return x;
    if (x < 0) return cosh(-x);
    if (x > kExpMost) return kInfinite;
    if (x > kFar) return exp_shifted(x, -1);
    const Twofold power = kOne + wide_expm1(x);
    return (power + kOne / power).value() / 2;
}

/// arsinh x = log1p(x + x² / (1 + √(1 + x²))), which loses nothing where x is small.
double asinh(double x) {
    if (std::isnan(x) || x == 0 || std::isinf(x)) return x;
    if (x < 0) return -asinh(-x);
    if (x > kLogOnly) return log_of_twice(x);
    const Twofold square = two_product(x, x);
    return wide_log1p(Twofold{x} + square / (kOne + sqrt(kOne + square))).value();
}

/// arcosh x = log1p(y + √(y (2 + y))) with y = x − 1, which loses nothing where x is near 1.
double acosh(double x) {
    if (std::isnan(x) || x < 1) return kNotANumber;
    if (std::isinf(x)) return x;
    if (x > kLogOnly) return log_of_twice(x);
    const Twofold beyond = two_sum(x, -1);
    return wide_log1p(beyond + sqrt(beyond * (Twofold{2} + beyond))).value();
}

/// sinh(ux) / sinh(x) = e^-(1−u)x · (1 − e^-2ux) / (1 − e^-2x)
double sinh_ratio(double u, double x) {
    if (x == 0 || u == 0) return u;
    return exp(-(1 - u) * x) * (expm1(-2 * u * x) / expm1(-2 * x));
}

}  // namespace weir::models
