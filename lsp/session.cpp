#include "lsp/session.h"

#include <algorithm>
#include <limits>

#include "lsp/uri.h"

namespace weir::lsp {

void Session::notify(std::string_view method, json::value params) {
    send(json::object{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Session::ask(std::string_view method, json::value params, std::function<void(Session&, const json::value&)> then) {
    awaited[next_request] = std::move(then);
    json::object message{{"jsonrpc", "2.0"}, {"id", next_request++}, {"method", method}};
    if (!params.is_null()) message["params"] = std::move(params);
    send(std::move(message));
}

void Session::answer(const json::value& id, json::value result) {
    send(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

void Session::refuse(const json::value& id, ErrorCode code, std::string_view message) {
    send(json::object{
        {"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", static_cast<int>(code)}, {"message", message}}}});
}

void Session::begin_progress(const std::string& key, const std::string& title) {
    if (!client.has_progress) return;
    progress[key] = false;
    ask("window/workDoneProgress/create", json::object{{"token", key}}, [key, title](Session& now, const json::value&) {
        const auto found = now.progress.find(key);
        if (found == now.progress.end()) return;  // it is over already
        found->second = true;
        now.notify("$/progress",
                   {{"token", key}, {"value", {{"kind", "begin"}, {"title", title}, {"cancellable", true}}}});
    });
}

void Session::report_progress(const std::string& key, const std::string& message) {
    const auto found = progress.find(key);
    if (found == progress.end() || !found->second) return;
    notify("$/progress", {{"token", key}, {"value", {{"kind", "report"}, {"message", message}}}});
}

void Session::end_progress(const std::string& key) {
    const auto found = progress.find(key);
    if (found == progress.end()) return;
    if (found->second) notify("$/progress", {{"token", key}, {"value", {{"kind", "end"}}}});
    progress.erase(found);
}

Document& Session::document(const json::value& params) {
    const std::string uri = get_string(params, {"textDocument", "uri"});
    Document* found = workspace.find(uri);
    if (found == nullptr) throw Refused{ErrorCode::invalid_params, "`" + uri + "` is not open"};
    return *found;
}

std::string Session::uri_of(const std::string& path) {
    for (const auto& [uri, document] : workspace.documents())
        if (document.path == path) return uri;
    return lsp::uri_of(path);
}

Position position_of(const json::value& position) {
    const auto number = [&](std::string_view name) {
        const int64_t value = get_number(position, {name});
        if (value < 0) throw Refused{ErrorCode::invalid_params, "a position is not negative"};
        return static_cast<uint32_t>(std::min<int64_t>(value, std::numeric_limits<uint32_t>::max()));
    };
    return {number("line"), number("character")};
}

json::value to_json(Position position) {
    return {{"line", position.line}, {"character", position.character}};
}

const Lines& Places::lines(uint32_t file) {
    return lines_.try_emplace(file, analysis_.files[file].text()).first->second;
}

json::value Places::position(uint32_t offset, uint32_t file) {
    return to_json(lines(file).position(offset, session_.client.encoding));
}

json::value Places::range(SourceRange range) {
    return {{"start", position(range.begin, range.file)}, {"end", position(range.end, range.file)}};
}

json::value Places::location(SourceRange place) {
    return {{"uri", session_.uri_of(analysis_.files[place.file].path())}, {"range", range(place)}};
}

uint32_t Places::offset(const json::value& position) {
    return lines().offset(position_of(position), session_.client.encoding);
}

uint32_t Places::offset_of(const json::value& params) {
    const json::value* position = find(params, {"position"});
    if (position == nullptr) throw Refused{ErrorCode::invalid_params, "`position` should be a position"};
    return offset(*position);
}

SourceRange Places::range_of(const json::value& params) {
    const json::value *start = find(params, {"range", "start"}), *end = find(params, {"range", "end"});
    if (start == nullptr || end == nullptr) throw Refused{ErrorCode::invalid_params, "`range` should be a range"};
    const uint32_t first = offset(*start), last = offset(*end);
    return {0, std::min(first, last), std::max(first, last)};
}

}  // namespace weir::lsp
