// A market that walks at random, and an order manager that is sometimes late, as the inputs of a plan: made to be
// cheap, so that nearly all the time goes to the steps. What the market does is drawn from a seed alone; the orders at
// work follow what the plan wants.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/plan/plan.h"
#include "compiler/plan/reference.h"
#include "step/step.h"

namespace weir::test {

/// A small generator of random numbers (splitmix64).
class Draw {
  public:
    explicit Draw(uint64_t seed) : state_(seed - kStep) {}
    uint64_t next() { return plan::reference::mix(state_ += kStep); }
    /// From 0 to below n.
    int64_t below(int64_t n) { return static_cast<int64_t>(next() % static_cast<uint64_t>(n)); }
    int64_t within(int64_t low, int64_t high) { return low + below(high - low + 1); }
    bool one_in(int64_t n) { return below(n) == 0; }

  private:
    static constexpr uint64_t kStep = 0x9E3779B97F4A7C15u;  // which `mix` adds once more
    uint64_t state_;
};

/// One order's life.
class MarketStream {
  public:
    MarketStream(const plan::Plan& plan, uint64_t seed);

    const std::vector<int64_t>& inputs() const { return inputs_; }
    const int64_t* const* tables() const { return table_pointers_.data(); }
    /// After a step on the inputs: what it wants is worked, now and then; then time passes, and something happens.
    void happen(const step::Output& output);
    /// The order has ended, or is executed and done with.
    bool over() const { return now() > end_ + kAfter || idle_ > kIdleMost; }

  private:
    static constexpr int64_t kAfter = 2'000'000'000;
    static constexpr int64_t kIdleMost = 64;  // steps after all is executed

    int64_t& at(step::Input input, int view = 0, int index = 0) {
        return inputs_[static_cast<size_t>(plan_.layout.offset(input, 0, view, index))];
    }
    /// Of an instrument, in its only view or that of all.
    int64_t& of_leg(step::Input input, int instrument) {
        return inputs_[static_cast<size_t>(plan_.layout.offset(input, instrument))];
    }
    int64_t now() const { return inputs_[static_cast<size_t>(plan_.layout.offset(step::Input::now))]; }
    int ledger_of(int slot) const { return plan_.slots[static_cast<size_t>(slot)].ledger; }
    int64_t quantity() { return draw_.within(1, 50) * unit_; }

    void start_market();
    void start_order();
    void start_tables();
    void move(int view);
    void move_leg(int leg);
    void trade(int view);
    void change_venue(int view);
    void change_order();
    void change_parameter();
    void fill(int slot);
    void manage(const step::Output& output);
    void sum_up();
    void pass_time(int64_t wake);

    const plan::Plan& plan_;
    Draw draw_;
    int64_t unit_ = 1, mid_ = 23'600, end_ = 0, idle_ = 0;
    std::vector<int64_t> inputs_;
    std::vector<std::vector<int64_t>> tables_;
    std::vector<const int64_t*> table_pointers_;
};

}  // namespace weir::test
