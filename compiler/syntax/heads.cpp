#include "compiler/syntax/heads.h"

#include <WeirLexer.h>

#include <algorithm>

#include "compiler/syntax/brackets.h"
#include "compiler/syntax/recovery.h"

namespace weir::syntax {
namespace {

using L = grammar::WeirLexer;
using P = grammar::WeirParser;

class Mender {
  public:
    Mender(const std::vector<Lexeme>& lexemes, const SourceFile& file, Diagnostics& diagnostics)
        : lexemes_(lexemes), file_(file), diagnostics_(diagnostics) {}

    std::vector<Lexeme> run() {
        result_.reserve(lexemes_.size());
        while (at_ < lexemes_.size()) {
            if (begins_statement())
                statement();
            else
                take();
        }
        return std::move(result_);
    }

  private:
    static constexpr size_t kLookahead = 4096;  // lexemes; keeps hostile files from taking quadratic time

    size_t kind(size_t i) const { return i < lexemes_.size() ? lexemes_[i].kind : antlr4::Token::EOF; }
    size_t next_on_any_line(size_t i) const {
        while (kind(i) == L::NEWLINE) ++i;
        return i;
    }

    bool begins_statement() const {
        if (result_.empty()) return true;
        const size_t before = result_.back().kind;
        return before == L::NEWLINE || before == L::SEMICOLON || before == L::LBRACE || before == L::RBRACE;
    }

    void statement() {
        const size_t head = kind(at_), next = kind(at_ + 1);
        if (head == L::STRATEGY && depth_ <= 0) return signature();
        if (head == L::POLICY && depth_ <= 0 && is_word(next)) return block(2, P::RulePolicy);
        if (head == L::TEST && depth_ <= 0) return test();
        if (depth_ < 1) return take();
        if (head == L::WORK) return work(P::RuleWork);
        if (head == L::WOULD && (next == L::AT || next == L::UP)) return work(P::RuleWould);
        if (head == L::RISK) return block(1, P::RuleRisk);
        if (head == L::ASSUME) return block(1, P::RuleAssume);
        if (head == L::PHASE && is_word(next)) return block(2, P::RulePhase);
        if (head == L::PROTECT && next == L::EXECUTED) return block(2, P::RuleProtect);
        if (head == L::ONE && next == L::OF) return block(2, P::RuleOneOf);
        if (head == L::ROUTE && begins_target(next_on_any_line(at_ + 1))) return block(1, P::RuleRoute);
        take();
    }

    void take() {
        if (at_ == lexemes_.size()) return;
        depth_ += (kind(at_) == L::LBRACE) - (kind(at_) == L::RBRACE);
        result_.push_back(lexemes_[at_++]);
    }
    void take_until(size_t end) {
        while (at_ < end) take();
    }

    /// Puts in what is missing before `at_`, and says so.
    void put(size_t missing, std::string_view what, std::string_view sign, size_t rule) {
        const uint32_t end = result_.back().end;
        const SourceRange gap{file_.id(), end, end};
        const bool line_ends = kind(at_) == L::NEWLINE || kind(at_) == antlr4::Token::EOF;
        const SourceRange place = line_ends ? gap : SourceRange{file_.id(), lexemes_[at_].begin, lexemes_[at_].end};
        const std::string found = line_ends ? "the end of the line" : "`" + std::string(file_.text(place)) + "`";
        Diagnostic& diagnostic = diagnostics_.report(message::unexpected(place, found, what));
        if (const std::string_view form = form_of_rule(rule); !form.empty()) diagnostic.help(std::string(form));
        if (!sign.empty()) diagnostic.fix(gap, std::string(sign));
        result_.push_back({missing, end, end});
        depth_ += missing == L::LBRACE;
    }

    void signature() {
        take();
        if (kind(at_) == L::LPAREN) put(L::IDENTIFIER, "a name", "", P::RuleStrategyHead);
        if (is_word(kind(at_))) take();
        const size_t first = next_on_any_line(at_);
        if (kind(first) != L::LPAREN && (begins_parameter(first) || kind(first) == L::RPAREN))
            put(L::LPAREN, "`(`", "(", P::RuleStrategyHead);
        else
            take_until(first);
        if (result_.back().kind != L::LPAREN && kind(at_) != L::LPAREN) return;
        if (!parameters()) return;
        const size_t body = next_on_any_line(at_);
        if (kind(body) == L::RBRACE || (body < lexemes_.size() && begins_clause(lexemes_, body)))
            put(L::LBRACE, "`{`", " {", P::RuleStrategyHead);
    }

    bool begins_parameter(size_t i) const {
        if (kind(i) == L::LIVE && is_word(kind(i + 1))) return kind(i + 2) == L::COLON;
        return is_word(kind(i)) && kind(i + 1) == L::COLON;
    }

    /// To behind the parenthesis that ends them; false: there is none.
    bool parameters() {
        int open = result_.back().kind == L::LPAREN ? 1 : 0;
        bool typed = false;  // this parameter has its colon
        for (; at_ < lexemes_.size(); take()) {
            const size_t now = kind(at_);
            if (now == L::LBRACE || now == L::RBRACE) return false;
            if (result_.back().kind == L::NEWLINE && begins_clause(lexemes_, at_) && kind(at_ + 1) != L::COLON)
                return false;
            open += (now == L::LPAREN) - (now == L::RPAREN);
            if (open == 0) {
                take();
                return true;
            }
            if (open != 1) continue;
            if (typed && begins_parameter(at_) && value_ended()) {
                put(L::COMMA, "`,`", ",", P::RuleParameter);
                typed = false;
            }
            typed = (typed || now == L::COLON) && now != L::COMMA;
        }
        return false;
    }

    bool value_ended() {
        size_t i = result_.size();
        while (i > 0 && result_[i - 1].kind == L::NEWLINE) --i;
        const size_t last = i == 0 ? antlr4::Token::EOF : result_[i - 1].kind;
        return last == L::NUMBER || last == L::PERCENT || last == L::RPAREN || (is_word(last) && last != L::LIVE);
    }

    /// `work name when CONDITION`, or `would at PRICE when CONDITION`, and then items: no expression has such words
    /// side by side.
    void work(size_t rule) {
        take();
        if (kind(at_) == L::UP) take();  // of `would up to`, which is no item
        const size_t end = std::min(lexemes_.size(), at_ + kLookahead);
        for (size_t i = at_; i < end; ++i) {
            const size_t now = kind(i);
            if (now == L::LBRACE || now == L::SEMICOLON) return;
            const size_t next = next_on_any_line(i);
            const bool line_ends = now == L::NEWLINE;
            if (line_ends && next < lexemes_.size() && begins_clause(lexemes_, next)) return;
            if (kind(next) == L::RBRACE || begins_item(next, line_ends)) {
                if (!closers_abound(i)) return;
                take_until(i);
                return put(L::LBRACE, "`{`", " {", rule);
            }
        }
    }

    bool begins_item(size_t i, bool begins_line) const {
        const size_t next = kind(i + 1);
        switch (kind(i)) {
            case L::PEG:
                return next == L::NEAR || next == L::FAR || next == L::MID;
            case L::UP:
                return next == L::TO;
            case L::CHILD:
                return next == L::AT;
            case L::REPRICE:
                return next == L::EVERY;
            case L::POST:
                return next == L::ONLY;
            case L::TAKE:
                return is_word(next) || (begins_line && next == L::NUMBER);
            case L::SHOW:
            case L::LIMIT:
            case L::DEADLINE:
            case L::MINIMUM:
            case L::SIZE:
            case L::REFILL:
                return begins_line && (is_word(next) || next == L::NUMBER);
            case L::GAS:
                return next == L::AT;
            case L::RELOAD:
                return next == L::AFTER;
            case L::TIME_WORD:
                return next == L::IN;
            case L::NUMBER:
                return next == L::LEVELS;
            case L::AT:
                return begins_line;
            default:
                return begins_line && begins_target(i);
        }
    }

    /// A venue, in a route or in a work.
    bool begins_target(size_t i) const {
        const size_t now = kind(i);
        return now == L::STRING || now == L::THEN ||
               ((now == L::LIT || now == L::DARK || now == L::RFQ) && !is_sign(i + 1)) ||
               (now == L::AMM && kind(i + 1) == L::STRING);
    }
    bool is_sign(size_t i) const { return kind(i) >= L::LPAREN && kind(i) <= L::EQUAL && kind(i) != L::COMMA; }

    /// A block whose head is that many words.
    void block(size_t words, size_t rule) {
        take_until(at_ + words);
        if (kind(next_on_any_line(at_)) != L::LBRACE && closers_abound(at_)) put(L::LBRACE, "`{`", " {", rule);
    }

    /// `test "what it shows" of strategy for every side`, and then statements.
    void test() {
        take();
        const size_t line_end = end_of_line(at_);
        for (size_t i = at_; i < line_end; ++i)
            if (kind(i) == L::UNCLOSED_STRING) return unclosed_name(i, line_end);
        if (kind(at_) == L::STRING) take();
        if (kind(at_) == L::OF && is_word(kind(at_ + 1))) take_until(at_ + 2);
        if (kind(at_) == L::FOR && kind(at_ + 1) == L::EVERY && kind(at_ + 2) == L::SIDE) take_until(at_ + 3);
        if (!begins_test_statement(at_))
            while (at_ < line_end && kind(at_) != L::LBRACE) take();
        if (kind(next_on_any_line(at_)) != L::LBRACE && closers_abound(at_)) put(L::LBRACE, "`{`", " {", P::RuleTest);
    }

    /// The name of a test ran over the end of its line, and the `{` with it.
    void unclosed_name(size_t quote, size_t line_end) {
        const uint32_t begin = lexemes_[at_].begin, end = lexemes_[quote].end;
        diagnostics_.report(
            message::unclosed_string({file_.id(), lexemes_[quote].begin, end}).help("close it with `\"`"));
        result_.push_back({L::STRING, begin, end});
        at_ = line_end;
        if (kind(next_on_any_line(at_)) == L::LBRACE || !closers_abound(at_)) return;
        result_.push_back({L::LBRACE, end, end});
        ++depth_;
    }

    size_t end_of_line(size_t i) const {
        while (i < lexemes_.size() && kind(i) != L::NEWLINE) ++i;
        return i;
    }

    bool begins_test_statement(size_t i) const {
        const size_t now = kind(i);
        return now == L::ORDER || now == L::SET || now == L::MARKET || now == L::AT || now == L::EXPECT;
    }

    /// Whether the declaration has a `}` more from here on than it has open: its opener is what is missing.
    bool closers_abound(size_t i) const {
        const size_t end = std::min(lexemes_.size(), i + kLookahead);
        ptrdiff_t depth = depth_;
        for (; i < end; ++i) {
            if (kind(i) == L::STRATEGY && kind(i + 1) == L::LPAREN) break;
            if (begins_declaration(lexemes_, i)) break;
            depth += (kind(i) == L::LBRACE) - (kind(i) == L::RBRACE);
        }
        return depth < 0;
    }

    const std::vector<Lexeme>& lexemes_;
    const SourceFile& file_;
    Diagnostics& diagnostics_;
    std::vector<Lexeme> result_;
    size_t at_ = 0;
    ptrdiff_t depth_ = 0;  // of braces
};

}  // namespace

std::vector<Lexeme> mend_heads(const std::vector<Lexeme>& lexemes, const SourceFile& file, Diagnostics& diagnostics) {
    return Mender(lexemes, file, diagnostics).run();
}

}  // namespace weir::syntax
