// What is at a place, where it is declared and used, what it is called, and what there is.
#include "lsp/requests.h"
#include "lsp/uri.h"

namespace weir::lsp {
namespace {

/// Calls `visit(analysis, places of the target in it)` for the script at hand, and for each other that names the
/// target.
template <class Visit>
void each_script(Session& session, const ide::Snapshot& here, const ide::Target& target, bool declaration,
                 Visit visit) {
    visit(*here, ide::references(*here, target, declaration));
    for (const std::string& path : session.workspace.paths()) {
        if (path == here->file().path()) continue;
        // A script that does not have the name in its text need not be read.
        const std::string_view name = here->names.declarations.empty() ? "" : here->text(target.name);
        const syntax::FileText text = session.workspace.text_of(path);
        if (text.text.find(name) == std::string::npos) continue;
        const ide::Snapshot other = session.workspace.snapshot(path);
        if (other) visit(*other, ide::references(*other, target, declaration));
    }
}

json::array to_json(const std::vector<ide::Symbol>& symbols, Places& places) {
    json::array all;
    for (const ide::Symbol& symbol : symbols) {
        json::object one{{"name", symbol.name},
                         {"kind", symbol_kind(symbol.kind)},
                         {"range", places.range(symbol.range)},
                         {"selectionRange", places.range(symbol.name_range)}};
        if (!symbol.detail.empty()) one["detail"] = symbol.detail;
        if (!symbol.children.empty()) one["children"] = to_json(symbol.children, places);
        all.push_back(std::move(one));
    }
    return all;
}

void add_flat(const std::vector<ide::Symbol>& symbols, const std::string& parent, Places& places, json::array& all) {
    for (const ide::Symbol& symbol : symbols) {
        json::object one{
            {"name", symbol.name}, {"kind", symbol_kind(symbol.kind)}, {"location", places.location(symbol.range)}};
        if (!parent.empty()) one["containerName"] = parent;
        all.push_back(std::move(one));
        add_flat(symbol.children, symbol.name, places, all);
    }
}

}  // namespace

int symbol_kind(ide::NameKind kind) {
    enum : int {
        kClass = 5,
        kMethod = 6,
        kProperty = 7,
        kInterface = 11,
        kFunction = 12,
        kVariable = 13,
        kConstant = 14,
        kStruct = 23,
        kEvent = 24
    };
    switch (kind) {
        case ide::NameKind::strategy:
            return kClass;
        case ide::NameKind::parameter:
            return kProperty;
        case ide::NameKind::let:
            return kVariable;
        case ide::NameKind::work:
            return kMethod;
        case ide::NameKind::phase:
            return kStruct;
        case ide::NameKind::leg:
            return kConstant;
        case ide::NameKind::function:
            return kFunction;
        case ide::NameKind::argument:
            return kVariable;
        case ide::NameKind::policy:
            return kInterface;
        case ide::NameKind::test:
            return kEvent;
    }
    return kVariable;
}

json::value hover(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const uint32_t offset = places.offset_of(params);
    const auto found = ide::hover(*now, offset);
    std::string text = found ? found->markdown : "";
    const std::string verdict = ide::verdict_at(verdicts_of(session, session.document(params)), offset);
    if (!verdict.empty()) text = verdict + (text.empty() ? "" : "\n\n---\n\n" + text);
    if (text.empty()) return nullptr;
    json::object result{
        {"contents", {{"kind", session.client.has_markdown ? "markdown" : "plaintext"}, {"value", std::move(text)}}}};
    if (found) result["range"] = places.range(found->range);
    return result;
}

json::value definition(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const auto found = ide::definition(*now, places.offset_of(params));
    return found ? places.location(*found) : nullptr;
}

json::value type_definition(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const auto found = ide::type_definition(*now, places.offset_of(params));
    return found ? places.location(*found) : nullptr;
}

json::value references(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places here(*now, session);
    const auto target = ide::target_at(*now, here.offset_of(params));
    if (!target) return nullptr;
    json::array all;
    each_script(session, now, *target, get_flag(params, {"context", "includeDeclaration"}),
                [&](const ide::Analysis& analysis, const std::vector<SourceRange>& ranges) {
                    Places places(analysis, session);
                    for (const SourceRange range : ranges) all.push_back(places.location(range));
                });
    return all;
}

json::value highlights(Session& session, const json::value& params) {
    enum : int { kRead = 2, kWrite = 3 };
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const auto target = ide::target_at(*now, places.offset_of(params));
    if (!target) return nullptr;
    json::array all;
    for (const SourceRange range : ide::references(*now, *target, true)) {
        const bool declares = range.begin == target->name.begin && now->file().path() == target->path;
        all.push_back({{"range", places.range(range)}, {"kind", declares ? kWrite : kRead}});
    }
    return all;
}

json::value prepare_rename(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const ide::Renaming found = ide::prepare_rename(*now, places.offset_of(params));
    if (!found.fault.empty()) return nullptr;
    return {{"range", places.range(found.range)}, {"placeholder", found.name}};
}

json::value rename(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places here(*now, session);
    const uint32_t offset = here.offset_of(params);
    const std::string name = get_string(params, {"newName"});
    const ide::Renaming found = ide::prepare_rename(*now, offset);
    if (!found.fault.empty()) throw Refused{ErrorCode::request_failed, found.fault};
    const ide::Target target = *ide::target_at(*now, offset);
    json::object changes;
    std::string fault;
    each_script(session, now, target, true, [&](const ide::Analysis& analysis, const std::vector<SourceRange>& ranges) {
        if (ranges.empty()) return;
        if (fault.empty()) fault = ide::rename_fault(analysis, target, name);
        Places places(analysis, session);
        json::array edits;
        for (const SourceRange range : ranges) edits.push_back({{"range", places.range(range)}, {"newText", name}});
        changes[session.uri_of(analysis.file().path())] = std::move(edits);
    });
    if (!fault.empty()) throw Refused{ErrorCode::request_failed, fault};
    return {{"changes", std::move(changes)}};
}

json::value document_symbols(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const std::vector<ide::Symbol> symbols = ide::symbols(*now);
    if (session.client.has_hierarchical_symbols) return to_json(symbols, places);
    json::array all;
    add_flat(symbols, "", places, all);
    return all;
}

json::value workspace_symbols(Session& session, const json::value& params) {
    json::array all;
    for (const Found& found : session.workspace.symbols(get_string(params, {"query"}))) {
        const Lines lines(*found.text);
        const json::value range{{"start", to_json(lines.position(found.name_range.begin, session.client.encoding))},
                                {"end", to_json(lines.position(found.name_range.end, session.client.encoding))}};
        json::object one{{"name", found.name},
                         {"kind", symbol_kind(found.kind)},
                         {"location", {{"uri", session.uri_of(found.path)}, {"range", range}}}};
        if (!found.parent.empty()) one["containerName"] = found.parent;
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace weir::lsp
