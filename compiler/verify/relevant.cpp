#include "compiler/verify/relevant.h"

#include <algorithm>
#include <deque>

#include "compiler/plan/op_table.h"

namespace weir::verify {
namespace {

using plan::Node;
using plan::NodeId;
using plan::Op;

constexpr int kFarther = 2;  // than the nearest

/// From the roots outwards, so that what is near is found first.
class Search {
  public:
    Search(const Translation& t, const Numbers& answer)
        : t_(t), answer_(answer), seen_(t.plan().nodes.size()), far_(t.plan().nodes.size()) {}

    void reach(NodeId id, int far) {
        const Node& node = t_.plan().nodes[id];
        if (seen_[id] || is_constant(node.op)) return;
        seen_[id] = true;
        far_[id] = far;
        next_.push_back(id);
    }

    std::vector<NodeId> cuts() {
        std::vector<NodeId> out;
        for (; !next_.empty(); next_.pop_front()) {
            const NodeId id = next_.front();
            if (!out.empty() && far_[id] > far_[out.front()] + kFarther) break;
            if (t_.is_unfolded(id))
                beyond(id, far_[id] + 1);
            else
                out.push_back(id);
        }
        return out;
    }

  private:
    void beyond(NodeId id, int far) {
        const Node& node = t_.plan().nodes[id];
        const auto& [a, b, c] = node.operand;
        if (node.op == Op::both && !is_true(id)) return reach(is_true(a) ? b : a, far);
        if (node.op == Op::either && is_true(id)) return reach(is_true(a) ? a : b, far);
        if (plan::is_select(node.op)) return reach(a, far), reach(is_true(a) ? b : c, far);
        if (node.op == Op::read_with) return reach(a, far);
        for (const NodeId part : parts_of(node)) reach(part, far);
    }

    bool is_true(NodeId id) const {
        const Node& node = t_.plan().nodes[id];
        if (node.op == Op::constant_bool) return node.immediate != 0;
        return number(answer_, t_.term(id)) != 0;
    }

    const Translation& t_;
    const Numbers& answer_;
    std::vector<bool> seen_;
    std::vector<int> far_;  // by node: steps from a root
    std::deque<NodeId> next_;
};

}  // namespace

std::vector<NodeId> cuts_that_matter(const Translation& translation, const std::vector<NodeId>& roots,
                                     const Numbers& answer) {
    Search search(translation, answer);
    for (const NodeId root : roots) search.reach(root, 0);
    return search.cuts();
}

}  // namespace weir::verify
