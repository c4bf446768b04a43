#include "runtime/market/tape_file.h"

#include <fmt/format.h>

#define XXH_STATIC_LINKING_ONLY  // the state as a value
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace weir::market {

std::string_view name(BookDetail detail) {
    switch (detail) {
        case BookDetail::quotes:
            return "quotes";
        case BookDetail::levels:
            return "levels";
        case BookDetail::orders:
            return "orders";
    }
    return "unknown";
}

namespace {

constexpr int kMostDecimals = 12;  // ten to this power still leaves six digits before the point in 64 bits

std::optional<std::string> fault_of_decimals(std::string_view what, int decimals) {
    if (decimals >= 0 && decimals <= kMostDecimals) return std::nullopt;
    return fmt::format("{} decimals are {}; they must be from 0 to {}", what, decimals, kMostDecimals);
}

}  // namespace

std::optional<std::string> fault_of(const Instrument& instrument) {
    if (instrument.symbol.empty()) return "the instrument has no symbol; give it one, as in BTC-USD";
    if (auto fault = fault_of_decimals("price", instrument.price_decimals)) return fault;
    if (auto fault = fault_of_decimals("quantity", instrument.quantity_decimals)) return fault;
    if (auto fault = fault_of_decimals("money", instrument.money_decimals)) return fault;
    if (instrument.tick.value < 1)
        return fmt::format("the tick is {}; it must be at least 1 unit of 10^-{}", instrument.tick.value,
                           instrument.price_decimals);
    if (instrument.lot.value < 1)
        return fmt::format("the lot is {}; it must be at least 1 unit of 10^-{}", instrument.lot.value,
                           instrument.quantity_decimals);
    if (instrument.minimum_quantity.value < 0 || instrument.minimum_value < 0)
        return "a minimum is negative; 0 says that there is none";
    return std::nullopt;
}

namespace file {
namespace {

template <size_t N>
std::optional<std::string> put(std::string_view what, std::string_view text, std::array<char, N>& field) {
    if (text.size() >= N)
        return fmt::format("{} `{}` has {} bytes; a tape has room for {}", what, text, text.size(), N - 1);
    field.fill(0);
    std::copy(text.begin(), text.end(), field.begin());
    return std::nullopt;
}

template <size_t N>
std::optional<std::string> get(std::string_view what, const std::array<char, N>& field, std::string& text) {
    const auto end = std::find(field.begin(), field.end(), '\0');
    if (end == field.end()) return fmt::format("{} does not end within its {} bytes", what, N);
    text.assign(field.begin(), end);
    return std::nullopt;
}

constexpr int64_t kMostPrice = std::numeric_limits<int64_t>::max() / 4;  // mids are sums of two, spreads of two mids

}  // namespace

struct Checksum::State {
    XXH3_state_t xxh3;
};

Checksum::Checksum() : state_(std::make_unique<State>()) {
    XXH3_64bits_reset(&state_->xxh3);
}

Checksum::~Checksum() = default;

void Checksum::add(const void* data, size_t bytes) {
    XXH3_64bits_update(&state_->xxh3, data, bytes);
}

uint64_t Checksum::value() const {
    return XXH3_64bits_digest(&state_->xxh3);
}

std::optional<std::string> fault_of(const MarketEvent& event) {
    if (event.kind > MarketKind::resume)
        return fmt::format("kind {} is unknown; kinds are 0 to {}", static_cast<int>(event.kind),
                           static_cast<int>(MarketKind::resume));
    if (event.side < -1 || event.side > 1)
        return fmt::format("side {} is unknown; sides are -1, 0 and 1", static_cast<int>(event.side));
    const bool sided = event.kind >= MarketKind::level && event.kind <= MarketKind::quote;
    if (sided && event.kind != MarketKind::trade && event.side == 0)
        return "a change of the book has no side; it must be 1 (bid) or -1 (ask)";
    if (event.quantity < 0) return fmt::format("quantity {} is negative; it must be 0 or more", event.quantity);
    if (event.price < -kMostPrice || event.price > kMostPrice)
        return fmt::format("price {} is out of range; it must be from -{} to {}", event.price, kMostPrice, kMostPrice);
    if (event.reserved != 0) return fmt::format("the reserved byte is {}; it must be 0", event.reserved);
    return std::nullopt;
}

Totals::Totals(const Instrument& instrument)
    : quantity_decimals_(instrument.quantity_decimals), money_decimals_(instrument.money_decimals) {
    constexpr Wide kRoom = Wide{1} << 126;  // one more product of any two numbers still fits
    int surplus = instrument.price_decimals + instrument.quantity_decimals - instrument.money_decimals;
    for (; surplus > 0; --surplus) most_turnover_ = most_turnover_ < kRoom / 10 ? most_turnover_ * 10 : kRoom;
    for (; surplus < 0; ++surplus) most_turnover_ /= 10;
}

std::optional<std::string> Totals::fault() const {
    const bool volume = volume_ > kMost;
    const int decimals = volume ? quantity_decimals_ : money_decimals_;
    const std::string_view scaled = volume ? "quantity" : "money";
    const std::string fewer = decimals > 0 ? fmt::format("give fewer (`--{}-decimals`), or ", scaled) : std::string();
    return fmt::format("the {} up to here is more than 64 bits hold with {} decimals of {}; {}make the tape shorter",
                       volume ? "volume" : "turnover", decimals, scaled, fewer);
}

std::optional<std::string> encode(const TapeInfo& info, Header& header) {
    const Instrument& instrument = info.instrument;
    if (auto fault = market::fault_of(instrument)) return fault;
    header.magic = kMagic;
    header.byte_order = kByteOrder;
    header.version = kVersion;
    header.header_bytes = sizeof(Header);
    header.record_bytes = kRecordBytes;
    header.records = info.records;
    header.first = info.first.value;
    header.last = info.last.value;
    if (auto fault = put("symbol", instrument.symbol, header.symbol)) return fault;
    if (auto fault = put("base", instrument.base, header.base)) return fault;
    if (auto fault = put("currency", instrument.currency, header.currency)) return fault;
    if (auto fault = put("time zone", instrument.time_zone, header.time_zone)) return fault;
    if (auto fault = put("source", info.source, header.source)) return fault;
    header.price_decimals = instrument.price_decimals;
    header.quantity_decimals = instrument.quantity_decimals;
    header.money_decimals = instrument.money_decimals;
    header.detail = static_cast<uint32_t>(info.detail);
    header.tick = instrument.tick.value;
    header.lot = instrument.lot.value;
    header.minimum_quantity = instrument.minimum_quantity.value;
    header.minimum_value = instrument.minimum_value;
    return std::nullopt;
}

std::optional<std::string> decode(const Header& header, TapeInfo& info) {
    Instrument& instrument = info.instrument;
    info.records = header.records;
    info.first = Time{header.first};
    info.last = Time{header.last};
    if (auto fault = get("symbol", header.symbol, instrument.symbol)) return fault;
    if (auto fault = get("base", header.base, instrument.base)) return fault;
    if (auto fault = get("currency", header.currency, instrument.currency)) return fault;
    if (auto fault = get("time zone", header.time_zone, instrument.time_zone)) return fault;
    if (auto fault = get("source", header.source, info.source)) return fault;
    if (header.detail > static_cast<uint32_t>(BookDetail::orders))
        return fmt::format("book detail {} is unknown; it must be 0 (quotes), 1 (levels) or 2 (orders)", header.detail);
    info.detail = static_cast<BookDetail>(header.detail);
    instrument.price_decimals = header.price_decimals;
    instrument.quantity_decimals = header.quantity_decimals;
    instrument.money_decimals = header.money_decimals;
    instrument.tick = Price{header.tick};
    instrument.lot = Quantity{header.lot};
    instrument.minimum_quantity = Quantity{header.minimum_quantity};
    instrument.minimum_value = header.minimum_value;
    return market::fault_of(instrument);
}

}  // namespace file
}  // namespace weir::market
