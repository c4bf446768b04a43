// What is wrong, told or asked for.
#include <fmt/format.h>

#include "lsp/requests.h"

namespace weir::lsp {
namespace {

enum Tag : int { kUnnecessary = 1 };

bool is_unnecessary(Code code) {
    return code == Code::unused_let || code == Code::unused_parameter;
}

/// Of the script itself; what is wrong in a file that it uses is said at the `use`, or at the top.
json::array all_of(Session& session, const ide::Analysis& analysis) {
    Places places(analysis, session);
    json::array all;
    std::vector<size_t> errors(analysis.files.size());
    for (const Diagnostic& diagnostic : analysis.diagnostics) {
        if (diagnostic.range.file == 0)
            all.push_back(diagnostic_json(diagnostic, places, session));
        else
            errors[diagnostic.range.file] += diagnostic.severity == Severity::error;
    }
    for (uint32_t file = 1; file < analysis.files.size(); ++file) {
        if (errors[file] == 0) continue;
        const std::string& path = analysis.files[file].path();
        SourceRange at{0, 0, 0};
        for (const syntax::Use& use : analysis.tree().uses)
            if (path.ends_with(use.path.text)) at = use.path.range;
        all.push_back(
            {{"range", places.range(at)},
             {"severity", 1},
             {"source", "weir"},
             {"message", fmt::format("`{}` has {} error{}", path, errors[file], errors[file] == 1 ? "" : "s")}});
    }
    return all;
}

}  // namespace

json::object diagnostic_json(const Diagnostic& diagnostic, Places& places, Session& session) {
    std::string message = diagnostic.message;
    if (!diagnostic.label_text.empty()) message += "\n" + diagnostic.label_text;
    for (const std::string& help : diagnostic.helps) message += "\nhelp: " + help;
    json::object result{{"range", places.range(diagnostic.range)},
                        {"severity", diagnostic.severity == Severity::error ? 1 : 2},
                        {"code", code_text(diagnostic.code)},
                        {"source", "weir"},
                        {"message", message}};
    if (session.client.has_code_descriptions)
        result["codeDescription"] = {
            {"href", fmt::format("file://{}/errors/{}.md", WEIR_DOCS, code_text(diagnostic.code))}};
    if (session.client.has_related_places && !diagnostic.labels.empty()) {
        json::array related;
        for (const Label& label : diagnostic.labels)
            related.push_back({{"location", places.location(label.range)}, {"message", label.text}});
        result["relatedInformation"] = std::move(related);
    }
    if (session.client.has_diagnostic_tags && is_unnecessary(diagnostic.code))
        result["tags"] = json::array{int{kUnnecessary}};
    return result;
}

namespace {

/// With what is known of its limits and tests, of a script that is open.
json::array all_of(Session& session, Document& document) {
    const ide::Snapshot now = session.workspace.snapshot(document);
    json::array all = all_of(session, *now);
    Places places(*now, session);
    const ide::Verdicts verdicts = verdicts_of(session, document);
    for (const ide::Proven& proven : verdicts.strategies)
        for (const Diagnostic& remark : proven.remarks)
            if (remark.range.file == 0) all.push_back(diagnostic_json(remark, places, session));
    constexpr int kWarning = 2;
    for (const ide::Tested& tested : verdicts.tests)
        for (const ide::Unmet& one : ide::unmet(tested))
            all.push_back({{"range", places.range(one.range)},
                           {"severity", kWarning},
                           {"source", "weir test"},
                           {"message", one.message}});
    return all;
}

}  // namespace

void publish_diagnostics(Session& session, Document& document) {
    document.is_diagnosed = true;
    if (session.client.pulls_diagnostics) return;
    json::object told{{"uri", document.uri}, {"version", document.version}, {"diagnostics", all_of(session, document)}};
    // What is worked out beside often changes nothing.
    std::string text = json::serialize(told);
    if (text == document.published) return;
    document.published = std::move(text);
    session.notify("textDocument/publishDiagnostics", std::move(told));
}

json::value document_diagnostics(Session& session, const json::value& params) {
    json::array items = all_of(session, session.document(params));
    const std::string id = fmt::format("{:016x}", std::hash<std::string>()(json::serialize(items)));
    const json::value* before = find(params, {"previousResultId"});
    if (before != nullptr && before->is_string() && before->get_string() == id)
        return {{"kind", "unchanged"}, {"resultId", id}};
    return {{"kind", "full"}, {"resultId", id}, {"items", std::move(items)}};
}

json::value workspace_diagnostics(Session& session, const json::value& params) {
    std::map<std::string, std::string> before;
    if (const json::value* ids = find(params, {"previousResultIds"}); ids != nullptr && ids->is_array())
        for (const json::value& one : ids->get_array()) before[get_string(one, {"uri"})] = get_string(one, {"value"});
    json::array reports;
    for (const std::string& path : session.workspace.paths()) {
        const ide::Snapshot now = session.workspace.snapshot(path);
        if (!now) continue;
        const std::string uri = session.uri_of(path);
        Document* open = session.workspace.find(uri);
        json::array items = open == nullptr ? all_of(session, *now) : all_of(session, *open);
        const std::string id = fmt::format("{:016x}", std::hash<std::string>()(json::serialize(items)));
        json::object report{
            {"uri", uri}, {"version", open == nullptr ? json::value() : json::value(open->version)}, {"resultId", id}};
        if (before[uri] == id) {
            report["kind"] = "unchanged";
        } else {
            report["kind"] = "full";
            report["items"] = std::move(items);
        }
        reports.push_back(std::move(report));
    }
    return {{"items", std::move(reports)}};
}

}  // namespace weir::lsp
