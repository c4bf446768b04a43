// Tables of the ctc recorder: time, sequence, size, price, is_bid, is_trade, separated by tabs. Shared by importer and
// check. Level rows (is_trade 0) give the new total of a level, 0 for gone; the rows of one sequence number are one
// message. The recorder stamped level rows an hour later than trades: it is taken off here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/core/types.h"

namespace weir::market::ctc {

inline constexpr int kDecimals = 8;  // of prices and sizes
inline constexpr int64_t kStampedLate = 3'600 * kSecond;

struct Row {
    int64_t time_ns = 0;
    uint64_t sequence = 0;
    int64_t size = 0;
    int64_t price = 0;
    bool is_bid = false;
    bool is_trade = false;
};

/// Reads one line. The error says what is wrong with it, and what would be right.
std::optional<std::string> parse(std::string_view line, Row& row);

}  // namespace weir::market::ctc
