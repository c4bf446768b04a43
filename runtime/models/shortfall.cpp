#include "runtime/models/shortfall.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "runtime/core/assert.h"
#include "runtime/core/time.h"
#include "runtime/models/elementary.h"
#include "runtime/models/trade_program.h"
#include "step/step.h"

namespace weir::models {
namespace {

constexpr int kIntervals = step::kTableIntervals;
constexpr double kRatio = 1 / static_cast<double>(step::kRatioOne);
constexpr int64_t kDay = 86'400 * kSecond;

/// The spec with the parameters put in; absent when not stated.
struct Stated {
    std::optional<int64_t> urgency, risk_aversion, volatility, impact, alpha, half_life;
};

std::optional<int64_t> stated(const step::Given& given, std::span<const int64_t> parameters) {
    if (given.parameter < 0) return given.value;
    WEIR_ASSERT(static_cast<size_t>(given.parameter) < parameters.size());
    return parameters[static_cast<size_t>(given.parameter)];
}

Stated stated(const step::ShortfallSpec& spec, std::span<const int64_t> parameters) {
    const auto one = [&](const step::Given& given) { return stated(given, parameters); };
    return {one(spec.urgency), one(spec.risk_aversion), one(spec.volatility),
            one(spec.impact),  one(spec.alpha),         one(spec.half_life)};
}

std::string ratio_text(int64_t value) {
    return fmt::format("{}", static_cast<double>(value) * kRatio);
}

/// Which of them must, and must not, stand beside which.
std::string mismatch(const Stated& s) {
    if (s.urgency && s.risk_aversion) return "`urgency` and `risk_aversion` are both stated; state one of them";
    if (!s.urgency && !s.risk_aversion) return "neither `urgency` nor `risk_aversion` is stated; state one of them";
    if (s.risk_aversion && !s.volatility) return "`risk_aversion` needs `volatility`, as in `volatility 25%`";
    if (s.risk_aversion && !s.impact) return "`risk_aversion` needs `impact`, as in `impact 10 bps`";
    if (s.urgency && s.volatility) return "`volatility` has no effect beside `urgency`; state `risk_aversion` instead";
    if (s.urgency && !s.alpha && s.impact) return "`impact` has no effect without `alpha` or `risk_aversion`";
    if (s.half_life && !s.alpha) return "`half_life` has no effect without `alpha`";
    return "";
}

std::string out_of_range(const Stated& s) {
    if (s.urgency && (*s.urgency < step::kUrgencyLeast || *s.urgency > step::kUrgencyMost))
        return fmt::format("`urgency` is {}; it goes from {} to {}", *s.urgency, step::kUrgencyLeast,
                           step::kUrgencyMost);
    const auto negative = [](std::string_view name, const std::optional<int64_t>& value) {
        return value && *value < 0 ? fmt::format("`{}` is {}; it is not negative", name, ratio_text(*value)) : "";
    };
    if (auto fault = negative("risk_aversion", s.risk_aversion); !fault.empty()) return fault;
    if (auto fault = negative("volatility", s.volatility); !fault.empty()) return fault;
    if (s.impact && *s.impact <= 0)
        return fmt::format("`impact` is {}; it must be positive, as in `10 bps`", ratio_text(*s.impact));
    if (s.half_life && *s.half_life <= 0)
        return fmt::format("`half_life` is {}; it must be positive, as in `30 min`", format_duration({*s.half_life}));
    return "";
}

/// The share of the expected move that has come at the part u of the window.
double arrived(const Stated& s, double u, Duration window) {
    if (!s.half_life) return u;
    const double half_lives = u * static_cast<double>(window.value) / static_cast<double>(*s.half_life);
    return -expm1(-log(2) * half_lives);
}

TradeProgram program_of(const Stated& s, const ShortfallOrder& order) {
    constexpr double kStep = 1.0 / kIntervals;
    TradeProgram program;
    program.quantity = 1;
    program.impact = static_cast<double>(s.impact.value_or(kUsualImpact)) * kRatio / kStep;
    if (s.urgency) {
        // kappa~·tau of the kappa that is wanted, from the equation of the grid: risk / impact = (kappa~·tau)².
        const double step = 2 * sinh(kappa_of_urgency(*s.urgency) * kStep / 2);
        program.risk = program.impact * step * step;
    } else {
        const double volatility = static_cast<double>(*s.volatility) * kRatio;
        const double years = static_cast<double>(order.window.value) / static_cast<double>(order.trading_year.value);
        program.risk = static_cast<double>(*s.risk_aversion) * kRatio * volatility * volatility * years * kStep;
    }
    if (s.alpha && *s.alpha != 0) {
        const double alpha = static_cast<double>(*s.alpha) * kRatio;
        for (int k = 1; k < kIntervals; ++k)
            program.drift.push_back(-alpha *
                                    (arrived(s, k * kStep, order.window) - arrived(s, (k - 1) * kStep, order.window)));
    }
    program.most.assign(kIntervals, 1);
    return program;
}

}  // namespace

double kappa_of_urgency(int64_t level) {
    WEIR_ASSERT(level >= step::kUrgencyLeast && level <= step::kUrgencyMost);
    if (level == step::kUrgencyLeast) return 0;
    // Holdings at that part of the window, sinh(kappaT·(1−u)) / sinh(kappaT), fall as kappaT grows: they are halved
    // until they are a half.
    const double left = static_cast<double>(4 + level) / 10;
    double low = 0, high = 64;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (sinh_ratio(left, middle) > 0.5 ? low : high) = middle;
    }
    return (low + high) / 2;
}

Duration trading_year(const Instrument& instrument) {
    return {instrument.time_zone == "UTC" ? 365 * kDay : 250 * (kDay / 48) * 13};
}

Parsed<std::vector<int64_t>> shortfall_curve(const step::ShortfallSpec& spec, const ShortfallOrder& order) {
    using Result = Parsed<std::vector<int64_t>>;
    WEIR_ASSERT(order.window.value > 0 && order.trading_year.value > 0);
    const Stated s = stated(spec, order.parameters);
    for (std::string fault : {mismatch(s), out_of_range(s)})
        if (!fault.empty()) return Result::failure("schedule shortfall: " + fault);

    constexpr double kWhole = 0x1p32;
    std::vector<int64_t> table{0};
    double done = 0;
    for (const double trade : solve(program_of(s, order))) {
        done += trade;
        const auto share = static_cast<int64_t>(std::min(done, 1.0) * kWhole + 0.5);
        table.push_back(std::max(table.back(), share));
    }
    table.back() = int64_t{1} << 32;
    return {std::move(table), {}};
}

}  // namespace weir::models
