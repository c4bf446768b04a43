// The tape file, byte for byte: what the reader and the writer share.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "runtime/core/decimal.h"
#include "runtime/market/tape.h"

namespace weir::market::file {

inline constexpr std::array<char, 8> kMagic{'W', 'E', 'I', 'R', 'T', 'A', 'P', 'E'};
inline constexpr uint32_t kByteOrder = 0x01020304;
inline constexpr uint32_t kSwappedByteOrder = 0x04030201;
inline constexpr uint32_t kVersion = 1;

/// The fixed head of a tape. Text is padded with zeros and ends with one.
struct Header {
    std::array<char, 8> magic;
    uint32_t byte_order;
    uint32_t version;
    uint32_t header_bytes;
    uint32_t record_bytes;
    uint64_t records;
    int64_t first;
    int64_t last;
    std::array<char, 32> symbol;
    std::array<char, 16> base;
    std::array<char, 16> currency;
    std::array<char, 48> time_zone;
    std::array<char, 64> source;
    int32_t price_decimals;
    int32_t quantity_decimals;
    int32_t money_decimals;
    uint32_t detail;
    int64_t tick;
    int64_t lot;
    int64_t minimum_quantity;
    int64_t minimum_value;
};
static_assert(sizeof(Header) == 272 && std::is_trivially_copyable_v<Header>);

inline constexpr uint64_t kRecordBytes = sizeof(MarketEvent);
inline constexpr uint64_t kChecksumBytes = sizeof(uint64_t);

constexpr uint64_t file_bytes(uint64_t records) {
    return sizeof(Header) + records * kRecordBytes + kChecksumBytes;
}

/// XXH3 of what was added, in that order.
class Checksum {
  public:
    Checksum();
    Checksum(const Checksum&) = delete;
    Checksum& operator=(const Checksum&) = delete;
    ~Checksum();
    void add(const void* data, size_t bytes);
    uint64_t value() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// What is wrong with a record on its own, if anything; ends with what would be right.
std::optional<std::string> fault_of(const MarketEvent& event);

/// What the prints of a tape add up to. Readers sum volume and turnover in 64 bits, and rely on their fitting.
class Totals {
  public:
    explicit Totals(const Instrument& instrument);
    /// Takes the next record. What is wrong when the sums no longer fit; ends with what would be right.
    std::optional<std::string> add(const MarketEvent& event) {
        const bool bar = event.kind == MarketKind::bar && event.order == kBarClose;
        if (!bar && event.kind != MarketKind::trade && event.kind != MarketKind::execute) return std::nullopt;
        volume_ += event.quantity;
        if (!bar) turnover_ += product(Price{event.price}, Quantity{event.quantity});
        const bool fits = volume_ <= kMost && turnover_ <= most_turnover_ && turnover_ >= -most_turnover_;
        return fits ? std::nullopt : fault();
    }

  private:
    static constexpr uint64_t kBarClose = 3;
    static constexpr Wide kMost = std::numeric_limits<int64_t>::max();

    std::optional<std::string> fault() const;

    int quantity_decimals_, money_decimals_;
    Wide volume_ = 0;
    Wide turnover_ = 0;  // as most_turnover_, of products: 10^-(price_decimals + quantity_decimals)
    Wide most_turnover_ = kMost;
};

/// Fills a header from a tape's description. The error names the text that is too long.
std::optional<std::string> encode(const TapeInfo& info, Header& header);

/// Reads a description from a header whose magic, byte order and version are right.
std::optional<std::string> decode(const Header& header, TapeInfo& info);

}  // namespace weir::market::file
