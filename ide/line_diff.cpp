// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
#include "ide/line_diff.h"

#include <algorithm>

namespace weir::ide {
namespace {

using Lines = std::vector<std::string_view>;

/// More differences than this are given as one.
constexpr ptrdiff_t kMost = 500;

/// Pairs of equal lines, a shortest way apart; nothing when the way is too long.
class Path {
  public:
    Path(const Lines& before, const Lines& after, size_t skip, size_t n, size_t m)
        : before_(before), after_(after), skip_(skip), n_(static_cast<ptrdiff_t>(n)), m_(static_cast<ptrdiff_t>(m)) {}

    std::vector<Hunk> hunks() {
        if (n_ == 0 && m_ == 0) return {};
        if (n_ == 0 || m_ == 0 || !search()) return {hunk(0, n_, 0, m_)};
        return walked_back();
    }

  private:
    Hunk hunk(ptrdiff_t a, ptrdiff_t b, ptrdiff_t c, ptrdiff_t d) const {
        return {skip_ + static_cast<size_t>(a), skip_ + static_cast<size_t>(b), skip_ + static_cast<size_t>(c),
                skip_ + static_cast<size_t>(d)};
    }
    bool equal(ptrdiff_t x, ptrdiff_t y) const {
        return before_[skip_ + static_cast<size_t>(x)] == after_[skip_ + static_cast<size_t>(y)];
    }

    /// The furthest line of `before` that is reached on diagonal k with d differences.
    ptrdiff_t& reach(ptrdiff_t d, ptrdiff_t k) { return reach_[static_cast<size_t>(d)][static_cast<size_t>(k + d)]; }
    /// Whether diagonal k is reached with one difference more from the one above it, by a line that is new.
    bool comes_from_above(ptrdiff_t d, ptrdiff_t k) {
        return k == -d || (k != d && reach(d - 1, k - 1) < reach(d - 1, k + 1));
    }

    bool search() {
        for (ptrdiff_t d = 0; d <= std::min(kMost, n_ + m_); ++d) {
            reach_.emplace_back(static_cast<size_t>(2 * d + 1), -1);
            for (ptrdiff_t k = -d; k <= d; k += 2) {
                ptrdiff_t x = 0;
                if (d > 0) x = comes_from_above(d, k) ? reach(d - 1, k + 1) : reach(d - 1, k - 1) + 1;
                while (x < n_ && x - k < m_ && equal(x, x - k)) ++x;
                reach(d, k) = x;
                if (x >= n_ && x - k >= m_) return true;
            }
        }
        return false;
    }

    std::vector<Hunk> walked_back() {
        std::vector<Hunk> found;
        ptrdiff_t x = n_, y = m_;
        for (auto d = static_cast<ptrdiff_t>(reach_.size()) - 1; d > 0; --d) {
            const ptrdiff_t k = x - y;
            const bool above = comes_from_above(d, k);
            const ptrdiff_t from = above ? reach(d - 1, k + 1) : reach(d - 1, k - 1);
            const ptrdiff_t from_y = above ? from - k - 1 : from - k + 1;
            const Hunk step = hunk(from, above ? from : from + 1, from_y, above ? from_y + 1 : from_y);
            if (!found.empty() && found.back().old_begin == step.old_end && found.back().new_begin == step.new_end) {
                found.back().old_begin = step.old_begin;
                found.back().new_begin = step.new_begin;
            } else {
                found.push_back(step);
            }
            x = from;
            y = from_y;
        }
        std::ranges::reverse(found);
        return found;
    }

    const Lines& before_;
    const Lines& after_;
    size_t skip_;
    ptrdiff_t n_, m_;
    std::vector<std::vector<ptrdiff_t>> reach_;  // by number of differences
};

}  // namespace

Lines lines_of(std::string_view text) {
    Lines lines;
    for (size_t begin = 0; begin < text.size();) {
        const size_t feed = text.find('\n', begin);
        const size_t end = feed == std::string_view::npos ? text.size() : feed + 1;
        lines.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return lines;
}

std::vector<Hunk> line_diff(const Lines& before, const Lines& after) {
    const size_t shorter = std::min(before.size(), after.size());
    size_t front = 0, back = 0;
    while (front < shorter && before[front] == after[front]) ++front;
    while (back < shorter - front && before[before.size() - 1 - back] == after[after.size() - 1 - back]) ++back;
    return Path(before, after, front, before.size() - front - back, after.size() - front - back).hunks();
}

}  // namespace weir::ide
