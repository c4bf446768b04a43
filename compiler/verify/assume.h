// Assume: the contract under which a step is taken, for the part of it that a question speaks of. What the engine, the
// order manager and the memory of a plan promise stands here and nowhere else; each line is watched on every step of
// the tests' runs.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/verify/solve.h"
#include "compiler/verify/translate.h"

namespace weir::verify {

class Contract {
  public:
    explicit Contract(Translation& translation);

    /// Asserts what is known of the free values that were declared since the last call: the lines of `assume`, which
    /// the engine enforces; inputs beyond their bounds; reads of memory.
    void extend();
    /// Asserts what an answer breaks of the rest of the contract: prices, and the units whose multiples they are.
    bool mend(const Numbers& answer);
    /// Asserts it of one price; false: that is no part of the contract, or was said.
    bool say_on_grid(const std::string& price, const std::string& tick);
    /// Prices of which that was said.
    struct OnGrid {
        std::string price, tick, product;
    };
    const std::vector<OnGrid>& told_on_grid() const { return told_on_grid_; }
    /// Whether an answer keeps that rest of the contract.
    bool holds(const Numbers& answer) const;

  private:
    void assumptions_about(plan::NodeId id);
    void alone(plan::NodeId id);
    void together(plan::NodeId a, plan::NodeId b);
    void samples(plan::NodeId a, plan::NodeId b);
    bool part_of(plan::NodeId sample, plan::NodeId of) const;
    bool skips_absent(plan::NodeId condition, plan::NodeId value) const;
    void parts();
    void input(plan::NodeId id, step::Input input);
    std::vector<std::pair<std::string, std::string>> on_grid() const;
    void quote(int instrument, int view);
    void of_ledger(int ledger, step::Input input);
    bool grows(plan::NodeId id) const;
    std::string spoken(step::Input input, int instrument, int view, int index) const;

    Translation& t_;
    size_t next_ = 0;                        // of the free values
    std::map<int64_t, std::string> inputs_;  // by offset: the terms of those that are spoken of
    std::vector<OnGrid> told_on_grid_;
    std::vector<std::pair<plan::NodeId, plan::NodeId>> parts_;    // samples of a part, and of the whole at that time
    std::set<std::pair<plan::NodeId, plan::NodeId>> told_parts_;  // of which it is said
    std::vector<bool> told_;                                      // by guard: an assumption that was asserted
};

}  // namespace weir::verify
