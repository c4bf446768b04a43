#include <algorithm>
#include <charconv>

#include "compiler/syntax/build.h"

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

BinaryOp comparison_of(size_t kind) {
    switch (kind) {
        case P::LESS:
            return BinaryOp::less;
        case P::LESS_EQUAL:
            return BinaryOp::less_equal;
        case P::GREATER:
            return BinaryOp::greater;
        case P::GREATER_EQUAL:
            return BinaryOp::greater_equal;
        case P::NOT_EQUAL:
            return BinaryOp::not_equal;
        default:
            return BinaryOp::equal;
    }
}

/// Exactly two digits, below `limit`; nothing otherwise.
std::optional<int64_t> two_digits(std::string_view text, int64_t limit) {
    if (text.size() != 2) return std::nullopt;
    const int64_t value = (text[0] - '0') * 10 + (text[1] - '0');
    return value < limit ? std::optional(value) : std::nullopt;
}

/// "25" after the point is 250 million nanoseconds.
std::optional<int64_t> nanoseconds_of_fraction(std::string_view text) {
    constexpr size_t kDigits = 9;
    if (text.size() > kDigits) return std::nullopt;
    int64_t value = 0;
    for (size_t i = 0; i < kDigits; ++i) value = value * 10 + (i < text.size() ? text[i] - '0' : 0);
    return value;
}

std::optional<int64_t> nanoseconds_of_day(std::string_view text) {
    constexpr int64_t kSecond = 1'000'000'000;
    const size_t colon = text.find(':');
    const size_t second_colon = text.find(':', colon + 1);
    const auto hours = two_digits(text.substr(0, colon), 24);
    const auto minutes = two_digits(text.substr(colon + 1, second_colon - colon - 1), 60);
    if (!hours || !minutes) return std::nullopt;
    int64_t nanoseconds = (*hours * 60 + *minutes) * 60 * kSecond;
    if (second_colon == std::string_view::npos) return nanoseconds;
    const std::string_view tail = text.substr(second_colon + 1);
    const size_t point = tail.find('.');
    const auto seconds = two_digits(tail.substr(0, point), 60);
    const auto fraction = nanoseconds_of_fraction(point == std::string_view::npos ? "" : tail.substr(point + 1));
    if (!seconds || !fraction) return std::nullopt;
    return nanoseconds + *seconds * kSecond + *fraction;
}

}  // namespace

/// An expression as a part of a statement: an error anywhere in it makes an error of the whole.
ExprPtr Builder::whole(P::ExpressionContext* context) {
    if (context != nullptr && !faulty(context)) return expression(context);
    return std::make_unique<Expr>(Expr{range(context), false, ErrorExpr{}});
}

ExprPtr Builder::expression(P::ExpressionContext* context) {
    if (auto* group = dynamic_cast<P::GroupExpressionContext*>(context)) {
        ExprPtr inner = expression(group->expression());
        inner->parenthesised = true;
        return inner;
    }
    return std::make_unique<Expr>(Expr{range(context), false, expression_kind(context)});
}

Expr::Kind Builder::expression_kind(P::ExpressionContext* context) {
    if (auto* c = dynamic_cast<P::NumberExpressionContext*>(context)) return number(c->number());
    if (auto* c = dynamic_cast<P::TimeExpressionContext*>(context)) return time(c->TIME()->getSymbol());
    if (auto* c = dynamic_cast<P::CallExpressionContext*>(context)) return call(c);
    if (auto* c = dynamic_cast<P::PairExpressionContext*>(context))
        return NameRef{text(range(c->start)) + " " + text(range(c->stop))};
    if (dynamic_cast<P::NameExpressionContext*>(context) != nullptr) return NameRef{text(range(context))};
    if (auto* c = dynamic_cast<P::SeenExpressionContext*>(context))
        return Seen{c->BEST() != nullptr ? SeenKind::best : SeenKind::worst, expression(c->expression())};
    if (auto* c = dynamic_cast<P::SettledExpressionContext*>(context)) return Settled{name(c->word())};
    if (auto* c = dynamic_cast<P::SampledExpressionContext*>(context))
        return Sampled{expression(c->expression(0)), expression(c->expression(1))};
    if (auto* c = dynamic_cast<P::MemberExpressionContext*>(context))
        return Member{expression(c->expression()), name(c->word())};
    if (auto* c = dynamic_cast<P::AgoExpressionContext*>(context))
        return Ago{expression(c->expression()),
                   std::make_unique<Expr>(Expr{range(c->number()), false, number(c->number())})};
    if (auto* c = dynamic_cast<P::NegateExpressionContext*>(context))
        return Unary{UnaryOp::negate, expression(c->expression())};
    if (auto* c = dynamic_cast<P::OfExpressionContext*>(context)) return binary(BinaryOp::of, c, c->OF()->getSymbol());
    if (auto* c = dynamic_cast<P::MultiplyExpressionContext*>(context))
        return binary(c->op->getType() == P::STAR ? BinaryOp::multiply : BinaryOp::divide, c, c->op);
    if (auto* c = dynamic_cast<P::AddExpressionContext*>(context))
        return binary(c->op->getType() == P::PLUS ? BinaryOp::add : BinaryOp::subtract, c, c->op);
    if (auto* c = dynamic_cast<P::RelativeExpressionContext*>(context)) return relative(c);
    if (auto* c = dynamic_cast<P::ByExpressionContext*>(context)) return relative_by(c);
    if (auto* c = dynamic_cast<P::CompareExpressionContext*>(context)) return compare(c);
    if (auto* c = dynamic_cast<P::ForExpressionContext*>(context))
        return For{expression(c->expression(0)), expression(c->expression(1))};
    if (auto* c = dynamic_cast<P::NotExpressionContext*>(context)) {
        ExprPtr operand = expression(c->expression());
        check_for(*operand, range(c->NOT()->getSymbol()), range(c));
        return Unary{UnaryOp::logical_not, std::move(operand)};
    }
    if (auto* c = dynamic_cast<P::AndExpressionContext*>(context)) return logical(BinaryOp::logical_and, c, c->AND());
    if (auto* c = dynamic_cast<P::OrExpressionContext*>(context)) return logical(BinaryOp::logical_or, c, c->OR());
    if (auto* c = dynamic_cast<P::ElseExpressionContext*>(context)) return logical(BinaryOp::otherwise, c, c->ELSE());
    return ErrorExpr{};
}

Expr::Kind Builder::number(P::NumberContext* context) {
    const bool has_unit = context->children.size() > 1;
    return number(context->start, has_unit ? context->stop : nullptr);
}

ExprPtr Builder::plain_number(antlr4::tree::TerminalNode* digits) {
    const antlr4::Token* token = digits->getSymbol();
    return std::make_unique<Expr>(Expr{range(token), false, number(token, nullptr)});
}

ExprPtr Builder::name_value(antlr4::ParserRuleContext* context) {
    return std::make_unique<Expr>(Expr{range(context), false, NameRef{text(range(context))}});
}

Expr::Kind Builder::number(const antlr4::Token* number, const antlr4::Token* unit_token) {
    const SourceRange at = range(number);
    std::string digits = text(at);
    std::erase(digits, '_');
    Decimal value;
    if (const size_t point = digits.find('.'); point != std::string::npos) {
        value.decimals = static_cast<int32_t>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    constexpr size_t kDigits = 18;  // so that every number of that many digits fits in 64 bits
    const std::string_view significant =
        std::string_view(digits).substr(std::min(digits.find_first_not_of('0'), digits.size()));
    if (significant.size() > kDigits || value.decimals > static_cast<int32_t>(kDigits)) {
        diagnostics_.report(message::number_too_long(at, text(at)).help("at most 18 digits are kept"));
        return ErrorExpr{};
    }
    std::from_chars(digits.data(), digits.data() + digits.size(), value.digits);
    Name unit;
    if (unit_token != nullptr) unit = {text(range(unit_token)), range(unit_token)};
    return Number{value, std::move(unit)};
}

Expr::Kind Builder::time(const antlr4::Token* token) {
    const SourceRange at = range(token);
    const std::string all = text(at);
    const size_t blank = all.find(' ');
    const auto nanoseconds = nanoseconds_of_day(std::string_view(all).substr(0, blank));
    if (!nanoseconds) {
        diagnostics_.report(message::bad_time(at, all).help("a time reads `09:30`, `09:30:15` or `09:30:15.250`"));
        return ErrorExpr{};
    }
    Name zone;
    if (blank != std::string::npos) {
        const size_t begin = all.find_first_not_of(' ', blank);
        zone = {all.substr(begin), {at.file, at.begin + static_cast<uint32_t>(begin), at.end}};
    }
    return TimeOfDay{*nanoseconds, std::move(zone)};
}

Expr::Kind Builder::call(P::CallExpressionContext* context) {
    constexpr std::string_view kCurve = "curve";
    Call call{name(context->word()), {}};
    if (call.function.text == kCurve) return curve(context);
    if (context->COLON() != nullptr) {
        unexpected(range(context->COLON()->getSymbol()), "`,` or `)`", "points are given to `curve` alone");
        return ErrorExpr{};
    }
    for (P::ArgumentContext* one : context->argument()) call.arguments.push_back(argument(one));
    return call;
}

ExprPtr Builder::argument(P::ArgumentContext* context) {
    ExprPtr first = expression(context->expression(0));
    const SourceRange at = range(context);
    Expr::Kind kind;
    if (context->expression().size() > 1) {
        const NameRef* word = as<NameRef>(first);
        const bool named = word != nullptr && !first->parenthesised && word->name.find(' ') == std::string::npos;
        if (!named || context->SINCE() != nullptr) {
            unexpected(range(context->expression(1)), "`,` or `)`",
                       "two values stand side by side only as in `shortfall(urgency, alpha 12 bps)`");
            kind = ErrorExpr{};
        } else {
            kind = Named{{word->name, first->range}, expression(context->expression(1))};
        }
    } else if (context->SINCE() != nullptr) {
        kind = Since{std::move(first)};
    } else {
        return first;
    }
    return std::make_unique<Expr>(Expr{at, false, std::move(kind)});
}

Expr::Kind Builder::curve(P::CallExpressionContext* context) {
    constexpr std::string_view kForm = "it reads `curve(spread / normal(spread): 1 -> 1x, 3 -> 0.5x)`";
    const auto arguments = context->argument();
    const bool plain = arguments.size() == 1 && arguments[0]->SINCE() == nullptr && second(arguments[0]) == nullptr;
    if (context->COLON() == nullptr || !plain) {
        const bool many = arguments.size() > 1 || !context->COMMA().empty();
        const antlr4::Token* at = many ? context->COMMA(0)->getSymbol() : context->stop;
        unexpected(range(at), "`:` and points", kForm);
        return ErrorExpr{};
    }
    Curve curve{argument(arguments[0]), {}};
    for (P::CurvePointContext* point : context->curvePoint())
        curve.points.push_back({range(point), expression(point->expression(0)), expression(point->expression(1))});
    return curve;
}

Expr::Kind Builder::relative(P::RelativeExpressionContext* context) {
    antlr4::tree::TerminalNode* better = context->BETTER();
    const antlr4::Token* favour = (better != nullptr ? better : context->WORSE())->getSymbol();
    const SourceRange sign = cover(range(favour), range(context->THAN()->getSymbol()));
    ExprPtr left = expression(context->expression(0));
    const auto chained = [](const ExprPtr& expr) { return as<Relative>(expr) != nullptr && !expr->parenthesised; };
    if (chained(left) && !chained(as<Relative>(left)->left))
        diagnostics_.report(message::chained_comparison(sign)
                                .label(as<Relative>(left)->op_range, "the first one")
                                .help("join two comparisons with `and`, or put parentheses around one"));
    return Relative{better != nullptr ? Favour::better : Favour::worse, sign, std::move(left),
                    expression(context->expression(1)), nullptr};
}

/// `by` belongs to the comparison before it; the grammar knows it as an operator so that one rule recurs.
Expr::Kind Builder::relative_by(P::ByExpressionContext* context) {
    ExprPtr left = expression(context->expression(0));
    Relative* relative = std::get_if<Relative>(&left->kind);
    if (relative == nullptr || left->parenthesised || relative->by != nullptr) {
        diagnostics_.report(message::unexpected(range(context->BY()->getSymbol()), "`by`", "an operator")
                                .help("`by` follows a comparison, as in `mid better than arrival by 5 bps`"));
        return ErrorExpr{};
    }
    relative->by = expression(context->expression(1));
    return std::move(left->kind);
}

Expr::Kind Builder::compare(P::CompareExpressionContext* context) {
    Expr::Kind kind = binary(comparison_of(context->op->getType()), context, context->op);
    const Binary& binary = std::get<Binary>(kind);
    if (is_comparison(binary.left) && !is_comparison(std::get<Binary>(binary.left->kind).left)) {
        const Binary& first = std::get<Binary>(binary.left->kind);
        const std::string middle = text(first.right->range);
        diagnostics_.report(message::chained_comparison(binary.op_range)
                                .label(first.op_range, "the first one")
                                .help("write `" + text(binary.left->range) + " and " + middle + " " +
                                      text(binary.op_range) + " " + text(binary.right->range) + "`"));
    }
    return kind;
}

Expr::Kind Builder::logical(BinaryOp op, P::ExpressionContext* context, antlr4::tree::TerminalNode* sign) {
    Expr::Kind kind = binary(op, context, sign->getSymbol());
    const Binary& binary = std::get<Binary>(kind);
    check_for(*binary.right, binary.op_range, range(context));
    return kind;
}

Expr::Kind Builder::binary(BinaryOp op, P::ExpressionContext* context, const antlr4::Token* sign) {
    const auto operands = context->getRuleContexts<P::ExpressionContext>();
    return Binary{op, range(sign), expression(operands[0]), expression(operands[1])};
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
