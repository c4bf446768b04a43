// Functions: windows, extremes, gain.
#include <array>

#include "compiler/sema/expressions.h"
#include "step/step.h"

namespace weir::sema {
namespace {

enum class Function : uint8_t {
#define WEIR_FUNCTION(name, text, arguments) name,
#include "compiler/sema/functions.def"
#undef WEIR_FUNCTION
};

struct FunctionRow {
    std::string_view text;
    size_t arguments;
};

constexpr std::array kFunctions = {
#define WEIR_FUNCTION(name, text, arguments) FunctionRow{text, arguments},
#include "compiler/sema/functions.def"
#undef WEIR_FUNCTION
};

std::optional<Function> function_of(std::string_view text) {
    for (size_t i = 0; i < kFunctions.size(); ++i)
        if (kFunctions[i].text == text) return static_cast<Function>(i);
    return std::nullopt;
}

bool is_trade_size(const syntax::Expr& expression) {
    const auto* member = std::get_if<syntax::Member>(&expression.kind);
    if (!member || member->member.text != "size") return false;
    const auto* object = std::get_if<syntax::NameRef>(&member->object->kind);
    return object && object->name == "trade";
}

}  // namespace

bool is_built_in(std::string_view function) {
    return function_of(function).has_value();
}

Expression ExpressionChecker::unknown_function(const syntax::Call& call) {
    Diagnostic diagnostic = message::unknown_function(call.function.range, call.function.text);
    std::vector<std::string_view> names;
    for (const FunctionRow& row : kFunctions) names.push_back(row.text);
    for (const std::string_view declared : scope_.functions().names()) names.push_back(declared);
    diagnostic.suggest(call.function.range, call.function.text, names);
    diagnostics_.report(std::move(diagnostic));
    return {};
}

Expression ExpressionChecker::check(const syntax::Call& call, SourceRange range) {
    if (call.function.text.empty()) return poison(range);
    const std::optional<Function> function = function_of(call.function.text);
    if (!function) {
        const syntax::Function* declared = scope_.functions().find(call.function.text);
        return declared ? this->declared(*declared, call, range) : unknown_function(call);
    }
    const FunctionRow& row = kFunctions[static_cast<size_t>(*function)];
    if (!has_arguments(call, range, row.arguments)) return poison(range);
    switch (*function) {
        case Function::average:
            return is_trade_size(*call.arguments[0]) ? average(call, range) : windowed(Operation::average, call, range);
        case Function::ema:
            return windowed(Operation::ema, call, range);
        case Function::highest:
            return windowed(Operation::highest, call, range);
        case Function::lowest:
            return windowed(Operation::lowest, call, range);
        case Function::vwap: {
            const int64_t duration = window_or_since(*call.arguments[0]);
            if (duration == 0) return poison(range);
            Expression result = make(Operation::vwap, Unit::price, range, {});
            result.instrument = kOrderInstrument;
            result.window_ns = duration;
            result.may_be_absent = true;
            return result;
        }
        case Function::normal:
            return normal(call, range);
        case Function::gain:
            return gain(call, range);
        case Function::became:
            return became(call, range);
        case Function::pressure:
            return pressure(call, range);
        case Function::min:
            return extreme(Operation::minimum, call, range);
        case Function::max:
            return extreme(Operation::maximum, call, range);
        case Function::abs: {
            Expression operand = check(*call.arguments[0]);
            if (operand.is_error()) return operand;
            if (!is_numeric(operand.unit) || operand.unit == Unit::time) {
                diagnostics_.report(message::wrong_unit(operand.range, phrase_of(operand.unit), "an amount"));
                return poison(range);
            }
            if (operand.unit == Unit::number) coerce(operand, Unit::ratio);
            const Unit unit = operand.unit;
            return make(Operation::absolute, unit, range, {std::move(operand)});
        }
    }
    return poison(range);
}

/// Only a window begins with a moment, and not every one.
Expression ExpressionChecker::check(const syntax::Since& since, SourceRange range) {
    check(*since.start);
    diagnostics_.report(
        message::since_window(range).help("say how long it is, for example `5 min`; `average`, `highest`, `lowest` and "
                                          "`vwap` may look back to `since order.start`"));
    return poison(range);
}

/// The length of a window; kSinceStart for that which begins with the order; 0 when what is wrong has been said.
int64_t ExpressionChecker::window_or_since(const syntax::Expr& source) {
    const auto* since = std::get_if<syntax::Since>(&source.kind);
    if (since == nullptr) return window(source);
    return starts_with_order(*since->start) ? kSinceStart : 0;
}

bool ExpressionChecker::has_arguments(const syntax::Call& call, SourceRange range, size_t count) {
    if (call.arguments.size() == count) return true;
    diagnostics_.report(message::wrong_argument_count(
        range, call.function.text, static_cast<int64_t>(call.arguments.size()), static_cast<int64_t>(count)));
    return false;
}

Expression ExpressionChecker::body_of(const syntax::Function& function) {
    if (function.result.text.empty()) return check(*function.value);
    return want(*function.value, {*parameter_unit(function.result.text)}, "");
}

/// The body with the arguments in place of the parameters, all of it at the place of the call.
Expression ExpressionChecker::declared(const syntax::Function& function, const syntax::Call& call, SourceRange range) {
    const size_t count = function.parameters.size();
    if (!scope_.functions().usable(function) || !has_arguments(call, range, count)) return poison(range);
    std::vector<Expression> arguments;
    bool whole = true;
    for (size_t i = 0; i < count; ++i) {
        Expression argument = want(*call.arguments[i], {*parameter_unit(function.parameters[i].type.text)}, "");
        arguments.push_back(scope_.bind(std::move(argument)));
        whole &= !arguments.back().is_error();
    }
    if (!whole) return poison(range);
    if (!scope_.may_call_again()) {
        if (!scope_.said_too_many_calls())
            diagnostics_.report(message::too_many_calls(range, Scope::kCallsMost)
                                    .help("name what is used often by a `let`, so that it is worked out once"));
        return poison(range);
    }
    Scope::Frame frame{&function, std::move(arguments)};
    const Scope::Inside inside(scope_, frame);
    Diagnostics found;  // the body is right by itself: what is wrong is what this call gives it
    Expression result = ExpressionChecker(scope_, strategy_, found).body_of(function);
    for (const Diagnostic& diagnostic : found) {
        if (diagnostic.severity != Severity::error) continue;
        if (diagnostic.code == Code::too_many_calls) {
            diagnostics_.report(diagnostic).range = range;
            return poison(range);
        }
        diagnostics_.report(
            message::argument_does_not_suit(range, function.name.text).label(diagnostic.range, diagnostic.message));
        return poison(range);
    }
    place_at(result, range);
    return result;
}

/// How much of what the best N levels of the book display is on the near side.
Expression ExpressionChecker::pressure(const syntax::Call& call, SourceRange range) {
    constexpr int64_t kLevelsMost = 20;
    const Expression levels = expect(*call.arguments[0], {Unit::level}, "a number of levels, for example `5 levels`,");
    if (levels.is_error()) return poison(range);
    const int64_t count = levels.literal.value.decimals == 0 ? levels.literal.value.digits : 0;
    if (levels.operation != Operation::literal || count < 1 || count > kLevelsMost) {
        diagnostics_.report(message::not_constant(levels.range).help("write a number of levels from 1 to 20"));
        return poison(range);
    }
    const std::optional<uint32_t> depth = scope_.depth(static_cast<int32_t>(count));
    if (!depth) {
        diagnostics_.report(message::too_many_depths(range, step::kMaxDepths).help("use a number of levels again"));
        return poison(range);
    }
    Expression result = make(Operation::pressure, Unit::ratio, range, {});
    result.index = *depth;
    result.may_be_absent = true;
    return result;
}

Expression ExpressionChecker::average(const syntax::Call& call, SourceRange range) {
    const int64_t duration = window_or_since(*call.arguments[1]);
    if (duration == 0) return poison(range);
    Expression result = make(Operation::average_trade_size, Unit::quantity, range, {});
    result.instrument = kOrderInstrument;
    result.window_ns = duration;
    result.may_be_absent = true;
    return result;
}

Expression ExpressionChecker::windowed(Operation operation, const syntax::Call& call, SourceRange range) {
    Expression operand = check(*call.arguments[0]);
    const bool may_begin = operation != Operation::ema;
    const int64_t duration = may_begin ? window_or_since(*call.arguments[1]) : window(*call.arguments[1]);
    if (operand.is_error() || duration == 0) return poison(range);
    if (operand.unit == Unit::number) coerce(operand, Unit::ratio);
    if (!is_numeric(operand.unit) || operand.unit == Unit::time) {
        diagnostics_.report(message::wrong_unit(operand.range, phrase_of(operand.unit), "an amount"));
        return poison(range);
    }
    const Unit unit = operand.unit;
    const bool reaches_now = operation == Operation::highest || operation == Operation::lowest;
    Expression result = make(operation, unit, range, {std::move(operand)});
    result.window_ns = duration;
    if (!reaches_now || duration == kSinceStart) result.may_be_absent = true;  // before there is anything in it
    return result;
}

Expression ExpressionChecker::extreme(Operation operation, const syntax::Call& call, SourceRange range) {
    Expression a = check(*call.arguments[0]), b = check(*call.arguments[1]);
    if (a.is_error() || b.is_error()) return poison(range);
    if (!unify(a, b) || !is_numeric(a.unit)) {
        diagnostics_.report(message::cannot_compare(range, phrase_of(a.unit), phrase_of(b.unit))
                                .label(a.range, std::string(phrase_of(a.unit)))
                                .label(b.range, std::string(phrase_of(b.unit))));
        return poison(range);
    }
    if (!meet(a, b)) return poison(range);
    const Unit unit = a.unit;
    return make(operation, unit, range, {std::move(a), std::move(b)});
}

Expression ExpressionChecker::gain(const syntax::Call& call, SourceRange range) {
    Expression a = want(*call.arguments[0], {Unit::price}, ""), b = want(*call.arguments[1], {Unit::price}, "");
    if (!meet(a, b)) return poison(range);
    return make(Operation::gain, Unit::ratio, range, {std::move(a), std::move(b)});
}

/// The usual spread, volume for a time, or standard deviation of the return over a minute. `volatility` is a word
/// nowhere else.
Expression ExpressionChecker::normal(const syntax::Call& call, SourceRange range) {
    const syntax::Expr& argument = *call.arguments[0];
    const auto* name = std::get_if<syntax::NameRef>(&argument.kind);
    Expression result = make(Operation::normal_volatility, Unit::ratio, range, {});
    if (name == nullptr || name->name != "volatility") {
        const Expression operand = check(argument);
        if (operand.is_error()) return poison(range);
        const bool is_word = operand.operation == Operation::word;
        const bool known = is_word && (operand.word == Word::spread || operand.word == Word::volume);
        if (known && operand.instrument != kOrderInstrument) {
            diagnostics_.report(
                message::no_baseline(operand.range).help("it is known of the lead alone: `normal(spread)`"));
            return poison(range);
        }
        if (is_word && operand.word == Word::spread) {
            result = make(Operation::normal_spread, Unit::price, range, {});
        } else if (is_word && operand.word == Word::volume) {
            result = make(Operation::normal_volume, Unit::rate, range, {});
        } else {
            diagnostics_.report(message::no_baseline(operand.range)
                                    .help("there is `normal(spread)`, `normal(volume)` and `normal(volatility)`"));
            return poison(range);
        }
        result.instrument = kOrderInstrument;
    }
    result.may_be_absent = true;
    return result;
}

}  // namespace weir::sema
