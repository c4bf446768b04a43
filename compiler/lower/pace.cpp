#include "compiler/lower/pace.h"

#include "compiler/lower/hedges.h"

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

Pace PaceBuilder::protection(const Pace& order) {
    const Expressions::At at(e_, sema::Place{.ledger = sema::kProtectLedger});
    Pace pace = order;
    pace.paused = pace.held = pace.completing = pace.over = b_.flag(false);
    pace.target = b_.input(Input::order_quantity, sema::kProtectLedger);
    pace.ceiling = b_.constant(step::kAbsent);
    pace.room = pace.auction_room = {e_.leaves(), b_.constant(static_cast<int64_t>(Bound::leaves))};
    pace.due = {b_.select(order.open, pace.room.quantity, b_.constant(0)), pace.room.bound};
    return pace;
}

/// due = clamp(max(T − E, floor), 0, min(Q − E, ⌊p · V⌋ − E_w)), and nothing outside the order's time.
Pace PaceBuilder::build() {
    const NodeId now = in(Input::now), start = in(Input::order_start), end = in(Input::order_end);
    const NodeId executed = in(Input::order_executed), zero = b_.constant(0);
    started_ = b_.le(start, now);
    phases_.build(started_);
    in_time_ = b_.both(started_, b_.lt(now, end));
    open_ = phases_.until_done(in_time_);
    std::optional<Cancelled> cancelled;
    if (!strategy_.cancels.empty()) cancelled = this->cancelled();
    if (cancelled) open_ = b_.both(open_, b_.negate(cancelled->for_good));
    b_.wake_at(start);
    b_.wake_at(end);

    Pace pace{};
    pace.open = open_;
    const Pause pause = paused();
    pace.paused = cancelled ? b_.either(pause.on, cancelled->in_doubt) : pause.on;
    pace.pause_bound = pause.bound;
    pace.closed = outside_session();
    pace.held = halted(syntax::HaltKind::hold);
    ending_ = ending();
    finishing_ = finishing();
    pace.completing = b_.either(ending_, finishing_);
    pace.over = b_.both(schedule_over(), b_.negate(pace.completing));
    const NodeId tilt = this->tilt();
    session();
    plan_.join_reopening = strategy_.join_reopening.has_value();

    pace.target = target(tilt, b_.either(pace.paused, pace.closed));
    e_.set_target(pace.target);

    pace.room = {e_.leaves(), code(Bound::leaves)};
    pace.auction_room = pace.room;
    const std::optional<NodeId> most = ceiling(false);
    if (most) pace.room = limited(b_, pace.room, b_.not_below_zero(*most), Bound::ceiling);
    pace.room = hedges_.room_of_lead(pace.room);
    if (const std::optional<NodeId> most_in_auctions = ceiling(true))
        pace.auction_room = limited(b_, pace.auction_room, b_.not_below_zero(*most_in_auctions), Bound::ceiling);
    pace.ceiling = most ? *most : b_.constant(step::kAbsent);
    if (most && (!strategy_.phases.empty() || strategy_.complete))  // there may be none that holds at the moment
        pace.ceiling = b_.select(b_.lt(*most, b_.constant(kUnbounded)), *most, b_.constant(step::kAbsent));

    Sized due{b_.not_below_zero(b_.sub(pace.target, executed)), code(Bound::schedule)};
    if (const std::optional<NodeId> least = floor())
        due = {b_.max(due.quantity, *least), b_.select(b_.lt(due.quantity, *least), code(Bound::floor), due.bound)};
    due = limited(b_, due, pace.room);
    pace.due = {b_.select(b_.both(open_, b_.negate(pace.over)), due.quantity, zero), due.bound};
    return pace;
}

/// What should be executed by now: by a schedule, by a share of the volume, or, where no pace is set, all at once. Each
/// phase may have a pace of its own.
NodeId PaceBuilder::target(NodeId tilt, NodeId paused) {
    std::optional<NodeId> target;
    const auto choose = [&](sema::PhaseId phase, NodeId own) {
        if (phase != sema::kNoPhase && !target)
            target = b_.select(started_, in(Input::order_quantity), in(Input::order_executed));
        target = phase == sema::kNoPhase ? own : b_.select(phases_.in(phase), own, *target);
    };
    for (const sema::Participation& participation : strategy_.participations) {
        if (participation.share != syntax::Share::target) continue;
        const Expressions::At at(e_, participation.phase);
        const NodeId executed = in(Input::order_executed);
        const NodeId wanted = b_.add(executed, b_.not_below_zero(target_room(participation, tilt, paused)));
        const NodeId aimed = b_.select(started_, b_.min(in(Input::order_quantity), wanted), executed);
        choose(participation.phase, completion_target(participation.phase, aimed));
    }
    for (const sema::Schedule& schedule : strategy_.schedules) {
        const Expressions::At at(e_, schedule.phase);
        choose(schedule.phase, completion_target(schedule.phase, scheduled_target(schedule, tilt, paused)));
    }
    if (!target) return b_.select(started_, in(Input::order_quantity), in(Input::order_executed));
    return *target;
}

}  // namespace weir::lower
