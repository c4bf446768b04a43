#include <algorithm>

#include "compiler/syntax/build.h"
#include "compiler/syntax/recovery.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

std::string list_text(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "`" : ", `") + std::string(word) + "`";
    return text;
}

/// "`a`, `b` or `c`"
std::string choice_text(std::span<const std::string_view> words) {
    std::string text = "`" + std::string(words[0]) + "`";
    for (size_t i = 1; i < words.size(); ++i)
        text += (i + 1 == words.size() ? " or `" : ", `") + std::string(words[i]) + "`";
    return text;
}

/// Where a head that is not known in one list of statements would be right; empty when nowhere.
std::string_view place_of(std::string_view head, const Heads& here) {
    const auto among = [&](const Heads& list) {
        return &list != &here && std::ranges::find(list.known, head) != list.known.end();
    };
    const bool in_work = &here == &kItemHeads || &here == &kRouteHeads;
    if (in_work && among(kClauseHeads))
        return &here == &kItemHeads ? "outside of the work, in the strategy itself"
                                    : "outside of the route, in the strategy itself";
    if (&here == &kDeclarationHeads && among(kClauseHeads)) return "inside `strategy name() { … }`";
    if (&here == &kTestHeads && among(kClauseHeads)) return "inside `strategy name() { … }`";
    if (among(kItemHeads)) return "inside `work name { … }`";
    if (among(kRouteHeads)) return "inside `route { … }`";
    if (among(kTestHeads)) return "inside `test \"…\" { … }`";
    return {};
}

}  // namespace

/// A statement that begins like nothing known: a slip, something of a later edition, or no statement at all.
void Builder::other(antlr4::ParserRuleContext* context, const Heads& heads, std::string_view what,
                    const Message<std::string_view>& unknown) {
    if (faulty(context)) return;
    const antlr4::Token* token = context->getStart();
    const SourceRange at = range(token);
    const std::string head = text(at);
    const size_t kind = token->getType();
    if (std::ranges::find(heads.later, head) != heads.later.end()) {
        diagnostics_.report(message::later_edition(at, head));
    } else if (kind == P::UNKNOWN) {
        diagnostics_.report(message::unknown_character(at, "`" + head + "`"));
    } else if (kind == P::UNCLOSED_STRING) {
        diagnostics_.report(message::unclosed_string(at).help("close it with `\"`"));
    } else if (kind < P::WEIR || kind > P::IDENTIFIER) {
        diagnostics_.report(message::unexpected(at, "`" + head + "`", what));
    } else {
        Diagnostic& diagnostic = diagnostics_.report(unknown(at, head));
        const std::string_view place = place_of(head, heads);
        if (!place.empty()) {
            diagnostic.help("it belongs " + std::string(place));
        } else if (!diagnostic.suggest(at, head, heads.known)) {
            diagnostic.help(std::string(what) + " begins with one of " + list_text(heads.known));
        }
    }
}

std::optional<size_t> Builder::choice(P::WordContext* context, std::span<const std::string_view> words) {
    const SourceRange at = range(context);
    const std::string written = text(at);
    const auto found = std::ranges::find(words, written);
    if (found != words.end()) return static_cast<size_t>(found - words.begin());
    Diagnostic& diagnostic = diagnostics_.report(message::unexpected(at, "`" + written + "`", choice_text(words)));
    diagnostic.suggest(at, written, words);
    return std::nullopt;
}

void Builder::unexpected(SourceRange at, std::string_view expected, std::string_view help) {
    Diagnostic& diagnostic = diagnostics_.report(message::unexpected(at, "`" + text(at) + "`", expected));
    if (!help.empty()) diagnostic.help(std::string(help));
}

void Builder::missing_at_end(SourceRange before, std::string_view expected, std::string_view help) {
    const SourceRange at{before.file, before.end, before.end};
    Diagnostic& diagnostic = diagnostics_.report(message::unexpected(at, "the end of the line", expected));
    if (!help.empty()) diagnostic.help(std::string(help));
}

bool Builder::faulty(const antlr4::tree::ParseTree* tree) const {
    if (clean_) return false;
    const auto* context = dynamic_cast<const antlr4::ParserRuleContext*>(tree);
    if (context == nullptr) return false;
    if (context->exception != nullptr) return true;
    return std::ranges::any_of(context->children, [&](const auto* child) { return faulty(child); });
}

SourceRange Builder::range(const antlr4::Token* token) const {
    return range_of(token, file_);
}

SourceRange Builder::range(const antlr4::ParserRuleContext* context) const {
    if (context == nullptr) return {file_.id(), 0, 0};  // a part that is missing, which only an error node is made of
    const SourceRange first = range(context->start);
    if (context->stop == nullptr) return first;
    const SourceRange last = range(context->stop);
    return last.end < first.begin ? SourceRange{first.file, first.begin, first.begin} : cover(first, last);
}

Name Builder::name(P::WordContext* context) const {
    if (context == nullptr || faulty(context)) return {};
    return {text(range(context)), range(context)};
}

Quoted Builder::quoted(antlr4::tree::TerminalNode* node) const {
    if (node == nullptr) return {};
    const SourceRange at = range(node->getSymbol());
    const std::string written = text(at);
    return {written.size() < 2 ? std::string() : written.substr(1, written.size() - 2), at};
}

std::vector<Quoted> Builder::strings(P::StringsContext* context) const {
    std::vector<Quoted> result;
    if (context == nullptr) return result;
    for (antlr4::tree::TerminalNode* node : context->STRING()) result.push_back(quoted(node));
    return result;
}

}  // namespace weir::syntax
