// The memory of a plan: how many words each cell takes, and the reference code of its moments (see cells.def).
//
// State is one word (`due`), then the words of each cell in turn. `due` is the next grid boundary of any cell, so a
// step that crosses none takes one comparison; it is 0 in zeroed state, which is how the first step is known.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/plan/plan.h"

namespace weir::plan {

inline constexpr int64_t kTimeMax = int64_t{1} << 62;    // times are clamped to [0, kTimeMax]
inline constexpr int64_t kWindowMax = int64_t{1} << 61;  // longest grid × buckets, in nanoseconds
inline constexpr int32_t kBucketsMax = 65'536;
inline constexpr int64_t kEmaBoundariesMax = 4096;  // boundaries that one advance applies at most
inline constexpr int64_t kEmaOne = int64_t{1} << 32;

constexpr int64_t clock_of(int64_t now) {
    return now < 0 ? 0 : now > kTimeMax ? kTimeMax : now;
}

/// Which operation reads a kind of cell.
constexpr Op reader_of(CellKind kind) {
    switch (kind) {
        case CellKind::ring:
            return Op::read_at;
        case CellKind::highest:
        case CellKind::lowest:
        case CellKind::debounce:
            return Op::read_with;
        default:
            return Op::read;
    }
}

/// True for cells that live on a grid of times: they change at its boundaries, and not only when a value is committed.
constexpr bool on_grid(CellKind kind) {
    return kind != CellKind::scalar && kind != CellKind::debounce;
}

// The words of each kind, by name. `next` is the first grid boundary later than the last advance.
struct ScalarWords {
    enum : int32_t { held, size };
};
struct RingWords {  // samples[head] is the newest of buckets + 1; head is -1 until the first commit
    enum : int32_t { held, next, head, samples };
};
struct AverageWords {  // integrals are 128 bits in two words; a bucket is (integral, time present)
    enum : int32_t {
        held,
        next,
        mean,      // of the window of complete buckets
        since,     // the held value is integrated up to here
        integral,  // of the bucket under way
        present = integral + 2,
        window_integral,
        window_present = window_integral + 2,
        head,  // the oldest bucket
        buckets
    };
    static constexpr int32_t kBucketWords = 3;
};
struct ExtremeWords {  // the window is `past` (over buckets - 1 complete buckets) and `current`
    enum : int32_t { held, next, past, current, head, buckets };
};
struct EmaWords {
    enum : int32_t { held, next, mean, size };
};
struct DebounceWords {  // since when the condition is true; kNever while it is not
    enum : int32_t { since, size };
};

/// One moment of all cells: the state is the whole state of the plan.
class Cells {
  public:
    explicit Cells(const Plan& plan);

    int32_t words() const { return words_; }                   // 0 for a plan without cells
    int32_t first(size_t cell) const { return first_[cell]; }  // of the cell's words
    const Cell& cell(size_t cell) const { return cells_[cell]; }
    size_t count() const { return cells_.size(); }

    /// Moves time on with the held values. Costs one comparison when no boundary is crossed.
    void advance(int64_t* state, int64_t time) const;

    struct Sample {
        int64_t value = 0;
        bool fault = false;
    };
    int64_t read(size_t cell, const int64_t* state) const;
    Sample read_at(size_t cell, const int64_t* state, int64_t index) const;
    int64_t read_with(size_t cell, const int64_t* state, int64_t time, int64_t value) const;

    /// When a read may change by itself after `value` has been committed at `time`.
    int64_t wake(size_t cell, const int64_t* state, int64_t time, int64_t value) const;

    void commit(size_t cell, int64_t* state, int64_t time, int64_t value) const;
    /// The cell as it was before its first commit.
    void clear(size_t cell, int64_t* state, int64_t time) const;

  private:
    void start(int64_t* state, int64_t time) const;

    std::vector<Cell> cells_;
    std::vector<int32_t> first_;
    int32_t words_ = 0;
};

}  // namespace weir::plan
