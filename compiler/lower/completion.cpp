// Completion: the time in which it goes before pace, and the target that it then sets.
#include "compiler/lower/pace.h"

namespace weir::lower {

using step::Input;

namespace {

constexpr int64_t kCompletingPart = 10;  // the last tenth of the order's time
constexpr int64_t kSecondNs = 1'000'000'000;

NodeId last_part(Builder& b, NodeId start, NodeId end) {
    return b.sub(end, b.divide_floor(b.sub(end, start), b.constant(kCompletingPart)));
}

}  // namespace

NodeId PaceBuilder::ending() {
    if (!strategy_.complete || !strategy_.complete->must) return b_.flag(false);
    const Builder::From from(b_, strategy_.complete->range);
    const NodeId begin = last_part(b_, in(Input::order_start), in(Input::order_end));
    b_.wake_at(begin);
    return b_.both(open_, b_.le(begin, in(Input::now)));
}

/// `finish now up to P within T`, as the trader says to a strategy that has a `complete`.
NodeId PaceBuilder::finishing() {
    if (!strategy_.complete) return b_.flag(false);
    const Builder::From from(b_, strategy_.complete->range);
    const Number until = b_.optional_input(Input::order_finish_until);
    b_.wake_at(b_.select(until.present, until.value, b_.constant(step::kNever)));
    return b_.both(open_, b_.both(until.present, b_.lt(in(Input::now), until.value)));
}

/// Near the end the target goes evenly from what was executed when this began to the whole order, in seconds, wherever
/// the schedule, a share of the volume, a tilt or a pause has left it. Told to finish, all is due.
NodeId PaceBuilder::completion_target(sema::PhaseId phase, NodeId target) {
    if (!strategy_.complete) return target;
    const Builder::From from(b_, strategy_.complete->range);
    const NodeId quantity = in(Input::order_quantity), executed = in(Input::order_executed), end = in(Input::order_end);
    if (strategy_.complete->must) {
        const CellId begun = b_.scalar(path(phase, "complete/begun")),
                     had = b_.scalar(path(phase, "complete/executed"));
        const NodeId base = b_.select(b_.is_true(b_.read(begun)), b_.read(had), executed);
        b_.remember(begun, b_.to_int(ending_));
        b_.remember(had, b_.select(ending_, base, executed));

        const NodeId second = b_.constant(kSecondNs);
        const NodeId next = b_.mul(b_.add(b_.divide_floor(in(Input::now), second), b_.constant(1)), second);
        b_.wake_at(b_.select(ending_, next, b_.constant(step::kNever)));
        const NodeId begin = last_part(b_, in(Input::order_start), end);
        const NodeId length = b_.max(b_.sub(end, begin), b_.constant(1));
        const NodeId elapsed = b_.clamp(b_.sub(next, begin), b_.constant(0), length);
        const NodeId left = b_.not_below_zero(b_.sub(quantity, base));
        const NodeId even = b_.add(base, b_.muldiv_ceil(left, elapsed, length));
        target = b_.select(ending_, b_.max(target, b_.min(quantity, even)), target);
    }
    return b_.select(finishing_, quantity, target);
}

}  // namespace weir::lower
