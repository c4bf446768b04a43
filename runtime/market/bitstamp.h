// Bitstamp logs: lines `<receive ms> <event> <json>` with single orders, trades and snapshots of 20 levels. Shared by
// importer and check.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/types.h"

namespace weir::market::bitstamp {

inline constexpr int kPriceDecimals = 2;
inline constexpr int kQuantityDecimals = 8;

enum class Kind : uint8_t { created, changed, deleted, trade, snapshot };

struct ShownLevel {
    int64_t price = 0;
    int64_t quantity = 0;
};

/// Prices in 0.01, quantities in 1e-8.
struct Message {
    Kind kind = Kind::created;
    int64_t time_ns = 0;
    uint64_t id = 0;
    int64_t price = 0;
    int64_t quantity = 0;  // created: all of it; changed and deleted: what is left; trade: what traded
    Side side = Side::none;
    std::vector<ShownLevel> bids, asks;  // snapshot, from the best
    const std::vector<ShownLevel>& of(Side wanted) const { return wanted == Side::buy ? bids : asks; }
};

/// Reads one line. The error says what is wrong with it, and what would be right.
std::optional<std::string> parse(std::string_view line, Message& message);

}  // namespace weir::market::bitstamp
