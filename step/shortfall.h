// What `schedule shortfall(…)` says, as a plan and a program carry it. The runtime makes the table from it:
// `shortfall_curve` of runtime/models.
#pragma once

#include <cstdint>
#include <optional>

namespace weir::step {

/// A number as the script writes it, or the parameter that holds it, by index; neither when the script leaves it out.
struct Given {
    std::optional<int64_t> value{};
    int32_t parameter = -1;

    bool stated() const { return value.has_value() || parameter >= 0; }
    friend bool operator==(const Given&, const Given&) = default;
};

/// Levels of urgency: from the even schedule to half of the order in the first tenth of the window.
inline constexpr int64_t kUrgencyLeast = 1, kUrgencyMost = 5;

/// One of `urgency` and `risk_aversion` is stated. Risk aversion needs `volatility` and `impact`. Volatility goes with
/// nothing else, `impact` with alpha too, `half_life` with alpha only: what is stated is never without effect.
///
/// A table is made once, before the run. For a `live` urgency the plan therefore has a table for each level, with the
/// level as a value, and chooses among them; the others are no live parameters.
struct ShortfallSpec {
    Given urgency{};        // a level: kUrgencyLeast to kUrgencyMost
    Given risk_aversion{};  // 1e-9; the model's lambda times the value of the order: a plain number, not negative
    Given volatility{};     // 1e-9 of the price, a year; not negative
    Given impact{};         // 1e-9 of the price; what the order pays when it is spread evenly over its window; positive
    Given alpha{};          // 1e-9 of the price; the move against the order that is expected; negative: in its favour
    Given half_life{};      // nanoseconds until half of that move has come; left out: it comes evenly over the window

    friend bool operator==(const ShortfallSpec&, const ShortfallSpec&) = default;
};

}  // namespace weir::step
