// `at open`, `at close`: an order for the auction, and what is kept back for it.
#include "compiler/lower/slots.h"

namespace weir::lower {

using step::Bound;
using step::Input;

/// Before its cut-off, when the order lives to see the auction itself.
NodeId SlotBuilder::auction_to_come(const Job& job) {
    const bool at_open = job.work->kind == sema::WorkKind::at_open;
    const Number cutoff = b_.optional_input(at_open ? Input::open_cutoff : Input::close_cutoff);
    const Number held = b_.optional_input(at_open ? Input::session_open : Input::session_close);
    b_.wake_at(b_.select(cutoff.present, cutoff.value, b_.constant(step::kNever)));
    const NodeId seen = b_.both(held.present, b_.lt(held.value, in(Input::order_end)));
    return b_.both(seen, b_.both(cutoff.present, b_.lt(in(Input::now), cutoff.value)));
}

/// At the close it may be sent from the session's start on. What is there by the cut-off stays there until the auction
/// is over.
NodeId SlotBuilder::auction_open(const Job& job) {
    const bool at_open = job.work->kind == sema::WorkKind::at_open;
    const Number cutoff = b_.optional_input(at_open ? Input::open_cutoff : Input::close_cutoff);
    NodeId open = auction_to_come(job);
    if (!at_open) {
        const Number begin = b_.optional_input(Input::session_open);
        open = b_.both(open, b_.either(b_.negate(begin.present), b_.le(begin.value, in(Input::now))));
        b_.wake_at(b_.select(begin.present, begin.value, b_.constant(step::kNever)));
    }
    return b_.either(open, b_.both(cutoff.present, b_.positive(in(Input::slot_working, job.slot))));
}

/// The share of an auction is kept back until its cut-off, whether or not it may be sent at the moment, and then as far
/// as it is there: others have the rest to work with, and what is due stays due.
void SlotBuilder::reserve(const Job& job, NodeId share) {
    Pace& pace = paces_[static_cast<size_t>(ledger_of(job))];
    const NodeId sendable = b_.select(b_.le(in(Input::minimum_quantity), share), share, zero());
    const NodeId awaited = b_.both(pace.open, phases_.only_in(job.work->place.phase, auction_to_come(job)));
    const NodeId kept = b_.max(b_.select(awaited, sendable, zero()), in(Input::slot_working, job.slot));
    pace.auction_room = {b_.not_below_zero(b_.sub(pace.auction_room.quantity, kept)), code(Bound::auction)};
    pace.room = limited(b_, pace.room, pace.auction_room);
    pace.due = limited(b_, pace.due, pace.room);
}

}  // namespace weir::lower
