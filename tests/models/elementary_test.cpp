// The elementary functions against the C library's in long double, and against bits that must be the same everywhere.
#include "runtime/models/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace weir::models {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr uint64_t kSeed = 20'001;
constexpr int kDraws = 40'000;

/// Distance in units of the last place of the double nearest to the truth.
double units_away(double got, long double truth) {
    const double nearest = std::fabs(static_cast<double>(truth));
    const double unit = std::nextafter(nearest, kInfinite) - nearest;
    return static_cast<double>(std::fabs(static_cast<long double>(got) - truth) / static_cast<long double>(unit));
}

struct Function {
    std::string name;
    double (*ours)(double);
    long double (*truth)(long double);
    double low, high;  // drawn evenly from here
    bool small;        // and also by magnitude, down to 1e-300, of either sign where low < 0
    double beyond;     // and also this much more than such a magnitude
};

const std::vector<Function>& functions() {
    static const std::vector<Function> all{{"exp", exp, std::exp, -700, 709, true, 0},
                                           {"expm1", expm1, std::expm1, -45, 709, true, 0},
                                           {"log", log, std::log, 0, 1e6, true, 0},
                                           {"log near 1", log, std::log, 0.5, 2, true, 1},
                                           {"log1p", log1p, std::log1p, -0.999, 1e6, true, 0},
                                           {"sinh", sinh, std::sinh, -710, 710, true, 0},
                                           {"cosh", cosh, std::cosh, -710, 710, true, 0},
                                           {"asinh", asinh, std::asinh, -1e6, 1e6, true, 0},
                                           {"asinh far", asinh, std::asinh, 1e9, 1e300, false, 0},
                                           {"acosh", acosh, std::acosh, 1, 1e6, true, 1},
                                           {"acosh far", acosh, std::acosh, 1e9, 1e300, false, 0}};
    return all;
}

std::vector<double> arguments(const Function& function, std::mt19937_64& random) {
    std::uniform_real_distribution<double> even(function.low, function.high), unit(0, 1), magnitude(-300, 0.5);
    std::vector<double> all;
    for (int i = 0; i < kDraws; ++i) {
        all.push_back(even(random));
        if (!function.small) continue;
        const double size = std::pow(10.0, i % 2 == 0 ? magnitude(random) : magnitude(random) / 30);
        const double x = function.low < 0 && unit(random) < 0.5 ? -size : size;
        if (function.beyond + x >= function.low) all.push_back(function.beyond + x);
    }
    return all;
}

TEST(Elementary, AgreesWithLongDouble) {
    for (const Function& function : functions()) {
        std::mt19937_64 random(kSeed);
        double worst = 0, at = 0;
        for (const double x : arguments(function, random)) {
            const double away = units_away(function.ours(x), function.truth(static_cast<long double>(x)));
            if (!(away <= worst)) worst = away, at = x;
        }
        // Half a unit is the nearest double; the rest is the error of the C library's long double.
        EXPECT_LE(worst, 0.502) << function.name << " at " << at << ", seed " << kSeed;
        RecordProperty(function.name, std::to_string(worst));
    }
}

TEST(Elementary, HasThePublishedDigits) {
    EXPECT_EQ(exp(1), 2.718281828459045235360287471352662);
    EXPECT_EQ(log(2), 0.693147180559945309417232121458177);
    EXPECT_EQ(log(10), 2.302585092994045684017991454684364);
    EXPECT_EQ(sinh(1), 1.175201193643801456882381850595601);
    EXPECT_EQ(cosh(1), 1.543080634815243778477905620757061);
    EXPECT_EQ(asinh(1), 0.881373587019543025232609324979793);
    EXPECT_EQ(acosh(2), 1.316957896924816708625046347307968);
}

TEST(Elementary, EndsOfTheDomains) {
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    for (const Function& function : functions()) EXPECT_TRUE(std::isnan(function.ours(nothing))) << function.name;
    EXPECT_EQ(exp(kInfinite), kInfinite);
    EXPECT_EQ(exp(-kInfinite), 0);
    EXPECT_EQ(exp(709.8), kInfinite);
    EXPECT_EQ(exp(-746), 0);
    EXPECT_EQ(exp(0), 1);
    EXPECT_EQ(expm1(-kInfinite), -1);
    EXPECT_EQ(expm1(kInfinite), kInfinite);
    EXPECT_EQ(log(0), -kInfinite);
    EXPECT_EQ(log(kInfinite), kInfinite);
    EXPECT_EQ(log(1), 0);
    EXPECT_TRUE(std::isnan(log(-1)));
    EXPECT_EQ(log1p(-1), -kInfinite);
    EXPECT_TRUE(std::isnan(log1p(-1.5)));
    EXPECT_EQ(acosh(1), 0);
    EXPECT_TRUE(std::isnan(acosh(0.999)));
    for (const double sign : {-1.0, 1.0}) {
        EXPECT_EQ(sinh(sign * kInfinite), sign * kInfinite);
        EXPECT_EQ(asinh(sign * kInfinite), sign * kInfinite);
        EXPECT_EQ(cosh(sign * kInfinite), kInfinite);
        EXPECT_EQ(sinh(sign * 5e-324), sign * 5e-324);
    }
}

TEST(Elementary, RatioOfSinhHasNoOverflowAndALimit) {
    for (const double u : {0.0, 0.1, 0.5, 0.99, 1.0}) {
        EXPECT_EQ(sinh_ratio(u, 0), u);
        EXPECT_NEAR(sinh_ratio(u, 1e-12), u, 1e-15);
        for (const double x : {1e-3, 0.5, 3.0, 20.0, 300.0, 5000.0, 11'000.0}) {
            const auto exact = static_cast<double>(std::sinh(static_cast<long double>(u) * x) /
                                                   std::sinh(static_cast<long double>(x)));
            // The exponent's own rounding grows with x.
            EXPECT_NEAR(sinh_ratio(u, x), exact, exact * (8 + x) * 3e-16) << u << " " << x;
        }
    }
    EXPECT_EQ(sinh_ratio(0.5, 1e300), 0);
}

/// What a processor with other rounding, or a compiler that contracts products, would change.
TEST(Elementary, HasTheSameBitsEverywhere) {
    uint64_t bits = 0;
    for (const Function& function : functions()) {
        std::mt19937_64 random(kSeed);
        const auto fraction = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
        for (int i = 0; i < 2000; ++i) {
            const double u = fraction(), x = function.low + (function.high - function.low) * (u * u * u);
            bits = (bits ^ std::bit_cast<uint64_t>(function.ours(x))) * 0x9e3779b97f4a7c15;
            bits ^= bits >> 29;
        }
    }
    EXPECT_EQ(bits, 5065085428916860744u);
}

}  // namespace
}  // namespace weir::models
