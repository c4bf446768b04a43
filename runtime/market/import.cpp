#include "runtime/market/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "runtime/core/time.h"
#include "runtime/market/import_run.h"

namespace weir::market {
namespace {

struct Options {  // which of the special options mean something to a format
    bool date = false;
    bool columns = false;
    bool without_quotes = false;
};

struct FormatRow {
    ImportFormat format;
    bool (*import)(ImportRun&);
    Options options;
};

constexpr std::array kFormats{
    FormatRow{{"binance-ws", "recordings of raw WebSocket lines `<receive ns> <json>`, in order of time"},
              import_binance_ws,
              {.without_quotes = true}},
    FormatRow{{"bitstamp-l3", "logs of `<receive ms> <event> <json>` with single orders"}, import_bitstamp_l3, {}},
    FormatRow{{"csv", "a table with a header line, or with columns stated by number"},
              import_csv,
              {.date = true, .columns = true}},
    FormatRow{{"ctc", "tables of level updates and trades, separated by tabs, in order of sequence"}, import_ctc, {}},
    FormatRow{{"lean-minute", "zip files YYYYMMDD_trade.zip of minute bars, in order of date"},
              import_lean_minute,
              {.date = true}},
    FormatRow{{"lean-tick", "pairs YYYYMMDD_quote.zip and YYYYMMDD_trade.zip, in order of date"},
              import_lean_tick,
              {.date = true}},
    FormatRow{{"lobster", "a LOBSTER zip, or its message file and its orderbook file"}, import_lobster, {.date = true}},
};

constexpr auto kNames = [] {
    std::array<ImportFormat, kFormats.size()> names;
    for (size_t i = 0; i < names.size(); ++i) names[i] = kFormats[i].format;
    return names;
}();

const FormatRow* find(std::string_view format) {
    for (const FormatRow& row : kFormats)
        if (row.format.name == format) return &row;
    return nullptr;
}

std::optional<std::string> fault_of(const FormatRow& row, std::span<const std::string> files,
                                    const ImportOptions& options) {
    const auto meaningless = [&](std::string_view option) {
        return fmt::format("`--{}` means nothing to format `{}`; leave it out", option, row.format.name);
    };
    if (options.date && !row.options.date) return meaningless("date");
    if (!options.columns.empty() && !row.options.columns) return meaningless("column");
    if (options.without_quotes && !row.options.without_quotes) return meaningless("without-quotes");
    if (files.empty()) return fmt::format("no file to import; `{}` takes {}", row.format.name, row.format.files);
    return std::nullopt;
}

}  // namespace

std::span<const ImportFormat> import_formats() {
    return kNames;
}

std::optional<ImportResult> import_tape(std::string_view format, std::span<const std::string> files,
                                        const ImportOptions& options, const std::string& out_path, ImportError& error) {
    const FormatRow* row = find(format);
    if (!row) {
        std::string known;
        for (const ImportFormat& each : kNames) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
        error.message = fmt::format("format `{}` is unknown; formats are {}", format, known);
        return std::nullopt;
    }
    if (auto fault = fault_of(*row, files, options)) {
        error.message = std::move(*fault);
        return std::nullopt;
    }
    ImportRun run(files, options, out_path);
    row->import(run);
    return run.finish(error);
}

// ---- ImportRun ------------------------------------------------------------------------------------------------------

bool ImportRun::fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
    return false;
}

bool ImportRun::override_instrument(Instrument& instrument) {
    const auto decimal = [this](const std::optional<std::string>& text, std::string_view name, int decimals,
                                int64_t& value) {
        if (!text) return true;
        const auto read = read_decimal(*text, decimals);
        if (!read)
            return fail(fmt::format("--{} `{}`: it is not a number with at most {} decimals", name, *text, decimals));
        value = *read;
        return true;
    };
    const auto scaled = [](int64_t& value, int from, int to) { value = rescale_exact(value, from, to).value_or(1); };
    const Instrument before = instrument;
    if (options_.symbol) instrument.symbol = *options_.symbol;
    if (options_.base) instrument.base = *options_.base;
    if (options_.currency) instrument.currency = *options_.currency;
    if (options_.time_zone) instrument.time_zone = *options_.time_zone;
    if (const auto zone = check_zone(instrument.time_zone); !zone) return fail(zone.error);
    instrument.price_decimals = options_.price_decimals.value_or(before.price_decimals);
    instrument.quantity_decimals = options_.quantity_decimals.value_or(before.quantity_decimals);
    instrument.money_decimals = options_.money_decimals.value_or(before.money_decimals);
    scaled(instrument.tick.value, before.price_decimals, instrument.price_decimals);
    scaled(instrument.lot.value, before.quantity_decimals, instrument.quantity_decimals);
    scaled(instrument.minimum_quantity.value, before.quantity_decimals, instrument.quantity_decimals);
    scaled(instrument.minimum_value, before.money_decimals, instrument.money_decimals);
    if (const auto fault = fault_of(instrument)) return fail(*fault);
    return decimal(options_.tick, "tick", instrument.price_decimals, instrument.tick.value) &&
           decimal(options_.lot, "lot", instrument.quantity_decimals, instrument.lot.value) &&
           decimal(options_.minimum_quantity, "minimum-quantity", instrument.quantity_decimals,
                   instrument.minimum_quantity.value) &&
           decimal(options_.minimum_value, "minimum-value", instrument.money_decimals, instrument.minimum_value);
}

bool ImportRun::begin(TapeInfo info) {
    if (!override_instrument(info.instrument)) return false;
    if (const auto fault = fault_of(info.instrument)) return fail(*fault);
    result_.info = info;
    writer_.emplace(out_path_, std::move(info));
    return true;
}

bool ImportRun::emit(const MarketEvent& event) {
    if (result_.info.records == 0) result_.info.first = Time{event.time};
    ++result_.info.records;
    last_time_ = event.time;
    result_.info.last = Time{event.time};
    writer_->add(event);
    return !writer_->failed();
}

bool ImportRun::emit_clamped(MarketEvent event) {
    if (event.time < last_time_) {
        event.time = last_time_;
        ++clamped_;
    }
    return emit(event);
}

bool ImportRun::next(LineReader& reader, std::string_view& line) {
    if (failed() || (writer_ && writer_->failed())) return false;
    if (!reader.next(line)) {
        if (!reader.error().empty()) fail(reader.error());
        return false;
    }
    count_line(reader);
    return true;
}

void ImportRun::count_line(const LineReader& reader) {
    constexpr uint64_t kLinesBetweenReports = 1 << 14;
    if (reader.line_number() == 1 && !reading_.empty() && reading_ != reader.path()) ++files_done_;
    if (reader.line_number() == 1) reading_ = reader.path();
    if (++result_.lines % kLinesBetweenReports != 0 || !options_.progress) return;
    const double done = static_cast<double>(files_done_) + reader.share();
    options_.progress(std::min(1.0, done / static_cast<double>(files_.size())));
}

std::optional<Time> ImportRun::midnight(std::string_view found) {
    const std::string_view text = options_.date ? std::string_view{*options_.date} : found;
    const auto date = parse_date(text);
    if (!date) {
        fail(options_.date ? fmt::format("--date: {}", date.error)
                           : fmt::format("{}: the name does not say the day; state it with `--date`, as in "
                                         "`--date 2012-06-21`",
                                         files_.front()));
        return std::nullopt;
    }
    const auto time = parse_time_of_day("00:00", date.value, instrument().time_zone);
    if (time) return time.value;
    fail(time.error);
    return std::nullopt;
}

std::optional<ImportResult> ImportRun::finish(ImportError& error) {
    TapeError tape_error;
    if (!failed() && result_.info.records == 0)
        fail(fmt::format("{}: there is no record of a market in it", files_.front()));
    if (!failed() && !writer_->finish(tape_error)) fail(tape_error.message);
    if (failed()) {
        error.message = error_;
        return std::nullopt;
    }
    return result_;
}

}  // namespace weir::market
