// `workspace/executeCommand`: what lenses, code actions and the palette of an editor have done.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "lsp/child.h"
#include "lsp/requests.h"

namespace weir::lsp {
namespace {

namespace fs = std::filesystem;

std::string argument(const json::value& params, size_t i, std::string_view what) {
    const json::array& all = get_array(params, {"arguments"});
    if (i >= all.size() || !all[i].is_string())
        throw Refused{ErrorCode::invalid_params, fmt::format("argument {} should be {}, a text", i + 1, what)};
    return std::string(all[i].get_string());
}
std::string argument_or_none(const json::value& params, size_t i) {
    const json::array& all = get_array(params, {"arguments"});
    return i < all.size() && all[i].is_string() ? std::string(all[i].get_string()) : "";
}

Document& document_of(Session& session, const json::value& params) {
    const std::string uri = argument(params, 0, "the URI of a script");
    Document* document = session.workspace.find(uri);
    if (document == nullptr) throw Refused{ErrorCode::invalid_params, "`" + uri + "` is not open"};
    return *document;
}

/// Without errors; else what is wrong is said instead.
ide::Snapshot sound(Session& session, Document& document) {
    const ide::Snapshot now = session.workspace.snapshot(document);
    for (const Diagnostic& one : now->diagnostics)
        if (one.severity == Severity::error)
            throw Refused{ErrorCode::request_failed, "the script has errors; the first: " + one.message};
    return now;
}

/// Answers the request at hand by what `work` gives beside the serving. Stopped, it is refused as cancelled.
using Work = std::function<json::value(const std::stop_token& stop, const std::function<void(Then)>& post)>;
json::value beside(Session& session, std::string title, Work work) {
    if (!session.desk.submit) throw Refused{ErrorCode::request_failed, "this server does nothing beside its serving"};
    const json::value id = session.answer_later();
    const std::string key = key_of_request(id);
    Job job{key, {}, {}};
    job.run = [id, key, title = std::move(title), work = std::move(work)](
                  const std::stop_token& stop, const std::function<void(Then)>& post) -> Then {
        post([key, title](Session& serving) { serving.begin_progress(key, title); });
        json::value result;
        std::string fault;
        try {
            if (!stop.stop_requested()) result = work(stop, post);
        } catch (const Refused& refused) {
            fault = refused.message;
        } catch (const std::exception& thrown) {
            fault = thrown.what();
        }
        const bool is_stopped = stop.stop_requested();
        return [id, key, result, fault, is_stopped](Session& serving) {
            serving.end_progress(key);
            if (is_stopped) return serving.refuse(id, ErrorCode::request_cancelled, "cancelled");
            if (!fault.empty()) return serving.refuse(id, ErrorCode::request_failed, fault);
            serving.answer(id, result);
        };
    };
    session.desk.submit(std::move(job));
    return nullptr;
}

/// What is judged for a command is shown as what is judged by itself.
void keep(const std::string& uri, const ide::Verdicts& verdicts, const std::function<void(Then)>& post) {
    post([uri, verdicts](Session& serving) {
        Document* document = serving.workspace.find(uri);
        if (document == nullptr) return;
        for (const ide::Proven& one : verdicts.strategies) {
            std::erase_if(document->verdicts.strategies,
                          [&](const ide::Proven& other) { return other.strategy == one.strategy; });
            document->verdicts.strategies.push_back(one);
        }
        for (const ide::Tested& one : verdicts.tests) {
            std::erase_if(document->verdicts.tests, [&](const ide::Tested& other) { return other.title == one.title; });
            document->verdicts.tests.push_back(one);
        }
        publish_diagnostics(serving, *document);
        if (serving.client.refreshes_lenses) serving.ask("workspace/codeLens/refresh", nullptr);
    });
}

json::value verify(Session& session, const json::value& params) {
    Document& document = document_of(session, params);
    const std::string strategy = argument_or_none(params, 1);
    const ide::Snapshot now = sound(session, document);
    ide::Judging how{session.desk.cache_dir};
    how.tests = false;
    return beside(session, "Weir: proofs",
                  [now, how, strategy, uri = document.uri, known = verdicts_of(session, document)](
                      const std::stop_token& stop, const std::function<void(Then)>& post) -> json::value {
                      auto verdicts = ide::judge(*now, known, how, stop);
                      if (!verdicts) return nullptr;
                      verdicts->tests.clear();
                      keep(uri, *verdicts, post);
                      if (!strategy.empty())
                          std::erase_if(verdicts->strategies,
                                        [&](const ide::Proven& one) { return one.strategy != strategy; });
                      return json::object{{"text", ide::report_text(*verdicts)}};
                  });
}

json::value run_tests(Session& session, const json::value& params) {
    Document& document = document_of(session, params);
    const std::string title = argument_or_none(params, 1);
    const ide::Snapshot now = sound(session, document);
    ide::Judging how{session.desk.cache_dir};
    how.proves = false;
    return beside(session, "Weir: tests",
                  [now, how, title, uri = document.uri](const std::stop_token& stop,
                                                        const std::function<void(Then)>& post) -> json::value {
                      auto verdicts = ide::judge(*now, {}, how, stop);
                      if (!verdicts) return nullptr;
                      keep(uri, *verdicts, post);
                      if (!title.empty())
                          std::erase_if(verdicts->tests, [&](const ide::Tested& one) { return one.title != title; });
                      return json::object{{"text", ide::report_text(*verdicts)}};
                  });
}

json::value report(Session& session, const json::value& params) {
    Document& document = document_of(session, params);
    const ide::Snapshot now = sound(session, document);
    ide::Judging how{session.desk.cache_dir};
    how.tests = false;
    return beside(session, "Weir: report",
                  [now, how, known = verdicts_of(session, document)](const std::stop_token& stop,
                                                                     const std::function<void(Then)>&) -> json::value {
                      const auto verdicts = ide::judge(*now, known, how, stop);
                      if (!verdicts) return nullptr;
                      return json::object{{"html", ide::report_page(*verdicts, *now)}};
                  });
}

json::value write_counterexample(Session& session, const json::value& params) {
    Document& document = document_of(session, params);
    const std::string strategy = argument(params, 1, "the name of a strategy");
    const json::array& all = get_array(params, {"arguments"});
    const ide::Verdicts verdicts = verdicts_of(session, document);
    const ide::Proven* proven = verdicts.of_strategy(strategy);
    const int64_t line = all.size() > 2 && all[2].is_int64() ? all[2].get_int64() : -1;
    const bool is_there = proven != nullptr && line >= 0 &&
                          line < static_cast<int64_t>(proven->verified->lines.size()) &&
                          proven->verified->lines[static_cast<size_t>(line)].counterexample;
    if (!is_there)
        throw Refused{ErrorCode::request_failed, "the script has changed since that market was found; prove it again"};
    const ide::Exhibits shown = ide::exhibits(*proven, static_cast<size_t>(line), document.path);
    const fs::path folder = fs::path(document.path).parent_path();
    std::string text;
    for (const ide::Exhibit& file : shown.files) {
        const fs::path path = folder / file.path;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        std::ofstream out(path, std::ios::binary);
        out << file.content;
        out.close();
        if (!out) throw Refused{ErrorCode::request_failed, fmt::format("`{}` cannot be written", path.string())};
        text += fmt::format("wrote {}\n", path.string());
    }
    if (!shown.test.empty() && document.text.find(shown.test) == std::string::npos) {
        const ide::Snapshot now = session.workspace.snapshot(document);
        const auto end = static_cast<uint32_t>(document.text.size());
        const std::string before = document.text.ends_with('\n') ? "\n" : "\n\n";
        session.ask("workspace/applyEdit",
                    json::object{{"label", "A test of the market that breaks the limit"},
                                 {"edit", workspace_edit(session, *now, {{{0, end, end}, before + shown.test}})}});
    }
    return {{"text", text + shown.command + "\n"}};
}

/// The command line reads files: what is not saved it would not see.
void require_saved(const Document& document) {
    std::ifstream file(document.path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file || text != document.text) throw Refused{ErrorCode::request_failed, "save the script first"};
}

json::object text_of(const Ran& ran, const std::string& before) {
    return {{"text", before + ran.text}};
}

constexpr const char* kPlannedOrder = "buy 20_000 shares from 10:00 to 15:30";

/// The schedule for an order and a day that are made up, so that no tape is needed.
json::value schedule(Session& session, const json::value& params) {
    Document& document = document_of(session, params);
    const std::string strategy = argument(params, 1, "the name of a strategy");
    sound(session, document);
    require_saved(document);
    return beside(
        session, "Weir: schedule",
        [path = document.path, strategy](const std::stop_token& stop, const std::function<void(Then)>&) -> json::value {
            const fs::path folder = fs::temp_directory_path() / fmt::format("weir_schedule_{}", getpid());
            fs::create_directories(folder);
            const std::string day = folder / "day.tape", history = folder / "history.tape";
            Ran ran = run_weir({"tape", "generate", "--seed", "6", "--date", "2026-01-05", "-o", history}, stop);
            if (ran.code == 0)
                ran = run_weir({"tape", "generate", "--seed", "7", "--date", "2026-01-06", "-o", day}, stop);
            if (ran.code == 0)
                ran = run_weir({"schedule", path, "--strategy", strategy, "--tape", day, "--history", history,
                                "--order", kPlannedOrder},
                               stop);
            std::error_code ignored;
            fs::remove_all(folder, ignored);
            return text_of(ran, fmt::format("{} of {}, on a generated day\n\n", kPlannedOrder, strategy));
        });
}

json::value run_on_tape(Session& session, const json::value& params) {
    Document& document = document_of(session, params);
    const std::string strategy = argument(params, 1, "the name of a strategy"), tape = argument(params, 2, "a tape"),
                      order = argument(params, 3, "an order");
    sound(session, document);
    require_saved(document);
    const fs::path path = fs::path(document.path).parent_path() / tape;
    return beside(
        session, "Weir: run",
        [script = document.path, strategy, path, order](const std::stop_token& stop,
                                                        const std::function<void(Then)>&) -> json::value {
            return text_of(
                run_weir({"run", script, "--strategy", strategy, "--tape", path.string(), "--order", order}, stop), "");
        });
}

struct Command {
    std::string_view name;
    json::value (*handler)(Session&, const json::value&);
};
constexpr Command kCommands[] = {
    {"weir.verify", verify},     {"weir.runTests", run_tests},
    {"weir.report", report},     {"weir.writeCounterexample", write_counterexample},
    {"weir.schedule", schedule}, {"weir.runOnTape", run_on_tape},
};

}  // namespace

json::array command_names() {
    json::array names;
    for (const Command& command : kCommands) names.push_back(json::value(command.name));
    return names;
}

std::string key_of_request(const json::value& id) {
    return "request " + json::serialize(id);
}

json::value execute_command(Session& session, const json::value& params) {
    const std::string name = get_string(params, {"command"});
    for (const Command& command : kCommands)
        if (command.name == name) return command.handler(session, params);
    throw Refused{ErrorCode::invalid_params, "there is no command `" + name + "`"};
}

}  // namespace weir::lsp
