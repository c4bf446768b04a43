#include "compiler/verify/decode.h"

#include <algorithm>

namespace weir::verify {
namespace {

using plan::Node;
using plan::NodeId;
using plan::Op;
using Int128 = __int128;

Int128 floor_div(Int128 a, Int128 b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

class Step {
  public:
    Step(const Translation& t, const Numbers& answer) : t_(t), values_(t.plan().nodes.size()) {
        std::vector<NodeId> declared = t.declared();
        std::ranges::sort(declared);
        for (const NodeId id : declared) {
            const auto known = answer.find(t.term(id));
            values_[id] = known == answer.end() ? 0 : known->second;
            if (t.is_unfolded(id) && !parts_of(t.plan().nodes[id]).empty()) values_[id] = of(id);
        }
    }

    Int128 at(NodeId id) const {
        const Node& node = t_.plan().nodes[id];
        return node.op == Op::constant || node.op == Op::constant_bool ? node.immediate : values_[id];
    }
    bool is(NodeId id) const { return at(id) != 0; }

    bool faults(NodeId id) const {
        const Node& node = t_.plan().nodes[id];
        const bool outside = at(id) < std::numeric_limits<int64_t>::min() || at(id) > step::kNever;
        if (node.op == Op::muldiv_floor || node.op == Op::muldiv_ceil) return at(node.operand[2]) <= 0 || outside;
        if (node.op == Op::read_at)
            return at(node.operand[0]) < 0 || at(node.operand[0]) > t_.facts().cell_of(id).buckets;
        return node.op == Op::to_int_floor || outside;
    }

  private:
    Int128 of(NodeId id) const {
        const Node& node = t_.plan().nodes[id];
        const auto v = [&](size_t i) { return at(node.operand[i]); };
        switch (node.op) {
            case Op::add:
                return v(0) + v(1);
            case Op::sub:
                return v(0) - v(1);
            case Op::mul:
                return v(0) * v(1);
            case Op::muldiv_floor:
                return v(2) > 0 ? floor_div(v(0) * v(1), v(2)) : 0;
            case Op::muldiv_ceil:
                return v(2) > 0 ? -floor_div(-(v(0) * v(1)), v(2)) : 0;
            case Op::min:
                return std::min(v(0), v(1));
            case Op::max:
                return std::max(v(0), v(1));
            case Op::eq:
                return v(0) == v(1);
            case Op::lt:
                return v(0) < v(1);
            case Op::le:
                return v(0) <= v(1);
            case Op::both:
                return v(0) != 0 && v(1) != 0;
            case Op::either:
                return v(0) != 0 || v(1) != 0;
            case Op::negate:
                return v(0) == 0;
            case Op::select:
            case Op::select_bool:
                return v(0) != 0 ? v(1) : v(2);
            case Op::to_int:
                return v(0);
            default:
                return at(id);
        }
    }

    const Translation& t_;
    std::vector<Int128> values_;  // by node
};

}  // namespace

std::optional<Candidate> decode(const Translation& t, const Question& question, const Numbers& answer) {
    const Step step(t, answer);
    for (const Literal& literal : question.when)
        if (step.is(literal.node) != literal.is) return std::nullopt;
    if (question.goal && step.is(question.goal->node) == question.goal->is) return std::nullopt;
    if (question.fails != plan::kNoNode && !step.faults(question.fails)) return std::nullopt;
    for (const plan::Guard& guard : t.plan().guards)
        if (guard.assumption && t.is_unfolded(guard.holds) && !step.is(guard.holds)) return std::nullopt;
    Candidate out;
    for (const NodeId id : t.free()) {
        const Node& node = t.plan().nodes[id];
        if (node.op == Op::input)
            out.inputs.emplace_back(static_cast<int32_t>(node.immediate), static_cast<int64_t>(step.at(id)));
    }
    return out;
}

}  // namespace weir::verify
