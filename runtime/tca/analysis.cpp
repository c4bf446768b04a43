#include "runtime/tca/analysis.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/tca/quotes.h"

namespace weir::tca {

int amount_decimals(const Instrument& instrument) {
    return std::max(instrument.price_decimals + instrument.quantity_decimals, instrument.money_decimals);
}

Amount amount_of_half(const Instrument& instrument, Wide half_price, Quantity quantity) {
    const int finer = amount_decimals(instrument) - instrument.price_decimals - instrument.quantity_decimals;
    return {half_price * quantity.value * power_of_ten(finer)};
}

Amount amount_of_money(const Instrument& instrument, int64_t money) {
    return {static_cast<Wide>(money) * 2 * power_of_ten(amount_decimals(instrument) - instrument.money_decimals)};
}

Executed executed_of(const Instrument& instrument, const Fill& fill) {
    Executed executed;
    executed.quantity = fill.quantity;
    (fill.liquidity == Liquidity::maker ? executed.maker : executed.taker) = fill.quantity;
    executed.value = amount_of_half(instrument, static_cast<Wide>(fill.price.value) * 2, fill.quantity);
    executed.fees = amount_of_money(instrument, fill.fee);
    return executed;
}

void add(Executed& sum, const Executed& more) {
    sum.quantity += more.quantity;
    sum.maker += more.maker;
    sum.taker += more.taker;
    sum.value += more.value;
    sum.fees += more.fees;
}

Touch touch_of(const Instrument& instrument, Side side, const Fill& fill) {
    Touch touch;
    const int64_t mid = Quote{fill.bid, fill.ask}.mid();
    if (mid == step::kAbsent) {
        touch.missing = fill.quantity;
        return touch;
    }
    const Wide half_cost = sign(side) * (static_cast<Wide>(fill.price.value) * 2 - mid);
    touch.measured = fill.quantity;
    touch.effective = amount_of_half(instrument, half_cost * 2, fill.quantity);
    touch.quoted =
        amount_of_half(instrument, static_cast<Wide>(std::max<int64_t>(fill.ask - fill.bid, 0)) * 2, fill.quantity);
    touch.mid_value = amount_of_half(instrument, mid, fill.quantity);
    return touch;
}

void add(Touch& sum, const Touch& more) {
    sum.measured += more.measured;
    sum.missing += more.missing;
    sum.effective += more.effective;
    sum.quoted += more.quoted;
    sum.mid_value += more.mid_value;
}

Spread spread_of(const Instrument& instrument, Side side, const Fill& fill, size_t horizon) {
    Spread spread;
    spread.horizon = kHorizons[horizon];
    const Wide mid = Quote{fill.bid, fill.ask}.mid();
    const Wide later = fill.mid_after[horizon];
    if (mid == step::kAbsent || later == step::kAbsent) {
        spread.missing = fill.quantity;
        spread.missing_fills = 1;
        return spread;
    }
    const Wide price = static_cast<Wide>(fill.price.value) * 2;
    const Wide s = sign(side);
    spread.measured = fill.quantity;
    spread.effective = amount_of_half(instrument, 2 * s * (price - mid), fill.quantity);
    spread.realised = amount_of_half(instrument, 2 * s * (price - later), fill.quantity);
    spread.impact = amount_of_half(instrument, 2 * s * (later - mid), fill.quantity);
    spread.mid_value = amount_of_half(instrument, mid, fill.quantity);
    return spread;
}

void add(Spread& sum, const Spread& more) {
    sum.horizon = more.horizon;
    sum.measured += more.measured;
    sum.missing += more.missing;
    sum.missing_fills += more.missing_fills;
    sum.effective += more.effective;
    sum.realised += more.realised;
    sum.impact += more.impact;
    sum.mid_value += more.mid_value;
}

std::optional<Shortfall> shortfall_of(const Instrument& instrument, const ParentOrder& order,
                                      const Benchmarks& benchmarks, const Executed& executed) {
    if (benchmarks.arrival == step::kAbsent) return std::nullopt;
    const Wide s = sign(order.side);
    const Wide arrival = benchmarks.arrival;
    const Wide decision = benchmarks.decision == step::kAbsent ? arrival : Wide{benchmarks.decision};
    const Wide end = benchmarks.end == step::kAbsent ? arrival : Wide{benchmarks.end};
    const Quantity unfilled = order.quantity - executed.quantity;
    const auto signed_amount = [&](Amount amount) { return Amount{s * amount.value}; };

    Shortfall shortfall;
    shortfall.delay = amount_of_half(instrument, s * (arrival - decision), executed.quantity);
    shortfall.trading = signed_amount(executed.value - amount_of_half(instrument, arrival, executed.quantity));
    shortfall.opportunity = amount_of_half(instrument, s * (end - decision), unfilled);
    shortfall.fees = executed.fees;
    shortfall.paper = amount_of_half(instrument, decision, order.quantity);
    shortfall.total =
        signed_amount(executed.value + amount_of_half(instrument, end, unfilled) - shortfall.paper) + executed.fees;
    return shortfall;
}

bool analyse_children(Report& report) {
    std::unordered_map<ChildId, Child*> child_of;
    for (Child& child : report.children) {
        child_of[child.id] = &child;
        child.touch = {};
        child.spreads = {};
        for (size_t h = 0; h < kHorizons.size(); ++h) child.spreads[h].horizon = kHorizons[h];
    }
    for (const Fill& fill : report.fills) {
        const auto found = child_of.find(fill.child);
        if (found == child_of.end()) return false;
        Child& child = *found->second;
        add(child.touch, touch_of(report.instrument, report.order.side, fill));
        for (size_t h = 0; h < kHorizons.size(); ++h)
            add(child.spreads[h], spread_of(report.instrument, report.order.side, fill, h));
    }
    return true;
}

void analyse(Report& report) {
    for (size_t h = 0; h < kHorizons.size(); ++h) report.spreads[h].horizon = kHorizons[h];
    for (const Fill& fill : report.fills) {
        add(report.executed, executed_of(report.instrument, fill));
        add(report.touch, touch_of(report.instrument, report.order.side, fill));
        for (size_t h = 0; h < kHorizons.size(); ++h)
            add(report.spreads[h], spread_of(report.instrument, report.order.side, fill, h));
    }
    report.shortfall = shortfall_of(report.instrument, report.order, report.benchmarks, report.executed);
    analyse_children(report);
}

}  // namespace weir::tca
