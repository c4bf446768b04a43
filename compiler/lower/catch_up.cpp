// How what was missed is caught up, and how far the target may be from the plain schedule.
#include "compiler/lower/pace.h"
#include "compiler/lower/scale.h"

namespace weir::lower {

using step::Input;

/// What stands out from `catch up evenly`, the default.
const sema::CatchUp* PaceBuilder::catch_up(sema::PhaseId phase) const {
    for (const sema::CatchUp& one : strategy_.catch_ups)
        if (sema::meet(one.phase, phase) && one.kind != syntax::CatchUpKind::evenly) return &one;
    return nullptr;
}

/// Of what was missed when the anchor was set: all of it after `over`, in even parts until then; together with the pace
/// not more than `at most` times that of the schedule. With `none`, nothing.
NodeId PaceBuilder::recovered(const sema::CatchUp& how, const sema::Schedule& schedule, const Anchor& anchor,
                              NodeId since) {
    const Builder::From from(b_, how.range);
    const NodeId zero = b_.constant(0);
    if (how.kind == syntax::CatchUpKind::none) return zero;
    const NodeId over = b_.max(e_.number(*how.over).value, b_.constant(1));
    const NodeId elapsed = b_.clamp(b_.sub(slice(schedule).end, since), zero, over);
    const NodeId part = b_.muldiv_floor(anchor.missed, elapsed, over);
    if (!how.at_most) return part;
    const Number most = e_.number(*how.at_most);
    const NodeId factor = b_.select(most.present, most.value, b_.constant(step::kRatioOne));
    const NodeId fastest = b_.muldiv_floor(anchor.plain, factor, b_.constant(step::kRatioOne));
    return b_.min(part, b_.not_below_zero(b_.sub(fastest, anchor.advance)));
}

/// Between T₀ − behind and T₀ + ahead, T₀ being the schedule as if nothing had ever slowed or hastened it. What cannot
/// be said allows nothing beyond T₀, and forces nothing.
NodeId PaceBuilder::kept_within(const sema::Schedule& schedule, NodeId target, NodeId quantity, const Share& share,
                                NodeId running) {
    const sema::Stay* stay = nullptr;
    for (const sema::Stay& one : strategy_.stays)
        if (sema::meet(one.phase, schedule.phase)) stay = &one;
    if (!stay) return target;
    const Builder::From from(b_, stay->range);
    const NodeId zero = b_.constant(0), one = b_.constant(kShareOne);
    NodeId had = zero, then = zero;
    if (schedule.phase != sema::kNoPhase) {  // it begins when the phase is entered
        const CellId executed = b_.scalar(path(schedule.phase, "stay/executed")),
                     at_share = b_.scalar(path(schedule.phase, "stay/share"));
        had = b_.select(running, b_.read(executed), in(Input::order_executed));
        then = b_.select(running, b_.read(at_share), share.now);
        b_.remember(executed, had);
        b_.remember(at_share, then);
    }
    const NodeId rest = b_.not_below_zero(b_.sub(quantity, had));
    const NodeId plain = b_.add(had, b_.muldiv_floor(rest, b_.not_below_zero(b_.sub(share.slice, then)),
                                                     b_.max(b_.sub(one, then), b_.constant(1))));
    const auto distance = [&](const sema::Expression& said, NodeId unknown) {
        const Number part = e_.number(said);
        const NodeId amount = said.unit == sema::Unit::ratio
                                  ? b_.muldiv_floor(in(Input::order_quantity), part.value, b_.constant(step::kRatioOne))
                                  : part.value;
        return b_.select(part.present, b_.not_below_zero(amount), unknown);
    };
    if (stay->behind) target = b_.max(target, b_.sub(plain, distance(*stay->behind, in(Input::order_quantity))));
    if (stay->ahead) target = b_.min(target, b_.add(plain, distance(*stay->ahead, zero)));
    return target;
}

}  // namespace weir::lower
