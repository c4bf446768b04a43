#include "runtime/venues/working.h"

#include <algorithm>

#include "runtime/venues/taken.h"

namespace weir::venues {

namespace {

/// What is left of `ahead` when `removed` of `total` has left the level, nobody knows from where.
int64_t ahead_after(int64_t ahead, int64_t removed, int64_t total) {
    return ahead - static_cast<int64_t>(static_cast<__int128>(ahead) * removed / total);
}

/// A level that showed `before` now shows `after`.
void restate_total(Resting& order, int64_t before, int64_t after) {
    const int64_t unexplained = before - after - order.printed;
    if (unexplained > 0 && order.ahead != kUnknownAhead)
        order.ahead = ahead_after(order.ahead, unexplained, before - order.printed);
    order.ahead = std::min(order.ahead, after);
    order.printed = 0;
}

void lose_place(Resting& order) {
    order.ahead = kUnknownAhead;
    order.arrival = std::numeric_limits<uint64_t>::max();
}

}  // namespace

Resting* Working::find(ChildId child) {
    for (auto& orders : sides_)
        for (Resting& order : orders)
            if (order.child == child) return &order;
    return nullptr;
}

void Working::join(Resting& order) {
    order.printed = 0;
    if (cleared_) return lose_place(order);
    order.ahead = book_.quantity_at(order.side, order.price);
    order.arrival = book_.next_arrival();
    if (detail_ != market::BookDetail::quotes) return;
    const market::Level* best = book_.best(order.side);
    if (!best || better(order.side, best->price, order.price)) order.ahead = kUnknownAhead;
}

void Working::add(Resting order) {
    join(order);
    auto& orders = of(order.side);
    auto at = orders.begin();
    while (at != orders.end() && !better(order.side, order.price, at->price)) ++at;
    orders.insert(at, order);
}

void Working::remove(ChildId child) {
    for (auto& orders : sides_) std::erase_if(orders, [&](const Resting& order) { return order.child == child; });
}

void Working::show_again(Side side, size_t index) {
    auto& orders = of(side);
    Resting& order = orders[index];
    order.shown = std::min(order.display, order.leaves);
    join(order);
    size_t end = index + 1;
    while (end < orders.size() && orders[end].price == order.price) ++end;
    const auto at = [&](size_t i) { return orders.begin() + static_cast<ptrdiff_t>(i); };
    std::rotate(at(index), at(index + 1), at(end));
}

/// On an order tape the orders that the print filled are still shown, and leave by records of their own: what the print
/// took off `ahead` is kept, so that it is not taken off twice. On a level the whole print is bound to leave.
void Working::consume(Side side, int64_t price, int64_t quantity) {
    for (Resting& order : of(side)) {
        if (order.price != price || order.ahead == kUnknownAhead) continue;
        const int64_t consumed = std::min(order.ahead, quantity);
        order.ahead -= consumed;
        order.printed += detail_ == market::BookDetail::orders ? consumed : quantity;
    }
}

void Working::apply(const MarketEvent& event, const market::Change& change) {
    if (cleared_) return;
    switch (event.kind) {
        case MarketKind::clear:
            clear();
            return;
        case MarketKind::level:
        case MarketKind::quote:
            restate(event, event.quantity - change.quantity);
            return;
        case MarketKind::add:
            if (change.arrival != 0) return;  // behind us
            [[fallthrough]];
        case MarketKind::reduce:
        case MarketKind::remove:
        case MarketKind::execute:
            if (change.side != Side::none) leave(change);
            return;
        case MarketKind::trade:
        case MarketKind::bar:
        case MarketKind::halt:
        case MarketKind::resume:
            return;
    }
}

void Working::restate(const MarketEvent& event, int64_t before) {
    const Side side{event.side};
    const bool quote = event.kind == MarketKind::quote;
    if (quote && event.quantity == 0) return;  // no quote: nothing is said of the queue
    for (Resting& order : of(side)) {
        if (quote && better(side, order.price, event.price)) order.ahead = order.printed = 0;
        if (order.price != event.price) continue;
        if (detail_ != market::BookDetail::orders) {
            restate_total(order, before, event.quantity);
        } else if (before != event.quantity) {
            order.ahead = event.quantity;
            order.printed = 0;
        }
    }
}

/// Orders left the level (or anonymous quantity came to it, which is taken to be ahead).
void Working::leave(const market::Change& change) {
    for (Resting& order : of(change.side)) {
        if (order.price != change.price || change.arrival >= order.arrival) continue;
        const int64_t removed = -change.quantity;
        const int64_t explained = std::clamp<int64_t>(removed, 0, order.printed);
        order.printed -= explained;
        order.ahead = std::max<int64_t>(0, order.ahead - (removed - explained));
    }
}

/// Until the snapshot that follows is complete, our places in the queues are not known.
void Working::clear() {
    cleared_ = true;
    if (detail_ != market::BookDetail::orders) return;
    for (auto& orders : sides_) {
        for (Resting& order : orders) lose_place(order);
    }
}

/// A snapshot does not say where we stand in a queue: the worst is taken that fits what it shows.
void Working::end_message() {
    if (!cleared_) return;
    cleared_ = false;
    for (auto& orders : sides_) {
        for (Resting& order : orders) {
            const int64_t before = order.ahead;
            join(order);
            if (detail_ != market::BookDetail::orders && order.ahead != kUnknownAhead)
                order.ahead = std::min(order.ahead, before);
        }
    }
}

}  // namespace weir::venues
