#include "compiler/lower/slots.h"

namespace weir::lower {

using step::Bound;
using step::Input;

std::vector<plan::Slot> slots_of(const sema::Strategy& strategy) {
    std::vector<plan::Slot> slots;
    const auto add = [&](std::string name, SourceRange range, bool crossing, bool post_only) {
        plan::Slot slot;
        slot.name = std::move(name);
        slot.range = range;
        slot.crossing = crossing;
        slot.post_only = post_only;
        slots.push_back(std::move(slot));
    };
    if (strategy.complete && strategy.complete->must)
        add(std::string(kCompletionSlot), strategy.complete->range, true, false);
    for (const sema::Work& work : strategy.works)
        add(work.name, work.head, work.pricing == sema::Pricing::cross, work.post_only);
    return slots;
}

std::string SlotBuilder::path(const Job& job, std::string_view rest) const {
    const std::string name = job.work ? "work " + job.work->name : std::string(kCompletionSlot);
    return strategy_.name + "/" + name + "/" + std::string(rest);
}

SourceRange SlotBuilder::range_of(const Job& job) const {
    return job.work ? job.work->head : strategy_.complete->range;
}

std::vector<Emission> SlotBuilder::build() {
    claimed_ = due_claimed_ = zero();
    int slot = 0;
    if (strategy_.complete && strategy_.complete->must) jobs_.push_back({nullptr, slot++, true, false});
    for (const sema::Work& work : strategy_.works)
        jobs_.push_back({&work, slot++, work.pricing == sema::Pricing::cross, work.reprice_every.has_value()});
    for (const Job& job : jobs_) emissions_.push_back(emit(job));
    return emissions_;
}

NodeId SlotBuilder::enabled(const Job& job) {
    NodeId on = b_.both(pace_.open, b_.both(b_.negate(pace_.paused), judged_));
    if (!job.work) on = b_.both(on, pace_.completing);
    if (job.work && job.work->when) on = b_.both(on, e_.permissive(*job.work->when));
    return on;
}

/// How much the work asks for: what is due, less what works before it claim; or what it says itself, up to what may be
/// working in all.
Sized SlotBuilder::wanted(const Job& job, Number reference) {
    using syntax::TakeKind;
    const NodeId due_left = b_.not_below_zero(b_.sub(pace_.due.quantity, claimed_));
    const Sized room_left{b_.not_below_zero(b_.sub(pace_.room.quantity, claimed_)), pace_.room.bound};
    const TakeKind take = job.work ? job.work->take.value_or(TakeKind::due) : TakeKind::due;
    if (take == TakeKind::due) return {due_left, pace_.due.bound};
    NodeId amount = e_.leaves();
    if (take == TakeKind::behind) amount = b_.not_below_zero(b_.sub(pace_.target, in(Input::order_executed)));
    if (take == TakeKind::amount) {
        const Number given = e_.quantity(*job.work->amount, reference);
        amount = b_.select(given.present, given.value, zero());
    }
    return limited(b_, {amount, code(Bound::take)}, room_left);
}

/// The completion keeps to the smallest child that any work allows.
std::vector<const sema::Expression*> SlotBuilder::child_most(const Job& job) const {
    std::vector<const sema::Expression*> sizes;
    for (const sema::Work& work : strategy_.works)
        if (!job.work || job.work == &work)
            for (const sema::Expression& size : work.child_most) sizes.push_back(&size);
    return sizes;
}

Sized SlotBuilder::on_lot(Sized size) {
    const NodeId floored = b_.floor_to(size.quantity, in(Input::lot));
    const NodeId vanished = b_.both(b_.eq(floored, zero()), b_.positive(size.quantity));
    return {floored, b_.select(vanished, code(Bound::lot), size.bound)};
}

/// `child at least N`: a child that would leave less than N of the order takes that rest along, as far as the room and
/// `child at most` allow; a smaller child is sent only when it is all that is left.
Sized SlotBuilder::fold_rest(const Job& job, Sized size, Number reference) {
    if (!job.work || job.work->child_least.empty()) return size;
    const NodeId leaves = e_.leaves();
    for (const sema::Expression& expression : job.work->child_least) {
        const Number least = e_.quantity(expression, reference);
        const NodeId known = least.present, bound = code(Bound::child_least);
        const NodeId rest = b_.sub(leaves, size.quantity);
        Sized whole{leaves, bound};
        whole = limited(b_, whole, {b_.not_below_zero(b_.sub(pace_.room.quantity, claimed_)), pace_.room.bound});
        for (const sema::Expression* most : child_most(job))
            whole = limited(b_, whole, e_.quantity(*most, reference).value, Bound::child_most);
        const NodeId small_rest = b_.both(b_.lt(rest, least.value), b_.lt(size.quantity, whole.quantity));
        const NodeId folds = b_.both(known, b_.both(b_.positive(size.quantity), small_rest));
        size = {b_.select(folds, whole.quantity, size.quantity), b_.select(folds, bound, size.bound)};
        const NodeId small = b_.both(b_.lt(size.quantity, least.value), b_.lt(size.quantity, leaves));
        const NodeId dropped = b_.either(b_.negate(known), small);
        size = {b_.select(dropped, zero(), size.quantity),
                b_.select(b_.both(dropped, b_.positive(size.quantity)), bound, size.bound)};
    }
    return size;
}

/// What a new child of this work would be, whatever works elsewhere now.
Sized SlotBuilder::fresh_size(const Job& job, Sized size, Number reference) {
    for (const sema::Expression* expression : child_most(job)) {
        const Builder::From from(b_, expression->range);
        const Number most = e_.quantity(*expression, reference);
        size = limited(b_, size, b_.select(most.present, b_.not_below_zero(most.value), zero()), Bound::child_most);
    }
    return on_lot(fold_rest(job, size, reference));
}

/// `take due` and `take behind` draw on what is due, the others on what may be working in all.
bool SlotBuilder::draws_on_due(const Job& job) const {
    using syntax::TakeKind;
    const TakeKind take = job.work ? job.work->take.value_or(TakeKind::due) : TakeKind::due;
    return take == TakeKind::due || take == TakeKind::behind;
}

/// What all works that draw on what is due may have working together: it is a total, not an increment.
Sized SlotBuilder::due_together(const Job& job) {
    const bool behind = job.work && job.work->take == syntax::TakeKind::behind;
    if (!behind) return {b_.max(pace_.due.quantity, due_claimed_), pace_.due.bound};
    const NodeId late = b_.sub(pace_.target, in(Input::order_executed));
    return limited(b_, {b_.max(late, due_claimed_), code(Bound::take)}, pace_.room);
}

/// Children of other works may still fill: what they can take is not given out twice.
Sized SlotBuilder::others_considered(const Job& job, Sized size) {
    if (plan_.slots.size() == 1) return size;
    NodeId exposed = zero(), exposed_of_due = zero();
    for (int other = 0; other < static_cast<int>(plan_.slots.size()); ++other) {
        if (other == job.slot) continue;
        NodeId working = in(Input::slot_working, other);
        if (other < job.slot) working = b_.max(working, emissions_[static_cast<size_t>(other)].quantity);
        exposed = b_.add(exposed, working);
        if (draws_on_due(jobs_[static_cast<size_t>(other)])) exposed_of_due = b_.add(exposed_of_due, working);
    }
    const auto free = [&](Sized all, NodeId taken) {
        return Sized{b_.not_below_zero(b_.sub(all.quantity, taken)), all.bound};
    };
    size = limited(b_, size, free(pace_.room, exposed));
    if (draws_on_due(job)) size = limited(b_, size, free(due_together(job), exposed_of_due));
    return on_lot(size);
}

/// Nothing below the venue's minimums, but a rest that is at the venue already may stay there.
Sized SlotBuilder::above_minimum(Sized size, NodeId price, NodeId working) {
    const NodeId value = e_.value_at(size.quantity, b_.mul(price, b_.constant(2)), Rounding::down);
    const NodeId enough =
        b_.both(b_.le(in(Input::minimum_quantity), size.quantity), b_.le(in(Input::minimum_value), value));
    const NodeId stays = b_.either(enough, b_.eq(size.quantity, working));
    const NodeId dropped = b_.both(b_.positive(size.quantity), b_.negate(stays));
    return {b_.select(dropped, zero(), size.quantity), b_.select(dropped, code(Bound::minimum), size.bound)};
}

/// The part that is shown, drawn anew whenever something has filled; at least a lot, at most the whole.
NodeId SlotBuilder::display(const Job& job, NodeId quantity) {
    if (!job.work || !job.work->show) return quantity;
    const NodeId one = b_.constant(step::kRatioOne);
    const Number show = e_.number(*job.work->show);
    NodeId part = job.work->show->unit == sema::Unit::ratio ? b_.muldiv_ceil(quantity, show.value, one) : show.value;
    if (job.work->show_vary) {
        const NodeId vary = e_.number(*job.work->show_vary).value;
        const NodeId drawn = b_.hash(in(Input::seed), in(Input::order_executed), path_hash(path(job, "show")));
        const NodeId swing = b_.muldiv_floor(drawn, b_.mul(vary, b_.constant(2)), b_.constant(int64_t{1} << 32));
        part = b_.muldiv_floor(part, b_.add(b_.sub(one, vary), swing), one);
    }
    part = b_.ceil_to(b_.max(part, b_.constant(1)), in(Input::lot));
    return b_.select(show.present, b_.min(part, quantity), quantity);
}

/// `reprice`: between its times the child keeps its price, and its size but for what has filled and what is no longer
/// due.
SlotBuilder::Stay SlotBuilder::between_repricings(const Job& job, NodeId at_work, NodeId on) {
    const Grid grid = reprice_grid(job);
    const CellId index = b_.scalar(path(job, "reprice"), -1), level = b_.scalar(path(job, "level"));
    const CellId bound = b_.scalar(path(job, "bound"));
    const NodeId left = b_.not_below_zero(b_.sub(b_.read(level), in(Input::order_executed)));
    // While the work is off nobody asks for the next repricing, so a step in between must not count as one.
    b_.remember(index, b_.select(on, grid.index, b_.constant(-1)));
    b_.wake_at(b_.select(on, grid.next, b_.constant(step::kNever)));
    return {b_.both(at_work, b_.eq(b_.read(index), grid.index)), {left, b_.read(bound)}, level, bound};
}

/// What stays as it is: a crossing child on its way, and between repricings or during a hold what rests.
SlotBuilder::Stay SlotBuilder::stay(const Job& job, NodeId working, NodeId bound, NodeId on) {
    const NodeId at_work = b_.positive(working);
    const Sized all{working, bound};
    if (job.crossing) return {at_work, all, {}, {}};
    Stay stay{b_.flag(false), all, {}, {}};
    if (job.renews) stay = between_repricings(job, at_work, on);
    if (pace_.held != b_.flag(false)) {
        stay.rest = {b_.select(stay.stays, stay.rest.quantity, working), b_.select(stay.stays, stay.rest.bound, bound)};
        stay.stays = b_.either(stay.stays, b_.both(at_work, pace_.held));
    }
    return stay;
}

Emission SlotBuilder::emit(const Job& job) {
    const Builder::From from(b_, range_of(job));
    const NodeId working = in(Input::slot_working, job.slot);
    const NodeId on = enabled(job);
    const Priced fresh = price_of(job);
    const CellId last_price = b_.scalar(path(job, "price"));

    const Number reference{this->reference(fresh.price), fresh.present};
    const Sized wanted = this->wanted(job, reference);
    const Sized anew = fresh_size(job, wanted, reference);
    const Stay stay = this->stay(job, working, anew.bound, on);
    const Sized kept = on_lot(limited(b_, stay.rest, wanted));
    const NodeId price = b_.select(stay.stays, b_.read(last_price), fresh.price);

    // A hold sends nothing new; without a price there is nothing to send.
    const NodeId may_send = b_.both(fresh.present, b_.negate(pace_.held));
    const NodeId allowed = b_.both(on, b_.either(stay.stays, may_send));
    const NodeId asked = b_.select(stay.stays, kept.quantity, anew.quantity);
    const Sized claim{b_.select(allowed, asked, zero()), b_.select(stay.stays, kept.bound, anew.bound)};
    // What leaves this work does so under `on`: all that it takes to know is left undone while the work is off.
    claimed_ = b_.add(claimed_, b_.select(on, claim.quantity, zero()));
    Sized size = above_minimum(others_considered(job, claim), price, working);
    const NodeId bound_on = b_.select(allowed, size.bound, reason_against(job, b_.flag(true)));
    size.bound = b_.select(on, bound_on, reason_against(job, b_.flag(false)));
    size.quantity = b_.select(on, size.quantity, zero());

    // What is claimed stays claimed, whatever others leave of it now: a step in between must claim the same.
    const NodeId claim_bound_on = b_.select(allowed, claim.bound, reason_against(job, b_.flag(true)));
    if (stay.level) b_.remember(*stay.level, b_.add(claim.quantity, in(Input::order_executed)));
    if (stay.bound) b_.remember(*stay.bound, b_.select(on, claim_bound_on, reason_against(job, b_.flag(false))));
    const NodeId sends = b_.positive(size.quantity);
    const NodeId sent_price = b_.select(on, b_.select(sends, price, zero()), zero());
    b_.remember(last_price, b_.select(sends, sent_price, b_.read(last_price)));
    const NodeId enlarged = b_.lt(working, size.quantity);
    const NodeId moved = job.crossing ? b_.flag(false) : b_.differs(sent_price, b_.read(last_price));
    plan::Slot& slot = plan_.slots[static_cast<size_t>(job.slot)];
    slot.quantity = size.quantity;
    slot.price = sent_price;
    slot.display = b_.select(sends, display(job, size.quantity), zero());
    slot.bound = size.bound;
    return {size.quantity, sent_price, working, b_.both(sends, b_.either(enlarged, moved))};
}

/// Why a work that has something to do sends nothing.
NodeId SlotBuilder::reason_against(const Job& job, NodeId on) {
    const NodeId no_price = code(job.crossing ? Bound::limit : Bound::none);
    const NodeId held = b_.select(pace_.held, code(Bound::hold), no_price);
    return b_.select(pace_.paused, code(Bound::pause), b_.select(on, held, code(Bound::none)));
}

}  // namespace weir::lower
