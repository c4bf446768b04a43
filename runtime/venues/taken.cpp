#include "runtime/venues/taken.h"

#include <algorithm>

namespace weir::venues {

int64_t Taken::available(Side side, const market::Level& level) const {
    int64_t quantity = level.quantity;
    for (const Mark& mark : marks_)
        if (mark.price == level.price && mark.side == side) quantity -= mark.quantity;
    return quantity;
}

Taken::Part Taken::reachable(Side side, int64_t limit) const {
    for (size_t i = 0; i < book_.depth(side); ++i) {
        const market::Level& level = *book_.level(side, i);
        if (better(side, limit, level.price)) break;
        if (const int64_t quantity = available(side, level); quantity > 0) return {level.price, quantity};
    }
    return {0, 0};
}

int64_t Taken::all_reachable(Side side, int64_t limit) const {
    int64_t all = 0;
    for (size_t i = 0; i < book_.depth(side); ++i) {
        const market::Level& level = *book_.level(side, i);
        if (better(side, limit, level.price)) break;
        all += available(side, level);
    }
    return all;
}

Taken::Part Taken::take(Side side, int64_t limit, int64_t quantity) {
    Part part = reachable(side, limit);
    if (part.quantity == 0) return part;
    part.quantity = std::min(part.quantity, quantity);

    const market::Level& level = *book_.find(side, part.price);
    int64_t rest = part.quantity;
    const int64_t anonymous = std::min(rest, level.anonymous - marked(side, level.price, 0));
    if (anonymous > 0) mark(side, level.price, 0, anonymous);
    rest -= anonymous;
    for (const market::Order* order = book_.first(level); order && rest > 0; order = book_.next(*order)) {
        const int64_t here = std::min(rest, order->quantity - marked(side, level.price, order->id));
        if (here > 0) mark(side, level.price, order->id, here);
        rest -= here;
    }
    return part;
}

int64_t Taken::marked(Side side, int64_t price, uint64_t order) const {
    for (const Mark& mark : marks_)
        if (mark.order == order && mark.price == price && mark.side == side) return mark.quantity;
    return 0;
}

void Taken::mark(Side side, int64_t price, uint64_t order, int64_t quantity) {
    for (Mark& mark : marks_) {
        if (mark.order != order || mark.price != price || mark.side != side) continue;
        mark.quantity += quantity;
        return;
    }
    marks_.push_back({price, quantity, order, side});
}

/// The source has restated a level: its orders, if it had any, are anonymous now, and so are their marks.
void Taken::restate(Side side, int64_t price, int64_t displayed) {
    const market::Level* level = book_.find(side, price);
    if (level && level->orders > 0) return;  // a quote that repeats what is known leaves the orders alone
    int64_t sum = 0;
    std::erase_if(marks_, [&](const Mark& mark) {
        if (mark.price != price || mark.side != side) return false;
        sum += mark.quantity;
        return true;
    });
    if (const int64_t rest = std::min(sum, displayed); rest > 0) marks_.push_back({price, rest, 0, side});
}

/// Makes a mark fit what the book now shows of its order or level.
void Taken::fit(Mark& mark) {
    int64_t displayed = 0;
    if (const market::Order* order = book_.order(mark.order)) {
        displayed = order->quantity;
        mark.price = order->price;  // an id that was added again, at another price, is still the same quantity
        mark.side = order->side;
    } else if (mark.order == 0) {
        const market::Level* level = book_.find(mark.side, mark.price);
        displayed = level ? level->anonymous : 0;
    }
    mark.quantity = std::min(mark.quantity, displayed);
}

void Taken::drop_empty() {
    std::erase_if(marks_, [](const Mark& mark) { return mark.quantity == 0; });
}

void Taken::apply(const MarketEvent& event) {
    if (marks_.empty()) return;
    const Side side{event.side};
    switch (event.kind) {
        case MarketKind::clear:
            cleared_ = true;  // what the same message shows again is still the same quantity
            return;
        case MarketKind::level:
            restate(side, event.price, event.quantity);
            return;
        case MarketKind::quote:
            // A worse level is hidden behind this one, but still there: its mark stays for when it shows again.
            if (event.quantity == 0) return;
            std::erase_if(marks_, [&](const Mark& m) { return m.side == side && better(side, m.price, event.price); });
            restate(side, event.price, event.quantity);
            return;
        case MarketKind::add:
        case MarketKind::reduce:
        case MarketKind::remove:
        case MarketKind::execute:
            if (!cleared_) fit_to(event);
            return;
        case MarketKind::trade:
        case MarketKind::bar:
        case MarketKind::halt:
        case MarketKind::resume:
            return;
    }
}

/// An order that is not listed was part of what is anonymous at its price.
void Taken::fit_to(const MarketEvent& event) {
    bool emptied = false;
    for (Mark& mark : marks_) {
        const bool touched =
            mark.order == 0 ? mark.price == event.price && mark.side == Side{event.side} : mark.order == event.order;
        if (!touched) continue;
        fit(mark);
        emptied = emptied || mark.quantity == 0;
    }
    if (emptied) drop_empty();
}

/// After a snapshot: an order that it does not list may be in its anonymous part.
void Taken::end_message() {
    if (!cleared_) return;
    cleared_ = false;
    for (size_t i = 0; i < marks_.size(); ++i) {
        Mark mark = marks_[i];
        if (mark.order == 0 || book_.order(mark.order)) continue;
        marks_[i].quantity = 0;
        this->mark(mark.side, mark.price, 0, mark.quantity);
    }
    for (Mark& mark : marks_) fit(mark);
    drop_empty();
}

}  // namespace weir::venues
