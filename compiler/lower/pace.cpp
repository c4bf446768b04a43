#include "compiler/lower/pace.h"

namespace weir::lower {

using step::Bound;
using step::Input;

Sized limited(Builder& b, Sized size, NodeId limit, Bound bound) {
    return limited(b, size, {limit, b.constant(static_cast<int64_t>(bound))});
}

Sized limited(Builder& b, Sized size, Sized limit) {
    return {b.min(size.quantity, limit.quantity),
            b.select(b.lt(limit.quantity, size.quantity), limit.bound, size.bound)};
}

/// due = clamp(max(T − E, floor), 0, min(Q − E, ⌊p · V⌋ − E_w)), and nothing outside the order's time.
Pace PaceBuilder::build() {
    const NodeId now = in(Input::now), start = in(Input::order_start), end = in(Input::order_end);
    const NodeId executed = in(Input::order_executed), zero = b_.constant(0);
    started_ = b_.le(start, now);
    open_ = b_.both(started_, b_.lt(now, end));
    b_.wake_at(start);
    b_.wake_at(end);

    Pace pace{};
    pace.open = open_;
    pace.paused = halted(syntax::HaltKind::pause);
    pace.held = halted(syntax::HaltKind::hold);
    pace.completing = completing();
    const NodeId tilt = this->tilt();

    const sema::Participation* target = participation_target();
    if (target) {
        const NodeId room = target_room(*target, tilt, pace.paused, pace.completing);
        const NodeId wanted = b_.add(executed, b_.not_below_zero(room));
        pace.target = b_.select(started_, b_.min(in(Input::order_quantity), wanted), executed);
    } else if (!strategy_.schedules.empty()) {
        pace.target = scheduled_target(strategy_.schedules.front(), tilt, pace.paused);
    } else {  // no pace is set: all of it is due at once
        pace.target = b_.select(started_, in(Input::order_quantity), executed);
    }
    e_.set_target(pace.target);

    const auto code = [&](Bound bound) { return b_.constant(static_cast<int64_t>(bound)); };
    pace.room = {e_.leaves(), code(Bound::leaves)};
    const std::optional<NodeId> most = ceiling(pace.completing);
    if (most) pace.room = limited(b_, pace.room, b_.not_below_zero(*most), Bound::ceiling);
    pace.ceiling = most ? *most : b_.constant(step::kAbsent);

    Sized due{b_.not_below_zero(b_.sub(pace.target, executed)), code(Bound::schedule)};
    if (const std::optional<NodeId> least = floor())
        due = {b_.max(due.quantity, *least), b_.select(b_.lt(due.quantity, *least), code(Bound::floor), due.bound)};
    due = limited(b_, due, pace.room);
    pace.due = {b_.select(open_, due.quantity, zero), due.bound};
    return pace;
}

}  // namespace weir::lower
