#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <exception>
#include <span>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "compiler/diagnostics/diagnostics.h"

namespace {

constexpr const char* kFooter = R"(Examples:
  weir check stdlib/vwap.weir
  weir tape generate --seed 7 -o day.tape
  weir run stdlib/vwap.weir --tape day.tape --history history.tape \
           --order "buy 20_000 shares from 10:00 to 15:30" --report report.html
  weir explain stdlib/vwap.weir --tape day.tape --order "…" --at 11:15

Exit codes: 0 done; 1 a script, tape, order or file has errors; 2 wrong use; 3 the strategy was stopped; 70 a fault of weir.)";

/// Whether a word that is meant as a command is none; it is then said, with the nearest that there is.
bool complains_of_command(const CLI::App& app, std::span<char*> words) {
    const std::vector<const CLI::App*> commands = app.get_subcommands({});
    if (commands.empty() || words.empty() || words[0][0] == '-') return false;
    const std::string_view word = words[0];
    std::vector<std::string_view> names;
    for (const CLI::App* command : commands) {
        if (command->get_name() == word) return complains_of_command(*command, words.subspan(1));
        names.push_back(command->get_name());
    }
    const auto near = weir::nearest(word, names);
    fmt::print(stderr, "no command is called `{}`{}\nRun with --help for the list of commands.\n", word,
               near ? fmt::format("; did you mean `{}`?", *near) : "");
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace weir::cli;
    CLI::App app{"Weir: trading execution strategies, checked, compiled and run"};
    app.footer(kFooter);
    app.require_subcommand(1);
    app.set_version_flag("--version", "weir " WEIR_VERSION);
    app.set_help_all_flag("--help-all", "Help for every subcommand");

    Action action;
    add_check(app, action);
    add_run(app, action);
    add_schedule(app, action);
    add_explain(app, action);
    add_tape(app, action);
    add_tca(app, action);
    add_completion(app, action);

    if (complains_of_command(app, std::span(argv, static_cast<size_t>(argc)).subspan(1))) return kUsage;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? kOk : kUsage;
    }
    try {
        return action();
    } catch (const std::exception& fault) {
        fmt::print(stderr,
                   "weir: internal fault: {}\nThis is a fault of weir and not of your input; please report it.\n",
                   fault.what());
        return kInternal;
    }
}
