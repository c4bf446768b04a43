// Every kind of cell against a model that keeps the whole history and computes the definition directly.
#include "compiler/plan/cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <random>

#include "compiler/plan/op_table.h"

namespace weir::plan {
namespace {

using Big = boost::multiprecision::cpp_int;
using step::kAbsent;
using step::kNever;

struct Commit {
    int64_t time, value;
};

/// The definition of cells.def, over all that was ever committed.
class Model {
  public:
    explicit Model(Cell cell) : cell_(cell) {}
    void commit(int64_t time, int64_t value) { history_.push_back({time, value}); }

    /// What a read at `time` gives, with the operand of `read_at` or `read_with`.
    int64_t read(int64_t time, int64_t operand) const {
        switch (cell_.kind) {
            case CellKind::scalar:
                return history_.empty() ? cell_.immediate : history_.back().value;
            case CellKind::ring:
                return sample(last_boundary(time) - operand * cell_.grid_ns);
            case CellKind::average:
                return average(time);
            case CellKind::highest:
            case CellKind::lowest:
                return extreme(time, operand);
            case CellKind::ema:
                return ema(time);
            case CellKind::debounce:
                return debounce(time, operand);
        }
        return 0;
    }

  private:
    int64_t last_boundary(int64_t time) const { return time / cell_.grid_ns * cell_.grid_ns; }

    const Commit* held_before(int64_t boundary) const {
        const Commit* held = nullptr;
        for (const Commit& c : history_)
            if (c.time < boundary) held = &c;
        return held;
    }
    int64_t sample(int64_t boundary) const {
        if (history_.empty()) return kAbsent;
        const Commit* held = held_before(boundary);
        return held ? held->value : history_.front().value;
    }
    int64_t average(int64_t time) const {
        const int64_t to = last_boundary(time), from = to - cell_.buckets * cell_.grid_ns;
        Big sum = 0, present = 0;
        for (size_t i = 0; i < history_.size(); ++i) {
            if (history_[i].value == kAbsent) continue;
            const int64_t until = i + 1 < history_.size() ? history_[i + 1].time : time;
            const int64_t begin = std::max(history_[i].time, from), end = std::min(until, to);
            if (begin >= end) continue;
            sum += Big(history_[i].value) * (end - begin);
            present += end - begin;
        }
        if (present == 0) return kAbsent;
        Big mean = sum / present;
        if (sum % present < 0) --mean;
        return static_cast<int64_t>(mean);
    }
    int64_t extreme(int64_t time, int64_t operand) const {
        const int64_t from = last_boundary(time) - (cell_.buckets - 1) * cell_.grid_ns;
        std::vector<int64_t> values = {operand};
        if (const Commit* held = held_before(from)) values.push_back(held->value);
        for (const Commit& c : history_)
            if (c.time >= from) values.push_back(c.value);
        std::erase(values, kAbsent);
        if (values.empty()) return kAbsent;
        return cell_.kind == CellKind::highest ? *std::max_element(values.begin(), values.end())
                                               : *std::min_element(values.begin(), values.end());
    }
    int64_t ema(int64_t time) const {
        Big mean = 0;
        bool started = false;
        for (size_t i = 0; i < history_.size(); ++i) {
            if (history_[i].value == kAbsent) continue;
            if (!started) mean = history_[i].value;
            started = true;
            const int64_t until = i + 1 < history_.size() ? history_[i + 1].time : time;
            for (int64_t b = last_boundary(history_[i].time) + cell_.grid_ns; b <= until; b += cell_.grid_ns) {
                const Big move = (Big(history_[i].value) - mean) * cell_.immediate;
                const Big one = Big(1) << 32;
                mean += move / one - (move % one < 0 ? 1 : 0);
            }
        }
        return started ? static_cast<int64_t>(mean) : kAbsent;
    }
    int64_t debounce(int64_t time, int64_t operand) const {
        if (operand <= 0) return 0;
        int64_t since = time;
        for (size_t i = history_.size(); i-- > 0 && history_[i].value > 0;) since = history_[i].time;
        return time - since >= cell_.grid_ns;
    }

    Cell cell_;
    std::vector<Commit> history_;
};

class Case {
  public:
    Case(CellKind kind, uint64_t seed) : random_(seed) {
        plan_.nodes.push_back({.op = Op::input, .type = Type::integer, .range = {}, .interval = {}});
        cell_.kind = kind;
        cell_.value = 0;
        if (on_grid(kind) && kind != CellKind::ema) cell_.buckets = 1 + static_cast<int32_t>(random_() % 7);
        if (kind != CellKind::scalar) cell_.grid_ns = 1 + static_cast<int64_t>(random_() % 40);
        if (kind == CellKind::ema) cell_.immediate = static_cast<int64_t>(random_() % (kEmaOne + 1));
        if (kind == CellKind::scalar) cell_.immediate = 17;
        plan_.cells = {cell_};
        extreme_ = random_() % 4 == 0;
    }

    void run() {
        const Cells cells(plan_);
        Model model(cell_);
        std::vector<int64_t> state(static_cast<size_t>(cells.words()));
        int64_t time = static_cast<int64_t>(random_() % 1000);
        int64_t value = draw();
        for (int step = 0; step < 120; ++step) {
            time += gap();
            if (random_() % 3) value = draw();
            cells.advance(state.data(), time);
            const int64_t operand = cell_.kind == CellKind::ring
                                        ? static_cast<int64_t>(random_() % static_cast<uint64_t>(cell_.buckets + 1))
                                        : value;
            const int64_t seen = read(cells, state, time, operand);
            ASSERT_EQ(seen, model.read(time, operand)) << "step " << step << " at " << time << ' ' << describe();
            const int64_t wake = cells.wake(0, state.data(), time, value);
            ASSERT_GT(wake, time);
            cells.commit(0, state.data(), time, value);
            model.commit(time, value);
            check_quiet(cells, state, time, wake, operand, seen);
        }
    }

  private:
    std::string describe() const {
        return std::string(name_of(cell_.kind)) + " buckets " + std::to_string(cell_.buckets) + " grid " +
               std::to_string(cell_.grid_ns);
    }
    int64_t draw() {
        if (cell_.kind == CellKind::debounce) return random_() % 4 == 0 ? 0 : random_() % 9 == 0 ? kAbsent : 1;
        if (random_() % 6 == 0) return kAbsent;
        if (extreme_) return random_() % 2 ? kNever - static_cast<int64_t>(random_() % 2) : kAbsent + 1;
        return static_cast<int64_t>(random_() % 2001) - 1000;
    }
    int64_t gap() {
        const uint64_t draw = random_() % 10;
        if (draw == 0) return 0;
        if (draw == 1) return static_cast<int64_t>(random_() % 600);
        return static_cast<int64_t>(random_() % 20);
    }
    int64_t read(const Cells& cells, const std::vector<int64_t>& state, int64_t time, int64_t operand) const {
        switch (reader_of(cell_.kind)) {
            case Op::read:
                return cells.read(0, state.data());
            case Op::read_at:
                return cells.read_at(0, state.data(), operand).value;
            default:
                return cells.read_with(0, state.data(), time, operand);
        }
    }
    /// Until the wake-up that the cell asks for, an extra step would read what this step read.
    void check_quiet(const Cells& cells, std::vector<int64_t> state, int64_t time, int64_t wake, int64_t operand,
                     int64_t seen) {
        if (cell_.kind == CellKind::scalar) return;
        const int64_t until = std::min(wake - 1, time + 300);
        if (until <= time) return;
        const int64_t at = time + 1 + static_cast<int64_t>(random_() % static_cast<uint64_t>(until - time));
        cells.advance(state.data(), at);
        ASSERT_EQ(read(cells, state, at, operand), seen) << describe() << " at " << at << ", wake " << wake;
    }

    std::mt19937_64 random_;
    Plan plan_;
    Cell cell_{};
    bool extreme_ = false;
};

class EveryKind : public ::testing::TestWithParam<size_t> {};

TEST_P(EveryKind, IsItsDefinition) {
    for (uint64_t seed = 1; seed <= 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Case(static_cast<CellKind>(GetParam()), seed).run();
        if (::testing::Test::HasFatalFailure()) return;
    }
}

INSTANTIATE_TEST_SUITE_P(Cells, EveryKind, ::testing::Range(size_t{0}, kCellNames.size()),
                         [](const auto& info) { return std::string(kCellNames[info.param]); });

/// A cell that was cleared behaves as one that has just begun.
TEST_P(EveryKind, IsNewWhenCleared) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 200; ++round) {
        Plan plan;
        plan.nodes.push_back({.op = Op::input, .type = Type::integer, .range = {}, .interval = {}});
        Cell cell{.kind = static_cast<CellKind>(GetParam()), .value = 0, .range = {}};
        if (on_grid(cell.kind) && cell.kind != CellKind::ema) cell.buckets = 1 + static_cast<int32_t>(random() % 5);
        if (cell.kind != CellKind::scalar) cell.grid_ns = 1 + static_cast<int64_t>(random() % 20);
        if (cell.kind == CellKind::ema) cell.immediate = static_cast<int64_t>(random() % kEmaOne);
        plan.cells.push_back(cell);
        const Cells cells(plan);
        std::vector<int64_t> cleared(static_cast<size_t>(cells.words())), fresh = cleared;
        int64_t time = 1'000;
        for (int step = 0; step < 60; ++step) {
            time += static_cast<int64_t>(random() % 15);
            cells.advance(cleared.data(), time);
            cells.advance(fresh.data(), time);
            const int64_t value = random() % 5 == 0 ? kAbsent : static_cast<int64_t>(random() % 3);
            const auto read = [&](const std::vector<int64_t>& state) {
                if (reader_of(cell.kind) == Op::read) return cells.read(0, state.data());
                if (reader_of(cell.kind) == Op::read_at) return cells.read_at(0, state.data(), cell.buckets).value;
                return cells.read_with(0, state.data(), time, value);
            };
            ASSERT_EQ(read(cleared), read(fresh)) << "round " << round << " step " << step;
            ASSERT_EQ(cells.wake(0, cleared.data(), time, value), cells.wake(0, fresh.data(), time, value));
            if (random() % 8 == 0) {
                cells.clear(0, cleared.data(), time);
                fresh.assign(fresh.size(), 0);
                cells.advance(fresh.data(), time);
            } else {
                cells.commit(0, cleared.data(), time, value);
                cells.commit(0, fresh.data(), time, value);
            }
        }
    }
}

TEST(Cells, AdvanceIsBounded) {
    Plan plan;
    plan.nodes.push_back({.op = Op::input, .type = Type::integer, .range = {}, .interval = {}});
    for (const CellKind kind : {CellKind::ring, CellKind::average, CellKind::highest, CellKind::lowest})
        plan.cells.push_back({.kind = kind, .value = 0, .buckets = 64, .grid_ns = 1, .range = {}});
    plan.cells.push_back({.kind = CellKind::ema, .value = 0, .grid_ns = 1, .immediate = 1, .range = {}});
    const Cells cells(plan);
    std::vector<int64_t> state(static_cast<size_t>(cells.words()));
    cells.advance(state.data(), 1);
    for (size_t i = 0; i < cells.count(); ++i) cells.commit(i, state.data(), 1, 5);
    cells.advance(state.data(), kTimeMax);  // 2^62 boundaries
    EXPECT_EQ(cells.read(1, state.data()), 5);
    EXPECT_EQ(cells.read_with(2, state.data(), kTimeMax, 4), 5);
    EXPECT_TRUE(cells.read_at(0, state.data(), 65).fault);
}

}  // namespace
}  // namespace weir::plan
