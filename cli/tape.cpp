#include "runtime/market/tape.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/progress.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"
#include "runtime/market/import.h"

namespace weir::cli {
namespace {

int fail(const std::string& message) {
    fmt::print(stderr, "error: {}\n", message);
    return kFailed;
}

// ---- import
// -----------------------------------------------------------------------------------------------------------

struct ImportCommand {
    std::string format;
    std::vector<std::string> files;
    std::string out;
    std::vector<std::string> columns;  // field=column
    market::ImportOptions options;
};

int run_import(ImportCommand command) {
    for (const std::string& column : command.columns) {
        const size_t equals = column.find('=');
        if (equals == std::string::npos) {
            fmt::print(stderr, "error: --column `{}`: write FIELD=COLUMN, as in `--column price=3`\n", column);
            return kUsage;
        }
        command.options.columns[column.substr(0, equals)] = column.substr(equals + 1);
    }
    Progress progress("importing");
    command.options.progress = [&progress](double share) { progress.show(share); };
    market::ImportError error;
    const auto result = market::import_tape(command.format, command.files, command.options, command.out, error);
    progress.clear();
    if (!result) return fail(error.message);
    fmt::print("{}: {} records from {} lines, {} to {}\n", command.out, result->info.records, result->lines,
               format_time(result->info.first), format_time(result->info.last));
    for (const std::string& note : result->notes) fmt::print("note: {}\n", note);
    return kOk;
}

std::string format_list() {
    std::string text = "Formats:\n";
    for (const market::ImportFormat& format : market::import_formats())
        text += fmt::format("  {:<14} {}\n", format.name, format.files);
    return text;
}

void add_import(CLI::App& tape, Action& action) {
    auto* import = tape.add_subcommand("import", "Make a tape from recorded market data");
    auto command = std::make_shared<ImportCommand>();
    market::ImportOptions& options = command->options;
    import->add_option("FORMAT", command->format, "Where the files come from (see below)")->required();
    import->add_option("FILE", command->files, "Files of one recording, plain or compressed (zip, gz, xz, zst)")
        ->required();
    import->add_option("-o,--out", command->out, "The tape to write")->required();
    import->add_option("--symbol", options.symbol, "The instrument's symbol");
    import->add_option("--base", options.base, "What quantities count, as in BTC or shares");
    import->add_option("--currency", options.currency, "Of prices and money");
    import->add_option("--time-zone", options.time_zone, "IANA zone of written times of day");
    import->add_option("--tick", options.tick, "The price grid, as in 0.01");
    import->add_option("--lot", options.lot, "The quantity grid");
    import->add_option("--minimum-quantity", options.minimum_quantity, "The smallest quantity the venue takes");
    import->add_option("--minimum-value", options.minimum_value, "The smallest price × quantity the venue takes");
    import->add_option("--price-decimals", options.price_decimals, "Decimals of prices");
    import->add_option("--quantity-decimals", options.quantity_decimals, "Decimals of quantities");
    import->add_option("--money-decimals", options.money_decimals, "Decimals of money");
    import->add_option("--date", options.date, "The day of times of day, where the file names do not say it");
    import->add_option("--column", command->columns, "csv: FIELD=COLUMN, by name or by number from 1; may be repeated");
    import->add_flag("--without-quotes", options.without_quotes, "binance-ws: leave the stream of best quotes out");
    import->footer(format_list() +
                   "\nExamples:\n  weir tape import lobster LOBSTER_SampleFile_GOOG_2012-06-21_10.zip -o goog.tape\n"
                   "  weir tape import csv trades.csv --column time=1 --column price=3 --column quantity=4 -o x.tape");
    import->callback([&action, command] { action = [command] { return run_import(*command); }; });
}

// ---- info and head
// ------------------------------------------------------------------------------------------------------

std::unique_ptr<market::Tape> open_or_complain(const std::string& path) {
    market::TapeError error;
    auto tape = market::Tape::open(path, error);
    if (!tape) fail(error.message);
    return tape;
}

boost::json::object info_json(const market::TapeInfo& info) {
    const Instrument& instrument = info.instrument;
    return {{"source", info.source},
            {"detail", std::string(market::name(info.detail))},
            {"records", info.records},
            {"first", format_time(info.first)},
            {"last", format_time(info.last)},
            {"symbol", instrument.symbol},
            {"base", instrument.base},
            {"currency", instrument.currency},
            {"time_zone", instrument.time_zone},
            {"tick", format_decimal(instrument.tick.value, instrument.price_decimals)},
            {"lot", format_decimal(instrument.lot.value, instrument.quantity_decimals)},
            {"minimum_quantity", format_decimal(instrument.minimum_quantity.value, instrument.quantity_decimals)},
            {"minimum_value", format_decimal(instrument.minimum_value, instrument.money_decimals)},
            {"price_decimals", instrument.price_decimals},
            {"quantity_decimals", instrument.quantity_decimals},
            {"money_decimals", instrument.money_decimals}};
}

int run_info(const std::string& path, bool json) {
    const auto tape = open_or_complain(path);
    if (!tape) return kFailed;
    const boost::json::object info = info_json(tape->info());
    if (json) {
        fmt::print("{}\n", boost::json::serialize(info));
        return kOk;
    }
    for (const auto& [key, value] : info) {
        const std::string text = value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value);
        fmt::print("{:<18} {}\n", std::string_view(key), text);
    }
    return kOk;
}

std::string_view kind_name(MarketKind kind) {
    constexpr std::string_view kNames[] = {"clear", "level", "add", "reduce", "remove", "execute",
                                           "trade", "quote", "bar", "halt",   "resume"};
    return kNames[static_cast<size_t>(kind)];
}

int run_head(const std::string& path, uint64_t skip, uint64_t count) {
    const auto tape = open_or_complain(path);
    if (!tape) return kFailed;
    const Instrument& instrument = tape->info().instrument;
    const auto events = tape->events();
    fmt::print("{:>9}  {:<30} {:<8} {:<4} {:>14} {:>16} {:>20}  {}\n", "record", "time", "kind", "side", "price",
               "quantity", "order", "flags");
    for (uint64_t i = skip; i < std::min<uint64_t>(events.size(), skip + count); ++i) {
        const MarketEvent& event = events[i];
        std::string flags;
        if (event.flags & kLastOfMessage) flags += "last ";
        if (event.flags & kHidden) flags += "hidden ";
        if (event.flags & kAuction) flags += "auction ";
        if (event.flags & kReveal) flags += "reveal ";
        fmt::print("{:>9}  {:<30} {:<8} {:<4} {:>14} {:>16} {:>20}  {}\n", i, format_time({event.time}),
                   kind_name(event.kind),
                   event.side > 0   ? "buy"
                   : event.side < 0 ? "sell"
                                    : "",
                   format_decimal(event.price, instrument.price_decimals),
                   format_decimal(event.quantity, instrument.quantity_decimals), event.order, flags);
    }
    return kOk;
}

void add_info_and_head(CLI::App& tape, Action& action) {
    struct Options {
        std::string path;
        bool json = false;
        uint64_t skip = 0, count = 10;
    };
    auto options = std::make_shared<Options>();
    auto* info = tape.add_subcommand("info", "What a tape holds");
    info->add_option("TAPE", options->path, "The tape")->required();
    info->add_flag("--json", options->json, "As JSON");
    info->callback([&action, options] { action = [options] { return run_info(options->path, options->json); }; });
    auto* head = tape.add_subcommand("head", "The first records of a tape");
    head->add_option("TAPE", options->path, "The tape")->required();
    head->add_option("-n,--count", options->count, "How many")->capture_default_str();
    head->add_option("--skip", options->skip, "Begin after so many records");
    head->callback(
        [&action, options] { action = [options] { return run_head(options->path, options->skip, options->count); }; });
}

}  // namespace

void add_tape(CLI::App& app, Action& action) {
    auto* tape = app.add_subcommand("tape", "Recorded markets: import, look at, check, generate");
    tape->require_subcommand(1);
    add_import(*tape, action);
    add_info_and_head(*tape, action);
}

}  // namespace weir::cli
