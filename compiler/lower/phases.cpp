#include "compiler/lower/phases.h"

namespace weir::lower {

using step::Input;

constexpr int64_t kRest = 1'000'000'000;  // after a round through phases whose conditions hold all at once

void Phases::build(NodeId started) {
    if (!strategy_.phases.empty()) move(started);
    if (!strategy_.done.empty()) finish(started);
}

/// The phase after this one: of the first transition whose condition holds, or the same.
NodeId Phases::after(const sema::Phase& phase, NodeId self) {
    NodeId to = self;
    for (auto next = phase.next.rbegin(); next != phase.next.rend(); ++next) {
        const Builder::From from(b_, next->range);
        to = b_.select(e_.permissive(next->when), b_.constant(next->to), to);
    }
    return to;
}

/// A phase that has just begun is not left at the same moment: a second transition comes a nanosecond later, whichever
/// steps are taken in between. As many in a row as there are phases have come back to one of them: its condition and
/// those of the others hold all at once, and the next waits for the second to pass.
void Phases::move(NodeId started) {
    const CellId phase = b_.scalar(strategy_.name + "/phase"), since = b_.scalar(strategy_.name + "/phase since", -1);
    const NodeId now = b_.input(Input::now), was = b_.read(phase);
    NodeId next = was;
    for (size_t i = strategy_.phases.size(); i-- > 0;) {
        const auto id = static_cast<sema::PhaseId>(i);
        const Expressions::At at(e_, id);
        const NodeId self = b_.constant(id);
        const NodeId to = after(strategy_.phases[i], self);
        if (to != self) next = b_.select(b_.eq(was, self), to, next);
    }
    const CellId row = b_.scalar(strategy_.name + "/phases in a row");
    const NodeId one = b_.constant(1), last = b_.read(since);
    const auto next_move = [&](NodeId moved_at, NodeId moves) {
        const NodeId most = b_.constant(static_cast<int64_t>(strategy_.phases.size()));
        return b_.add(moved_at, b_.select(b_.lt(moves, most), one, b_.constant(kRest)));
    };
    const NodeId may_move = b_.both(started, b_.le(next_move(last, b_.read(row)), now));
    next = b_.select(may_move, next, was);
    const NodeId moves = b_.differs(next, was);
    b_.remember(phase, next);
    const NodeId moved_at = b_.select(moves, now, last);
    const NodeId goes_on = b_.eq(now, b_.add(last, one));
    const NodeId in_a_row = b_.select(moves, b_.select(goes_on, b_.add(b_.read(row), one), one), b_.read(row));
    b_.remember(since, moved_at);
    b_.remember(row, in_a_row);
    b_.wake_at(next_move(moved_at, in_a_row));
    for (size_t i = 0; i < strategy_.phases.size(); ++i) {
        const auto id = static_cast<sema::PhaseId>(i);
        in_.push_back(b_.eq(next, b_.constant(id)));
        b_.lasts_while(e_.lifetime_of(id), in_.back());
    }
}

void Phases::finish(NodeId started) {
    const CellId over = b_.scalar(strategy_.name + "/done");
    NodeId now = b_.is_true(b_.read(over));
    for (const sema::Done& done : strategy_.done) {
        const Builder::From from(b_, done.range);
        const Expressions::At at(e_, done.phase);
        const NodeId comes_true = b_.both(started, e_.permissive(done.when));
        now = b_.either(now, only_in(done.phase, comes_true));
    }
    b_.remember(over, b_.to_int(now));
    done_ = now;
}

}  // namespace weir::lower
