// When the strategy trades at all: within its session, not before a halt has settled, and not once it is cancelled.
#include "compiler/lower/pace.h"

namespace weir::lower {

using step::Input;

/// During a halt, unless the strategy joins the reopening, and for some time after it.
NodeId PaceBuilder::settling() {
    const Builder::From from(b_, strategy_.settle->range);
    const NodeId halted = b_.is_true(in(Input::halted));
    const Number resumed = b_.optional_input(Input::resumed);
    const NodeId until = b_.add(resumed.value, e_.number(strategy_.settle->after).value);
    b_.wake_at(b_.select(resumed.present, until, b_.constant(step::kNever)));
    const NodeId settling = b_.both(resumed.present, b_.lt(in(Input::now), until));
    return strategy_.join_reopening ? b_.both(settling, b_.negate(halted)) : b_.either(settling, halted);
}

/// A market without hours is always open.
NodeId PaceBuilder::outside_session() {
    if (!strategy_.session || strategy_.session->kind == syntax::SessionKind::always) return b_.flag(false);
    const Builder::From from(b_, strategy_.session->range);
    const NodeId now = in(Input::now), never = b_.constant(step::kNever);
    const Number open = b_.optional_input(Input::session_open), close = b_.optional_input(Input::session_close);
    b_.wake_at(b_.select(open.present, open.value, never));
    b_.wake_at(b_.select(close.present, close.value, never));
    return b_.either(b_.both(open.present, b_.lt(now, open.value)), b_.both(close.present, b_.le(close.value, now)));
}

void PaceBuilder::session() {
    if (!strategy_.session) return;
    const sema::Session& said = *strategy_.session;
    switch (said.kind) {
        case syntax::SessionKind::always:
            plan_.session.kind = step::SessionKind::always;
            return;
        case syntax::SessionKind::calendar:
            plan_.session = {step::SessionKind::calendar, said.calendar, 0, 0, ""};
            return;
        case syntax::SessionKind::hours:
            plan_.session = {step::SessionKind::hours, "", said.from_ns, said.to_ns, said.zone};
            return;
    }
}

/// Once it is certain it is for good. While it is not known, nothing is wanted, but the order goes on.
PaceBuilder::Cancelled PaceBuilder::cancelled() {
    NodeId certain = b_.flag(false), doubtful = b_.flag(false);
    for (const sema::Cancel& cancel : strategy_.cancels) {
        const Builder::From from(b_, cancel.range);
        const Expressions::At at(e_, cancel.phase);
        const Truth when = e_.truth(cancel.when);
        certain = b_.either(certain, phases_.only_in(cancel.phase, when.yes));
        doubtful = b_.either(doubtful, phases_.only_in(cancel.phase, b_.negate(b_.either(when.yes, when.no))));
    }
    const CellId latch = b_.scalar(path("cancel"));
    const NodeId for_good = b_.either(b_.is_true(b_.read(latch)), b_.both(started_, certain));
    b_.remember(latch, b_.to_int(for_good));
    return {for_good, doubtful};
}

}  // namespace weir::lower
