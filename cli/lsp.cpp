// `weir lsp`: the language server, for editors.
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <csignal>

#include "cli/commands.h"
#include "compiler/compiler.h"
#include "lsp/lsp.h"

namespace weir::cli {

void add_lsp(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("lsp", "Serve an editor: the Language Server Protocol on stdin and stdout");
    // Editors that let the user choose a transport say it; there is only this one.
    static bool stdio = false;
    command->add_flag("--stdio", stdio, "On stdin and stdout, as always");
    command->footer(
        "Examples:\n  weir lsp --stdio\n\n"
        "Editors start it by themselves. Verdicts of proofs are kept in $WEIR_CACHE, or else in $XDG_CACHE_HOME/weir "
        "or "
        "~/.cache/weir.");
    command->callback([&action] {
        action = [] {
            std::signal(SIGPIPE, SIG_IGN);  // a client that is gone is seen by the write that fails
            return lsp::serve(STDIN_FILENO, STDOUT_FILENO, {compiler::default_cache_dir()});
        };
    });
}

}  // namespace weir::cli
