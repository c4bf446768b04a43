// Who uses which function.
#include <set>

#include "lsp/requests.h"
#include "lsp/uri.h"

namespace weir::lsp {
namespace {

json::object item_of(const ide::Caller& caller, Places& places, Session& session) {
    const bool in_function = caller.kind == ide::NameKind::function;
    SourceRange name = caller.target.name;
    return {{"name", caller.name},
            {"kind", symbol_kind(caller.kind)},
            {"detail", in_function ? "function" : std::string(ide::text_of(caller.kind))},
            {"uri", session.uri_of(caller.target.path)},
            {"range", places.range(caller.range)},
            {"selectionRange", places.range(name)},
            {"data", {{"begin", name.begin}, {"end", name.end}}}};
}

/// What an item stands for, and a version of its file.
struct Asked {
    ide::Snapshot analysis;
    ide::Target target;
};
Asked asked(Session& session, const json::value& params) {
    const std::string path = path_of(get_string(params, {"item", "uri"}));
    const ide::Snapshot analysis = session.workspace.snapshot(path);
    if (!analysis) throw Refused{ErrorCode::content_modified, "`" + path + "` is not there any more"};
    const auto begin = static_cast<uint32_t>(get_number(params, {"item", "data", "begin"}));
    const auto end = static_cast<uint32_t>(get_number(params, {"item", "data", "end"}));
    return {analysis, {analysis->file().path(), {0, begin, end}}};
}

json::array ranges_of(const ide::Caller& caller, Places& places) {
    json::array all;
    for (const SourceRange place : caller.places) all.push_back(places.range(place));
    return all;
}

}  // namespace

json::value prepare_calls(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const auto caller = ide::caller_at(*now, places.offset_of(params));
    if (!caller) return nullptr;
    return json::array{item_of(*caller, places, session)};
}

json::value incoming_calls(Session& session, const json::value& params) {
    const Asked what = asked(session, params);
    json::array all;
    std::set<std::pair<std::string, uint32_t>> told;  // one who calls may be seen from several scripts
    const auto add = [&](const ide::Analysis& analysis) {
        Places places(analysis, session);
        for (const ide::Caller& caller : ide::callers(analysis, what.target))
            if (told.emplace(caller.target.path, caller.target.name.begin).second)
                all.push_back({{"from", item_of(caller, places, session)}, {"fromRanges", ranges_of(caller, places)}});
    };
    add(*what.analysis);
    const std::string name(what.analysis->file().text(what.target.name));
    for (const std::string& path : session.workspace.paths()) {
        if (path == what.target.path || session.workspace.text_of(path).text.find(name) == std::string::npos) continue;
        if (const ide::Snapshot other = session.workspace.snapshot(path)) add(*other);
    }
    return all;
}

json::value outgoing_calls(Session& session, const json::value& params) {
    const Asked what = asked(session, params);
    Places places(*what.analysis, session);
    json::array all;
    for (const ide::Caller& callee : ide::callees(*what.analysis, what.target))
        all.push_back({{"to", item_of(callee, places, session)}, {"fromRanges", ranges_of(callee, places)}});
    return all;
}

}  // namespace weir::lsp
