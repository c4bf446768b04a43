#include "compiler/syntax/print_parts.h"

#include "compiler/syntax/operators.h"
#include "compiler/syntax/text.h"

namespace weir::syntax {

void PartsPrinter::part(const char* label, const ExprPtr& expr) {
    if (expr != nullptr) expression(*expr, std::string(label) + ": ");
}

void PartsPrinter::expression(const Expr& expr, const std::string& label) {
    label_ = label;
    range_ = expr.range;
    std::visit([&](const auto& kind) { print(kind); }, expr.kind);
}

void PartsPrinter::node(const std::string& text) {
    const std::string label = std::exchange(label_, {});
    line(label + text, range_);
}

void PartsPrinter::operand(const ExprPtr& expr) {
    const Indent indent(*this);
    if (expr != nullptr) expression(*expr);
}

void PartsPrinter::operand(const char* label, const ExprPtr& expr) {
    const Indent indent(*this);
    part(label, expr);
}

void PartsPrinter::print(const ErrorExpr&) {
    node("error");
}

void PartsPrinter::print(const Number& number) {
    node(number_text(number));
}

void PartsPrinter::print(const TimeOfDay& time) {
    node("time " + time_text(time));
}

void PartsPrinter::print(const NameRef& ref) {
    node(ref.name);
}

void PartsPrinter::print(const Member& member) {
    node("member " + member.member.text);
    operand(member.object);
}

void PartsPrinter::print(const Call& call) {
    node("call " + call.function.text);
    for (const ExprPtr& argument : call.arguments) operand(argument);
}

void PartsPrinter::print(const Since& since) {
    node("since");
    operand(since.start);
}

void PartsPrinter::print(const Unary& unary) {
    node(unary.op == UnaryOp::negate ? "negate" : "not");
    operand(unary.operand);
}

void PartsPrinter::print(const Binary& binary) {
    node(std::string(operator_text(binary.op)));
    operand(binary.left);
    operand(binary.right);
}

void PartsPrinter::print(const Relative& relative) {
    node(std::string(favour_text(relative.favour)) + " than");
    operand(relative.left);
    operand(relative.right);
    operand("by", relative.by);
}

void PartsPrinter::print(const For& lasting) {
    node("for");
    operand(lasting.condition);
    operand(lasting.duration);
}

void PartsPrinter::print(const Ago& ago) {
    node("ago");
    operand(ago.operand);
    operand(ago.duration);
}

void PartsPrinter::print(const Named& named) {
    node("named " + named.name.text);
    operand(named.value);
}

void PartsPrinter::print(const Curve& curve) {
    node("curve");
    operand(curve.input);
    for (const CurvePoint& point : curve.points) {
        operand("at", point.at);
        operand("value", point.value);
    }
}

void PartsPrinter::print(const Sampled& sampled) {
    node("sampled at");
    operand(sampled.operand);
    operand(sampled.time);
}

void PartsPrinter::print(const Seen& seen) {
    node(seen.kind == SeenKind::best ? "best seen" : "worst seen");
    operand(seen.operand);
}

void PartsPrinter::print(const Settled& settled) {
    node("settled " + settled.work.text);
}

void PartsPrinter::comments(const Comments& notes) {
    for (const Comment& comment : notes.before) line("comment " + quoted(comment.text));
    if (notes.after) line("comment after " + quoted(notes.after->text));
}

void PartsPrinter::comments_at_end(const std::vector<Comment>& notes) {
    for (const Comment& comment : notes) line("comment at end " + quoted(comment.text));
}

void PartsPrinter::line(const std::string& content, SourceRange range) {
    const std::string place =
        options_.ranges ? "  @" + std::to_string(range.begin) + ".." + std::to_string(range.end) : std::string();
    line(content + place);
}

void PartsPrinter::line(const std::string& content) {
    text_.append(2 * depth_, ' ').append(content).append("\n");
}

}  // namespace weir::syntax
