#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "runtime/tca/store.h"
#include "runtime/tca/tca.h"

namespace weir::cli {
namespace {

struct Options {
    SetupOptions setup;
    bool json = false, time_passes = false;
    std::string report, events, store;
};

/// Ended by the script, a fault or the venue, and not by the order itself.
bool was_stopped(StopCause stop) {
    return stop != StopCause::completed && stop != StopCause::ended && stop != StopCause::cancelled &&
           stop != StopCause::taken_over && stop != StopCause::switched_off;
}

int run(const Options& options) {
    const auto ready = make_ready(options.setup);
    if (!ready) return kFailed;
    const Output outputs[] = {{"--report", options.report}, {"--events", options.events}, {"--store", options.store}};
    if (const std::string fault = output_fault(outputs, ready->read); !fault.empty()) return fail(fault);
    for (const std::string& note : ready->notes) fmt::print(stderr, "note: {}\n", note);
    if (options.time_passes)
        for (const auto* phases : {&ready->checked.phases, &ready->built.phases})
            for (const compiler::Phase& phase : *phases)
                fmt::print(stderr, "{:<24} {:>9.3f} ms\n", phase.name, static_cast<double>(phase.time.count()) / 1e6);

    Progress progress("running");
    ready->run.events_path = options.events;
    ready->run.progress = [&progress](const backtest::Progress& at) { progress.show(at.share); };
    const auto begin = std::chrono::steady_clock::now();
    const auto result = backtest::run(ready->run);
    progress.clear();
    if (!result) return fail(result.error);
    const tca::Report& report = *result.value.report;

    if (options.json)
        fmt::print("{}\n", tca::json(report));
    else
        fmt::print("{}", tca::terminal(report, {.colour = isatty(STDOUT_FILENO) != 0}));
    if (!options.report.empty())
        if (const std::string error = write_file(options.report, tca::html(report)); !error.empty()) return fail(error);
    if (!options.store.empty()) {
        const auto id = tca::save(report, options.store);
        if (!id) return fail(id.error);
        fmt::print(stderr, "kept as run {} of {}\n", id.value, options.store);
    }
    if (!options.json)
        fmt::print("{} records of the tape, {} events, {} steps; run hash {:016x}\n", result.value.records,
                   result.value.events, result.value.steps, result.value.hash);
    if (options.time_passes) {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        fmt::print(stderr, "{:<24} {:>9.3f} ms, {:.0f} records/s\n", "run", took.count() * 1e3,
                   static_cast<double>(result.value.records) / took.count());
    }
    return was_stopped(result.value.stop) ? kStopped : kOk;
}

}  // namespace

void add_run(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("run", "Carry out an order on a recorded market and report its costs");
    auto options = std::make_shared<Options>();
    add_setup_options(*command, options->setup);
    command->add_flag("--verify", options->setup.verify,
                      "First prove what can be proven: such lines need no guard, and the others are watched");
    command->add_flag("--json", options->json, "The report as JSON");
    command->add_option("--report", options->report, "Also write the report as one HTML file");
    command->add_option("--events", options->events, "Also write the event log");
    command->add_option("--store", options->store, "Also keep the report in this store (see weir tca)");
    command->add_flag("--time-passes", options->time_passes, "Print how long each phase took");
    command->footer(
        "Examples:\n  weir run stdlib/vwap.weir --tape day.tape --history history.tape \\\n"
        "           --order \"buy 20_000 shares from 10:00 to 15:30\" --set max_participation=15% --report "
        "report.html\n"
        "  weir run stdlib/twap.weir --tape day.tape --order \"sell 2_000 shares from 10:00 to 12:00 limit 99.50\" \\\n"
        "           --taker-fee \"5 bps\" --store runs.db\n"
        "  weir run stdlib/dark_seeker.weir --venue lit=day.tape --dark \"pool,share=20%\" \\\n"
        "           --order \"buy 5_000 shares from 10:00 to 12:00\" --json\n\n"
        "Exit code 3 says that the strategy was stopped (a fault, a risk line, stale data, the gate, the venue): the "
        "report is of what was done until then.");
    command->callback([&action, options] { action = [options] { return run(*options); }; });
}

}  // namespace weir::cli
