// What every importer shares: the instrument with the user's overrides, the tape being written, the first error.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/market/fields.h"
#include "runtime/market/import.h"
#include "runtime/market/lines.h"

namespace weir::market {

class ImportRun {
  public:
    ImportRun(std::span<const std::string> files, const ImportOptions& options, std::string out_path)
        : files_(files), options_(options), out_path_(std::move(out_path)) {}

    std::span<const std::string> files() const { return files_; }
    const ImportOptions& options() const { return options_; }
    const Instrument& instrument() const { return result_.info.instrument; }
    bool failed() const { return !error_.empty(); }

    /// The first failure is kept. Always false, to be returned.
    bool fail(std::string message);
    bool fail(const LineReader& reader, std::string_view what) { return fail(reader.at(what)); }
    void note(std::string sentence) { result_.notes.push_back(std::move(sentence)); }

    /// Applies the user's overrides to a format's defaults and opens the tape.
    bool begin(TapeInfo info);
    /// Writes a record; its time may not step back.
    bool emit(const MarketEvent& event);
    /// Writes a record; a time before the last record's becomes that one, and is counted.
    bool emit_clamped(MarketEvent event);
    uint64_t clamped() const { return clamped_; }
    int64_t last_time() const { return last_time_; }

    /// The next line of a file. False at its end and on error (then `failed()`).
    bool next(LineReader& reader, std::string_view& line);

    /// Counts a line that was read elsewhere, and reports progress.
    void count_line(const LineReader& reader);

    /// Midnight of the day that times of day count from: `--date`, else `found` (as in a file's name).
    std::optional<Time> midnight(std::string_view found);

    std::optional<ImportResult> finish(ImportError& error);

  private:
    bool override_instrument(Instrument& instrument);

    std::span<const std::string> files_;
    const ImportOptions& options_;
    std::string out_path_;
    ImportResult result_;
    std::optional<TapeWriter> writer_;
    std::string error_;
    int64_t last_time_ = std::numeric_limits<int64_t>::min();
    uint64_t clamped_ = 0;
    size_t files_done_ = 0;
    std::string reading_;  // path of the file that was read last
};

/// A record with a time; the rest is filled by name.
inline MarketEvent record(MarketKind kind, int64_t time, Side side = Side::none, int64_t price = 0,
                          int64_t quantity = 0) {
    MarketEvent event{};
    event.time = time;
    event.price = price;
    event.quantity = quantity;
    event.receive_delta_us = kNoReceive;
    event.kind = kind;
    event.side = static_cast<int8_t>(side);
    return event;
}

// One function per format: reads all files of the run. False when it failed.
bool import_lobster(ImportRun& run);
bool import_binance_ws(ImportRun& run);
bool import_bitstamp_l3(ImportRun& run);
bool import_ctc(ImportRun& run);
bool import_lean_tick(ImportRun& run);
bool import_lean_minute(ImportRun& run);
bool import_csv(ImportRun& run);

}  // namespace weir::market
