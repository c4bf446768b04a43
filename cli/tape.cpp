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
#include "cli/fail.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "runtime/core/decimal.h"
#include "runtime/core/output_file.h"
#include "runtime/core/time.h"
#include "runtime/market/activity.h"
#include "runtime/market/check.h"
#include "runtime/market/generate.h"
#include "runtime/market/import.h"

namespace weir::cli {
namespace {

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
        const std::string field = column.substr(0, equals);
        if (!command.options.columns.emplace(field, column.substr(equals + 1)).second) {
            fmt::print(stderr, "error: --column `{}`: the column of `{}` is given twice\n", column, field);
            return kUsage;
        }
    }
    const Output out{"--out", command.out};
    if (const std::string fault = output_fault({&out, 1}, command.files); !fault.empty()) return fail(fault);
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

boost::json::object info_json(const market::Tape& tape) {
    const market::TapeInfo& info = tape.info();
    const market::Activity activity = market::activity_of(tape);
    const Instrument& instrument = info.instrument;
    return {{"source", info.source},
            {"detail", std::string(market::name(info.detail))},
            {"records", info.records},
            {"messages", activity.messages},
            {"trades", activity.trades},
            {"eligible_volume", format_decimal(activity.eligible_volume, instrument.quantity_decimals)},
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
    const boost::json::object info = info_json(*tape);
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
                   market::name(event.kind),
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
    info->footer("Examples:\n  weir tape info day.tape\n  weir tape check day.tape   # its book, gaps, clocks");
    info->callback([&action, options] { action = [options] { return run_info(options->path, options->json); }; });
    auto* head = tape.add_subcommand("head", "The first records of a tape");
    head->add_option("TAPE", options->path, "The tape")->required();
    head->add_option("-n,--count", options->count, "How many")->capture_default_str();
    head->add_option("--skip", options->skip, "Begin after so many records");
    head->footer("Examples:\n  weir tape head day.tape\n  weir tape head day.tape --skip 1000 --count 20");
    head->callback(
        [&action, options] { action = [options] { return run_head(options->path, options->skip, options->count); }; });
}

// ---- check
// --------------------------------------------------------------------------------------------------------------

int run_check(const std::string& path, const std::vector<std::string>& sources, bool json) {
    const auto tape = open_or_complain(path);
    if (!tape) return kFailed;
    Progress progress("checking");
    market::CheckError error;
    const auto report = market::check(
        *tape, {.sources = sources, .progress = [&progress](double share) { progress.show(share); }}, error);
    progress.clear();
    if (!report) return fail(error.message);
    fmt::print("{}", json ? market::to_json(*report) : market::to_text(*report));
    return kOk;
}

void add_tape_check(CLI::App& tape, Action& action) {
    struct Options {
        std::string path;
        std::vector<std::string> sources;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    auto* check = tape.add_subcommand("check", "Rebuild the book; report gaps, crossed books, clock faults");
    check->add_option("TAPE", options->path, "The tape")->required();
    check->add_option("--source", options->sources,
                      "The files it was imported from: the book is held against what they themselves show");
    check->add_flag("--json", options->json, "As JSON");
    check->footer(
        "Examples:\n  weir tape check day.tape\n"
        "  weir tape check goog.tape --source LOBSTER_SampleFile_GOOG_2012-06-21_10.zip");
    check->callback([&action, options] {
        action = [options] { return run_check(options->path, options->sources, options->json); };
    });
}

// ---- generate
// -----------------------------------------------------------------------------------------------------------

struct GenerateCommand {
    std::string market = "equity", out, date, price, symbol, tick, lot;
    int days = 1, venues = 1;
    int64_t messages = 0;
    uint64_t seed = 1;
    bool auctions = false;
    std::vector<std::string> halts;  // TIME+DURATION, on the first day
};

/// The moment at which a session's first day begins: midnight on the market's clock.
Parsed<Time> midnight(const std::string& date, const std::string& zone) {
    const auto day = parse_date(date);
    if (!day) return Parsed<Time>::failure(day.error);
    return parse_time_of_day("00:00", day.value, zone);
}

/// `11:00+5min`: when it begins on the first day, on the market's clock, and for how long.
Parsed<market::Halt> parse_halt(const std::string& text, const market::GenerateOptions& options) {
    const auto wrong = [&](std::string_view why) {
        return Parsed<market::Halt>::failure(
            fmt::format("--halt `{}`: {}; write TIME+DURATION, as in `11:00+5min`", text, why));
    };
    const size_t plus = text.find('+');
    if (plus == std::string::npos) return wrong("it has no duration");
    const std::string& zone = options.instrument.time_zone;
    const auto from = parse_time_of_day(text.substr(0, plus), date_in(options.start, zone).value, zone);
    if (!from) return wrong(from.error);
    const auto duration = parse_duration(text.substr(plus + 1));
    if (!duration) return wrong(duration.error);
    return {{from.value, duration.value}, ""};
}

/// `day.tape` is `day-1.tape`, `day-2.tape` ... of several venues.
std::vector<std::string> venue_paths(const std::string& out, int venues) {
    if (venues == 1) return {out};
    const size_t slash = out.find_last_of('/'), dot = out.find_last_of('.');
    const bool extends = dot != std::string::npos && (slash == std::string::npos || dot > slash + 1) && dot > 0;
    const size_t stem = extends ? dot : out.size();
    std::vector<std::string> paths;
    for (int i = 1; i <= venues; ++i) paths.push_back(fmt::format("{}-{}{}", out.substr(0, stem), i, out.substr(stem)));
    return paths;
}

int run_generate(const GenerateCommand& command) {
    auto options =
        command.market == "crypto" ? market::GenerateOptions::crypto() : market::GenerateOptions::us_equity();
    Instrument& instrument = options.instrument;
    options.seed = command.seed;
    if (!command.symbol.empty()) instrument.symbol = command.symbol;
    if (const size_t dash = command.symbol.find('-'); command.market == "crypto" && dash != std::string::npos) {
        instrument.base = command.symbol.substr(0, dash);  // ETH-USD
        instrument.currency = command.symbol.substr(dash + 1);
        if (instrument.base.empty() || instrument.currency.empty())
            return fail(fmt::format("--symbol `{}`: write BASE-CURRENCY, as in ETH-USD", command.symbol));
    }
    if (!command.date.empty()) {
        const auto start = midnight(command.date, instrument.time_zone);
        if (!start) return fail(fmt::format("--date: {}", start.error));
        options.start = start.value;
    }
    options.duration = Duration{command.days * 86400 * kSecond};
    if (command.messages > 0) options.messages_per_session = command.messages;
    const auto decimal = [](std::string_view option, const std::string& text, int decimals, int64_t& value) {
        if (text.empty()) return true;
        const auto parsed = parse_decimal(text, decimals);
        if (parsed)
            value = parsed.value;
        else
            fail(fmt::format("--{} `{}`: {}", option, text, parsed.error));
        return static_cast<bool>(parsed);
    };
    if (!decimal("price", command.price, instrument.price_decimals, options.price.value)) return kFailed;
    if (!decimal("tick", command.tick, instrument.price_decimals, instrument.tick.value)) return kFailed;
    if (!decimal("lot", command.lot, instrument.quantity_decimals, instrument.lot.value)) return kFailed;
    options.venues = command.venues;
    options.auctions = command.auctions;
    for (const std::string& text : command.halts) {
        const auto halt = parse_halt(text, options);
        if (!halt) return fail(halt.error);
        options.halts.push_back(halt.value);
    }
    if (const auto fault = market::fault_of(options)) return fail(*fault);

    Progress progress("generating");
    market::TapeError error;
    const std::vector<std::string> paths = venue_paths(command.out, command.venues);
    const bool done = market::generate(options, paths, error, [&progress](double share) { progress.show(share); });
    progress.clear();
    if (!done) return fail(error.message);
    for (const std::string& path : paths) {
        if (!output_place(path).is_plain) continue;  // whoever reads the pipe has it
        const auto tape = open_or_complain(path);
        if (!tape) return kFailed;
        const market::TapeInfo& info = tape->info();
        fmt::print("{}: {} records, {} to {}, seed {}\n", path, info.records, format_time(info.first),
                   format_time(info.last), command.seed);
    }
    return kOk;
}

void add_generate(CLI::App& tape, Action& action) {
    auto* generate = tape.add_subcommand("generate", "Make a market: seeded, order by order, of any length");
    auto command = std::make_shared<GenerateCommand>();
    generate->add_option("-o,--out", command->out, "The tape to write")->required();
    generate
        ->add_option("--market", command->market,
                     "equity: a share, 09:30 to 16:00 New York; crypto: BTC-USD, round the clock")
        ->check(CLI::IsMember({"equity", "crypto"}))
        ->capture_default_str();
    generate->add_option("--seed", command->seed, "The same seed makes the same bytes")
        ->check(seed_fault)
        ->capture_default_str();
    generate->add_option("--date", command->date, "The first day, as in 2026-01-05");
    generate->add_option("--days", command->days, "How many days, those without a session included")
        ->check(CLI::Range(1, 3660))
        ->capture_default_str();
    generate->add_option("--messages", command->messages, "Of a whole session or day, on average")
        ->check(CLI::PositiveNumber);
    generate->add_option("--price", command->price, "Of the first trades");
    generate->add_option("--symbol", command->symbol, "The instrument's symbol");
    generate->add_option("--tick", command->tick, "The price grid");
    generate->add_option("--lot", command->lot, "The quantity grid");
    generate
        ->add_option("--venues", command->venues,
                     "Several venues of one market, a tape each: `-o day.tape` writes day-1.tape, day-2.tape, ...")
        ->check(CLI::Range(1, 16));
    generate->add_flag("--auctions", command->auctions, "Prints as the session opens and closes");
    generate
        ->add_option("--halt", command->halts,
                     "Trading stops on the first day: TIME+DURATION, as in 11:00+5min; may be repeated")
        ->allow_extra_args(false);
    generate->footer(
        "Examples:\n  weir tape generate --seed 7 --date 2026-01-06 -o day.tape\n"
        "  weir tape generate --market crypto --days 5 --messages 50000 -o week.tape\n"
        "  weir tape generate --venues 3 --auctions --halt 11:00+5min --seed 7 -o day.tape");
    generate->callback([&action, command] { action = [command] { return run_generate(*command); }; });
}

}  // namespace

void add_tape(CLI::App& app, Action& action) {
    auto* tape = app.add_subcommand("tape", "Recorded markets: import, look at, check, generate");
    tape->require_subcommand(1);
    tape->footer(
        "Examples:\n  weir tape generate --seed 7 --date 2026-01-06 -o day.tape\n  weir tape info day.tape\n"
        "  weir tape import csv trades.csv --column time=1 --column price=3 --column quantity=4 -o x.tape");
    add_import(*tape, action);
    add_generate(*tape, action);
    add_info_and_head(*tape, action);
    add_tape_check(*tape, action);
}

}  // namespace weir::cli
