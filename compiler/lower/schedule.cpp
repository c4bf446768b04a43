// The schedule: F(t) on its grid, and the target T(t) that follows from the last anchor.
#include "compiler/lower/pace.h"
#include "compiler/lower/scale.h"

namespace weir::lower {

using step::Input;

namespace {

constexpr int64_t kSecondNs = 1'000'000'000;

}  // namespace

/// The slice of the UTC grid that holds now. The next one is waited for while the order is open.
PaceBuilder::Slice PaceBuilder::slice(const sema::Schedule& schedule) {
    const auto& every = schedule.every;
    const NodeId length = every ? e_.number(*every).value : b_.constant(kSecondNs);
    const NodeId index = b_.divide_floor(in(Input::now), length);
    const NodeId next = b_.mul(b_.add(index, b_.constant(1)), length);
    b_.wake_at(b_.select(open_, next, b_.constant(step::kNever)));
    return {length, index, b_.min(next, in(Input::order_end))};
}

/// F of a linear schedule or a volume curve at a time.
NodeId PaceBuilder::share_at(const sema::Schedule& schedule, NodeId time) {
    const NodeId start = in(Input::order_start), end = in(Input::order_end), one = b_.constant(kShareOne);
    const NodeId length = b_.max(b_.sub(end, start), b_.constant(1));
    const NodeId elapsed = b_.sub(b_.clamp(time, start, b_.max(start, end)), start);
    const NodeId part = b_.muldiv_floor(elapsed, one, length);
    if (schedule.kind == syntax::ScheduleKind::linear) return part;
    return b_.clamp(b_.lookup(step::TableKind::volume_curve, part), b_.constant(0), one);
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

PaceBuilder::Share PaceBuilder::share(const sema::Schedule& schedule) {
    if (schedule.kind != syntax::ScheduleKind::expression) {
        const Slice current = slice(schedule);
        return {share_at(schedule, current.end), share_at(schedule, in(Input::now))};
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

/// T(t) = min(Q, Eₐ + ⌊tilt · (Q − Eₐ) · (F(t) − F(a)) / (1 − F(a))⌋), with the anchor (a, Eₐ) in memory as (F(a), Eₐ).
///
/// The anchor moves when pause, tilt, the quantity or the end changes. A new tilt goes on from where the target stands:
/// Eₐ is the target of that moment. A pause, an amended quantity or end plans anew from what is executed, so that what
/// was missed is spread over the time left: Eₐ is then E and what the rest of the slice has for the remaining quantity,
/// but never more than the old target. Within a slice a new anchor therefore never adds to what is due, however often
/// modes change, and with the next slice the new pace begins.
NodeId PaceBuilder::scheduled_target(const sema::Schedule& schedule, NodeId tilt, NodeId paused) {
    const Builder::From from(b_, schedule.range);
    const NodeId quantity = in(Input::order_quantity), executed = in(Input::order_executed), end = in(Input::order_end);
    const NodeId zero = b_.constant(0), one = b_.constant(kShareOne), least = b_.constant(1);
    const Share share = this->share(schedule);

    const CellId anchor_share = b_.scalar(path(schedule.phase, "anchor/share")),
                 anchor_executed = b_.scalar(path(schedule.phase, "anchor/executed"));
    const CellId last_tilt = b_.scalar(path(schedule.phase, "anchor/tilt"), step::kRatioOne),
                 last_paused = b_.scalar(path(schedule.phase, "anchor/paused"));
    const CellId last_quantity = b_.scalar(path(schedule.phase, "anchor/quantity")),
                 last_end = b_.scalar(path(schedule.phase, "anchor/end"));
    const CellId begun = b_.scalar(path(schedule.phase, "anchor/begun"));
    const bool tilts = !strategy_.tilts.empty();

    const NodeId base = b_.read(anchor_executed), from_share = b_.read(anchor_share);
    const NodeId rest = b_.not_below_zero(b_.sub(quantity, base));
    const NodeId progress = b_.not_below_zero(b_.sub(share.slice, from_share));
    NodeId advance = b_.muldiv_floor(rest, progress, b_.max(b_.sub(one, from_share), least));
    const NodeId running = b_.is_true(b_.read(begun));
    if (tilts) {
        const NodeId factor = b_.select(running, b_.read(last_tilt), tilt);
        advance = b_.muldiv_floor(advance, factor, b_.constant(step::kRatioOne));
    }
    const NodeId standing = b_.min(quantity, b_.add(base, advance));

    const NodeId paused_now = b_.to_int(paused);
    const NodeId amended = b_.either(b_.differs(b_.read(last_quantity), quantity), b_.differs(b_.read(last_end), end));
    const NodeId replan = b_.both(running, b_.either(amended, b_.differs(b_.read(last_paused), paused_now)));
    const NodeId retilt = tilts ? b_.both(running, b_.differs(b_.read(last_tilt), tilt)) : b_.flag(false);

    const NodeId leaves = b_.not_below_zero(b_.sub(quantity, executed));
    const NodeId slice_rest = b_.not_below_zero(b_.sub(share.slice, share.now));
    const NodeId prorated =
        b_.add(executed, b_.muldiv_floor(leaves, slice_rest, b_.max(b_.sub(one, share.now), least)));
    NodeId target = b_.select(replan, b_.min(standing, prorated), standing);

    NodeId moved = b_.either(replan, retilt);
    if (schedule.phase != sema::kNoPhase) {  // it begins with its phase, and with what is executed then
        const NodeId begins = b_.negate(running);
        target = b_.select(begins, b_.min(quantity, prorated), target);
        moved = b_.either(moved, begins);
    }
    b_.remember(anchor_executed, b_.select(moved, target, base));
    b_.remember(anchor_share, b_.select(moved, share.slice, from_share));
    b_.remember(last_tilt, tilt);
    b_.remember(last_paused, paused_now);
    b_.remember(last_quantity, quantity);
    b_.remember(last_end, end);
    b_.remember(begun, b_.to_int(started_));
    return b_.select(started_, target, zero);
}

}  // namespace weir::lower
