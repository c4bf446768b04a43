// The comparisons with a source's own truth, one per format. Each returns false with `error` set when a file is bad.
#pragma once

#include "runtime/market/check.h"
#include "runtime/market/lines.h"

namespace weir::market {

bool check_lobster(const Tape& tape, const CheckOptions& options, LobsterTruth& truth, CheckError& error);
bool check_bitstamp(const Tape& tape, const CheckOptions& options, BitstampTruth& truth, CheckError& error);
bool check_binance(const CheckOptions& options, BinanceTruth& truth, CheckError& error);
bool check_ctc(const CheckOptions& options, CtcTruth& truth, CheckError& error);

/// Gives every line of every source file to `take`, which returns what is wrong with it, if anything.
bool each_line(const CheckOptions& options, CheckError& error,
               const std::function<std::optional<std::string>(std::string_view line)>& take);

}  // namespace weir::market
