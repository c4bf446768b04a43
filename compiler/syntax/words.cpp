#include "compiler/syntax/words.h"

#include <WeirLexer.h>

#include <algorithm>
#include <array>

namespace weir::syntax {
namespace {

using Word = std::string_view;
using L = grammar::WeirLexer;

constexpr auto kDeclarations = std::to_array<Word>({"fn", "policy", "strategy", "test", "use", "weir"});
constexpr auto kLaterDeclarations = std::to_array<Word>({"basket"});

constexpr auto kClauses = std::to_array<Word>(
    {"assume",   "at",      "cancel", "catch",       "complete", "done",  "hold",    "join", "legs",
     "let",      "next",    "one",    "participate", "pause",    "phase", "protect", "risk", "route",
     "schedule", "session", "settle", "stay",        "tilt",     "work",  "would"});
constexpr auto kLaterClauses = std::to_array<Word>({"basket"});

constexpr auto kItems = std::to_array<Word>({"amm", "at",      "child", "dark", "deadline", "gas",    "limit",
                                             "lit", "minimum", "peg",   "post", "refill",   "reload", "reprice",
                                             "rfq", "route",   "show",  "size", "take",     "time",   "up"});

constexpr auto kRouteLines =
    std::to_array<Word>({"amm", "avoid", "dark", "lit", "never", "post", "rfq", "take", "then"});
constexpr auto kTestStatements = std::to_array<Word>({"at", "expect", "market", "order", "set"});

}  // namespace

const Heads kDeclarationHeads{kDeclarations, kLaterDeclarations};
const Heads kClauseHeads{kClauses, kLaterClauses};
const Heads kItemHeads{kItems, {}};
const Heads kRouteHeads{kRouteLines, {}};
const Heads kTestHeads{kTestStatements, {}};

std::string kind_text(size_t kind) {
    if (kind == L::IDENTIFIER) return "a name";
    if (kind == L::NUMBER) return "a number";
    if (kind == L::TIME) return "a time";
    if (kind == L::STRING) return "a text in quotes";
    if (kind == L::SEPARATOR) return "the end of the line";
    if (kind == L::ARGUMENT_NAME) return "a name";
    if (kind == L::COUNT) return "a number";
    if (kind == L::STATEMENT_AT) return "`at`";
    if (kind == L::STATEMENT_BY) return "`by`";
    // The vocabulary has a literal as 'over'.
    static const antlr4::dfa::Vocabulary vocabulary = [] {
        antlr4::ANTLRInputStream nothing;
        return L(&nothing).getVocabulary();
    }();
    std::string text = vocabulary.getLiteralName(kind);
    std::ranges::replace(text, '\'', '`');
    return text.empty() ? "something else" : text;
}

}  // namespace weir::syntax
