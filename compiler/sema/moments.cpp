// What a value was at a moment, the best that was seen, and the moment at which a condition comes true.
#include "compiler/sema/expressions.h"

namespace weir::sema {
namespace {

bool is_order_start(const Expression& time) {
    return time.operation == Operation::word && time.word == Word::order_start;
}

}  // namespace

/// The start of the order is the one moment that every run has, and that a step sees.
bool ExpressionChecker::starts_with_order(const syntax::Expr& source) {
    const Expression time = check(source);
    if (time.is_error()) return false;
    if (is_order_start(time)) return true;
    diagnostics_.report(message::not_order_start(source.range).help("write `order.start`"));
    return false;
}

Expression ExpressionChecker::check(const syntax::Sampled& sampled, SourceRange range) {
    Expression operand = check(*sampled.operand);
    const bool at_start = starts_with_order(*sampled.time);
    if (operand.is_error() || !at_start) return poison(range);
    if (!is_numeric(operand.unit)) {
        diagnostics_.report(message::wrong_unit(operand.range, phrase_of(operand.unit), "an amount"));
        return poison(range);
    }
    const Unit unit = operand.unit;
    Expression result = make(Operation::at_start, unit, range, {std::move(operand)});
    result.may_be_absent = true;
    return result;
}

Expression ExpressionChecker::check(const syntax::Seen& seen, SourceRange range) {
    Expression operand = want(*seen.operand, {Unit::price}, "");
    const bool best = seen.kind == syntax::SeenKind::best;
    Expression result =
        make(best ? Operation::best_seen : Operation::worst_seen, Unit::price, range, {std::move(operand)});
    result.may_be_absent = true;
    return result;
}

Expression ExpressionChecker::became(const syntax::Call& call, SourceRange range) {
    Expression condition = expect(*call.arguments[0], {Unit::boolean}, "");
    return make(Operation::became, Unit::boolean, range, {std::move(condition)});
}

}  // namespace weir::sema
