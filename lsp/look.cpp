// How a script looks: tokens, hints, folds, selections, links.
#include <algorithm>
#include <filesystem>

#include "lsp/requests.h"
#include "lsp/uri.h"

namespace weir::lsp {
namespace {

using ide::TokenKind;

/// The names of the protocol, which themes know.
constexpr std::string_view type_of(TokenKind kind) {
    switch (kind) {
        case TokenKind::keyword:
            return "keyword";
        case TokenKind::operation:
            return "operator";
        case TokenKind::number:
            return "number";
        case TokenKind::string:
            return "string";
        case TokenKind::comment:
            return "comment";
        case TokenKind::unit:
        case TokenKind::type:
            return "type";
        case TokenKind::function:
            return "function";
        case TokenKind::variable:
            return "variable";
        case TokenKind::parameter:
            return "parameter";
        case TokenKind::property:
            return "property";
        case TokenKind::strategy:
            return "class";
        case TokenKind::policy:
            return "interface";
        case TokenKind::work:
            return "method";
        case TokenKind::phase:
            return "struct";
        case TokenKind::leg:
            return "namespace";
        case TokenKind::choice:
            return "enumMember";
    }
    return "variable";
}

/// Bits in the order of `ide::Modifier`.
constexpr std::string_view kModifiers[] = {"declaration", "readonly", "defaultLibrary", "documentation",
                                           "modification"};
constexpr std::string_view kTypes[] = {"keyword",  "operator", "number",    "string",    "comment", "type",
                                       "function", "variable", "parameter", "property",  "class",   "interface",
                                       "method",   "struct",   "namespace", "enumMember"};

uint32_t index_of(TokenKind kind) {
    return static_cast<uint32_t>(std::ranges::find(kTypes, type_of(kind)) - std::begin(kTypes));
}

/// Five numbers a token, each place as the distance from the one before.
std::vector<uint32_t> encoded(const ide::Analysis& analysis, Places& places, Encoding encoding, SourceRange range) {
    std::vector<uint32_t> data;
    Position last{0, 0};
    for (const ide::Token& token : ide::semantic_tokens(analysis)) {
        if (token.range.end <= range.begin || token.range.begin >= range.end) continue;
        const Position begin = places.lines().position(token.range.begin, encoding);
        const Position end = places.lines().position(token.range.end, encoding);
        const bool same_line = begin.line == last.line;
        data.insert(data.end(), {begin.line - last.line, same_line ? begin.character - last.character : begin.character,
                                 end.character - begin.character, index_of(token.kind), token.modifiers});
        last = begin;
    }
    return data;
}

json::array to_json(std::span<const uint32_t> data) {
    return json::array(data.begin(), data.end());
}

constexpr SourceRange kWhole{0, 0, ~uint32_t{0}};

/// Remembers what the client has now, and returns what it had.
std::vector<uint32_t> remember(Document& document, std::vector<uint32_t> data) {
    ++document.tokens_id;
    return std::exchange(document.tokens, std::move(data));
}

}  // namespace

json::object token_legend() {
    return {{"tokenTypes", json::array(std::begin(kTypes), std::end(kTypes))},
            {"tokenModifiers", json::array(std::begin(kModifiers), std::end(kModifiers))}};
}

json::value tokens_full(Session& session, const json::value& params) {
    Document& document = session.document(params);
    const ide::Snapshot now = session.workspace.snapshot(document);
    Places places(*now, session);
    remember(document, encoded(*now, places, session.client.encoding, kWhole));
    return {{"resultId", std::to_string(document.tokens_id)}, {"data", to_json(document.tokens)}};
}

json::value tokens_delta(Session& session, const json::value& params) {
    Document& document = session.document(params);
    const std::string known = get_string(params, {"previousResultId"});
    if (known != std::to_string(document.tokens_id)) return tokens_full(session, params);
    const ide::Snapshot now = session.workspace.snapshot(document);
    Places places(*now, session);
    const std::vector<uint32_t> before = remember(document, encoded(*now, places, session.client.encoding, kWhole));
    const std::vector<uint32_t>& after = document.tokens;
    const size_t shorter = std::min(before.size(), after.size());
    const auto ahead = static_cast<size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
    size_t behind = 0;
    while (behind < shorter - ahead && before[before.size() - 1 - behind] == after[after.size() - 1 - behind]) ++behind;
    json::array edits;
    if (ahead + behind < before.size() || ahead + behind < after.size())
        edits.push_back({{"start", ahead},
                         {"deleteCount", before.size() - ahead - behind},
                         {"data", to_json(std::span(after).subspan(ahead, after.size() - ahead - behind))}});
    return {{"resultId", std::to_string(document.tokens_id)}, {"edits", std::move(edits)}};
}

json::value tokens_range(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    return {{"data", to_json(encoded(*now, places, session.client.encoding, places.range_of(params)))}};
}

json::value inlay_hints(Session& session, const json::value& params) {
    enum : int { kType = 1, kParameter = 2 };
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    json::array all;
    if (!session.settings.hints) return all;
    for (const ide::Hint& hint : ide::hints(*now, places.range_of(params))) {
        json::object one{{"position", places.position(hint.offset)}, {"label", hint.text}};
        if (hint.kind == ide::HintKind::type) one["kind"] = int{kType};
        if (hint.kind == ide::HintKind::argument) one["kind"] = int{kParameter}, one["paddingRight"] = true;
        if (hint.kind == ide::HintKind::money) one["paddingLeft"] = true;
        all.push_back(std::move(one));
    }
    return all;
}

json::value folding_ranges(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    json::array all;
    for (const ide::Fold& fold : ide::folds(*now)) {
        const Position begin = places.lines().position(fold.range.begin, session.client.encoding);
        const Position end = places.lines().position(fold.range.end, session.client.encoding);
        json::object one{{"startLine", begin.line}, {"endLine", end.line}};
        if (fold.kind == ide::FoldKind::comments) one["kind"] = "comment";
        if (fold.kind == ide::FoldKind::uses) one["kind"] = "imports";
        all.push_back(std::move(one));
    }
    return all;
}

json::value selection_ranges(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    json::array all;
    for (const json::value& position : get_array(params, {"positions"})) {
        const uint32_t offset = places.offset(position);
        const std::vector<SourceRange> ranges = ide::selections(*now, offset);
        json::value chain;
        for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
            json::object outer{{"range", places.range(*range)}};
            if (!chain.is_null()) outer["parent"] = std::move(chain);
            chain = std::move(outer);
        }
        if (chain.is_null()) chain = json::object{{"range", places.range({0, offset, offset})}};
        all.push_back(std::move(chain));
    }
    return all;
}

json::value document_links(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const std::filesystem::path folder = std::filesystem::path(now->file().path()).parent_path();
    json::array all;
    for (const ide::Link& link : ide::links(*now))
        all.push_back({{"range", places.range(link.range)},
                       {"target", session.uri_of((folder / link.path).lexically_normal().string())}});
    return all;
}

}  // namespace weir::lsp
