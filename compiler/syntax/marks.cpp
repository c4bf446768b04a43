#include "compiler/syntax/marks.h"

#include <WeirLexer.h>

#include <optional>

#include "compiler/syntax/brackets.h"

namespace weir::syntax {
namespace {

using L = grammar::WeirLexer;

/// One statement, without its separator.
class Statement {
  public:
    Statement(std::vector<Lexeme>& lexemes, size_t begin, size_t end) : lexemes_(lexemes), begin_(begin), end_(end) {}

    void mark_ladder() {
        if (is_word(kind(begin_)) && kind(begin_ + 1) == L::LEVELS && kind(begin_ + 2) == L::FROM)
            lexemes_[begin_].kind = L::IDENTIFIER;
    }

    /// Of a test.
    void mark_moment() {
        const size_t head = kind(begin_);
        if (head == L::EXPECT && !holds_all_along(kind(begin_ + 1))) mark_one(last_of_expectation());
        if (head == L::AT) mark_one(price_of_print());
    }

  private:
    size_t kind(size_t i) const { return i < end_ ? lexemes_[i].kind : antlr4::Token::EOF; }

    /// What is never, always or not at all is so over a time, and not at one.
    static bool holds_all_along(size_t second) { return second == L::ALWAYS || second == L::NEVER || second == L::NO; }

    /// Calls `visit(i)` for each lexeme that stands in no parentheses.
    template <class Visit>
    void outside_of_parentheses(Visit visit) const {
        int depth = 0;
        for (size_t i = begin_ + 1; i < end_; ++i) {
            depth -= kind(i) == L::RPAREN;
            if (depth == 0) visit(i);
            depth += kind(i) == L::LPAREN;
        }
    }

    std::optional<size_t> last_of_expectation() const {
        std::optional<size_t> last;
        bool span = false;
        outside_of_parentheses([&](size_t i) {
            span |= kind(i) == L::FROM;
            const bool bound = kind(i + 1) == L::MOST || kind(i + 1) == L::LEAST;
            if (kind(i) == L::BY || (kind(i) == L::AT && !bound)) last = i;
        });
        return span ? std::nullopt : last;
    }

    /// The first `at` behind a `trade` or `auction` that follows the time.
    std::optional<size_t> price_of_print() const {
        std::optional<size_t> print, price;
        outside_of_parentheses([&](size_t i) {
            if (!print && i > begin_ + 1 && is_print(kind(i)) && ends_value(kind(i - 1))) print = i;
            if (print && !price && kind(i) == L::AT) price = i;
        });
        return price;
    }
    static bool is_print(size_t kind) { return kind == L::TRADE || kind == L::AUCTION; }
    static bool ends_value(size_t kind) {
        return kind == L::TIME || kind == L::NUMBER || kind == L::PERCENT || kind == L::RPAREN || kind == L::AGO ||
               is_word(kind);
    }

    void mark_one(std::optional<size_t> place) {
        if (!place) return;
        size_t& kind = lexemes_[*place].kind;
        kind = kind == L::BY ? L::STATEMENT_BY : L::STATEMENT_AT;
    }

    std::vector<Lexeme>& lexemes_;
    size_t begin_, end_;
};

}  // namespace

void mark_words(std::vector<Lexeme>& lexemes) {
    size_t depth = 0;
    bool in_test = false;
    for (size_t begin = 0; begin < lexemes.size();) {
        size_t end = begin;
        const auto ends = [](size_t kind) { return kind == L::SEPARATOR || kind == L::LBRACE || kind == L::RBRACE; };
        while (end < lexemes.size() && !ends(lexemes[end].kind)) ++end;
        if (depth == 0 && end > begin) in_test = lexemes[begin].kind == L::TEST;
        if (depth > 1 && end > begin) Statement(lexemes, begin, end).mark_ladder();
        if (depth == 1 && end > begin && in_test) Statement(lexemes, begin, end).mark_moment();
        if (end == lexemes.size()) return;
        depth += lexemes[end].kind == L::LBRACE;
        depth -= lexemes[end].kind == L::RBRACE && depth > 0;
        begin = end + 1;
    }
}

}  // namespace weir::syntax
