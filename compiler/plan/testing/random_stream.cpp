#include <algorithm>

#include "compiler/plan/cells.h"
#include "compiler/plan/roots.h"
#include "compiler/plan/testing/random_plan.h"

namespace weir::plan::testing {
namespace {

constexpr int64_t kStart = 1'700'000'000'000'000'000;  // a day in 2023

/// Inputs that the contract promises not to be negative (see `infer_intervals`).
bool can_be_negative(const step::InputRow& row) {
    if (row.scope == step::InputScope::instrument) return false;
    return row.kind == step::InputKind::price || row.kind == step::InputKind::half ||
           row.kind == step::InputKind::ratio;
}

}  // namespace

RandomStream::RandomStream(const Plan& plan, uint64_t seed, bool tame)
    : plan_(plan), rows_(inputs_by_offset(plan.layout)), random_(seed), tame_(tame) {
    for (const Cell& cell : plan.cells)
        if (cell.grid_ns > 0) grids_.push_back(cell.grid_ns);
    start();
}

void RandomStream::start() {
    inputs_.resize(static_cast<size_t>(plan_.layout.size()));
    for (size_t offset = 0; offset < inputs_.size(); ++offset) {
        inputs_[offset] = static_cast<int64_t>(random_() % 100'000);
        change(offset);
    }
    set_now(kStart + static_cast<int64_t>(random_() % 1'000'000'000'000));
    for (size_t table = 0; table < plan_.tables.size(); ++table) {
        std::vector<int64_t>& entries = tables_.emplace_back();
        for (int i = 0; i <= step::kTableIntervals; ++i) {
            const bool odd = !tame_ && random_() % 50 == 0;
            entries.push_back(odd ? (random_() % 2 ? step::kAbsent : static_cast<int64_t>(random_()))
                                  : static_cast<int64_t>(random_() % (int64_t{1} << 32)));
        }
    }
    for (const auto& entries : tables_) table_pointers_.push_back(entries.data());
}

void RandomStream::set_now(int64_t now) {
    inputs_[static_cast<size_t>(plan_.layout.offset(step::Input::now))] = now;
}
int64_t RandomStream::now() const {
    return inputs_[static_cast<size_t>(plan_.layout.offset(step::Input::now))];
}

void RandomStream::change(size_t offset) {
    int64_t& value = inputs_[offset];
    if (rows_[offset] == kNoInput) {
        const auto at = static_cast<size_t>(static_cast<int>(offset) - plan_.layout.parameter_base());
        const Parameter& p = plan_.parameters[at];
        value = p.low + static_cast<int64_t>(random_() % static_cast<uint64_t>(p.high - p.low + 1));
        return;
    }
    const auto input = static_cast<step::Input>(rows_[offset]);
    const step::InputRow& row = step::kInputs[static_cast<size_t>(input)];
    if (input == step::Input::now) return;
    if (row.kind == step::InputKind::flag) {
        value = static_cast<int64_t>(random_() % 2);
        return;
    }
    if (row.kind == step::InputKind::sign) {
        value = random_() % 2 ? 1 : -1;
        return;
    }
    const step::InputBounds bounds = step::bounds_of(row.kind);
    if (value == step::kAbsent || value > bounds.high / 2 || value < bounds.low / 2) value = 1000;
    const uint64_t draw = random_() % 40;
    if (draw == 0 && row.can_be_absent)
        value = step::kAbsent;
    else if (draw == 1 && !tame_)
        value = bounds.high - static_cast<int64_t>(random_() % 3);
    else if (draw == 2 && !tame_ && can_be_negative(row))
        value = bounds.low + static_cast<int64_t>(random_() % 3);
    else
        value += static_cast<int64_t>(random_() % 201) - 100;
    if (!can_be_negative(row) && value != step::kAbsent) value = std::max<int64_t>(value, 0);
}

int64_t RandomStream::time_step() {
    constexpr int64_t kMilli = 1'000'000;
    const uint64_t draw = random_() % 64;
    if (draw < 8) return 0;
    if (draw < 14 && !grids_.empty()) {
        const int64_t grid = grids_[random_() % grids_.size()];
        return grid - now() % grid;
    }
    if (draw == 14) return static_cast<int64_t>(random_() % 1'000'000) * kMilli;
    if (draw == 15) return static_cast<int64_t>(random_() % 10);
    return static_cast<int64_t>(random_() % (500 * kMilli));
}

void RandomStream::next() {
    set_now(now() + time_step());
    for (uint64_t i = random_() % 4; i > 0; --i) change(random_() % inputs_.size());
}

}  // namespace weir::plan::testing
