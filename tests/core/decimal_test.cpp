#include "runtime/core/decimal.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace weir {
namespace {

constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();

int64_t read(std::string_view text, int decimals) {
    const auto parsed = parse_decimal(text, decimals);
    EXPECT_TRUE(parsed) << parsed.error;
    return parsed.value;
}

TEST(Decimal, ReadsExactNumbers) {
    EXPECT_EQ(read("0", 0), 0);
    EXPECT_EQ(read("30_000.5", 2), 3'000'050);
    EXPECT_EQ(read("-0.01", 2), -1);
    EXPECT_EQ(read("+7", 3), 7'000);
    EXPECT_EQ(read("1.5000", 1), 15);
    EXPECT_EQ(read("0.000000000000000001", 18), 1);
    EXPECT_EQ(read("9223372036854775807", 0), kHighest);
    EXPECT_EQ(read("-9223372036854775808", 0), kLowest);
    EXPECT_EQ(read("-92233720368.54775808", 8), kLowest);
}

TEST(Decimal, RefusesWhatIsNotExact) {
    for (const char* text :
         {"", "-", ".", "1.", ".5", "1e5", " 1", "1 ", "1,5", "_1", "1_", "1__0", "0x1", "1.-5", "--1"})
        EXPECT_FALSE(parse_decimal(text, 4)) << text;
    EXPECT_EQ(parse_decimal("1.234", 2).error, "`1.234` has 3 decimals, at most 2 are possible here");
    EXPECT_FALSE(parse_decimal("9223372036854775808", 0));
    EXPECT_FALSE(parse_decimal("-9223372036854775809", 0));
    EXPECT_FALSE(parse_decimal("92233720368.54775808", 8));
    EXPECT_FALSE(parse_decimal("99999999999999999999999999", 0));
    EXPECT_FALSE(parse_decimal("10", 18));
}

TEST(Decimal, WritesThem) {
    EXPECT_EQ(format_decimal(int64_t{0}, 0), "0");
    EXPECT_EQ(format_decimal(int64_t{0}, 2, Zeros::keep), "0.00");
    EXPECT_EQ(format_decimal(int64_t{3'000'050}, 2), "30000.5");
    EXPECT_EQ(format_decimal(int64_t{3'000'050}, 2, Zeros::keep), "30000.50");
    EXPECT_EQ(format_decimal(int64_t{-1}, 2), "-0.01");
    EXPECT_EQ(format_decimal(int64_t{100}, 0), "100");
    EXPECT_EQ(format_decimal(kLowest, 8), "-92233720368.54775808");
    EXPECT_EQ(format_decimal(static_cast<Wide>(kHighest) * 10, 1, Zeros::keep), "9223372036854775807.0");
}

TEST(Decimal, RoundTrips) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const int decimals = static_cast<int>(random() % (kDecimalsMost + 1));
        const auto value = static_cast<int64_t>(random()) >> (random() % 64);
        for (Zeros zeros : {Zeros::keep, Zeros::trim})
            ASSERT_EQ(read(format_decimal(value, decimals, zeros), decimals), value);
    }
}

TEST(Decimal, ScalesByFloor) {
    EXPECT_EQ(static_cast<int64_t>(rescale_floor(1'999, 3, 0)), 1);
    EXPECT_EQ(static_cast<int64_t>(rescale_floor(-1'001, 3, 0)), -2);
    EXPECT_EQ(static_cast<int64_t>(rescale_floor(-2'000, 3, 0)), -2);
    EXPECT_EQ(static_cast<int64_t>(rescale_floor(12, 1, 4)), 12'000);
}

TEST(Decimal, MoneyIsTheFloorOfTheExactSum) {
    Instrument instrument;
    instrument.price_decimals = 2;
    instrument.quantity_decimals = 8;
    instrument.money_decimals = 4;
    EXPECT_EQ(money_floor(product(Price{3'000'050}, Quantity{100'000'000}), instrument), 300'005'000);
    EXPECT_EQ(money_floor(product(Price{1}, Quantity{999'999}), instrument), 0);
    EXPECT_EQ(money_floor(product(Price{1}, Quantity{1'000'000}), instrument), 1);
    EXPECT_EQ(money_floor(product(Price{kHighest}, Quantity{kHighest}), instrument), kHighest);
}

}  // namespace
}  // namespace weir
