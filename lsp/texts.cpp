// Texts: documents that open, change and close; files and folders that come and go; settings.
#include "lsp/requests.h"
#include "lsp/uri.h"

namespace weir::lsp {

void did_open(Session& session, const json::value& params) {
    session.workspace.open(get_string(params, {"textDocument", "uri"}), get_number(params, {"textDocument", "version"}),
                           get_string(params, {"textDocument", "text"}));
}

void did_change(Session& session, const json::value& params) {
    Document& document = session.document(params);
    std::string text = document.text;
    for (const json::value& change : get_array(params, {"contentChanges"})) {
        std::string added = get_string(change, {"text"});
        const json::value* range = find(change, {"range"});
        if (range == nullptr) {
            text = std::move(added);
            continue;
        }
        const json::value *start = find(*range, {"start"}), *end = find(*range, {"end"});
        if (start == nullptr || end == nullptr)
            throw Refused{ErrorCode::invalid_params, "a range has `start` and `end`"};
        const Lines lines(text);
        const uint32_t first = lines.offset(position_of(*start), session.client.encoding);
        const uint32_t last = lines.offset(position_of(*end), session.client.encoding);
        if (first > last) throw Refused{ErrorCode::invalid_params, "a range ends before it begins"};
        text.replace(first, last - first, added);
    }
    session.workspace.change(document, get_number(params, {"textDocument", "version"}), std::move(text));
}

void did_close(Session& session, const json::value& params) {
    Document& document = session.document(params);
    const std::string uri = document.uri;
    if (session.desk.stop) session.desk.stop("judge " + uri);
    session.workspace.close(document);
    if (!session.client.pulls_diagnostics)
        session.notify("textDocument/publishDiagnostics", {{"uri", uri}, {"diagnostics", json::array()}});
}

void did_save(Session& session, const json::value& params) {
    session.workspace.changed_on_disk(session.document(params).path);
}

void did_change_watched_files(Session& session, const json::value& params) {
    for (const json::value& change : get_array(params, {"changes"}))
        session.workspace.changed_on_disk(path_of(get_string(change, {"uri"})));
}

void did_change_workspace_folders(Session& session, const json::value& params) {
    for (const json::value& folder : get_array(params, {"event", "removed"}))
        session.workspace.remove_folder(path_of(get_string(folder, {"uri"})));
    for (const json::value& folder : get_array(params, {"event", "added"}))
        session.workspace.add_folder(path_of(get_string(folder, {"uri"})));
}

namespace {

/// What should bind every script and cannot be read binds none, which nobody would see.
void warn_of_policies(Session& session) {
    constexpr int kWarning = 2;
    for (const std::string& path : session.workspace.policies())
        if (const syntax::FileText file = session.workspace.text_of(path); !file.error.empty())
            session.notify(
                "window/showMessage",
                {{"type", int{kWarning}}, {"message", "the policies of `" + path + "` bind no script: " + file.error}});
}

/// While the client runs: what it shows by a setting is asked for again.
void configure_anew(Session& session, const json::value& settings) {
    const bool hints = session.settings.hints;
    configure(session, settings);
    if (session.settings.hints != hints && session.client.refreshes_hints)
        session.ask("workspace/inlayHint/refresh", nullptr);
}

}  // namespace

void did_change_configuration(Session& session, const json::value& params) {
    const json::value* settings = find(params, {"settings", "weir"});
    if (settings != nullptr) return configure_anew(session, *settings);
    ask_for_settings(session);
}

void ask_for_settings(Session& session) {
    if (!session.client.has_configuration) return;
    session.ask("workspace/configuration", json::object{{"items", json::array{json::object{{"section", "weir"}}}}},
                [](Session& now, const json::value& result) {
                    if (result.is_array() && !result.get_array().empty())
                        configure_anew(now, result.get_array().front());
                });
}

void configure(Session& session, const json::value& settings) {
    const auto take = [&](std::initializer_list<std::string_view> path, bool& flag) {
        if (const json::value* said = find(settings, path); said != nullptr && said->is_bool()) flag = said->get_bool();
    };
    take({"inlayHints", "enabled"}, session.settings.hints);
    take({"verify", "onType"}, session.settings.verifies);
    if (const json::value* policies = find(settings, {"verify", "policies"});
        policies != nullptr && policies->is_array()) {
        std::vector<std::string> paths;
        for (const json::value& path : policies->get_array())
            if (path.is_string()) paths.push_back(path_of(path.get_string()));
        if (session.workspace.set_policies(std::move(paths))) warn_of_policies(session);
    }
}

}  // namespace weir::lsp
