// A client of the server as a machine: without a process and without pipes.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "lsp/server.h"

namespace weir::lsp::test {

class Client {
  public:
    explicit Client(Desk desk = {})
        : server_([this](const json::value& message) { sent_.push_back(message); }, std::move(desk)) {}

    Server& server() { return server_; }
    /// Says it, and lets the server do all that there is to do.
    void say(const json::value& message) { say_text(json::serialize(message)); }
    void say_text(std::string_view body) {
        server_.take(body);
        settle();
    }
    void settle() {
        while (server_.step()) {
        }
    }
    void notify(std::string_view method, json::value params) {
        say(json::object{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
    }
    /// The whole answer.
    json::value ask(std::string_view method, json::value params) {
        say(json::object{{"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", std::move(params)}});
        return answer();
    }
    /// To what was asked last; null: there is none yet.
    json::value answer() const {
        for (const json::value& message : sent_)
            if (const json::value* id = find(message, {"id"});
                id != nullptr && !find(message, {"method"}) && *id == last_id_)
                return message;
        return nullptr;
    }
    json::value result(std::string_view method, json::value params) {
        const json::value answer = ask(method, std::move(params));
        const json::value* result = find(answer, {"result"});
        return result == nullptr ? answer : *result;
    }
    /// The code of the error that is answered; 0: it is none.
    int64_t refusal(std::string_view method, json::value params) {
        const json::value answer = ask(method, std::move(params));
        const json::value* code = find(answer, {"error", "code"});
        return code == nullptr ? 0 : code->to_number<int64_t>();
    }

    json::value initialize(json::value capabilities = json::object(), json::object more = {}) {
        more["processId"] = nullptr;
        if (!more.contains("rootUri")) more["rootUri"] = nullptr;
        more["capabilities"] = std::move(capabilities);
        json::value answer = result("initialize", std::move(more));
        notify("initialized", json::object());
        return answer;
    }
    void open(std::string_view uri, std::string_view text, int64_t version = 1) {
        notify("textDocument/didOpen",
               {{"textDocument", {{"uri", uri}, {"languageId", "weir"}, {"version", version}, {"text", text}}}});
    }
    void change(std::string_view uri, int64_t version, json::array changes) {
        notify("textDocument/didChange",
               {{"textDocument", {{"uri", uri}, {"version", version}}}, {"contentChanges", std::move(changes)}});
    }
    /// The diagnostics that were published last; null: none were.
    json::value diagnostics(std::string_view uri) const {
        json::value last;
        for (const json::value& message : sent_)
            if (const json::value* of = find(message, {"params", "uri"});
                of != nullptr && find(message, {"method"})->get_string() == "textDocument/publishDiagnostics" &&
                *of == json::value(uri))
                last = message.at("params");
        return last;
    }
    std::deque<json::value>& sent() { return sent_; }
    const std::deque<json::value>& sent() const { return sent_; }

  private:
    std::deque<json::value> sent_;
    Server server_;
    int64_t last_id_ = 0;
};

inline json::object at(std::string_view uri, uint32_t line, uint32_t character) {
    return {{"textDocument", {{"uri", uri}}}, {"position", {{"line", line}, {"character", character}}}};
}

inline json::object change(uint32_t line, uint32_t from, uint32_t to, std::string_view text) {
    return {{"range", {{"start", {{"line", line}, {"character", from}}}, {"end", {{"line", line}, {"character", to}}}}},
            {"text", text}};
}

}  // namespace weir::lsp::test
