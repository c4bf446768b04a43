#include "runtime/tca/tca.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "runtime/core/time.h"
#include "runtime/tca/names.h"
#include "runtime/tca/store.h"

namespace weir::cli {
namespace {

struct Options {
    std::string store = "runs.db";
    int64_t id = 0;
    bool json = false;
    std::string report;
};

std::string side_text(Side side) {
    return side == Side::buy ? "buy" : "sell";
}

std::string_view stop_name(StopCause stop) {
    return tca::kStopCauseNames[static_cast<size_t>(stop)];
}

void print_json(const std::vector<tca::StoredRun>& runs) {
    boost::json::array rows;
    for (const tca::StoredRun& run : runs) {
        boost::json::object row;
        row["id"] = run.id;
        row["strategy"] = run.strategy;
        row["symbol"] = run.symbol;
        row["tape"] = run.tape;
        row["side"] = side_text(run.side);
        row["quantity"] = run.quantity;
        row["executed"] = run.executed;
        row["started"] = run.started == kNoTime ? boost::json::value() : boost::json::value(format_time(run.started));
        row["ended"] = run.ended == kNoTime ? boost::json::value() : boost::json::value(format_time(run.ended));
        row["stop"] = std::string(stop_name(run.stop));
        row["shortfall_bps"] = run.shortfall_bps.empty() ? boost::json::value() : boost::json::value(run.shortfall_bps);
        row["saved"] = run.saved;
        row["settings"] = run.settings;
        rows.push_back(std::move(row));
    }
    fmt::print("{}\n", boost::json::serialize(rows));
}

/// On the instrument's clock, to the second and with the zone.
std::string clock_text(const tca::StoredRun& run) {
    if (run.started == kNoTime) return "never";
    const std::string zone = run.time_zone.empty() ? "UTC" : run.time_zone;
    const Parsed<Date> date = date_in(run.started, zone);
    if (!date) return format_time(run.started);
    const Time second{run.started.value - run.started.value % kSecond};
    return fmt::format("{} {} {}", format_date(date.value), format_time_of_day(second, zone), zone);
}

void print_table(const std::vector<tca::StoredRun>& runs) {
    fmt::print("{:>5}  {:<12} {:<12} {:<4} {:>18} {:>18} {:>10}  {:<11} {:<39} {:<20}  {}\n", "id", "strategy",
               "symbol", "side", "quantity", "executed", "cost bps", "ended by", "started", "saved", "settings");
    for (const tca::StoredRun& run : runs) {
        fmt::print("{:>5}  {:<12} {:<12} {:<4} {:>18} {:>18} {:>10}  {:<11} {:<39} {:<20}  {}\n", run.id, run.strategy,
                   run.symbol, side_text(run.side), run.quantity_shown, run.executed_shown,
                   run.shortfall_bps.empty() ? "–" : run.shortfall_bps, stop_name(run.stop), clock_text(run), run.saved,
                   run.settings);
    }
}

int list(const Options& options) {
    const auto runs = tca::list(options.store);
    if (!runs) return fail(runs.error);
    if (options.json)
        print_json(runs.value);
    else
        print_table(runs.value);
    return kOk;
}

int show(const Options& options) {
    const Output page{"--report", options.report};
    if (const std::string fault = output_fault({&page, 1}, {options.store}); !fault.empty()) return fail(fault);
    const auto report = tca::load(options.store, options.id);
    if (!report) return fail(report.error);
    if (options.json)
        fmt::print("{}\n", tca::json(report.value));
    else
        fmt::print("{}", tca::terminal(report.value, {.colour = isatty(STDOUT_FILENO) != 0}));
    if (options.report.empty()) return kOk;
    const std::string error = write_file(options.report, tca::html(report.value));
    return error.empty() ? static_cast<int>(kOk) : fail(error);
}

}  // namespace

void add_tca(CLI::App& app, Action& action) {
    auto* tca = app.add_subcommand("tca", "Reports of earlier runs, kept by `weir run --store`");
    tca->require_subcommand(1);
    tca->footer("Examples:\n  weir tca list --store runs.db\n  weir tca show 1 --store runs.db --report report.html");
    auto options = std::make_shared<Options>();

    auto* lister = tca->add_subcommand("list", "One line per run");
    auto* shower = tca->add_subcommand("show", "The report of one run");
    for (auto* command : {lister, shower}) {
        command->add_option("--store", options->store, "The store")->capture_default_str();
        command->add_flag("--json", options->json, "As JSON");
    }
    shower->add_option("ID", options->id, "The run's number in `weir tca list`")->required();
    shower->add_option("--report", options->report, "Also write the HTML report to this file");
    lister->callback([&action, options] { action = [options] { return list(*options); }; });
    shower->callback([&action, options] { action = [options] { return show(*options); }; });
}

}  // namespace weir::cli
