// The reference code of the cells, one struct per kind over the cell's words `w`.
#include "compiler/plan/cells.h"

#include <algorithm>
#include <array>

namespace weir::plan {
namespace {

using step::kAbsent;
using step::kNever;
using Int128 = __int128;

int64_t first_boundary_after(int64_t time, int64_t grid) {
    return (time / grid + 1) * grid;
}

/// Counts the boundaries in [next, time] and moves `next` past them.
int64_t cross(int64_t& next, int64_t time, int64_t grid) {
    const int64_t crossed = (time - next) / grid + 1;
    next += crossed * grid;
    return crossed;
}

struct NoGrid {
    static void advance(const Cell&, int64_t*, int64_t) {}
};

struct scalar : NoGrid {
    using W = ScalarWords;
    static int32_t words(const Cell&) { return W::size; }
    static void start(const Cell& cell, int64_t* w, int64_t) { w[W::held] = cell.immediate; }
    static bool empty(const Cell& cell, const int64_t* w) { return w[W::held] == cell.immediate; }
    static int64_t read(const Cell&, const int64_t* w) { return w[W::held]; }
    static int64_t wake(const Cell&, const int64_t*, int64_t, int64_t) { return kNever; }
    static void commit(const Cell&, int64_t* w, int64_t, int64_t value) { w[W::held] = value; }
};

struct ring {
    using W = RingWords;
    static int32_t words(const Cell& cell) { return W::samples + cell.buckets + 1; }
    static void start(const Cell& cell, int64_t* w, int64_t time) {
        w[W::held] = kAbsent;
        w[W::next] = first_boundary_after(time, cell.grid_ns);
        w[W::head] = -1;
        std::fill_n(w + W::samples, cell.buckets + 1, kAbsent);
    }
    static void advance(const Cell& cell, int64_t* w, int64_t time) {
        const int64_t crossed = cross(w[W::next], time, cell.grid_ns);
        if (w[W::head] < 0) return;
        for (int64_t i = 0; i < std::min<int64_t>(crossed, cell.buckets + 1); ++i) {
            w[W::head] = w[W::head] == cell.buckets ? 0 : w[W::head] + 1;
            w[W::samples + w[W::head]] = w[W::held];
        }
    }
    static bool empty(const Cell&, const int64_t* w) { return w[W::head] < 0; }
    static Cells::Sample read_at(const Cell& cell, const int64_t* w, int64_t index) {
        if (index < 0 || index > cell.buckets) return {0, true};
        const int64_t at = w[W::head] - index;
        return {w[W::samples + (at < 0 ? at + cell.buckets + 1 : at)], false};
    }
    static int64_t wake(const Cell&, const int64_t* w, int64_t time, int64_t) {
        return w[W::head] < 0 ? time + 1 : w[W::next];  // the first commit is seen from the next step on
    }
    static void commit(const Cell& cell, int64_t* w, int64_t, int64_t value) {
        w[W::held] = value;
        if (w[W::head] >= 0) return;
        w[W::head] = 0;
        std::fill_n(w + W::samples, cell.buckets + 1, value);
    }
};

Int128 load128(const int64_t* w) {
    return static_cast<Int128>(static_cast<unsigned __int128>(static_cast<uint64_t>(w[1])) << 64 |
                               static_cast<uint64_t>(w[0]));
}
void store128(int64_t* w, Int128 value) {
    w[0] = static_cast<int64_t>(value);
    w[1] = static_cast<int64_t>(value >> 64);
}
void add128(int64_t* w, Int128 value) {
    store128(w, load128(w) + value);
}

struct average {
    using W = AverageWords;
    static int32_t words(const Cell& cell) { return W::buckets + W::kBucketWords * cell.buckets; }
    static void start(const Cell& cell, int64_t* w, int64_t time) {
        std::fill_n(w, words(cell), 0);
        w[W::held] = w[W::mean] = kAbsent;
        w[W::next] = first_boundary_after(time, cell.grid_ns);
        w[W::since] = time;
    }
    /// The held value enters the bucket under way, up to `time`.
    static void integrate(int64_t* w, int64_t time) {
        if (w[W::held] != kAbsent) {
            const int64_t passed = time - w[W::since];
            add128(w + W::integral, static_cast<Int128>(w[W::held]) * passed);
            w[W::present] += passed;
        }
        w[W::since] = time;
    }
    /// The bucket under way takes the place of the oldest in the window.
    static void close_bucket(const Cell& cell, int64_t* w) {
        int64_t* bucket = w + W::buckets + W::kBucketWords * w[W::head];
        add128(w + W::window_integral, load128(w + W::integral) - load128(bucket));
        w[W::window_present] += w[W::present] - bucket[2];
        std::copy_n(w + W::integral, W::kBucketWords, bucket);
        std::fill_n(w + W::integral, W::kBucketWords, 0);
        w[W::head] = w[W::head] + 1 == cell.buckets ? 0 : w[W::head] + 1;
    }
    static int64_t mean(const int64_t* w) {
        if (w[W::window_present] == 0) return kAbsent;
        const Int128 sum = load128(w + W::window_integral);
        const Int128 time = w[W::window_present];
        return static_cast<int64_t>(sum / time - (sum % time < 0));
    }
    static void advance(const Cell& cell, int64_t* w, int64_t time) {
        const int64_t first = w[W::next];
        const int64_t crossed = cross(w[W::next], time, cell.grid_ns);
        integrate(w, first);
        close_bucket(cell, w);
        const int64_t full = std::min<int64_t>(crossed - 1, cell.buckets);
        for (int64_t i = 0; i < full; ++i) {
            w[W::since] = 0;  // a full bucket, wherever it stands
            integrate(w, cell.grid_ns);
            close_bucket(cell, w);
        }
        w[W::since] = w[W::next] - cell.grid_ns;
        w[W::mean] = mean(w);
    }
    static bool empty(const Cell&, const int64_t* w) {
        return w[W::window_present] == 0 && w[W::present] == 0 && w[W::held] == kAbsent;
    }
    static int64_t read(const Cell&, const int64_t* w) { return w[W::mean]; }
    static int64_t wake(const Cell& cell, const int64_t* w, int64_t, int64_t value) {
        return empty(cell, w) && value == kAbsent ? kNever : w[W::next];
    }
    static void commit(const Cell&, int64_t* w, int64_t time, int64_t value) {
        if (w[W::held] == value) return;
        integrate(w, time);
        w[W::held] = value;
    }
};

/// `Join::of` joins two values, of which `kAbsent` is the neutral one.
struct Largest {
    static int64_t of(int64_t a, int64_t b) { return std::max(a, b); }
};
struct Smallest {
    // One less, wrapping, puts kAbsent above every value.
    static int64_t less(int64_t a) { return static_cast<int64_t>(static_cast<uint64_t>(a) - 1); }
    static int64_t of(int64_t a, int64_t b) { return less(a) < less(b) ? a : b; }
};

template <class Join>
struct Extreme {
    using W = ExtremeWords;
    static int32_t words(const Cell& cell) { return W::buckets + cell.buckets - 1; }
    static void start(const Cell& cell, int64_t* w, int64_t time) {
        std::fill_n(w, words(cell), kAbsent);
        w[W::next] = first_boundary_after(time, cell.grid_ns);
        w[W::head] = 0;
    }
    static void close_bucket(const Cell& cell, int64_t* w) {
        w[W::buckets + w[W::head]] = w[W::current];
        w[W::current] = w[W::held];
        w[W::head] = w[W::head] + 2 >= cell.buckets ? 0 : w[W::head] + 1;
    }
    static void advance(const Cell& cell, int64_t* w, int64_t time) {
        const int64_t crossed = cross(w[W::next], time, cell.grid_ns);
        if (cell.buckets == 1) {
            w[W::current] = w[W::held];
            return;
        }
        for (int64_t i = 0; i < std::min<int64_t>(crossed, cell.buckets); ++i) close_bucket(cell, w);
        w[W::past] = kAbsent;
        for (int32_t i = 0; i < cell.buckets - 1; ++i) w[W::past] = Join::of(w[W::past], w[W::buckets + i]);
    }
    static bool empty(const Cell&, const int64_t* w) {
        return w[W::held] == kAbsent && w[W::past] == kAbsent && w[W::current] == kAbsent;
    }
    static int64_t read_with(const Cell&, const int64_t* w, int64_t, int64_t value) {
        return Join::of(Join::of(w[W::past], w[W::current]), value);
    }
    static int64_t wake(const Cell& cell, const int64_t* w, int64_t time, int64_t value) {
        return read_with(cell, w, time, value) == value ? kNever : w[W::next];
    }
    static void commit(const Cell&, int64_t* w, int64_t, int64_t value) {
        w[W::held] = value;
        w[W::current] = Join::of(w[W::current], value);
    }
};
struct highest : Extreme<Largest> {};
struct lowest : Extreme<Smallest> {};

struct ema {
    using W = EmaWords;
    static Int128 step(const Cell& cell, int64_t mean, int64_t held) {
        return ((static_cast<Int128>(held) - mean) * cell.immediate) >> 32;
    }
    static int32_t words(const Cell&) { return W::size; }
    static void start(const Cell& cell, int64_t* w, int64_t time) {
        w[W::held] = w[W::mean] = kAbsent;
        w[W::next] = first_boundary_after(time, cell.grid_ns);
    }
    static void advance(const Cell& cell, int64_t* w, int64_t time) {
        const int64_t crossed = cross(w[W::next], time, cell.grid_ns);
        if (w[W::held] == kAbsent) return;
        for (int64_t i = 0; i < std::min(crossed, kEmaBoundariesMax); ++i) {
            const Int128 move = step(cell, w[W::mean], w[W::held]);
            if (move == 0) return;  // and so at every later boundary
            w[W::mean] = static_cast<int64_t>(w[W::mean] + move);
        }
    }
    static bool empty(const Cell&, const int64_t* w) { return w[W::held] == kAbsent && w[W::mean] == kAbsent; }
    static int64_t read(const Cell&, const int64_t* w) { return w[W::mean]; }
    static int64_t wake(const Cell& cell, const int64_t* w, int64_t time, int64_t value) {
        if (value == kAbsent) return kNever;
        if (w[W::mean] == kAbsent) return time + 1;  // the first value is seen from the next step on
        return step(cell, w[W::mean], value) == 0 ? kNever : w[W::next];
    }
    static void commit(const Cell&, int64_t* w, int64_t, int64_t value) {
        w[W::held] = value;
        if (w[W::mean] == kAbsent) w[W::mean] = value;
    }
};

struct debounce : NoGrid {
    using W = DebounceWords;
    static int32_t words(const Cell&) { return W::size; }
    static void start(const Cell&, int64_t* w, int64_t) { w[W::since] = kNever; }
    static bool empty(const Cell&, const int64_t* w) { return w[W::since] == kNever; }
    static int64_t since(const int64_t* w, int64_t time, int64_t value) {
        return value > 0 ? std::min(w[W::since], time) : kNever;
    }
    static int64_t read_with(const Cell& cell, const int64_t* w, int64_t time, int64_t value) {
        return value > 0 && time - since(w, time, value) >= cell.grid_ns;
    }
    static int64_t wake(const Cell& cell, const int64_t* w, int64_t time, int64_t value) {
        const int64_t from = since(w, time, value);
        return from == kNever || time - from >= cell.grid_ns ? kNever : from + cell.grid_ns;
    }
    static void commit(const Cell&, int64_t* w, int64_t time, int64_t value) { w[W::since] = since(w, time, value); }
};

/// The functions of one kind, as far as it has them: the reader depends on the kind (see `reader_of`).
struct Kind {
    int32_t (*words)(const Cell&);
    void (*start)(const Cell&, int64_t*, int64_t);
    void (*advance)(const Cell&, int64_t*, int64_t);
    bool (*empty)(const Cell&, const int64_t*);
    int64_t (*read)(const Cell&, const int64_t*) = nullptr;
    Cells::Sample (*read_at)(const Cell&, const int64_t*, int64_t) = nullptr;
    int64_t (*read_with)(const Cell&, const int64_t*, int64_t, int64_t) = nullptr;
    int64_t (*wake)(const Cell&, const int64_t*, int64_t, int64_t);
    void (*commit)(const Cell&, int64_t*, int64_t, int64_t);
};

template <class K, CellKind kKind>
constexpr Kind kind_of() {
    Kind kind{K::words, K::start, K::advance, K::empty, nullptr, nullptr, nullptr, K::wake, K::commit};
    if constexpr (reader_of(kKind) == Op::read) kind.read = K::read;
    if constexpr (reader_of(kKind) == Op::read_at) kind.read_at = K::read_at;
    if constexpr (reader_of(kKind) == Op::read_with) kind.read_with = K::read_with;
    return kind;
}

constexpr std::array kKinds = {
#define WEIR_CELL(kind) kind_of<kind, CellKind::kind>(),
#include "compiler/plan/cells.def"
#undef WEIR_CELL
};
const Kind& of(const Cell& cell) {
    return kKinds[static_cast<size_t>(cell.kind)];
}

constexpr int32_t kDue = 0;  // the state's own words: the next grid boundary of any cell
constexpr int32_t kOwnWords = 1;
constexpr int32_t kNext = 1;  // where every grid cell keeps its next boundary
static_assert(kNext == RingWords::next && kNext == AverageWords::next && kNext == ExtremeWords::next &&
              kNext == EmaWords::next);

}  // namespace

Cells::Cells(const Plan& plan) : cells_(plan.cells) {
    if (cells_.empty()) return;
    words_ = kOwnWords;
    for (const Cell& cell : cells_) {
        first_.push_back(words_);
        words_ += of(cell).words(cell);
    }
}

void Cells::start(int64_t* state, int64_t time) const {
    for (size_t i = 0; i < cells_.size(); ++i) of(cells_[i]).start(cells_[i], state + first_[i], time);
}

void Cells::advance(int64_t* state, int64_t time) const {
    if (cells_.empty() || time < state[kDue]) return;
    if (state[kDue] == 0) start(state, time);
    state[kDue] = kNever;
    for (size_t i = 0; i < cells_.size(); ++i) {
        if (!on_grid(cells_[i].kind)) continue;
        int64_t* w = state + first_[i];
        if (time >= w[kNext]) of(cells_[i]).advance(cells_[i], w, time);
        state[kDue] = std::min(state[kDue], w[kNext]);
    }
}

int64_t Cells::read(size_t cell, const int64_t* state) const {
    return of(cells_[cell]).read(cells_[cell], state + first_[cell]);
}
Cells::Sample Cells::read_at(size_t cell, const int64_t* state, int64_t index) const {
    return of(cells_[cell]).read_at(cells_[cell], state + first_[cell], index);
}
int64_t Cells::read_with(size_t cell, const int64_t* state, int64_t time, int64_t value) const {
    return of(cells_[cell]).read_with(cells_[cell], state + first_[cell], time, value);
}
int64_t Cells::wake(size_t cell, const int64_t* state, int64_t time, int64_t value) const {
    return of(cells_[cell]).wake(cells_[cell], state + first_[cell], time, value);
}
void Cells::commit(size_t cell, int64_t* state, int64_t time, int64_t value) const {
    of(cells_[cell]).commit(cells_[cell], state + first_[cell], time, value);
}
void Cells::clear(size_t cell, int64_t* state, int64_t time) const {
    int64_t* w = state + first_[cell];
    if (!of(cells_[cell]).empty(cells_[cell], w)) of(cells_[cell]).start(cells_[cell], w, time);
}

}  // namespace weir::plan
