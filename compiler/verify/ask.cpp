#include "compiler/verify/ask.h"

#include <algorithm>

#include "compiler/plan/op_table.h"

namespace weir::verify {
namespace {

using plan::kNoNode;
using plan::NodeId;
using plan::Op;
using plan::Slot;
using step::Input;

class Asker {
  public:
    explicit Asker(const plan::Plan& plan) : asked_{plan, {}}, plan_(asked_.plan) {}

    Asked run() {
        for (size_t i = 0; i < plan_.guards.size(); ++i)
            if (const plan::Guard& guard = plan_.guards[i]; !guard.assumption)
                asked_.properties.push_back({Kind::risk, guard.text, guard.range, static_cast<int>(i)});
        for (int ledger = 0; ledger < plan_.layout.ledgers; ++ledger) within_leaves(ledger);
        each("children are on the lot grid", &Asker::on_lot);
        each("prices are on the tick grid", &Asker::on_tick);
        each("children are at least the venue's smallest", &Asker::not_too_small);
        each("no child is beyond the order's limit", &Asker::within_limit);
        each("prices are positive", &Asker::priced);
        each("nothing new outside the order's time", &Asker::in_time);
        each("nothing wanted while paused", &Asker::not_paused);
        each("nothing grows while held", &Asker::not_held);
        each("what is shown is part of the child", &Asker::shown);
        schedule();
        asked_.properties.push_back({Kind::faults, "no arithmetic fails", {}, -1});
        return std::move(asked_);
    }

  private:
    NodeId node(Op op, NodeId a = kNoNode, NodeId b = kNoNode, NodeId c = kNoNode, int64_t immediate = 0) {
        plan_.nodes.push_back({.op = op,
                               .type = plan::row_of(op).result,
                               .operand = {a, b, c},
                               .immediate = immediate,
                               .range = {},
                               .interval = {}});
        return static_cast<NodeId>(plan_.nodes.size() - 1);
    }
    NodeId number(int64_t value) { return node(Op::constant, kNoNode, kNoNode, kNoNode, value); }
    NodeId input(Input which, int view = 0, int index = 0, int instrument = 0) {
        return node(Op::input, kNoNode, kNoNode, kNoNode, plan_.layout.offset(which, instrument, view, index));
    }
    int instrument_of(size_t slot) const { return plan_.ledgers[at(slot).ledger].instrument; }
    NodeId rule(Input which, size_t slot) { return input(which, 0, 0, instrument_of(slot)); }
    NodeId of_ledger(Input which, size_t slot) { return input(which, 0, at(slot).ledger); }
    NodeId implies(NodeId a, NodeId b) { return node(Op::either, node(Op::negate, a), b); }
    NodeId both(NodeId a, NodeId b) { return node(Op::both, a, b); }
    NodeId le(NodeId a, NodeId b) { return node(Op::le, a, b); }
    const Slot& at(size_t slot) const { return plan_.slots[slot]; }
    NodeId sends(size_t slot) const { return at(slot).fresh; }
    NodeId working(size_t slot) { return input(Input::slot_working, 0, static_cast<int>(slot)); }

    void add(std::string name, NodeId holds) {
        asked_.properties.push_back({Kind::rule, name, {}, static_cast<int>(plan_.guards.size())});
        plan_.guards.push_back({false, holds, std::move(name), {}});
    }

    /// Asks the same of every slot.
    void each(const char* name, NodeId (Asker::*condition)(size_t)) {
        NodeId all = kNoNode;
        for (size_t slot = 0; slot < plan_.slots.size(); ++slot) {
            const NodeId one = (this->*condition)(slot);
            if (one != kNoNode) all = all == kNoNode ? one : both(all, one);
        }
        if (all != kNoNode) add(name, all);
    }

    /// A child that grows fits into what is left, beside all else that may fill. So all that is wanted does: where none
    /// grows it is part of what works, which the order manager keeps within it.
    void within_leaves(int ledger) {
        std::vector<size_t> slots;
        for (size_t slot = 0; slot < plan_.slots.size(); ++slot)
            if (at(slot).ledger == ledger && at(slot).auction == step::Auction::none) slots.push_back(slot);
        if (slots.empty()) return;
        NodeId total = input(Input::order_quantity, 0, ledger);
        if (plan_.targets[static_cast<size_t>(ledger)] != kNoNode) total = plan_.targets[static_cast<size_t>(ledger)];
        const NodeId leaves = node(Op::sub, total, input(Input::order_executed, 0, ledger));
        std::vector<NodeId> behind(slots.size(), number(0));
        for (size_t i = slots.size() - 1; i-- > 0;) behind[i] = node(Op::add, behind[i + 1], working(slots[i + 1]));
        NodeId before = number(0), all = kNoNode;
        for (size_t i = 0; i < slots.size(); ++i) {
            const NodeId wanted = at(slots[i]).quantity, works = working(slots[i]);
            const NodeId with = node(Op::add, wanted, node(Op::add, before, behind[i]));
            const NodeId fits = implies(node(Op::lt, works, wanted), le(with, leaves));
            all = all == kNoNode ? fits : both(all, fits);
            before = node(Op::add, before, node(Op::max, works, wanted));
        }
        add("what is sent fits into what is left" + (ledger ? " of ledger " + std::to_string(ledger) : ""), all);
    }

    NodeId multiple(NodeId value, NodeId grid) {
        return node(Op::eq, value, node(Op::mul, grid, node(Op::muldiv_floor, value, number(1), grid)));
    }
    NodeId on_lot(size_t slot) { return implies(sends(slot), multiple(at(slot).quantity, rule(Input::lot, slot))); }
    NodeId on_tick(size_t slot) { return implies(sends(slot), multiple(at(slot).price, rule(Input::tick, slot))); }
    NodeId not_too_small(size_t slot) {
        return implies(sends(slot), le(rule(Input::minimum_quantity, slot), at(slot).quantity));
    }
    NodeId within_limit(size_t slot) {
        if (at(slot).ledger != 0) return kNoNode;
        const NodeId limit = of_ledger(Input::order_limit, slot);
        const NodeId none = node(Op::eq, limit, number(step::kAbsent));
        const NodeId buys = node(Op::lt, number(0), of_ledger(Input::order_side, slot));
        const NodeId inside = node(Op::select_bool, buys, le(at(slot).price, limit), le(limit, at(slot).price));
        return implies(sends(slot), node(Op::either, none, inside));
    }
    NodeId priced(size_t slot) { return implies(sends(slot), node(Op::lt, number(0), at(slot).price)); }
    NodeId in_time(size_t slot) {
        const NodeId now = input(Input::now);
        const NodeId begun = le(input(Input::order_start), now);
        return implies(sends(slot), both(begun, node(Op::lt, now, input(Input::order_end))));
    }
    NodeId not_paused(size_t slot) {
        if (plan_.paused == kNoNode || at(slot).ledger != 0) return kNoNode;
        return implies(plan_.paused, node(Op::negate, node(Op::lt, number(0), at(slot).quantity)));
    }
    NodeId not_held(size_t slot) {
        if (plan_.held == kNoNode || at(slot).ledger != 0) return kNoNode;
        return implies(plan_.held, le(at(slot).quantity, working(slot)));
    }
    NodeId shown(size_t slot) {
        if (at(slot).display == kNoNode || at(slot).display == at(slot).quantity) return kNoNode;
        return both(le(at(slot).display, at(slot).quantity), le(number(0), at(slot).display));
    }

    void schedule() {
        if (plan_.target == kNoNode) return;
        const NodeId all = node(Op::max, input(Input::order_quantity), input(Input::order_executed));
        add("the schedule stays within the order", both(le(number(0), plan_.target), le(plan_.target, all)));
    }

    Asked asked_;
    plan::Plan& plan_;
};

void split(const plan::Plan& plan, Literal goal, std::vector<Literal> when, std::vector<Question>& out) {
    const plan::Node& node = plan.nodes[goal.node];
    const auto& [a, b, c] = node.operand;
    const auto is_constant = [&](NodeId id, bool value) {
        return plan.nodes[id].op == Op::constant_bool && (plan.nodes[id].immediate != 0) == value;
    };
    if (is_constant(goal.node, goal.is)) return;
    const auto further = [&](NodeId id, bool is) { split(plan, {id, is}, when, out); };
    const auto under = [&](Literal condition, NodeId id, bool is) {
        std::vector<Literal> all = when;
        if (std::ranges::find(all, condition) == all.end()) all.push_back(condition);
        split(plan, {id, is}, std::move(all), out);
    };
    if (node.op == Op::negate) return further(a, !goal.is);
    if (node.op == Op::both && goal.is) return further(a, true), further(b, true);
    if (node.op == Op::either && !goal.is) return further(a, false), further(b, false);
    if (node.op == Op::either) {
        const bool first = plan.nodes[a].op == Op::negate;
        return under({first ? plan.nodes[a].operand[0] : a, first}, b, true);
    }
    if (node.op == Op::both) return under({a, true}, b, false);
    if (node.op == Op::select_bool) return under({a, true}, b, goal.is), under({a, false}, c, goal.is);
    out.push_back({std::move(when), goal});
}

/// On every way from each node to what a step gives: what the selects on it must have chosen.
class Ways {
  public:
    Ways(const plan::Plan& plan, const std::vector<bool>& left_out) : plan_(plan), conditions_(plan.nodes.size()) {
        roots(left_out);
        for (size_t id = plan.nodes.size(); id-- > 0;)
            if (conditions_[id]) follow(static_cast<NodeId>(id));
    }
    /// None: nothing that counts is made of it.
    const std::optional<std::vector<Literal>>& to(NodeId id) const { return conditions_[id]; }

  private:
    void roots(const std::vector<bool>& left_out) {
        const auto root = [&](NodeId id) {
            if (id != kNoNode) conditions_[id].emplace();
        };
        for (const plan::Cell& cell : plan_.cells) root(cell.value), root(cell.active);
        for (const Slot& slot : plan_.slots)
            root(slot.quantity), root(slot.price), root(slot.display), root(slot.bound), root(slot.minimum);
        for (const NodeId target : plan_.targets) root(target);
        for (const NodeId exposure : plan_.exposures) root(exposure);
        for (size_t i = 0; i < plan_.guards.size(); ++i)
            if (!left_out[i]) root(plan_.guards[i].holds);
        for (const NodeId id : {plan_.wake, plan_.target, plan_.due, plan_.ceiling, plan_.paused, plan_.held}) root(id);
    }

    void follow(NodeId id) {
        const plan::Node& node = plan_.nodes[id];
        for (size_t i = 0; i < node.operand.size() && node.operand[i] != kNoNode; ++i) {
            std::vector<Literal> way = *conditions_[id];
            if (is_select(node.op) && i > 0) {
                const Literal chosen{node.operand[0], i == 1};
                if (const auto at = std::ranges::lower_bound(way, chosen); at == way.end() || *at != chosen)
                    way.insert(at, chosen);
            }
            join(conditions_[node.operand[i]], std::move(way));
        }
    }

    static void join(std::optional<std::vector<Literal>>& all, std::vector<Literal> way) {
        if (!all) {
            all = std::move(way);
            return;
        }
        std::vector<Literal> common;
        std::ranges::set_intersection(*all, way, std::back_inserter(common));
        all = std::move(common);
    }

    const plan::Plan& plan_;
    std::vector<std::optional<std::vector<Literal>>> conditions_;  // by node, in order
};

}  // namespace

Asked ask(const plan::Plan& plan) {
    return Asker(plan).run();
}

std::vector<Question> questions_of(const plan::Plan& plan, Literal claim) {
    std::vector<Question> out;
    split(plan, claim, {}, out);
    return out;
}

std::vector<Question> questions_on_faults(const Facts& facts, const std::vector<bool>& left_out) {
    std::vector<Question> out;
    const Ways ways(facts.plan, left_out);
    for (NodeId id = 0; id < facts.plan.nodes.size(); ++id)
        if (facts.ranges[id].faults && ways.to(id)) out.push_back({*ways.to(id), std::nullopt, id});
    return out;
}

}  // namespace weir::verify
