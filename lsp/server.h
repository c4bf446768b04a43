// The server as a machine without threads and without pipes: bodies of messages go in, messages come out.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lsp/session.h"

namespace weir::lsp {

class Server {
  public:
    explicit Server(Session::Send send, Desk desk = {}) {
        session_.send = std::move(send);
        session_.desk = std::move(desk);
    }

    /// What has arrived. It waits for its turn; a cancellation is seen at once.
    void take(std::string_view body);
    /// What was worked out beside.
    void take(const Then& then) {
        if (then) then(session_);
    }
    /// Does the next thing: answers a message, tells what is wrong in a document, or reads a file of the workspace.
    /// False: nothing is left to do until something arrives.
    bool step();
    /// The text of a document as the client has it; empty: it is not open.
    std::string text_of(std::string_view uri) {
        const Document* document = session_.workspace.find(uri);
        return document == nullptr ? "" : document->text;
    }
    /// The code to end with, once `exit` has come.
    std::optional<int> exit_code() const { return exit_code_; }
    /// The bytes of the client make no messages any more, or it is gone.
    void lose_client() { exit_code_ = shut_down_ ? 0 : 1; }

  private:
    enum class Phase : uint8_t { before, running, shut_down };
    struct Waiting {
        json::value message;
        bool is_cancelled = false;
    };

    void handle(const Waiting& waiting);
    void answer(const json::value& id, std::string_view method, const json::value& params);
    void notification(std::string_view method, const json::value& params);
    void response(const json::value& message);
    json::value initialize(const json::value& params);
    void initialized();
    bool diagnose_one();
    bool judge_one();

    Session session_;
    std::deque<Waiting> waiting_;
    Phase phase_ = Phase::before;
    bool shut_down_ = false;
    std::optional<int> exit_code_;
};

}  // namespace weir::lsp
