// Forward interval analysis: what every integer node can be when it has not faulted, given what the inputs are.
#include <algorithm>
#include <optional>

#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"

namespace weir::plan {
namespace {

using Int128 = __int128;
constexpr int64_t kLow = std::numeric_limits<int64_t>::min();
constexpr int64_t kHigh = std::numeric_limits<int64_t>::max();
constexpr int kDeep = 6;

struct Wide {
    Int128 low, high;
};
/// What is left of it in 64 bits; anything beyond them is a fault.
Range narrow(Wide w) {
    const auto clamp = [](Int128 x) { return static_cast<int64_t>(std::clamp<Int128>(x, kLow, kHigh)); };
    return {{clamp(w.low), clamp(w.high)}, false, w.low < kLow || w.high > kHigh};
}

Wide product(Interval a, Interval b) {
    const Int128 corners[] = {Int128{a.low} * b.low, Int128{a.low} * b.high, Int128{a.high} * b.low,
                              Int128{a.high} * b.high};
    return {*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
}

Int128 floor_div(Int128 a, Int128 b) {
    return a / b - (a % b < 0);
}

/// The quotient that rounding down gives; rounding up gives at most one more.
Wide quotient(Wide p, Interval divisor) {
    const int64_t least = std::max<int64_t>(divisor.low, 1), most = std::max<int64_t>(divisor.high, 1);
    return {floor_div(p.low, p.low < 0 ? least : most), floor_div(p.high, p.high < 0 ? most : least)};
}

Interval hull(Interval a, Interval b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

Range join(Range a, Range b) {
    return {hull(a.present, b.present), a.absent || b.absent};
}

Range of_constant(int64_t value) {
    return value == step::kAbsent ? Range{{0, 0}, true} : Range{{value, value}};
}

class Analysis {
  public:
    explicit Analysis(const Plan& plan)
        : plan_(plan), bounds_(bounds_by_offset(plan)), ranges_(plan.nodes.size()), cells_(plan.cells.size()) {}
    std::vector<Range> run() {
        reach();
        // What a cell holds is what was committed to it, whatever the cell was: the bound is one still when it is
        // computed anew from itself, and loses what the way there took in too much.
        constexpr int kRounds = 2;
        for (int round = 0; round < kRounds; ++round) {
            evaluate();
            for (size_t i = 0; i < cells_.size(); ++i) cells_[i] = of(plan_.cells[i]);
        }
        evaluate();
        return std::move(ranges_);
    }

  private:
    void evaluate() {
        for (size_t id = 0; id < plan_.nodes.size(); ++id) ranges_[id] = of(plan_.nodes[id]);
    }

    /// Follows the cells from what they are at first, step by step, until no step brings anything new. What grows for
    /// too long has no bound.
    void reach() {
        for (size_t i = 0; i < cells_.size(); ++i)
            cells_[i] = of_constant(plan_.cells[i].kind == CellKind::scalar ? plan_.cells[i].immediate : step::kAbsent);
        constexpr int kPatience = 4;
        bool grows = true;
        for (int round = 0; grows; ++round) {
            evaluate();
            grows = false;
            for (size_t i = 0; i < cells_.size(); ++i) {
                const Range before = cells_[i], after = join(before, of(plan_.cells[i]));
                const bool lower = after.present.low < before.present.low;
                const bool higher = after.present.high > before.present.high;
                cells_[i] = after;
                if (round >= kPatience && lower) cells_[i].present.low = kLow;
                if (round >= kPatience && higher) cells_[i].present.high = kHigh;
                grows = grows || lower || higher || after.absent != before.absent;
            }
        }
    }

    const Range& range(const Node& node, int i) const { return ranges_[node.operand[static_cast<size_t>(i)]]; }
    Interval at(const Node& node, int i) const { return range(node, i).all(); }

    Range of(const Node& node) const {
        if (node.type == Type::boolean) return {{0, 1}};
        if (node.type == Type::real) return {};
        switch (node.op) {
            case Op::constant:
                return of_constant(node.immediate);
            case Op::input:
                return of_offset(node.immediate);
            case Op::select:
                return join(arm(node, 1), arm(node, 2));
            case Op::read:
                return cells_[static_cast<size_t>(node.immediate)];
            case Op::read_at: {
                Range sample = cells_[static_cast<size_t>(node.immediate)];
                const Interval index = at(node, 0);
                sample.faults = index.low < 0 || index.high > plan_.cells[static_cast<size_t>(node.immediate)].buckets;
                return sample;
            }
            case Op::read_with:
                if (plan_.cells[static_cast<size_t>(node.immediate)].kind == CellKind::debounce) return {{0, 1}};
                return join(cells_[static_cast<size_t>(node.immediate)], range(node, 0));
            default:
                return of_arithmetic(node);
        }
    }

    /// An arm of a select: behind `x = absent ? … : x`, x is there.
    Range arm(const Node& select, int i) const {
        Range out = range(select, i);
        const Node& condition = plan_.nodes[select.operand[0]];
        if (i != 2 || condition.op != Op::eq) return out;
        const NodeId x = select.operand[2];
        for (const int side : {0, 1}) {
            const Node& other = plan_.nodes[condition.operand[static_cast<size_t>(1 - side)]];
            const bool tests = condition.operand[static_cast<size_t>(side)] == x && other.op == Op::constant &&
                               other.immediate == step::kAbsent;
            if (tests) out.absent = false;
        }
        return out;
    }

    /// What reads of a cell can give, beside what they are asked to include.
    Range of(const Cell& cell) const {
        if (cell.value == kNoNode || plan_.nodes[cell.value].type != Type::integer) return {};
        Range held = ranges_[cell.value];
        if (cell.kind == CellKind::scalar) return join(held, of_constant(cell.immediate));
        constexpr int64_t kWhole = int64_t{1} << 32;
        if (cell.kind == CellKind::ema && (cell.immediate < 0 || cell.immediate > kWhole)) return {};
        return {held.present, true};
    }

    Range of_arithmetic(const Node& node) const {
        switch (node.op) {
            case Op::add:
                return narrow({Int128{at(node, 0).low} + at(node, 1).low, Int128{at(node, 0).high} + at(node, 1).high});
            case Op::sub:
                return difference(node);
            case Op::mul:
                return product_of(node);
            case Op::muldiv_floor:
                return share(node, quotient(product(at(node, 0), at(node, 1)), at(node, 2)));
            case Op::muldiv_ceil: {
                const Wide floor = quotient(product(at(node, 0), at(node, 1)), at(node, 2));
                return share(node, {floor.low, floor.high + 1});
            }
            case Op::min:
                return {{std::min(at(node, 0).low, at(node, 1).low), std::min(at(node, 0).high, at(node, 1).high)}};
            case Op::max:
                return {{std::max(at(node, 0).low, at(node, 1).low), std::max(at(node, 0).high, at(node, 1).high)}};
            case Op::to_int:
                return {{0, 1}};
            case Op::to_int_floor:
                return {{}, false, true};
            case Op::hash:
                return {{0, (int64_t{1} << 32) - 1}};
            case Op::cell_wake:
                return {{0, kHigh}};
            default:
                return {};
        }
    }

    /// A number times what was divided by it is no further from nought than what was divided.
    Range product_of(const Node& node) const {
        Wide out = product(at(node, 0), at(node, 1));
        for (const size_t i : {0, 1})
            if (const auto whole = multiple(node.operand[i], node.operand[1 - i], kDeep))
                out = {std::max(out.low, whole->low), std::min(out.high, whole->high)};
        return narrow(out);
    }

    /// What `unit` × `count` can be, where `count` is made of quotients by `unit`, or by a multiple of it.
    std::optional<Wide> multiple(NodeId unit, NodeId count, int depth) const {
        if (low(unit) < 0 || depth-- == 0) return std::nullopt;
        const auto& [a, b, c] = node_of(count).operand;
        const auto both = [&](NodeId x, NodeId y) -> std::optional<Wide> {
            const auto first = multiple(unit, x, depth), second = first ? multiple(unit, y, depth) : first;
            if (!second) return std::nullopt;
            return Wide{std::min(first->low, second->low), std::max(first->high, second->high)};
        };
        switch (node_of(count).op) {
            case Op::constant:
                return product(ranges_[unit].all(), ranges_[count].all());
            case Op::min:
            case Op::max:
                return both(a, b);
            case Op::select:
                return both(b, c);
            case Op::add:
            case Op::sub: {
                const auto first = multiple(unit, a, depth), second = first ? multiple(unit, b, depth) : first;
                if (!second) return std::nullopt;
                if (node_of(count).op == Op::add) return Wide{first->low + second->low, first->high + second->high};
                return Wide{first->low - second->high, first->high - second->low};
            }
            case Op::muldiv_floor:
            case Op::muldiv_ceil:
                return whole_of(unit, count);
            default:
                return std::nullopt;
        }
    }

    /// unit × ⌊a · 1 ÷ (k · unit)⌋: a ÷ k, and at most one unit away from it.
    std::optional<Wide> whole_of(NodeId unit, NodeId quotient) const {
        const auto& [a, b, c] = node_of(quotient).operand;
        const auto is_one = [&](NodeId id) { return is(id, Op::constant) && node_of(id).immediate == 1; };
        const std::optional<int64_t> k = times_of(c, unit);
        if (!k || (!is_one(a) && !is_one(b))) return std::nullopt;
        const Interval divided = ranges_[is_one(a) ? b : a].all();
        const Int128 step = high(unit);
        Wide out{floor_div(divided.low, *k), floor_div(divided.high, *k) + 1};
        if (node_of(quotient).op == Op::muldiv_floor)
            out.low = divided.low >= 0 ? 0 : out.low - step;
        else
            out.high = divided.high <= 0 ? 0 : out.high + step;
        return out;
    }

    /// k > 0, when x is k × unit.
    std::optional<int64_t> times_of(NodeId x, NodeId unit) const {
        if (x == unit) return 1;
        if (!is(x, Op::mul)) return std::nullopt;
        for (const size_t i : {0, 1}) {
            const Node& factor = node_of(node_of(x).operand[i]);
            if (factor.op == Op::constant && factor.immediate > 0 && node_of(x).operand[1 - i] == unit)
                return factor.immediate;
        }
        return std::nullopt;
    }

    Range difference(const Node& node) const {
        const Interval a = at(node, 0), b = at(node, 1);
        Wide out{Int128{a.low} - b.high, Int128{a.high} - b.low};
        if (at_most(node.operand[1], node.operand[0])) out.low = std::max<Int128>(out.low, 0);
        if (const auto divisor = whole_part(node.operand[1], node.operand[0])) out = {0, *divisor - 1};
        return narrow(out);
    }

    /// A part of `a`, or of `b`, is no more than the whole: a × b ÷ c with b ≤ c, or a ≤ c.
    Range share(const Node& node, Wide out) const {
        const Interval a = at(node, 0), b = at(node, 1);
        if (a.low >= 0 && b.low >= 0) {
            if (at_most(node.operand[1], node.operand[2])) out.high = std::min<Int128>(out.high, a.high);
            if (at_most(node.operand[0], node.operand[2])) out.high = std::min<Int128>(out.high, b.high);
        }
        Range all = narrow(out);
        all.faults = all.faults || at(node, 2).low <= 0;
        return all;
    }

    // ---- order
    // ---------------------------------------------------------------------------------------------------------------

    const Node& node_of(NodeId id) const { return plan_.nodes[id]; }
    bool is(NodeId id, Op op) const { return node_of(id).op == op; }
    int64_t low(NodeId id) const { return ranges_[id].all().low; }
    int64_t high(NodeId id) const { return ranges_[id].all().high; }

    /// c, when `x` is c × ⌊of ÷ c⌋ for a constant c, and `of` is not negative.
    std::optional<int64_t> whole_part(NodeId x, NodeId of) const {
        if (!is(x, Op::mul) || low(of) < 0) return std::nullopt;
        for (const size_t i : {0, 1}) {
            const NodeId factor = node_of(x).operand[i], quotient = node_of(x).operand[1 - i];
            if (!is(factor, Op::constant) || !is(quotient, Op::muldiv_floor)) continue;
            const auto& [a, b, c] = node_of(quotient).operand;
            const bool by_factor = is(c, Op::constant) && node_of(c).immediate == node_of(factor).immediate;
            const auto is_one = [&](NodeId id) { return is(id, Op::constant) && node_of(id).immediate == 1; };
            if (node_of(factor).immediate > 0 && by_factor && ((a == of && is_one(b)) || (b == of && is_one(a))))
                return node_of(factor).immediate;
        }
        return std::nullopt;
    }

    /// Surely x ≤ y when neither has faulted.
    bool at_most(NodeId x, NodeId y, int depth = 4) const {
        if (x == y || high(x) <= low(y)) return true;
        if (depth-- == 0) return false;
        const auto &p = node_of(x).operand, &q = node_of(y).operand;
        const auto below = [&](NodeId id) { return at_most(id, y, depth); };
        const auto above = [&](NodeId id) { return at_most(x, id, depth); };
        if (is(x, Op::max) && below(p[0]) && below(p[1])) return true;
        if (is(y, Op::min) && above(q[0]) && above(q[1])) return true;
        if (is(x, Op::min) && (below(p[0]) || below(p[1]))) return true;
        if (is(y, Op::max) && (above(q[0]) || above(q[1]))) return true;
        return is(x, Op::sub) && less_the_same(x, y, depth);
    }

    /// p - s ≤ e - s, and p - s ≤ max(k, e - s) with k ≥ 0 where p is at most the later of e and s.
    bool less_the_same(NodeId x, NodeId y, int depth) const {
        const NodeId p = node_of(x).operand[0], s = node_of(x).operand[1];
        if (is(y, Op::sub)) return node_of(y).operand[1] == s && at_most(p, node_of(y).operand[0], depth);
        if (!is(y, Op::max)) return false;
        for (const size_t i : {0, 1}) {
            const NodeId k = node_of(y).operand[i], span = node_of(y).operand[1 - i];
            if (low(k) < 0 || !is(span, Op::sub) || node_of(span).operand[1] != s) continue;
            if (at_most_later(p, s, node_of(span).operand[0], depth)) return true;
        }
        return false;
    }

    /// Surely p ≤ max(s, e).
    bool at_most_later(NodeId p, NodeId s, NodeId e, int depth) const {
        if (at_most(p, s, 0) || at_most(p, e, 0)) return true;
        if (depth-- == 0) return false;
        const auto& [a, b, c] = node_of(p).operand;
        if (is(p, Op::max)) return at_most_later(a, s, e, depth) && at_most_later(b, s, e, depth);
        return is(p, Op::min) && (at_most_later(a, s, e, depth) || at_most_later(b, s, e, depth));
    }

    Range of_offset(int64_t offset) const {
        const step::InputBounds& bounds = bounds_[static_cast<size_t>(offset)];
        return {{bounds.low, bounds.high}, bounds.can_be_absent};
    }

    const Plan& plan_;
    std::vector<step::InputBounds> bounds_;  // by offset
    std::vector<Range> ranges_;              // by node
    std::vector<Range> cells_;
};

}  // namespace

std::vector<Range> infer_ranges(const Plan& plan) {
    return Analysis(plan).run();
}

void infer_intervals(Plan& plan) {
    const std::vector<Range> ranges = infer_ranges(plan);
    for (size_t id = 0; id < ranges.size(); ++id) plan.nodes[id].interval = ranges[id].all();
}

}  // namespace weir::plan
