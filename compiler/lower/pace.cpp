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

/// T by the schedule or participation target that holds now. Where no pace is set, all of it is due at once.
NodeId PaceBuilder::target(NodeId tilt, const Pace& pace) {
    const NodeId executed = in(Input::order_executed);
    const auto all = [&] { return b_.select(started_, in(Input::order_quantity), executed); };
    NodeId target = plan::kNoNode;
    const auto add = [&](sema::PhaseId phase, NodeId paced) {
        if (phase == sema::kNoPhase)
            target = paced;
        else
            target = b_.select(phases_.in(phase), paced, target == plan::kNoNode ? all() : target);
    };
    for (const sema::Participation& participation : strategy_.participations) {
        if (participation.share != syntax::Share::target) continue;
        const Expressions::At at(e_, participation.phase);
        const NodeId room = target_room(participation, tilt, pace.paused, pace.completing);
        const NodeId wanted = b_.add(executed, b_.not_below_zero(room));
        const NodeId paced = b_.min(in(Input::order_quantity), wanted);
        add(participation.phase, b_.select(started_, paced, executed));
    }
    for (const sema::Schedule& schedule : strategy_.schedules) {
        const Expressions::At at(e_, schedule.phase);
        add(schedule.phase, scheduled_target(schedule, tilt, pace.paused));
    }
    return target == plan::kNoNode ? all() : target;
}

Pace PaceBuilder::protection(const Pace& order) {
    const Expressions::At at(e_, sema::Place{.ledger = sema::kProtectLedger});
    Pace pace = order;
    pace.paused = pace.held = pace.completing = b_.flag(false);
    pace.target = b_.input(Input::order_quantity, sema::kProtectLedger);
    pace.ceiling = b_.constant(step::kAbsent);
    pace.room = {e_.leaves(), b_.constant(static_cast<int64_t>(Bound::leaves))};
    pace.due = {b_.select(order.open, pace.room.quantity, b_.constant(0)), pace.room.bound};
    return pace;
}

/// due = clamp(max(T − E, floor), 0, min(Q − E, ⌊p · V⌋ − E_w)), and nothing outside the order's time.
Pace PaceBuilder::build() {
    const NodeId now = in(Input::now), start = in(Input::order_start), end = in(Input::order_end);
    const NodeId executed = in(Input::order_executed), zero = b_.constant(0);
    started_ = b_.le(start, now);
    phases_.build(started_);
    open_ = phases_.until_done(b_.both(started_, b_.lt(now, end)));
    b_.wake_at(start);
    b_.wake_at(end);

    Pace pace{};
    pace.open = open_;
    pace.paused = halted(syntax::HaltKind::pause);
    pace.held = halted(syntax::HaltKind::hold);
    pace.completing = completing();
    const NodeId tilt = this->tilt();

    pace.target = target(tilt, pace);
    e_.set_target(pace.target);

    const auto code = [&](Bound bound) { return b_.constant(static_cast<int64_t>(bound)); };
    pace.room = {e_.leaves(), code(Bound::leaves)};
    const std::optional<NodeId> most = ceiling(pace.completing);
    if (most) pace.room = limited(b_, pace.room, b_.not_below_zero(*most), Bound::ceiling);
    pace.ceiling = most ? *most : b_.constant(step::kAbsent);
    if (most && !strategy_.phases.empty())
        pace.ceiling = b_.select(b_.lt(*most, b_.constant(kUnbounded)), *most, b_.constant(step::kAbsent));

    Sized due{b_.not_below_zero(b_.sub(pace.target, executed)), code(Bound::schedule)};
    if (const std::optional<NodeId> least = floor())
        due = {b_.max(due.quantity, *least), b_.select(b_.lt(due.quantity, *least), code(Bound::floor), due.bound)};
    due = limited(b_, due, pace.room);
    pace.due = {b_.select(open_, due.quantity, zero), due.bound};
    return pace;
}

}  // namespace weir::lower
