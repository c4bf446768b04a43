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

}  // namespace

json::object workspace_edit(Session& session, const ide::Analysis& analysis, const std::vector<ide::Edit>& edits) {
    Places places(analysis, session);
    std::map<uint32_t, std::vector<ide::Edit>> by_file;
    for (const ide::Edit& edit : edits) by_file[edit.range.file].push_back(edit);
    json::object changes;
    for (const auto& [file, own] : by_file) changes[session.uri_of(analysis.files[file].path())] = to_json(own, places);
    return {{"changes", std::move(changes)}};
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
