#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/syntax/build.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

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

/// The names of two words.
constexpr auto kPairs = std::to_array<std::string_view>(
    {"near touch", "far touch", "child value", "child quantity", "child price", "working orders"});

}  // namespace

ExprPtr Builder::postfix(P::PostfixContext* context) {
    const SourceRange first = range(context->start);
    ExprPtr value;
    for (antlr4::tree::ParseTree* child : context->children) {
        if (auto* start = dynamic_cast<P::PrimaryContext*>(child)) {
            value = primary(start);
            continue;
        }
        auto* part = static_cast<antlr4::ParserRuleContext*>(child);
        Expr::Kind kind;
        if (auto* member = dynamic_cast<P::MemberContext*>(child)) {
            kind = Member{std::move(value), name(member->word())};
        } else {
            P::NumberContext* duration = static_cast<P::AgoContext*>(child)->number();
            kind = Ago{std::move(value), std::make_unique<Expr>(Expr{range(duration), false, number(duration)})};
        }
        value = std::make_unique<Expr>(Expr{cover(first, range(part)), false, std::move(kind)});
    }
    return value;
}

ExprPtr Builder::primary(P::PrimaryContext* context) {
    if (context->expression() != nullptr) {
        ExprPtr inner = expression(context->expression());
        inner->parenthesised = true;
        return inner;
    }
    Expr::Kind kind = context->number() != nullptr ? number(context->number())
                      : context->TIME() != nullptr ? time(context->TIME()->getSymbol())
                                                   : named(context->named());
    return std::make_unique<Expr>(Expr{range(context), false, std::move(kind)});
}

Expr::Kind Builder::named(P::NamedContext* context) {
    if (context->children.size() == 1) return NameRef{text(range(context))};
    if (context->SETTLED() != nullptr) return Settled{name(context->word())};
    if (context->expression() == nullptr) return context->LPAREN() != nullptr ? call(context) : pair(context);
    const std::string kind = text(range(context->word()));
    if (kind == "best" || kind == "worst")
        return Seen{kind == "best" ? SeenKind::best : SeenKind::worst, expression(context->expression())};
    unexpected(range(context->SEEN()->getSymbol()), "an operator", "it reads `best seen(last)` or `worst seen(last)`");
    return ErrorExpr{};
}

Expr::Kind Builder::pair(P::NamedContext* context) {
    const SourceRange second = range(context->stop);
    std::string words = text(range(context->word())) + " " + text(second);
    if (std::ranges::find(kPairs, words) != kPairs.end()) return NameRef{std::move(words)};
    Diagnostic& diagnostic = diagnostics_.report(message::unexpected(second, "`" + text(second) + "`", "an operator"));
    diagnostic.suggest(range(context), words, kPairs);
    return ErrorExpr{};
}

Expr::Kind Builder::call(P::NamedContext* context) {
    constexpr std::string_view kCurve = "curve";
    Call call{name(context->word()), {}};
    if (call.function.text == kCurve) return curve(context);
    P::ArgumentsContext* list = context->arguments();
    if (list == nullptr) return call;
    if (list->COLON() != nullptr) {
        unexpected(range(list->COLON()->getSymbol()), "`,` or `)`", "points are given to `curve` alone");
        return ErrorExpr{};
    }
    for (P::ArgumentContext* one : list->argument()) call.arguments.push_back(argument(one));
    return call;
}

ExprPtr Builder::argument(P::ArgumentContext* context) {
    ExprPtr value = expression(context->expression());
    if (context->ARGUMENT_NAME() != nullptr) {
        const SourceRange word = range(context->ARGUMENT_NAME()->getSymbol());
        return std::make_unique<Expr>(Expr{range(context), false, Named{{text(word), word}, std::move(value)}});
    }
    if (context->SINCE() == nullptr) return value;
    return std::make_unique<Expr>(Expr{range(context), false, Since{std::move(value)}});
}

Expr::Kind Builder::curve(P::NamedContext* context) {
    P::ArgumentsContext* list = context->arguments();
    P::ArgumentContext* input = list == nullptr ? nullptr : list->argument(0);
    const bool plain = input != nullptr && input->SINCE() == nullptr && input->ARGUMENT_NAME() == nullptr;
    if (!plain || list->COLON() == nullptr) {
        const bool many = list != nullptr && !list->COMMA().empty();
        unexpected(range(many ? list->COMMA(0)->getSymbol() : context->stop), "`:` and points",
                   "it reads `curve(spread / normal(spread): 1 -> 1x, 3 -> 0.5x)`");
        return ErrorExpr{};
    }
    Curve curve{argument(input), {}};
    for (P::CurvePointContext* point : list->curvePoint())
        curve.points.push_back({range(point), expression(point->expression(0)), expression(point->expression(1))});
    return curve;
}

Expr::Kind Builder::number(P::NumberContext* context) {
    const bool has_unit = context->children.size() > 1;
    return number(context->start, has_unit ? context->stop : nullptr);
}

/// A number without a unit, or a name.
ExprPtr Builder::count(antlr4::tree::TerminalNode* node) {
    const SourceRange at = range(node->getSymbol());
    const std::string written = text(at);
    const bool digits = written[0] >= '0' && written[0] <= '9';
    return std::make_unique<Expr>(
        Expr{at, false, digits ? number(node->getSymbol(), nullptr) : Expr::Kind(NameRef{written})});
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
    return Number{value, std::move(unit), text(at)};
}

Expr::Kind Builder::time(const antlr4::Token* token) {
    const SourceRange at = range(token);
    const std::string all = text(at);
    const size_t blank = all.find(' ');
    const auto nanoseconds = nanoseconds_of_day(std::string_view(all).substr(0, blank));
    if (!nanoseconds) {
        diagnostics_.report(message::bad_time(at, all).help(
            "a time has two digits for hours and for minutes: `09:30`, `09:30:15` or `09:30:15.250`"));
        return ErrorExpr{};
    }
    Name zone;
    if (blank != std::string::npos) {
        const size_t begin = all.find_first_not_of(' ', blank);
        zone = {all.substr(begin), {at.file, at.begin + static_cast<uint32_t>(begin), at.end}};
    }
    return TimeOfDay{*nanoseconds, std::move(zone)};
}

}  // namespace weir::syntax
