// How a script can be changed: formatting, and actions at a place.
#include <map>

#include "lsp/requests.h"

namespace weir::lsp {
namespace {

json::array to_json(const std::vector<ide::Edit>& edits, Places& places) {
    json::array all;
    for (const ide::Edit& edit : edits) all.push_back({{"range", places.range(edit.range)}, {"newText", edit.text}});
    return all;
}

std::string_view kind_of(ide::ActionKind kind) {
    switch (kind) {
        case ide::ActionKind::mend:
            return "quickfix";
        case ide::ActionKind::extract:
            return "refactor.extract";
        case ide::ActionKind::inlined:
            return "refactor.inline";
        case ide::ActionKind::rewrite:
            return "refactor.rewrite";
    }
    return "refactor";
}

/// Whether a client that asks for these kinds alone wants this one: `refactor` holds `refactor.extract`.
bool is_wanted(const json::value& params, std::string_view kind) {
    const json::value* only = find(params, {"context", "only"});
    if (only == nullptr || !only->is_array()) return true;
    for (const json::value& one : only->get_array()) {
        if (!one.is_string()) continue;
        const std::string_view wanted(one.get_string().data(), one.get_string().size());
        if (kind == wanted || wanted.empty() || (kind.starts_with(wanted) && kind[wanted.size()] == '.')) return true;
    }
    return false;
}

}  // namespace

json::object workspace_edit(Session& session, const ide::Analysis& analysis, const std::vector<ide::Edit>& edits) {
    Places places(analysis, session);
    std::map<uint32_t, std::vector<ide::Edit>> by_file;
    for (const ide::Edit& edit : edits) by_file[edit.range.file].push_back(edit);
    json::object changes;
    for (const auto& [file, own] : by_file) changes[session.uri_of(analysis.files[file].path())] = to_json(own, places);
    return {{"changes", std::move(changes)}};
}

json::value code_actions(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    json::array all;
    for (const ide::Action& action : ide::actions(*now, places.range_of(params))) {
        if (!is_wanted(params, kind_of(action.kind))) continue;
        json::object one{{"title", action.title},
                         {"kind", kind_of(action.kind)},
                         {"edit", workspace_edit(session, *now, action.edits)}};
        if (action.diagnostic)
            one["diagnostics"] = json::array{diagnostic_json(now->diagnostics[*action.diagnostic], places, session)};
        if (action.preferred) one["isPreferred"] = true;
        all.push_back(std::move(one));
    }
    if (is_wanted(params, "quickfix"))
        for (json::value& one : proof_actions(session, session.document(params), places.range_of(params)))
            all.push_back(std::move(one));
    return all;
}

json::value formatting(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    return to_json(ide::format(*now), places);
}

json::value range_formatting(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    return to_json(ide::format_range(*now, places.range_of(params)), places);
}

json::value on_type_formatting(Session& session, const json::value& params) {
    const ide::Snapshot now = session.snapshot(params);
    Places places(*now, session);
    const std::string typed = get_string(params, {"ch"});
    if (typed.empty()) throw Refused{ErrorCode::invalid_params, "`ch` should be a character"};
    return to_json(ide::format_on_type(*now, places.offset_of(params), typed.back()), places);
}

}  // namespace weir::lsp
