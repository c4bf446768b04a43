// What each word and sign of the text is: the lexemes, told apart by the tree and the names.
#include <algorithm>
#include <array>

#include "ide/ide.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

using syntax::TokenClass;

constexpr uint8_t bit(Modifier modifier) {
    return static_cast<uint8_t>(1U << static_cast<unsigned>(modifier));
}

/// What the tree says of a piece of text, of one lexeme or several.
struct Mark {
    SourceRange range;
    TokenKind kind{};
    uint8_t modifiers = 0;
    bool is_name = false;  // of the script, which is known best
};

TokenKind kind_of(NameKind kind) {
    switch (kind) {
        case NameKind::strategy:
            return TokenKind::strategy;
        case NameKind::parameter:
        case NameKind::argument:
            return TokenKind::parameter;
        case NameKind::let:
            return TokenKind::variable;
        case NameKind::work:
            return TokenKind::work;
        case NameKind::phase:
            return TokenKind::phase;
        case NameKind::leg:
            return TokenKind::leg;
        case NameKind::function:
            return TokenKind::function;
        case NameKind::policy:
            return TokenKind::policy;
        case NameKind::test:
            break;
    }
    return TokenKind::string;
}

bool is_of_language(std::string_view name) {
    constexpr std::array kWords{
#define WEIR_WORD(name, text, unit, absent, target) std::string_view(text),
#define WEIR_WORD_ALIAS(text, name)
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
        // What a test may read besides, and what has members.
        std::string_view("target"),      std::string_view("child value"),    std::string_view("child quantity"),
        std::string_view("child price"), std::string_view("working orders"), std::string_view("order"),
        std::string_view("trade"),       std::string_view("volatility")};
    return std::ranges::find(kWords, name) != kWords.end();
}

class Marker {
  public:
    explicit Marker(const Analysis& analysis) : analysis_(analysis) {}

    /// In order of place; of those that begin together what is known best comes first.
    std::vector<Mark> run() {
        names();
        tree();
        std::ranges::sort(marks_, {}, [](const Mark& mark) { return std::pair(mark.range.begin, !mark.is_name); });
        return std::move(marks_);
    }

    /// Parts of the text that could not be read.
    const std::vector<SourceRange>& unread() const { return unread_; }

  private:
    void names() {
        for (const syntax::Strategy& strategy : analysis_.tree().strategies)
            for (const syntax::Parameter& parameter : strategy.parameters)
                if (parameter.live) live_.push_back(parameter.name.range.begin);
        std::ranges::sort(live_);
        for (const Use& use : analysis_.names.uses) {
            if (use.range.file != 0) continue;
            const Declaration& declared = analysis_.names.declarations[use.name];
            uint8_t modifiers = use.range == declared.name_range ? bit(Modifier::declaration) : uint8_t{0};
            if (declared.kind == NameKind::parameter)
                modifiers |= std::ranges::binary_search(live_, declared.name_range.begin) ? bit(Modifier::live)
                                                                                          : bit(Modifier::readonly);
            if (declared.kind == NameKind::let || declared.kind == NameKind::argument)
                modifiers |= bit(Modifier::readonly);
            marks_.push_back({use.range, kind_of(declared.kind), modifiers, true});
        }
    }

    void of_language(SourceRange range, TokenKind kind) { marks_.push_back({range, kind, bit(Modifier::of_language)}); }

    void tree() {
        using namespace syntax;
        walk(analysis_.tree(), Overloaded{
                                   [&](const Expr& expr) { return expression(expr), true; },
                                   [&](const Member& member) {
                                       of_language(member.member.range, TokenKind::property);
                                       return true;
                                   },
                                   [&](const Call& call) {
                                       of_language(call.function.range, TokenKind::function);
                                       return true;
                                   },
                                   [&](const Number& number) {
                                       marks_.push_back({number.unit.range, TokenKind::unit, 0});
                                       return false;
                                   },
                                   [&](const Named& named) {
                                       of_language(named.name.range, TokenKind::parameter);
                                       return true;
                                   },
                                   [&](const Parameter& parameter) { return type(parameter.type), true; },
                                   [&](const FunctionParameter& parameter) { return type(parameter.type), true; },
                                   [&](const Function& function) { return type(function.result), true; },
                                   [&](const Clause& clause) { return statement<ErrorClause>(clause); },
                                   [&](const Item& item) { return statement<ErrorItem>(item); },
                                   [&](const TestStatement& one) { return statement<ErrorTestStatement>(one); },
                               });
    }

    void expression(const syntax::Expr& expr) {
        if (expr.is_error()) unread_.push_back(expr.range);
        if (const auto* name = std::get_if<syntax::NameRef>(&expr.kind)) {
            if (name->name == "buy" || name->name == "sell")
                of_language(expr.range, TokenKind::choice);
            else if (is_of_language(name->name))
                of_language(expr.range, TokenKind::variable);
            else
                unread_.push_back(expr.range);
        }
        if (std::holds_alternative<syntax::Curve>(expr.kind))
            of_language({expr.range.file, expr.range.begin, expr.range.begin + 5}, TokenKind::function);
    }

    void type(const syntax::Name& name) {
        if (!name.text.empty()) of_language(name.range, TokenKind::type);
    }

    template <class Error, class Statement>
    bool statement(const Statement& statement) {
        if (std::holds_alternative<Error>(statement.kind)) unread_.push_back(statement.range);
        return true;
    }

    const Analysis& analysis_;
    std::vector<uint32_t> live_;  // where live parameters are named
    std::vector<Mark> marks_;
    std::vector<SourceRange> unread_;
};

/// What a lexeme is by itself; nothing for one that colours nothing.
std::optional<Token> by_itself(const syntax::Token& token, bool unread) {
    const SourceRange range{0, token.begin, token.end};
    switch (token.kind) {
        case TokenClass::reserved:
        case TokenClass::soft:
            return Token{range, TokenKind::keyword, 0};
        case TokenClass::name:
            // A word that a statement knows by itself, as in `schedule linear`.
            return unread ? std::nullopt : std::optional(Token{range, TokenKind::choice, bit(Modifier::of_language)});
        case TokenClass::number:
        case TokenClass::time:
            return Token{range, TokenKind::number, 0};
        case TokenClass::text:
            return Token{range, TokenKind::string, 0};
        case TokenClass::comment:
            return Token{range, TokenKind::comment, 0};
        case TokenClass::doc:
            return Token{range, TokenKind::comment, bit(Modifier::documentation)};
        case TokenClass::sign:
            return Token{range, TokenKind::operation, 0};
        case TokenClass::opening:
        case TokenClass::closing:
        case TokenClass::unknown:
            break;
    }
    return std::nullopt;
}

bool is_punctuation(char c) {
    return c == ',' || c == ':' || c == ';' || c == '.';
}

}  // namespace

std::vector<Token> semantic_tokens(const Analysis& analysis) {
    Marker marker(analysis);
    const std::vector<Mark> marks = marker.run();
    std::vector<SourceRange> unread = marker.unread();
    std::ranges::sort(unread, {}, &SourceRange::begin);
    std::vector<Token> tokens;
    tokens.reserve(analysis.tokens.size());
    size_t next = 0, next_unread = 0;
    uint32_t unread_end = 0;
    const bool whole = !analysis.tree().order.empty();
    for (const syntax::Token& token : analysis.tokens) {
        while (next < marks.size() && marks[next].range.end <= token.begin) ++next;
        for (; next_unread < unread.size() && unread[next_unread].begin <= token.begin; ++next_unread)
            unread_end = std::max(unread_end, unread[next_unread].end);
        if (next < marks.size() && marks[next].range.begin <= token.begin && token.end <= marks[next].range.end) {
            tokens.push_back({{0, token.begin, token.end}, marks[next].kind, marks[next].modifiers});
        } else if (const auto token_by_itself = by_itself(token, !whole || token.begin < unread_end);
                   token_by_itself && !is_punctuation(analysis.file().text()[token.begin])) {
            tokens.push_back(*token_by_itself);
        }
    }
    return tokens;
}

}  // namespace weir::ide
