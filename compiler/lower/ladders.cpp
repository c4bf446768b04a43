// Ladders: levels of one work, each with a price, a share and a slot of its own.
#include "compiler/lower/slots.h"

namespace weir::lower {

using step::Input;

/// What all levels have in common.
void SlotBuilder::begin_ladder(const Job& job) {
    const sema::Ladder& ladder = *job.work->ladder;
    const Builder::From from(b_, ladder.range);
    const NodeId one = b_.constant(1);
    const auto size = [&](const std::optional<sema::Expression>& given) {
        return given ? e_.number(*given).value : b_.constant(step::kRatioOne);
    };
    const NodeId count = e_.number(ladder.count).value;
    Levels levels{e_.number(ladder.anchor), e_.number(ladder.low), e_.number(ladder.high), {}, {}, {}, {}, {}};
    levels.steps = b_.max(b_.sub(count, one), one);
    levels.first = size(job.work->level_first);
    levels.last = size(job.work->level_last);
    const NodeId pairs = b_.divide_floor(b_.mul(count, b_.sub(count, one)), b_.constant(2));
    levels.weight = b_.select(b_.eq(count, one), levels.first, b_.mul(b_.add(levels.first, levels.last), pairs));
    levels_ = levels;
    levels_->total = ladder_total(job);
}

/// What the work takes, and what its levels have executed.
NodeId SlotBuilder::ladder_total(const Job& job) {
    using syntax::TakeKind;
    if (take_of(job) == TakeKind::amount) return amount_of(job, levels_->anchor);
    NodeId total = take_of(job) == TakeKind::due
                       ? b_.not_below_zero(b_.sub(pace(job).due.quantity, budget(job).claimed))
                       : amount_of(job, levels_->anchor);
    for (const Job& level : jobs_)
        if (level.work == job.work) total = b_.add(total, executed_in_slot(level));
    return total;
}

/// REF moved by A + (B - A) · i / (N - 1), away from the market where it does not come out even.
Number SlotBuilder::level_price(const Job& job) {
    const sema::Ladder& ladder = *job.work->ladder;
    const auto& [anchor, low, high, steps, first, last, weight, total] = *levels_;
    const NodeId climb = b_.muldiv_floor(b_.sub(high.value, low.value), b_.constant(job.level), steps);
    NodeId away = b_.add(low.value, climb);
    if (ladder.low.unit == sema::Unit::ratio) {
        const NodeId one = b_.constant(step::kRatioOne);
        away = ladder.better ? b_.muldiv_ceil(anchor.value, away, one) : b_.muldiv_floor(anchor.value, away, one);
    }
    const NodeId along = e_.along_side(anchor.value);
    const NodeId moved = ladder.better ? b_.sub(along, away) : b_.add(along, away);
    return {e_.along_side(moved), b_.both(anchor.present, b_.both(low.present, high.present))};
}

/// The sizes of the first levels together: sizes go from the first to the last in even steps. In steps of the whole
/// ladder, so that nothing is rounded.
NodeId SlotBuilder::weight_to(int levels) {
    const int64_t climbs = int64_t{levels} * (levels - 1) / 2;
    const NodeId of_last = b_.constant(climbs);
    const NodeId of_first = b_.sub(b_.mul(levels_->steps, b_.constant(levels)), of_last);
    return b_.add(b_.mul(levels_->first, of_first), b_.mul(levels_->last, of_last));
}

/// What the level still has to do. Shares are rounded down as sums, so that all levels together are the total.
NodeId SlotBuilder::level_quantity(const Job& job) {
    const NodeId lot = in(Input::lot);
    const auto share_to = [&](int levels) {
        if (levels == 0) return zero();
        const NodeId weight = b_.min(weight_to(levels), levels_->weight);
        return b_.floor_to(b_.muldiv_floor(levels_->total, weight, levels_->weight), lot);
    };
    const NodeId whole = b_.sub(share_to(job.level + 1), share_to(job.level)), done = executed_in(job);
    return b_.not_below_zero(b_.sub(job.work->refills > 0 ? with_refills(*job.work, whole, done) : whole, done));
}

/// How much of the level may be filled by now. Its share has room for its refills: it begins with 1 of 1 + k · R parts,
/// and each time that all of it has filled R parts come back. The last takes what rounding has left.
NodeId SlotBuilder::with_refills(const sema::Work& work, NodeId whole, NodeId done) {
    const NodeId one = b_.constant(step::kRatioOne), lot = in(Input::lot);
    const NodeId part = e_.number(*work.refill).value;
    const NodeId parts = b_.add(one, b_.mul(part, b_.constant(work.refills)));
    const NodeId begin = b_.floor_to(b_.muldiv_floor(whole, one, parts), lot);
    const NodeId refill = b_.floor_to(b_.muldiv_floor(begin, part, one), lot);
    NodeId filled = begin, allowed = begin;
    for (int64_t i = 1; i <= work.refills; ++i) {
        const NodeId more = i == work.refills ? whole : b_.min(whole, b_.add(filled, refill));
        allowed = b_.select(b_.le(filled, done), more, allowed);
        filled = more;
    }
    return allowed;
}

}  // namespace weir::lower
