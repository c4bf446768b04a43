// `==== lsp METHOD [LINE:COLUMN] [LINE:COLUMN] [JSON]`: what the language server answers of the script above. Lines and
// columns count from one; two of them are a range. JSON has further parts of the parameters.
#include "golden.h"
#include "tests/lsp/client.h"

namespace weir::golden {
namespace {

namespace json = boost::json;

constexpr std::string_view kUri = "file:///golden/script.weir";
constexpr size_t kLineMost = 110;

/// Twenty a line.
void show_numbers(const json::array& numbers, const std::string& indent, std::string& text) {
    text += '[';
    for (size_t i = 0; i < numbers.size(); ++i)
        text += (i == 0 ? "" : ",") + (i % 20 == 0 ? "\n" + indent : " ") + json::serialize(numbers[i]);
    text += "]";
}

/// On one line where it fits, else a part a line.
void show(const json::value& value, size_t depth, std::string& text) {
    const std::string flat = json::serialize(value);
    if (depth * 2 + flat.size() <= kLineMost || (!value.is_object() && !value.is_array())) {
        text += flat;
        return;
    }
    const std::string indent(depth * 2 + 2, ' ');
    if (value.is_array() && value.get_array()[0].is_number()) return show_numbers(value.get_array(), indent, text);
    text += value.is_object() ? '{' : '[';
    bool first = true;
    const auto next = [&] {
        text += (first ? "\n" : ",\n") + indent;
        first = false;
    };
    if (value.is_object())
        for (const auto& [key, part] : value.get_object()) {
            next();
            text += json::serialize(key) + ": ";
            show(part, depth + 1, text);
        }
    else
        for (const json::value& part : value.get_array()) {
            next();
            show(part, depth + 1, text);
        }
    text += "\n" + std::string(depth * 2, ' ') + (value.is_object() ? '}' : ']');
}

std::optional<json::object> position_of(const std::string& word) {
    const size_t colon = word.find(':');
    if (colon == std::string::npos || word.find_first_not_of("0123456789:") != std::string::npos) return std::nullopt;
    return json::object{{"line", std::stoi(word) - 1}, {"character", std::stoi(word.substr(colon + 1)) - 1}};
}

json::value all_capabilities() {
    return json::parse(R"({
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true, "tagSupport": {"valueSet": [1]}},
            "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"snippetSupport": true}},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}})");
}

/// Does all that was given away to be done beside.
void work(std::vector<weir::lsp::Job>& jobs, weir::lsp::test::Client& client) {
    for (weir::lsp::Job& job : std::exchange(jobs, {})) {
        const auto post = [&](const weir::lsp::Then& then) { client.server().take(then); };
        post(job.run({}, post));
        client.settle();
    }
}

}  // namespace

Outcome lsp(const SourceFile& script, const std::vector<std::string>& arguments) {
    std::vector<weir::lsp::Job> jobs;
    weir::lsp::test::Client client(
        {[&](weir::lsp::Job job) { jobs.push_back(std::move(job)); }, [](const std::string&) {}});
    client.initialize(all_capabilities());
    client.open(kUri, script.text());
    json::object params{{"textDocument", {{"uri", kUri}}}};
    std::string method, more;
    std::vector<json::object> positions;
    for (const std::string& word : arguments) {
        if (method.empty())
            method = word;
        else if (const auto position = position_of(word); position && more.empty())
            positions.push_back(*position);
        else
            more += (more.empty() ? "" : " ") + word;
    }
    if (positions.size() == 1) params["position"] = positions[0];
    if (positions.size() == 2) params["range"] = {{"start", positions[0]}, {"end", positions[1]}};
    const json::value parts = more.empty() ? json::object() : json::parse(more);
    for (const auto& [key, part] : parts.as_object()) params[key] = part;
    if (method == "textDocument/codeLens") work(jobs, client);
    jobs.clear();
    json::value answer =
        method == "textDocument/publishDiagnostics" ? client.diagnostics(kUri) : client.ask(method, params);
    if (answer.is_null()) {  // it comes when the work is done
        work(jobs, client);
        answer = client.answer();
    }
    const json::value* result = weir::lsp::find(answer, {"result"});
    Outcome outcome;
    show(result == nullptr ? answer : *result, 0, outcome.output);
    outcome.output += "\n";
    outcome.failed = weir::lsp::find(answer, {"error"}) != nullptr;
    return outcome;
}

}  // namespace weir::golden
