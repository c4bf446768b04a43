// What could be typed, and what it means.
#include <fmt/format.h>

#include <filesystem>

#include "lsp/requests.h"

namespace weir::lsp {
namespace {

using ide::CompletionKind;

/// The numbers of the protocol's CompletionItemKind.
int number_of(CompletionKind kind) {
    enum : int {
        kMethod = 2,
        kFunction = 3,
        kVariable = 6,
        kClass = 7,
        kModule = 9,
        kProperty = 10,
        kUnit = 11,
        kValue = 12,
        kKeyword = 14,
        kSnippet = 15,
        kFile = 17,
        kEnumMember = 20,
        kStruct = 22,
        kTypeParameter = 25
    };
    switch (kind) {
        case CompletionKind::keyword:
            return kKeyword;
        case CompletionKind::statement:
            return kSnippet;
        case CompletionKind::signal:
            return kProperty;
        case CompletionKind::function:
            return kFunction;
        case CompletionKind::parameter:
        case CompletionKind::let:
            return kVariable;
        case CompletionKind::leg:
        case CompletionKind::venue:
            return kModule;
        case CompletionKind::work:
            return kMethod;
        case CompletionKind::phase:
            return kStruct;
        case CompletionKind::strategy:
            return kClass;
        case CompletionKind::type:
            return kTypeParameter;
        case CompletionKind::unit:
            return kUnit;
        case CompletionKind::choice:
            return kEnumMember;
        case CompletionKind::literal:
            return kValue;
        case CompletionKind::file:
            return kFile;
    }
    return kKeyword;
}

json::object markup(const Session& session, std::string text) {
    return {{"kind", session.client.has_markdown ? "markdown" : "plaintext"}, {"value", std::move(text)}};
}

/// Other scripts, as this one would use them.
std::vector<std::string> paths_from(Session& session, const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::vector<std::string> paths;
    for (const std::string& other : session.workspace.paths())
        if (other != path) paths.push_back(std::filesystem::path(other).lexically_relative(folder).generic_string());
    return paths;
}

}  // namespace

json::value completion(Session& session, const json::value& params) {
    const Document& document = session.document(params);
    const ide::Snapshot now = session.workspace.snapshot(session.document(params));
    Places places(*now, session);
    const ide::Completions all = ide::completions(*now, places.offset_of(params), paths_from(session, document.path));
    const json::value range = places.range(all.replaced);
    json::array items;
    for (const ide::Completion& one : all.items) {
        const bool has_places = one.text.find('$') != std::string::npos || one.text.find('\\') != std::string::npos;
        const bool is_snippet = has_places && session.client.has_snippets;
        json::object item{
            {"label", one.label},
            {"kind", number_of(one.kind)},
            {"sortText", fmt::format("{}{}", one.rank, one.label)},
            {"insertTextFormat", is_snippet ? 2 : 1},
            {"textEdit", {{"range", range}, {"newText", is_snippet ? one.text : ide::filled_in(one.text)}}}};
        if (one.text.find('\n') != std::string::npos) item["insertTextMode"] = 2;  // with the indentation of the line
        if (!one.detail.empty()) item["detail"] = one.detail;
        if (one.doc.empty())
            item["data"] = {{"label", one.label}, {"block", all.block}};
        else
            item["documentation"] = markup(session, one.doc);
        items.push_back(std::move(item));
    }
    return {{"isIncomplete", false}, {"items", std::move(items)}};
}

json::value completion_resolve(Session& session, const json::value& params) {
    get_string(params, {"label"});
    json::object item = params.get_object();
    // What is without it has all that there is.
    if (find(params, {"data"}) == nullptr) return item;
    std::string text = ide::documentation(get_string(params, {"data", "label"}), get_string(params, {"data", "block"}));
    if (!text.empty()) item["documentation"] = markup(session, std::move(text));
    return item;
}

json::value signature_help(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const auto help = ide::signature_help(*now, places.offset_of(params));
    if (!help) return nullptr;
    json::array signatures;
    for (const ide::Signature& one : help->signatures) {
        json::array parameters;
        for (const auto& [begin, end] : one.parameters)
            parameters.push_back({{"label", one.label.substr(begin, end - begin)}});
        json::object signature{{"label", one.label}, {"parameters", std::move(parameters)}};
        if (!one.doc.empty()) signature["documentation"] = markup(session, one.doc);
        signatures.push_back(std::move(signature));
    }
    return {
        {"signatures", std::move(signatures)}, {"activeSignature", help->active}, {"activeParameter", help->argument}};
}

}  // namespace weir::lsp
