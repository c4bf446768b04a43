// Seeded random plans and streams of inputs, for tests that hold two runs of a plan against each other.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "compiler/plan/plan.h"

namespace weir::plan::testing {

struct RandomOptions {
    int operations = 60;   // drawn at random, beside inputs, constants and what keeps values in range
    int cells_max = 6;     // at least one of them
    bool stutters = true;  // false: only what is blind to extra steps (no scalar cells, no clock in values)
    bool tame = false;     // true: values stay far from overflow, so steps seldom fault
};

/// A valid plan. Over many seeds, every operation and every kind of cell occurs.
Plan random_plan(uint64_t seed, const RandomOptions& options = {});

/// A stream of inputs for a plan: small walks with absences and, unless tame, values near overflow; time moves by
/// nothing, a little, to a grid boundary, or far.
class RandomStream {
  public:
    RandomStream(const Plan& plan, uint64_t seed, bool tame);

    void next();
    /// Moves only the clock.
    void set_now(int64_t now);
    int64_t now() const;
    std::vector<int64_t>& inputs() { return inputs_; }
    const int64_t* const* tables() const { return table_pointers_.data(); }

  private:
    void start();
    void change(size_t offset);
    int64_t time_step();

    const Plan plan_;
    std::vector<int> rows_;  // of the inputs, by offset
    std::mt19937_64 random_;
    bool tame_;
    std::vector<int64_t> grids_;
    std::vector<int64_t> inputs_;
    std::vector<std::vector<int64_t>> tables_;
    std::vector<const int64_t*> table_pointers_;
};

}  // namespace weir::plan::testing
