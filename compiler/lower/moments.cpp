// Values kept from a moment on, extremes since a moment, and edges. Each is a function of time and values, so that
// steps in between change nothing.
#include "compiler/lower/expressions.h"

namespace weir::lower {

using step::Input;

std::string Expressions::cell_path(std::string_view what) {
    return strategy_.name + "/" + std::string(what) + " " + std::to_string(moments_++);
}

NodeId Expressions::started() {
    return b_.le(b_.input(Input::order_start), b_.input(Input::now));
}

/// The first value present at the order's start or after it; absent until then. It is kept for the whole run, in
/// whichever phase it is read.
Number Expressions::at_start(const sema::Expression& expression) {
    const AsItIs as_it_is(*this);
    const At whole_strategy(*this, sema::Place{.ledger = static_cast<uint8_t>(ledger_)});
    const Number current = number(expression.operands[0]);
    const CellId cell = b_.scalar(cell_path("at start"), step::kAbsent);
    const Number kept = b_.optional(b_.read(cell));
    const NodeId absent = b_.constant(step::kAbsent);
    const NodeId now = b_.select(b_.both(started(), current.present), current.value, absent);
    const NodeId value = b_.select(kept.present, kept.value, now);
    b_.remember(cell, value);
    return b_.optional(value);
}

/// The extreme along the side, this moment included, since `seen_since`.
Number Expressions::seen(const sema::Expression& expression) {
    const AsItIs as_it_is(*this);
    const Number current = number(expression.operands[0]);
    const CellId cell = b_.scalar(cell_path("seen"), step::kAbsent);
    const Number before = b_.optional(b_.read(cell));
    const NodeId forward = b_.lt(along_side(current.value), along_side(before.value));  // for the side: better
    const NodeId counts = expression.operation == sema::Operation::best_seen
                              ? forward
                              : b_.lt(along_side(before.value), along_side(current.value));
    const NodeId takes = b_.both(current.present, b_.either(b_.negate(before.present), counts));
    const NodeId value = b_.select(takes, current.value, b_.read(cell));
    const NodeId since = b_.select(seen_since(), value, b_.constant(step::kAbsent));
    b_.remember(cell, since);
    return b_.optional(since);
}

/// True at the one moment at which the condition goes from certainly false to true; the next moment is waited for.
Truth Expressions::became(const sema::Expression& expression) {
    const AsItIs as_it_is(*this);
    const Truth now = truth(expression.operands[0]);
    const NodeId time = b_.input(Input::now), one = b_.constant(1);
    const CellId was_no = b_.scalar(cell_path("was false")), since = b_.scalar(cell_path("became"), -1);
    const NodeId rises = b_.both(b_.is_true(b_.read(was_no)), now.yes);
    const NodeId moment = b_.select(rises, time, b_.read(since));
    b_.remember(was_no, b_.to_int(now.no));
    b_.remember(since, moment);
    const NodeId holds = b_.eq(moment, time);
    b_.wake_at(b_.select(holds, b_.add(time, one), b_.constant(step::kNever)));
    return {holds, b_.both(b_.negate(holds), b_.either(now.yes, now.no))};
}

}  // namespace weir::lower
