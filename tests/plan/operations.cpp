// Every operation against arbitrary-precision arithmetic, through the interpreter.
#include <gtest/gtest.h>

#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <random>

#include "compiler/plan/evaluate.h"
#include "tests/plan/support.h"

namespace weir::plan {
namespace {

using Big = boost::multiprecision::cpp_int;
using Expected = std::optional<int64_t>;  // nothing: a fault

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

const std::vector<int64_t>& edges() {
    static const std::vector<int64_t> values = [] {
        std::vector<int64_t> v = {kMin, kMin + 1, -4294967297, -1000000000, -3,         -2,         -1,       0,   1, 2,
                                  3,    7,        1000000000,  4294967295,  4294967296, 3037000500, kMax - 1, kMax};
        std::mt19937_64 random(7);
        for (int i = 0; i < 6; ++i) v.push_back(static_cast<int64_t>(random() >> (random() % 60)));
        return v;
    }();
    return values;
}

Expected fit(const Big& x) {
    if (x < kMin || x > kMax) return std::nullopt;
    return static_cast<int64_t>(x);
}
Big floor_div(const Big& a, const Big& b) {
    Big q = a / b;
    if (a % b < 0) --q;
    return q;
}

Expected run(Op op, std::vector<int64_t> values, int64_t immediate = 0, const reference::Env& env = {}) {
    Node node{.op = op, .type = row_of(op).result, .immediate = immediate, .range = {}, .interval = {}};
    for (size_t i = 0; i < values.size(); ++i) node.operand[i] = static_cast<NodeId>(i);
    const Outcome outcome = handler_of(op)(env, node, values.data());
    if (outcome.fault) return std::nullopt;
    return outcome.bits;
}
int64_t bits(double x) {
    return std::bit_cast<int64_t>(x);
}

TEST(Operations, IntegerPairs) {
    const std::map<Op, Expected (*)(Big, Big)> expected = {
        {Op::add, [](Big a, Big b) { return fit(a + b); }},
        {Op::sub, [](Big a, Big b) { return fit(a - b); }},
        {Op::mul, [](Big a, Big b) { return fit(a * b); }},
        {Op::min, [](Big a, Big b) { return fit(a < b ? a : b); }},
        {Op::max, [](Big a, Big b) { return fit(a > b ? a : b); }},
        {Op::eq, [](Big a, Big b) { return fit(a == b ? 1 : 0); }},
        {Op::lt, [](Big a, Big b) { return fit(a < b ? 1 : 0); }},
        {Op::le, [](Big a, Big b) { return fit(a <= b ? 1 : 0); }},
    };
    for (const auto& [op, of] : expected)
        for (const int64_t a : edges())
            for (const int64_t b : edges())
                ASSERT_EQ(run(op, {a, b}), of(a, b)) << row_of(op).name << ' ' << a << ' ' << b;
}

TEST(Operations, MulDiv) {
    for (const int64_t a : edges())
        for (const int64_t b : edges())
            for (const int64_t c : edges()) {
                const Big product = Big(a) * b;
                const Expected floor = c <= 0 ? std::nullopt : fit(floor_div(product, c));
                const Expected ceil = c <= 0 ? std::nullopt : fit(-floor_div(-product, c));
                ASSERT_EQ(run(Op::muldiv_floor, {a, b, c}), floor) << a << " * " << b << " / " << c;
                ASSERT_EQ(run(Op::muldiv_ceil, {a, b, c}), ceil) << a << " * " << b << " / " << c;
            }
}

TEST(Operations, Booleans) {
    for (const int64_t a : {0, 1})
        for (const int64_t b : {0, 1}) {
            EXPECT_EQ(run(Op::both, {a, b}), a & b);
            EXPECT_EQ(run(Op::either, {a, b}), a | b);
            EXPECT_EQ(run(Op::negate, {a}), 1 - a);
            EXPECT_EQ(run(Op::to_int, {a}), a);
            EXPECT_EQ(run(Op::select_bool, {a, b, 1 - b}), a ? b : 1 - b);
        }
    EXPECT_EQ(run(Op::select, {1, 5, 6}), 5);
    EXPECT_EQ(run(Op::select, {0, 5, 6}), 6);
    EXPECT_EQ(run(Op::select_real, {1, bits(0.5), bits(2)}), bits(0.5));
}

TEST(Operations, Reals) {
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    EXPECT_EQ(run(Op::to_real, {kMax}), bits(9223372036854775808.0));
    EXPECT_EQ(run(Op::to_real, {(int64_t{1} << 53) + 1}), bits(9007199254740992.0)) << "ties to even";
    EXPECT_EQ(run(Op::to_int_floor, {bits(-1.5)}), -2);
    EXPECT_EQ(run(Op::to_int_floor, {bits(1.5)}), 1);
    EXPECT_EQ(run(Op::to_int_floor, {bits(-9223372036854775808.0)}), kMin);
    for (const double x : {nan, inf, -inf, 9223372036854775808.0, -9223372036854777856.0})
        EXPECT_EQ(run(Op::to_int_floor, {bits(x)}), std::nullopt) << x;
    EXPECT_EQ(run(Op::add_real, {bits(0.1), bits(0.2)}), bits(0.30000000000000004));
    EXPECT_EQ(run(Op::sub_real, {bits(1), bits(3)}), bits(-2));
    EXPECT_EQ(run(Op::mul_real, {bits(3), bits(0.5)}), bits(1.5));
    EXPECT_EQ(run(Op::div_real, {bits(1), bits(0)}), bits(inf));
    EXPECT_EQ(run(Op::sqrt_real, {bits(2)}), bits(1.4142135623730951));
    EXPECT_EQ(run(Op::lt_real, {bits(1), bits(2)}), 1);
    EXPECT_EQ(run(Op::lt_real, {bits(nan), bits(2)}), 0);
    EXPECT_EQ(run(Op::lt_real, {bits(2), bits(nan)}), 0);
    for (const double x : {nan, inf, -inf}) EXPECT_EQ(run(Op::finite, {bits(x)}), 0) << x;
    EXPECT_EQ(run(Op::finite, {bits(-1e308)}), 1);
}

TEST(Operations, HashIsFixedAndUniform) {
    EXPECT_EQ(run(Op::hash, {1, 2}, 3), run(Op::hash, {1, 2}, 3));
    EXPECT_NE(run(Op::hash, {1, 2}, 3), run(Op::hash, {2, 1}, 3));
    EXPECT_NE(run(Op::hash, {1, 2}, 3), run(Op::hash, {1, 2}, 4));
    std::array<int, 16> histogram{};
    for (int i = 0; i < 16'000; ++i) {
        const int64_t h = *run(Op::hash, {42, i}, 1);
        ASSERT_TRUE(h >= 0 && h < int64_t{1} << 32);
        ++histogram[static_cast<size_t>(h >> 28)];
    }
    for (const int count : histogram) EXPECT_NEAR(count, 1000, 150);
}

TEST(Operations, LookupInterpolatesAndClamps) {
    std::mt19937_64 random(11);
    std::vector<int64_t> table(step::kTableIntervals + 1);
    for (int64_t& entry : table) entry = static_cast<int64_t>(random());
    table[500] = step::kAbsent;
    const int64_t* tables[] = {table.data()};
    const reference::Env env{.tables = tables};
    const int64_t end = int64_t{1} << 32;
    EXPECT_EQ(run(Op::lookup, {-5}, 0, env), table.front());
    EXPECT_EQ(run(Op::lookup, {end}, 0, env), table.back());
    EXPECT_EQ(run(Op::lookup, {kMax}, 0, env), table.back());
    for (int i = 0; i < 20'000; ++i) {
        const auto x = static_cast<int64_t>(random() % static_cast<uint64_t>(end));
        const auto at = static_cast<size_t>(x >> 22);
        const Big part = x & ((1 << 22) - 1);
        const bool absent = at == 499 || at == 500;
        const Big expected = Big(table[at]) + floor_div((Big(table[at + 1]) - table[at]) * part, 1 << 22);
        ASSERT_EQ(run(Op::lookup, {x}, 0, env), absent ? step::kAbsent : *fit(expected)) << x;
    }
}

}  // namespace
}  // namespace weir::plan
