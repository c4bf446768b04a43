// Participation: what the market's volume lets us do, and what pace it sets.
#include "compiler/lower/pace.h"

namespace weir::lower {

using plan::CellKind;
using step::Input;

NodeId market_volume_in(Builder& b, NodeId counter, int64_t window_ns) {
    const CellId ring = b.window(CellKind::ring, counter, kBuckets, window_ns / kBuckets);
    const NodeId from = b.read_at(ring, kBuckets), to = b.read_at(ring, 0);
    const NodeId empty = b.eq(from, b.constant(step::kAbsent));
    return b.select(empty, b.constant(0), b.sub(to, from));
}

NodeId own_volume_in(Builder& b, int64_t window_ns, int ledger) {
    const NodeId executed = b.input(Input::order_executed, ledger);
    const CellId ring = b.window(CellKind::ring, executed, kBuckets, window_ns / kBuckets);
    const NodeId from = b.read_at(ring, kBuckets);
    const NodeId empty = b.eq(from, b.constant(step::kAbsent));
    return b.select(empty, b.constant(0), b.sub(executed, from));
}

NodeId PaceBuilder::room_at(NodeId ratio, NodeId volume, int64_t window_ns) {
    const NodeId allowed = b_.muldiv_floor(ratio, volume, b_.constant(step::kRatioOne));
    return b_.sub(allowed, own_volume_in(b_, window_ns));
}

/// While completing, `up to R to complete` stands in for a smaller ratio.
Number PaceBuilder::ratio_of(const sema::Participation& participation, NodeId completing) {
    const Number ratio = e_.number(participation.ratio);
    if (!strategy_.complete || !strategy_.complete->up_to) return ratio;
    const Number raised = e_.number(*strategy_.complete->up_to);
    const NodeId applies = b_.both(completing, raised.present);
    return {b_.select(applies, b_.max(ratio.value, raised.value), ratio.value), ratio.present};
}

/// Volume that the market has traded while we were not paused. What prints at a step counts by the mode before it.
NodeId PaceBuilder::counted_volume(sema::PhaseId phase, NodeId paused) {
    const NodeId volume = in(Input::volume);
    const CellId counted = b_.scalar(path(phase, "participate/counted")),
                 seen = b_.scalar(path(phase, "participate/seen"), step::kAbsent);
    const CellId was_paused = b_.scalar(path(phase, "participate/paused"));
    const NodeId before = b_.read(seen);
    const NodeId skip = b_.either(b_.eq(before, b_.constant(step::kAbsent)), b_.is_true(b_.read(was_paused)));
    const NodeId total = b_.add(b_.read(counted), b_.select(skip, b_.constant(0), b_.sub(volume, before)));
    b_.remember(counted, total);
    b_.remember(seen, volume);
    b_.remember(was_paused, b_.to_int(paused));
    return total;
}

/// The quantity that a participation target calls for now.
NodeId PaceBuilder::target_room(const sema::Participation& participation, NodeId tilt, NodeId paused,
                                NodeId completing) {
    const Builder::From from(b_, participation.range);
    const NodeId one = b_.constant(step::kRatioOne);
    const NodeId counter = strategy_.halts.empty() ? in(Input::volume) : counted_volume(participation.phase, paused);
    const NodeId volume = market_volume_in(b_, counter, participation.window_ns);
    const Number ratio = ratio_of(participation, completing);
    NodeId pace = b_.select(ratio.present, ratio.value, b_.constant(0));
    if (!strategy_.tilts.empty()) pace = b_.min(b_.muldiv_floor(pace, tilt, one), one);
    return room_at(pace, volume, participation.window_ns);
}

std::optional<NodeId> PaceBuilder::ceiling(NodeId completing) {
    std::optional<NodeId> least;
    for (const sema::Participation& participation : strategy_.participations) {
        if (participation.share != syntax::Share::at_most) continue;
        const Builder::From from(b_, participation.range);
        const Expressions::At at(e_, participation.phase);
        const Number ratio = ratio_of(participation, completing);
        const NodeId volume = market_volume_in(b_, in(Input::volume), participation.window_ns);
        const NodeId room = room_at(ratio.value, volume, participation.window_ns);
        const NodeId certain = when_in(participation.phase, b_.select(ratio.present, room, b_.constant(0)), kUnbounded);
        least = least ? b_.min(*least, certain) : certain;
    }
    return least;
}

std::optional<NodeId> PaceBuilder::floor() {
    std::optional<NodeId> most;
    for (const sema::Participation& participation : strategy_.participations) {
        if (participation.share != syntax::Share::at_least) continue;
        const Builder::From from(b_, participation.range);
        const Expressions::At at(e_, participation.phase);
        const Number ratio = e_.number(participation.ratio);
        const NodeId volume = market_volume_in(b_, in(Input::volume), participation.window_ns);
        const NodeId room = room_at(ratio.value, volume, participation.window_ns);
        const NodeId certain = when_in(participation.phase, b_.select(ratio.present, room, b_.constant(0)), 0);
        most = most ? b_.max(*most, certain) : certain;
    }
    return most;
}

}  // namespace weir::lower
