// A work at several venues: it asks for one child, and each place gets a portion of it.
#include "compiler/lower/scale.h"
#include "compiler/lower/slots.h"

namespace weir::lower {

using step::Bound;
using step::Input;

void SlotBuilder::emit_routed(size_t first, const Course& course) {
    // Sizes are those of the work as if it had one place.
    Job whole = jobs_[first];
    whole.dark = false;
    whole.view = 0;
    whole.crossing = !whole.work || crosses(*whole.work);
    const Builder::From from(b_, range_of(whole));
    if (whole.work && whole.work->ladder && whole.level == 0) begin_ladder(whole);
    const NodeId before = budget(whole).claimed, on = enabled(whole);
    const Priced price = price_of(whole);
    const Number reference{this->reference(price.price), price.present};
    Portion portion;
    portion.wanted = wanted(whole, reference);
    portion.whole = fresh_size(whole, portion.wanted, reference);

    Router::Child child{.course = course, .crossing = whole.crossing, .size = portion.whole.quantity};
    child.price = price.price;
    child.reference = reference;
    child.minimum = whole.work && whole.work->minimum ? &*whole.work->minimum : nullptr;
    child.on = on;
    child.path = path(whole, "route");
    if (whole.renews) child.renewal = reprice_grid(whole).index;
    for (size_t i = first; i < first + course.outlets(); ++i) {
        child.working.push_back(in(Input::slot_working, jobs_[i].slot));
        child.prices.push_back(jobs_[i].dark ? price.price : price_of(jobs_[i]).price);
    }
    NodeId claimed = before;
    for (const Router::Part& part : Router(b_, e_).parts(child)) {
        budget(whole).claimed = before;
        portion.part = part;
        emissions_.push_back(emit(jobs_[emissions_.size()], &portion));
        claimed = b_.add(claimed, b_.sub(budget(whole).claimed, before));
    }
    budget(whole).claimed = claimed;
}

/// What may still fill at the other places of the same work.
NodeId SlotBuilder::others_of_errand(const Job& job) {
    NodeId exposed = zero();
    for (const Job& other : jobs_) {
        if (other.errand != job.errand || other.slot == job.slot) continue;
        NodeId working = in(Input::slot_working, other.slot);
        if (other.slot < job.slot) working = b_.max(working, emissions_[static_cast<size_t>(other.slot)].quantity);
        exposed = b_.add(exposed, working);
    }
    return exposed;
}

/// All places together never have more than the child: what leaves one is gone before another gets it.
Sized SlotBuilder::portion_of(const Job& job, const Portion& portion, Number reference) {
    Sized part = limited(b_, portion.whole, portion.part.quantity, Bound::route);
    if (job.dark) part = at_child_most(job, part, reference);  // at its own price, which may be above that of the whole
    const NodeId left = b_.not_below_zero(b_.sub(portion.whole.quantity, others_of_errand(job)));
    return on_lot(limited(b_, part, left, Bound::route));
}

/// A dark venue trades at the mid. The limit of what crosses is its bound; of what rests it is the mid, on the next
/// tick that lets it trade.
Number SlotBuilder::mid_to_take() {
    const Number mid = e_.mid();
    const NodeId grid = b_.mul(in(Input::tick), b_.constant(2));
    return {e_.along_side(b_.ceil_to(e_.along_side(mid.value), grid)), mid.present};
}

Number SlotBuilder::far_touch_at(const Job& job) {
    const Number bid = b_.optional(b_.market(Input::bid_price, job.view));
    const Number ask = b_.optional(b_.market(Input::ask_price, job.view));
    const NodeId buy = e_.is_buy();
    return {b_.mul(b_.select(buy, ask.value, bid.value), b_.constant(2)),
            b_.select_bool(buy, ask.present, bid.present)};
}

}  // namespace weir::lower
