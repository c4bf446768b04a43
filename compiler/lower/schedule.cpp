// The schedule: F(t) on its grid, and the target T(t) that follows from the last anchor.
#include "compiler/lower/pace.h"
#include "compiler/lower/scale.h"

namespace weir::lower {

using step::Input;

namespace {

constexpr int64_t kSecondNs = 1'000'000'000;

}  // namespace

/// The slice of the UTC grid that holds now. The next one is waited for in the order's time, also when nothing is
/// wanted any more: the target is recorded.
PaceBuilder::Slice PaceBuilder::slice(const sema::Schedule& schedule) {
    const auto& every = schedule.every;
    const NodeId length = every ? e_.number(*every).value : b_.constant(kSecondNs);
    const NodeId index = b_.divide_floor(in(Input::now), length);
    const NodeId next = b_.mul(b_.add(index, b_.constant(1)), length);
    b_.wake_at(b_.select(in_time_, next, b_.constant(step::kNever)));
    return {length, index, b_.min(next, end_of(schedule))};
}

/// The order's end, or `until`.
NodeId PaceBuilder::end_of(const sema::Schedule& schedule) {
    const NodeId end = in(Input::order_end);
    return schedule.until ? b_.min(e_.number(*schedule.until).value, end) : end;
}

/// Whether a schedule has ended by itself, before the order does: then nothing of it is due any more.
NodeId PaceBuilder::schedule_over() {
    NodeId over = b_.flag(false);
    for (const sema::Schedule& schedule : strategy_.schedules) {
        if (!schedule.until) continue;
        const Builder::From from(b_, schedule.range);
        const NodeId end = end_of(schedule);
        b_.wake_at(end);
        over = b_.either(over, phases_.only_in(schedule.phase, b_.le(end, in(Input::now))));
    }
    return over;
}

/// F at a time, of a schedule that is a curve over the order's time. The usual volume is one of the whole of that time,
/// of which a schedule that ends before it takes its part.
NodeId PaceBuilder::share_at(const sema::Schedule& schedule, NodeId time, std::optional<NodeId> shape) {
    const NodeId start = in(Input::order_start), end = end_of(schedule), one = b_.constant(kShareOne);
    const auto part_of = [&](NodeId at, NodeId until) {
        const NodeId length = b_.max(b_.sub(until, start), b_.constant(1));
        return b_.muldiv_floor(b_.sub(b_.clamp(at, start, b_.max(start, until)), start), one, length);
    };
    if (!schedule.until || schedule.kind != syntax::ScheduleKind::volume_curve)
        return curved(schedule, part_of(time, end), shape);
    const NodeId order_end = in(Input::order_end);
    const NodeId so_far = curved(schedule, part_of(b_.min(time, end), order_end), shape);
    const NodeId whole = curved(schedule, part_of(end, order_end), shape);
    const NodeId share = b_.muldiv_floor(so_far, one, b_.max(whole, b_.constant(1)));
    return b_.select(b_.le(end, time), one, b_.min(share, one));
}

/// An expression with `every` counts as it stands when the slice begins.
NodeId PaceBuilder::sampled(const sema::Schedule& schedule, NodeId share, const Slice& slice) {
    const CellId last = b_.scalar(path(schedule.phase, "schedule/sample")),
                 since = b_.scalar(path(schedule.phase, "schedule/slice"), -1);
    const NodeId result = b_.select(b_.eq(b_.read(since), slice.index), b_.read(last), share);
    b_.remember(last, result);
    b_.remember(since, slice.index);
    return result;
}

PaceBuilder::Share PaceBuilder::share(const sema::Schedule& schedule, std::optional<NodeId> shape) {
    if (schedule.kind != syntax::ScheduleKind::expression) {
        const Slice current = slice(schedule);
        return {share_at(schedule, current.end, shape), share_at(schedule, in(Input::now), shape)};
    }
    const NodeId zero = b_.constant(0), one = b_.constant(step::kRatioOne);
    const Number given = e_.number(*schedule.share);
    const NodeId inside = b_.clamp(b_.select(given.present, given.value, zero), zero, one);
    NodeId share = b_.muldiv_floor(inside, b_.constant(kShareOne), one);
    if (schedule.every) share = sampled(schedule, share, slice(schedule));
    const CellId highest = b_.scalar(path(schedule.phase, "schedule/share"));  // what was due stays due
    share = b_.max(share, b_.read(highest));
    b_.remember(highest, share);
    return {share, share};
}

/// What it is a schedule of: the order, or with `for` a part of it. What is not known is nothing.
NodeId PaceBuilder::size_of(const sema::Schedule& schedule) {
    const NodeId quantity = in(Input::order_quantity);
    if (!schedule.size) return quantity;
    const Number size = e_.number(*schedule.size);
    return b_.clamp(b_.select(size.present, size.value, b_.constant(0)), b_.constant(0), quantity);
}

/// T(t) = min(Q, Eₐ + ⌊tilt · (Q − Eₐ) · (F(t) − F(a)) / (1 − F(a))⌋), with the anchor (a, Eₐ) in memory as (F(a), Eₐ).
///
/// The anchor moves when pause, tilt, the quantity or the end changes. A new tilt goes on from where the target stands:
/// Eₐ is the target of that moment; a new shape of the curve does the same. A pause, an amended quantity or end plans
/// anew from what is executed, so that what was missed is spread over the time left: Eₐ is then E and what the rest of
/// the slice has for the remaining quantity, but never more than the old target. Within a slice a new anchor therefore
/// never adds to what is due, however often modes change, and with the next slice the new pace begins. A phase has an
/// anchor of its own, which begins at what is executed when it is entered.
NodeId PaceBuilder::scheduled_target(const sema::Schedule& schedule, NodeId tilt, NodeId paused) {
    const Builder::From from(b_, schedule.range);
    const NodeId quantity = size_of(schedule), executed = in(Input::order_executed), end = in(Input::order_end);
    const NodeId zero = b_.constant(0), one = b_.constant(kShareOne), least = b_.constant(1);
    const bool in_phase = schedule.phase != sema::kNoPhase;
    const std::optional<NodeId> shape = this->shape(schedule);
    std::optional<CellId> last_shape, begun;
    std::optional<NodeId> shape_before = shape;
    if (shape) {
        begun = b_.scalar(path(schedule.phase, "anchor/begun"));
        last_shape = b_.scalar(path(schedule.phase, "schedule/shape"));
        shape_before = b_.select(b_.is_true(b_.read(*begun)), b_.read(*last_shape), *shape);
    }
    const Share share = this->share(schedule, shape_before);

    const CellId anchor_share = b_.scalar(path(schedule.phase, "anchor/share")),
                 anchor_executed = b_.scalar(path(schedule.phase, "anchor/executed"));
    const CellId last_tilt = b_.scalar(path(schedule.phase, "anchor/tilt"), step::kRatioOne),
                 last_paused = b_.scalar(path(schedule.phase, "anchor/paused"));
    const CellId last_quantity = b_.scalar(path(schedule.phase, "anchor/quantity")),
                 last_end = b_.scalar(path(schedule.phase, "anchor/end"));
    if (!begun) begun = b_.scalar(path(schedule.phase, "anchor/begun"));
    const bool tilts = !strategy_.tilts.empty();
    const sema::CatchUp* catches = catch_up(schedule.phase);

    Anchor anchor{b_.read(anchor_executed), b_.read(anchor_share), plan::kNoNode, plan::kNoNode, plan::kNoNode};
    if (in_phase) {
        const NodeId entered = b_.is_true(b_.read(*begun));
        anchor.executed = b_.select(entered, anchor.executed, executed);
        anchor.share = b_.select(entered, anchor.share, share.now);
    }
    NodeId rest = b_.not_below_zero(b_.sub(quantity, anchor.executed));
    std::optional<CellId> missed, since;
    if (catches) {
        missed = b_.scalar(path(schedule.phase, "anchor/missed"));
        since = b_.scalar(path(schedule.phase, "anchor/time"));
        anchor.missed = b_.read(*missed);
        rest = b_.not_below_zero(b_.sub(rest, anchor.missed));
    }
    const NodeId progress = b_.not_below_zero(b_.sub(share.slice, anchor.share));
    const NodeId to_go = b_.max(b_.sub(one, anchor.share), least);
    anchor.plain = anchor.advance = b_.muldiv_floor(rest, progress, to_go);
    const NodeId running = b_.is_true(b_.read(*begun));
    if (tilts) {
        const NodeId factor = b_.select(running, b_.read(last_tilt), tilt);
        anchor.advance = b_.muldiv_floor(anchor.advance, factor, b_.constant(step::kRatioOne));
    }
    NodeId reached = b_.add(anchor.executed, anchor.advance), recovered = plan::kNoNode;
    if (catches) {
        recovered = this->recovered(*catches, schedule, anchor, b_.read(*since));
        reached = b_.add(reached, recovered);
    }
    const NodeId standing = b_.min(quantity, reached);

    const NodeId paused_now = b_.to_int(paused);
    const NodeId amended = b_.either(b_.differs(b_.read(last_quantity), quantity), b_.differs(b_.read(last_end), end));
    const NodeId repaused = b_.differs(b_.read(last_paused), paused_now);
    const NodeId replan = b_.both(running, b_.either(amended, repaused));
    NodeId retilt = tilts ? b_.both(running, b_.differs(b_.read(last_tilt), tilt)) : b_.flag(false);
    if (shape) retilt = b_.either(retilt, b_.both(running, b_.differs(*shape_before, *shape)));

    NodeId leaves = b_.not_below_zero(b_.sub(quantity, executed));
    NodeId left_out = plan::kNoNode;  // of what was missed before, and is still to be caught up
    if (catches) {
        const NodeId until_now = b_.muldiv_floor(rest, b_.not_below_zero(b_.sub(share.now, anchor.share)), to_go);
        const NodeId plain_now = b_.add(b_.add(anchor.executed, anchor.missed), until_now);
        left_out = b_.not_below_zero(b_.sub(anchor.missed, recovered));
        const NodeId late = b_.select(repaused, b_.not_below_zero(b_.sub(plain_now, executed)), left_out);
        leaves = b_.not_below_zero(b_.sub(leaves, late));
    }
    const NodeId slice_rest = b_.not_below_zero(b_.sub(share.slice, share.now));
    const NodeId prorated =
        b_.add(executed, b_.muldiv_floor(leaves, slice_rest, b_.max(b_.sub(one, share.now), least)));
    NodeId target = b_.select(replan, b_.min(standing, prorated), standing);
    target = kept_within(schedule, target, quantity, share, running);

    const NodeId moved = b_.either(replan, retilt);
    NodeId new_share = share.slice;
    if (shape) {  // of a time of its own, so that it is looked up in no other step
        const NodeId time = b_.select(moved, slice(schedule).end, in(Input::order_start));
        new_share = share_at(schedule, time, shape);
    }
    b_.remember(anchor_executed, b_.select(moved, target, anchor.executed));
    b_.remember(anchor_share, b_.select(moved, new_share, anchor.share));
    if (catches) {
        const NodeId plain = b_.add(b_.add(anchor.executed, anchor.missed), anchor.plain);
        const NodeId by_pause = b_.not_below_zero(b_.sub(plain, target));
        const NodeId still = b_.min(left_out, b_.not_below_zero(b_.sub(quantity, target)));
        b_.remember(*missed, b_.select(moved, b_.select(repaused, by_pause, still), anchor.missed));
        b_.remember(*since, b_.select(moved, slice(schedule).end, b_.read(*since)));
    }
    if (shape) b_.remember(*last_shape, *shape);
    b_.remember(last_tilt, tilt);
    b_.remember(last_paused, paused_now);
    b_.remember(last_quantity, quantity);
    b_.remember(last_end, end);
    b_.remember(*begun, b_.to_int(started_));
    return b_.select(started_, target, zero);
}

}  // namespace weir::lower
