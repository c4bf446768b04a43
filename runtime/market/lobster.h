// LOBSTER files: message rows and the order book rows beside them, parsed and paired. Shared by importer and check.
//
// Message: seconds after midnight, type, order id, size, price in 1e-4, direction of the resting order. Book row i is
// the book after message i: ask price, ask size, bid price, bid size per level; +-9999999999 marks a level that is not
// there. Both files hold only what happens within the first levels.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/core/types.h"
#include "runtime/market/lines.h"

namespace weir::market::lobster {

inline constexpr int kPriceDecimals = 4;

enum class Type : int8_t { add = 1, reduce = 2, remove = 3, execute = 4, execute_hidden = 5, cross = 6, halt = 7 };

struct Message {
    int64_t since_midnight = 0;  // nanoseconds
    Type type = Type::add;
    uint64_t order = 0;
    int64_t size = 0;
    int64_t price = 0;  // 1e-4; of a halt: -1 halted, 0 quoting resumes, 1 trading resumes
    Side side = Side::none;
};

struct RowLevel {
    int64_t price = 0;
    int64_t size = 0;
    friend bool operator==(const RowLevel&, const RowLevel&) = default;
};

struct Row {
    std::vector<RowLevel> bids, asks;  // from the best; only levels that are there
    const std::vector<RowLevel>& of(Side side) const { return side == Side::buy ? bids : asks; }
};

class Reader {
  public:
    /// One zip with both files, or the two files in either order, told apart by `message` and `orderbook` in the name.
    explicit Reader(std::span<const std::string> files);

    /// The next message and the book after it. False at the end and on error.
    bool next(Message& message, Row& row);
    const std::string& error() const { return error_; }

    std::string symbol() const;                // from the name: what stands before the first `_`
    std::string date() const;                  // from the name, as in 2012-06-21; empty when it has none
    size_t levels() const { return levels_; }  // known after the first row
    const LineReader& messages() const { return *messages_; }

  private:
    bool fail(std::string message);
    bool read_message(std::string_view line, Message& message);
    bool read_row(std::string_view line, Row& row);

    std::optional<LineReader> messages_, books_;
    size_t levels_ = 0;
    int64_t last_time_ = 0;
    std::string error_;
};

}  // namespace weir::market::lobster
