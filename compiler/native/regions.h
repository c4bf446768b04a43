// Which nodes are needed only when a condition holds: what hangs on one arm of selects alone is computed only when that
// arm is chosen, if it costs more than a branch.
//
// A region is "`condition` is `when`", inside a parent region; region 0 is the whole step. A node belongs to the
// deepest region that holds all its uses.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "compiler/plan/plan.h"

namespace weir::native {

using RegionId = uint32_t;
inline constexpr RegionId kWholeStep = 0;

/// Calls `visit(operand)` for what a node needs: a wake-up of a cell needs the value that the cell will hold.
template <class Visit>
void for_each_operand(const plan::Plan& plan, const plan::Node& node, Visit visit) {
    for (const plan::NodeId operand : node.operand)
        if (operand != plan::kNoNode) visit(operand);
    if (node.op != plan::Op::cell_wake) return;
    const plan::Cell& cell = plan.cells[static_cast<size_t>(node.immediate)];
    visit(cell.value);
    if (cell.active != plan::kNoNode) visit(cell.active);
}

class Regions {
  public:
    explicit Regions(const plan::Plan& plan);

    bool live(plan::NodeId id) const { return live_[id]; }
    RegionId of(plan::NodeId id) const { return region_[id]; }
    /// Whether `region` lies in `outer`, or is it.
    bool inside(RegionId region, RegionId outer) const;

    /// An arm (operand 1 or 2) that only this select and its like need.
    bool owns_arm(plan::NodeId select, size_t arm) const;
    /// The select has an arm in a region of its own, and so becomes a branch.
    bool branches(plan::NodeId select) const;
    /// Selects on the same condition in the same region: they can share a branch.
    const std::vector<plan::NodeId>& siblings(plan::NodeId select) const;

    /// A fault of the node stops the step whenever its region is entered.
    bool strict(plan::NodeId id) const { return strict_[id]; }

  private:
    struct Region {
        RegionId parent = kWholeStep;
        uint32_t depth = 0;
        int64_t cost = 0;
        bool kept = true;
    };
    using Key = std::tuple<RegionId, plan::NodeId, bool>;

    RegionId enter(RegionId parent, plan::NodeId condition, bool when);
    void need(plan::NodeId id, RegionId region);
    void place();
    void dissolve();
    RegionId kept(RegionId region) const;
    void find_strict();
    void find_siblings();

    const plan::Plan& plan_;
    std::vector<Region> regions_{1};
    std::map<Key, RegionId> by_key_;
    std::vector<bool> live_;
    std::vector<RegionId> region_;
    std::vector<bool> strict_;
    std::map<std::pair<RegionId, plan::NodeId>, std::vector<plan::NodeId>> siblings_;
};

}  // namespace weir::native
