// Bitstamp logs: lines `<receive ms> <event> <json>` with single orders, trades and snapshots of 20 levels. Shared by
// importer and check.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
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

/// Orders that have ended lately. The stream sometimes sends the end of an order before its beginning or before its
/// last change, within the same second: what comes for such an order has no effect.
class Ended {
  public:
    bool has(uint64_t id) const { return ids_.contains(id); }
    void add(uint64_t id);

  private:
    static constexpr size_t kMost = 1 << 12;
    std::unordered_set<uint64_t> ids_;
    std::deque<uint64_t> order_;
};

/// Reads one line. The error says what is wrong with it, and what would be right.
std::optional<std::string> parse(std::string_view line, Message& message);

}  // namespace weir::market::bitstamp
