// Windows that begin with the order: a few numbers are enough for them, however long they get. Each is a function of
// time and values, so that steps in between change nothing.
#include "compiler/lower/expressions.h"

namespace weir::lower {

using sema::Operation;
using step::Input;

namespace {

constexpr int64_t kSecondNs = 1'000'000'000;

}  // namespace

/// In whichever phase it is read: what it remembers is of the whole run.
Number Expressions::since_start(const sema::Expression& expression) {
    const At whole_strategy(*this, sema::Place{.ledger = static_cast<uint8_t>(ledger_)});
    switch (expression.operation) {
        case Operation::vwap:
            return vwap(change_since_start(Input::volume), change_since_start(Input::turnover));
        case Operation::average_trade_size:
            return average_trade_size(change_since_start(Input::volume), change_since_start(Input::trade_count));
        case Operation::average:
            return average_since_start(expression.operands[0]);
        default:
            return extreme_since_start(expression.operands[0], expression.operation == Operation::highest);
    }
}

/// What a counter has grown by since the order's start; 0 before it.
NodeId Expressions::change_since_start(Input counter) {
    const NodeId current = b_.input(counter), absent = b_.constant(step::kAbsent);
    const CellId cell = b_.scalar(cell_path("since start"), step::kAbsent);
    const NodeId kept = b_.read(cell);
    const NodeId base = b_.select(b_.eq(kept, absent), current, kept);
    b_.remember(cell, b_.select(started(), base, absent));
    return b_.sub(current, base);
}

/// Weighted by the time that each value was there, in whole seconds of the clock: so it changes only at times that can
/// be waited for, and the sum of some days has its room.
Number Expressions::average_since_start(const sema::Expression& operand) {
    const NodeId value = raw(number(operand)), absent = b_.constant(step::kAbsent), zero = b_.constant(0);
    const std::string path = cell_path("average since start");
    const CellId held = b_.scalar(path + " held", step::kAbsent), last = b_.scalar(path + " last");
    const CellId sum = b_.scalar(path + " sum"), time = b_.scalar(path + " time");
    const NodeId second = b_.constant(kSecondNs), now = b_.divide_floor(b_.input(Input::now), second);
    b_.wake_at(b_.mul(b_.add(now, b_.constant(1)), second));
    const NodeId before = b_.read(held), counts = b_.differs(before, absent);
    const NodeId passed = b_.select(counts, b_.sub(now, b_.read(last)), zero);
    const NodeId whole_sum = b_.add(b_.read(sum), b_.mul(b_.select(counts, before, zero), passed));
    const NodeId whole_time = b_.add(b_.read(time), passed);
    b_.remember(held, b_.select(started(), value, absent));
    b_.remember(last, now);
    b_.remember(sum, whole_sum);
    b_.remember(time, whole_time);
    return {b_.divide_floor(whole_sum, b_.max(whole_time, b_.constant(1))), b_.positive(whole_time)};
}

Number Expressions::extreme_since_start(const sema::Expression& operand, bool highest) {
    const Number current = number(operand);
    const NodeId absent = b_.constant(step::kAbsent);
    const CellId cell = b_.scalar(cell_path("extreme since start"), step::kAbsent);
    const Number before = b_.optional(b_.read(cell));
    const NodeId further = highest ? b_.lt(before.value, current.value) : b_.lt(current.value, before.value);
    const NodeId takes = b_.both(current.present, b_.either(b_.negate(before.present), further));
    const NodeId value = b_.select(takes, current.value, b_.read(cell));
    const NodeId since = b_.select(started(), value, absent);
    b_.remember(cell, since);
    return b_.optional(since);
}

}  // namespace weir::lower
