// `at open`, `at close`: an order for the auction, and what is kept back for it.
#include "compiler/lower/slots.h"

namespace weir::lower {

using step::Bound;
using step::Input;

/// From the session's start (at the close) until the cut-off. What is there by then stays there until the auction is
/// over.
NodeId SlotBuilder::auction_open(const Job& job) {
    const bool at_open = job.work->kind == sema::WorkKind::at_open;
    const Number cutoff = b_.optional_input(at_open ? Input::open_cutoff : Input::close_cutoff);
    const Number begin = b_.optional_input(Input::session_open);
    const NodeId now = in(Input::now);
    NodeId open = b_.both(cutoff.present, b_.lt(now, cutoff.value));
    b_.wake_at(b_.select(cutoff.present, cutoff.value, b_.constant(step::kNever)));
    if (!at_open) {
        open = b_.both(open, b_.either(b_.negate(begin.present), b_.le(begin.value, now)));
        b_.wake_at(b_.select(begin.present, begin.value, b_.constant(step::kNever)));
    }
    return b_.either(open, b_.both(cutoff.present, b_.positive(in(Input::slot_working, job.slot))));
}

/// What goes to an auction is set apart: others may work what is neither wanted nor working there, and what is due
/// stays due.
void SlotBuilder::reserve(const Job& job, NodeId quantity) {
    Pace& pace = paces_[static_cast<size_t>(ledger_of(job))];
    const NodeId kept = b_.max(quantity, in(Input::slot_working, job.slot));
    reserved_ = reserved_ ? b_.add(*reserved_, kept) : kept;
    const NodeId rest = b_.not_below_zero(b_.sub(e_.leaves(), *reserved_));
    pace.room = limited(b_, pace.room, rest, Bound::auction);
    pace.due = limited(b_, pace.due, pace.room);
}

}  // namespace weir::lower
