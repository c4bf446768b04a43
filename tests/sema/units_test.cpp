// The algebra of units against a table of what traders mean, and against its own laws.
#include <gtest/gtest.h>

#include <vector>

#include "compiler/sema/units.h"

namespace weir::sema {
namespace {

using enum Unit;

constexpr Unit kLengths[] = {ratio, count, level, price, quantity, money, duration, rate};

TEST(Units, ProductsAndQuotientsMeanWhatTradersMean) {
    EXPECT_EQ(product(price, quantity), money);
    EXPECT_EQ(quotient(money, price), quantity);
    EXPECT_EQ(quotient(money, quantity), price);
    EXPECT_EQ(quotient(quantity, duration), rate);
    EXPECT_EQ(product(rate, duration), quantity);
    EXPECT_EQ(quotient(quantity, rate), duration);
    EXPECT_EQ(quotient(price, price), ratio);
    EXPECT_EQ(quotient(duration, duration), ratio);
    EXPECT_EQ(product(ratio, price), price);
    EXPECT_EQ(product(count, count), count);
    EXPECT_EQ(product(count, quantity), quantity);
    EXPECT_EQ(product(price, price), std::nullopt);
    EXPECT_EQ(quotient(price, duration), std::nullopt);
    EXPECT_EQ(quotient(ratio, duration), std::nullopt);
    EXPECT_EQ(product(boolean, ratio), std::nullopt);
    EXPECT_EQ(product(time, ratio), std::nullopt);
}

TEST(Units, SumsKeepTheirUnitAndTimesArePoints) {
    EXPECT_EQ(sum(price, price), price);
    EXPECT_EQ(sum(price, quantity), std::nullopt);
    EXPECT_EQ(sum(time, duration), time);
    EXPECT_EQ(sum(duration, time), time);
    EXPECT_EQ(sum(time, time), std::nullopt);
    EXPECT_EQ(difference(time, time), duration);
    EXPECT_EQ(difference(time, duration), time);
    EXPECT_EQ(difference(duration, time), std::nullopt);
    EXPECT_EQ(difference(boolean, boolean), std::nullopt);
    EXPECT_EQ(sum(side, side), std::nullopt);
}

TEST(Units, ProductsCommuteAndQuotientsUndoThem) {
    for (const Unit a : kLengths) {
        for (const Unit b : kLengths) {
            EXPECT_EQ(product(a, b), product(b, a)) << name_of(a) << " " << name_of(b);
            const auto both = product(a, b);
            if (!both || is_plain(a) || is_plain(b)) continue;
            EXPECT_EQ(quotient(*both, b), a) << name_of(a) << " " << name_of(b);
        }
    }
}

TEST(Units, AParametersTypeNamesItsUnit) {
    EXPECT_EQ(parameter_unit("ratio"), ratio);
    EXPECT_EQ(parameter_unit("money"), money);
    EXPECT_EQ(parameter_unit("boolean"), std::nullopt);
    EXPECT_EQ(parameter_unit("time"), std::nullopt);
    EXPECT_EQ(parameter_unit("nonsense"), std::nullopt);
}

}  // namespace
}  // namespace weir::sema
