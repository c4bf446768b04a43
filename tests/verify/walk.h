// A plan taken through random steps: a market that keeps the contract of the inputs and nothing else, and an order
// manager that does what it may, late and in part.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "compiler/plan/interpreter.h"
#include "compiler/plan/plan.h"

namespace weir::test {

class Walk {
  public:
    /// `plan`: specialised or generic, valid.
    Walk(const plan::Plan& plan, uint64_t seed);

    /// Takes one step at the market as it is, and lets the order manager and the market act on it. False: the strategy
    /// is stopped, see `output`.
    bool step();

    const step::Output& output() const { return *output_; }
    int64_t input(step::Input input, int index = 0, int view = 0, int instrument = 0) const {
        return inputs_[static_cast<size_t>(plan_.layout.offset(input, instrument, view, index))];
    }
    const std::vector<int64_t>& inputs() const { return inputs_; }
    /// What a node was in this step.
    int64_t value(plan::NodeId node) const { return interpreter_.values()[node]; }

  private:
    struct Quotes {
        int64_t mid = 0, spread = 0;  // in ticks
    };
    int64_t uniform(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }
    bool chance(int percent) { return uniform(1, 100) <= percent; }
    /// Of any order of magnitude.
    int64_t wide(int64_t low, int64_t high);
    int64_t& at(step::Input input, int index = 0, int view = 0, int instrument = 0) {
        return inputs_[static_cast<size_t>(plan_.layout.offset(input, instrument, view, index))];
    }
    void begin();
    void begin_market(int instrument, int view);
    void quote(int instrument, int view);
    void market();
    void trader();
    void orders();
    void fill(int slot, int64_t quantity);
    void ledgers();

    const plan::Plan& plan_;
    plan::Interpreter interpreter_;
    step::Program program_;
    std::mt19937_64 random_;
    std::vector<int64_t> inputs_, state_;
    std::vector<std::vector<int64_t>> tables_;
    std::vector<const int64_t*> table_pointers_;
    std::vector<Quotes> quotes_;               // by instrument and view
    std::vector<int64_t> working_, executed_;  // by slot
    std::vector<int64_t> values_;              // by ledger: of what was executed
    std::unique_ptr<step::Output> output_ = std::make_unique<step::Output>();
};

}  // namespace weir::test
