// Our own resting orders, and where each stands in the queue of its level.
//
// The book shows others; our orders are never in it. `ahead` is what others display before us at our price, as far as
// the tape lets one know:
// - Order tapes: we join the end of the level. What is anonymous, and every listed order with an earlier arrival
// number,
//   is ahead; their executions and cancels shorten the queue, exactly. A level that the source restates is anonymous.
// - Level tapes: trades consume the queue from its front. A decrease that no trade explains is taken to have left the
//   level evenly: the part ahead falls by its share, rounded down.
// - Quote tapes: as level tapes, as long as our price is the best. A better price than the best has nothing ahead. At a
//   worse price what rests there is not known: nothing fills until a trade goes through the price, or until the quote
//   comes to it; then everything that it shows is ahead.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/market/book.h"

namespace weir::venues {

inline constexpr int64_t kUnknownAhead = std::numeric_limits<int64_t>::max();

struct Resting {
    ChildId child = 0;
    Side side = Side::none;
    int64_t price = 0;
    int64_t leaves = 0;    // what may still fill
    int64_t executed = 0;  // what has
    int64_t shown = 0;     // the part of `leaves` that stands in the queue
    int64_t display = 0;   // shown again, at the back, each time the shown part has filled
    int64_t ahead = 0;
    int64_t printed = 0;   // taken off `ahead` by prints, and not seen to leave the level yet
    uint64_t arrival = 0;  // of the next order after us: one with a smaller number came before
};

class Working {
  public:
    Working(const market::Book& book, market::BookDetail detail) : book_(book), detail_(detail) {
        for (auto& orders : sides_) orders.reserve(64);
    }

    bool empty() const { return sides_[0].empty() && sides_[1].empty(); }
    /// The orders of a side, first to be filled first: by price, then by time.
    std::vector<Resting>& of(Side side) { return sides_[side == Side::buy]; }
    const std::vector<Resting>& of(Side side) const { return sides_[side == Side::buy]; }
    Resting* find(ChildId child);

    /// Puts an order behind all others of ours at its price, and at the end of its level.
    void add(Resting order);
    void remove(ChildId child);
    /// Shows the next part of `orders_of(side)[index]`, whose shown part has filled: it moves to the end of its level.
    void show_again(Side side, size_t index);

    /// A print of `quantity` at `price` reached the queue of this level without naming the orders that it filled.
    void consume(Side side, int64_t price, int64_t quantity);
    /// Brings the places in the queue in line with a record that the book has just taken.
    void apply(const MarketEvent& event, const market::Change& change);
    void end_message();

  private:
    void join(Resting& order);
    void clear();
    void restate(const MarketEvent& event, int64_t before);
    void leave(const market::Change& change);

    const market::Book& book_;
    market::BookDetail detail_;
    bool cleared_ = false;  // in this message
    std::array<std::vector<Resting>, 2> sides_;
};

}  // namespace weir::venues
