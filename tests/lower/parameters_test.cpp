// Values of parameters as users write them.
#include "tests/lower/compiled.h"

namespace weir::test {
namespace {

int64_t value_of(const plan::Parameter& parameter, std::string_view text, const lower::Market& market = bitcoin()) {
    const auto value = lower::parameter_value(parameter, text, market);
    EXPECT_TRUE(std::holds_alternative<int64_t>(value)) << std::get<std::string>(value);
    return std::holds_alternative<int64_t>(value) ? std::get<int64_t>(value) : -1;
}

std::string error_of(const plan::Parameter& parameter, std::string_view text, const lower::Market& market = bitcoin()) {
    const auto value = lower::parameter_value(parameter, text, market);
    return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : "";
}

plan::Parameter parameter(std::string unit, int64_t low = -1'000'000'000'000'000,
                          int64_t high = 1'000'000'000'000'000) {
    return {.name = "x", .unit = std::move(unit), .low = low, .high = high};
}

TEST(ParameterValue, IsReadAtThePlansScale) {
    EXPECT_EQ(value_of(parameter("ratio"), "20%"), 200'000'000);
    EXPECT_EQ(value_of(parameter("ratio"), "0.2"), 200'000'000);
    EXPECT_EQ(value_of(parameter("ratio"), "-5 bps"), -500'000);
    EXPECT_EQ(value_of(parameter("duration"), "1.5 min"), 90'000'000'000);
    EXPECT_EQ(value_of(parameter("money"), "250_000 USD"), 25'000'000'000'000);
    EXPECT_EQ(value_of(parameter("money"), "250_000 quote"), 25'000'000'000'000);
    EXPECT_EQ(value_of(parameter("price"), "236.47 USD"), 2 * 23'647);
    EXPECT_EQ(value_of(parameter("quantity"), "0.00000001 BTC"), 1);
    EXPECT_EQ(value_of(parameter("count"), "7"), 7);
}

TEST(ParameterValue, ReadsWhatItsTextSays) {
    for (const auto& [unit, text] : std::vector<std::pair<std::string, std::string>>{{"ratio", "12.5%"},
                                                                                     {"duration", "90 s"},
                                                                                     {"duration", "2 h"},
                                                                                     {"money", "250000.25 USD"},
                                                                                     {"price", "236.475 USD"},
                                                                                     {"quantity", "1.5 BTC"},
                                                                                     {"level", "3"}}) {
        const int64_t value = value_of(parameter(unit), text);
        EXPECT_EQ(lower::parameter_text(parameter(unit), value, bitcoin()), text);
    }
}

TEST(ParameterValue, SaysWhatIsWrong) {
    const plan::Parameter share = parameter("ratio", 10'000'000, 250'000'000);
    EXPECT_EQ(error_of(share, "30%"), "`x`: `30%` is outside its range, from 1% to 25%");
    EXPECT_EQ(error_of(share, "5 min"), "`x`: `5 min` is a duration; write a ratio, for example `20%` or `5 bps`");
    EXPECT_EQ(error_of(share, "lots"),
              "`x`: `lots` is not a number with a unit; write a ratio, for example `20%` or `5 bps`");
    EXPECT_EQ(error_of(parameter("money"), "5 EUR"), "`x`: `5 EUR` is in EUR where the instrument trades in USD");
    EXPECT_EQ(error_of(parameter("quantity"), "5 ETH"), "`x`: `5 ETH` is in ETH where the instrument trades BTC");
    EXPECT_EQ(error_of(parameter("quantity"), "0.5 base", shares()),
              "`x`: `0.5 base` does not fit the instrument's decimals");
}

TEST(ParameterValue, TakesACurrencyThatIsDeclaredTheSame) {
    lower::Market market = bitcoin();
    market.currency = "USDT";
    EXPECT_NE(error_of(parameter("money"), "5 USD", market), "");
    market.same_currency = {"USD"};
    EXPECT_EQ(value_of(parameter("money"), "5 USD", market), 500'000'000);
}

}  // namespace
}  // namespace weir::test
