#include "compiler/plan/simplify.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "compiler/plan/op_table.h"
#include "compiler/plan/roots.h"

namespace weir::plan {
namespace {

using Int128 = __int128;

bool fits(Int128 low, Int128 high) {
    return low >= std::numeric_limits<int64_t>::min() && high <= std::numeric_limits<int64_t>::max();
}

std::pair<Int128, Int128> product(Interval a, Interval b) {
    return std::minmax(
        {Int128{a.low} * b.low, Int128{a.low} * b.high, Int128{a.high} * b.low, Int128{a.high} * b.high});
}

/// Whether the product divided by `least` or more is one of 64 bits.
bool quotient_fits(Interval a, Interval b, int64_t least) {
    const auto [low, high] = product(a, b);
    return fits(low / least - 1, high / least + 1);
}

class Simplifier {
  public:
    explicit Simplifier(Plan& plan) : plan_(plan), side_offset_(plan.layout.offset(step::Input::order_side)) {}

    void run() {
        for (NodeId id = 0; id < plan_.nodes.size(); ++id) {
            Node& node = plan_.nodes[id];
            for (NodeId& operand : node.operand)
                if (operand != kNoNode) operand = alias_[operand];
            const bool sound = own_soundness(node) && operands_sound(node);
            alias_.push_back(id);
            sound_.push_back(sound);
            if (const auto value = decided(node))
                become_constant(node, *value);
            else if (const NodeId same = same_as(node); same != kNoNode)
                alias_[id] = same;
            else
                rewrite(node);
        }
        for_each_root(plan_, [&](NodeId& id) { id = alias_[id]; });
    }

  private:
    const Node& at(const Node& node, size_t i) const { return plan_.nodes[node.operand[i]]; }
    bool sound(const Node& node, size_t i) const { return sound_[node.operand[i]]; }
    std::optional<int64_t> constant_at(const Node& node, size_t i) const {
        const Op op = at(node, i).op;
        if (op != Op::constant && op != Op::constant_bool) return std::nullopt;
        return at(node, i).immediate;
    }
    Interval range(const Node& node, size_t i) const {
        if (const auto value = constant_at(node, i)) return {*value, *value};
        return at(node, i).interval;
    }

    // ---- faults
    // -------------------------------------------------------------------------------------------------------

    bool operands_sound(const Node& node) const {
        return std::ranges::all_of(node.operand, [&](NodeId id) { return id == kNoNode || sound_[id]; });
    }

    /// The operation itself cannot fault; its operands may.
    bool own_soundness(const Node& node) const {
        switch (node.op) {
            case Op::add: {
                const Interval a = range(node, 0), b = range(node, 1);
                return fits(Int128{a.low} + b.low, Int128{a.high} + b.high);
            }
            case Op::sub: {
                const Interval a = range(node, 0), b = range(node, 1);
                return fits(Int128{a.low} - b.high, Int128{a.high} - b.low);
            }
            case Op::mul: {
                const auto [low, high] = product(range(node, 0), range(node, 1));
                return fits(low, high);
            }
            case Op::muldiv_floor:
            case Op::muldiv_ceil: {
                const int64_t least = range(node, 2).low;
                return least > 0 && quotient_fits(range(node, 0), range(node, 1), least);
            }
            case Op::to_int_floor:
            case Op::read_at:
                return false;
            default:
                return true;
        }
    }

    // ---- a value that the intervals decide
    // ------------------------------------------------------------------------------

    std::optional<int64_t> decided(const Node& node) const {
        if (node.op == Op::both || node.op == Op::either) return absorbed(node, node.op == Op::either);
        if (node.op != Op::lt && node.op != Op::le && node.op != Op::eq) return std::nullopt;
        if (!sound(node, 0) || !sound(node, 1)) return std::nullopt;
        const Interval a = range(node, 0), b = range(node, 1);
        if (node.op == Op::eq) return a.high < b.low || b.high < a.low ? std::optional<int64_t>(0) : std::nullopt;
        const bool strict = node.op == Op::lt;
        if (strict ? a.high < b.low : a.high <= b.low) return 1;
        if (strict ? a.low >= b.high : a.low > b.high) return 0;
        return std::nullopt;
    }

    /// false and x, true or x.
    std::optional<int64_t> absorbed(const Node& node, bool absorbing) const {
        for (const size_t i : {0, 1})
            if (constant_at(node, i) == static_cast<int64_t>(absorbing) && sound(node, 1 - i)) return absorbing;
        return std::nullopt;
    }

    void become_constant(Node& node, int64_t value) {
        node.op = node.type == Type::boolean ? Op::constant_bool : Op::constant;
        node.operand = {kNoNode, kNoNode, kNoNode};
        node.immediate = value;
        node.interval = {value, value};
        sound_.back() = true;
    }

    // ---- an operand that it always equals
    // --------------------------------------------------------------------------------

    NodeId same_as(const Node& node) const {
        switch (node.op) {
            case Op::min:
            case Op::max:
                return bounded(node);
            case Op::select:
            case Op::select_bool:
            case Op::select_real:
                if (node.operand[1] == node.operand[2] && sound(node, 0)) return node.operand[1];
                return positive_part(node);
            case Op::both:
            case Op::either:
                return node.operand[0] == node.operand[1] ? node.operand[0] : kNoNode;
            case Op::negate:
                return at(node, 0).op == Op::negate ? at(node, 0).operand[0] : kNoNode;
            case Op::mul:
                return unsigned_again(node);
            case Op::muldiv_floor:
            case Op::muldiv_ceil:
                return whole(node);
            default:
                return kNoNode;
        }
    }

    /// 0 < x ? x : 0, of an x that is never negative.
    NodeId positive_part(const Node& node) const {
        const Node& condition = at(node, 0);
        const bool asks = condition.op == Op::lt && constant_at(condition, 0) == 0 &&
                          condition.operand[1] == node.operand[1] && constant_at(node, 2) == 0;
        return asks && range(node, 1).low >= 0 ? node.operand[1] : kNoNode;
    }

    NodeId bounded(const Node& node) const {
        for (const size_t i : {0, 1})  // min(x, min(x, y))
            if (at(node, i).op == node.op && std::ranges::count(at(node, i).operand, node.operand[1 - i]) > 0)
                return node.operand[i];
        const Interval a = range(node, 0), b = range(node, 1);
        const bool first = node.op == Op::max ? a.low >= b.high : a.high <= b.low;
        const bool second = node.op == Op::max ? b.low >= a.high : b.high <= a.low;
        if (first && sound(node, 1)) return node.operand[0];
        if (second && sound(node, 0)) return node.operand[1];
        return kNoNode;
    }

    bool is_side(NodeId id) const {
        return plan_.nodes[id].op == Op::input && plan_.nodes[id].immediate == side_offset_;
    }

    /// side × (side × x): the side is 1 or -1.
    NodeId unsigned_again(const Node& node) const {
        for (const size_t i : {0, 1}) {
            const NodeId inner = node.operand[1 - i];
            const Node& other = plan_.nodes[inner];
            if (!is_side(node.operand[i]) || other.op != Op::mul || !sound_[inner]) continue;
            if (is_side(other.operand[0])) return other.operand[1];
            if (is_side(other.operand[1])) return other.operand[0];
        }
        return kNoNode;
    }

    /// x × c ÷ c.
    NodeId whole(const Node& node) const {
        const auto divisor = constant_at(node, 2);
        if (!divisor || *divisor <= 0) return kNoNode;
        if (constant_at(node, 1) == divisor) return node.operand[0];
        if (constant_at(node, 0) == divisor) return node.operand[1];
        return kNoNode;
    }

    // ---- a simpler operation
    // ------------------------------------------------------------------------------------------------

    void rewrite(Node& node) {
        if (node.op == Op::eq) return rewrite_nothing(node);
        if (node.op != Op::muldiv_floor && node.op != Op::muldiv_ceil) return;
        const auto divisor = constant_at(node, 2);
        if (!divisor || *divisor <= 0) return;
        for (const size_t i : {0, 1}) {
            const NodeId inner = node.operand[i];
            if (plan_.nodes[inner].op != Op::mul || !sound_[inner]) continue;
            // x × (c × y) ÷ c
            for (const size_t j : {0, 1}) {
                if (constant_at(plan_.nodes[inner], j) != divisor) continue;
                node.operand = {node.operand[1 - i], plan_.nodes[inner].operand[1 - j], kNoNode};
                node.op = Op::mul;
                return;
            }
        }
    }

    /// 0 = x × c is 0 = x, and 0 = ⌊x ÷ c⌋ is x < c.
    void rewrite_nothing(Node& node) {
        if (constant_at(node, 0) != 0) std::swap(node.operand[0], node.operand[1]);
        if (constant_at(node, 0) != 0) return;
        if (const Node& product = at(node, 1); product.op == Op::mul && sound(node, 1))
            for (const size_t i : {0, 1})
                if (constant_at(product, i).value_or(0) > 0) {
                    node.operand[1] = product.operand[1 - i];
                    break;
                }
        const Node& quotient = at(node, 1);
        if (quotient.op != Op::muldiv_floor || constant_at(quotient, 2).value_or(0) <= 0) return;
        for (const size_t i : {0, 1})
            if (constant_at(quotient, i) == 1 && range(quotient, 1 - i).low >= 0) {
                node.op = Op::lt;
                node.operand = {quotient.operand[1 - i], quotient.operand[2], kNoNode};
                return;
            }
    }

    Plan& plan_;
    int64_t side_offset_;
    std::vector<NodeId> alias_;  // by node: what stands for it
    std::vector<bool> sound_;    // by node: neither it nor what it is made from can fault
};

/// Fractions of fractions as one, and both factors of a fraction in lowest terms, as new constants: ⌊⌊x · a / b⌋ / c⌋
/// is ⌊x · a / (b · c)⌋, and ⌊x · a / b⌋ is that of a/b reduced.
class Fractions {
  public:
    explicit Fractions(Plan& plan) : plan_(plan) {}

    void run() {
        std::vector<Node> nodes;
        std::vector<NodeId> moved;
        for (Node node : plan_.nodes) {
            for (NodeId& operand : node.operand)
                if (operand != kNoNode) operand = moved[operand];
            merge(node, nodes);
            reduce(node, nodes);
            moved.push_back(static_cast<NodeId>(nodes.size()));
            nodes.push_back(node);
        }
        plan_.nodes = std::move(nodes);
        for_each_root(plan_, [&](NodeId& id) { id = moved[id]; });
    }

  private:
    static void merge(Node& node, std::vector<Node>& nodes) {
        if (node.op != Op::muldiv_floor) return;
        const Node outer = nodes[node.operand[2]];
        for (const size_t i : {0, 1}) {
            const Node factor = nodes[node.operand[i]], inner = nodes[node.operand[1 - i]];
            if (outer.op != Op::constant || factor.op != Op::constant || factor.immediate != 1) continue;
            if (inner.op != Op::muldiv_floor) return;
            const Node divisor = nodes[inner.operand[2]];
            int64_t product = 0;
            if (divisor.op != Op::constant || divisor.immediate <= 0 || outer.immediate <= 0) return;
            if (__builtin_mul_overflow(divisor.immediate, outer.immediate, &product)) return;
            if (!quotient_fits(nodes[inner.operand[0]].interval, nodes[inner.operand[1]].interval, divisor.immediate))
                return;  // it may fault
            node.operand = {inner.operand[0], inner.operand[1], add(nodes, outer, product)};
            return;
        }
    }

    static void reduce(Node& node, std::vector<Node>& nodes) {
        if (node.op != Op::muldiv_floor && node.op != Op::muldiv_ceil) return;
        const Node divisor = nodes[node.operand[2]];
        if (divisor.op != Op::constant || divisor.immediate <= 1) return;
        for (const size_t i : {0, 1}) {
            const Node factor = nodes[node.operand[i]];
            if (factor.op != Op::constant || factor.immediate <= 0) continue;
            const int64_t common = std::gcd(factor.immediate, divisor.immediate);
            if (common == 1) continue;
            node.operand[i] = add(nodes, factor, factor.immediate / common);
            node.operand[2] = add(nodes, divisor, divisor.immediate / common);
            return;
        }
    }

    static NodeId add(std::vector<Node>& nodes, Node constant, int64_t value) {
        constant.immediate = value;
        constant.stable_id ^= static_cast<uint64_t>(value) * 0x9E3779B97F4A7C15;
        constant.interval = {value, value};
        nodes.push_back(constant);
        return static_cast<NodeId>(nodes.size() - 1);
    }

    Plan& plan_;
};

}  // namespace

void simplify(Plan& plan) {
    Simplifier(plan).run();
    Fractions(plan).run();
}

}  // namespace weir::plan
