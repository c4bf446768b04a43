// The tables of `schedule shortfall(…)`: against the closed form, what a level of urgency promises, and the model in
// units that it is meant to be.
#include "runtime/models/shortfall.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "runtime/models/almgren_chriss.h"
#include "step/step.h"

namespace weir::models {
namespace {

using Table = std::vector<int64_t>;

constexpr int64_t kWhole = int64_t{1} << 32;
constexpr int64_t kMinute = 60 * kSecond, kBps = 100'000, kPercent = 10'000'000;

Duration hours(double count) {
    return {static_cast<int64_t>(count * 3600 * 1e9)};
}

step::Given number(int64_t value) {
    return {.value = value};
}

Instrument instrument(const std::string& time_zone) {
    Instrument result;
    result.time_zone = time_zone;
    return result;
}

Parsed<Table> make(const step::ShortfallSpec& spec, std::vector<int64_t> parameters = {}, Duration window = hours(6)) {
    return shortfall_curve(spec, {window, trading_year(instrument("America/New_York")), parameters});
}

Table table(const step::ShortfallSpec& spec, Duration window = hours(6)) {
    const auto made = make(spec, {}, window);
    EXPECT_TRUE(made) << made.error;
    return made.value;
}

/// The part of the window at which the share is done.
double time_of(const Table& table, double share) {
    const auto at = std::ranges::lower_bound(table, static_cast<int64_t>(share * static_cast<double>(kWhole)));
    return static_cast<double>(at - table.begin()) / step::kTableIntervals;
}

void expect_curve(const Table& table) {
    ASSERT_EQ(table.size(), size_t{step::kTableIntervals} + 1);
    EXPECT_EQ(table.front(), 0);
    EXPECT_EQ(table.back(), kWhole);
    EXPECT_TRUE(std::ranges::is_sorted(table));
}

TEST(Shortfall, ALevelOfUrgencySaysWhenHalfIsDone) {
    for (int64_t level = step::kUrgencyLeast; level <= step::kUrgencyMost; ++level) {
        const Table curve = table({.urgency = number(level)});
        expect_curve(curve);
        EXPECT_NEAR(time_of(curve, 0.5), 0.1 * static_cast<double>(6 - level), 0.0011) << level;
    }
    EXPECT_EQ(kappa_of_urgency(1), 0);
    EXPECT_NEAR(kappa_of_urgency(3), 2.19398, 0.00001);
    EXPECT_NEAR(kappa_of_urgency(5), 6.93, 0.01);
}

TEST(Shortfall, WithoutAlphaIsTheClosedForm) {
    for (int64_t level = step::kUrgencyLeast; level <= step::kUrgencyMost; ++level) {
        const Table curve = table({.urgency = number(level)});
        const long double kappa = kappa_of_urgency(level);
        for (int i = 0; i <= step::kTableIntervals; ++i) {
            const long double left = static_cast<long double>(step::kTableIntervals - i) / step::kTableIntervals;
            const long double holdings = kappa == 0 ? left : std::sinh(kappa * left) / std::sinh(kappa);
            EXPECT_NEAR(static_cast<double>(curve[static_cast<size_t>(i)]),
                        static_cast<double>((1 - holdings) * static_cast<long double>(kWhole)), 1)
                << level << " " << i;
        }
    }
}

/// The example of the paper: risk aversion 1e-6 · 50e6, impact eta·X/(T·S₀) = 1 %, 30 % a year over 5 of 250 days.
TEST(Shortfall, RiskAversionIsThatOfThePaper) {
    const Table curve = table({.risk_aversion = number(50 * step::kRatioOne),
                               .volatility = number(30 * kPercent),
                               .impact = number(kPercent)},
                              hours(5 * 6.5));
    expect_curve(curve);
    const CostModel model{.price = 50,
                          .quantity = 1e6,
                          .horizon = 5,
                          .intervals = step::kTableIntervals,
                          .eta = 2.5e-6,
                          .sigma = 0.3 * 50 / std::sqrt(250.0),
                          .lambda = 1e-6};
    const auto paper = schedule(model);
    ASSERT_TRUE(paper) << paper.error;
    for (size_t i = 0; i < curve.size(); ++i)
        EXPECT_NEAR(static_cast<double>(curve[i]) / 0x1p32, 1 - paper.value.holdings[i] / 1e6, 1e-9) << i;
}

TEST(Shortfall, EvenAlphaIsThatOfThePaper) {
    const Table curve = table({.risk_aversion = number(50 * step::kRatioOne),
                               .volatility = number(30 * kPercent),
                               .impact = number(kPercent),
                               .alpha = number(20 * kBps)},
                              hours(5 * 6.5));
    const CostModel model{.price = 50,
                          .quantity = 1e6,
                          .horizon = 5,
                          .intervals = step::kTableIntervals,
                          .eta = 2.5e-6,
                          .sigma = 0.3 * 50 / std::sqrt(250.0),
                          .lambda = 1e-6,
                          .alpha = -0.002 * 50 / 5};  // against a sale: the price falls by 20 bps in all
    const auto paper = schedule(model);
    for (size_t i = 0; i < curve.size(); ++i)
        EXPECT_NEAR(static_cast<double>(curve[i]) / 0x1p32, 1 - paper.value.holdings[i] / 1e6, 1e-8) << i;
}

/// y'' = K²·y + alpha·g / (2·impact) with y(0) = 1, y(1) = 0 and g = r·e^(−ru): its solution in closed form.
TEST(Shortfall, DecayingAlphaSolvesItsEquation) {
    for (int64_t level = step::kUrgencyLeast; level <= step::kUrgencyMost; ++level)
        for (const int64_t alpha : {4 * kBps, -3 * kBps}) {
            const Table curve = table({.urgency = number(level),
                                       .impact = number(15 * kBps),
                                       .alpha = number(alpha),
                                       .half_life = number(90 * kMinute)});
            expect_curve(curve);
            const double r = std::log(2.0) * 4, kappa = kappa_of_urgency(level);
            const double forced = static_cast<double>(alpha) * r / (2 * 15.0 * kBps) / (r * r - kappa * kappa);
            const auto base = [&](double u) { return kappa == 0 ? u : std::sinh(kappa * u) / std::sinh(kappa); };
            for (int i = 0; i <= step::kTableIntervals; i += 16) {
                const double u = static_cast<double>(i) / step::kTableIntervals;
                const double left =
                    (1 - forced) * base(1 - u) - forced * std::exp(-r) * base(u) + forced * std::exp(-r * u);
                EXPECT_NEAR(static_cast<double>(curve[static_cast<size_t>(i)]) / 0x1p32, 1 - left, 1e-3)
                    << level << " " << alpha << " " << u;
            }
        }
}

TEST(Shortfall, AlphaAgainstTheOrderHurriesAndInItsFavourWaits) {
    const auto with = [](int64_t alpha) { return table({.urgency = number(2), .alpha = number(alpha)}); };
    const Table plain = table({.urgency = number(2)}), against = with(12 * kBps), favour = with(-12 * kBps);
    for (size_t i = 1; i < step::kTableIntervals; ++i) {
        EXPECT_GT(against[i], plain[i]);
        EXPECT_LT(favour[i], plain[i]);
    }
    EXPECT_EQ(with(0), plain);
    // A great move is waited for to the end, or forestalled at once; the order is never traded back.
    for (const int64_t alpha : {5000 * kBps, -5000 * kBps}) expect_curve(with(alpha));
    EXPECT_EQ(with(-5000 * kBps)[512], 0);
    EXPECT_GT(with(5000 * kBps)[128], kWhole * 99 / 100);
    // The sooner it comes, the sooner it is met.
    const auto within = [](int64_t minutes) {
        return table({.urgency = number(2), .alpha = number(12 * kBps), .half_life = number(minutes * kMinute)});
    };
    EXPECT_LT(time_of(within(30), 0.25), time_of(within(240), 0.25));
}

TEST(Shortfall, NumbersMayBeParameters) {
    const auto made = make({.urgency = {.parameter = 1}, .alpha = {.parameter = 0}}, {12 * kBps, 4});
    ASSERT_TRUE(made) << made.error;
    EXPECT_EQ(made.value, table({.urgency = number(4), .alpha = number(12 * kBps)}));
}

TEST(Shortfall, SaysWhatIsWrong) {
    const auto refused = [](const step::ShortfallSpec& spec, const std::string& part) {
        const auto made = make(spec, {7});
        EXPECT_NE(made.error.find(part), std::string::npos) << "looking for: " << part << "\nin: " << made.error;
    };
    const step::Given some = number(kPercent);
    refused({}, "neither `urgency` nor `risk_aversion`");
    refused({.urgency = number(3), .risk_aversion = some}, "both stated");
    refused({.risk_aversion = some, .impact = some}, "`risk_aversion` needs `volatility`");
    refused({.risk_aversion = some, .volatility = some}, "`risk_aversion` needs `impact`");
    refused({.urgency = number(3), .volatility = some}, "`volatility` has no effect");
    refused({.urgency = number(3), .impact = some}, "`impact` has no effect");
    refused({.urgency = number(3), .half_life = some}, "`half_life` has no effect without `alpha`");
    refused({.urgency = {.parameter = 0}}, "`urgency` is 7; it goes from 1 to 5");
    refused({.urgency = number(3), .impact = number(0), .alpha = some}, "`impact` is 0; it must be positive");
    refused({.urgency = number(3), .alpha = some, .half_life = number(0)}, "`half_life` is 0 s; it must be positive");
    refused({.risk_aversion = number(-1), .volatility = some, .impact = some}, "`risk_aversion` is -1e-09");
    refused({.risk_aversion = some, .volatility = number(-1), .impact = some}, "`volatility` is -1e-09");
}

TEST(Shortfall, TheYearIsThatOfTheMarket) {
    EXPECT_EQ(trading_year(instrument("UTC")).value, 365 * 24 * 60 * kMinute);
    EXPECT_EQ(trading_year(instrument("Europe/London")).value, 250 * 390 * kMinute);
}

}  // namespace
}  // namespace weir::models
