#include <algorithm>
#include <array>

#include "compiler/syntax/build.h"
#include "compiler/syntax/operators.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

template <class T>
const T* as(const ExprPtr& expr) {
    return std::get_if<T>(&expr->kind);
}

bool is_comparison(const ExprPtr& expr) {
    const Binary* binary = as<Binary>(expr);
    return binary != nullptr && !expr->parenthesised && binary->op >= BinaryOp::less &&
           binary->op <= BinaryOp::not_equal;
}

BinaryOp operation_of(std::string_view sign) {
    for (size_t i = 0; i <= static_cast<size_t>(BinaryOp::otherwise); ++i)
        if (operator_text(static_cast<BinaryOp>(i)) == sign) return static_cast<BinaryOp>(i);
    return BinaryOp::equal;
}

}  // namespace

/// An expression as a part of a statement: an error anywhere in it makes an error of the whole.
ExprPtr Builder::whole(P::ExpressionContext* context) {
    if (context != nullptr && !faulty(context)) return expression(context);
    return std::make_unique<Expr>(Expr{range(context), false, ErrorExpr{}});
}

ExprPtr Builder::expression(P::ExpressionContext* context) {
    ExprPtr left = operand(context->disjunction());
    if (context->ELSE() == nullptr) return left;
    const SourceRange sign = range(context->ELSE()->getSymbol());
    ExprPtr right = expression(context->expression());
    check_for(*right, sign, range(context));
    Binary kind{BinaryOp::otherwise, sign, std::move(left), std::move(right)};
    return std::make_unique<Expr>(Expr{range(context), false, std::move(kind)});
}

/// A level without a sign of its own is the level below it.
ExprPtr Builder::operand(antlr4::ParserRuleContext* context) {
    for (;;) {
        if (auto* value = dynamic_cast<P::PostfixContext*>(context)) return postfix(value);
        if (context->children.size() > 1) return chain_of(context);
        context = static_cast<antlr4::ParserRuleContext*>(context->children[0]);
    }
}

/// Joins the operands of one level from the left. `join(op range, left, right)` makes the kind of the joint.
template <class Join>
ExprPtr Builder::chain(antlr4::ParserRuleContext* context, Join join) {
    const SourceRange first = range(context->start);
    ExprPtr left;
    std::optional<SourceRange> sign;
    for (antlr4::tree::ParseTree* child : context->children) {
        auto* part = dynamic_cast<antlr4::ParserRuleContext*>(child);
        if (part == nullptr) {  // a sign, of one word or two
            const SourceRange word = range(static_cast<antlr4::tree::TerminalNode*>(child)->getSymbol());
            sign = sign ? cover(*sign, word) : word;
            continue;
        }
        ExprPtr value = operand(part);
        if (left == nullptr) {
            left = std::move(value);
            continue;
        }
        Expr::Kind kind = join(*sign, std::move(left), std::move(value));
        left = std::make_unique<Expr>(Expr{cover(first, range(part)), false, std::move(kind)});
        sign.reset();
    }
    return left;
}

ExprPtr Builder::chain_of(antlr4::ParserRuleContext* context) {
    const auto binary = [&](SourceRange sign, ExprPtr left, ExprPtr right) -> Expr::Kind {
        return Binary{operation_of(text(sign)), sign, std::move(left), std::move(right)};
    };
    switch (context->getRuleIndex()) {
        case P::RuleDisjunction:
        case P::RuleConjunction:
            return chain(context, [&](SourceRange sign, ExprPtr left, ExprPtr right) {
                check_for(*right, sign, cover(range(context->start), right->range));
                return binary(sign, std::move(left), std::move(right));
            });
        case P::RuleNegation:
            return std::make_unique<Expr>(
                Expr{range(context), false, negation(static_cast<P::NegationContext*>(context))});
        case P::RuleLasting:
            return chain(context, [](SourceRange, ExprPtr left, ExprPtr right) -> Expr::Kind {
                return For{std::move(left), std::move(right)};
            });
        case P::RuleComparison:
            return chain(context, [&](SourceRange sign, ExprPtr left, ExprPtr right) {
                return compare(std::move(left), sign, std::move(right));
            });
        case P::RuleBounded:
            return chain(context, [&](SourceRange sign, ExprPtr left, ExprPtr right) {
                return relative_by(std::move(left), sign, std::move(right));
            });
        case P::RuleRelation:
            return chain(context, [&](SourceRange sign, ExprPtr left, ExprPtr right) {
                return relative(std::move(left), sign, std::move(right));
            });
        case P::RuleSign:
            return std::make_unique<Expr>(
                Expr{range(context), false,
                     Unary{UnaryOp::negate, operand(static_cast<antlr4::ParserRuleContext*>(context->children[1]))}});
        case P::RuleSampled:
            return chain(context, [](SourceRange, ExprPtr left, ExprPtr right) -> Expr::Kind {
                return Sampled{std::move(left), std::move(right)};
            });
        default:  // sums, products, shares
            return chain(context, binary);
    }
}

Expr::Kind Builder::negation(P::NegationContext* context) {
    ExprPtr value = operand(context->negation());
    check_for(*value, range(context->NOT()->getSymbol()), range(context));
    return Unary{UnaryOp::logical_not, std::move(value)};
}

Expr::Kind Builder::relative(ExprPtr left, SourceRange sign, ExprPtr right) {
    const auto chained = [](const ExprPtr& expr) { return as<Relative>(expr) != nullptr && !expr->parenthesised; };
    if (chained(left) && !chained(as<Relative>(left)->left))
        diagnostics_.report(message::chained_comparison(sign)
                                .label(as<Relative>(left)->op_range, "the first one")
                                .help("join two comparisons with `and`, or put parentheses around one"));
    const Favour favour = text(sign).starts_with("better") ? Favour::better : Favour::worse;
    return Relative{favour, sign, std::move(left), std::move(right), nullptr};
}

/// `by` belongs to the comparison before it.
Expr::Kind Builder::relative_by(ExprPtr left, SourceRange sign, ExprPtr right) {
    Relative* relative = std::get_if<Relative>(&left->kind);
    if (relative == nullptr || left->parenthesised || relative->by != nullptr) {
        unexpected(sign, "an operator", "`by` follows a comparison, as in `mid better than arrival by 5 bps`");
        return ErrorExpr{};
    }
    relative->by = std::move(right);
    return std::move(left->kind);
}

Expr::Kind Builder::compare(ExprPtr left, SourceRange sign, ExprPtr right) {
    if (is_comparison(left) && !is_comparison(as<Binary>(left)->left)) {
        const Binary& first = *as<Binary>(left);
        diagnostics_.report(message::chained_comparison(sign)
                                .label(first.op_range, "the first one")
                                .help("write `" + text(left->range) + " and " + text(first.right->range) + " " +
                                      text(sign) + " " + text(right->range) + "`"));
    }
    return Binary{operation_of(text(sign)), sign, std::move(left), std::move(right)};
}

/// `a and b for 2 s`: readers disagree on what lasts two seconds.
void Builder::check_for(const Expr& operand, SourceRange sign, SourceRange all) {
    const For* lasting = std::get_if<For>(&operand.kind);
    if (lasting == nullptr || operand.parenthesised) return;
    const SourceRange word{all.file, lasting->condition->range.end, lasting->duration->range.begin};
    const std::string before = text({all.file, all.begin, operand.range.begin});
    const std::string condition = text({all.file, operand.range.begin, word.begin});
    const std::string tail = text({all.file, word.begin, operand.range.end});
    diagnostics_.report(
        message::ambiguous_for(operand.range)
            .label(sign, "this joins conditions")
            .help("write `" + before + "(" + condition + tail + ")` or `(" + before + condition + ")" + tail + "`"));
}

}  // namespace weir::syntax
