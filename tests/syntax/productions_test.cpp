// What the tests of syntax try is the whole grammar: every part of every rule stands in some script that is generated
// or kept. Parts of a rule are its references to other rules, each by itself, and the words and signs it may hold.
#include <WeirParser.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "compiler/syntax/heads.h"
#include "compiler/syntax/lexemes.h"
#include "compiler/syntax/recovery.h"
#include "random_tree.h"
#include "support.h"

namespace weir::syntax {
namespace {

using antlr4::atn::Transition;
using grammar::WeirParser;

/// A reference to a rule is told by the state that the parser comes from, a word or sign by the rule that holds it.
struct Part {
    size_t rule;
    bool is_rule;
    size_t what;
    friend auto operator<=>(const Part&, const Part&) = default;
};

/// What a parser is made with that is asked for its grammar alone.
std::vector<std::unique_ptr<antlr4::Token>> one_token() {
    std::vector<std::unique_ptr<antlr4::Token>> list;
    list.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
    return list;
}

class Grammar {
  public:
    Grammar() {
        for (const antlr4::atn::ATNState* state : parser_.getATN().states)
            if (state != nullptr)
                for (const Transition* transition : state->transitions) add(*state, *transition);
    }

    const std::set<Part>& parts() const { return parts_; }
    /// Words and signs of which a rule takes any: one of them is enough.
    const std::set<size_t>& rules_of_anything() const { return anything_; }

    std::string text(const Part& part) const {
        const std::string rule = parser_.getRuleNames()[part.rule] + ": ";
        if (!part.is_rule) return rule + std::string(parser_.getVocabulary().getDisplayName(part.what));
        const auto* state = parser_.getATN().states[part.what];
        const auto* call = dynamic_cast<const antlr4::atn::RuleTransition*>(state->transitions[0]);
        return rule + parser_.getRuleNames()[call->target->ruleIndex] + " (" + std::to_string(part.what) + ")";
    }

  private:
    void add(const antlr4::atn::ATNState& state, const Transition& transition) {
        const size_t rule = state.ruleIndex;
        switch (transition.getSerializationType()) {
            case Transition::RULE:
                parts_.insert({rule, true, state.stateNumber});
                break;
            case Transition::ATOM:
            case Transition::RANGE:
            case Transition::SET:
                for (const ssize_t kind : transition.label().toList())
                    if (kind > 0) parts_.insert({rule, false, static_cast<size_t>(kind)});
                break;
            case Transition::NOT_SET:
            case Transition::WILDCARD:
                anything_.insert(rule);
                break;
            default:
                break;
        }
    }

    antlr4::ListTokenSource source_{one_token()};
    antlr4::CommonTokenStream tokens_{&source_};
    mutable WeirParser parser_{&tokens_};
    std::set<Part> parts_;
    std::set<size_t> anything_;
};

void collect(antlr4::tree::ParseTree& tree, std::set<Part>& found) {
    const auto* context = dynamic_cast<antlr4::ParserRuleContext*>(&tree);
    if (context == nullptr) return;
    for (antlr4::tree::ParseTree* child : context->children) {
        if (const auto* rule = dynamic_cast<antlr4::ParserRuleContext*>(child)) {
            found.insert({context->getRuleIndex(), true, rule->invokingState});
            collect(*child, found);
        } else if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child)) {
            found.insert({context->getRuleIndex(), false, terminal->getSymbol()->getType()});
        }
    }
}

/// The parts of the grammar that a text is made of, as the parser sees it.
void parts_of(const std::string& text, std::set<Part>& found) {
    const SourceFile file("text.weir", text);
    Diagnostics ignored;
    const Filtered filtered = filter(mend_heads(scan(text).lexemes, file, ignored), file, {}, ignored);
    if (filtered.lexemes.empty()) return;
    std::vector<std::unique_ptr<antlr4::Token>> list;
    for (const Lexeme& lexeme : filtered.lexemes) {
        auto token = std::make_unique<antlr4::CommonToken>(lexeme.kind);
        token->setStartIndex(lexeme.begin);
        token->setStopIndex(static_cast<size_t>(lexeme.end) - 1);
        list.push_back(std::move(token));
    }
    antlr4::ListTokenSource source(std::move(list));
    antlr4::CommonTokenStream tokens(&source);
    WeirParser parser(&tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(std::make_shared<Recovery>(file, ignored));
    tokens.fill();  // recovery looks at whole statements
    collect(*parser.file(), found);
}

std::string script_in(const std::filesystem::path& path) {
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return text.substr(0, text.find("\n==== "));
}

/// Every word that is not reserved, as a name.
std::string soft_words() {
    antlr4::ListTokenSource source(one_token());
    antlr4::CommonTokenStream tokens(&source);
    const WeirParser parser(&tokens);
    std::string parameters;
    for (size_t kind = WeirParser::WEIR; kind < WeirParser::IDENTIFIER; ++kind) {
        const std::string quoted = parser.getVocabulary().getLiteralName(kind);
        parameters += (parameters.empty() ? "" : ", ") + quoted.substr(1, quoted.size() - 2) + " : price";
    }
    return "weir 1\nfn all(" + parameters + ") = 1\n";
}

/// What begins like nothing known, in each kind of block.
constexpr const char* kLikeNothing =
    "weir 1;\n{ a { b } }\nstrategy s() {\n { a }\n work w {\n { b }\n }\n route {\n { c }\n }\n"
    " risk {\n { d }\n not e\n 09:30\n (1)\n -1;\n when\n }\n assume {\n { e }\n }\n}\n"
    "test \"t\" {\n { f }\n}\n";

TEST(Productions, SoftWordsAreNames) {
    EXPECT_EQ(codes(parse_text(soft_words())), "");
}

TEST(Productions, AreAllExercised) {
    std::set<Part> found;
    for (uint32_t seed = 1; seed <= 600; ++seed) parts_of(to_source(random_tree(seed)), found);
    const size_t generated = found.size();
    // What begins like nothing known is in goldens; they and the full script hold the rest.
    for (const std::string& text : {full_script(), soft_words(), std::string(kLikeNothing)}) parts_of(text, found);
    const std::filesystem::path root = WEIR_SOURCE_DIR;
    for (const char* folder : {"stdlib", "tests/golden"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
            if (entry.path().extension() == ".weir") parts_of(script_in(entry.path()), found);

    const Grammar grammar;
    size_t missing = 0;
    for (const Part& part : grammar.parts()) {
        if (found.contains(part) || part.what == static_cast<size_t>(antlr4::Token::EOF)) continue;
        const bool any_word_will_do = !part.is_rule && part.rule == WeirParser::RuleNotWord;
        // A separator by itself is what recovery may leave.
        if (any_word_will_do || (!part.is_rule && part.what == WeirParser::SEPARATOR)) continue;
        ++missing;
        ADD_FAILURE() << "never tried: " << grammar.text(part);
    }
    for (const size_t rule : grammar.rules_of_anything())
        EXPECT_TRUE(std::ranges::any_of(found, [&](const Part& part) { return part.rule == rule && !part.is_rule; }))
            << "never tried: " << rule;
    std::cout << grammar.parts().size() << " parts of rules, " << missing << " never tried; " << generated
              << " are generated\n";
}

}  // namespace
}  // namespace weir::syntax
