// Importers: recorded market data of many sources, made into tapes. docs/internals/tapes.md describes each format, the
// rule that orders its records in time, and what it cannot know.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/market/tape.h"

namespace weir::market {

/// What a user may state about a source. What is not stated comes from the files, or is the format's default. An option
/// that means nothing to the format is an error.
struct ImportOptions {
    // the instrument, in every format; decimals as text: `0.01`
    std::optional<std::string> symbol, base, currency, time_zone;
    std::optional<std::string> tick, lot, minimum_quantity, minimum_value;
    std::optional<int> price_decimals, quantity_decimals, money_decimals;
    // the day that times of day belong to, `2012-06-21`, where the names of the files do not say it
    std::optional<std::string> date;
    // csv: which column holds a field, by name or by number from 1
    std::map<std::string, std::string> columns;
    // binance-ws: leave the stream of best quotes out, so that only depth and trades are on the tape
    bool without_quotes = false;

    std::function<void(double share)> progress;  // called now and then with the share of the input that is done
};

struct ImportResult {
    TapeInfo info;
    uint64_t lines = 0;              // read from all files
    std::vector<std::string> notes;  // what a user should know about this source, in sentences
};

/// An error that names file and line where it makes sense, what is wrong and what would be right.
struct ImportError {
    std::string message;
};

struct ImportFormat {
    std::string_view name;
    std::string_view files;  // what to give it
};

/// All formats, in order of name.
std::span<const ImportFormat> import_formats();

/// Reads files of a format, plain or compressed (zip, gz, xz, zst), and writes one tape. Memory is bounded by the size
/// of the book. On error nothing is left at `out_path` but what was there before.
std::optional<ImportResult> import_tape(std::string_view format, std::span<const std::string> files,
                                        const ImportOptions& options, const std::string& out_path, ImportError& error);

}  // namespace weir::market
