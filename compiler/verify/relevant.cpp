#include "compiler/verify/relevant.h"

namespace weir::verify {
namespace {

using plan::Node;
using plan::NodeId;
using plan::Op;

class Search {
  public:
    Search(const Translation& t, const Numbers& answer) : t_(t), answer_(answer), seen_(t.plan().nodes.size()) {}

    void visit(NodeId id) {
        const Node& node = t_.plan().nodes[id];
        if (seen_[id] || node.op == Op::constant || node.op == Op::constant_bool) return;
        seen_[id] = true;
        if (!t_.is_unfolded(id)) {
            cuts.push_back(id);
            return;
        }
        const auto& [a, b, c] = node.operand;
        if (node.op == Op::both && !is_true(id)) return visit(is_true(a) ? b : a);
        if (node.op == Op::either && is_true(id)) return visit(is_true(a) ? a : b);
        if (node.op == Op::select || node.op == Op::select_bool) return visit(a), visit(is_true(a) ? b : c);
        if (node.op == Op::read_with) return visit(a);
        for (const NodeId part : parts_of(node)) visit(part);
    }

    std::vector<NodeId> cuts;

  private:
    bool is_true(NodeId id) const {
        const Node& node = t_.plan().nodes[id];
        if (node.op == Op::constant_bool) return node.immediate != 0;
        const auto known = answer_.find(t_.term(id));
        return known != answer_.end() && known->second != 0;
    }

    const Translation& t_;
    const Numbers& answer_;
    std::vector<bool> seen_;
};

}  // namespace

std::vector<NodeId> cuts_that_matter(const Translation& translation, const std::vector<NodeId>& roots,
                                     const Numbers& answer) {
    Search search(translation, answer);
    for (const NodeId root : roots) search.visit(root);
    return std::move(search.cuts);
}

}  // namespace weir::verify
