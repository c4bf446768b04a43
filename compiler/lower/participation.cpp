// Participation: what the market's volume lets us do, and what pace it sets.
#include <algorithm>

#include "compiler/lower/pace.h"
#include "compiler/lower/routes.h"

namespace weir::lower {

using plan::CellKind;
using step::Input;

namespace {

constexpr int64_t kFinishWindowNs = 300'000'000'000;

}  // namespace

NodeId market_volume_in(Builder& b, NodeId counter, int64_t window_ns) {
    const CellId ring = b.window(CellKind::ring, counter, kBuckets, window_ns / kBuckets);
    const NodeId from = b.read_at(ring, kBuckets), to = b.read_at(ring, 0);
    const NodeId empty = b.eq(from, b.constant(step::kAbsent));
    return b.select(empty, b.constant(0), b.sub(to, from));
}

NodeId own_volume_in(Builder& b, NodeId executed, int64_t window_ns) {
    const CellId ring = b.window(CellKind::ring, executed, kBuckets, window_ns / kBuckets);
    const NodeId from = b.read_at(ring, kBuckets);
    const NodeId empty = b.eq(from, b.constant(step::kAbsent));
    return b.select(empty, b.constant(0), b.sub(executed, from));
}

NodeId prints_in(Builder& b, syntax::Including including, const std::vector<int>& views) {
    std::optional<NodeId> counter;
    const auto count = [&](Input prints) {
        for (const int view : views) {
            const NodeId one = b.market(prints, view);
            counter = counter ? b.add(*counter, one) : one;
        }
    };
    if (views.empty()) return b.constant(0);
    count(Input::volume);
    if (including.blocks) count(Input::block_volume);
    if (including.auctions) count(Input::auction_volume);
    return *counter;
}

NodeId executed_in_prints(Builder& b, const plan::Plan& plan, syntax::Including including, int ledger) {
    NodeId executed = b.input(Input::order_executed, ledger);
    if (including.auctions) return executed;
    for (size_t i = 0; i < plan.slots.size(); ++i)
        if (plan.slots[i].auction != step::Auction::none && plan.slots[i].ledger == ledger)
            executed = b.sub(executed, b.input(Input::slot_executed, static_cast<int>(i)));
    return executed;
}

NodeId PaceBuilder::room_at(NodeId ratio, NodeId volume, int64_t window_ns, syntax::Including including) {
    const NodeId allowed = b_.muldiv_floor(ratio, volume, b_.constant(step::kRatioOne));
    return b_.sub(allowed, own_volume_in(b_, executed_in_prints(b_, plan_, including), window_ns));
}

/// What prints count: continuous ones, and those that the clause includes.
NodeId PaceBuilder::counter(const sema::Participation& participation) {
    std::vector<int> views;
    for (const sema::Target& venue : participation.venues)
        if (const auto view = view_of(e_.market(), venue.name)) views.push_back(*view);
    if (participation.venues.empty()) views.push_back(0);
    return prints_in(b_, participation.including, views);
}

/// Near the end `up to R to complete` stands in for a smaller ratio; so does the share of `finish now`.
Number PaceBuilder::ratio_of(const sema::Participation& participation) {
    Number ratio = e_.number(participation.ratio);
    if (!strategy_.complete) return ratio;
    const auto raise = [&](NodeId on, Number to) {
        ratio.value = b_.select(b_.both(on, to.present), b_.max(ratio.value, to.value), ratio.value);
    };
    if (strategy_.complete->up_to) raise(ending_, e_.number(*strategy_.complete->up_to));
    raise(finishing_, b_.optional_input(Input::order_finish_most));
    return ratio;
}

/// Volume that the market has traded while we were not paused. What prints at a step counts by the mode before it.
NodeId PaceBuilder::counted_volume(const sema::Participation& participation, NodeId paused) {
    const NodeId volume = counter(participation);
    const sema::PhaseId phase = participation.phase;
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
NodeId PaceBuilder::target_room(const sema::Participation& participation, NodeId tilt, NodeId paused) {
    const Builder::From from(b_, participation.range);
    const NodeId one = b_.constant(step::kRatioOne);
    const NodeId counter = pauses() ? counted_volume(participation, paused) : this->counter(participation);
    const NodeId volume = market_volume_in(b_, counter, participation.window_ns);
    const Number ratio = ratio_of(participation);
    NodeId pace = b_.select(ratio.present, ratio.value, b_.constant(0));
    if (!strategy_.tilts.empty()) pace = b_.min(b_.muldiv_floor(pace, tilt, one), one);
    return room_at(pace, volume, participation.window_ns, participation.including);
}

/// What a share of the volume allows besides what is executed; a share that is not known allows nothing.
NodeId PaceBuilder::share_of_volume(const sema::Participation& participation, Number ratio) {
    const NodeId volume = market_volume_in(b_, counter(participation), participation.window_ns);
    const NodeId room = room_at(ratio.value, volume, participation.window_ns, participation.including);
    return b_.select(ratio.present, room, b_.constant(0));
}

/// `finish now up to P` is a ceiling by itself where the script has none.
std::optional<NodeId> PaceBuilder::finish_ceiling() {
    if (!strategy_.complete) return std::nullopt;
    const auto bounds = [](const sema::Participation& one) { return one.share != syntax::Share::at_least; };
    if (std::ranges::any_of(strategy_.participations, bounds)) return std::nullopt;
    const Builder::From from(b_, strategy_.complete->range);
    const Number most = b_.optional_input(Input::order_finish_most);
    const NodeId volume = market_volume_in(b_, in(Input::volume), kFinishWindowNs);
    const NodeId room = room_at(b_.not_below_zero(most.value), volume, kFinishWindowNs, {});
    return b_.select(b_.both(finishing_, most.present), room, b_.constant(kUnbounded));
}

/// An order for an auction is bound by those ceilings alone that count what prints in auctions.
std::optional<NodeId> PaceBuilder::ceiling(bool of_auctions) {
    std::optional<NodeId> least = of_auctions ? std::nullopt : finish_ceiling();
    for (const sema::Participation& participation : strategy_.participations) {
        if (participation.share != syntax::Share::at_most) continue;
        if (of_auctions && !participation.including.auctions) continue;
        const Builder::From from(b_, participation.range);
        const Expressions::At at(e_, participation.phase);
        const NodeId room =
            when_in(participation.phase, share_of_volume(participation, ratio_of(participation)), kUnbounded);
        least = least ? b_.min(*least, room) : room;
    }
    return least;
}

std::optional<NodeId> PaceBuilder::floor() {
    std::optional<NodeId> most;
    for (const sema::Participation& participation : strategy_.participations) {
        if (participation.share != syntax::Share::at_least) continue;
        const Builder::From from(b_, participation.range);
        const Expressions::At at(e_, participation.phase);
        const NodeId room =
            when_in(participation.phase, share_of_volume(participation, e_.number(participation.ratio)), 0);
        most = most ? b_.max(*most, room) : room;
    }
    return most;
}

}  // namespace weir::lower
