// What our own orders have taken of the displayed book. The book follows the tape alone, so what we took stays in it;
// the marks kept here see to it that no displayed quantity fills us twice.
//
// A mark belongs to an order, or to the anonymous part of a level (on level and quote tapes: to the level). A mark is
// never larger than what is displayed there: quantity that leaves takes its mark along, and only quantity that is newly
// displayed can be taken anew.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/market/book.h"

namespace weir::venues {

/// True when price `a` is better than `b` for an order of `side` that waits for a fill: nearer to the other side.
constexpr bool better(Side side, int64_t a, int64_t b) {
    return side == Side::buy ? a > b : a < b;
}

class Taken {
  public:
    explicit Taken(const market::Book& book) : book_(book) { marks_.reserve(256); }

    struct Part {
        int64_t price, quantity;
    };
    /// The best level of `side` at `limit` or better that still has something to take, and how much; quantity 0: none.
    Part reachable(Side side, int64_t limit) const;
    /// All that could be taken up to a limit.
    int64_t all_reachable(Side side, int64_t limit) const;
    /// Takes up to `quantity` there, in order of the queue.
    Part take(Side side, int64_t limit, int64_t quantity);

    /// Brings the marks in line with a record that the book has just taken.
    void apply(const MarketEvent& event);
    void end_message();

  private:
    struct Mark {
        int64_t price;
        int64_t quantity;
        uint64_t order;  // 0: the anonymous part of the level
        Side side;
    };

    int64_t available(Side side, const market::Level& level) const;
    int64_t marked(Side side, int64_t price, uint64_t order) const;
    void mark(Side side, int64_t price, uint64_t order, int64_t quantity);
    void restate(Side side, int64_t price, int64_t displayed);
    void fit(Mark& mark);
    void fit_to(const MarketEvent& event);
    void drop_empty();

    const market::Book& book_;
    bool cleared_ = false;  // in this message
    std::vector<Mark> marks_;
};

}  // namespace weir::venues
