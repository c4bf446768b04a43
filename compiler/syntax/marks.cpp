#include "compiler/syntax/marks.h"

#include <WeirLexer.h>

#include <optional>

#include "compiler/syntax/brackets.h"

namespace weir::syntax {
namespace {

using L = grammar::WeirLexer;

bool is_unit(size_t kind) {
    return kind == L::IDENTIFIER || kind == L::PERCENT || kind == L::LEVELS || kind == L::DAY || kind == L::SHARE;
}

bool ends_value(size_t kind) {
    return kind == L::TIME || kind == L::NUMBER || kind == L::PERCENT || kind == L::RPAREN || kind == L::AGO ||
           is_word(kind);
}

/// One statement, without its separator.
class Statement {
  public:
    Statement(std::vector<Lexeme>& lexemes, size_t begin, size_t end) : lexemes_(lexemes), begin_(begin), end_(end) {}

    /// `block` is the first word of the block that holds it.
    void mark(size_t block) {
        const size_t head = kind(begin_);
        mark_arguments();
        if (block == L::TEST && head == L::EXPECT && !holds_all_along(kind(begin_ + 1)))
            mark_statement(last_of_expectation());
        if (block == L::TEST && head == L::AT) mark_statement(price_of_print()), mark_statement(user_of_command());
        if (block == L::ASSUME || head == L::CATCH) mark_statement(bound());
        if (block == L::WORK || block == L::WOULD || block == L::AT) mark_count();
    }

  private:
    size_t kind(size_t i) const { return i < end_ ? lexemes_[i].kind : antlr4::Token::EOF; }
    void set(size_t i, size_t kind) { lexemes_[i].kind = kind; }

    /// Calls `visit(i)` for each lexeme that stands in no parentheses.
    template <class Visit>
    void outside_of_parentheses(Visit visit) const {
        int depth = 0;
        for (size_t i = begin_; i < end_; ++i) {
            depth -= kind(i) == L::RPAREN;
            if (depth == 0) visit(i);
            depth += kind(i) == L::LPAREN;
        }
    }

    // What is never, always or not at all is so over a time, and not at one.
    static bool holds_all_along(size_t second) { return second == L::ALWAYS || second == L::NEVER || second == L::NO; }

    bool is_bound(size_t at) const {
        return kind(at) == L::AT && (kind(at + 1) == L::MOST || kind(at + 1) == L::LEAST);
    }

    std::optional<size_t> last_of_expectation() const {
        std::optional<size_t> last;
        bool span = false;
        outside_of_parentheses([&](size_t i) {
            span |= kind(i) == L::FROM;
            if (kind(i) == L::BY || (kind(i) == L::AT && !is_bound(i))) last = i;
        });
        return span ? std::nullopt : last;
    }

    /// The first `at` behind a `trade` or `auction` that follows the time.
    std::optional<size_t> price_of_print() const {
        std::optional<size_t> print, price;
        outside_of_parentheses([&](size_t i) {
            const bool prints = kind(i) == L::TRADE || kind(i) == L::AUCTION;
            if (!print && prints && i > begin_ + 1 && ends_value(kind(i - 1))) print = i;
            if (print && !price && kind(i) == L::AT) price = i;
        });
        return price;
    }

    static bool is_command(size_t kind) {
        return kind == L::PAUSE || kind == L::HOLD || kind == L::RESUME || kind == L::CANCEL || kind == L::TAKE ||
               kind == L::SKIP_WORD || kind == L::AMEND || kind == L::FINISH || kind == L::VENUE || kind == L::SET;
    }

    /// The `by` of `by alice "reason"` at the end of a command.
    std::optional<size_t> user_of_command() const {
        const size_t end = end_ - (kind(end_ - 1) == L::STRING);
        if (end < begin_ + 4 || kind(end - 2) != L::BY || !is_word(kind(end - 1))) return std::nullopt;
        for (size_t i = begin_ + 2; i < end - 2; ++i)
            if (is_command(kind(i)) && ends_value(kind(i - 1))) return end - 2;
        return std::nullopt;
    }

    std::optional<size_t> bound() const {
        std::optional<size_t> first;
        outside_of_parentheses([&](size_t i) {
            if (!first && is_bound(i)) first = i;
        });
        return first;
    }

    void mark_statement(std::optional<size_t> place) {
        if (place) set(*place, kind(*place) == L::BY ? L::STATEMENT_BY : L::STATEMENT_AT);
    }

    void mark_count() {
        const bool name = is_word(kind(begin_)) && (kind(begin_ + 2) == L::FROM || kind(begin_ + 2) == L::NUMBER);
        if (kind(begin_ + 1) == L::LEVELS && (name || kind(begin_) == L::NUMBER)) set(begin_, L::COUNT);
        const size_t last = end_ - 1;
        if (kind(begin_) != L::REFILL || kind(last) != L::TIMES || last < begin_ + 3) return;
        if (kind(last - 1) == L::NUMBER || is_word(kind(last - 1))) set(last - 1, L::COUNT);
    }

    /// A parameter of a signature has no value beside it, though a mistake may look so.
    void mark_arguments() {
        const int parameters = kind(begin_) == L::STRATEGY || kind(begin_) == L::FN ? 1 : 0;
        int depth = 0;
        bool equal = false;
        for (size_t i = begin_; i < end_; ++i) {
            depth += (kind(i) == L::LPAREN) - (kind(i) == L::RPAREN);
            equal |= depth == 0 && kind(i) == L::EQUAL;
            if (depth <= (equal ? 0 : parameters) || i == begin_) continue;
            const bool first = kind(i - 1) == L::LPAREN || kind(i - 1) == L::COMMA;
            if (first && is_word(kind(i)) && value_follows(i)) set(i, L::ARGUMENT_NAME);
        }
    }

    /// Whether the word has a value beside it that does not go on with it.
    bool value_follows(size_t word) const {
        const size_t value = word + 1;
        switch (kind(value)) {
            case L::TIME:
                return true;
            case L::NUMBER:
                return kind(value + 1 + is_unit(kind(value + 1))) != L::AGO;
            case L::BETTER:
            case L::WORSE:
                return kind(value + 1) != L::THAN;
            case L::SETTLED:
                return false;
            case L::TOUCH:
                return kind(word) != L::NEAR && kind(word) != L::FAR;
            case L::VALUE:
            case L::QUANTITY:
                return kind(word) != L::CHILD;
            case L::ORDERS:
                return kind(word) != L::WORKING;
            case L::SEEN:
                return kind(word) != L::BEST && kind(word) != L::WORST;
            default:
                return is_word(kind(value));
        }
    }

    std::vector<Lexeme>& lexemes_;
    size_t begin_, end_;
};

}  // namespace

void mark_words(std::vector<Lexeme>& lexemes) {
    std::vector<size_t> blocks;  // the first words of those that are open
    const auto ends = [](size_t kind) { return kind == L::SEPARATOR || kind == L::LBRACE || kind == L::RBRACE; };
    for (size_t begin = 0; begin < lexemes.size();) {
        size_t end = begin;
        while (end < lexemes.size() && !ends(lexemes[end].kind)) ++end;
        const size_t head = end > begin ? lexemes[begin].kind : antlr4::Token::EOF;
        if (end > begin) Statement(lexemes, begin, end).mark(blocks.empty() ? antlr4::Token::EOF : blocks.back());
        if (end == lexemes.size()) return;
        if (lexemes[end].kind == L::LBRACE) blocks.push_back(head);
        if (lexemes[end].kind == L::RBRACE && !blocks.empty()) blocks.pop_back();
        begin = end + 1;
    }
}

}  // namespace weir::syntax
