// `curve(x: a -> y, …)`: a piecewise linear function that is level outside its points.
#include "compiler/sema/expressions.h"

namespace weir::sema {
namespace {

bool is_constant(const Expression& expression) {
    return expression.operation == Operation::literal || expression.operation == Operation::parameter;
}

}  // namespace

/// One end of a point: a literal, or (for values) the name of a parameter, in the unit of the others.
bool ExpressionChecker::point(Expression& end, Expression& like, bool may_be_parameter) {
    if (end.is_error() || like.is_error()) return false;
    const bool constant = may_be_parameter ? is_constant(end) : end.operation == Operation::literal;
    if (!constant) {
        diagnostics_.report(message::not_constant(end.range).help(
            may_be_parameter ? "write a number or the name of a parameter"
                             : "write a number: the points of a curve stand still"));
        return false;
    }
    if (unify(end, like)) return meet(end, like);
    diagnostics_.report(message::wrong_unit(end.range, phrase_of(end.unit), phrase_of(like.unit))
                            .label(like.range, std::string(phrase_of(like.unit))));
    return false;
}

Expression ExpressionChecker::check(const syntax::Curve& curve, SourceRange range) {
    Expression input = check(*curve.input);
    if (input.unit == Unit::number) coerce(input, Unit::ratio);
    bool whole = !input.is_error();
    if (whole && (!is_numeric(input.unit) || input.unit == Unit::time)) {
        diagnostics_.report(message::wrong_unit(input.range, phrase_of(input.unit), "an amount"));
        whole = false;
    }
    std::vector<Expression> points;  // at, value, at, value, …
    for (const syntax::CurvePoint& source : curve.points) {
        Expression at = check(*source.at), value = check(*source.value);
        if (is_plain(value.unit)) coerce(value, Unit::ratio);
        whole = whole && point(at, input, false) && point(value, points.empty() ? value : points[1], true);
        if (whole && !points.empty()) whole = after(at, points[points.size() - 2]);
        points.push_back(std::move(at));
        points.push_back(std::move(value));
    }
    if (!whole) return poison(range);
    if (curve.points.size() < 2) {
        diagnostics_.report(message::curve_of_one_point(range).help("give it two points at least, or write the value"));
        return poison(range);
    }
    const Unit unit = points[1].unit;
    points.insert(points.begin(), std::move(input));
    return make(Operation::curve, unit, range, std::move(points));
}

bool ExpressionChecker::after(const Expression& at, const Expression& before) {
    const bool one_measure = at.literal.measure == before.literal.measure && at.literal.symbol == before.literal.symbol;
    if (one_measure && compare(before.literal.value, at.literal.value) < 0) return true;
    diagnostics_.report(message::curve_not_rising(at.range)
                            .here("this is not above")
                            .label(before.range, "the point before it")
                            .help("give the points from low to high, in one unit"));
    return false;
}

}  // namespace weir::sema
