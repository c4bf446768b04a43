#include "ide/ranges.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/sema/units.h"
#include "ide/decimals.h"
#include "ide/durations.h"

namespace weir::ide {
namespace {

using sema::Bounds;
using sema::Expression;
using sema::Operation;
using syntax::Decimal;

/// Ratios are kept with so many decimals; what is finer is rounded, so that its bounds are not exact.
constexpr int32_t kDecimals = 9;

class Ranges {
  public:
    explicit Ranges(const sema::Strategy& strategy) : strategy_(strategy) {}

    std::optional<Bounds> of(const Expression& expression) const {
        // Amounts are of an instrument, which is not known.
        if (!sema::is_plain(expression.unit) && expression.unit != sema::Unit::duration) return std::nullopt;
        switch (expression.operation) {
            case Operation::negate: {
                const auto x = of(expression.operands[0]);
                return x ? std::optional(negated(*x)) : std::nullopt;
            }
            case Operation::let:
                return of(strategy_.lets[expression.index].value);
            case Operation::to_ratio:
                return of(expression.operands[0]);
            case Operation::add:
            case Operation::subtract:
            case Operation::multiply:
            case Operation::minimum:
            case Operation::maximum:
            case Operation::otherwise:
                return of_two(expression);
            default:
                return sema::bounds_of(expression, strategy_);
        }
    }

  private:
    static Bounds negated(const Bounds& x) {
        return {{-x.high.digits, x.high.decimals}, {-x.low.digits, x.low.decimals}};
    }
    static bool is_less(const Decimal& a, const Decimal& b) { return sema::compare(a, b) < 0; }

    std::optional<Bounds> of_two(const Expression& expression) const {
        const auto a = of(expression.operands[0]), b = of(expression.operands[1]);
        if (!a || !b) return std::nullopt;
        switch (expression.operation) {
            case Operation::add:
                return sums(*a, *b);
            case Operation::subtract:
                return sums(*a, negated(*b));
            case Operation::multiply:
                return products(*a, *b);
            case Operation::minimum:
                return Bounds{std::min(a->low, b->low, is_less), std::min(a->high, b->high, is_less)};
            case Operation::maximum:
                return Bounds{std::max(a->low, b->low, is_less), std::max(a->high, b->high, is_less)};
            default:
                return Bounds{std::min(a->low, b->low, is_less), std::max(a->high, b->high, is_less)};
        }
    }
    static std::optional<Bounds> sums(const Bounds& a, const Bounds& b) {
        const auto low = sum(a.low, b.low), high = sum(a.high, b.high);
        if (!low || !high) return std::nullopt;
        return Bounds{*low, *high};
    }
    static std::optional<Bounds> products(const Bounds& a, const Bounds& b) {
        std::optional<Bounds> all;
        for (const Decimal& x : {a.low, a.high})
            for (const Decimal& y : {b.low, b.high}) {
                const auto corner = product(x, y);
                if (!corner || corner->decimals > kDecimals) return std::nullopt;
                if (!all) all = Bounds{*corner, *corner};
                all->low = std::min(all->low, *corner, is_less);
                all->high = std::max(all->high, *corner, is_less);
            }
        return all;
    }

    const sema::Strategy& strategy_;
};

const Expression* within(const Expression& expression, SourceRange range) {
    if (expression.range == range) return &expression;
    for (const Expression& operand : expression.operands)
        if (const Expression* found = within(operand, range)) return found;
    return nullptr;
}

const Expression* expression_at(const sema::Strategy& strategy, SourceRange range) {
    const auto first = [&](const auto& all, auto value) -> const Expression* {
        for (const auto& one : all)
            if (const Expression* found = within(one.*value, range)) return found;
        return nullptr;
    };
    if (const Expression* found = first(strategy.lets, &sema::Let::value)) return found;
    if (const Expression* found = first(strategy.tilts, &sema::Tilt::factor)) return found;
    return first(strategy.participations, &sema::Participation::ratio);
}

}  // namespace

std::string bounds_text(const Analysis& analysis, SourceRange range) {
    if (range.file != 0) return "";
    const auto strategy = std::ranges::find_if(analysis.program.strategies, [&](const sema::Strategy& one) {
        return one.range.begin <= range.begin && range.end <= one.range.end;
    });
    if (strategy == analysis.program.strategies.end()) return "";
    const Expression* expression = expression_at(*strategy, range);
    if (expression == nullptr || expression->operation == Operation::literal) return "";
    const auto bounds = Ranges(*strategy).of(*expression);
    if (!bounds) return "";
    const auto text = [&](const Decimal& value) {
        return expression->unit == sema::Unit::duration ? duration_text(rounded(value, 0).digits)
                                                        : decimal_text(value, 0);
    };
    const std::string low = text(bounds->low), high = text(bounds->high);
    return low == high ? low : fmt::format("from {} to {}", low, high);
}

}  // namespace weir::ide
