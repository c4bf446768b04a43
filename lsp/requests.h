// The handlers, by the themes of their files.
#pragma once

#include "lsp/session.h"

namespace weir::lsp {

#define WEIR_NOTIFICATION(method, handler) void handler(Session& session, const json::value& params);
#define WEIR_REQUEST(method, handler) json::value handler(Session& session, const json::value& params);
#include "lsp/requests.def"
#undef WEIR_NOTIFICATION
#undef WEIR_REQUEST

/// The names of the token types and modifiers, in the order of their numbers.
json::object token_legend();
/// The number that the protocol has for symbols of a kind.
int symbol_kind(ide::NameKind kind);
json::object diagnostic_json(const Diagnostic& diagnostic, Places& places, Session& session);
/// Edits of a version as the client applies them.
json::object workspace_edit(Session& session, const ide::Analysis& analysis, const std::vector<ide::Edit>& edits);

/// Tells the client what is wrong in a document, where it does not ask for it.
void publish_diagnostics(Session& session, Document& document);
/// Has a document that has no errors judged beside, once it is quiet.
void judge(Session& session, Document& document);
/// What is known of a document as it is now.
ide::Verdicts verdicts_of(Session& session, Document& document);
/// What can be done about its limits at a place, as code actions.
json::array proof_actions(Session& session, Document& document, SourceRange range);
/// The commands that `workspace/executeCommand` knows.
json::array command_names();
/// The key of the job that answers a request.
std::string key_of_request(const json::value& id);

/// What the server can do, for a client; reads the client's parts out of `params` of `initialize`.
json::object capabilities(Session& session, const json::value& params);
/// Settings, as `initializationOptions` or the client's configuration have them.
void configure(Session& session, const json::value& settings);
/// Asks the client for them, where it can say them.
void ask_for_settings(Session& session);

}  // namespace weir::lsp
