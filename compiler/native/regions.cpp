#include "compiler/native/regions.h"

#include "compiler/plan/op_table.h"
#include "compiler/plan/roots.h"

namespace weir::native {
namespace {

using plan::kNoNode;
using plan::Node;
using plan::NodeId;
using plan::Op;

/// In simple instructions, roughly.
int64_t cost_of(Op op) {
    switch (op) {
        case Op::constant:
        case Op::constant_real:
        case Op::constant_bool:
            return 0;
        case Op::muldiv_floor:
        case Op::muldiv_ceil:
        case Op::lookup:
        case Op::hash:
        case Op::div_real:
        case Op::sqrt_real:
            return 8;
        case Op::read_at:
        case Op::read_with:
        case Op::cell_wake:
            return 3;
        default:
            return 1;
    }
}

constexpr int64_t kWorthABranch = 8;

}  // namespace

Regions::Regions(const plan::Plan& plan)
    : plan_(plan), live_(plan.nodes.size()), region_(plan.nodes.size()), strict_(plan.nodes.size()) {
    place();
    dissolve();
    find_siblings();
    find_strict();
}

RegionId Regions::enter(RegionId parent, NodeId condition, bool when) {
    const auto [at, is_new] = by_key_.try_emplace({parent, condition, when}, static_cast<RegionId>(regions_.size()));
    if (is_new) regions_.push_back({parent, regions_[parent].depth + 1});
    return at->second;
}

bool Regions::inside(RegionId region, RegionId outer) const {
    while (regions_[region].depth > regions_[outer].depth) region = regions_[region].parent;
    return region == outer;
}

/// The node's region becomes the deepest that holds both this use and those before.
void Regions::need(NodeId id, RegionId region) {
    if (!live_[id]) {
        live_[id] = true;
        region_[id] = region;
        return;
    }
    RegionId a = region_[id], b = region;
    while (a != b) {
        if (regions_[a].depth >= regions_[b].depth)
            a = regions_[a].parent;
        else
            b = regions_[b].parent;
    }
    region_[id] = a;
}

void Regions::place() {
    plan::for_each_root(plan_, [&](NodeId id) { need(id, kWholeStep); });
    for (size_t at = plan_.nodes.size(); at-- > 0;) {
        const auto id = static_cast<NodeId>(at);
        if (!live_[id]) continue;
        const Node& node = plan_.nodes[id];
        const RegionId here = region_[id];
        if (plan::is_select(node.op)) {
            need(node.operand[0], here);
            need(node.operand[1], enter(here, node.operand[0], true));
            need(node.operand[2], enter(here, node.operand[0], false));
        } else {
            for_each_operand(plan_, node, [&](NodeId operand) { need(operand, here); });
        }
    }
}

RegionId Regions::kept(RegionId region) const {
    while (!regions_[region].kept) region = regions_[region].parent;
    return region;
}

/// What is cheap is computed anyway: its region goes up in its parent.
void Regions::dissolve() {
    for (NodeId id = 0; id < plan_.nodes.size(); ++id)
        if (live_[id]) regions_[region_[id]].cost += cost_of(plan_.nodes[id].op);
    for (size_t at = regions_.size(); at-- > 1;) {
        Region& region = regions_[at];
        region.kept = region.cost >= kWorthABranch;
        if (!region.kept) regions_[region.parent].cost += region.cost;
    }
    for (NodeId id = 0; id < plan_.nodes.size(); ++id) region_[id] = kept(region_[id]);
    for (size_t at = 1; at < regions_.size(); ++at) {  // parents come first
        regions_[at].parent = kept(regions_[at].parent);
        regions_[at].depth = regions_[regions_[at].parent].depth + 1;
    }
}

/// After `dissolve`, an arm that is needed elsewhere too lies in the select's own region or outside it.
bool Regions::owns_arm(NodeId select, size_t arm) const {
    return !inside(region_[select], region_[plan_.nodes[select].operand[arm]]);
}

bool Regions::branches(NodeId select) const {
    return plan::is_select(plan_.nodes[select].op) && (owns_arm(select, 1) || owns_arm(select, 2));
}

void Regions::find_siblings() {
    for (NodeId id = 0; id < plan_.nodes.size(); ++id)
        if (live_[id] && branches(id)) siblings_[{region_[id], plan_.nodes[id].operand[0]}].push_back(id);
}

const std::vector<NodeId>& Regions::siblings(NodeId select) const {
    return siblings_.at({region_[select], plan_.nodes[select].operand[0]});
}

void Regions::find_strict() {
    plan::for_each_root(plan_, [&](NodeId id) { strict_[id] = true; });
    for (size_t at = plan_.nodes.size(); at-- > 0;) {
        const auto id = static_cast<NodeId>(at);
        if (!live_[id] || !strict_[id]) continue;
        const Node& node = plan_.nodes[id];
        const bool select = plan::is_select(node.op);
        for (size_t i = 0; i < node.operand.size(); ++i) {
            const NodeId operand = node.operand[i];
            if (operand == kNoNode) continue;
            const bool arm = select && i > 0;
            if (arm ? owns_arm(id, i) : region_[operand] == region_[id]) strict_[operand] = true;
        }
    }
}

}  // namespace weir::native
