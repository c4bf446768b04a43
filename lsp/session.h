// What every handler of a request works with: the client, its scripts, and the way between its places and ours.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "ide/ide.h"
#include "lsp/background.h"
#include "lsp/json.h"
#include "lsp/positions.h"
#include "lsp/workspace.h"

namespace weir::lsp {

/// What a client can do, as it says in `initialize`.
struct Client {
    Encoding encoding = Encoding::utf16;
    bool pulls_diagnostics = false;
    bool has_related_places = false;
    bool has_code_descriptions = false;
    bool has_diagnostic_tags = false;
    bool has_hierarchical_symbols = false;
    bool has_snippets = false;
    bool has_markdown = false;
    bool has_progress = false;
    bool has_configuration = false;
    bool watches_files = false;  // by registration
    bool refreshes_tokens = false, refreshes_hints = false, refreshes_lenses = false, refreshes_diagnostics = false;
    bool edits_versions = false;  // workspace edits by version, and new files
    bool creates_files = false;
};

/// What the user chose.
struct Settings {
    bool hints = true;
    bool verifies = true;  // while one types
};

struct Session {
    using Send = std::function<void(json::value message)>;

    Client client;
    Settings settings;
    Workspace workspace;
    Send send;
    Desk desk;
    int64_t next_request = 1;                                                      // of ours to the client
    std::map<int64_t, std::function<void(Session&, const json::value&)>> awaited;  // answers, by request

    json::value answering;  // the id of the request that is being answered
    bool is_deferred = false;
    std::map<std::string, bool> progress;  // by key of a job, whether the client shows it

    void notify(std::string_view method, json::value params);
    void answer(const json::value& id, json::value result);
    void refuse(const json::value& id, ErrorCode code, std::string_view message);
    /// The request at hand is answered by whoever gets this id, and not when its handler ends.
    json::value answer_later() {
        is_deferred = true;
        return answering;
    }
    /// Tells the client what goes on beside; `key` is that of the job.
    void begin_progress(const std::string& key, const std::string& title);
    void report_progress(const std::string& key, const std::string& message);
    void end_progress(const std::string& key);
    /// Asks the client; `then` gets what it answers, or is forgotten where it refuses.
    void ask(std::string_view method, json::value params, std::function<void(Session&, const json::value&)> then = {});

    /// The open document that `params.textDocument.uri` names; another is refused.
    Document& document(const json::value& params);
    /// As the client calls it, where it is open.
    std::string uri_of(const std::string& path);
    ide::Snapshot snapshot(const json::value& params) { return workspace.snapshot(document(params)); }
};

/// Places of an analysis as the client counts them.
class Places {
  public:
    Places(const ide::Analysis& analysis, Session& session) : analysis_(analysis), session_(session) {}

    json::value position(uint32_t offset, uint32_t file = 0);
    json::value range(SourceRange range);
    /// With the URI of its file.
    json::value location(SourceRange range);
    /// The byte at `params.position`; what is no position is refused.
    uint32_t offset(const json::value& position);
    /// That at `params.position`, and the bytes of `params.range`.
    uint32_t offset_of(const json::value& params);
    SourceRange range_of(const json::value& params);
    const Lines& lines(uint32_t file = 0);

  private:
    const ide::Analysis& analysis_;
    Session& session_;
    std::map<uint32_t, Lines> lines_;  // by file
};

/// As JSON has it; refuses what is none.
Position position_of(const json::value& position);
json::value to_json(Position position);

}  // namespace weir::lsp
