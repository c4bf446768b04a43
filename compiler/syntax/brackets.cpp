#include "compiler/syntax/brackets.h"

#include <WeirLexer.h>

#include <algorithm>

namespace weir::syntax {
namespace {

using L = grammar::WeirLexer;

size_t closer_of(size_t opener) {
    return opener == L::LBRACE ? L::RBRACE : opener == L::LPAREN ? L::RPAREN : L::RBRACKET;
}

std::string closer_text(size_t opener) {
    return opener == L::LBRACE ? "}" : opener == L::LPAREN ? ")" : "]";
}

class Balancer {
  public:
    Balancer(const std::vector<Lexeme>& lexemes, const SourceFile& file, const Limits& limits, Diagnostics& diagnostics)
        : lexemes_(lexemes), file_(file), limits_(limits), diagnostics_(diagnostics) {}

    Balance run() {
        for (size_t i = 0; i < lexemes_.size() && !result_.too_deep; ++i) visit(i);
        if (!result_.too_deep)
            while (!open_.empty()) close_early(lexemes_.size());
        return std::move(result_);
    }

  private:
    static constexpr size_t kLookahead = 4096;  // lexemes; keeps hostile files from taking quadratic time

    struct Open {
        size_t index;
        size_t head;  // the lexeme that began the statement, for a brace
    };

    void visit(size_t i) {
        const size_t kind = lexemes_[i].kind;
        if (i > 0 && lexemes_[i - 1].kind == L::NEWLINE) line_start_ = i;
        if (at_line_start(i)) {
            close_what_cannot_hold(i);
            if (!in_parentheses()) statement_ = i;
        }
        check_signs(i);
        if (kind == L::LBRACE || kind == L::LPAREN || kind == L::LBRACKET) open(i);
        if (kind == L::RBRACE) close_brace(i);
        if (kind == L::RPAREN || kind == L::RBRACKET) close_parenthesis(i);
    }

    bool at_line_start(size_t i) const {
        if (lexemes_[i].kind == L::NEWLINE) return false;
        if (i == 0) return true;
        const size_t before = lexemes_[i - 1].kind;
        return before == L::NEWLINE || before == L::SEMICOLON || before == L::LBRACE || before == L::RBRACE;
    }

    bool in_parentheses() const { return !open_.empty() && kind(open_.back()) != L::LBRACE; }
    size_t kind_at(size_t i) const { return lexemes_[i].kind; }
    size_t kind(const Open& open) const { return lexemes_[open.index].kind; }
    size_t head_kind(const Open& open) const { return lexemes_[open.head].kind; }

    /// A declaration ends everything open; a clause ends the parentheses, and the work or block, before it.
    void close_what_cannot_hold(size_t i) {
        if (open_.empty()) return;
        if (begins_declaration(lexemes_, i)) {
            while (!open_.empty()) close_early(i);
            return;
        }
        if (!begins_clause(lexemes_, i)) return;
        if (in_parentheses() && lexemes_[i - 1].kind != L::NEWLINE) return;
        while (in_parentheses()) close_early(i);
        while (open_.size() > 1 && cannot_hold(head_kind(open_.back()), kind_at(i)) && closers_lack(i)) close_early(i);
    }

    /// A work has items, one of which may be a route; the other blocks hold clauses, or lines that are none.
    static bool cannot_hold(size_t head, size_t clause) {
        const bool has_items = head == L::WORK || head == L::WOULD || head == L::AT;
        const bool has_lines = head == L::RISK || head == L::ASSUME || head == L::ROUTE || head == L::LEGS;
        return has_lines || (has_items && clause != L::ROUTE);
    }

    /// Whether the strategy ends with braces still open, so that one of them has lost its partner.
    bool closers_lack(size_t i) const {
        const size_t end = std::min(lexemes_.size(), i + kLookahead);
        auto depth = static_cast<ptrdiff_t>(open_.size());
        for (; i < end && !begins_declaration(lexemes_, i); ++i)
            depth += (lexemes_[i].kind == L::LBRACE) - (lexemes_[i].kind == L::RBRACE);
        return depth > 0;
    }

    void open(size_t i) {
        if (lexemes_[i].kind == L::LBRACE)
            while (in_parentheses()) close_early(lexemes_[statement_].kind == L::STRATEGY ? i : line_start_);
        if (open_.size() >= limits_.depth) return too_deep(i);
        open_.push_back({i, statement_});
    }

    /// `- - - x` and `not not x` nest as brackets do.
    void check_signs(size_t i) {
        const size_t kind = lexemes_[i].kind;
        if (kind == L::NEWLINE) return;
        signs_ = kind == L::MINUS || kind == L::NOT ? signs_ + 1 : 0;
        if (signs_ > limits_.depth) too_deep(i);
    }

    void too_deep(size_t i) {
        if (result_.too_deep) return;
        result_.too_deep = true;
        diagnostics_.report(message::too_deep(range(i), static_cast<int64_t>(limits_.depth))
                                .help("give a part of it a name with `let`"));
    }

    void close_brace(size_t i) {
        while (in_parentheses()) close_early(i);
        const bool closes_strategy = open_.size() == 1 && head_kind(open_.back()) == L::STRATEGY;
        if (open_.empty() || (closes_strategy && clauses_and_closer_follow(i))) return unopened(i);
        open_.pop_back();
    }

    /// The strategy goes on behind this brace and has another one that ends it: this one is too many.
    bool clauses_and_closer_follow(size_t i) const {
        const size_t end = std::min(lexemes_.size(), i + kLookahead);
        ++i;
        while (i < end && lexemes_[i].kind == L::NEWLINE) ++i;
        if (i == end || !begins_clause(lexemes_, i)) return false;
        int depth = 0;
        for (; i < end && depth >= 0 && !begins_declaration(lexemes_, i); ++i)
            depth += (lexemes_[i].kind == L::LBRACE) - (lexemes_[i].kind == L::RBRACE);
        return depth < 0;
    }

    void close_parenthesis(size_t i) {
        if (!in_parentheses()) return unopened(i);
        const auto fits = [&](const Open& open) { return closer_of(kind(open)) == lexemes_[i].kind; };
        if (!fits(open_.back())) {
            const bool outer_fits = open_.size() > 1 && fits(open_[open_.size() - 2]);
            if (!outer_fits) return wrong_kind(i);
            close_here(i);
        }
        open_.pop_back();
    }

    /// `(a + b]`
    void wrong_kind(size_t i) {
        const std::string right = closer_text(kind(open_.back()));
        result_.removals.push_back(i);
        result_.insertions.push_back({i, closer_of(kind(open_.back()))});
        diagnostics_.report(message::unopened(range(i), file_.text(range(i)))
                                .label(range(open_.back().index), "this is open")
                                .help("write `" + right + "`")
                                .fix(range(i), right));
        open_.pop_back();
    }

    void unopened(size_t i) {
        result_.removals.push_back(i);
        diagnostics_.report(message::unopened(range(i), file_.text(range(i))).help("take it away"));
    }

    void close_here(size_t i) {
        report_unclosed(open_.back());
        const Balance::Insertion insertion{i, closer_of(kind(open_.back()))};
        // Mostly last, but the end of a line can come before a closer that is known already; equals keep their order.
        const auto place = std::ranges::upper_bound(result_.insertions, i, {}, &Balance::Insertion::before);
        result_.insertions.insert(place, insertion);
        open_.pop_back();
    }

    /// What is open is taken to have ended with the line before `i`.
    void close_early(size_t i) {
        size_t place = i;
        while (place > open_.back().index + 1 && lexemes_[place - 1].kind == L::NEWLINE) --place;
        close_here(std::max(place, open_.back().index + 1));
    }

    void report_unclosed(const Open& open) {
        if (lexemes_[open.index].begin == lexemes_[open.index].end) return;  // put in, and reported when that was done
        const std::string closer = closer_text(kind(open));
        diagnostics_.report(
            message::unclosed(range(open.index), file_.text(range(open.index))).help("close it with `" + closer + "`"));
    }

    SourceRange range(size_t i) const { return {file_.id(), lexemes_[i].begin, lexemes_[i].end}; }

    const std::vector<Lexeme>& lexemes_;
    const SourceFile& file_;
    const Limits& limits_;
    Diagnostics& diagnostics_;
    Balance result_;
    std::vector<Open> open_;
    size_t statement_ = 0;
    size_t line_start_ = 0;
    size_t signs_ = 0;
};

}  // namespace

bool is_word(size_t kind) {
    return kind >= L::WEIR && kind <= L::IDENTIFIER;
}

bool begins_declaration(const std::vector<Lexeme>& lexemes, size_t at) {
    const auto kind = [&](size_t i) { return i < lexemes.size() ? lexemes[i].kind : antlr4::Token::EOF; };
    switch (kind(at)) {
        case L::STRATEGY:
        case L::FN:
            return is_word(kind(at + 1)) && kind(at + 2) == L::LPAREN;
        case L::POLICY:
            return is_word(kind(at + 1)) && kind(at + 2) == L::LBRACE;
        case L::TEST:
        case L::USE:
            return kind(at + 1) == L::STRING;
        default:
            return false;
    }
}

bool begins_clause(const std::vector<Lexeme>& lexemes, size_t at) {
    const size_t head = lexemes[at].kind;
    if (at + 1 >= lexemes.size()) return false;
    const size_t next = lexemes[at + 1].kind;
    if (head == L::AT)
        return (next == L::OPEN || next == L::CLOSE) && at + 2 < lexemes.size() &&
               (lexemes[at + 2].kind == L::LBRACE || lexemes[at + 2].kind == L::WHEN);
    if (head < L::LET || head > L::LEGS || next == L::BETTER || next == L::WORSE) return false;
    switch (next) {
        case L::NUMBER:
        case L::LBRACE:
        case L::WHEN:
            return true;
        case L::AT:
            return head == L::PARTICIPATE || head == L::WOULD;
        case L::WITHIN:
            return head == L::STAY;
        case L::OF:
            return head == L::ONE;
        case L::TIME:
        case L::STRING:
            return head == L::SESSION;
        default:
            return is_word(next);
    }
}

Balance balance(const std::vector<Lexeme>& lexemes, const SourceFile& file, const Limits& limits,
                Diagnostics& diagnostics) {
    return Balancer(lexemes, file, limits, diagnostics).run();
}

}  // namespace weir::syntax
