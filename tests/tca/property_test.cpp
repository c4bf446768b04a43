// Properties of reports of random orders. A failure prints the seed, which reproduces the order.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/tca/scene.h"

namespace weir::tca {
namespace {

RC_GTEST_PROP(Properties, PartsSumExactly, (uint64_t seed)) {
    const Report report = random_order(seed);
    if (const auto& shortfall = report.shortfall)
        RC_ASSERT(shortfall->delay + shortfall->trading + shortfall->opportunity + shortfall->fees == shortfall->total);
    for (const Spread& spread : report.spreads) {
        RC_ASSERT(spread.effective == spread.realised + spread.impact);
        RC_ASSERT(spread.measured + spread.missing == report.executed.quantity);
    }
    RC_ASSERT(report.touch.measured + report.touch.missing == report.executed.quantity);
    RC_ASSERT(report.executed.maker + report.executed.taker == report.executed.quantity);
}

RC_GTEST_PROP(Properties, LostQuantityIsAllAttributed, (uint64_t seed)) {
    const Report report = random_order(seed);
    Wide lost_time = 0;
    Quantity unfilled = report.lost.not_due + report.lost.working;
    for (const Lost& lost : report.lost.by_cause) {
        lost_time += lost.quantity_time;
        unfilled += lost.unfilled;
        RC_ASSERT(lost.quantity_time >= 0);
        RC_ASSERT(lost.quantity_time <= Wide{lost.most.value} * lost.time.value);
        RC_ASSERT(lost.unfilled.value >= 0);
    }
    RC_ASSERT(lost_time == report.lost.total_time);
    RC_ASSERT(unfilled == report.order.quantity - report.executed.quantity);
}

RC_GTEST_PROP(Properties, ChildrenSumToTheOrder, (uint64_t seed)) {
    const Report report = random_order(seed);
    Quantity filled, maker;
    Amount value, fees, effective;
    int64_t fills = 0;
    for (const Child& child : report.children) {
        filled += child.filled;
        maker += child.maker;
        value += child.value;
        fees += child.fees;
        effective += child.touch.effective;
        fills += child.fills;
        RC_ASSERT(child.filled <= child.quantity);
        RC_ASSERT(child.state == ChildState::open || child.ended >= child.sent);
    }
    RC_ASSERT(filled == report.executed.quantity);
    RC_ASSERT(maker == report.executed.maker);
    RC_ASSERT(value == report.executed.value);
    RC_ASSERT(fees == report.executed.fees);
    RC_ASSERT(effective == report.touch.effective);
    RC_ASSERT(fills == static_cast<int64_t>(report.fills.size()));
}

RC_GTEST_PROP(Properties, AMirroredOrderCostsTheSame, (uint64_t seed, bool sells, bool decided)) {
    SceneOptions options{.side = sells ? Side::sell : Side::buy};
    if (decided) options.decision = 2 * 9'950;
    const Report one = random_order(seed, options);
    options.mirrored = true;
    const Report other = random_order(seed, options);
    RC_ASSERT(other.order.side == opposite(one.order.side));
    RC_ASSERT(other.shortfall.has_value() == one.shortfall.has_value());
    if (one.shortfall) {
        RC_ASSERT(other.shortfall->delay == one.shortfall->delay);
        RC_ASSERT(other.shortfall->trading == one.shortfall->trading);
        RC_ASSERT(other.shortfall->opportunity == one.shortfall->opportunity);
        RC_ASSERT(other.shortfall->fees == one.shortfall->fees);
        RC_ASSERT(other.shortfall->total == one.shortfall->total);
    }
    RC_ASSERT(other.touch.effective == one.touch.effective);
    RC_ASSERT(other.touch.quoted == one.touch.quoted);
    for (size_t h = 0; h < kHorizons.size(); ++h) {
        RC_ASSERT(other.spreads[h].realised == one.spreads[h].realised);
        RC_ASSERT(other.spreads[h].impact == one.spreads[h].impact);
        RC_ASSERT(other.spreads[h].missing == one.spreads[h].missing);
    }
    RC_ASSERT(other.schedule == one.schedule);
    RC_ASSERT(other.lost == one.lost);
    RC_ASSERT(figures_of(other).spread_capture == figures_of(one).spread_capture);
}

RC_GTEST_PROP(Properties, JsonGivesBackTheReport, (uint64_t seed)) {
    const Report report = random_order(seed);
    const std::string text = json(report);
    const Parsed<Report> read = parse_json(text);
    RC_ASSERT(read.error == "");
    RC_ASSERT(read.value == report);
    RC_ASSERT(json(read.value) == text);
}

/// The report again, from its fills, in doubles and without a shared line of code: the figures agree to their rounding.
RC_GTEST_PROP(Properties, FiguresAgreeWithPlainArithmetic, (uint64_t seed)) {
    const Report report = random_order(seed);
    const Figures figures = figures_of(report);
    const double s = report.order.side == Side::buy ? 1 : -1;
    double quantity = 0, value = 0, effective = 0, mids = 0;
    for (const Fill& fill : report.fills) {
        const auto q = static_cast<double>(fill.quantity.value);
        const double price = static_cast<double>(fill.price.value) / 100;
        quantity += q;
        value += price * q;
        if (fill.bid == step::kAbsent || fill.ask == step::kAbsent) continue;
        const double mid = static_cast<double>(fill.bid + fill.ask) / 200;
        effective += 2 * s * (price - mid) * q;
        mids += mid * q;
    }
    const auto near = [](std::optional<Bps> bps, double expected) {
        return bps && std::abs(static_cast<double>(bps->hundredths) / 100 - expected) <= 0.005001;
    };
    if (quantity > 0 && report.benchmarks.arrival != step::kAbsent) {
        const double arrival = static_cast<double>(report.benchmarks.arrival) / 200;
        RC_ASSERT(near(figures.to_arrival, s * (value / quantity / arrival - 1) * 1e4));
    }
    if (quantity > 0 && report.benchmarks.volume.value > 0) {
        const double vwap =
            static_cast<double>(report.benchmarks.turnover) / 1e4 / static_cast<double>(report.benchmarks.volume.value);
        RC_ASSERT(near(figures.to_vwap, s * (value / quantity / vwap - 1) * 1e4));
    }
    if (mids > 0) RC_ASSERT(near(figures.effective, effective / mids * 1e4));
}

}  // namespace
}  // namespace weir::tca
