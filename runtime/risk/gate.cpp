#include "runtime/risk/gate.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace weir::risk {
namespace {

using Wide = __int128;

struct Scaled {
    Wide value;
    bool overflow;
};

Scaled scaled(Wide value, int places) {
    Scaled result{value, false};
    for (; places > 0 && !result.overflow; --places)
        result.overflow = __builtin_mul_overflow(result.value, Wide{10}, &result.value);
    return result;
}

/// price × quantity of the order against an amount of money, exactly: negative when less, positive when more. Both are
/// positive, so a side that leaves 128 bits at the common scale is the larger one; at most one side is scaled up.
int compare_value(const OrderCommand& command, int64_t money, const Instrument& instrument) {
    const int shift = instrument.price_decimals + instrument.quantity_decimals - instrument.money_decimals;
    const Scaled value = scaled(Wide{command.price.value} * command.quantity.value, -shift);
    const Scaled bound = scaled(Wide{money}, shift);
    if (value.overflow) return 1;
    if (bound.overflow) return -1;
    return value.value < bound.value ? -1 : value.value > bound.value;
}

bool on_grid(int64_t value, int64_t step) {
    return step <= 0 || value % step == 0;
}

bool two_sided(const MarketView& market) {
    return market.bid_price != step::kAbsent && market.ask_price != step::kAbsent;
}

constexpr int64_t kLongAgo = std::numeric_limits<int64_t>::min();

}  // namespace

std::string_view name_of(Rule rule) {
    static constexpr std::array<std::string_view, 10> names = {
        "none", "price_collar", "order_quantity",   "order_value",   "message_rate",
        "lot",  "tick",         "minimum_quantity", "minimum_value", "no_reference"};
    static_assert(names.size() == static_cast<size_t>(Rule::no_reference) + 1);
    return names.at(static_cast<size_t>(rule));
}

Gate::Gate(const Limits& limits, std::vector<Instrument> instruments)
    : limits_(limits), instruments_(std::move(instruments)) {
    limits_.cancels_reserve = std::max<int64_t>(limits_.cancels_reserve, 0);
    if (limits_.messages_max > 0)
        times_.assign(static_cast<size_t>(limits_.messages_max + limits_.cancels_reserve), kLongAgo);
}

Rule Gate::check(const OrderCommand& command, const MarketView& market, Time now) {
    const bool order = command.kind == CommandKind::place;
    const int64_t most = limits_.messages_max + (order ? 0 : limits_.cancels_reserve);
    Rule rule = order ? check_order(command, market) : Rule::none;
    if (rule == Rule::none && !rate_allows(most, now)) rule = Rule::message_rate;
    if (rule == Rule::none) count(now);
    return rule;
}

Rule Gate::check_order(const OrderCommand& command, const MarketView& market) const {
    if (command.instrument >= instruments_.size()) return Rule::no_reference;
    const Instrument& instrument = instruments_[command.instrument];
    if (limits_.collar_bps > 0 && two_sided(market) && !within_collar(command, market)) return Rule::price_collar;
    if (!quantity_allows(command, instrument)) return Rule::order_quantity;
    if (command.price.value <= 0 || !on_grid(command.price.value, instrument.tick.value)) return Rule::tick;
    if (command.quantity.value <= 0 || command.quantity < instrument.minimum_quantity) return Rule::minimum_quantity;
    if (!value_allows(command, instrument)) return Rule::order_value;
    if (!on_grid(command.quantity.value, instrument.lot.value) || !on_grid(command.display.value, instrument.lot.value))
        return Rule::lot;
    if (instrument.minimum_value > 0 && compare_value(command, instrument.minimum_value, instrument) < 0)
        return Rule::minimum_value;
    if (limits_.collar_bps > 0 && !two_sided(market)) return Rule::no_reference;
    return Rule::none;
}

bool Gate::quantity_allows(const OrderCommand& command, const Instrument& instrument) const {
    if (limits_.order_quantity_max.value <= 0) return true;
    const Instrument& first = instruments_.front();
    return instrument.base == first.base && instrument.quantity_decimals == first.quantity_decimals &&
           command.quantity <= limits_.order_quantity_max;
}

bool Gate::value_allows(const OrderCommand& command, const Instrument& instrument) const {
    if (limits_.order_value_max <= 0) return true;
    const Instrument& first = instruments_.front();
    return instrument.currency == first.currency && instrument.money_decimals == first.money_decimals &&
           compare_value(command, limits_.order_value_max, instrument) <= 0;
}

bool Gate::within_collar(const OrderCommand& command, const MarketView& market) const {
    // Twice the mid is exact; so is the comparison, multiplied out.
    const Wide mid_twice = Wide{market.bid_price} + market.ask_price;
    const Wide beyond = (Wide{command.price.value} * 2 - mid_twice) * sign(command.side);
    return mid_twice > 0 && beyond * 10'000 <= mid_twice * limits_.collar_bps;
}

bool Gate::rate_allows(int64_t most, Time now) const {
    if (limits_.messages_max == 0) return true;
    if (most <= 0) return false;
    // The message `most` ago must have left the window (now - messages_per, now].
    const size_t index = (next_ + times_.size() - static_cast<size_t>(most)) % times_.size();
    const int64_t then = times_[index];
    return then == kLongAgo || Wide{now.value} - then >= limits_.messages_per.value;
}

void Gate::count(Time now) {
    if (times_.empty()) return;
    times_[next_] = now.value;
    next_ = (next_ + 1) % times_.size();
}

}  // namespace weir::risk
