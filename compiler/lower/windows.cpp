// Operators with a memory. Held signals go into cells as they are; trades enter as cumulative counters, of which a ring
// remembers where they stood, so that a window is one subtraction.
#include "compiler/lower/expressions.h"
#include "compiler/lower/scale.h"

namespace weir::lower {

using plan::CellKind;
using sema::Operation;
using step::Input;

namespace {

/// A smoothing whose weights have the same centre of mass as an average over the whole window: 2 / (N + 1).
constexpr int64_t kEmaWeight = 2 * kShareOne / (kBuckets + 1);
constexpr int64_t kMinuteNs = 60'000'000'000;
constexpr int64_t kDayNs = 86'400'000'000'000;

}  // namespace

Number Expressions::memory(const sema::Expression& expression) {
    const AsItIs as_it_is(*this);
    if (expression.window_ns == sema::kSinceStart) return since_start(expression);
    const int64_t grid = expression.window_ns / kBuckets;
    switch (expression.operation) {
        case Operation::vwap:
            return vwap(change_in(Input::volume, expression.window_ns),
                        change_in(Input::turnover, expression.window_ns));
        case Operation::average_trade_size:
            return average_trade_size(change_in(Input::volume, expression.window_ns),
                                      change_in(Input::trade_count, expression.window_ns));
        case Operation::normal_spread:
            return normal(step::TableKind::baseline_spread);
        case Operation::normal_volatility:
            return normal(step::TableKind::baseline_volatility);
        case Operation::normal_volume: {  // of a minute, as a rate
            const Number usual = normal(step::TableKind::baseline_volume);
            const int64_t a_minute = 60 * units_in(sema::Unit::quantity, market_.scales);
            const Factor rate{units_in(sema::Unit::rate, market_.scales), a_minute};
            return {b_.muldiv_floor(usual.value, b_.constant(rate.times), b_.constant(rate.over)), usual.present};
        }
        default:
            break;
    }
    const NodeId held = raw(number(expression.operands[0]));
    switch (expression.operation) {
        case Operation::average:
            return b_.optional(b_.read(b_.window(CellKind::average, held, kBuckets, grid)));
        case Operation::ema:
            return b_.optional(b_.read(b_.window(CellKind::ema, held, 0, grid, kEmaWeight)));
        case Operation::highest:
            return b_.optional(b_.read_with(b_.window(CellKind::highest, held, kBuckets, grid), held));
        case Operation::lowest:
            return b_.optional(b_.read_with(b_.window(CellKind::lowest, held, kBuckets, grid), held));
        default:  // ago: the sample of the grid that is at least D old
            return b_.optional(b_.read_at(b_.window(CellKind::ring, held, kBuckets, grid), kBuckets));
    }
}

NodeId Expressions::change_in(Input counter, int64_t window_ns) {
    const NodeId current = b_.input(counter);
    const CellId ring = b_.window(CellKind::ring, current, kBuckets, window_ns / kBuckets);
    const NodeId before = b_.read_at(ring, kBuckets);
    const NodeId empty = b_.eq(before, b_.constant(step::kAbsent));
    return b_.sub(current, b_.select(empty, current, before));
}

Number Expressions::vwap(NodeId volume, NodeId turnover) {
    const Factor factor = quotient_factor(sema::Unit::money, sema::Unit::quantity, sema::Unit::price, market_.scales);
    NodeId divisor = b_.max(volume, b_.constant(1));
    if (factor.over != 1) divisor = b_.mul(divisor, b_.constant(factor.over));
    return {b_.muldiv_floor(turnover, b_.constant(factor.times), divisor), b_.positive(volume)};
}

Number Expressions::average_trade_size(NodeId volume, NodeId trades) {
    return {b_.divide_floor(volume, b_.max(trades, b_.constant(1))), b_.positive(trades)};
}

/// The supplied baseline at this minute of the UTC day; it has none where it was never seen.
Number Expressions::normal(step::TableKind baseline) {
    const NodeId minute = b_.constant(kMinuteNs), day = b_.constant(kDayNs);
    const NodeId now = b_.floor_to(b_.input(Input::now), minute);
    b_.wake_at(b_.add(now, minute));
    const NodeId into_day = b_.sub(now, b_.floor_to(now, day));
    const NodeId usual = b_.lookup(baseline, b_.muldiv_floor(into_day, b_.constant(kShareOne), day));
    const NodeId present = b_.positive(usual);
    return {b_.select(present, usual, b_.constant(0)), present};
}

Number Expressions::quantity(const sema::Expression& size, Number price) {
    const Number amount = number(size);
    if (size.unit == sema::Unit::quantity) return amount;
    return {quantity_for(amount.value, price.value), b_.both(amount.present, price.present)};
}

NodeId Expressions::quantity_for(NodeId money, NodeId price, sema::InstrumentId of) {
    const Factor factor =
        quotient_factor(sema::Unit::money, sema::Unit::price, sema::Unit::quantity, market_of(market_, of).scales);
    NodeId divisor = b_.max(price, b_.constant(1));
    if (factor.over != 1) divisor = b_.mul(divisor, b_.constant(factor.over));
    return b_.muldiv_floor(money, b_.constant(factor.times), divisor);
}

NodeId Expressions::value_at(NodeId quantity, NodeId price, Rounding rounding, sema::InstrumentId of) {
    const Factor factor =
        product_factor(sema::Unit::price, sema::Unit::quantity, sema::Unit::money, market_of(market_, of).scales);
    const NodeId scaled = factor.times == 1 ? quantity : b_.mul(quantity, b_.constant(factor.times));
    const NodeId over = b_.constant(factor.over);
    return rounding == Rounding::up ? b_.muldiv_ceil(scaled, price, over) : b_.muldiv_floor(scaled, price, over);
}

}  // namespace weir::lower
