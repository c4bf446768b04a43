#include <algorithm>

#include "compiler/syntax/source_text.h"
#include "compiler/syntax/syntax.h"
#include "compiler/syntax/text.h"

namespace weir::syntax {
namespace {

/// An operand of `and`, `or`, `not`, `else` that would take a `for` away from its reader is put in parentheses.
std::string write_condition(const ExprPtr& expr, Binding at_least) {
    return std::holds_alternative<For>(expr->kind) ? in_brackets(*expr) : write(expr, at_least);
}

std::string write(const ErrorExpr&) {
    return "error";
}
std::string write(const Number& number) {
    return written_text(number);
}
std::string write(const TimeOfDay& time) {
    return time_text(time);
}
std::string write(const NameRef& ref) {
    return ref.name;
}
std::string write(const Member& member) {
    return write(member.object, Binding::postfix) + "." + member.member.text;
}
std::string write(const Since& since) {
    return "since " + write(*since.start);
}

std::string write(const Call& call) {
    std::string text = call.function.text + "(";
    for (const ExprPtr& argument : call.arguments)
        text += (&argument == call.arguments.data() ? "" : ", ") + write(*argument);
    return text + ")";
}

std::string write(const Unary& unary) {
    if (unary.op == UnaryOp::logical_not) return "not " + write_condition(unary.operand, Binding::logical_not);
    return "-" + write(unary.operand, Binding::sign);
}

std::string write(const Binary& binary) {
    const std::string sign = " " + std::string(operator_text(binary.op)) + " ";
    switch (binary.op) {
        case BinaryOp::otherwise:  // binds to the right
            return write_condition(binary.left, tighter(Binding::otherwise)) + sign +
                   write_condition(binary.right, Binding::otherwise);
        case BinaryOp::logical_or:
            return write_condition(binary.left, Binding::logical_or) + sign +
                   write_condition(binary.right, tighter(Binding::logical_or));
        case BinaryOp::logical_and:
            return write_condition(binary.left, Binding::logical_and) + sign +
                   write_condition(binary.right, tighter(Binding::logical_and));
        case BinaryOp::add:
        case BinaryOp::subtract:
            return write(binary.left, Binding::sum) + sign + write(binary.right, tighter(Binding::sum));
        case BinaryOp::multiply:
        case BinaryOp::divide:
            return write(binary.left, Binding::product) + sign + write(binary.right, tighter(Binding::product));
        case BinaryOp::of:
            return write(binary.left, Binding::of) + sign + write(binary.right, tighter(Binding::of));
        default:  // comparisons do not chain
            return write(binary.left, tighter(Binding::comparison)) + sign +
                   write(binary.right, tighter(Binding::comparison));
    }
}

std::string write(const Relative& relative) {
    const std::string sign = " " + std::string(favour_text(relative.favour)) + " than ";
    const std::string text = write(relative.left, Binding::sum) + sign + write(relative.right, Binding::sum);
    return relative.by == nullptr ? text : text + " by " + write(relative.by, Binding::sum);
}

std::string write(const For& lasting) {
    return write(lasting.condition, Binding::comparison) + " for " + write(lasting.duration, Binding::sum);
}

std::string write(const Ago& ago) {
    return write(ago.operand, Binding::postfix) + " " + write(*ago.duration) + " ago";
}

std::string write(const Named& named) {
    return named.name.text + " " + write(*named.value);
}
std::string write(const Curve& curve) {
    std::string text = "curve(" + write(*curve.input) + ":";
    for (const CurvePoint& point : curve.points)
        text += (&point == curve.points.data() ? " " : ", ") + write(*point.at) + " -> " + write(*point.value);
    return text + ")";
}
std::string write(const Sampled& sampled) {
    return write(sampled.operand, Binding::sampled) + " at " + write(sampled.time, tighter(Binding::sampled));
}
std::string write(const Seen& seen) {
    return (seen.kind == SeenKind::best ? "best seen(" : "worst seen(") + write(*seen.operand) + ")";
}
std::string write(const Settled& settled) {
    return settled.work.text + " settled";
}

/// Whether the text has this word outside of parentheses.
bool has_word(std::string_view text, std::string_view word) {
    const std::string searched = " " + std::string(word) + " ";
    int depth = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        depth += (text[i] == '(') - (text[i] == ')');
        if (depth == 0 && text.substr(i).starts_with(searched)) return true;
    }
    return false;
}

}  // namespace

std::string write(const Expr& expr) {
    const std::string text = std::visit([](const auto& kind) { return write(kind); }, expr.kind);
    return expr.parenthesised ? "(" + text + ")" : text;
}

std::string in_brackets(const Expr& expr) {
    return expr.parenthesised ? write(expr) : "(" + write(expr) + ")";
}

std::string write(const ExprPtr& expr, Binding at_least) {
    return binding_of(*expr) < at_least ? in_brackets(*expr) : write(*expr);
}

std::string clause(std::string_view word, const ExprPtr& expr) {
    return expr == nullptr ? std::string() : " " + std::string(word) + " " + write(*expr);
}

std::string without(std::initializer_list<std::string_view> words, const ExprPtr& expr) {
    const std::string text = write(*expr);
    const bool has = std::ranges::any_of(words, [&](std::string_view word) { return has_word(text, word); });
    return has ? "(" + text + ")" : text;
}

std::string in_quotes(const Quoted& text) {
    return "\"" + text.text + "\"";
}

std::string list_of(const std::vector<Quoted>& texts) {
    std::string list;
    for (const Quoted& text : texts) list += (list.empty() ? "" : ", ") + in_quotes(text);
    return list;
}

std::string to_source(const Expr& expression) {
    return write(expression);
}

}  // namespace weir::syntax
