#include "runtime/market/book.h"

#include <algorithm>
#include <limits>

namespace weir::market {
namespace {

constexpr size_t kFirstOrders = 1 << 12;
constexpr size_t kFirstLevels = 1 << 10;
constexpr int kFirstIndexBits = 13;
constexpr size_t kNear = 12;  // levels from the best that are searched one by one: most changes are there

/// True when a price of this side stands nearer to the market than another one.
bool better(Side side, int64_t price, int64_t than) {
    return side == Side::buy ? price > than : price < than;
}

}  // namespace

Book::Book(BookDetail detail) : detail_(detail) {
    bids_.reserve(kFirstLevels);
    asks_.reserve(kFirstLevels);
    orders_.reserve(kFirstOrders);
    orders_.emplace_back();
    index_.resize(size_t{1} << kFirstIndexBits);
    index_shift_ = 64 - kFirstIndexBits;
}

Change Book::apply(const MarketEvent& event) {
    const Side side = static_cast<Side>(event.side);
    switch (event.kind) {
        case MarketKind::clear:
            clear();
            return {.elsewhere = true};
        case MarketKind::level:
            return set_level(side, event.price, event.quantity);
        case MarketKind::add:
            return add(event);
        case MarketKind::reduce:
            return take(event, false);
        case MarketKind::remove:
            return take(event, true);
        case MarketKind::execute:
            return event.flags & kHidden ? Change{} : take(event, false);
        case MarketKind::quote:
            return quote(side, event.price, event.quantity);
        case MarketKind::halt:
            halted_ = true;
            return {};
        case MarketKind::resume:
            halted_ = false;
            return {};
        case MarketKind::trade:
        case MarketKind::bar:
            return {};
    }
    return {};
}

// ---- levels ---------------------------------------------------------------------------------------------------------

size_t Book::position_of(Side side, int64_t price) const {
    const std::vector<Level>& levels = levels_of(side);
    const size_t far = levels.size() > kNear ? levels.size() - kNear : 0;
    for (size_t i = levels.size(); i > far; --i)
        if (!better(side, levels[i - 1].price, price)) return levels[i - 1].price == price ? i - 1 : i;
    const auto end = levels.begin() + static_cast<std::ptrdiff_t>(far);
    const auto found = std::lower_bound(levels.begin(), end, price, [side](const Level& level, int64_t value) {
        return better(side, value, level.price);
    });
    return static_cast<size_t>(found - levels.begin());
}

const Level* Book::find(Side side, int64_t price) const {
    const std::vector<Level>& levels = levels_of(side);
    const size_t position = position_of(side, price);
    return position < levels.size() && levels[position].price == price ? &levels[position] : nullptr;
}

int64_t Book::quantity_at(Side side, int64_t price) const {
    const Level* level = find(side, price);
    return level ? level->quantity : 0;
}

Level& Book::at_or_new(Side side, int64_t price, size_t& position) {
    std::vector<Level>& levels = levels_of(side);
    position = position_of(side, price);
    if (position == levels.size() || levels[position].price != price) {
        Level level;
        level.price = price;
        levels.insert(levels.begin() + static_cast<std::ptrdiff_t>(position), level);
    }
    return levels[position];
}

void Book::erase_level(Side side, size_t position) {
    std::vector<Level>& levels = levels_of(side);
    levels.erase(levels.begin() + static_cast<std::ptrdiff_t>(position));
}

void Book::clear() {
    bids_.clear();
    asks_.clear();
    orders_.resize(1);
    free_ = 0;
    if (index_count_ > 0) std::fill(index_.begin(), index_.end(), IndexEntry{});
    index_count_ = 0;
}

Change Book::set_level(Side side, int64_t price, int64_t quantity) {
    size_t position = 0;
    if (quantity == 0) {
        Level* level = const_cast<Level*>(find(side, price));
        if (!level) return {};
        const Change change{side, price, -level->quantity, 0};
        forget_orders(*level);
        erase_level(side, static_cast<size_t>(level - levels_of(side).data()));
        return change;
    }
    Level& level = at_or_new(side, price, position);
    const Change change{side, price, quantity - level.quantity, 0};
    forget_orders(level);
    level.quantity = level.anonymous = quantity;
    return change;
}

Change Book::quote(Side side, int64_t price, int64_t quantity) {
    std::vector<Level>& levels = levels_of(side);
    const int64_t before = quantity_at(side, price);
    while (!levels.empty() &&
           (quantity == 0 || detail_ == BookDetail::quotes || better(side, levels.back().price, price))) {
        forget_orders(levels.back());
        levels.pop_back();
    }
    if (quantity == 0) return {side, price, -before, 0, true};
    // A quote that repeats what is known leaves the orders of its level alone.
    if (before != quantity || levels.empty()) set_level(side, price, quantity);
    return {side, price, quantity - before, 0, true};
}

// ---- orders ---------------------------------------------------------------------------------------------------------

Change Book::add(const MarketEvent& event) {
    const Side side = static_cast<Side>(event.side);
    const uint32_t known = event.order ? slot_of(event.order) : 0;
    if (known) {
        ++faults_.repeated;
        take_order(known, orders_[known].quantity);
    }
    if (event.quantity == 0) return {.elsewhere = known != 0};
    size_t position = 0;
    Level& level = at_or_new(side, event.price, position);
    // What 64 bits cannot count of one level is not displayed.
    const int64_t quantity = std::min(event.quantity, std::numeric_limits<int64_t>::max() - level.quantity);
    if (quantity == 0) return {.elsewhere = known != 0};
    level.quantity += quantity;
    if (event.order == 0) {
        level.anonymous += quantity;
        return {side, event.price, quantity, 0};
    }
    uint32_t slot = free_;
    if (slot) {
        free_ = orders_[slot].next;
    } else {
        slot = static_cast<uint32_t>(orders_.size());
        orders_.emplace_back();
    }
    orders_[slot] = {event.order, event.price, quantity, next_arrival_++, side, 0, level.last};
    (level.last ? orders_[level.last].next : level.first) = slot;
    level.last = slot;
    ++level.orders;
    index_add(event.order, slot);
    return {side, event.price, quantity, orders_[slot].arrival, known != 0};
}

Change Book::take(const MarketEvent& event, bool whole) {
    const uint32_t slot = event.order ? slot_of(event.order) : 0;
    if (slot == 0) {
        if (event.order != 0) ++faults_.unknown_orders;
        return take_anonymous(static_cast<Side>(event.side), event.price, event.quantity);
    }
    const int64_t had = orders_[slot].quantity;
    if (whole) return take_order(slot, had);
    if (event.quantity > had) ++faults_.overdrawn;
    return take_order(slot, std::min(event.quantity, had));
}

Change Book::take_anonymous(Side side, int64_t price, int64_t quantity) {
    Level* level = const_cast<Level*>(find(side, price));
    const int64_t taken = level ? std::min(quantity, level->anonymous) : 0;
    if (taken < quantity) ++faults_.missing;
    if (taken == 0) return {};
    level->anonymous -= taken;
    level->quantity -= taken;
    if (level->quantity == 0) erase_level(side, static_cast<size_t>(level - levels_of(side).data()));
    return {side, price, -taken, 0};
}

Change Book::take_order(uint32_t slot, int64_t quantity) {
    Order& order = orders_[slot];
    const Change change{order.side, order.price, -quantity, order.arrival};
    const size_t position = position_of(order.side, order.price);
    Level& level = levels_of(order.side)[position];
    level.quantity -= quantity;
    order.quantity -= quantity;
    if (order.quantity > 0) return change;
    (order.previous ? orders_[order.previous].next : level.first) = order.next;
    (order.next ? orders_[order.next].previous : level.last) = order.previous;
    --level.orders;
    index_remove(order.id);
    order.next = free_;
    free_ = slot;
    if (level.quantity == 0) erase_level(change.side, position);
    return change;
}

void Book::forget_orders(Level& level) {
    for (uint32_t slot = level.first; slot;) {
        Order& order = orders_[slot];
        const uint32_t next = order.next;
        index_remove(order.id);
        order.next = free_;
        free_ = slot;
        slot = next;
    }
    level.anonymous = level.quantity;
    level.orders = level.first = level.last = 0;
}

const Order* Book::order(uint64_t id) const {
    const uint32_t slot = id ? slot_of(id) : 0;
    return slot ? &orders_[slot] : nullptr;
}

int64_t Book::quantity_ahead(const Order& order) const {
    const Level* level = find(order.side, order.price);
    int64_t ahead = level ? level->anonymous : 0;
    for (uint32_t slot = order.previous; slot; slot = orders_[slot].previous) ahead += orders_[slot].quantity;
    return ahead;
}

// ---- the index of orders: open addressing, linear probing, at most half full ----------------------------------------

uint32_t Book::slot_of(uint64_t id) const {
    const size_t mask = index_.size() - 1;
    for (size_t i = home_of(id);; i = (i + 1) & mask) {
        if (index_[i].id == id) return index_[i].slot;
        if (index_[i].id == 0) return 0;
    }
}

void Book::index_add(uint64_t id, uint32_t slot) {
    if (2 * (index_count_ + 1) > index_.size()) index_grow();
    const size_t mask = index_.size() - 1;
    size_t i = home_of(id);
    while (index_[i].id != 0) i = (i + 1) & mask;
    index_[i] = {id, slot};
    ++index_count_;
}

/// Closes the hole by moving back the entries behind it that may stand nearer to their home.
void Book::index_remove(uint64_t id) {
    const size_t mask = index_.size() - 1;
    size_t hole = home_of(id);
    while (index_[hole].id != id) hole = (hole + 1) & mask;
    for (size_t i = (hole + 1) & mask; index_[i].id != 0; i = (i + 1) & mask) {
        if (((i - home_of(index_[i].id)) & mask) < ((i - hole) & mask)) continue;
        index_[hole] = index_[i];
        hole = i;
    }
    index_[hole] = {};
    --index_count_;
}

void Book::index_grow() {
    std::vector<IndexEntry> old(index_.size() * 2);
    old.swap(index_);
    --index_shift_;
    index_count_ = 0;
    for (const IndexEntry& entry : old)
        if (entry.id != 0) index_add(entry.id, entry.slot);
}

}  // namespace weir::market
