// Icebergs: what of a child is shown, and children that are sent part by part.
#include "compiler/lower/slots.h"

namespace weir::lower {

using step::Bound;
using step::Input;

/// The part that is shown, drawn anew whenever something has filled; at least a lot, at most the whole.
NodeId SlotBuilder::shown_part(const Job& job, NodeId quantity) {
    const NodeId one = b_.constant(step::kRatioOne);
    const Number show = e_.number(*job.work->show);
    NodeId part = job.work->show->unit == sema::Unit::ratio ? b_.muldiv_ceil(quantity, show.value, one) : show.value;
    if (job.work->show_vary) {
        const NodeId vary = e_.number(*job.work->show_vary).value;
        const NodeId drawn = b_.hash(in(Input::seed), executed(job), path_hash(path(job, "show")));
        const NodeId swing = b_.muldiv_floor(drawn, b_.mul(vary, b_.constant(2)), b_.constant(int64_t{1} << 32));
        part = b_.muldiv_floor(part, b_.add(b_.sub(one, vary), swing), one);
    }
    part = b_.ceil_to(b_.max(part, b_.constant(1)), in(Input::lot));
    return b_.select(show.present, b_.min(part, quantity), quantity);
}

NodeId SlotBuilder::display(const Job& job, NodeId quantity) {
    const bool hides = job.work && job.work->show && !job.work->synthetic && !job.dark;
    return hides ? shown_part(job, quantity) : quantity;
}

/// `show E synthetic`: the venue gets one part at a time. A part is over when all of it has filled; then the next waits
/// for its time, which is drawn once for each.
Sized SlotBuilder::part_by_part(const Job& job, Sized size, NodeId on) {
    if (!job.work || !job.work->synthetic) return size;
    const NodeId done = in(Input::slot_executed, job.slot), now = in(Input::now);
    const CellId end = b_.scalar(path(job, "part")), filled_at = b_.scalar(path(job, "part filled"), step::kNever);
    const NodeId over = b_.le(b_.read(end), done), first = b_.eq(b_.read(end), zero());
    const NodeId since = b_.select(over, b_.min(b_.read(filled_at), now), b_.constant(step::kNever));
    NodeId waits = b_.flag(false);
    if (job.work->reload_after) {
        NodeId delay = e_.number(*job.work->reload_after).value;
        if (job.work->reload_most) {
            const NodeId most = b_.max(delay, e_.number(*job.work->reload_most).value);
            const NodeId drawn = b_.hash(in(Input::seed), done, path_hash(path(job, "reload")));
            delay = b_.add(delay, b_.muldiv_floor(drawn, b_.sub(most, delay), b_.constant(int64_t{1} << 32)));
        }
        const NodeId waiting = b_.both(over, b_.negate(first));
        const NodeId ready = b_.select(waiting, b_.add(since, delay), zero());
        b_.wake_at(ready);
        waits = b_.lt(now, ready);
    }
    const NodeId part = b_.select(over, shown_part(job, size.quantity), b_.sub(b_.read(end), done));
    size = limited(b_, size, part, Bound::child_most);
    size = {b_.select(waits, zero(), size.quantity), b_.select(waits, code(Bound::reload), size.bound)};
    const NodeId begins = b_.both(over, b_.both(on, b_.positive(size.quantity)));
    b_.remember(filled_at, b_.select(begins, b_.constant(step::kNever), since));
    b_.remember(end, b_.select(begins, b_.add(done, size.quantity), b_.read(end)));
    return size;
}

}  // namespace weir::lower
