// The order book of one venue, rebuilt from the records of a tape: price levels, and on order tapes the single orders
// with their arrival numbers, from which a queue position follows exactly.
//
// What a source does not list as orders (quantity that rested before the capture, levels restated by the source) is the
// `anonymous` part of its level. It is taken to stand ahead of every listed order. Input that contradicts the book is
// counted in `faults` and never makes a quantity negative; a crossed book stays crossed, since it is the source's.
//
// `apply` allocates nothing once the book has been as large as it gets. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/market/tape.h"

namespace weir::market {

/// One resting order. Prices and quantities as in MarketEvent.
struct Order {
    uint64_t id = 0;
    int64_t price = 0;
    int64_t quantity = 0;
    uint64_t arrival = 0;  // 1 for the first order of the tape, and so on; smaller is ahead within a level
    Side side = Side::none;
    uint32_t next = 0;  // in order of arrival; 0: none. Follow it with Book::next
    uint32_t previous = 0;
};

struct Level {
    int64_t price = 0;
    int64_t quantity = 0;   // all that rests here
    int64_t anonymous = 0;  // the part without orders
    uint32_t orders = 0;    // how many are listed
    uint32_t first = 0;     // the order ahead of all others; 0: none. Follow it with Book::first
    uint32_t last = 0;
};

/// What one record did to the book.
struct Change {
    Side side = Side::none;  // none: nothing rests differently
    int64_t price = 0;
    int64_t quantity = 0;    // by how much the level's total changed
    uint64_t arrival = 0;    // of the order that came, shrank or went; 0: anonymous quantity, or a level restated
    bool elsewhere = false;  // other levels changed too: all were cleared, a quote took better ones, an id moved
};

/// How often the input contradicted the book, and what was made of it.
struct BookFaults {
    uint64_t unknown_orders = 0;  // an order that is not listed lost quantity: taken from the anonymous part
    uint64_t missing = 0;         // ... of which this often that part was too small: the level keeps what else it has
    uint64_t overdrawn = 0;       // an order lost more than it had: it is gone
    uint64_t repeated = 0;        // an order was added twice: the later one stands
    friend bool operator==(const BookFaults&, const BookFaults&) = default;
};

class Book {
  public:
    /// On a quotes tape each quote replaces its whole side; elsewhere it removes what is better than it.
    explicit Book(BookDetail detail = BookDetail::levels);

    Change apply(const MarketEvent& event);

    /// Levels of a side from the best. `depth` 0 is the best one; null beyond the last.
    size_t depth(Side side) const { return levels_of(side).size(); }
    const Level* level(Side side, size_t depth) const {
        const std::vector<Level>& levels = levels_of(side);
        return depth < levels.size() ? &levels[levels.size() - 1 - depth] : nullptr;
    }
    const Level* best(Side side) const { return level(side, 0); }
    /// All levels of a side, the worst first: the best is the last.
    std::span<const Level> levels(Side side) const { return levels_of(side); }

    const Level* find(Side side, int64_t price) const;
    int64_t quantity_at(Side side, int64_t price) const;

    const Order* order(uint64_t id) const;
    const Order* first(const Level& level) const { return level.first ? &orders_[level.first] : nullptr; }
    const Order* next(const Order& order) const { return order.next ? &orders_[order.next] : nullptr; }
    size_t order_count() const { return index_count_; }
    /// The arrival number that the next order gets.
    uint64_t next_arrival() const { return next_arrival_; }
    /// What stands ahead of an order in its level, the anonymous part included.
    int64_t quantity_ahead(const Order& order) const;

    bool two_sided() const { return !bids_.empty() && !asks_.empty(); }
    bool crossed() const { return two_sided() && bids_.back().price > asks_.back().price; }
    bool locked() const { return two_sided() && bids_.back().price == asks_.back().price; }
    bool halted() const { return halted_; }
    const BookFaults& faults() const { return faults_; }

  private:
    struct IndexEntry {
        uint64_t id = 0;  // 0: free
        uint32_t slot = 0;
    };

    const std::vector<Level>& levels_of(Side side) const { return side == Side::buy ? bids_ : asks_; }
    std::vector<Level>& levels_of(Side side) { return side == Side::buy ? bids_ : asks_; }
    /// Where a price stands, or would stand, in the levels of its side.
    size_t position_of(Side side, int64_t price) const;
    Level& at_or_new(Side side, int64_t price, size_t& position);

    void clear();
    Change set_level(Side side, int64_t price, int64_t quantity);
    Change quote(Side side, int64_t price, int64_t quantity);
    Change add(const MarketEvent& event);
    Change take(const MarketEvent& event, bool whole);
    Change take_anonymous(Side side, int64_t price, int64_t quantity);
    Change take_order(uint32_t slot, int64_t quantity);
    void erase_level(Side side, size_t position);
    void forget_orders(Level& level);

    size_t home_of(uint64_t id) const { return (id * 0x9E3779B97F4A7C15ull) >> index_shift_; }
    uint32_t slot_of(uint64_t id) const;
    void index_add(uint64_t id, uint32_t slot);
    void index_remove(uint64_t id);
    void index_grow();

    BookDetail detail_;
    bool halted_ = false;
    std::vector<Level> bids_;    // rising prices
    std::vector<Level> asks_;    // falling prices
    std::vector<Order> orders_;  // a pool; slot 0 is never used
    uint32_t free_ = 0;          // free slots, chained by `next`
    std::vector<IndexEntry> index_;
    size_t index_count_ = 0;
    int index_shift_ = 0;
    uint64_t next_arrival_ = 1;
    BookFaults faults_;
};

}  // namespace weir::market
