#include "compiler/syntax/operators.h"

#include <array>

namespace weir::syntax {

std::string_view operator_text(BinaryOp op) {
    static constexpr auto kTexts = std::to_array<std::string_view>(
        {"+", "-", "*", "/", "of", "<", "<=", ">", ">=", "=", "!=", "and", "or", "else"});
    return kTexts[static_cast<size_t>(op)];
}

std::string_view favour_text(Favour favour) {
    return favour == Favour::better ? "better" : "worse";
}

std::string_view touch_text(Touch touch) {
    return touch == Touch::near ? "near touch" : touch == Touch::far ? "far touch" : "mid";
}

std::string_view risk_text(RiskSubject subject) {
    static constexpr auto kTexts = std::to_array<std::string_view>({
#define WEIR_RISK_SUBJECT(name, text, form) text,
#include "compiler/syntax/risk_subjects.def"
#undef WEIR_RISK_SUBJECT
    });
    return kTexts[static_cast<size_t>(subject)];
}

namespace {

Binding binding_of(BinaryOp op) {
    switch (op) {
        case BinaryOp::add:
        case BinaryOp::subtract:
            return Binding::sum;
        case BinaryOp::multiply:
        case BinaryOp::divide:
            return Binding::product;
        case BinaryOp::of:
            return Binding::of;
        case BinaryOp::logical_and:
            return Binding::logical_and;
        case BinaryOp::logical_or:
            return Binding::logical_or;
        case BinaryOp::otherwise:
            return Binding::otherwise;
        default:
            return Binding::comparison;
    }
}

}  // namespace

Binding binding_of(const Expr& expression) {
    if (const auto* unary = std::get_if<Unary>(&expression.kind))
        return unary->op == UnaryOp::negate ? Binding::sign : Binding::logical_not;
    if (const auto* binary = std::get_if<Binary>(&expression.kind)) return binding_of(binary->op);
    if (const auto* relative = std::get_if<Relative>(&expression.kind))
        return relative->by != nullptr ? Binding::by : Binding::relative;
    if (std::holds_alternative<For>(expression.kind)) return Binding::lasting;
    if (std::holds_alternative<Ago>(expression.kind) || std::holds_alternative<Member>(expression.kind))
        return Binding::postfix;
    if (std::holds_alternative<Sampled>(expression.kind)) return Binding::sampled;
    return Binding::primary;
}

Binding tighter(Binding binding) {
    return static_cast<Binding>(static_cast<int>(binding) + 1);
}

}  // namespace weir::syntax
