#include "proofs/distance.h"

#include <algorithm>
#include <cmath>

namespace weir::proofs {
namespace {

using plan::NodeId;
using plan::Op;

/// From 0 to 1, and even over orders of magnitude.
double normalised(double by, double of) {
    return by <= 0 ? 0 : by / (by + 1 + of / 8);
}

double apart(int64_t a, int64_t b, bool or_equal) {
    const auto x = static_cast<double>(a), y = static_cast<double>(b);
    return normalised(x - y + (or_equal ? 0 : 1), std::min(std::fabs(x), std::fabs(y)));
}

}  // namespace

double distance(const plan::Plan& plan, const int64_t* values, NodeId id, bool want, int depth) {
    if ((values[id] != 0) == want) return 0;
    if (depth == 0) return 1;
    const plan::Node& node = plan.nodes[id];
    const auto& [a, b, c] = node.operand;
    const auto of = [&](NodeId operand, bool is) { return distance(plan, values, operand, is, depth - 1); };
    switch (node.op) {
        case Op::negate:
            return of(a, !want);
        case Op::both:
            return want ? (of(a, true) + of(b, true)) / 2 : std::min(of(a, false), of(b, false));
        case Op::either:
            return want ? std::min(of(a, true), of(b, true)) : (of(a, false) + of(b, false)) / 2;
        case Op::select_bool:
            return std::min((of(a, true) + of(b, want)) / 2, (of(a, false) + of(c, want)) / 2);
        case Op::le:
            return want ? apart(values[a], values[b], true) : apart(values[b], values[a], false);
        case Op::lt:
            return want ? apart(values[a], values[b], false) : apart(values[b], values[a], true);
        case Op::eq:
            return want ? normalised(std::fabs(static_cast<double>(values[a]) - static_cast<double>(values[b])), 1) : 1;
        default:
            return 1;
    }
}

}  // namespace weir::proofs
