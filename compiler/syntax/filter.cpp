#include <WeirLexer.h>

#include <algorithm>

#include "compiler/syntax/brackets.h"
#include "compiler/syntax/lexemes.h"
#include "compiler/syntax/marks.h"

namespace weir::syntax {
namespace {

using L = grammar::WeirLexer;

/// A line that ends with one of these goes on in the next.
bool wants_more(size_t kind) {
    switch (kind) {
        case L::COMMA:
        case L::COLON:
        case L::ARROW:
        case L::PLUS:
        case L::MINUS:
        case L::STAR:
        case L::SLASH:
        case L::LESS:
        case L::LESS_EQUAL:
        case L::GREATER:
        case L::GREATER_EQUAL:
        case L::EQUAL:
        case L::NOT_EQUAL:
        case L::MOST:
        case L::LEAST:
            return true;
        default:
            return kind >= L::WHEN && kind <= L::UNTIL && kind != L::AGO;
    }
}

/// A line that begins with one of these goes on with the line before it.
bool continues(size_t kind) {
    switch (kind) {
        case L::WHEN:
        case L::FROM:
        case L::TO:
        case L::BY:
        case L::OVER:
        case L::PER:
        case L::OF:
        case L::IN:
        case L::AND:
        case L::OR:
        case L::ELSE:
        case L::THAN:
        case L::SINCE:
        case L::AGO:
        case L::WITHIN:
        case L::BEFORE:
        case L::UNTIL:
        case L::LBRACE:
            return true;
        default:
            return false;
    }
}

class Filter {
  public:
    Filter(const std::vector<Lexeme>& lexemes, const SourceFile& file, const Limits& limits, Diagnostics& diagnostics)
        : lexemes_(lexemes), file_(file), limits_(limits), diagnostics_(diagnostics) {}

    Filtered run() {
        const Balance balance = syntax::balance(lexemes_, file_, limits_, diagnostics_);
        if (balance.too_deep) return {{}, true};
        size_t insertion = 0;
        size_t removal = 0;
        for (size_t i = 0; i <= lexemes_.size(); ++i) {
            for (; insertion < balance.insertions.size() && balance.insertions[insertion].before == i; ++insertion)
                insert(balance.insertions[insertion].kind);
            if (i == lexemes_.size()) break;
            if (removal < balance.removals.size() && balance.removals[removal] == i) {
                ++removal;
                continue;
            }
            if (lexemes_[i].kind == L::NEWLINE)
                newline(i);
            else
                take(lexemes_[i]);
        }
        separate({L::SEPARATOR, end_of_last(), end_of_last()});
        mark_words(result_.lexemes);
        return std::move(result_);
    }

  private:
    void take(Lexeme lexeme) {
        if (lexeme.kind == L::SEMICOLON && parentheses_ == 0) return separate({L::SEPARATOR, lexeme.begin, lexeme.end});
        if (lexeme.kind == L::RBRACE) separate({L::SEPARATOR, lexeme.begin, lexeme.begin});
        parentheses_ += (lexeme.kind == L::LPAREN || lexeme.kind == L::LBRACKET);
        parentheses_ -= (lexeme.kind == L::RPAREN || lexeme.kind == L::RBRACKET);
        if (++words_ > limits_.clause_words) return too_long(lexeme);
        result_.lexemes.push_back(lexeme);
        if (words_ == 1) statement_ = result_.lexemes.size() - 1;
        if (lexeme.kind == L::LBRACE || lexeme.kind == L::RBRACE) words_ = 0;
    }

    /// A brace that the script lacks also ends its statement.
    void insert(size_t kind) {
        take({kind, end_of_last(), end_of_last()});
        if (kind == L::RBRACE) separate({L::SEPARATOR, end_of_last(), end_of_last()});
    }

    void separate(Lexeme separator) {
        if (result_.lexemes.empty()) return;
        const size_t before = result_.lexemes.back().kind;
        if (before == L::SEPARATOR || before == L::LBRACE) return;
        words_ = 0;
        result_.lexemes.push_back(separator);
    }

    void newline(size_t i) {
        if (parentheses_ != 0 || result_.lexemes.empty()) return;
        size_t next = i + 1;
        while (next < lexemes_.size() && lexemes_[next].kind == L::NEWLINE) ++next;
        const bool more = next < lexemes_.size();
        if (more && continues(lexemes_[next].kind)) return;
        // A sign at the end of a line goes on in the next, unless there a clause begins: then its operand was
        // forgotten.
        if (more && !ends_with_take_over() && wants_more(result_.lexemes.back().kind) &&
            lexemes_[next].kind != L::RBRACE && !begins_statement(next))
            return;
        separate({L::SEPARATOR, lexemes_[i].begin, lexemes_[i].end});
    }

    /// The command of a trader: no clause has these words side by side.
    bool ends_with_take_over() const {
        const size_t size = result_.lexemes.size();
        return size >= 2 && result_.lexemes[size - 2].kind == L::TAKE && result_.lexemes[size - 1].kind == L::OVER;
    }

    /// As far as two words tell: no expression has two names side by side, and only the head of a work has a brace.
    bool begins_statement(size_t at) const {
        if (begins_clause(lexemes_, at)) return true;
        if (at + 1 == lexemes_.size() || !is_word(lexemes_[at].kind)) return false;
        const size_t second = lexemes_[at + 1].kind;
        if (second == L::LBRACE) return !may_have_condition(result_.lexemes[statement_].kind);
        return is_word(second) && !follows_name(second);
    }

    /// Of the statements with a brace, those whose head may end with a condition.
    static bool may_have_condition(size_t head) { return head == L::WORK || head == L::WOULD || head == L::AT; }

    /// The words that stand behind a name in an expression, or behind one that ends there.
    static bool follows_name(size_t kind) {
        switch (kind) {
            case L::BETTER:
            case L::WORSE:
            case L::TOUCH:
            case L::SEEN:
            case L::SETTLED:
            case L::VALUE:
            case L::QUANTITY:
            case L::ORDERS:
            case L::BEHIND:
            case L::AHEAD:
            case L::EVERY:
            case L::VARY:
            case L::NATIVE:
            case L::SYNTHETIC:
            case L::ALL_IN:
                return true;
            default:
                return false;
        }
    }

    void too_long(Lexeme lexeme) {
        if (result_.fatal) return;
        result_.fatal = true;
        diagnostics_.report(
            message::clause_too_long({file_.id(), lexeme.begin, lexeme.end}, static_cast<int64_t>(limits_.clause_words))
                .help("give parts of it names with `let`"));
    }

    uint32_t end_of_last() const { return result_.lexemes.empty() ? 0 : result_.lexemes.back().end; }

    const std::vector<Lexeme>& lexemes_;
    const SourceFile& file_;
    const Limits& limits_;
    Diagnostics& diagnostics_;
    Filtered result_;
    int parentheses_ = 0;
    size_t words_ = 0;      // since the statement began
    size_t statement_ = 0;  // its first lexeme
};

}  // namespace

Filtered filter(const std::vector<Lexeme>& lexemes, const SourceFile& file, const Limits& limits,
                Diagnostics& diagnostics) {
    return Filter(lexemes, file, limits, diagnostics).run();
}

}  // namespace weir::syntax
