#include "compiler/verify/assume.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/plan/roots.h"

namespace weir::verify {

using plan::CellKind;
using plan::kNoNode;
using plan::Node;
using plan::NodeId;
using plan::Op;
using step::Input;
using step::InputScope;

namespace {

constexpr int kWhole = 64;  // deep enough for a counter, and for a line of `assume`

/// Inputs that only ever grow.
bool counts(Input input) {
    switch (input) {
        case Input::now:
        case Input::volume:
        case Input::turnover:
        case Input::trade_count:
        case Input::block_volume:
        case Input::auction_volume:
        case Input::order_executed:
        case Input::order_executed_value:
        case Input::slot_executed:
            return true;
        default:
            return false;
    }
}

/// Whether a node is made of the input at an offset.
bool speaks_of(const plan::Plan& plan, NodeId node, int64_t offset, std::vector<bool>& seen) {
    if (seen[node]) return false;
    seen[node] = true;
    const Node& n = plan.nodes[node];
    if (n.op == Op::input && n.immediate == offset) return true;
    return std::ranges::any_of(n.operand,
                               [&](NodeId id) { return id != kNoNode && speaks_of(plan, id, offset, seen); });
}

}  // namespace

Contract::Contract(Translation& translation) : t_(translation), told_(translation.plan().guards.size()) {}

void Contract::extend() {
    for (; next_ < t_.free().size(); ++next_) {
        const NodeId id = t_.free()[next_];
        if (t_.plan().nodes[id].op == Op::input) assumptions_about(id);
        alone(id);
        for (size_t other = 0; other < next_; ++other) together(t_.free()[other], id);
    }
}

void Contract::assumptions_about(NodeId id) {
    const plan::Plan& plan = t_.plan();
    for (size_t i = 0; i < plan.guards.size(); ++i) {
        const plan::Guard& guard = plan.guards[i];
        if (!guard.assumption || told_[i]) continue;
        std::vector<bool> seen(plan.nodes.size());
        if (!speaks_of(plan, guard.holds, plan.nodes[id].immediate, seen)) continue;
        told_[i] = true;
        t_.speak_of(guard.holds, kWhole);
        t_.assert_that(t_.term(guard.holds));
    }
}

/// A counter, or a sum of counters.
bool Contract::grows(NodeId id) const {
    const Node& node = t_.plan().nodes[id];
    if (node.op == Op::add) return grows(node.operand[0]) && grows(node.operand[1]);
    if (node.op == Op::constant) return true;
    const auto input = t_.facts().input_of(id);
    return input && counts(*input);
}

std::string Contract::spoken(Input input, int instrument, int view, int index) const {
    const auto known = inputs_.find(t_.plan().layout.offset(input, instrument, view, index));
    return known == inputs_.end() ? "" : known->second;
}

void Contract::alone(NodeId id) {
    const Node& node = t_.plan().nodes[id];
    if (const auto input = t_.facts().input_of(id)) {
        inputs_[node.immediate] = t_.term(id);
        return this->input(id, *input);
    }
    if (node.op == Op::read_at) {
        const NodeId value = t_.facts().cell_of(id).value;
        if (!grows(value)) return;
        t_.speak_of(value, kWhole);
        t_.assert_that(fmt::format("(<= {} {})", t_.term(id), t_.term(value)));
    }
}

void Contract::input(NodeId id, Input input) {
    const std::string name = t_.term(id);
    const step::Layout& layout = t_.plan().layout;
    const auto offset = static_cast<int>(t_.plan().nodes[id].immediate);
    switch (input) {
        case Input::order_side:
            return t_.assert_that(fmt::format("(or (= {0} 1) (= {0} (- 1)))", name));
        case Input::tick:
        case Input::lot:
            return t_.assert_that(fmt::format("(>= {} 1)", name));
        case Input::order_limit:
            return t_.assert_that(fmt::format("(or (>= {0} 1) (= {0} {1}))", name, literal(step::kAbsent)));
        case Input::bid_price:
        case Input::ask_price:
            for (int instrument = 0; instrument < layout.instruments; ++instrument)
                for (int view = 0; view < layout.venues; ++view)
                    if (layout.offset(input, instrument, view) == offset) quote(instrument, view);
            return;
        default:
            break;
    }
    for (int ledger = 0; ledger < layout.ledgers; ++ledger) of_ledger(ledger, input);
}

/// A market that is crossed has no quotes.
void Contract::quote(int instrument, int view) {
    const std::string bid = spoken(Input::bid_price, instrument, view, 0);
    const std::string ask = spoken(Input::ask_price, instrument, view, 0);
    if (!bid.empty() && !ask.empty())
        t_.assert_that(fmt::format("(or (= {1} {2}) (<= {0} {1}))", bid, ask, literal(step::kAbsent)));
}

/// Prices that are on the grid, with its unit: quotes, and the order's limit.
std::vector<std::pair<std::string, std::string>> Contract::on_grid() const {
    std::vector<std::pair<std::string, std::string>> out;
    const step::Layout& layout = t_.plan().layout;
    const auto add = [&](const std::string& price, const std::string& tick) {
        if (!price.empty() && !tick.empty()) out.emplace_back(price, tick);
    };
    for (int instrument = 0; instrument < layout.instruments; ++instrument)
        for (int view = 0; view < layout.venues; ++view)
            for (const Input side : {Input::bid_price, Input::ask_price})
                add(spoken(side, instrument, view, 0), spoken(Input::tick, instrument, 0, 0));
    add(spoken(Input::order_limit, 0, 0, 0), spoken(Input::tick, 0, 0, 0));
    return out;
}

namespace {

bool is_on_grid(const Numbers& answer, const std::string& price, const std::string& tick) {
    const __int128 at = number(answer, price), unit = number(answer, tick);
    return at == step::kAbsent || unit <= 0 || at % unit == 0;
}

}  // namespace

bool Contract::mend(const Numbers& answer) {
    bool any = false;
    for (const auto& [price, tick] : on_grid())
        if (!is_on_grid(answer, price, tick)) any = say_on_grid(price, tick) || any;
    return any;
}

bool Contract::say_on_grid(const std::string& price, const std::string& tick) {
    const auto known = on_grid();
    if (std::ranges::find(known, std::pair{price, tick}) == known.end()) return false;
    if (std::ranges::find(told_on_grid_, price, &OnGrid::price) != told_on_grid_.end()) return false;
    const std::string is = t_.is_multiple(price, tick);
    told_on_grid_.push_back({price, tick, t_.products().back().name});
    t_.assert_that(fmt::format("(or (= {} {}) {})", price, literal(step::kAbsent), is));
    return true;
}

bool Contract::holds(const Numbers& answer) const {
    return std::ranges::all_of(on_grid(), [&](const auto& one) { return is_on_grid(answer, one.first, one.second); });
}

/// The order manager's: executed ≤ quantity, what works in slots is part of what works in all, and what they executed
/// of what was executed in all.
void Contract::of_ledger(int ledger, Input input) {
    const auto sum_of = [&](Input of_slot) {
        std::string sum = "0";
        for (size_t slot = 0; slot < t_.plan().slots.size(); ++slot) {
            if (t_.plan().slots[slot].ledger != ledger) continue;
            if (const std::string one = spoken(of_slot, 0, 0, static_cast<int>(slot)); !one.empty()) sum += " " + one;
        }
        return "(+ 0 " + sum + ")";
    };
    const std::string executed = spoken(Input::order_executed, 0, 0, ledger);
    const std::string quantity = spoken(Input::order_quantity, 0, 0, ledger);
    const std::string working = spoken(Input::order_working, 0, 0, ledger);
    const bool of_order = input == Input::order_executed || input == Input::order_quantity;
    if (of_order && !executed.empty() && !quantity.empty())
        t_.assert_that(fmt::format("(<= {} {})", executed, quantity));
    if ((input == Input::order_working || input == Input::slot_working) && !working.empty())
        t_.assert_that(fmt::format("(<= {} {})", sum_of(Input::slot_working), working));
    if ((input == Input::order_executed || input == Input::slot_executed) && !executed.empty())
        t_.assert_that(fmt::format("(<= {} {})", sum_of(Input::slot_executed), executed));
}

void Contract::together(NodeId a, NodeId b) {
    const Node &x = t_.plan().nodes[a], &y = t_.plan().nodes[b];
    if (x.op != Op::read_at || y.op != Op::read_at) return;
    if (x.immediate == y.immediate) return samples(a, b);
    const bool part = part_of(a, b);
    if (!part && !part_of(b, a)) return;
    parts_.emplace_back(part ? std::pair{a, b} : std::pair{b, a});
    // Both rings began with the first step.
    t_.assert_that(fmt::format("(= (= {0} {2}) (= {1} {2}))", t_.term(a), t_.term(b), literal(step::kAbsent)));
    parts();
}

/// Whether a ring is of a sum of some of what another one's counter grew by, sampled at the same times: the node of the
/// sum is `read c + (skip ? 0 : counter - read d)`, where c holds the sum and d the counter.
bool Contract::part_of(NodeId sample, NodeId of) const {
    const plan::Plan& plan = t_.plan();
    const plan::Cell &part = t_.facts().cell_of(sample), &whole = t_.facts().cell_of(of);
    const NodeId index = plan.nodes[sample].operand[0];
    if (index != plan.nodes[of].operand[0] || plan.nodes[index].op != Op::constant) return false;
    if (part.grid_ns != whole.grid_ns || part.buckets != whole.buckets || !grows(whole.value)) return false;
    if (part.active != kNoNode || whole.active != kNoNode) return false;
    const auto holds = [&](NodeId read, NodeId value) {
        return plan.nodes[read].op == Op::read && t_.facts().cell_of(read).value == value &&
               t_.facts().cell_of(read).active == kNoNode && t_.facts().cell_of(read).kind == CellKind::scalar;
    };
    const Node& sum = plan.nodes[part.value];
    if (sum.op != Op::add) return false;
    for (const size_t i : {0, 1}) {
        const Node& more = plan.nodes[sum.operand[1 - i]];
        if (!holds(sum.operand[i], part.value) || more.op != Op::select) continue;
        const auto is_zero = [&](NodeId id) {
            return plan.nodes[id].op == Op::constant && plan.nodes[id].immediate == 0;
        };
        if (!is_zero(more.operand[1])) continue;
        const Node& growth = plan.nodes[more.operand[2]];
        if (growth.op != Op::sub || growth.operand[0] != whole.value || !holds(growth.operand[1], whole.value))
            continue;
        if (skips_absent(more.operand[0], growth.operand[1])) return true;
    }
    return false;
}

/// Whether a condition holds wherever a value is absent.
bool Contract::skips_absent(NodeId condition, NodeId value) const {
    const plan::Plan& plan = t_.plan();
    const Node& node = plan.nodes[condition];
    if (node.op == Op::either) return skips_absent(node.operand[0], value) || skips_absent(node.operand[1], value);
    if (node.op != Op::eq) return false;
    for (const size_t i : {0, 1}) {
        const Node& absent = plan.nodes[node.operand[1 - i]];
        if (node.operand[i] == value && absent.op == Op::constant && absent.immediate == step::kAbsent) return true;
    }
    return false;
}

/// Over any time a part grows by no more than the whole.
void Contract::parts() {
    const plan::Plan& plan = t_.plan();
    const auto [sample, of] = parts_.back();
    const auto index = [&](NodeId id) { return plan.nodes[plan.nodes[id].operand[0]].immediate; };
    for (const auto& [other, of_other] : parts_) {
        if (plan.nodes[other].immediate != plan.nodes[sample].immediate || other == sample) continue;
        if (plan.nodes[of_other].immediate != plan.nodes[of].immediate || !told_parts_.insert({other, sample}).second)
            continue;
        const bool older = index(sample) > index(other);
        const auto grown = [&](NodeId a, NodeId b) {
            return fmt::format("(- {} {})", t_.term(older ? b : a), t_.term(older ? a : b));
        };
        t_.assert_that(fmt::format("(or (= {} {}) (<= {} {}))", t_.term(of), literal(step::kAbsent),
                                   grown(sample, other), grown(of, of_other)));
    }
}

/// Two samples of one ring of a counter: both are there or neither, and the older is no larger.
void Contract::samples(NodeId a, NodeId b) {
    if (!grows(t_.facts().cell_of(a).value)) return;
    const plan::Plan& plan = t_.plan();
    const Node &x = plan.nodes[plan.nodes[a].operand[0]], &y = plan.nodes[plan.nodes[b].operand[0]];
    const std::string absent = literal(step::kAbsent);
    t_.assert_that(fmt::format("(= (= {0} {2}) (= {1} {2}))", t_.term(a), t_.term(b), absent));
    if (x.op != Op::constant || y.op != Op::constant) return;
    const NodeId older = x.immediate >= y.immediate ? a : b, newer = older == a ? b : a;
    t_.assert_that(fmt::format("(<= {} {})", t_.term(older), t_.term(newer)));
}

}  // namespace weir::verify
