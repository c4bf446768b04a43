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

/// An input that can be absent, or a price, can be anything.
Interval of_input(step::Input input) {
    using enum step::Input;
    switch (input) {
        case volume:
        case turnover:
        case trade_count:
        case tick:
        case lot:
        case minimum_quantity:
        case minimum_value:
        case order_quantity:
        case order_start:
        case order_end:
        case order_executed:
        case order_executed_value:
        case order_working:
        case slot_working:
        case now:
            return {0, kHigh};
        case order_side:
            return {-1, 1};
        default:
            return {};
    }
}

Interval of_parameter(const Parameter& parameter) {
    if (parameter.low >= parameter.high) return {};
    return hull({parameter.low, parameter.high}, {parameter.value, parameter.value});
}

class Analysis {
  public:
    explicit Analysis(Plan& plan) : plan_(plan), inputs_(inputs_by_offset(plan.layout)) {}
    void run() {
        for (Node& node : plan_.nodes) node.interval = of(node);
    }

  private:
    Interval at(const Node& node, int i) const { return plan_.nodes[node.operand[static_cast<size_t>(i)]].interval; }

    Interval of(const Node& node) const {
        if (node.type == Type::boolean) return {0, 1};
        if (node.type == Type::real) return {};
        switch (node.op) {
            case Op::constant:
                return {node.immediate, node.immediate};
            case Op::input:
                return of_offset(node.immediate);
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
            case Op::select:
                return hull(at(node, 1), at(node, 2));
            case Op::to_int:
                return {0, 1};
            case Op::hash:
                return {0, (int64_t{1} << 32) - 1};
            case Op::cell_wake:
                return {0, kHigh};
            case Op::read_with:
                if (plan_.cells[static_cast<size_t>(node.immediate)].kind == CellKind::debounce) return {0, 1};
                return {};
            default:
                return {};
        }
    }

    Interval of_offset(int64_t offset) const {
        const int row = inputs_[static_cast<size_t>(offset)];
        if (row != kNoInput) return of_input(static_cast<step::Input>(row));
        return of_parameter(plan_.parameters[static_cast<size_t>(offset - plan_.layout.parameter_base())]);
    }

    Plan& plan_;
    std::vector<int> inputs_;
};

}  // namespace

void infer_intervals(Plan& plan) {
    Analysis(plan).run();
}

}  // namespace weir::plan
