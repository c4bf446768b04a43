#include "runtime/orders/orders.h"

#include <algorithm>

#include "runtime/core/assert.h"

namespace weir::orders {
namespace {

/// Reasons to refuse a cancel or a reduction that leave the order as it was.
bool order_stands(Reject reject) {
    switch (reject) {
        case Reject::halted:
        case Reject::tick:
        case Reject::lot:
        case Reject::minimum_quantity:
        case Reject::minimum_value:
        case Reject::would_cross:
        case Reject::no_auction:
        case Reject::unsupported:
            return true;
        case Reject::none:
        case Reject::unknown_order:
        case Reject::closed:
        case Reject::duplicate:
            return false;
    }
    return false;
}

/// No venue deals in such numbers, and sums of them would leave 64 bits: such a report is a breach and nothing else.
constexpr int64_t kQuantityMost = std::numeric_limits<int64_t>::max() / 2;
bool plausible(const OrderReport& report) {
    const auto in_range = [](int64_t value) { return value >= 0 && value <= kQuantityMost; };
    return in_range(report.quantity.value) && in_range(report.leaves.value) && in_range(report.executed.value);
}

ChildEvent classify_fill(const Child& child, const OrderReport& report, bool known) {
    if (known || report.quantity.value <= 0) return ChildEvent::duplicate;
    if (report.quantity < child.open()) return ChildEvent::filled_part;
    return report.quantity == child.open() ? ChildEvent::filled_all : ChildEvent::filled_over;
}

/// What a report means for a child: see the list of events in transitions.def.
ChildEvent classify(const Child& child, const OrderReport& report, bool known) {
    switch (report.kind) {
        case ReportKind::accepted:
            return ChildEvent::accepted;
        case ReportKind::rejected:
            // The venue has seen this number before: that says nothing of the order it was given first.
            if (report.reject == Reject::duplicate) return ChildEvent::duplicate;
            return child.seen ? ChildEvent::rejected_late : ChildEvent::rejected;
        case ReportKind::filled:
            return classify_fill(child, report, known);
        case ReportKind::cancelled:
            return report.executed > child.executed ? ChildEvent::cancelled_short : ChildEvent::cancelled;
        case ReportKind::reduced:
            if (report.executed + report.leaves <= child.executed) return ChildEvent::reduced_all;
            return ChildEvent::reduced;
        case ReportKind::cancel_rejected:
            return order_stands(report.reject) ? ChildEvent::cancel_refused : ChildEvent::cancel_rejected;
    }
    return ChildEvent::duplicate;
}

bool shows_the_order(ChildEvent event) {
    switch (event) {
        case ChildEvent::accepted:
        case ChildEvent::filled_part:
        case ChildEvent::filled_all:
        case ChildEvent::filled_over:
        case ChildEvent::reduced:
        case ChildEvent::reduced_all:
        case ChildEvent::cancelled:
        case ChildEvent::cancelled_short:
        case ChildEvent::cancel_refused:
            return true;
        default:
            return false;
    }
}

bool tells_leaves(ChildEvent event) {
    return event == ChildEvent::accepted || event == ChildEvent::filled_part || event == ChildEvent::reduced;
}

/// A crossing order ends by itself: once the venue has it, its end is the answer.
bool awaits_answer(ChildState state, bool crossing) {
    switch (state) {
        case ChildState::sent:
        case ChildState::reducing:
        case ChildState::cancelling:
        case ChildState::unknown:
        case ChildState::settling:
            return true;
        case ChildState::working:
            return crossing;
        case ChildState::empty:
        case ChildState::closed:
            return false;
    }
    return false;
}

}  // namespace

Manager::Manager(const Settings& settings, const TransitionTable& table)
    : settings_(settings),
      table_(table),
      wanted_total_(settings.total),
      own_traffic_(settings.limits, settings.house),
      executions_(settings.executions_remembered) {
    WEIR_ASSERT(settings.slots >= 0 && settings.slots <= step::kMaxSlots);
    WEIR_ASSERT(settings.unknown_after.value > 0);  // else an overdue answer would be overdue again at once
    WEIR_ASSERT(settings.total.value >= 0 && settings.side != Side::none);
    WEIR_ASSERT(settings.id_first < settings.id_stride);
    ledger_.total = settings.total;
}

const Child* Manager::find(ChildId id) const {
    const Child& child = children_[place_of(id)];
    return id != 0 && child.id == id ? &child : nullptr;
}

Child* Manager::find_mutable(ChildId id) {
    return const_cast<Child*>(std::as_const(*this).find(id));
}

Applied Manager::on_report(const OrderReport& report, Time now) {
    if (!plausible(report) || report.quantity.value > kQuantityMost - ledger_.executed.value) {
        breach_ = breach_.value_or(report.child);
        return {};
    }
    const bool known = report.kind == ReportKind::filled && !executions_.insert(report.child, report.execution);
    Child* child = find_mutable(report.child);
    if (child == nullptr) return on_stray(report, known);
    const ChildEvent event = classify(*child, report, known);
    if (known) ++ledger_.duplicates;
    apply(*child, event, &report, now);
    if (event == ChildEvent::rejected) on_rejection(*child, report.reject, now);
    update_wake();
    return {child->slot, event == ChildEvent::duplicate};
}

/// A report about an order that was never sent, or is long closed and forgotten. A fill is ours all the same.
Applied Manager::on_stray(const OrderReport& report, bool known) {
    if (known) ++ledger_.duplicates;
    if (report.kind != ReportKind::filled || report.quantity.value <= 0 || known) return {kNoSlot, known};
    count_fill(report);
    count_excess(report.quantity, report.child);
    check();
    return {};
}

void Manager::on_time(Time now) {
    for (int i = open_count_ - 1; i >= 0; --i) {  // from the end, since closing one moves the last into its place
        Child& child = children_[open_[static_cast<size_t>(i)]];
        if (child.answer_by <= now) apply(child, ChildEvent::timeout, nullptr, now);
    }
    if (blocked_until_ <= now) blocked_until_ = kNoTime;
    update_wake();
}

void Manager::apply(Child& child, ChildEvent event, const OrderReport* report, Time now) {
    const Transition& transition = table_.at(child.state, event);
    const Quantity open_before = child.open();
    child.seen |= shows_the_order(event);
    // An order never grows: of the reports, which may come in any order, the smallest number is the latest.
    if (report != nullptr && tells_leaves(event)) child.at_venue = std::min(child.at_venue, report->leaves);
    WEIR_ASSERT(report != nullptr || !reads_report(transition.action));
    act(child, transition.action, report, now);
    const Quantity change = child.open() - open_before;
    ledger_.exposure += change;
    slots_[static_cast<size_t>(child.slot)].exposure += change;
    enter(child, transition.next);
    check();
    confirm_total();
}

void Manager::set_total(Quantity total) {
    wanted_total_ = std::max(total, Quantity{0});
    ledger_.total = std::max(ledger_.total, wanted_total_);
    confirm_total();
}

/// What was taken away from the total and may no longer fill is taken away for good.
void Manager::confirm_total() {
    const Quantity needed = ledger_.executed + ledger_.exposure - ledger_.excess;
    ledger_.total = std::max(wanted_total_, std::min(ledger_.total, needed));
}

void Manager::act(Child& child, ChildAction action, const OrderReport* report, Time now) {
    switch (action) {
        case ChildAction::none:
            return;
        case ChildAction::never:
            WEIR_ASSERT(action != ChildAction::never);
            return;
        case ChildAction::open:
            child.most = child.at_venue = child.quantity;
            return await_answer(child, now);
        case ChildAction::ask:
            child.must_ask = false;
            return await_answer(child, now);
        case ChildAction::ask_again:
            child.must_ask = true;
            if (++child.asks > kAsksMost) breach_ = breach_.value_or(child.id);
            return await_answer(child, now);
        case ChildAction::doubt:
            child.must_ask = true;
            return await_answer(child, now);
        case ChildAction::postpone:
            child.not_before = saturating_add(now, settings_.unknown_after);
            return;
        case ChildAction::fill:
        case ChildAction::fill_over:
            return fill(child, *report);
        case ChildAction::shrink:
            child.most = std::clamp(report->executed + report->leaves, child.executed, child.most);
            return;
        case ChildAction::settle:
            child.most = std::clamp(report->executed, child.executed, child.most);
            return await_answer(child, now);
        case ChildAction::close:
            child.most = child.executed;
            return;
    }
}

void Manager::fill(Child& child, const OrderReport& report) {
    const Quantity beyond = report.quantity - std::min(report.quantity, child.open());
    child.executed += report.quantity;
    slots_[static_cast<size_t>(child.slot)].executed += report.quantity;
    child.most = std::max(child.most, child.executed);
    count_fill(report);
    if (beyond.value > 0) count_excess(beyond, child.id);
}

void Manager::count_fill(const OrderReport& report) {
    ledger_.executed += report.quantity;
    ledger_.executed_value += product(report.price, report.quantity);
    ledger_.position += sign(settings_.side) * report.quantity.value;
    if (__builtin_add_overflow(ledger_.fees, report.fee, &ledger_.fees)) breach_ = breach_.value_or(report.child);
    ++ledger_.fills;
}

void Manager::count_excess(Quantity quantity, ChildId child) {
    ledger_.excess += quantity;
    breach_ = breach_.value_or(child);
}

/// Each time an answer is overdue, the next wait is twice as long. After the last there is none: waiting on would not
/// help, the exposure stays counted and is the operator's.
void Manager::await_answer(Child& child, Time now) const {
    const int doublings = std::min<int>(child.asks, kAsksMost);
    const Wide by = now.value + (static_cast<Wide>(settings_.unknown_after.value) << doublings);
    const bool never = child.asks > kAsksMost || by >= kNoTime.value;
    child.answer_by = never ? kNoTime : Time{static_cast<int64_t>(by)};
}

void Manager::enter(Child& child, ChildState next) {
    const auto place = static_cast<uint8_t>(place_of(child.id));
    Slot& slot = slots_[static_cast<size_t>(child.slot)];
    const bool was_live = child.live();
    const bool was_open = child.state != ChildState::empty && child.state != ChildState::closed;
    const bool is_open = next != ChildState::empty && next != ChildState::closed;
    child.state = next;
    if (!awaits_answer(next, child.crossing)) child.answer_by = kNoTime;
    traffic().alive += static_cast<int64_t>(child.live()) - static_cast<int64_t>(was_live);
    if (child.live()) {
        slot.place = place;
    } else if (slot.place == place) {
        slot.place = kNoPlace;
    }
    if (is_open && !was_open) {
        open_[static_cast<size_t>(open_count_++)] = place;
        ++slot.open;
    } else if (was_open && !is_open) {
        const auto end = open_.begin() + open_count_;
        *std::find(open_.begin(), end, place) = open_[static_cast<size_t>(--open_count_)];
        --slot.open;
    }
}

/// The promise of the header, asked for after every change.
void Manager::check() const {
    WEIR_ASSERT(ledger_.exposure.value >= 0);
    WEIR_ASSERT(ledger_.executed + ledger_.exposure <= ledger_.total + ledger_.excess);
}

void Manager::update_wake() {
    wake_ = blocked_until_;
    for (int i = 0; i < open_count_; ++i) wake_ = std::min(wake_, open_child(i).answer_by);
}

}  // namespace weir::orders
