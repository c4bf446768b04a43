// Piecewise linear curves, and the weight of the two sides of the book.
#include "compiler/lower/expressions.h"

namespace weir::lower {

/// Between two points: y₀ + ⌊(x − x₀) · (y₁ − y₀) / (x₁ − x₀)⌋; level outside the first and the last. That this lies
/// between y₀ and y₁ is said besides, for those who reason about it.
Number Expressions::curve(const sema::Expression& expression) {
    const Number x = number(expression.operands[0]);
    const auto at = [&](size_t point) { return number(expression.operands[1 + 2 * point]).value; };
    const auto value = [&](size_t point) { return number(expression.operands[2 + 2 * point]).value; };
    const size_t points = (expression.operands.size() - 1) / 2;
    NodeId result = value(0);
    for (size_t i = 0; i + 1 < points; ++i) {
        const NodeId width = b_.max(b_.sub(at(i + 1), at(i)), b_.constant(1));
        const NodeId into = b_.sub(b_.clamp(x.value, at(i), at(i + 1)), at(i));
        const NodeId from = value(i), to = value(i + 1);
        const NodeId between = b_.add(from, b_.muldiv_floor(into, b_.sub(to, from), width));
        const NodeId here = b_.clamp(between, b_.min(from, to), b_.max(from, to));
        result = i == 0 ? here : b_.select(b_.le(at(i), x.value), here, result);
    }
    return {result, x.present};
}

/// ⌊near / (near + far)⌋ of what the best levels display; absent when they display nothing.
Number Expressions::pressure(int depth) {
    const NodeId bid = b_.input(step::Input::bid_depth, depth), ask = b_.input(step::Input::ask_depth, depth);
    const NodeId all = b_.add(bid, ask), near = b_.select(is_buy(), bid, ask);
    return {b_.muldiv_floor(near, b_.constant(step::kRatioOne), b_.max(all, b_.constant(1))), b_.positive(all)};
}

}  // namespace weir::lower
