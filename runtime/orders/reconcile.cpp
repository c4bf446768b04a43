#include <algorithm>

#include "runtime/core/assert.h"
#include "runtime/orders/orders.h"

namespace weir::orders {
namespace {

/// More likely to trade at once: a higher price to buy, a lower one to sell.
bool more_aggressive(Price price, Price than, Side side) {
    return sign(side) * (price - than).value > 0;
}

}  // namespace

void Manager::reconcile(std::span<const step::Desired> desired, const Situation& situation, Outlet& outlet) {
    Situation now_situation = situation;
    if (stopped_) now_situation.stance = Stance::withdraw;
    const Attempt attempt{now_situation, outlet};
    blocked_until_ = kNoTime;
    waits_for_touch_ = false;
    WEIR_ASSERT(desired.size() >= static_cast<size_t>(settings_.slots));
    const std::span<const step::Desired> wanted = within_total(desired);
    // What takes back comes first: it needs no allowance, and its messages matter more.
    for (size_t slot = 0; slot < static_cast<size_t>(settings_.slots); ++slot)
        if (const int place = slots_[slot].place; place != kNoPlace)
            keep_or_withdraw(children_[static_cast<size_t>(place)], wanted[slot], attempt);
    if (now_situation.stance == Stance::work)
        for (int slot = 0; slot < settings_.slots; ++slot)
            if (slots_[static_cast<size_t>(slot)].place == kNoPlace && now_situation.of(slot).stance == Stance::work)
                open_order(slot, wanted[static_cast<size_t>(slot)], attempt);
    update_wake();
}

/// What is wanted, cut to what the total leaves, earlier slots first: else two slots could take the same rest from each
/// other for ever.
std::span<const step::Desired> Manager::within_total(std::span<const step::Desired> desired) {
    const auto slots = static_cast<size_t>(settings_.slots);
    int64_t left = std::max<int64_t>((wanted_total_ + ledger_.excess - ledger_.executed).value, 0);
    for (size_t slot = 0; slot < slots; ++slot) {
        step::Desired& wanted = wanted_[slot] = desired[slot];
        wanted.quantity = std::min(wanted.quantity, left);
        if (wanted.quantity < desired[slot].quantity) wanted.bound = step::Bound::leaves;
        left -= std::max<int64_t>(wanted.quantity, 0);
    }
    return std::span(wanted_).first(slots);
}

void Manager::keep_or_withdraw(Child& child, const step::Desired& wanted, const Attempt& attempt) {
    const Stance stance = attempt.situation.of(child.slot).stance;
    if (child.state == ChildState::unknown) {
        if (child.must_ask) cancel(child, attempt);
        return;
    }
    // Under way already; and a crossing order ends by itself, so that only a missing answer makes it be asked after.
    if (child.state == ChildState::cancelling || child.crossing) return;
    if (stance == Stance::withdraw || beyond_limit(child.price, attempt.situation)) return cancel(child, attempt);
    if (stance == Stance::hold) return;
    if (wanted.quantity <= 0) return cancel(child, attempt);
    if (child.state == ChildState::working) adjust(child, wanted, attempt);
}

/// The child works and something is wanted in its slot: keep, reduce, or cancel to send anew once that is confirmed.
void Manager::adjust(Child& child, const step::Desired& wanted, const Attempt& attempt) {
    // What is still to come from orders that are over counts towards what is wanted here; and only what the parent has
    // left can be had by replacing: else it is no reason to give up the place in the queue.
    const Quantity open = child.open();
    const Quantity others = slots_[static_cast<size_t>(child.slot)].exposure - open;
    Quantity target = std::min(Quantity{wanted.quantity} - others, open + std::max(ledger_.allowance(), Quantity{0}));
    target.value -= target.value % settings_.instrument.lot.value;
    const bool same_order = wanted.crossing == 0 && Price{wanted.price} == child.price;
    if (!same_order || !meets_minimums(target, child.price)) return cancel(child, attempt);
    if (target > open) return cancel(child, attempt);
    if (target >= std::min(open, child.at_venue)) return;
    OrderCommand command = command_for(child, CommandKind::reduce);
    command.quantity = target;
    send(child, ChildEvent::send_reduce, command, wanted.bound, attempt);
}

void Manager::cancel(Child& child, const Attempt& attempt) {
    send(child, ChildEvent::send_cancel, command_for(child, CommandKind::cancel), step::Bound::none, attempt);
}

OrderCommand Manager::command_for(const Child& child, CommandKind kind) const {
    return {.kind = kind,
            .side = settings_.side,
            .venue = settings_.places[static_cast<size_t>(child.slot)].venue,
            .instrument = settings_.instrument_index,
            .child = child.id,
            .price = child.price};
}

bool Manager::beyond_limit(Price price, const Situation& situation) const {
    return situation.limit && more_aggressive(price, *situation.limit, settings_.side);
}

void Manager::open_order(int slot, const step::Desired& wanted, const Attempt& attempt) {
    if (beyond_limit(Price{wanted.price}, attempt.situation)) return;
    std::optional<OrderCommand> command = new_order(slot, wanted);
    if (!command) return;
    if (barred(slots_[static_cast<size_t>(slot)], wanted, attempt.situation.of(slot).touch)) {
        waits_for_touch_ = true;
        return;
    }
    if (const Time wait = slots_[static_cast<size_t>(slot)].not_before; attempt.situation.now < wait) {
        blocked_until_ = std::min(blocked_until_, wait);
        return;
    }
    Child fresh;
    fresh.id = command->child;
    fresh.slot = slot;
    fresh.crossing = command->immediate_or_cancel;
    fresh.price = command->price;
    fresh.quantity = command->quantity;
    Child& child = children_[place_of(fresh.id)];
    const Child closed = child;
    child = fresh;
    const step::Bound bound = command->quantity.value < wanted.quantity ? step::Bound::leaves : wanted.bound;
    if (!send(child, ChildEvent::send_new, *command, bound, attempt)) {
        child = closed;  // nothing left: the place is as it was
        return;
    }
    last_sequence_ = sequence_of(fresh.id);
    Slot& place = slots_[static_cast<size_t>(slot)];
    place.sent_touch = attempt.situation.of(slot).touch;
    if (fresh.crossing) place.bar = Bar{true, fresh.price, place.sent_touch};
}

/// The order to send for a slot that has none at the venue, clipped to what the parent has left; nothing when there is
/// a reason against it.
std::optional<OrderCommand> Manager::new_order(int slot, const step::Desired& wanted) const {
    const Slot& place = slots_[static_cast<size_t>(slot)];
    // What is still to come from orders that are over counts towards what is wanted here.
    Quantity quantity = std::min(Quantity{wanted.quantity} - place.exposure, ledger_.allowance());
    if (quantity.value <= 0 || !meets_minimums(quantity, Price{wanted.price})) return std::nullopt;
    quantity.value -= quantity.value % settings_.instrument.lot.value;
    if (!meets_minimums(quantity, Price{wanted.price})) return std::nullopt;
    if (place.open >= kOpenPerSlot || open_count_ >= kOpenMost) return std::nullopt;
    const int64_t working_most = traffic().working_most;
    if (working_most > 0 && traffic().alive >= working_most) return std::nullopt;
    const Place& fixed = settings_.places[static_cast<size_t>(slot)];
    const bool shows_all = wanted.display <= 0 || wanted.display >= wanted.quantity;
    return OrderCommand{.kind = CommandKind::place,
                        .side = settings_.side,
                        .venue = fixed.venue,
                        .instrument = settings_.instrument_index,
                        .immediate_or_cancel = wanted.crossing != 0,
                        .post_only = fixed.post_only,
                        .auction = fixed.auction,
                        .child = id_of(next_free_sequence()),
                        .price = Price{wanted.price},
                        .quantity = quantity,
                        .display = shows_all ? quantity : std::min(Quantity{wanted.display}, quantity),
                        .minimum = std::clamp(Quantity{wanted.minimum}, Quantity{0}, quantity)};
}

bool Manager::barred(const Slot& slot, const step::Desired& wanted, uint64_t touch) const {
    if (!slot.bar || slot.bar->touch != touch || slot.bar->crossing != (wanted.crossing != 0)) return false;
    const Price price{wanted.price};
    return slot.bar->crossing ? !more_aggressive(price, slot.bar->price, settings_.side)
                              : !more_aggressive(slot.bar->price, price, settings_.side);
}

/// What a venue refuses it would refuse again at once: the slot waits for another touch when the order would have
/// taken, and for a while otherwise.
void Manager::on_rejection(const Child& child, Reject reason, Time now) {
    Slot& slot = slots_[static_cast<size_t>(child.slot)];
    if (reason == Reject::would_cross)
        slot.bar = Bar{child.crossing, child.price, slot.sent_touch};
    else
        slot.not_before = saturating_add(now, settings_.unknown_after);
}

bool Manager::meets_minimums(Quantity quantity, Price price) const {
    if (quantity.value <= 0 || quantity < settings_.instrument.minimum_quantity) return false;
    return settings_.instrument.minimum_value <= 0 ||
           money_floor(product(price, quantity), settings_.instrument) >= settings_.instrument.minimum_value;
}

bool Manager::send(Child& child, ChildEvent event, const OrderCommand& command, step::Bound bound,
                   const Attempt& attempt) {
    const Time now = attempt.situation.now;
    WEIR_ASSERT(event != ChildEvent::send_new || attempt.situation.of(child.slot).stance == Stance::work);
    if (now < child.not_before) {
        blocked_until_ = std::min(blocked_until_, child.not_before);
        return false;
    }
    if (!budget_allows(event, now) || !attempt.outlet.pass(command, child.slot, bound)) return false;
    traffic().script.count(now);
    traffic().house.count(now);
    ++ledger_.messages;
    apply(child, event, nullptr, now);
    return true;
}

/// The script's limit keeps room to cancel every order that is alive, as far as it can; the house has a reserve of its
/// own.
bool Manager::budget_allows(ChildEvent event, Time now) {
    const bool new_order = event == ChildEvent::send_new;
    const bool is_cancel = event == ChildEvent::send_cancel;
    const Traffic& t = traffic();
    const int64_t alive = t.alive + (new_order ? 1 : 0);
    const int64_t keep = is_cancel ? 0 : std::clamp<int64_t>(alive, 0, std::max<int64_t>(t.script.most() - 1, 0));
    const Time room = std::max(t.script.room_at(keep), t.house.room_at(new_order ? t.reserve : 0));
    if (room <= now) return true;
    blocked_until_ = std::min(blocked_until_, room);
    return false;
}

/// Numbers rise; one whose place still holds an open child is left out. Fewer children are open than there are places.
uint64_t Manager::next_free_sequence() const {
    const auto taken = [this](uint64_t sequence) {
        const ChildState state = children_[static_cast<size_t>(sequence % kChildren)].state;
        return state != ChildState::empty && state != ChildState::closed;
    };
    uint64_t sequence = last_sequence_ + 1;
    while (taken(sequence)) ++sequence;
    return sequence;
}

}  // namespace weir::orders
