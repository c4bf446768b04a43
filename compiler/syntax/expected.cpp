#include "compiler/syntax/expected.h"

#include <WeirLexer.h>
#include <WeirParser.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "compiler/syntax/brackets.h"
#include "compiler/syntax/lexemes.h"
#include "compiler/syntax/words.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;
using antlr4::atn::ATNState;
using antlr4::atn::Transition;

/// Walks the grammar along the words of a statement, and sees what may follow them.
class Walk {
  public:
    Walk(const antlr4::atn::ATN& atn, const antlr4::dfa::Vocabulary& vocabulary, const std::vector<std::string>& rules,
         std::vector<size_t> kinds, Expected& expected)
        : atn_(atn), vocabulary_(vocabulary), rules_(rules), kinds_(std::move(kinds)), expected_(expected) {}

    void run(size_t rule) { ends_of(rule, 0, rule); }

  private:
    using Ends = std::set<size_t>;

    /// Where a rule that begins at `index` can end. `outer` is the rule that wants it.
    const Ends& ends_of(size_t rule, size_t index, size_t outer) {
        if (rule == P::RuleWord && index == kinds_.size()) expected_.names.insert(rules_[outer]);
        const auto [known, is_new] = known_.try_emplace({rule, index});
        if (!is_new) return known->second;
        // References into a map stay as they are while it grows.
        Ends& ends = known->second;
        std::set<std::pair<size_t, size_t>> seen;
        walk(atn_.ruleToStartState[rule], rule, index, ends, seen);
        return ends;
    }

    void walk(ATNState* state, size_t rule, size_t index, Ends& ends, std::set<std::pair<size_t, size_t>>& seen) {
        if (!seen.emplace(state->stateNumber, index).second) return;
        if (state->getStateType() == ATNState::RULE_STOP) {
            ends.insert(index);
            return;
        }
        for (const Transition* transition : state->transitions) {
            if (const auto* call = dynamic_cast<const antlr4::atn::RuleTransition*>(transition)) {
                const size_t inner = call->target->ruleIndex;
                // What takes anything expects nothing.
                if (rules_[inner].starts_with("other")) continue;
                for (const size_t end : Ends(ends_of(inner, index, rule)))
                    walk(call->followState, rule, end, ends, seen);
            } else if (transition->isEpsilon()) {
                walk(transition->target, rule, index, ends, seen);
            } else {
                step(*transition, rule, index, ends, seen);
            }
        }
    }

    void step(const Transition& transition, size_t rule, size_t index, Ends& ends,
              std::set<std::pair<size_t, size_t>>& seen) {
        const antlr4::misc::IntervalSet label = transition.label();
        if (index == kinds_.size()) {
            if (rule != P::RuleWord)
                for (const ssize_t kind : label.toList()) note(static_cast<size_t>(kind), rule);
        } else if (label.contains(kinds_[index])) {
            walk(transition.target, rule, index + 1, ends, seen);
        }
    }

    void note(size_t kind, size_t rule) {
        switch (kind) {
            case P::NUMBER:
                expected_.number = true;
                return;
            case P::COUNT:
                expected_.number = true;
                expected_.names.insert(rules_[rule]);
                return;
            case P::TIME:
                expected_.time = true;
                return;
            case P::STRING:
                expected_.text = true;
                return;
            case P::ARGUMENT_NAME:
                expected_.names.insert("argument");
                return;
            case P::IDENTIFIER:
                expected_.unit |= rule == P::RuleNumber;
                return;
            case P::STATEMENT_AT:
                expected_.words.insert("at");
                return;
            case P::STATEMENT_BY:
                expected_.words.insert("by");
                return;
            default:
                break;
        }
        if (rule == P::RuleNumber) return;  // units, of which sema has the table
        std::string text = vocabulary_.getLiteralName(kind);
        std::erase(text, '\'');
        if (!text.empty()) expected_.words.insert(std::move(text));
    }

    const antlr4::atn::ATN& atn_;
    const antlr4::dfa::Vocabulary& vocabulary_;
    const std::vector<std::string>& rules_;
    const std::vector<size_t> kinds_;
    Expected& expected_;
    std::map<std::pair<size_t, size_t>, Ends> known_;
};

/// The statements that a block holds, by the word that it begins with.
size_t rule_in(size_t head) {
    switch (head) {
        case P::STRATEGY:
        case P::PHASE:
        case P::PROTECT:
        case P::ONE:
            return P::RuleClause;
        case P::WORK:
        case P::WOULD:
        case P::AT:
            return P::RuleItem;
        case P::RISK:
        case P::POLICY:
            return P::RuleRiskLine;
        case P::ASSUME:
            return P::RuleAssumeLine;
        case P::ROUTE:
            return P::RuleRouteLine;
        case P::LEGS:
            return P::RuleLegLine;
        case P::TEST:
            return P::RuleTestStatement;
        default:
            return P::RuleDeclaration;
    }
}

bool is_letter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The beginning of the declaration that holds a place: a line that begins with a word of its own in its first column.
uint32_t declaration_begin(std::string_view text, uint32_t offset) {
    constexpr std::string_view kHeads[] = {"strategy", "policy", "test", "fn", "use", "weir"};
    for (size_t end = std::min<size_t>(offset, text.size());;) {
        const size_t begin = end == 0 ? 0 : text.rfind('\n', end - 1) + 1;
        for (const std::string_view head : kHeads)
            if (text.substr(begin).starts_with(head) &&
                (begin + head.size() >= text.size() || !is_letter(text[begin + head.size()])))
                return static_cast<uint32_t>(begin);
        if (begin == 0) return 0;
        end = begin - 1;
    }
}

/// The lexemes up to the place, and at the place a name that stands for what is not yet there.
std::vector<Lexeme> up_to(const SourceFile& file, uint32_t offset, Expected& expected) {
    const std::string& text = file.text();
    const size_t feed = text.find('\n', offset);
    const size_t line_end = feed == std::string::npos ? text.size() : feed;
    const Scan scanned = scan(std::string_view(text).substr(0, line_end), declaration_begin(text, offset));
    for (const CommentLexeme& comment : scanned.comments)
        if (comment.begin < offset && offset <= comment.end) expected.where = Expected::Where::comment;
    expected.prefix = {file.id(), offset, offset};
    std::vector<Lexeme> lexemes;
    for (const Lexeme& lexeme : scanned.lexemes) {
        if (lexeme.begin >= offset && lexeme.end > lexeme.begin) break;
        const bool is_text = lexeme.kind == P::STRING || lexeme.kind == P::UNCLOSED_STRING;
        if (is_text && (offset < lexeme.end || lexeme.kind == P::UNCLOSED_STRING)) {
            expected.where = Expected::Where::text;
            expected.prefix = {file.id(), lexeme.begin + 1, lexeme.end - (lexeme.kind == P::STRING ? 1 : 0)};
            break;
        }
        if (lexeme.end >= offset && (is_word(lexeme.kind) || is_letter(text[lexeme.begin])) &&
            lexeme.kind != P::NUMBER && lexeme.kind != P::TIME) {
            expected.prefix = {file.id(), lexeme.begin, lexeme.end};
            break;
        }
        lexemes.push_back(lexeme);
    }
    lexemes.push_back({P::IDENTIFIER, expected.prefix.begin, std::max(expected.prefix.end, expected.prefix.begin + 1)});
    return lexemes;
}

/// The statement that a place stands in, up to the place.
struct Statement {
    std::vector<size_t> heads;  // what the blocks around it begin with
    std::vector<Lexeme> lexemes;
};

/// `stand_ins` are kinds of lexemes for what is at the place and behind it.
Statement statement_of(std::vector<Lexeme> lexemes, const SourceFile& file, const std::vector<size_t>& stand_ins) {
    const Lexeme place = lexemes.back();
    lexemes.pop_back();
    for (const size_t kind : stand_ins) lexemes.push_back({kind, place.begin, place.end});
    Diagnostics unheard;
    const std::vector<Lexeme> filtered = filter(lexemes, file, {}, unheard).lexemes;
    Statement statement;
    auto begin = filtered.begin(), at = begin;
    for (; at != filtered.end() && (at->begin != place.begin || at->end != place.end); ++at) {
        if (at->kind == P::LBRACE) statement.heads.push_back(begin->kind);
        if (at->kind == P::RBRACE && !statement.heads.empty()) statement.heads.pop_back();
        if (at->kind == P::LBRACE || at->kind == P::RBRACE || at->kind == P::SEPARATOR) begin = at + 1;
    }
    statement.lexemes.assign(begin, at);
    return statement;
}

bool begins_with_count(const Statement& statement) {
    const size_t head = statement.lexemes.empty() ? antlr4::Token::EOF : statement.lexemes.front().kind;
    return head == P::IDENTIFIER || head == P::NUMBER;
}

}  // namespace

Expected expected_at(const SourceFile& file, uint32_t given) {
    Expected expected;
    const uint32_t offset = std::min(given, static_cast<uint32_t>(file.text().size()));
    const std::vector<Lexeme> lexemes = up_to(file, offset, expected);
    if (expected.where == Expected::Where::comment) return expected;
    // The filter may look behind the last lexeme, which stands for something that is not there.
    const SourceFile longer(file.path(), file.text() + " ", file.id());
    // What the words before the place are may hang on what comes.
    const Statement statement = statement_of(lexemes, longer, {P::UNKNOWN});
    for (const Lexeme& lexeme : statement.lexemes) {
        expected.ranges.push_back({file.id(), lexeme.begin, lexeme.end});
        expected.before.emplace_back(file.text(expected.ranges.back()));
    }
    if (!statement.heads.empty()) {
        expected.block = kind_text(statement.heads.back());
        std::erase(expected.block, '`');
    }
    if (expected.where == Expected::Where::text) return expected;
    antlr4::ANTLRInputStream nothing;
    grammar::WeirLexer lexer(&nothing);
    antlr4::CommonTokenStream tokens(&lexer);
    const P parser(&tokens);
    for (const std::vector<size_t>& stand_ins : std::initializer_list<std::vector<size_t>>{
             {P::UNKNOWN}, {P::IDENTIFIER}, {P::MOST}, {P::LEVELS, P::FROM}, {P::TIMES}, {P::NUMBER}}) {
        // `steps levels from …`: of these words only a name is one that counts.
        if (stand_ins.front() == P::LEVELS && !begins_with_count(statement)) continue;
        const Statement one = statement_of(lexemes, longer, stand_ins);
        std::vector<size_t> kinds;
        for (const Lexeme& lexeme : one.lexemes) kinds.push_back(lexeme.kind);
        Walk(parser.getATN(), parser.getVocabulary(), parser.getRuleNames(), std::move(kinds), expected)
            .run(rule_in(one.heads.empty() ? antlr4::Token::EOF : one.heads.back()));
    }
    return expected;
}

}  // namespace weir::syntax
