// What is known of an expression's value before the market is.
#include <algorithm>
#include <limits>
#include <vector>

#include "compiler/sema/expressions.h"

namespace weir::sema {
namespace {

using Wide = __int128;

/// Digits of `value` at `decimals` ≥ its own; saturated, which keeps the order of what can be written in a script.
Wide at_scale(const syntax::Decimal& value, int32_t decimals) {
    Wide digits = value.digits;
    constexpr Wide kRoom = std::numeric_limits<Wide>::max() / 10;
    for (int32_t i = value.decimals; i < decimals; ++i) {
        if (digits > kRoom || digits < -kRoom)
            return digits < 0 ? -std::numeric_limits<Wide>::max() : std::numeric_limits<Wide>::max();
        digits *= 10;
    }
    return digits;
}

std::optional<Bounds> bounds_of(const Parameter& parameter) {
    if (parameter.low && parameter.high) return Bounds{parameter.low->value, parameter.high->value};
    return std::nullopt;
}

/// A curve stays between the least and the largest of its values.
std::optional<Bounds> bounds_of_curve(const Expression& curve, const Strategy& strategy) {
    std::optional<Bounds> all;
    for (size_t i = 2; i < curve.operands.size(); i += 2) {
        const auto value = sema::bounds_of(curve.operands[i], strategy);
        if (!value) return std::nullopt;
        if (!all || compare(value->low, all->low) < 0) all = Bounds{value->low, all ? all->high : value->high};
        if (compare(value->high, all->high) > 0) all->high = value->high;
    }
    return all;
}

}  // namespace

int compare(const syntax::Decimal& a, const syntax::Decimal& b) {
    const int32_t decimals = std::max(a.decimals, b.decimals);
    const Wide x = at_scale(a, decimals), y = at_scale(b, decimals);
    return x < y ? -1 : x > y ? 1 : 0;
}

std::optional<Bounds> bounds_of(const Expression& expression, const Strategy& strategy) {
    switch (expression.operation) {
        case Operation::literal:
            return Bounds{expression.literal.value, expression.literal.value};
        case Operation::parameter:
            return bounds_of(strategy.parameters[expression.index]);
        case Operation::let:
            return bounds_of(strategy.lets[expression.index].value, strategy);
        case Operation::to_ratio:
            return bounds_of(expression.operands[0], strategy);
        case Operation::curve:
            return bounds_of_curve(expression, strategy);
        default:
            return std::nullopt;
    }
}

namespace {

/// Amounts that can be compared before an instrument is known: both plain, or written in the same measure.
bool comparable(const Expression& a, const Expression& b) {
    const auto plain = [](const Expression& x) { return is_plain(x.unit) || x.unit == Unit::duration; };
    return plain(a) && plain(b);
}

std::optional<bool> less(const Expression& a, const Expression& b, bool or_equal, const Strategy& strategy) {
    const auto x = bounds_of(a, strategy), y = bounds_of(b, strategy);
    if (!x || !y || !comparable(a, b)) return std::nullopt;
    const int surely = compare(x->high, y->low), never = compare(x->low, y->high);
    if (surely < 0 || (or_equal && surely == 0)) return true;
    if (never > 0 || (!or_equal && never == 0)) return false;
    return std::nullopt;
}

}  // namespace

namespace {

/// `x > a` or `x < a`, whichever way it is written: x below or above a value that is known.
struct Side {
    const Expression* x;
    const Expression* limit;
    bool above;
};

void sides_of(const Expression& condition, std::vector<Side>& sides) {
    if (condition.operation == Operation::logical_and) {
        sides_of(condition.operands[0], sides);
        sides_of(condition.operands[1], sides);
    }
    if (condition.operation != Operation::less && condition.operation != Operation::less_equal) return;
    sides.push_back({&condition.operands[0], &condition.operands[1], false});
    sides.push_back({&condition.operands[1], &condition.operands[0], true});
}

/// No number is below both bounds of what it is to be between: `spread > 3 ticks and spread < 2 ticks`.
bool contradicts_itself(const Expression& condition, const Strategy& strategy) {
    std::vector<Side> sides;
    sides_of(condition, sides);
    const auto written_alike = [](const Expression& a, const Expression& b) {
        return a.operation == Operation::literal && b.operation == Operation::literal &&
               a.literal.measure == b.literal.measure && a.literal.symbol == b.literal.symbol;
    };
    for (const Side& low : sides)
        for (const Side& high : sides) {
            if (!low.above || high.above || !same(*low.x, *high.x)) continue;
            const auto least = bounds_of(*low.limit, strategy), most = bounds_of(*high.limit, strategy);
            if (!least || !most) continue;
            if (!written_alike(*low.limit, *high.limit) && !comparable(*low.limit, *high.limit)) continue;
            if (compare(most->high, least->low) < 0) return true;
        }
    return false;
}

}  // namespace

std::optional<bool> known_truth(const Expression& condition, const Strategy& strategy) {
    const auto of = [&](size_t i) { return known_truth(condition.operands[i], strategy); };
    switch (condition.operation) {
        case Operation::let:
            return known_truth(strategy.lets[condition.index].value, strategy);
        case Operation::less:
        case Operation::less_equal:
            return less(condition.operands[0], condition.operands[1], condition.operation == Operation::less_equal,
                        strategy);
        case Operation::better:
        case Operation::worse:
            if (condition.operands.size() == 2 && same(condition.operands[0], condition.operands[1])) return false;
            return std::nullopt;
        case Operation::logical_not: {
            const auto x = of(0);
            return x ? std::optional(!*x) : x;
        }
        case Operation::logical_and:
        case Operation::logical_or: {
            const bool decides = condition.operation == Operation::logical_or;
            const auto x = of(0), y = of(1);
            if (x == decides || y == decides) return decides;
            if (!decides && contradicts_itself(condition, strategy)) return false;
            return x && y ? std::optional(!decides) : std::nullopt;
        }
        case Operation::sustained:
            return of(0) == false ? std::optional(false) : std::nullopt;
        default:
            return std::nullopt;
    }
}

bool same(const Expression& a, const Expression& b) {
    if (a.operation != b.operation || a.unit != b.unit || a.operands.size() != b.operands.size()) return false;
    if (a.literal.value != b.literal.value || a.literal.measure != b.literal.measure ||
        a.literal.symbol != b.literal.symbol)
        return false;
    if (a.instrument != b.instrument || a.index != b.index || a.word != b.word || a.window_ns != b.window_ns)
        return false;
    return std::ranges::equal(a.operands, b.operands, same);
}

}  // namespace weir::sema
