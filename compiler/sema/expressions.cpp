#include "compiler/sema/expressions.h"

#include <algorithm>
#include <array>
#include <variant>

#include "compiler/sema/literals.h"

namespace weir::sema {
namespace {

struct WordRow {
    std::string_view text;
    Unit unit;
    bool absent;
    bool target;
};

constexpr std::array kWords = {
#define WEIR_WORD(name, text, unit, absent, target) WordRow{text, Unit::unit, absent != 0, target != 0},
#define WEIR_WORD_ALIAS(text, name)
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
};

bool is_plain_number(const Expression& expression) {
    return expression.operation == Operation::literal && expression.unit == Unit::number;
}

bool is_amount_of_money(const Expression& expression) {
    return expression.operation == Operation::literal && expression.unit == Unit::money;
}

bool is_whole(syntax::Decimal value) {
    for (; value.decimals > 0; --value.decimals, value.digits /= 10)
        if (value.digits % 10 != 0) return false;
    return true;
}

std::string_view verb_of(syntax::BinaryOp op) {
    switch (op) {
        case syntax::BinaryOp::add:
            return "added to";
        case syntax::BinaryOp::multiply:
            return "multiplied by";
        case syntax::BinaryOp::divide:
            return "divided by";
        default:
            return "taken from";
    }
}

Operation operation_of(syntax::BinaryOp op) {
    switch (op) {
        case syntax::BinaryOp::add:
            return Operation::add;
        case syntax::BinaryOp::subtract:
            return Operation::subtract;
        case syntax::BinaryOp::multiply:
            return Operation::multiply;
        default:
            return Operation::divide;
    }
}

std::string length_text(int64_t ns) {
    const bool whole = ns % kShortestBeatNs == 0;
    return std::to_string(whole ? ns / kShortestBeatNs : ns) + (whole ? " ms" : " ns");
}

bool is_comparison(const syntax::Expr& expression) {
    const auto* binary = std::get_if<syntax::Binary>(&expression.kind);
    return binary && binary->op >= syntax::BinaryOp::less && binary->op <= syntax::BinaryOp::not_equal;
}

std::string list_of(std::initializer_list<Unit> units) {
    std::string text;
    size_t left = units.size();
    for (Unit unit : units) {
        text += phrase_of(unit);
        --left;
        if (left > 0) text += left == 1 ? " or " : ", ";
    }
    return text;
}

}  // namespace

std::string_view name_of(Word word) {
    return kWords[static_cast<size_t>(word)].text;
}

Expression poison(SourceRange range) {
    Expression result;
    result.range = range;
    return result;
}

void place_at(Expression& expression, SourceRange range) {
    expression.range = range;
    for (Expression& operand : expression.operands) place_at(operand, range);
}

Expression make(Operation operation, Unit unit, SourceRange range, std::vector<Expression> operands) {
    Expression result;
    result.operation = operation;
    result.unit = unit;
    result.range = range;
    for (const Expression& operand : operands) {
        if (operand.is_error()) return poison(range);
        result.may_be_absent |= operand.may_be_absent;
        result.reads_target |= operand.reads_target;
    }
    if (has_instrument(unit))
        for (const Expression& operand : operands)
            if (result.instrument == kNoInstrument) result.instrument = operand.instrument;
    result.operands = std::move(operands);
    return result;
}

Expression ExpressionChecker::unsupported(SourceRange range, std::string_view what) {
    diagnostics_.report(message::unsupported_clause(range, what));
    return poison(range);
}

Expression ExpressionChecker::check(const syntax::Expr& expression) {
    if (!scope_.may_go_deeper(expression.range)) return poison(expression.range);
    Expression result = std::visit([&](const auto& kind) { return check(kind, expression.range); }, expression.kind);
    scope_.come_back();
    if (!result.is_error())
        scope_.functions().types().push_back({expression.range, result.unit, result.instrument, result.may_be_absent});
    return result;
}

bool ExpressionChecker::coerce(Expression& expression, Unit unit) const {
    if (expression.is_error() || expression.unit == unit) return true;
    if (is_plain_number(expression)) {
        const bool fits = unit == Unit::ratio ||
                          ((unit == Unit::count || unit == Unit::level) && is_whole(expression.literal.value)) ||
                          (expression.literal.value.digits == 0 && is_numeric(unit) && unit != Unit::time);
        if (fits) expression.unit = unit;
        if (fits && unit == Unit::duration) expression.literal.measure = Measure::nanoseconds;
        return fits;
    }
    if (is_amount_of_money(expression) && unit == Unit::price) {
        expression.unit = unit;
        return true;
    }
    if (unit == Unit::ratio && is_plain(expression.unit)) {
        const SourceRange range = expression.range;
        expression = make(Operation::to_ratio, Unit::ratio, range, {std::move(expression)});
        return true;
    }
    return false;
}

bool ExpressionChecker::unify(Expression& a, Expression& b) const {
    if (a.unit == Unit::number && b.unit == Unit::number) return coerce(a, Unit::ratio) && coerce(b, Unit::ratio);
    return coerce(b, a.unit) || coerce(a, b.unit);
}

Expression ExpressionChecker::expect(const syntax::Expr& source, std::initializer_list<Unit> units,
                                     std::string_view what) {
    Expression expression = want(source, units, what);
    return expression.is_error() || settle(expression, home_) ? expression : poison(source.range);
}

Expression ExpressionChecker::want(const syntax::Expr& source, std::initializer_list<Unit> units,
                                   std::string_view what) {
    Expression expression = check(source);
    for (Unit unit : units)
        if (coerce(expression, unit)) return expression;
    Diagnostic& diagnostic = diagnostics_.report(
        message::wrong_unit(source.range, phrase_of(expression.unit), what.empty() ? list_of(units) : what));
    if (expression.unit == Unit::ratio && std::ranges::find(units, Unit::price) != units.end())
        diagnostic.help("say of which price, as in `3 bps worse than mid` or `1% better than arrival`");
    return poison(source.range);
}

int64_t ExpressionChecker::constant_duration(const syntax::Expr& source, int64_t least_ns) {
    Expression expression = expect(source, {Unit::duration}, "");
    if (expression.is_error()) return 0;
    if (expression.operation != Operation::literal) {
        diagnostics_.report(message::window_not_constant(source.range)
                                .here("this is known only while the strategy runs")
                                .help("write the length as a duration, for example `5 min`"));
        return 0;
    }
    const int64_t ns = expression.literal.value.digits;
    if (ns >= least_ns) return ns;
    diagnostics_.report(message::window_too_short(source.range, length_text(least_ns)));
    return 0;
}

void ExpressionChecker::require_beat(const Expression& every) {
    const std::optional<Bounds> bounds = every.is_error() ? std::nullopt : bounds_of(every, strategy_);
    if (!bounds || bounds->low.digits <= 0 || compare(bounds->low, {kShortestBeatNs, 0}) >= 0) return;
    diagnostics_.report(message::window_too_short(every.range, length_text(kShortestBeatNs)));
}

void ExpressionChecker::require_within(const Expression& expression, syntax::Decimal low, syntax::Decimal high,
                                       std::string_view what) {
    if (expression.is_error()) return;
    const std::optional<Bounds> bounds = bounds_of(expression, strategy_);
    if (!bounds) return;
    if (compare(bounds->low, low) >= 0 && compare(bounds->high, high) <= 0) return;
    diagnostics_.report(message::outside_bounds(expression.range, what));
}

void ExpressionChecker::require_positive(const Expression& expression, std::string_view what) {
    if (expression.is_error()) return;
    const std::optional<Bounds> bounds = bounds_of(expression, strategy_);
    if (bounds && bounds->low.digits <= 0) diagnostics_.report(message::not_positive(expression.range, what));
}

// ---------------------------------------------------------------------------------------------------- leaves

Expression ExpressionChecker::check(const syntax::ErrorExpr&, SourceRange range) {
    return poison(range);
}

Expression ExpressionChecker::check(const syntax::Number& number, SourceRange range) {
    const auto result = literal_of(number.value, number.unit.text);
    if (const auto* typed = std::get_if<TypedLiteral>(&result)) {
        Expression literal = make(Operation::literal, typed->unit, range, {});
        literal.literal = typed->literal;
        return literal;
    }
    switch (std::get<LiteralError>(result)) {
        case LiteralError::unknown_unit: {
            Diagnostic diagnostic = message::unknown_unit(number.unit.range, number.unit.text);
            const std::vector<std::string_view> units = all_literal_units();
            if (!diagnostic.suggest(number.unit.range, number.unit.text, units))
                diagnostic.help("symbols of currencies and of the base are written in capitals, for example `10 BTC`");
            diagnostics_.report(std::move(diagnostic));
            break;
        }
        case LiteralError::too_fine:
            diagnostics_.report(message::duration_too_fine(range));
            break;
        case LiteralError::too_large:
            diagnostics_.report(message::duration_too_long(range));
            break;
    }
    return poison(range);
}

Expression ExpressionChecker::check(const syntax::TimeOfDay&, SourceRange range) {
    diagnostics_.report(message::time_of_day(range).help(
        "times of day belong to the order; write a distance from `order.start` or `order.end`, "
        "for example `order.end - now < 10 min`"));
    return poison(range);
}

Expression ExpressionChecker::word(Word word, SourceRange range) {
    if (word == Word::trade_size) return event_as_value(range);
    const WordRow& row = kWords[static_cast<size_t>(word)];
    Expression result = make(Operation::word, row.unit, range, {});
    result.word = word;
    if (has_instrument(row.unit)) result.instrument = kOrderInstrument;
    result.may_be_absent = row.absent;
    result.reads_target = row.target;
    return result;
}

Expression ExpressionChecker::event_as_value(SourceRange range) {
    diagnostics_.report(message::event_as_value(range, "trade.size")
                            .here("each trade has its own size")
                            .help("say over which time, for example `average(trade.size, 5 min)`"));
    return poison(range);
}

Expression ExpressionChecker::check(const syntax::NameRef& name, SourceRange range) {
    if (const std::optional<Word> found = word_of(name.name)) return word(*found, range);
    if (name.name == "order" || name.name == "trade") {
        diagnostics_.report(message::not_a_value(range, name.name)
                                .help(name.name == "order"
                                          ? "say what of it, for example `order.quantity`"
                                          : "say what of it, for example `average(trade.size, 5 min)`"));
        return poison(range);
    }
    if (leg_of(strategy_, name.name)) {
        diagnostics_.report(message::not_a_value(range, name.name)
                                .help("it is a leg; say what of it, for example `" + name.name + ".mid`"));
        return poison(range);
    }
    return scope_.read(name.name, range).value_or(poison(range));
}

Expression ExpressionChecker::check(const syntax::Member& member, SourceRange range) {
    const auto* object = std::get_if<syntax::NameRef>(&member.object->kind);
    if (const auto leg = object ? leg_of(strategy_, object->name) : std::nullopt)
        return of_leg(*leg, member.member, range);
    if (!object || (object->name != "order" && object->name != "trade")) {
        const Expression value = check(*member.object);
        if (!value.is_error() && !member.member.text.empty())
            diagnostics_.report(message::no_members(member.member.range, phrase_of(value.unit), member.member.text));
        return poison(range);
    }
    if (member.member.text.empty()) return poison(range);
    const std::string path = object->name + "." + member.member.text;
    if (const std::optional<Word> found = word_of(path)) return word(*found, range);
    Diagnostic diagnostic = message::unknown_member(member.member.range, object->name, member.member.text);
    std::vector<std::string_view> candidates;
    for (std::string_view text : all_words())
        if (text.starts_with(object->name + ".")) candidates.push_back(text.substr(object->name.size() + 1));
    diagnostic.suggest(member.member.range, member.member.text, candidates);
    diagnostics_.report(std::move(diagnostic));
    return poison(range);
}

Expression ExpressionChecker::check(const syntax::Settled& settled, SourceRange range) {
    const std::optional<uint32_t> work = scope_.work(settled.work);
    if (!work) return poison(range);
    Expression result = make(Operation::settled, Unit::boolean, range, {});
    result.index = *work;
    return result;
}

// ---------------------------------------------------------------------------------------------------- operators

Expression ExpressionChecker::check(const syntax::Unary& unary, SourceRange range) {
    if (unary.op == syntax::UnaryOp::logical_not)
        return make(Operation::logical_not, Unit::boolean, range, {expect(*unary.operand, {Unit::boolean}, "")});
    Expression operand = check(*unary.operand);
    if (operand.is_error()) return poison(range);
    if (operand.operation == Operation::literal) {
        operand.literal.value.digits = -operand.literal.value.digits;
        operand.range = range;
        return operand;
    }
    if (!is_numeric(operand.unit) || operand.unit == Unit::time) {
        diagnostics_.report(message::wrong_unit(range, phrase_of(operand.unit), "an amount that can be negative"));
        return poison(range);
    }
    const Unit unit = operand.unit;
    return make(Operation::negate, unit, range, {std::move(operand)});
}

Expression ExpressionChecker::check(const syntax::Binary& binary, SourceRange range) {
    using enum syntax::BinaryOp;
    switch (binary.op) {
        case add:
        case subtract:
        case multiply:
        case divide:
            return arithmetic(binary, range);
        case of:
            return share_of(binary, range);
        case less:
        case less_equal:
        case greater:
        case greater_equal:
        case equal:
        case not_equal:
            return comparison(binary, range);
        case logical_and:
        case logical_or:
            return logic(binary, range);
        case otherwise:
            return with_default(binary, range);
    }
    return poison(range);
}

Expression ExpressionChecker::share_of(const syntax::Binary& binary, SourceRange range) {
    Expression share = expect(*binary.left, {Unit::ratio}, "a ratio, for example `2%`,");
    const auto* name = std::get_if<syntax::NameRef>(&binary.right->kind);
    Expression whole =
        name && name->name == "order" ? word(Word::order_quantity, binary.right->range) : check(*binary.right);
    if (share.is_error() || whole.is_error()) return poison(range);
    const std::optional<Unit> unit = product(Unit::ratio, whole.unit);
    if (!unit) {
        diagnostics_.report(message::wrong_unit(whole.range, phrase_of(whole.unit), "something that has shares"));
        return poison(range);
    }
    return make(Operation::multiply, *unit, range, {std::move(share), std::move(whole)});
}

Expression ExpressionChecker::arithmetic(const syntax::Binary& binary, SourceRange range) {
    using enum syntax::BinaryOp;
    Expression left = check(*binary.left), right = check(*binary.right);
    if (left.is_error() || right.is_error()) return poison(range);
    std::optional<Unit> unit;
    if (binary.op == add || binary.op == subtract) {
        unit = binary.op == add ? sum(left.unit, right.unit) : difference(left.unit, right.unit);
        if ((!unit || *unit == Unit::number) && unify(left, right))
            unit = binary.op == add ? sum(left.unit, right.unit) : difference(left.unit, right.unit);
    } else {
        const bool counts = left.unit == Unit::count && right.unit == Unit::count && binary.op == multiply;
        if (!counts) {
            if (is_plain(left.unit)) coerce(left, Unit::ratio);
            if (is_plain(right.unit)) coerce(right, Unit::ratio);
        }
        const auto combined = [&] {
            return binary.op == multiply ? product(left.unit, right.unit) : quotient(left.unit, right.unit);
        };
        unit = combined();
        if (!unit && (left.unit == Unit::price || right.unit == Unit::price) && unify(left, right)) unit = combined();
    }
    if (!unit) {
        Diagnostic diagnostic =
            message::cannot_combine(range, phrase_of(left.unit), verb_of(binary.op), phrase_of(right.unit));
        if (binary.op == subtract)
            diagnostic =
                message::cannot_combine(range, phrase_of(right.unit), verb_of(binary.op), phrase_of(left.unit));
        diagnostic.label(left.range, std::string(phrase_of(left.unit)))
            .label(right.range, std::string(phrase_of(right.unit)));
        diagnostics_.report(std::move(diagnostic));
        return poison(range);
    }
    if (!meet(left, right)) return poison(range);
    const bool divides = binary.op == divide;
    Expression result = make(operation_of(binary.op), *unit, range, {std::move(left), std::move(right)});
    const bool certain =
        divides && result.operands[1].operation == Operation::literal && result.operands[1].literal.value.digits != 0;
    if (divides && !certain) result.may_be_absent = true;  // by zero there is no value
    return result;
}

namespace {

/// What makes a share comparable with this; nothing when nothing does.
std::optional<std::string> help_for_share(Unit unit) {
    if (unit == Unit::price) return "say a share of which price, for example `10 bps of mid`";
    if (unit == Unit::quantity) return "say a share of how much, for example `2% of order`";
    return std::nullopt;
}

}  // namespace

Expression ExpressionChecker::comparison(const syntax::Binary& binary, SourceRange range) {
    using enum syntax::BinaryOp;
    Expression left = check(*binary.left), right = check(*binary.right);
    const bool chained = is_comparison(*binary.left) && !binary.left->parenthesised;  // this has been reported
    if (left.is_error() || right.is_error() || chained) return poison(range);
    const bool equality = binary.op == equal || binary.op == not_equal;
    const bool comparable = unify(left, right) && (is_numeric(left.unit) || (equality && left.unit == Unit::side));
    if (!comparable) {
        Diagnostic diagnostic = message::cannot_compare(range, phrase_of(left.unit), phrase_of(right.unit))
                                    .label(left.range, std::string(phrase_of(left.unit)))
                                    .label(right.range, std::string(phrase_of(right.unit)));
        const bool left_is_share = left.unit == Unit::ratio;
        if (left_is_share || right.unit == Unit::ratio)
            if (const auto help = help_for_share(left_is_share ? right.unit : left.unit)) diagnostic.help(*help);
        diagnostics_.report(std::move(diagnostic));
        return poison(range);
    }
    if (!meet(left, right)) return poison(range);
    if (binary.op == greater || binary.op == greater_equal) std::swap(left, right);
    const bool strict = binary.op == less || binary.op == greater;
    const Operation operation = equality ? Operation::equal : strict ? Operation::less : Operation::less_equal;
    Expression result = make(operation, Unit::boolean, range, {std::move(left), std::move(right)});
    if (binary.op == not_equal) result = make(Operation::logical_not, Unit::boolean, range, {std::move(result)});
    return result;
}

Expression ExpressionChecker::logic(const syntax::Binary& binary, SourceRange range) {
    const Operation operation =
        binary.op == syntax::BinaryOp::logical_and ? Operation::logical_and : Operation::logical_or;
    Expression left = expect(*binary.left, {Unit::boolean}, ""), right = expect(*binary.right, {Unit::boolean}, "");
    return make(operation, Unit::boolean, range, {std::move(left), std::move(right)});
}

Expression ExpressionChecker::with_default(const syntax::Binary& binary, SourceRange range) {
    Expression left = check(*binary.left), right = check(*binary.right);
    if (left.is_error() || right.is_error()) return poison(range);
    if (!unify(left, right)) {
        diagnostics_.report(message::wrong_unit(right.range, phrase_of(right.unit), phrase_of(left.unit))
                                .label(left.range, "the value it stands in for"));
        return poison(range);
    }
    if (!meet(left, right)) return poison(range);
    if (!left.may_be_absent) {
        diagnostics_.report(message::never_absent(left.range)
                                .here("so that the default is never taken")
                                .label(right.range, "the default"));
    }
    const bool absent = right.may_be_absent;
    const Unit unit = left.unit;
    Expression result = make(Operation::otherwise, unit, range, {std::move(left), std::move(right)});
    result.may_be_absent = absent;
    return result;
}

/// `3 bps worse than mid` is a price: the left side is a distance. `mid better than arrival` compares two prices.
Expression ExpressionChecker::check(const syntax::Relative& relative, SourceRange range) {
    const bool better = relative.favour == syntax::Favour::better;
    Expression left = check(*relative.left);
    Expression right = want(*relative.right, {Unit::price}, "");
    const bool chained = std::holds_alternative<syntax::Relative>(relative.left->kind) && !relative.left->parenthesised;
    if (left.is_error() || right.is_error() || chained) return poison(range);
    const bool distance = !relative.by && (is_plain(left.unit) || left.operation == Operation::literal);
    if (distance) {
        if (is_plain_number(left) || !(coerce(left, Unit::ratio) || coerce(left, Unit::price))) {
            diagnostics_.report(
                message::wrong_unit(left.range, phrase_of(left.unit), "a distance from a price, for example `3 bps`,"));
            return poison(range);
        }
        if (!meet(left, right)) return poison(range);
        return make(better ? Operation::better_price : Operation::worse_price, Unit::price, range,
                    {std::move(left), std::move(right)});
    }
    if (left.unit != Unit::price) {
        diagnostics_.report(message::wrong_unit(left.range, phrase_of(left.unit), "a price"));
        return poison(range);
    }
    if (!meet(left, right)) return poison(range);
    std::vector<Expression> operands;
    operands.push_back(std::move(left));
    operands.push_back(std::move(right));
    if (relative.by) {
        operands.push_back(want(*relative.by, {Unit::ratio, Unit::price}, "a distance, for example `5 bps`,"));
        if (!meet(operands[2], operands[0])) return poison(range);
    }
    return make(better ? Operation::better : Operation::worse, Unit::boolean, range, std::move(operands));
}

Expression ExpressionChecker::check(const syntax::For& sustained, SourceRange range) {
    Expression condition = expect(*sustained.condition, {Unit::boolean}, "");
    const int64_t duration = constant_duration(*sustained.duration, 1);
    if (condition.is_error() || duration == 0) return poison(range);
    Expression result = make(Operation::sustained, Unit::boolean, range, {std::move(condition)});
    result.window_ns = duration;
    return result;
}

Expression ExpressionChecker::check(const syntax::Ago& ago, SourceRange range) {
    Expression operand = check(*ago.operand);
    const int64_t duration = window(*ago.duration);
    if (operand.is_error() || duration == 0) return poison(range);
    if (!is_numeric(operand.unit)) {
        diagnostics_.report(message::wrong_unit(operand.range, phrase_of(operand.unit), "a value with a past"));
        return poison(range);
    }
    const Unit unit = operand.unit;
    Expression result = make(Operation::ago, unit, range, {std::move(operand)});
    result.window_ns = duration;
    return result;
}

}  // namespace weir::sema
