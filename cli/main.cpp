#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "compiler/diagnostics/diagnostics.h"

namespace {

constexpr const char* kFooter = R"(Examples:
  weir check stdlib/vwap.weir
  weir verify stdlib/sniper.weir
  weir tape generate --seed 6 --date 2026-01-05 -o history.tape
  weir tape generate --seed 7 --date 2026-01-06 -o day.tape
  weir run stdlib/vwap.weir --tape day.tape --history history.tape \
           --order "buy 20_000 shares from 10:00 to 15:30" --report report.html
  weir explain stdlib/twap.weir --tape day.tape --order "buy 5_000 shares from 10:00 to 12:00" --at 11:15

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
    fmt::print(stderr, "no command is called `{}`{}\nRun with --help for the list of commands.\n", word,
               weir::did_you_mean(word, names));
    return true;
}

std::vector<std::string> options_of(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

/// Says what is wrong with words that no option takes: a misspelt option, or a value whose quotes are missing.
void complain_of_words(const CLI::App& app) {
    const CLI::App* command = &app;
    std::string path = "weir";
    while (!command->get_subcommands().empty()) {
        command = command->get_subcommands().front();
        path += " " + command->get_name();
    }
    const std::vector<std::string> words = app.remaining(true);
    const auto option = std::ranges::find_if(words, [](const std::string& word) { return word.starts_with("-"); });
    if (option != words.end()) {
        const std::vector<std::string> known = options_of(*command);
        fmt::print(stderr, "`{}` has no option `{}`{}\n", path, *option,
                   weir::did_you_mean(*option, std::vector<std::string_view>(known.begin(), known.end())));
    } else {
        fmt::print(stderr, "not expected: `{}`\nA value with blanks in it is put between quotes, as in {}\n",
                   fmt::join(words, " "), "--order \"buy 500 shares from 10:00 to 11:00\"");
    }
    fmt::print(stderr, "Run with --help for what there is.\n");
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
    add_verify(app, action);
    add_fmt(app, action);
    add_doc(app, action);
    add_test(app, action);
    add_run(app, action);
    add_schedule(app, action);
    add_explain(app, action);
    add_tape(app, action);
    add_curve(app, action);
    add_tca(app, action);
    add_lsp(app, action);
    add_completion(app, action);

    if (complains_of_command(app, std::span(argv, static_cast<size_t>(argc)).subspan(1))) return kUsage;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (!app.remaining(true).empty() && error.get_exit_code() != 0) {
            complain_of_words(app);
            return kUsage;
        }
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
