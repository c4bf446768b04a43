// Binance WebSocket recordings: lines `<receive time, ns> <json>` of spot, USD-M and COIN-M streams, and the REST
// snapshot among them. Shared by importer and check. Numbers stay text until their scale is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::market::binance {

enum class Kind : uint8_t { snapshot, depth, ticker, trade, other };

struct TextLevel {
    std::string price, quantity;
};

struct Message {
    Kind kind = Kind::other;
    int64_t receive_ns = 0;
    std::optional<int64_t> exchange_ms;  // when the matching engine did it (T), else when it was sent (E)
    std::string symbol;
    uint64_t first_id = 0;              // depth: U
    uint64_t last_id = 0;               // depth: u; snapshot: lastUpdateId; ticker: u
    uint64_t previous_id = 0;           // depth: pu of the futures markets; 0 on spot
    std::vector<TextLevel> bids, asks;  // ticker: the best one; trade: bids holds its price and quantity
    bool buyer_is_maker = false;
    bool on_book = true;  // false: a liquidation or adjustment print beside the order book
};

/// Reads one line. The error says what is wrong with it, and what would be right.
std::optional<std::string> parse(std::string_view line, Message& message);

/// Follows the depth stream by its update ids.
class Stitch {
  public:
    enum class Verdict : uint8_t { apply, old, gap };
    /// The book is that of a snapshot from here.
    void anchor(uint64_t last_id) {
        last_id_ = last_id;
        fresh_ = true;
    }
    void lose() { last_id_ = 0; }
    bool anchored() const { return last_id_ != 0; }
    uint64_t last_id() const { return last_id_; }
    Verdict judge(const Message& depth);

  private:
    uint64_t last_id_ = 0;
    bool fresh_ = false;  // no update since the snapshot: the first one may reach back before it
};

}  // namespace weir::market::binance
