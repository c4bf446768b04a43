// What is at a place: a name with its declaration, a word of the language, or the value of an expression.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "compiler/sema/literals.h"
#include "compiler/sema/units.h"
#include "compiler/syntax/expected.h"
#include "ide/decimals.h"
#include "ide/ide.h"
#include "ide/ranges.h"
#include "ide/reference.h"
#include "ide/typed.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

std::string code(std::string_view text) {
    return fmt::format("```weir\n{}\n```\n", text);
}

std::string grouped(int64_t number) {
    std::string text = std::to_string(number);
    for (ptrdiff_t at = static_cast<ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<size_t>(at), ",");
    return text;
}

/// Words that join the parts of a clause: they mean what the clause means.
bool joins(std::string_view word) {
    constexpr std::string_view kJoining[] = {"after", "at",     "by",   "for", "from",   "least", "most", "of",
                                             "over",  "better", "than", "to",  "within", "worse", "until"};
    return std::ranges::find(kJoining, word) != std::end(kJoining);
}

std::string seconds_text(int64_t nanoseconds) {
    constexpr int64_t kSecond = 1'000'000'000;
    return nanoseconds % kSecond == 0 ? grouped(nanoseconds / kSecond) : decimal_text({nanoseconds, 9}, 0);
}

class Teller {
  public:
    Teller(const Analysis& analysis, uint32_t offset) : analysis_(analysis), offset_(offset) {}

    std::optional<Hover> tell() {
        if (const Use* use = analysis_.names.at(0, offset_)) return of_name(*use);
        if (auto hover = of_literal()) return hover;
        auto hover = of_expression();
        if (!hover) hover = of_limit();
        const auto word = std::ranges::find_if(analysis_.tokens, [&](const syntax::Token& token) {
            return token.begin <= offset_ && offset_ < token.end;
        });
        if (word == analysis_.tokens.end()) return hover;
        const SourceRange range{0, word->begin, word->end};
        const std::string meaning = meaning_of(range, hover);
        if (meaning.empty()) return hover;
        if (!hover) return Hover{range, meaning};
        hover->markdown += "\n" + meaning;
        return hover;
    }

  private:
    /// Of all that is remembered within a range.
    std::string memory_text(SourceRange range) const {
        int64_t bytes = 0;
        for (const Cost& cost : analysis_.costs)
            for (const Cost::Memory& one : cost.memory)
                if (range.begin <= one.range.begin && one.range.end <= range.end) bytes += one.bytes;
        return bytes == 0 ? "" : fmt::format("\nRemembers: {} bytes of state.\n", grouped(bytes));
    }

    /// Of a word of the language; of one of several words, such as `order.limit`, where that is the expression.
    std::string meaning_of(SourceRange word, const std::optional<Hover>& expression) const {
        using enum syntax::TokenClass;
        const auto is_word = [](const syntax::Token& token) {
            return token.kind == reserved || token.kind == soft || token.kind == name;
        };
        const auto token = std::ranges::find(analysis_.tokens, word.begin, &syntax::Token::begin);
        if (!is_word(*token)) return "";
        const std::string block = syntax::expected_at(analysis_.file(), word.begin).block;
        if (expression) {
            const std::string_view whole = analysis_.text(expression->range);
            const bool is_path = whole.find_first_of("(<>=*/+") == std::string_view::npos;
            if (is_path && whole.size() > word.end - word.begin)
                if (std::string meaning = reference_of(whole, block); !meaning.empty()) return meaning;
        }
        const std::string_view clause = clause_of(*token), own = text_of(*token);
        const bool is_size = token != analysis_.tokens.begin() && text_of(*std::prev(token)) == "of";
        const bool lasts = own == "for" && expression;  // a condition, so long
        const std::string in_clause = clause.empty() ? "" : reference_in(clause, own, block);
        if (!in_clause.empty() && !lasts && (joins(own) || is_size)) return in_clause;
        std::string meaning = reference_of(own, block);
        return meaning.empty() ? in_clause : meaning;
    }

    std::string_view text_of(const syntax::Token& token) const { return analysis_.text({0, token.begin, token.end}); }

    /// The first word of the line or item that a token stands in; nothing where it is that word itself.
    std::string_view clause_of(const syntax::Token& token) const {
        auto first = analysis_.tokens.begin() + (&token - analysis_.tokens.data());
        const auto begins = [&](auto at) {
            if (at == analysis_.tokens.begin()) return true;
            const auto before = std::prev(at);
            const std::string_view sign = text_of(*before);
            return sign == "{" || sign == "}" || sign == ";" ||
                   analysis_.text({0, before->end, at->begin}).find('\n') != std::string_view::npos;
        };
        while (!begins(first)) --first;
        return &*first == &token ? "" : text_of(*first);
    }

    std::optional<Hover> of_name(const Use& use) const {
        const Declaration& declared = analysis_.names.declarations[use.name];
        std::string text = code(shown(declared));
        if (!declared.doc.empty()) text += "\n" + declared.doc + "\n";
        if (declared.kind == NameKind::let) {
            const sema::Typed* value = type_of_let(analysis_, declared);
            if (value != nullptr) text += absence(*value) + always(*value);
            text += memory_text(declared.range);
        }
        if (declared.kind == NameKind::strategy) text += cost_text(declared.name) + policies_text(declared);
        if (declared.range.file != 0)
            text += fmt::format("\nDeclared in `{}`.\n", analysis_.files[declared.range.file].path());
        return Hover{use.range, std::move(text)};
    }

    /// All of it, and where most of it goes.
    std::string cost_text(const std::string& strategy) const {
        const auto found = std::ranges::find(analysis_.costs, strategy, &Cost::strategy);
        if (found == analysis_.costs.end()) return "";
        std::string text =
            fmt::format("\n{} bytes of state, {} operations a step, at most {} order{} working at once.\n",
                        grouped(found->bounds.state_bytes), grouped(found->bounds.operations),
                        found->bounds.working_orders, found->bounds.working_orders == 1 ? "" : "s");
        std::vector<Cost::Memory> memory = found->memory;
        std::ranges::sort(
            memory, {}, [](const Cost::Memory& one) { return std::tuple(-one.bytes, one.range.begin, one.range.end); });
        if (memory.size() > kMost) memory.resize(kMost);
        for (const Cost::Memory& one : memory)
            text += fmt::format("{}- `{}`: {} bytes\n", &one == memory.data() ? "\n" : "", analysis_.text(one.range),
                                grouped(one.bytes));
        return text;
    }

    std::string policies_text(const Declaration& declared) const {
        const auto strategy = std::ranges::find(analysis_.program.strategies, declared.name, &sema::Strategy::name);
        if (strategy == analysis_.program.strategies.end()) return "";
        std::vector<std::string> names;
        for (const sema::RiskLine& line : strategy->risk)
            if (!line.policy.empty() && std::ranges::find(names, line.policy) == names.end())
                names.push_back(line.policy);
        std::string text;
        for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
        return text.empty() ? "" : fmt::format("\nBound by the polic{} {}.\n", names.size() == 1 ? "y" : "ies", text);
    }

    /// What a line of `risk` is about, with what policies allow there.
    std::optional<Hover> of_limit() const {
        for (const sema::Strategy& strategy : analysis_.program.strategies)
            for (const sema::RiskLine& own : strategy.risk) {
                if (!own.policy.empty() || own.range.begin > offset_ || offset_ > own.range.end) continue;
                std::string text = code(own.text);
                for (const sema::RiskLine& line : strategy.risk)
                    if (!line.policy.empty() && line.subject == own.subject)
                        text += fmt::format("\nThe policy `{}` says `{}`{}.\n", line.policy, analysis_.text(line.range),
                                            line.range.file == 0
                                                ? ""
                                                : fmt::format(" in `{}`", analysis_.files[line.range.file].path()));
                return Hover{own.range, std::move(text)};
            }
        return std::nullopt;
    }

    std::string shown(const Declaration& declared) const {
        const std::string_view text = analysis_.text(declared.range);
        const std::string_view head = text.substr(0, std::min(text.find('{'), text.size()));
        switch (declared.kind) {
            case NameKind::let: {
                const size_t equals = text.find('=');
                if (equals == std::string_view::npos) return std::string(text);
                return fmt::format("let {} : {}{}", declared.name, let_type(declared), text.substr(equals - 1));
            }
            case NameKind::argument:
            case NameKind::parameter:
            case NameKind::function:
            case NameKind::leg:
            case NameKind::policy:
                return std::string(text);
            case NameKind::work:
            case NameKind::phase:
            case NameKind::test:
            case NameKind::strategy:
                return std::string(head.substr(0, head.find_last_not_of(" \n\r\t") + 1));
        }
        return std::string(text);
    }

    std::string let_type(const Declaration& declared) const {
        const sema::Typed* value = type_of_let(analysis_, declared);
        return value == nullptr ? "unknown" : type_text(analysis_, *value);
    }

    std::string absence(const sema::Typed& typed) const {
        if (!typed.may_be_absent) return "";
        const std::string when = absence_text(analysis_, typed.range);
        return when.empty() ? "" : fmt::format("\nAbsent {}.\n", when);
    }

    std::string always(const sema::Typed& typed) const {
        const std::string bounds = bounds_text(analysis_, typed.range);
        return bounds.empty() ? "" : fmt::format("\nAlways {}.\n", bounds);
    }

    /// What a number with a unit comes to.
    std::optional<Hover> of_literal() const {
        const syntax::Expr* literal = nullptr;
        const auto here = [&](SourceRange range) { return range.begin <= offset_ && offset_ <= range.end; };
        walk(analysis_.tree(), Overloaded{
                                   [&](const Placed auto& node) { return here(node.range); },
                                   [&](const syntax::Expr& expr) {
                                       if (here(expr.range) && std::holds_alternative<syntax::Number>(expr.kind))
                                           literal = &expr;
                                       return here(expr.range);
                                   },
                               });
        if (literal == nullptr) return std::nullopt;
        const auto& number = std::get<syntax::Number>(literal->kind);
        const auto known = sema::literal_of(number.value, number.unit.text);
        const auto* typed = std::get_if<sema::TypedLiteral>(&known);
        if (typed == nullptr || number.unit.text.empty()) return std::nullopt;
        std::string text = code(fmt::format("{} : {}", analysis_.text(literal->range), sema::name_of(typed->unit)));
        if (typed->unit == sema::Unit::ratio) text += fmt::format("\nIs {}.\n", decimal_text(typed->literal.value, 0));
        if (typed->unit == sema::Unit::duration && number.unit.text != "s")
            text += fmt::format("\nIs {} s.\n", seconds_text(typed->literal.value.digits));
        for (const Hint& hint : hints(analysis_, literal->range))
            if (hint.kind == HintKind::money && hint.offset == literal->range.end)
                text += fmt::format("\nOf the price in the nearest test: {}.\n", hint.text.substr(2));
        return Hover{literal->range, std::move(text)};
    }

    std::optional<Hover> of_expression() const {
        const sema::Typed* inner = type_at(analysis_, offset_);
        if (inner == nullptr) return std::nullopt;
        std::string text = code(fmt::format("{} : {}", analysis_.text(inner->range), type_text(analysis_, *inner)));
        text += absence(*inner) + always(*inner) + memory_text(inner->range);
        return Hover{inner->range, std::move(text)};
    }

    static constexpr size_t kMost = 5;

    const Analysis& analysis_;
    uint32_t offset_;
};

}  // namespace

std::optional<Hover> hover(const Analysis& analysis, uint32_t offset) {
    return Teller(analysis, offset).tell();
}

}  // namespace weir::ide
