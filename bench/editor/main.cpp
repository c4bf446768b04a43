// What somebody who types waits for: `weir lsp` as a process, asked as an editor asks. Beside it, where it is
// installed, clangd on a C++ file of as many lines: what an editor's user is used to.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <sstream>

#include "bench/editor/client.h"

namespace weir::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

struct Times {
    std::vector<double> ms;
    double at(double share) {
        std::ranges::sort(ms);
        return ms.empty() ? std::nan("")
                          : ms[std::min(ms.size() - 1, static_cast<size_t>(share * static_cast<double>(ms.size())))];
    }
    void print(const char* what, double asked) {
        std::printf("%-44s %8.2f %8.2f %8.2f %8.0f\n", what, at(0.5), at(0.99), at(1), asked);
    }
};

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The scripts of the library one after another, with their tests, until there are so many lines; names are made new.
std::string long_script(size_t lines) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(WEIR_SOURCE_DIR "/stdlib"))
        if (entry.path().extension() == ".weir") paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::string script = "weir 1\n";
    for (int copy = 0;; ++copy)
        for (const fs::path& path : paths) {
            std::string text = text_of(path).substr(7);  // without the edition
            const std::string name = path.stem().string(), other = name + "_" + std::to_string(copy);
            text = std::regex_replace(text, std::regex("strategy " + name + "\\("), "strategy " + other + "(");
            text = std::regex_replace(text, std::regex("(\ntest \"[^\"]*\")( of \\w+)?"), "$1 of " + other);
            script += text;
            if (static_cast<size_t>(std::ranges::count(script, '\n')) >= lines) return script;
        }
}

/// A C++ file of as many lines, of functions like those that people write.
std::string long_program(size_t lines) {
    std::string program = "#include <algorithm>\n#include <string>\n#include <vector>\n";
    for (int i = 0; static_cast<size_t>(std::ranges::count(program, '\n')) + 12 < lines; ++i) {
        const std::string n = std::to_string(i);
        program += "struct Order" + n + " { double price = 0; long quantity = " + n +
                   "; std::string name; };\n"
                   "double worth_" +
                   n + "(const std::vector<Order" + n +
                   ">& orders, double limit) {\n"
                   "    double sum = 0;\n"
                   "    for (const auto& order : orders) {\n"
                   "        if (order.price > limit) continue;\n"
                   "        sum += order.price * static_cast<double>(order.quantity);\n"
                   "    }\n"
                   "    const auto most = std::max_element(orders.begin(), orders.end(),\n"
                   "        [](const auto& a, const auto& b) { return a.price < b.price; });\n"
                   "    return most == orders.end() ? sum : sum + most->price;\n"
                   "}\n";
    }
    return program;
}

json::object begin(const std::string& root) {
    const json::value root_uri = root.empty() ? json::value() : json::value("file://" + root);
    return {
        {"processId", nullptr},
        {"rootUri", root_uri},
        {"capabilities",
         json::parse(R"({"textDocument": {"publishDiagnostics": {"relatedInformation": true, "versionSupport": true},
                                             "completion": {"completionItem": {"snippetSupport": true}},
                                             "hover": {"contentFormat": ["markdown"]}}})")}};
}

struct Editing {
    std::string name;
    std::vector<std::string> command;
    std::string uri, language, text;
    int edits;
    std::vector<std::string> typed;
    bool proves = false;  // its strategies are proven all the while
};

struct Figures {
    Times typing, completion, hover, hints, actions;
    double mib = 0, mib_at_first = 0;
};

/// Types at places drawn at random and takes it back again; asks in between what one asks while one types.
Figures type(const Editing& editing) {
    Figures figures;
    Client client(editing.command);
    const json::value server = client.ask("initialize", begin(""));
    const bool has_hints = server.at("capabilities").as_object().contains("inlayHintProvider");
    client.notify("initialized", json::object());
    const json::object document{
        {"uri", editing.uri}, {"languageId", editing.language}, {"version", 1}, {"text", editing.text}};
    client.notify("textDocument/didOpen", {{"textDocument", document}});
    client.await("textDocument/publishDiagnostics", [](const json::value&) { return true; });
    if (editing.proves)
        client.begin("workspace/executeCommand",
                     {{"command", "weir.verify"}, {"arguments", json::array{json::value(editing.uri)}}});
    std::vector<std::string> lines;
    std::istringstream all(editing.text);
    for (std::string line; std::getline(all, line);) lines.push_back(line);
    std::mt19937 random(7);
    int version = 1;
    const auto change = [&](size_t line, size_t from, size_t to, const std::string& text) {
        const json::object edit{
            {"range", {{"start", {{"line", line}, {"character", from}}}, {"end", {{"line", line}, {"character", to}}}}},
            {"text", text}};
        const auto start = Clock::now();
        client.notify("textDocument/didChange", {{"textDocument", {{"uri", editing.uri}, {"version", ++version}}},
                                                 {"contentChanges", json::array{edit}}});
        client.await("textDocument/publishDiagnostics", [&](const json::value& params) {
            const json::value* now = params.as_object().if_contains("version");
            return now == nullptr || *now == version;
        });
        figures.typing.ms.push_back(ms_since(start));
    };
    for (int i = 0; i < editing.edits; ++i) {
        const size_t line = random() % lines.size();
        const size_t at = random() % (lines[line].size() + 1);
        const std::string& typed = editing.typed[random() % editing.typed.size()];
        const json::object place{{"textDocument", {{"uri", editing.uri}}},
                                 {"position", {{"line", line}, {"character", at + typed.size()}}}};
        change(line, at, at, typed);
        if (i % 4 == 0) {
            auto start = Clock::now();
            client.ask("textDocument/completion", place);
            figures.completion.ms.push_back(ms_since(start));
            start = Clock::now();
            client.ask("textDocument/hover", place);
            figures.hover.ms.push_back(ms_since(start));
            const auto seen = [&](size_t from, size_t to) {
                return json::object{{"start", {{"line", from}, {"character", 0}}},
                                    {"end", {{"line", to}, {"character", 0}}}};
            };
            const json::object script{{"uri", editing.uri}};
            if (has_hints) {
                start = Clock::now();
                client.ask(
                    "textDocument/inlayHint",
                    json::object{{"textDocument", script},
                                 {"range", seen(line > 30 ? line - 30 : 0, std::min(line + 30, lines.size() - 1))}});
                figures.hints.ms.push_back(ms_since(start));
            }
            start = Clock::now();
            client.ask("textDocument/codeAction",
                       json::object{{"textDocument", script},
                                    {"range", seen(line, std::min(line + 1, lines.size() - 1))},
                                    {"context", {{"diagnostics", json::array()}}}});
            figures.actions.ms.push_back(ms_since(start));
        }
        change(line, at, at + typed.size(), "");
        if (i == editing.edits / 10) figures.mib_at_first = client.resident_mib();
    }
    figures.mib = client.resident_mib();
    client.ask("shutdown", nullptr);
    client.notify("exit", nullptr);
    return figures;
}

void print_typing(const char* name, Figures figures, bool asked) {
    std::printf("\n%-44s %8s %8s %8s %8s\n", name, "p50 ms", "p99 ms", "most ms", "asked");
    figures.typing.print("a key, to its diagnostics", asked ? 20 : std::nan(""));
    figures.completion.print("completion", asked ? 15 : std::nan(""));
    figures.hover.print("hover", asked ? 15 : std::nan(""));
    if (!figures.hints.ms.empty()) figures.hints.print("hints of what is seen", asked ? 15 : std::nan(""));
    figures.actions.print("actions on a line", asked ? 15 : std::nan(""));
    std::printf("%-44s %8.1f MiB after a tenth of the edits, %.1f MiB after %zu\n", "resident memory",
                figures.mib_at_first, figures.mib, figures.typing.ms.size());
}

void measure_workspace(const std::string& weir) {
    const fs::path folder = fs::temp_directory_path() / ("weir_bench_editor_" + std::to_string(getpid()));
    fs::create_directories(folder);
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(WEIR_SOURCE_DIR "/stdlib"))
        if (entry.path().extension() == ".weir") paths.push_back(entry.path());
    std::ranges::sort(paths);
    for (int i = 0; i < 200; ++i) {
        const fs::path& from = paths[static_cast<size_t>(i) % paths.size()];
        fs::copy_file(from, folder / (from.stem().string() + "_" + std::to_string(i) + ".weir"),
                      fs::copy_options::overwrite_existing);
    }
    Times first, symbols;
    double mib = 0;
    for (int run = 0; run < 11; ++run) {
        const auto start = Clock::now();
        Client client({weir, "lsp"});
        client.ask("initialize", begin(folder.string()));
        client.notify("initialized", json::object());
        const std::string uri = "file://" + (folder / "vwap_17.weir").string();
        const std::string text = text_of(paths.back());
        const json::object document{{"uri", uri}, {"languageId", "weir"}, {"version", 1}, {"text", text}};
        client.notify("textDocument/didOpen", {{"textDocument", document}});
        client.await("textDocument/publishDiagnostics",
                     [&](const json::value& params) { return params.at("uri") == json::value(uri); });
        first.ms.push_back(ms_since(start));
        usleep(600'000);  // the rest is read while nothing else is to be done
        for (const char* query : {"vw", "grid", "cross", "", "max_child"}) {
            const auto asked = Clock::now();
            client.ask("workspace/symbol", {{"query", query}});
            symbols.ms.push_back(ms_since(asked));
        }
        mib = std::max(mib, client.resident_mib());
        client.ask("shutdown", nullptr);
        client.notify("exit", nullptr);
    }
    fs::remove_all(folder);
    std::printf("\n%-44s %8s %8s %8s %8s\n", "a workspace of 200 scripts", "p50 ms", "p99 ms", "most ms", "asked");
    first.print("start, to the open file's diagnostics", 150);
    symbols.print("workspace symbols", 50);
    std::printf("%-44s %8.1f MiB, asked 120\n", "resident memory", mib);
}

/// An empty cache of proofs, for as long as it lives.
class Cache {
  public:
    Cache() { setenv("WEIR_CACHE", dir_.c_str(), 1); }
    ~Cache() {
        unsetenv("WEIR_CACHE");
        std::error_code ignored;
        fs::remove_all(dir_, ignored);
    }
    Cache(const Cache&) = delete;
    Cache& operator=(const Cache&) = delete;

  private:
    fs::path dir_ = fs::temp_directory_path() / ("weir_bench_cache_" + std::to_string(getpid()));
};

/// Opened with nothing known of it: until its strategy is proven and its tests are run.
void measure_proofs(const std::string& weir) {
    const Cache cache;
    Times judged;
    double mib = 0;
    for (const char* name : {"vwap", "grid", "scaled"}) {
        Client client({weir, "lsp"});
        client.ask("initialize", begin(""));
        client.notify("initialized", json::object());
        const fs::path path = fs::path(WEIR_SOURCE_DIR "/stdlib") / (std::string(name) + ".weir");
        const json::object script{{"uri", "file://" + path.string()}};
        const json::object document{
            {"uri", script.at("uri")}, {"languageId", "weir"}, {"version", 1}, {"text", text_of(path)}};
        const auto start = Clock::now();
        client.notify("textDocument/didOpen", {{"textDocument", document}});
        const auto is_over = [&] {
            const std::string lenses = json::serialize(client.ask("textDocument/codeLens", {{"textDocument", script}}));
            return lenses.find("proving") == std::string::npos && lenses.find("running") == std::string::npos;
        };
        while (!is_over()) usleep(5'000);
        judged.ms.push_back(ms_since(start));
        mib = std::max(mib, client.resident_mib());
        client.ask("shutdown", nullptr);
        client.notify("exit", nullptr);
    }
    std::printf("\n%-44s %8s %8s %8s\n", "proofs and tests beside", "p50 ms", "p99 ms", "most ms");
    judged.print("opened, until all is known (400 of them quiet)", std::nan(""));
    std::printf("%-44s %8.1f MiB, asked 120\n", "resident memory after them", mib);
}

}  // namespace
}  // namespace weir::bench

int main(int argc, char** argv) {
    using namespace weir::bench;
    // A filter of other benchmarks leaves this one out.
    for (int i = 1; i < argc; ++i)
        if (const std::string word = argv[i];
            word.starts_with("--benchmark_filter=") && word.find("editor") == std::string::npos)
            return 0;
    constexpr size_t kLines = 2000;
    const std::vector<std::string> typed{"x", " ", "1", "{", "\"", "when ", "5 bps", "mid"};
    Editing ours{"weir", {WEIR_BINARY, "lsp"}, "file:///bench/long.weir", "weir", long_script(kLines), 5000, typed};
    Figures figures = type(ours);
    print_typing("weir lsp, a script of 2,000 lines", figures, true);
    Editing proving = ours;
    proving.edits = 1000;
    proving.proves = true;
    {
        const Cache cache;
        print_typing("the same, while its proofs are under way", type(proving), true);
    }
    measure_workspace(WEIR_BINARY);
    measure_proofs(WEIR_BINARY);
    if (std::system("command -v clangd >/dev/null 2>&1") == 0) {
        Editing peer{"clangd", {"clangd", "--log=error"}, "file:///bench/long.cpp", "cpp", long_program(kLines), 30,
                     typed};
        Figures theirs = type(peer);
        print_typing("clangd, a C++ file of 2,000 lines", theirs, false);
        std::printf("%-44s %8.2f\n", "weir's p99 of a key, as a share of clangd's",
                    figures.typing.at(0.99) / theirs.typing.at(0.99));
    }
    return 0;
}
