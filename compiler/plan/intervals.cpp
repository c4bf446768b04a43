// Forward interval analysis: what every integer node can be when it has not faulted, given what the inputs are.
#include <algorithm>

#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"

namespace weir::plan {
namespace {

using Int128 = __int128;
constexpr int64_t kLow = std::numeric_limits<int64_t>::min();
constexpr int64_t kHigh = std::numeric_limits<int64_t>::max();

struct Wide {
    Int128 low, high;
};
Interval narrow(Wide w) {
    const auto clamp = [](Int128 x) { return static_cast<int64_t>(std::clamp<Int128>(x, kLow, kHigh)); };
    return {clamp(w.low), clamp(w.high)};
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

/// Every value between two bounds, and perhaps `kAbsent` besides.
struct Range {
    Interval present{};
    bool absent = false;

    /// As one interval: `kAbsent` is the least number that there is.
    Interval all() const { return {absent ? kLow : present.low, present.high}; }
};

Range join(Range a, Range b) {
    return {hull(a.present, b.present), a.absent || b.absent};
}

Range of_constant(int64_t value) {
    return value == step::kAbsent ? Range{{0, 0}, true} : Range{{value, value}};
}

class Analysis {
  public:
    explicit Analysis(Plan& plan)
        : plan_(plan), bounds_(bounds_by_offset(plan)), ranges_(plan.nodes.size()), cells_(plan.cells.size()) {}
    void run() {
        // What a cell holds is what was committed to it, which the round before has bounded, whatever the cell was.
        constexpr int kRounds = 3;
        for (int round = 0; round < kRounds; ++round) {
            for (size_t id = 0; id < plan_.nodes.size(); ++id) ranges_[id] = of(plan_.nodes[id]);
            for (size_t i = 0; i < cells_.size(); ++i) cells_[i] = of(plan_.cells[i]);
        }
        for (size_t id = 0; id < plan_.nodes.size(); ++id) plan_.nodes[id].interval = ranges_[id].all();
    }

  private:
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
            case Op::read_at:
                return cells_[static_cast<size_t>(node.immediate)];
            case Op::read_with:
                if (plan_.cells[static_cast<size_t>(node.immediate)].kind == CellKind::debounce) return {{0, 1}};
                return join(cells_[static_cast<size_t>(node.immediate)], range(node, 0));
            default:
                return {of_arithmetic(node)};
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
        held.absent = true;
        return held;
    }

    Interval of_arithmetic(const Node& node) const {
        switch (node.op) {
            case Op::add:
                return narrow({Int128{at(node, 0).low} + at(node, 1).low, Int128{at(node, 0).high} + at(node, 1).high});
            case Op::sub:
                return narrow({Int128{at(node, 0).low} - at(node, 1).high, Int128{at(node, 0).high} - at(node, 1).low});
            case Op::mul:
                return narrow(product(at(node, 0), at(node, 1)));
            case Op::muldiv_floor:
                return narrow(quotient(product(at(node, 0), at(node, 1)), at(node, 2)));
            case Op::muldiv_ceil: {
                const Wide floor = quotient(product(at(node, 0), at(node, 1)), at(node, 2));
                return narrow({floor.low, floor.high + 1});
            }
            case Op::min:
                return {std::min(at(node, 0).low, at(node, 1).low), std::min(at(node, 0).high, at(node, 1).high)};
            case Op::max:
                return {std::max(at(node, 0).low, at(node, 1).low), std::max(at(node, 0).high, at(node, 1).high)};
            case Op::to_int:
                return {0, 1};
            case Op::hash:
                return {0, (int64_t{1} << 32) - 1};
            case Op::cell_wake:
                return {0, kHigh};
            default:
                return {};
        }
    }

    Range of_offset(int64_t offset) const {
        const step::InputBounds& bounds = bounds_[static_cast<size_t>(offset)];
        return {{bounds.low, bounds.high}, bounds.can_be_absent};
    }

    Plan& plan_;
    std::vector<step::InputBounds> bounds_;  // by offset
    std::vector<Range> ranges_;              // by node
    std::vector<Range> cells_;
};

}  // namespace

void infer_intervals(Plan& plan) {
    Analysis(plan).run();
}

}  // namespace weir::plan
