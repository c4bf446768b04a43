// What is proven and tested beside the serving: when it is asked for, and what becomes of it.
#include <fmt/format.h>

#include <algorithm>

#include "lsp/requests.h"

namespace weir::lsp {
namespace {

constexpr std::chrono::milliseconds kQuiet{400};  // typing is not interrupted by what is soon out of date

/// The client is told anew what hangs on verdicts.
void show(Session& session, Document& document) {
    publish_diagnostics(session, document);
    if (session.client.pulls_diagnostics && session.client.refreshes_diagnostics)
        session.ask("workspace/diagnostic/refresh", nullptr);
    if (session.client.refreshes_lenses) session.ask("workspace/codeLens/refresh", nullptr);
}

Then take(const std::string& uri, ide::Verdicts verdicts) {
    return [uri, verdicts = std::move(verdicts)](Session& session) {
        Document* document = session.workspace.find(uri);
        if (document == nullptr) return;
        document->verdicts = verdicts;
        show(session, *document);
    };
}

std::string said(const ide::Verdicts& verdicts, const ide::Analysis& analysis) {
    return fmt::format("{} of {}", verdicts.strategies.size() + verdicts.tests.size(),
                       analysis.tree().strategies.size() + analysis.tree().tests.size());
}

}  // namespace

ide::Verdicts verdicts_of(Session& session, Document& document) {
    return ide::carried_over(document.verdicts, *session.workspace.snapshot(document));
}

void judge(Session& session, Document& document) {
    document.is_judged = true;
    const ide::Snapshot now = session.workspace.snapshot(document);
    const std::string key = "judge " + document.uri;
    document.is_being_judged = false;
    if (now->diagnostics.has_errors() || now->tree().strategies.empty()) return session.desk.stop(key);
    ide::Verdicts known = verdicts_of(session, document);
    const bool is_known =
        known.strategies.size() == now->tree().strategies.size() && known.tests.size() == now->tree().tests.size();
    if (is_known) return session.desk.stop(key);
    Job job{key, document.version == 0 ? std::chrono::milliseconds(0) : kQuiet, {}};
    job.run = [key, uri = document.uri, now, known = std::move(known), cache = session.desk.cache_dir](
                  const std::stop_token& stop, const std::function<void(Then)>& post) -> Then {
        if (stop.stop_requested()) return {};  // a newer one is on its way, or the script was closed
        post([key](Session& serving) { serving.begin_progress(key, "Weir: proofs and tests"); });
        ide::Judging how{cache};
        how.progress = [&](const ide::Verdicts& so_far) {
            post(take(uri, so_far));
            post([key, text = said(so_far, *now)](Session& serving) { serving.report_progress(key, text); });
        };
        const auto verdicts = ide::judge(*now, known, how, stop);
        if (verdicts) post(take(uri, *verdicts));
        return [key, uri, now](Session& serving) {
            Document* document = serving.workspace.find(uri);
            if (document != nullptr && document->snapshot == now) {  // a newer version has its own job
                document->is_being_judged = false;
                if (serving.client.refreshes_lenses) serving.ask("workspace/codeLens/refresh", nullptr);
            }
            serving.end_progress(key);  // the last: whoever sees it finds all that is known
        };
    };
    document.is_being_judged = true;
    session.desk.submit(std::move(job));
}

void cancel_progress(Session& session, const json::value& params) {
    const json::value* token = find(params, {"token"});
    if (token != nullptr && token->is_string() && session.desk.stop)
        session.desk.stop(std::string(token->get_string()));
}

json::value code_lenses(Session& session, const json::value& params) {
    Document& document = session.document(params);
    const ide::Snapshot now = session.workspace.snapshot(document);
    const ide::Verdicts verdicts = verdicts_of(session, document);
    Places places(*now, session);
    json::array all;
    const bool will_be_judged = session.settings.verifies && session.desk.submit && !document.is_judged;
    const bool is_pending = document.is_being_judged || (will_be_judged && !now->diagnostics.has_errors());
    for (const ide::Lens& lens : ide::lenses(*now)) {
        const json::value range = places.range(lens.range);
        const auto add = [&](std::string_view title, std::string_view command, json::array more) {
            json::array arguments{json::value(document.uri)};
            for (json::value& one : more) arguments.push_back(std::move(one));
            all.push_back({{"range", range},
                           {"command", {{"title", title}, {"command", command}, {"arguments", std::move(arguments)}}}});
        };
        const json::array name{json::value(lens.name)};
        if (lens.kind == ide::LensKind::strategy) {
            const ide::Proven* proven = verdicts.of_strategy(lens.name);
            add(proven != nullptr ? ide::summary(*proven->verified)
                : is_pending      ? "proving …"
                                  : "prove",
                "weir.verify", name);
            add("run tests", "weir.runTests", {});
            add("run on a tape", "weir.client.runOnTape", name);
            add("show schedule", "weir.schedule", name);
        } else {
            const ide::Tested* tested = verdicts.of_test(lens.name);
            add(tested != nullptr ? ide::summary(*tested)
                : is_pending      ? "running …"
                                  : "run test",
                "weir.runTests", name);
        }
    }
    return all;
}

json::array proof_actions(Session& session, Document& document, SourceRange range) {
    json::array all;
    const ide::Verdicts verdicts = verdicts_of(session, document);
    const ide::Snapshot now = session.workspace.snapshot(document);
    Places places(*now, session);
    const auto meets = [&](SourceRange one) {
        return one.file == 0 && one.begin <= range.end && range.begin <= one.end;
    };
    for (const ide::Proven& proven : verdicts.strategies)
        for (const ide::Remedy& remedy : proven.remedies)
            if (meets(remedy.range))
                all.push_back({{"title", remedy.title},
                               {"kind", "quickfix"},
                               {"edit", workspace_edit(session, *now, remedy.edits)}});
    for (const ide::Proven& proven : verdicts.strategies)
        for (const Diagnostic& remark : proven.remarks) {
            if (!meets(remark.range) || remark.code != Code::market_breaks) continue;
            const auto& lines = proven.verified->lines;
            for (size_t i = 0; i < lines.size(); ++i) {
                if (!lines[i].counterexample || remark.message.find(lines[i].name) == std::string::npos) continue;
                all.push_back(
                    {{"title", fmt::format("Write the market that breaks `{}` as a tape and a test", lines[i].name)},
                     {"kind", "quickfix"},
                     {"diagnostics", json::array{diagnostic_json(remark, places, session)}},
                     {"command",
                      {{"title", "Write the market that breaks it"},
                       {"command", "weir.writeCounterexample"},
                       {"arguments", json::array{json::value(document.uri), json::value(proven.strategy),
                                                 json::value(static_cast<int64_t>(i))}}}}});
            }
        }
    return all;
}

}  // namespace weir::lsp
