// What the best N levels of a book show in all, for a few N. A sum is taken again only when something at or inside its
// last level has changed since: who asks for none pays nothing, and most changes far behind the best cost one
// comparison.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "runtime/market/book.h"

namespace weir::market {

class DepthSums {
  public:
    explicit DepthSums(std::span<const int> levels) {
        for (const int count : levels) wanted_.push_back({static_cast<size_t>(count), {}});
    }

    size_t count() const { return wanted_.size(); }

    /// What a record did to the book.
    void see(const Change& change) {
        for (Wanted& wanted : wanted_) {
            if (change.elsewhere) {
                wanted.sides[0].fresh = wanted.sides[1].fresh = false;
            } else if (change.side != Side::none) {
                Sum& sum = wanted.sides[index(change.side)];
                if (sign(change.side) * (change.price - sum.last) >= 0) sum.fresh = false;
            }
        }
    }

    /// Displayed at the best levels of a side, as many as the k-th number that was wanted, or as there are.
    int64_t sum(const Book& book, Side side, size_t k) {
        Wanted& wanted = wanted_[k];
        Sum& sum = wanted.sides[index(side)];
        if (!sum.fresh) take(book, side, wanted.levels, sum);
        return sum.quantity;
    }

  private:
    struct Sum {
        int64_t quantity = 0;
        int64_t last = 0;  // price of the last level in it; when there are fewer levels, beyond all prices
        bool fresh = false;
    };
    struct Wanted {
        size_t levels;
        std::array<Sum, 2> sides;
    };

    static size_t index(Side side) { return side == Side::buy; }

    static void take(const Book& book, Side side, size_t levels, Sum& sum) {
        constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
        constexpr int64_t kFar = kMost / 2;
        sum = {0, -sign(side) * kFar, true};
        for (size_t i = 0; i < levels; ++i) {
            const Level* level = book.level(side, i);
            if (!level) return;
            sum.quantity += std::min(level->quantity, kMost - sum.quantity);
            if (i + 1 == levels) sum.last = level->price;
        }
    }

    std::vector<Wanted> wanted_;
};

}  // namespace weir::market
