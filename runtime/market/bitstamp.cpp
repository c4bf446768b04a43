#include "runtime/market/bitstamp.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

#include "runtime/market/fields.h"

namespace weir::market::bitstamp {
namespace {

namespace json = boost::json;

/// A decimal as text, or as a JSON number: trades are written as binary floating point, such as 1.7885566900000001, and
/// are taken to the nearest unit of the scale.
std::optional<int64_t> decimal(const json::value& value, int decimals) {
    if (value.is_string()) return read_decimal(std::string_view(value.as_string()), decimals);
    if (!value.is_number()) return std::nullopt;
    constexpr double kLargest = 9e18;
    const double scaled = value.to_number<double>() * std::pow(10.0, decimals);
    if (!(std::abs(scaled) < kLargest)) return std::nullopt;
    return std::llround(scaled);
}

std::optional<int64_t> positive(const json::object& object, std::string_view name, int decimals, bool zero) {
    const json::value* value = object.if_contains(name);
    const auto number = value ? decimal(*value, decimals) : std::nullopt;
    if (!number || *number < 0 || (*number == 0 && !zero)) return std::nullopt;
    return number;
}

std::optional<std::string> parse_order(const json::object& object, Message& message) {
    const auto id = positive(object, "id", 0, false);
    const auto price = positive(object, "price", kPriceDecimals, false);
    const auto quantity = positive(object, "amount", kQuantityDecimals, message.kind != Kind::created);
    if (!id) return "member `id` is not a positive whole number";
    if (!price) return "member `price` is not a positive number with at most 2 decimals";
    if (!quantity) return "member `amount` is not a positive number with at most 8 decimals";
    message.id = static_cast<uint64_t>(*id);
    message.price = *price;
    message.quantity = *quantity;
    message.side = Side::none;
    if (message.kind == Kind::trade) return std::nullopt;
    const auto type = positive(object, "order_type", 0, true);
    if (!type || *type > 1) return "member `order_type` is not 0 (bid) or 1 (ask)";
    message.side = *type == 0 ? Side::buy : Side::sell;
    return std::nullopt;
}

std::optional<std::string> parse_levels(const json::object& object, std::string_view name,
                                        std::vector<ShownLevel>& levels) {
    levels.clear();
    const json::value* value = object.if_contains(name);
    if (!value || !value->is_array()) return fmt::format("member `{}` is not a list of [price, amount]", name);
    for (const json::value& each : value->as_array()) {
        const json::array* pair = each.if_array();
        const auto price = pair && pair->size() == 2 ? decimal((*pair)[0], kPriceDecimals) : std::nullopt;
        const auto quantity = pair && pair->size() == 2 ? decimal((*pair)[1], kQuantityDecimals) : std::nullopt;
        if (!price || !quantity || *price <= 0 || *quantity < 0)
            return fmt::format("member `{}` holds `{}`, which is not [price, amount]", name, json::serialize(each));
        levels.push_back({*price, *quantity});
    }
    return std::nullopt;
}

std::optional<Kind> kind_of(std::string_view event) {
    if (event == "order_created") return Kind::created;
    if (event == "order_changed") return Kind::changed;
    if (event == "order_deleted") return Kind::deleted;
    if (event == "trade") return Kind::trade;
    if (event == "order_book") return Kind::snapshot;
    return std::nullopt;
}

}  // namespace

void Ended::add(uint64_t id) {
    if (!ids_.insert(id).second) return;
    order_.push_back(id);
    if (order_.size() <= kMost) return;
    ids_.erase(order_.front());
    order_.pop_front();
}

std::optional<std::string> parse(std::string_view line, Message& message) {
    const size_t first = line.find(' ');
    const size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos) return "the line is not `<receive ms> <event> <json>`";
    const auto time = read_integer(line.substr(0, first));
    const auto kind = kind_of(line.substr(first + 1, second - first - 1));
    constexpr int64_t kMillisecond = 1'000'000;
    if (!time || *time < 0 || *time > std::numeric_limits<int64_t>::max() / kMillisecond)
        return fmt::format("time `{}` is not milliseconds since 1970", line.substr(0, first));
    if (!kind)
        return fmt::format(
            "event `{}` is unknown; events are order_created, order_changed, order_deleted, trade and order_book",
            line.substr(first + 1, second - first - 1));
    message.kind = *kind;
    message.time_ns = *time * kMillisecond;
    json::error_code code;
    json::monotonic_resource memory;
    const json::value value =
        json::parse(json::string_view(line.data() + second + 1, line.size() - second - 1), code, &memory);
    if (code || !value.is_object())
        return fmt::format("what follows the event is not a JSON object: {}", code.message());
    if (message.kind != Kind::snapshot) return parse_order(value.as_object(), message);
    if (auto fault = parse_levels(value.as_object(), "bids", message.bids)) return fault;
    return parse_levels(value.as_object(), "asks", message.asks);
}

}  // namespace weir::market::bitstamp
