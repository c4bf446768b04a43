#include "compiler/lower/slots.h"

#include <algorithm>

namespace weir::lower {

using step::Bound;
using step::Input;

namespace {

step::Auction auction_of(const sema::Work& work) {
    if (work.kind == sema::WorkKind::at_open) return step::Auction::open;
    return work.kind == sema::WorkKind::at_close ? step::Auction::close : step::Auction::none;
}

std::string name_of(const sema::Work* work, int level) {
    if (!work) return std::string(kCompletionSlot);
    return work->ladder ? work->name + " " + std::to_string(level + 1) : work->name;
}

}  // namespace

bool crosses(const sema::Work& work) {
    return work.pricing == sema::Pricing::cross || work.immediate;
}

/// Auctions come first, since nothing else may take what is kept for them; then the completion, which is no work; then
/// the works in the order of their priority.
std::vector<Errand> errands_of(const sema::Strategy& strategy, const Market& market) {
    std::vector<Errand> errands;
    const auto add = [&](bool auctions) {
        for (const sema::Work& work : strategy.works) {
            if ((auction_of(work) != step::Auction::none) != auctions) continue;
            const Course course = course_of(strategy, &work, market);
            const int64_t levels = work.ladder ? work.ladder->most : 1;
            for (int level = 0; level < levels; ++level) errands.push_back({&work, level, course});
        }
    };
    add(true);
    if (strategy.complete && strategy.complete->must)
        errands.push_back({nullptr, 0, course_of(strategy, nullptr, market)});
    add(false);
    return errands;
}

std::vector<plan::Slot> slots_of(const sema::Strategy& strategy, const std::vector<Errand>& errands) {
    std::vector<plan::Slot> slots;
    for (const auto& [work, level, course] : errands) {
        plan::Slot slot;
        slot.name = name_of(work, level);
        slot.range = work ? work->head : strategy.complete->range;
        slot.crossing = !work || crosses(*work);
        slot.post_only = work && work->post_only;
        slot.ledger = work ? work->place.ledger : sema::kOrderLedger;
        slot.auction = work ? auction_of(*work) : step::Auction::none;
        if (course.plain) slots.push_back(slot);
        if (course.plain) continue;
        for (const Course::Line& line : course.lines)
            for (const Outlet& outlet : line.outlets) {
                plan::Slot& at = slots.emplace_back(slot);
                if (!outlet.venue.empty()) at.name += "@" + outlet.venue;
                at.view = outlet.view;
                at.crossing = slot.crossing && !outlet.dark;
            }
    }
    return slots;
}

std::string SlotBuilder::path(const Job& job, std::string_view rest) const {
    const std::string& name = plan_.slots[static_cast<size_t>(job.slot)].name;
    return strategy_.name + "/" + (job.work ? "work " + name : name) + "/" + std::string(rest);
}

SourceRange SlotBuilder::range_of(const Job& job) const {
    return job.work ? job.work->head : strategy_.complete->range;
}

std::vector<Emission> SlotBuilder::build() {
    budgets_.assign(paces_.size(), {zero()});
    place_jobs();
    before_.assign(paces_.size(), {zero(), zero()});
    choose_branches();
    for (const Errand& errand : errands_) {
        const size_t next = emissions_.size();
        if (!errand.course.plain && errand.course.outlets() == 0) continue;
        const Expressions::At at(e_, place_of(jobs_[next]));
        if (errand.course.plain)
            emissions_.push_back(emit(jobs_[next]));
        else
            emit_routed(next, errand.course);
    }
    remember_settling();
    return emissions_;
}

void SlotBuilder::place_jobs() {
    for (const Errand& errand : errands_) {
        const sema::Work* work = errand.work;
        Job job{work, 0, !work || crosses(*work), work && work->reprice_every, errand.level};
        const auto place = [&](Job one) {
            one.slot = static_cast<int>(jobs_.size());
            jobs_.push_back(one);
        };
        if (errand.course.plain) place(job);
        if (errand.course.plain) continue;
        job.errand = &errand;
        for (const Course::Line& line : errand.course.lines)
            for (const Outlet& outlet : line.outlets) {
                Job at = job;
                at.view = outlet.view;
                at.dark = outlet.dark;
                at.crossing = job.crossing && !outlet.dark;
                place(at);
            }
    }
}

NodeId SlotBuilder::enabled(const Job& job) {
    NodeId on = b_.both(pace(job).open, b_.both(b_.negate(pace(job).paused), judged_));
    if (!is_auction(job)) on = b_.both(on, b_.negate(pace(job).closed));
    if (!job.work) return b_.both(on, pace(job).completing);
    const auto known = on_.find(job.work->id);
    if (known == on_.end()) {
        const sema::Work& work = *job.work;
        on = phases_.only_in(work.place.phase, on);
        if (work.place.group != sema::kNoGroup)
            on = b_.both(on, has_branch(work));
        else if (work.when)
            on = b_.both(on, e_.permissive(*work.when));
        if (work.deadline_ns > 0) on = in_time(job, on);
        if (is_auction(job)) on = b_.both(on, auction_open(job));
        if (work.kind == sema::WorkKind::would || draws_on_due(job)) on = b_.both(on, b_.negate(pace(job).over));
        on_[work.id] = on;
    }
    on = on_[job.work->id];
    const bool may_be_off = job.work->ladder && job.work->ladder->count.operation == sema::Operation::parameter;
    return may_be_off ? b_.both(on, b_.lt(b_.constant(job.level), e_.number(job.work->ladder->count).value)) : on;
}

/// `deadline D`: counted from when the work is first on.
NodeId SlotBuilder::in_time(const Job& job, NodeId on) {
    const CellId begun = b_.scalar(path(job, "begun"), step::kNever);
    const NodeId now = in(Input::now), never = b_.constant(step::kNever), last = b_.read(begun);
    const NodeId begin = b_.select(b_.both(on, b_.eq(last, never)), now, last);
    b_.remember(begun, begin);
    const NodeId has_begun = b_.differs(begin, never);
    const NodeId end = b_.select(has_begun, b_.add(begin, b_.constant(job.work->deadline_ns)), never);
    b_.wake_at(end);
    const NodeId late = b_.le(end, now);
    late_[job.work->id] = late;
    return b_.both(on, b_.negate(late));
}

/// How much the work asks for: what is due, less what works before it claim; or what it says itself, up to what may be
/// working in all.
Sized SlotBuilder::wanted(const Job& job, Number reference) {
    using syntax::TakeKind;
    const NodeId due_left = b_.not_below_zero(b_.sub(pace(job).due.quantity, budget(job).claimed));
    NodeId spoken_for = budget(job).claimed;
    if (waits_beside_due(job)) spoken_for = b_.max(spoken_for, pace(job).due.quantity);
    const Sized room_left{b_.not_below_zero(b_.sub(room(job).quantity, spoken_for)), room(job).bound};
    const TakeKind take = take_of(job);
    if (job.work && job.work->ladder) {
        const Sized size{level_quantity(job), code(Bound::take)};
        return limited(b_, size, take == TakeKind::due ? Sized{due_left, pace(job).due.bound} : room_left);
    }
    if (take == TakeKind::due) return {due_left, pace(job).due.bound};
    return limited(b_, {amount_of(job, reference), code(Bound::take)}, room_left);
}

/// A would-price may wait long in the dark: what is due is left to the works meanwhile, and it is for what lies beyond.
bool SlotBuilder::waits_beside_due(const Job& job) const {
    if (!job.work || job.work->kind != sema::WorkKind::would || !job.errand) return false;
    const auto dark = [](const Outlet& outlet) { return outlet.dark; };
    const auto& lines = job.errand->course.lines;
    const bool waits =
        std::ranges::any_of(lines, [&](const Course::Line& line) { return std::ranges::any_of(line.outlets, dark); });
    const bool paced = !strategy_.schedules.empty() ||
                       std::ranges::find(strategy_.participations, syntax::Share::target,
                                         &sema::Participation::share) != strategy_.participations.end();
    return waits && paced;
}

syntax::TakeKind SlotBuilder::take_of(const Job& job) {
    if (job.work && job.work->kind == sema::WorkKind::would) return syntax::TakeKind::leaves;
    return job.work ? job.work->take.value_or(syntax::TakeKind::due) : syntax::TakeKind::due;
}

/// What `take` says, or `would up to`. Of an auction it is for all the days of the order together.
NodeId SlotBuilder::amount_of(const Job& job, Number reference) {
    using syntax::TakeKind;
    if (job.work->ahead) {
        const Number ahead = e_.quantity(*job.work->ahead, reference);
        NodeId most = b_.sub(b_.add(pace(job).target, ahead.value), executed(job));
        if (waits_beside_due(job)) most = b_.sub(most, pace(job).due.quantity);
        most = b_.not_below_zero(most);
        return b_.select(ahead.present, b_.min(most, e_.leaves()), zero());
    }
    const TakeKind take = take_of(job);
    if (take == TakeKind::behind) return b_.not_below_zero(b_.sub(pace(job).target, executed(job)));
    if (take != TakeKind::amount) return e_.leaves();
    const Number given = e_.quantity(*job.work->amount, reference);
    const NodeId amount = b_.select(given.present, given.value, zero());  // less than nothing is nothing
    return b_.not_below_zero(is_auction(job) ? b_.sub(amount, executed_in(job)) : amount);
}

/// The completion keeps to the smallest child that any work allows.
std::vector<const sema::Expression*> SlotBuilder::child_most(const Job& job) const {
    std::vector<const sema::Expression*> sizes;
    for (const sema::Work& work : strategy_.works)
        if (job.work ? job.work == &work : work.place.ledger == sema::kOrderLedger)
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
        whole =
            limited(b_, whole, {b_.not_below_zero(b_.sub(room(job).quantity, budget(job).claimed)), room(job).bound});
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

/// `child at most`, of a child at a price.
Sized SlotBuilder::at_child_most(const Job& job, Sized size, Number reference) {
    for (const sema::Expression* expression : child_most(job)) {
        const Builder::From from(b_, expression->range);
        const Number most = e_.quantity(*expression, reference);
        size = limited(b_, size, b_.select(most.present, b_.not_below_zero(most.value), zero()), Bound::child_most);
    }
    return size;
}

/// What a new child of this work would be, whatever works elsewhere now.
Sized SlotBuilder::fresh_size(const Job& job, Sized size, Number reference) {
    return on_lot(fold_rest(job, at_child_most(job, size, reference), reference));
}

/// `take due` and `take behind` draw on what is due, the others on what may be working in all.
bool SlotBuilder::draws_on_due(const Job& job) const {
    using syntax::TakeKind;
    const TakeKind take = take_of(job);
    return take == TakeKind::due || take == TakeKind::behind;
}

/// What all works that draw on what is due may have working together: it is a total, not an increment.
Sized SlotBuilder::due_together(const Job& job) {
    if (take_of(job) != syntax::TakeKind::behind) return {b_.max(pace(job).due.quantity, zero()), pace(job).due.bound};
    const NodeId late = b_.sub(pace(job).target, executed(job));
    return limited(b_, {b_.max(late, zero()), code(Bound::take)}, pace(job).room);
}

/// Sums of what works in the slots after each one, so that what works elsewhere is one addition a slot.
const std::vector<SlotBuilder::Exposure>& SlotBuilder::behind(const Job& job) {
    if (behind_.empty()) {
        behind_.assign(jobs_.size(), std::vector<Exposure>(paces_.size(), {zero(), zero()}));
        for (size_t i = jobs_.size() - 1; i-- > 0;) {
            behind_[i] = behind_[i + 1];
            add_exposure(behind_[i], jobs_[i + 1], in(Input::slot_working, static_cast<int>(i + 1)));
        }
    }
    return behind_[static_cast<size_t>(job.slot)];
}

void SlotBuilder::add_exposure(std::vector<Exposure>& exposures, const Job& job, NodeId quantity) {
    if (is_auction(job)) return;  // set apart, see `reserve`
    Exposure& exposure = exposures[static_cast<size_t>(ledger_of(job))];
    exposure.all = b_.add(exposure.all, quantity);
    if (draws_on_due(job)) exposure.of_due = b_.add(exposure.of_due, quantity);
}

/// Children of other works may still fill: what they can take is not given out twice.
Sized SlotBuilder::others_considered(const Job& job, Sized size) {
    if (plan_.slots.size() == 1) return on_lot(size);
    for (; counted_ < job.slot; ++counted_) {
        const Emission& earlier = emissions_[static_cast<size_t>(counted_)];
        add_exposure(before_, jobs_[static_cast<size_t>(counted_)], b_.max(earlier.working, earlier.quantity));
    }
    const auto ledger = static_cast<size_t>(ledger_of(job));
    const Exposure &before = before_[ledger], &behind = this->behind(job)[ledger];
    const auto free = [&](Sized all, NodeId taken) {
        return Sized{b_.not_below_zero(b_.sub(all.quantity, taken)), all.bound};
    };
    size = limited(b_, size, free(room(job), b_.add(before.all, behind.all)));
    if (draws_on_due(job)) size = limited(b_, size, free(due_together(job), b_.add(before.of_due, behind.of_due)));
    return on_lot(size);
}

/// Nothing below the venue's minimums, but a rest that is at the venue already may stay there, at the price it has.
SlotBuilder::Placed SlotBuilder::above_minimum(const Job& job, Sized size, NodeId price, NodeId last_price) {
    const NodeId value = e_.value_at(size.quantity, b_.mul(price, b_.constant(2)), Rounding::down);
    const NodeId enough =
        b_.both(b_.le(in(Input::minimum_quantity), size.quantity), b_.le(in(Input::minimum_value), value));
    const NodeId small = b_.both(b_.positive(size.quantity), b_.negate(enough));
    const NodeId at_venue = b_.eq(size.quantity, in(Input::slot_working, job.slot));
    const NodeId stays = b_.both(at_venue, job.crossing ? b_.flag(true) : may_keep(job, last_price));
    const NodeId dropped = b_.both(small, b_.negate(stays));
    return {{b_.select(dropped, zero(), size.quantity), b_.select(dropped, code(Bound::minimum), size.bound)},
            b_.select(small, last_price, price)};
}

/// `reprice`: between its times the child keeps its price, and its size but for what has filled and what is no longer
/// due.
SlotBuilder::Stay SlotBuilder::between_repricings(const Job& job, NodeId at_work, NodeId on) {
    const Grid grid = reprice_grid(job);
    const CellId index = b_.scalar(path(job, "reprice"), -1), level = b_.scalar(path(job, "level"));
    const CellId bound = b_.scalar(path(job, "bound"));
    const NodeId left = b_.not_below_zero(b_.sub(b_.read(level), executed_by(job)));
    // While the work is off nobody asks for the next repricing, so a step in between must not count as one.
    b_.remember(index, b_.select(on, grid.index, b_.constant(-1)));
    b_.wake_at(b_.select(on, grid.next, b_.constant(step::kNever)));
    return {b_.both(at_work, b_.eq(b_.read(index), grid.index)),
            {left, b_.read(bound)},
            level,
            bound,
            {},
            executed_by(job)};
}

/// Whether what is due grows little by little while the child rests.
bool SlotBuilder::keeps_its_place(const Job& job) const {
    if (!job.work || job.crossing || job.renews || job.work->synthetic || is_auction(job)) return false;
    if (ledger_of(job) != sema::kOrderLedger || !draws_on_due(job)) return false;
    const auto paces = [](const sema::Participation& one) { return one.share != syntax::Share::at_most; };
    return !strategy_.schedules.empty() || std::ranges::any_of(strategy_.participations, paces);
}

/// A larger order is a new one, at the end of the queue. So what rests stays as it is until as much again is due as was
/// sent, or there is another reason to send it anew.
SlotBuilder::Stay SlotBuilder::in_its_place(const Job& job, NodeId at_work, Sized anew, PriceNow price) {
    const CellId level = b_.scalar(path(job, "level")), sent = b_.scalar(path(job, "sent"));
    const NodeId executed = in(Input::slot_executed, job.slot);
    const NodeId rest = b_.not_below_zero(b_.sub(b_.read(level), executed));
    const NodeId added = b_.sub(anew.quantity, rest);
    const NodeId little = b_.both(b_.positive(added), b_.lt(added, b_.read(sent)));
    const NodeId same_price = b_.both(price.fresh.present, b_.eq(price.fresh.price, b_.read(price.last)));
    NodeId stays = b_.both(at_work, b_.both(same_price, b_.both(b_.positive(rest), little)));
    stays = b_.both(stays, b_.negate(pace(job).completing));
    return {stays, {rest, anew.bound}, level, {}, sent, executed};
}

/// What stays at its price has been asked for by then: it shrinks, and grows at a price of its time alone.
SlotBuilder::Asked SlotBuilder::asked_by(const Job& job, const Stay& stay) {
    if (!stay.level) return {};
    const CellId cell = b_.scalar(path(job, "asked"));
    return {cell, b_.not_below_zero(b_.sub(b_.read(cell), stay.executed))};
}

/// A limit that was amended may have left the price of a child behind, and a phase that begins anew does not know that
/// of a child which is still on its way.
NodeId SlotBuilder::may_keep(const Job& job, NodeId price) {
    NodeId may = b_.flag(true);
    if (place_of(job).phase != sema::kNoPhase) may = b_.positive(price);
    if (ledger_of(job) != sema::kOrderLedger) return may;
    const Number limit = b_.optional_input(Input::order_limit);
    const NodeId within = b_.le(e_.along_side(price), e_.along_side(limit.value));
    return b_.both(may, b_.either(b_.negate(limit.present), within));
}

/// What stays as it is: a crossing child on its way, and between repricings or during a hold what rests.
SlotBuilder::Stay SlotBuilder::stay(const Job& job, NodeId working, Sized anew, PriceNow price, NodeId on) {
    const NodeId at_work = b_.positive(working), bound = anew.bound;
    const Sized all{working, bound};
    const bool may_be_held = pace(job).held != b_.flag(false);
    const bool keeps_price = job.crossing || is_auction(job) || job.renews;
    const NodeId may_keep = keeps_price || may_be_held ? this->may_keep(job, b_.read(price.last)) : b_.flag(true);
    const NodeId keeps = b_.both(at_work, may_keep);
    Stay stay{b_.flag(false), all, {}, {}, {}};
    if (job.crossing || is_auction(job)) stay.stays = keeps;
    if (job.renews) stay = between_repricings(job, keeps, on);
    if (keeps_its_place(job)) stay = in_its_place(job, at_work, anew, price);
    if (keeps_price) stay.leaves = b_.both(at_work, b_.negate(may_keep));
    if (job.crossing || is_auction(job) || !may_be_held) return stay;
    const NodeId held = pace(job).held, rest = b_.select(stay.stays, stay.rest.quantity, working);
    stay.rest = {b_.select(held, b_.min(rest, working), rest), b_.select(stay.stays, stay.rest.bound, bound)};
    stay.stays = b_.either(stay.stays, b_.both(keeps, held));
    return stay;
}

Emission SlotBuilder::emit(const Job& job, const Portion* portion) {
    const Builder::From from(b_, range_of(job));
    const NodeId working = in(Input::slot_working, job.slot);
    NodeId on = enabled(job);
    if (portion) on = b_.both(on, portion->part.usable);
    if (!portion && job.work && job.work->ladder && job.level == 0) begin_ladder(job);
    const Priced fresh = price_of(job);
    const CellId last_price = b_.scalar(path(job, "price"));

    const Number reference{this->reference(fresh.price), fresh.present};
    const Sized wanted = portion ? portion->wanted : this->wanted(job, reference);
    const Sized whole = portion ? portion_of(job, *portion, reference) : fresh_size(job, wanted, reference);
    const Sized anew = part_by_part(job, whole, on);
    const Stay stay = this->stay(job, working, anew, {fresh, last_price}, on);
    const Sized kept = on_lot(limited(b_, stay.rest, wanted));
    const NodeId wanted_price = b_.select(stay.stays, b_.read(last_price), fresh.price);

    // A hold sends nothing new; without a price there is nothing to send, nor before what may not stay is gone.
    NodeId may_send = b_.both(fresh.present, b_.negate(pace(job).held));
    if (stay.leaves != plan::kNoNode) may_send = b_.both(may_send, b_.negate(stay.leaves));
    const NodeId allowed = b_.or_else(stay.stays, may_send), no_price = reason_against(job, b_.flag(true));
    const Sized claim{b_.select(stay.stays, kept.quantity, b_.select(may_send, anew.quantity, zero())),
                      b_.select(stay.stays, kept.bound, b_.select(may_send, anew.bound, no_price))};
    // What a child leaves out to keep its place is not for others.
    const NodeId claims = stay.sent ? b_.select(allowed, anew.quantity, zero()) : claim.quantity;
    // What leaves this work does so under `on`: all that it takes to know is left undone while the work is off, and all
    // that a new child takes while the old one stays.
    if (!is_auction(job) && !waits_beside_due(job))
        budget(job).claimed = b_.add(budget(job).claimed, b_.select(on, claims, zero()));
    const Asked asked = asked_by(job, stay);
    const NodeId most = asked.cell ? b_.select(stay.stays, asked.rest, claim.quantity) : claim.quantity;
    const Sized left = others_considered(job, {b_.min(claim.quantity, most), claim.bound});
    const NodeId last = b_.read(last_price);
    const auto [least, price] = above_minimum(job, left, wanted_price, last);
    Sized size = all_or_nothing(job, least);
    const NodeId bound_on = b_.select(allowed, size.bound, no_price);
    size.bound = b_.select(on, bound_on, reason_against(job, b_.flag(false)));
    const NodeId sends_on = b_.positive(size.quantity);
    const NodeId sent_price = b_.select(on, b_.select(sends_on, price, zero()), zero());
    b_.remember(last_price, b_.select(on, b_.select(sends_on, price, last), last));
    size.quantity = b_.select(on, size.quantity, zero());

    // What is claimed stays claimed, whatever others leave of it now: a step in between must claim the same.
    const NodeId claimed = b_.select(on, claim.quantity, zero());
    if (stay.level) b_.remember(*stay.level, b_.add(claimed, stay.executed));
    if (asked.cell) b_.remember(*asked.cell, b_.add(b_.select(on, left.quantity, zero()), stay.executed));
    if (stay.sent) b_.remember(*stay.sent, b_.select(b_.both(on, stay.stays), b_.read(*stay.sent), claimed));
    if (stay.bound) b_.remember(*stay.bound, b_.select(on, claim.bound, reason_against(job, b_.flag(false))));
    const NodeId sends = b_.positive(size.quantity);
    const NodeId enlarged = b_.lt(asked.cell ? b_.max(working, asked.rest) : working, size.quantity);
    const NodeId moved = job.crossing ? b_.flag(false) : b_.differs(sent_price, last);
    plan::Slot& slot = plan_.slots[static_cast<size_t>(job.slot)];
    slot.quantity = size.quantity;
    slot.price = sent_price;
    slot.display = b_.select(sends, display(job, size.quantity), zero());
    slot.bound = size.bound;
    slot.minimum = job.dark ? b_.min(portion->part.minimum, size.quantity) : least_fill(job, size.quantity);
    if (is_auction(job)) reserve(job, portion ? portion->whole.quantity : whole.quantity);
    slot.fresh = b_.both(sends, b_.either(enlarged, moved));
    return {size.quantity, sent_price, working, slot.fresh, ledger_of(job)};
}

/// `fok`: sent only where the touch shows the whole of it.
Sized SlotBuilder::all_or_nothing(const Job& job, Sized size) {
    if (!job.work || !job.work->whole_or_nothing) return size;
    const Number bid = b_.optional_input(Input::bid_quantity), ask = b_.optional_input(Input::ask_quantity);
    const NodeId shown = b_.select(e_.is_buy(), ask.value, bid.value);
    const NodeId enough = b_.either(b_.le(size.quantity, shown), b_.positive(in(Input::slot_working, job.slot)));
    return {b_.select(enough, size.quantity, zero()), b_.select(enough, size.bound, code(Bound::minimum))};
}

NodeId SlotBuilder::least_fill(const Job& job, NodeId quantity) {
    if (!job.work) return plan::kNoNode;
    if (job.work->whole_or_nothing) return quantity;
    if (!job.work->minimum || job.errand) return plan::kNoNode;  // only dark venues keep it
    const Number reference = e_.mid();
    const Number least = e_.quantity(*job.work->minimum, reference);
    return b_.min(quantity, b_.select(least.present, b_.not_below_zero(least.value), quantity));
}

/// For the works that `settled` asks about: whether they have sent, and since when they are at rest.
void SlotBuilder::remember_settling() {
    for (const auto& [id, cells] : e_.settling()) {
        const auto work = std::ranges::find(strategy_.works, id, &sema::Work::id);
        const Expressions::At at(e_, work->place);
        NodeId busy = b_.flag(false), sent = b_.is_true(b_.read(cells.had));
        for (const Job& job : jobs_) {
            if (job.work != &*work) continue;
            const Emission& child = emissions_[static_cast<size_t>(job.slot)];
            busy = b_.either(busy, b_.either(b_.positive(child.working), b_.positive(child.quantity)));
            sent = b_.either(sent, b_.either(b_.positive(child.working), b_.positive(executed_in(job))));
        }
        if (const auto late = late_.find(id); late != late_.end()) sent = b_.either(sent, late->second);
        const NodeId rests = b_.both(sent, b_.negate(busy)), now = in(Input::now), never = b_.constant(step::kNever);
        const NodeId since = b_.min(b_.read(cells.since), now);
        b_.remember(cells.had, b_.to_int(sent));
        b_.remember(cells.since, b_.select(rests, since, never));
        b_.wake_at(b_.select(rests, b_.add(since, b_.constant(1)), never));
    }
}

/// What the child has executed since its phase began, wherever that was.
NodeId SlotBuilder::executed_in(const Job& job) {
    if (!job.errand) return executed_in_slot(job);
    NodeId all = zero();
    for (const Job& place : jobs_)
        if (place.errand == job.errand) all = b_.add(all, executed_in_slot(place));
    return all;
}

/// Fills that count against what a child was when it was priced: of several places or levels, its own.
NodeId SlotBuilder::executed_by(const Job& job) {
    const bool of_several = job.errand || (job.work && job.work->ladder);
    return of_several ? in(Input::slot_executed, job.slot) : executed(job);
}

NodeId SlotBuilder::executed_in_slot(const Job& job) {
    const NodeId all = in(Input::slot_executed, job.slot);
    if (job.work->place.phase == sema::kNoPhase) return all;
    const auto [known, is_new] = executed_.try_emplace(job.slot, plan::kNoNode);
    if (!is_new) return known->second;
    const CellId before = b_.scalar(path(job, "executed before"), step::kAbsent);
    const NodeId last = b_.read(before);
    const NodeId base = b_.select(b_.eq(last, b_.constant(step::kAbsent)), all, last);
    b_.remember(before, base);
    return known->second = b_.sub(all, base);
}

/// Why a work that has something to do sends nothing.
NodeId SlotBuilder::reason_against(const Job& job, NodeId on) {
    const NodeId no_price = code(job.crossing ? Bound::limit : Bound::none);
    const NodeId held = b_.select(pace(job).held, code(Bound::hold), no_price);
    NodeId off = code(Bound::none);
    const auto because = [&](NodeId reason, Bound bound) {
        off = b_.select(phases_.only_in(job.work->place.phase, reason), code(bound), off);
    };
    if (job.work && job.work->place.group != sema::kNoGroup) because(b_.negate(has_branch(*job.work)), Bound::branch);
    if (job.work)
        if (const auto late = late_.find(job.work->id); late != late_.end()) because(late->second, Bound::deadline);
    const NodeId why = pace(job).pause_bound == plan::kNoNode ? code(Bound::pause) : pace(job).pause_bound;
    NodeId reason = b_.select(on, held, off);
    if (pace(job).closed != b_.flag(false) && !is_auction(job))
        reason = b_.select(pace(job).closed, code(Bound::session), reason);
    return b_.select(pace(job).paused, why, reason);
}

}  // namespace weir::lower
