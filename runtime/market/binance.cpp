#include "runtime/market/binance.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "runtime/market/fields.h"

namespace weir::market::binance {
namespace {

namespace json = boost::json;

/// Looks up members of one object; the first that is missing or of the wrong type is kept as the error.
class Members {
  public:
    explicit Members(const json::object& object) : object_(object) {}

    uint64_t id(std::string_view name) {
        const json::value* value = object_.if_contains(name);
        uint64_t number = 0;
        json::error_code code;
        if (value && value->is_number()) number = value->to_number<uint64_t>(code);
        if (!value || !value->is_number() || code) miss(name, "a whole number");
        return number;
    }
    std::optional<int64_t> time(std::string_view name) {
        const json::value* value = object_.if_contains(name);
        if (!value || !value->is_int64()) return std::nullopt;
        return value->as_int64();
    }
    bool flag(std::string_view name) {
        const json::value* value = object_.if_contains(name);
        if (value && value->is_bool()) return value->as_bool();
        miss(name, "true or false");
        return false;
    }
    std::string text(std::string_view name) {
        const json::value* value = object_.if_contains(name);
        if (value && value->is_string()) return std::string(value->as_string());
        miss(name, "a string");
        return {};
    }
    void levels(std::string_view name, std::vector<TextLevel>& levels) {
        const json::value* value = object_.if_contains(name);
        if (!value || !value->is_array()) return miss(name, "a list of [price, quantity]");
        for (const json::value& each : value->as_array()) {
            if (!each.is_array() || each.as_array().size() < 2 || !each.as_array()[0].is_string() ||
                !each.as_array()[1].is_string())
                return miss(name, "a list of [price, quantity] as strings");
            const json::array& pair = each.as_array();
            levels.push_back({std::string(pair[0].as_string()), std::string(pair[1].as_string())});
        }
    }
    const std::optional<std::string>& error() const { return error_; }

  private:
    void miss(std::string_view name, std::string_view right) {
        if (!error_) error_ = fmt::format("member `{}` is missing or not {}", name, right);
    }
    const json::object& object_;
    std::optional<std::string> error_;
};

std::optional<std::string> parse_snapshot(const json::object& object, Message& message) {
    Members members(object);
    message.kind = Kind::snapshot;
    message.last_id = members.id("lastUpdateId");
    message.exchange_ms = members.time("T");
    if (!message.exchange_ms) message.exchange_ms = members.time("E");
    if (object.contains("symbol")) message.symbol = members.text("symbol");
    members.levels("bids", message.bids);
    members.levels("asks", message.asks);
    return members.error();
}

std::optional<std::string> parse_data(std::string_view stream, const json::object& object, Message& message) {
    Members members(object);
    message.exchange_ms = members.time("T");
    if (!message.exchange_ms) message.exchange_ms = members.time("E");
    if (stream.find("@depth") != std::string_view::npos) {
        message.kind = Kind::depth;
        message.first_id = members.id("U");
        message.last_id = members.id("u");
        message.previous_id = object.contains("pu") ? members.id("pu") : 0;
        members.levels("b", message.bids);
        members.levels("a", message.asks);
    } else if (stream.ends_with("@bookTicker")) {
        message.kind = Kind::ticker;
        message.last_id = members.id("u");
        message.bids.push_back({members.text("b"), members.text("B")});
        message.asks.push_back({members.text("a"), members.text("A")});
    } else if (stream.ends_with("@trade")) {
        message.kind = Kind::trade;
        message.bids.push_back({members.text("p"), members.text("q")});
        message.buyer_is_maker = members.flag("m");
        message.on_book = !object.contains("X") || members.text("X") == "MARKET";
    } else {
        message.kind = Kind::other;
        return std::nullopt;
    }
    message.symbol = members.text("s");
    if (message.kind != Kind::ticker && !message.exchange_ms)
        return "members `E` and `T` are missing; one of them must give the exchange's time";
    return members.error();
}

}  // namespace

std::optional<std::string> parse(std::string_view line, Message& message) {
    const size_t space = line.find(' ');
    const auto receive = read_integer(line.substr(0, space));
    if (space == std::string_view::npos || !receive)
        return "the line does not begin with the receive time in nanoseconds and a space";
    message.exchange_ms.reset();
    message.symbol.clear();
    message.bids.clear();
    message.asks.clear();
    message.receive_ns = *receive;
    json::error_code code;
    json::monotonic_resource memory;
    const json::value value =
        json::parse(json::string_view(line.data() + space + 1, line.size() - space - 1), code, &memory);
    if (code) return fmt::format("this is not JSON: {}", code.message());
    const json::object* object = value.if_object();
    if (!object) return "the JSON is not an object";
    if (object->contains("lastUpdateId")) return parse_snapshot(*object, message);
    const json::value* stream = object->if_contains("stream");
    const json::value* data = object->if_contains("data");
    if (!stream || !stream->is_string() || !data || !data->is_object())
        return "neither a snapshot with `lastUpdateId` nor an envelope with `stream` and `data`";
    return parse_data(std::string_view(stream->as_string()), data->as_object(), message);
}

Stitch::Verdict Stitch::judge(const Message& depth) {
    if (depth.last_id <= last_id_) return Verdict::old;
    // Spot numbers every update; the futures markets leave numbers out and name the one before instead.
    const bool joins = depth.previous_id == 0 ? depth.first_id <= last_id_ + 1
                       : fresh_               ? depth.first_id <= last_id_ || depth.previous_id <= last_id_
                                              : depth.previous_id == last_id_;
    if (!joins) return Verdict::gap;
    last_id_ = depth.last_id;
    fresh_ = false;
    return Verdict::apply;
}

}  // namespace weir::market::binance
