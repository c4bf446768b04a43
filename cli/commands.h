// The subcommands of `weir`, one file each. A command declares its options on the application and, when chosen, leaves
// what is to be done in `action`; main runs it and exits with its code.
#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace weir::cli {

/// Exit codes, stable: scripts may rely on them.
enum Exit : int {
    kOk = 0,
    kFailed = 1,    // a script, tape, order or file has errors; a check found a difference
    kUsage = 2,     // the command line itself is wrong
    kStopped = 3,   // the run ended because the strategy was stopped: fault, guard, assumption, stale data, gate, venue
    kInternal = 70  // a fault of Weir
};

using Action = std::function<int()>;

/// Why the text is no seed; empty when it is one. To be asked of the text: conversions wrap `-1` and clamp what is
/// long.
std::string seed_fault(const std::string& text);

void add_check(CLI::App& app, Action& action);
void add_fmt(CLI::App& app, Action& action);
void add_doc(CLI::App& app, Action& action);
void add_test(CLI::App& app, Action& action);
void add_run(CLI::App& app, Action& action);
void add_schedule(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_curve(CLI::App& app, Action& action);
void add_tape(CLI::App& app, Action& action);
void add_tca(CLI::App& app, Action& action);
void add_verify(CLI::App& app, Action& action);
void add_lsp(CLI::App& app, Action& action);
void add_completion(CLI::App& app, Action& action);

}  // namespace weir::cli
