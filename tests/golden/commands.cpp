#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "compiler/syntax/syntax.h"
#include "golden.h"
#include "tests/lower/compiled.h"

namespace weir::golden {
namespace {

using Arguments = std::vector<std::string>;

/// `--depth=3`: goldens of the limits do not need large files.
syntax::Limits limits_of(const Arguments& arguments) {
    syntax::Limits limits;
    const std::pair<std::string_view, size_t*> options[] = {{"--bytes=", &limits.bytes},
                                                            {"--depth=", &limits.depth},
                                                            {"--words=", &limits.clause_words},
                                                            {"--errors=", &limits.errors}};
    for (const std::string& argument : arguments)
        for (const auto& [name, value] : options)
            if (argument.starts_with(name)) *value = std::stoul(argument.substr(name.size()));
    return limits;
}

std::span<const SourceFile> alone(const SourceFile& script) {
    return {&script, 1};
}

Outcome parse(const SourceFile& script, const Arguments& arguments) {
    const syntax::Parsed parsed = syntax::parse(script, limits_of(arguments));
    return {render(parsed.diagnostics, alone(script)), parsed.diagnostics.has_errors()};
}

Outcome parse_json(const SourceFile& script, const Arguments& arguments) {
    const syntax::Parsed parsed = syntax::parse(script, limits_of(arguments));
    return {render_json(parsed.diagnostics, alone(script)), parsed.diagnostics.has_errors()};
}

Outcome tree(const SourceFile& script, const Arguments& arguments) {
    const syntax::Parsed parsed = syntax::parse(script, limits_of(arguments));
    const bool ranges = !arguments.empty() && arguments[0] == "--ranges";
    return {syntax::print_tree(parsed.tree, {.ranges = ranges}), parsed.diagnostics.has_errors()};
}

Outcome source(const SourceFile& script, const Arguments& arguments) {
    const syntax::Parsed parsed = syntax::parse(script, limits_of(arguments));
    return {syntax::to_source(parsed.tree), parsed.diagnostics.has_errors()};
}

/// `run=x,y,d:dark`: the venues of a run; `venues=…`: those that are known when it is checked; `hedge=EUR`: the
/// currency of the leg that hedges. BTC against USD.
lower::Market market_of(const Arguments& arguments) {
    lower::Market market = test::bitcoin();
    for (const std::string& argument : arguments) {
        if (argument.starts_with("hedge="))
            market.hedges = {test::bitcoin()}, market.hedges[0].currency = argument.substr(argument.find('=') + 1);
        if (!argument.starts_with("run=") && !argument.starts_with("venues=")) continue;
        market.deployed = argument.starts_with("run=");
        market.venues = test::venues_of(argument.substr(argument.find('=') + 1));
    }
    return market;
}

/// All that the compiler says before a run; `strategy=NAME`: of which one.
Outcome check(const SourceFile& script, const Arguments& arguments) {
    std::string strategy;
    for (const std::string& argument : arguments)
        if (argument.starts_with("strategy=")) strategy = argument.substr(argument.find('=') + 1);
    const test::Compilation compiled = test::compile(script.text(), market_of(arguments), strategy);
    return {compiled.shown, compiled.diagnostics.has_errors()};
}

/// A file of its own for each process, gone when the command has run.
class TemporaryScript {
  public:
    explicit TemporaryScript(const SourceFile& script)
        : path_(std::filesystem::temp_directory_path() /
                ("weir_golden_" + std::to_string(getpid()) + "_" + script.path())) {
        std::ofstream(path_, std::ios::binary) << script.text();
    }
    ~TemporaryScript() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryScript(const TemporaryScript&) = delete;
    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// The binary itself, SCRIPT standing for the script above: both of its outputs, and its exit code when that is not 0.
Outcome command_line(const SourceFile& script, const Arguments& arguments) {
    const TemporaryScript file(script);
    std::string line = WEIR_BINARY;
    for (const std::string& argument : arguments)
        line += " " + (argument == "SCRIPT" ? "'" + file.path() + "'" : argument);
    Outcome outcome;
    FILE* pipe = popen((line + " 2>&1 </dev/null").c_str(), "r");
    if (pipe == nullptr) return {"the binary could not be started\n", true};
    std::array<char, 4096> block;
    while (const size_t count = fread(block.data(), 1, block.size(), pipe)) outcome.output.append(block.data(), count);
    const int status = pclose(pipe);
    replace_all(outcome.output, file.path(), script.path());
    outcome.failed = status != 0;
    if (outcome.failed) outcome.output += "exit " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : -1) + "\n";
    return outcome;
}

const Command kCommands[] = {
    {"parse", parse}, {"parse-json", parse_json}, {"tree", tree}, {"source", source},
    {"check", check}, {"weir", command_line},     {"lsp", lsp},
};

}  // namespace

std::span<const Command> commands() {
    return kCommands;
}

}  // namespace weir::golden
