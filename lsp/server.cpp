#include "lsp/server.h"

#include <algorithm>
#include <exception>

#include "lsp/requests.h"
#include "lsp/uri.h"

namespace weir::lsp {
namespace {

using Request = json::value (*)(Session&, const json::value&);
using Notification = void (*)(Session&, const json::value&);

template <class Handler>
struct Row {
    std::string_view method;
    Handler handler;
};

constexpr Row<Request> kRequests[] = {
#define WEIR_NOTIFICATION(method, handler)
#define WEIR_REQUEST(method, handler) {method, handler},
#include "lsp/requests.def"
#undef WEIR_NOTIFICATION
#undef WEIR_REQUEST
};

constexpr Row<Notification> kNotifications[] = {
#define WEIR_NOTIFICATION(method, handler) {method, handler},
#define WEIR_REQUEST(method, handler)
#include "lsp/requests.def"
#undef WEIR_NOTIFICATION
#undef WEIR_REQUEST
};

template <class Rows>
auto handler_of(const Rows& rows, std::string_view method) {
    const auto found = std::ranges::find_if(rows, [&](const auto& row) { return row.method == method; });
    return found == std::end(rows) ? nullptr : found->handler;
}

bool is_id(const json::value& id) {
    return id.is_string() || id.is_int64() || id.is_uint64();
}

const json::value kNothing;

}  // namespace

void Server::take(std::string_view body) {
    boost::system::error_code error;
    json::value message = json::parse(body, error);
    if (error) return session_.refuse(nullptr, ErrorCode::parse_error, "the message is not JSON: " + error.message());
    if (!message.is_object()) return session_.refuse(nullptr, ErrorCode::invalid_request, "a message is an object");
    const json::value* method = find(message, {"method"});
    if (method != nullptr && method->is_string() && method->get_string() == "$/cancelRequest") {
        const json::value* id = find(message, {"params", "id"});
        for (Waiting& one : waiting_) {
            const json::value* own = find(one.message, {"id"});
            if (id != nullptr && own != nullptr && *own == *id && one.message.get_object().contains("method"))
                one.is_cancelled = true;
        }
        if (id != nullptr && session_.desk.stop) session_.desk.stop(key_of_request(*id));
        return;
    }
    waiting_.push_back({std::move(message)});
}

bool Server::step() {
    if (exit_code_) return false;
    if (!waiting_.empty()) {
        const Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        handle(next);
        return true;
    }
    return phase_ == Phase::running && (diagnose_one() || judge_one() || session_.workspace.read_one());
}

bool Server::diagnose_one() {
    for (auto& [uri, document] : session_.workspace.documents()) {
        if (document.is_diagnosed) continue;
        publish_diagnostics(session_, document);
        return true;
    }
    return false;
}

bool Server::judge_one() {
    if (!session_.settings.verifies || !session_.desk.submit) return false;
    for (auto& [uri, document] : session_.workspace.documents()) {
        if (document.is_judged) continue;
        judge(session_, document);
        return true;
    }
    return false;
}

void Server::handle(const Waiting& waiting) {
    const json::value& message = waiting.message;
    const json::value* id = find(message, {"id"});
    const json::value* method = find(message, {"method"});
    const json::value* given = find(message, {"params"});
    const json::value& params = given == nullptr ? kNothing : *given;
    if (method == nullptr && id != nullptr) return response(message);
    if (method == nullptr || !method->is_string())
        return session_.refuse(id != nullptr && is_id(*id) ? *id : kNothing, ErrorCode::invalid_request,
                               "a message has a `method`");
    if (id == nullptr) return notification(method->get_string(), params);
    if (!is_id(*id)) return session_.refuse(nullptr, ErrorCode::invalid_request, "an `id` is a number or a string");
    if (waiting.is_cancelled) return session_.refuse(*id, ErrorCode::request_cancelled, "cancelled");
    answer(*id, method->get_string(), params);
}

void Server::answer(const json::value& id, std::string_view method, const json::value& params) {
    session_.answering = id;
    try {
        json::value result;
        if (method == "initialize") {
            if (phase_ != Phase::before) throw Refused{ErrorCode::invalid_request, "`initialize` is said once"};
            result = initialize(params);
        } else if (phase_ == Phase::before) {
            throw Refused{ErrorCode::server_not_initialized, "`initialize` comes first"};
        } else if (phase_ == Phase::shut_down) {
            throw Refused{ErrorCode::invalid_request, "the server was shut down"};
        } else if (method == "shutdown") {
            phase_ = Phase::shut_down;
            shut_down_ = true;
        } else if (const Request handler = handler_of(kRequests, method)) {
            result = handler(session_, params);
        } else {
            throw Refused{ErrorCode::method_not_found, "there is no request `" + std::string(method) + "`"};
        }
        if (!std::exchange(session_.is_deferred, false)) session_.answer(id, std::move(result));
    } catch (const Refused& refused) {
        session_.refuse(id, refused.code, refused.message);
    } catch (const std::exception& fault) {
        session_.refuse(id, ErrorCode::internal_error, std::string("a fault of weir: ") + fault.what());
    }
}

void Server::notification(std::string_view method, const json::value& params) {
    if (method == "exit") {
        exit_code_ = shut_down_ ? 0 : 1;
        return;
    }
    if (phase_ == Phase::before || phase_ == Phase::shut_down) return;  // as the protocol has it
    if (method == "initialized") return initialized();
    const Notification handler = handler_of(kNotifications, method);
    if (handler == nullptr) return;
    try {
        handler(session_, params);
    } catch (const Refused& refused) {
        // Nobody waits for an answer, but somebody may read the log.
        session_.notify("window/logMessage", {{"type", 1}, {"message", std::string(method) + ": " + refused.message}});
    } catch (const std::exception& fault) {
        session_.notify("window/logMessage",
                        {{"type", 1}, {"message", std::string(method) + ": a fault of weir: " + fault.what()}});
    }
}

void Server::response(const json::value& message) {
    const json::value& id = message.at("id");
    const auto number = id.is_int64() ? id.get_int64() : id.is_uint64() ? static_cast<int64_t>(id.get_uint64()) : 0;
    auto waiting = session_.awaited.extract(number);
    const json::value* result = find(message, {"result"});
    if (waiting.empty() || !waiting.mapped() || result == nullptr) return;
    try {
        waiting.mapped()(session_, *result);
    } catch (const Refused& refused) {
        session_.notify("window/logMessage", {{"type", 1}, {"message", refused.message}});
    }
}

json::value Server::initialize(const json::value& params) {
    json::object result{{"capabilities", capabilities(session_, params)},
                        {"serverInfo", {{"name", "weir"}, {"version", WEIR_VERSION}}}};
    const json::value* folders = find(params, {"workspaceFolders"});
    if (folders != nullptr && folders->is_array())
        for (const json::value& folder : folders->get_array())
            session_.workspace.add_folder(path_of(get_string(folder, {"uri"})));
    else if (const json::value* root = find(params, {"rootUri"}); root != nullptr && root->is_string())
        session_.workspace.add_folder(path_of(root->get_string()));
    if (const json::value* options = find(params, {"initializationOptions"})) configure(session_, *options);
    phase_ = Phase::running;
    return result;
}

void Server::initialized() {
    if (session_.client.watches_files) {
        const json::object watcher{{"globPattern", "**/*.weir"}};
        const json::object registration{{"id", "weir-files"},
                                        {"method", "workspace/didChangeWatchedFiles"},
                                        {"registerOptions", json::object{{"watchers", json::array{watcher}}}}};
        session_.ask("client/registerCapability", json::object{{"registrations", json::array{registration}}});
    }
    ask_for_settings(session_);
}

}  // namespace weir::lsp
