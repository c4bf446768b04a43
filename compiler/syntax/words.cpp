#include "compiler/syntax/words.h"

#include <WeirLexer.h>

#include <algorithm>
#include <array>

namespace weir::syntax {
namespace {

using Word = std::string_view;
using L = grammar::WeirLexer;

constexpr auto kDeclarations = std::to_array<Word>({"weir", "strategy"});
constexpr auto kLaterDeclarations = std::to_array<Word>({"fn", "policy", "test", "use"});

constexpr auto kClauses = std::to_array<Word>(
    {"assume", "complete", "hold", "let", "next", "participate", "pause", "risk", "schedule", "tilt", "work"});
constexpr auto kLaterClauses =
    std::to_array<Word>({"avoid", "at", "cancel", "catch", "for", "join", "legs", "never", "one", "phase", "protect",
                         "resume", "route", "settle", "stay", "would"});

constexpr auto kItems = std::to_array<Word>({"at", "child", "peg", "post", "reprice", "show", "take", "up"});
constexpr auto kLaterItems = std::to_array<Word>({"avoid", "dark", "deadline", "levels", "limit", "lit", "minimum",
                                                  "never", "refill", "reload", "size", "stop", "sweep", "time"});

constexpr auto kLaterFunctions = std::to_array<Word>({"curve"});

}  // namespace

const Heads kDeclarationHeads{kDeclarations, kLaterDeclarations};
const Heads kClauseHeads{kClauses, kLaterClauses};
const Heads kItemHeads{kItems, kLaterItems};

bool is_later_function(std::string_view name) {
    return std::ranges::find(kLaterFunctions, name) != kLaterFunctions.end();
}

std::string kind_text(size_t kind) {
    if (kind == L::IDENTIFIER) return "a name";
    if (kind == L::NUMBER) return "a number";
    if (kind == L::TIME) return "a time";
    if (kind == L::SEPARATOR) return "the end of the line";
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
