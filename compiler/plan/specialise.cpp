// Binding, folding and sharing in one forward pass, then the removal of what nothing needs.
#include <array>
#include <map>

#include "compiler/plan/evaluate.h"
#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"
#include "compiler/plan/simplify.h"

namespace weir::plan {
namespace {

bool commutes(Op op) {
    return op == Op::add || op == Op::mul || op == Op::min || op == Op::max || op == Op::eq || op == Op::both ||
           op == Op::either;
}

Op constant_of(Type type) {
    return type == Type::integer ? Op::constant : type == Type::real ? Op::constant_real : Op::constant_bool;
}

/// The constants of a plan's inputs by offset, as far as they are bound.
std::vector<std::optional<int64_t>> bound_inputs(const Plan& plan, const Bindings& bindings) {
    std::vector<std::optional<int64_t>> out(static_cast<size_t>(plan.layout.size()));
    const auto bind = [&](step::Input input, std::optional<int64_t> value) {
        out[static_cast<size_t>(plan.layout.offset(input))] = value;
    };
    bind(step::Input::tick, bindings.tick);
    bind(step::Input::lot, bindings.lot);
    bind(step::Input::minimum_quantity, bindings.minimum_quantity);
    bind(step::Input::minimum_value, bindings.minimum_value);
    for (size_t i = 0; i < plan.parameters.size() && i < bindings.parameters.size(); ++i)
        if (!plan.parameters[i].live)
            out[static_cast<size_t>(plan.layout.parameter(static_cast<int>(i)))] = bindings.parameters[i];
    // Where nothing is ever wanted nothing works, and nothing is filled: levels of a ladder beyond its count.
    for (size_t i = 0; i < plan.slots.size(); ++i) {
        const Node& wanted = plan.nodes[plan.slots[i].quantity];
        if (wanted.op != Op::constant || wanted.immediate != 0) continue;
        for (const step::Input input : {step::Input::slot_working, step::Input::slot_executed})
            out[static_cast<size_t>(plan.layout.offset(input, 0, 0, static_cast<int>(i)))] = 0;
    }
    return out;
}

class Specialiser {
  public:
    Specialiser(const Plan& plan, const Bindings& bindings)
        : in_(plan), bound_(bound_inputs(plan, bindings)), out_(plan) {
        out_.nodes.clear();
    }

    Plan run() {
        for (const Node& node : in_.nodes) renamed_.push_back(place(node));
        for_each_root(out_, [&](NodeId& id) { id = renamed_[id]; });
        return std::move(out_);
    }

  private:
    /// The new node that stands for an old one.
    NodeId place(Node node) {
        for (NodeId& operand : node.operand)
            if (operand != kNoNode) operand = renamed_[operand];
        if (node.op == Op::input)
            if (const auto value = bound_[static_cast<size_t>(node.immediate)]) return share(constant(node, *value));
        if (const NodeId same = same_as(node); same != kNoNode) return same;
        if (const auto folded = fold(node)) return share(constant(node, *folded));
        return share(node);
    }

    static Node constant(Node node, int64_t value) {
        node.op = constant_of(node.type);
        node.operand = {kNoNode, kNoNode, kNoNode};
        node.immediate = value;
        return node;
    }

    const Node* constant_at(const Node& node, size_t i) const {
        const Node& operand = out_.nodes[node.operand[i]];
        return is_constant(operand.op) ? &operand : nullptr;
    }

    /// The operand that a node always equals, faults included; `kNoNode` for none.
    NodeId same_as(const Node& node) const {
        const auto other_than = [&](int64_t neutral) {
            if (const Node* c = constant_at(node, 1); c && c->immediate == neutral) return node.operand[0];
            if (const Node* c = constant_at(node, 0); c && c->immediate == neutral) return node.operand[1];
            return kNoNode;
        };
        if (is_select(node.op)) {
            if (const Node* condition = constant_at(node, 0)) return node.operand[condition->immediate ? 1 : 2];
            return kNoNode;
        }
        switch (node.op) {
            case Op::add:
                return other_than(0);
            case Op::mul:
                return other_than(1);
            case Op::both:
                return other_than(1);
            case Op::either:
                return other_than(0);
            case Op::sub:
                if (const Node* c = constant_at(node, 1); c && c->immediate == 0) return node.operand[0];
                return kNoNode;
            case Op::min:
            case Op::max:
                return node.operand[0] == node.operand[1] ? node.operand[0] : kNoNode;
            default:
                return kNoNode;
        }
    }

    /// The value of an operation on constants alone that does not fault.
    std::optional<int64_t> fold(const Node& node) const {
        const OpRow& row = row_of(node.op);
        if (row.operands.empty() || (row.immediate != '-' && row.immediate != 'v')) return std::nullopt;
        Node applied = node;
        std::array<int64_t, 3> values{};
        for (size_t i = 0; i < row.operands.size(); ++i) {
            const Node* operand = constant_at(node, i);
            if (!operand) return std::nullopt;
            values[i] = operand->immediate;
            applied.operand[i] = static_cast<NodeId>(i);
        }
        const Outcome outcome = handler_of(node.op)(reference::Env{}, applied, values.data());
        if (outcome.fault) return std::nullopt;
        return outcome.bits;
    }

    NodeId share(Node node) {
        if (node.op == Op::constant_bool) node.immediate = node.immediate != 0;
        if (commutes(node.op) && node.operand[1] < node.operand[0]) std::swap(node.operand[0], node.operand[1]);
        const auto [at, is_new] =
            seen_.try_emplace({node.op, node.operand, node.immediate}, static_cast<NodeId>(out_.nodes.size()));
        if (is_new) out_.nodes.push_back(node);
        return at->second;
    }

    struct Key {
        Op op;
        std::array<NodeId, 3> operand;
        int64_t immediate;
        auto operator<=>(const Key&) const = default;
    };

    const Plan& in_;
    std::vector<std::optional<int64_t>> bound_;
    Plan out_;
    std::vector<NodeId> renamed_;  // by old id
    std::map<Key, NodeId> seen_;
};

void remove_dead(Plan& plan) {
    std::vector<bool> live(plan.nodes.size());
    for_each_root(plan, [&](NodeId id) { live[id] = true; });
    for (size_t id = plan.nodes.size(); id-- > 0;)
        if (live[id])
            for (const NodeId operand : plan.nodes[id].operand)
                if (operand != kNoNode) live[operand] = true;
    std::vector<NodeId> renamed(plan.nodes.size(), kNoNode);
    std::vector<Node> kept;
    for (size_t id = 0; id < plan.nodes.size(); ++id) {
        if (!live[id]) continue;
        renamed[id] = static_cast<NodeId>(kept.size());
        Node& node = kept.emplace_back(plan.nodes[id]);
        for (NodeId& operand : node.operand)
            if (operand != kNoNode) operand = renamed[operand];
    }
    plan.nodes = std::move(kept);
    for_each_root(plan, [&](NodeId& id) { id = renamed[id]; });
}

}  // namespace

Plan specialise(const Plan& plan, const Bindings& bindings) {
    Plan out = Specialiser(plan, bindings).run();
    remove_dead(out);
    infer_intervals(out);
    constexpr int kRounds = 2;  // what the first makes simple lets the second see more
    for (int round = 0; round < kRounds; ++round) {
        simplify(out);
        out = Specialiser(out, {}).run();
        remove_dead(out);
        infer_intervals(out);
    }
    return out;
}

}  // namespace weir::plan
