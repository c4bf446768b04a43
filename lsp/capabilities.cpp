// What client and server can do, as they tell each other when they meet.
#include <algorithm>

#include "lsp/requests.h"

namespace weir::lsp {
namespace {

bool says(const json::value& value, std::initializer_list<std::string_view> path, std::string_view word) {
    const json::value* list = find(value, path);
    return list != nullptr && list->is_array() && std::ranges::any_of(list->get_array(), [&](const json::value& one) {
               return one.is_string() && one.get_string() == word;
           });
}

Client client_of(const json::value& params) {
    const json::value* given = find(params, {"capabilities"});
    const json::value can = given == nullptr ? json::object() : *given;
    Client client;
    if (says(can, {"general", "positionEncodings"}, "utf-8"))
        client.encoding = Encoding::utf8;
    else if (says(can, {"general", "positionEncodings"}, "utf-32") &&
             !says(can, {"general", "positionEncodings"}, "utf-16"))
        client.encoding = Encoding::utf32;
    client.pulls_diagnostics = find(can, {"textDocument", "diagnostic"}) != nullptr;
    const std::string_view told = client.pulls_diagnostics ? "diagnostic" : "publishDiagnostics";
    client.has_related_places = get_flag(can, {"textDocument", told, "relatedInformation"}) ||
                                get_flag(can, {"textDocument", "publishDiagnostics", "relatedInformation"});
    client.has_code_descriptions = get_flag(can, {"textDocument", told, "codeDescriptionSupport"}) ||
                                   get_flag(can, {"textDocument", "publishDiagnostics", "codeDescriptionSupport"});
    client.has_diagnostic_tags = find(can, {"textDocument", told, "tagSupport"}) != nullptr ||
                                 find(can, {"textDocument", "publishDiagnostics", "tagSupport"}) != nullptr;
    client.has_hierarchical_symbols =
        get_flag(can, {"textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"});
    client.has_snippets = get_flag(can, {"textDocument", "completion", "completionItem", "snippetSupport"});
    client.has_markdown = says(can, {"textDocument", "hover", "contentFormat"}, "markdown");
    client.has_progress = get_flag(can, {"window", "workDoneProgress"});
    client.has_configuration = get_flag(can, {"workspace", "configuration"});
    client.watches_files = get_flag(can, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
    client.refreshes_tokens = get_flag(can, {"workspace", "semanticTokens", "refreshSupport"});
    client.refreshes_hints = get_flag(can, {"workspace", "inlayHint", "refreshSupport"});
    client.refreshes_lenses = get_flag(can, {"workspace", "codeLens", "refreshSupport"});
    client.refreshes_diagnostics = get_flag(can, {"workspace", "diagnostics", "refreshSupport"});
    client.edits_versions = get_flag(can, {"workspace", "workspaceEdit", "documentChanges"});
    client.creates_files = says(can, {"workspace", "workspaceEdit", "resourceOperations"}, "create");
    return client;
}

std::string_view name_of(Encoding encoding) {
    return encoding == Encoding::utf8 ? "utf-8" : encoding == Encoding::utf16 ? "utf-16" : "utf-32";
}

}  // namespace

json::object capabilities(Session& session, const json::value& params) {
    session.client = client_of(params);
    constexpr int kIncremental = 2;
    return {
        {"positionEncoding", name_of(session.client.encoding)},
        {"textDocumentSync", {{"openClose", true}, {"change", kIncremental}, {"save", true}}},
        {"hoverProvider", true},
        {"completionProvider", {{"triggerCharacters", json::array{".", "\"", " "}}, {"resolveProvider", true}}},
        {"signatureHelpProvider", {{"triggerCharacters", json::array{"(", ",", ":"}}}},
        {"definitionProvider", true},
        {"declarationProvider", true},
        {"typeDefinitionProvider", true},
        {"referencesProvider", true},
        {"documentHighlightProvider", true},
        {"documentSymbolProvider", true},
        {"workspaceSymbolProvider", true},
        {"renameProvider", {{"prepareProvider", true}}},
        {"semanticTokensProvider", {{"legend", token_legend()}, {"range", true}, {"full", {{"delta", true}}}}},
        {"inlayHintProvider", true},
        {"foldingRangeProvider", true},
        {"selectionRangeProvider", true},
        {"documentLinkProvider", json::object()},
        {"codeActionProvider",
         {{"codeActionKinds", json::array{"quickfix", "refactor.extract", "refactor.inline", "refactor.rewrite"}}}},
        {"documentFormattingProvider", true},
        {"documentRangeFormattingProvider", true},
        {"documentOnTypeFormattingProvider",
         {{"firstTriggerCharacter", "}"}, {"moreTriggerCharacter", json::array{"\n"}}}},
        {"callHierarchyProvider", true},
        {"codeLensProvider", json::object()},
        {"executeCommandProvider", {{"commands", command_names()}}},
        {"diagnosticProvider",
         {{"identifier", "weir"}, {"interFileDependencies", true}, {"workspaceDiagnostics", true}}},
        {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}},
    };
}

}  // namespace weir::lsp
