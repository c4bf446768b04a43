#include "runtime/market/ctc.h"

#include <fmt/format.h>

#include "runtime/market/fields.h"

namespace weir::market::ctc {

std::optional<std::string> parse(std::string_view line, Row& row) {
    const Fields<6> fields(line, '\t');
    if (fields.count != 6)
        return fmt::format("{} columns; a row has 6 separated by tabs: time, sequence, size, price, is_bid, is_trade",
                           fields.count);
    const auto time = read_decimal(fields[0], 9);
    const auto sequence = read_integer(fields[1]);
    const auto size = read_decimal(fields[2], kDecimals);
    const auto price = read_decimal(fields[3], kDecimals);
    const auto flag = [](std::string_view text) { return text == "0" || text == "1"; };
    if (!time || *time < 0) return fmt::format("time `{}` is not seconds since 1970", fields[0]);
    if (!sequence || *sequence < 0) return fmt::format("sequence `{}` is not a whole number", fields[1]);
    if (!size || *size < 0)
        return fmt::format("size `{}` is not a number with at most {} decimals", fields[2], kDecimals);
    if (!price || *price <= 0)
        return fmt::format("price `{}` is not a positive number with at most {} decimals", fields[3], kDecimals);
    if (!flag(fields[4]) || !flag(fields[5]))
        return fmt::format("is_bid `{}` and is_trade `{}` must be 0 or 1", fields[4], fields[5]);
    row.is_bid = fields[4] == "1";
    row.is_trade = fields[5] == "1";
    row.time_ns = *time - (row.is_trade ? 0 : kStampedLate);
    row.sequence = static_cast<uint64_t>(*sequence);
    row.size = *size;
    row.price = *price;
    return std::nullopt;
}

}  // namespace weir::market::ctc
