#include "runtime/tca/present.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/time.h"

namespace weir::tca {
namespace {

Wide power(int decimals) {
    return decimals <= kDecimalsMost ? Wide{power_of_ten(decimals)}
                                     : Wide{power_of_ten(kDecimalsMost)} * power_of_ten(decimals - kDecimalsMost);
}

Wide round_half_away(Wide value, Wide divisor) {
    const Wide half = divisor / 2;
    return value < 0 ? -((-value + half) / divisor) : (value + half) / divisor;
}

/// Decimals that a grid of `step` · 10^-decimals needs.
int decimals_needed(int64_t step, int decimals) {
    for (; decimals > 0 && step % 10 == 0; step /= 10) --decimals;
    return decimals;
}

/// Without zeros at the end of the fraction.
std::string trimmed(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

/// Money is shown with at least two decimals, and with more while the order's value has fewer than six digits.
int money_decimals_shown(const Report& report) {
    const int decimals = amount_decimals(report.instrument);
    Wide units = std::max(report.executed.value, report.shortfall ? report.shortfall->paper : Amount{}).value / 2;
    int digits = -decimals;
    for (; units > 0; units /= 10) ++digits;
    return std::clamp(6 - digits, std::min(2, decimals), decimals);
}

}  // namespace

std::string grouped_decimal(Wide value, int from, int to) {
    const Wide shown = to < from ? round_half_away(value, power(from - to)) : value * power(to - from);
    std::string text = format_decimal(shown, to, Zeros::keep);
    size_t point = std::min(text.find('.'), text.size());
    const size_t first = text.starts_with('-') ? 1 : 0;
    while (point > first + 3) text.insert(point -= 3, ",");
    return text;
}

Present::Present(const Report& report)
    : report_(report),
      price_decimals_(decimals_needed(report.instrument.tick.value, report.instrument.price_decimals)),
      quantity_decimals_(decimals_needed(report.instrument.lot.value, report.instrument.quantity_decimals)),
      money_decimals_(money_decimals_shown(report)) {}

std::string Present::money(Amount amount) const {
    return grouped_decimal(amount.value * 5, amount_decimals(report_.instrument) + 1, money_decimals_);
}

std::string Present::quantity(Quantity quantity) const {
    return grouped_decimal(quantity.value, report_.instrument.quantity_decimals, quantity_decimals_);
}

std::string Present::quantity(Wide quantity_time, Duration duration) const {
    if (duration.value <= 0) return std::string(kNothing);
    const int decimals = std::max(quantity_decimals_, std::min(2, report_.instrument.quantity_decimals + 2));
    const int scale = report_.instrument.quantity_decimals + 2;
    return grouped_decimal(round_half_away(quantity_time * 100, duration.value), scale, decimals);
}

std::string Present::price(Price price) const {
    return grouped_decimal(price.value, report_.instrument.price_decimals, price_decimals_);
}

std::string Present::price(std::optional<AveragePrice> price) const {
    if (!price) return std::string(kNothing);
    return grouped_decimal(price->value, report_.instrument.price_decimals + kAverageExtraDecimals,
                           price_decimals_ + kAverageExtraDecimals);
}

std::string Present::bps(std::optional<Bps> bps) const {
    return bps ? grouped_decimal(bps->hundredths, 2, 2) : std::string(kNothing);
}

std::string Present::percent(std::optional<Percent> percent) const {
    return percent ? grouped_decimal(percent->hundredths, 2, 2) + " %" : std::string(kNothing);
}

std::string Present::count(int64_t count) const {
    return grouped_decimal(count, 0, 0);
}

std::string Present::date(Time time) const {
    if (time == kNoTime) return std::string(kNothing);
    const Parsed<Date> date = date_in(time, report_.instrument.time_zone);
    return format_date(date ? date.value : date_in(time, "UTC").value);
}

std::string Present::time(Time time) const {
    if (time == kNoTime) return std::string(kNothing);
    constexpr int64_t kMillisecond = 1'000'000;
    const Time shown{time.value - time.value % kMillisecond};
    std::string text = format_time_of_day(shown, report_.instrument.time_zone);
    if (text.find('.') == std::string::npos) text += ".000";
    return text;
}

std::string Present::duration(Duration duration) const {
    const double seconds = static_cast<double>(duration.value) / kSecond;
    if (duration.value < kSecond) return fmt::format("{:.0f} ms", seconds * 1000);
    if (duration.value < 60 * kSecond) return fmt::format("{:.1f} s", seconds);
    const int64_t whole = duration.value / kSecond;
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string Present::order() const {
    const ParentOrder& order = report_.order;
    const Instrument& instrument = report_.instrument;
    std::string text = fmt::format("{} {} {}", name_of(order.side), trimmed(quantity(order.quantity)), instrument.base);
    if (order.limit != step::kAbsent)
        text += fmt::format(" limit {} {}", price(Price{order.limit}), instrument.currency);
    return text;
}

std::string Present::interval() const {
    const auto clock = [&](Time time) {
        std::string text = this->time(time);
        return text.ends_with(".000") ? text.substr(0, text.size() - 4) : text;
    };
    const ParentOrder& order = report_.order;
    const std::string last_day = date(order.end) == date(order.start) ? "" : date(order.end) + " ";
    return fmt::format("{} {} to {}{} {}", date(order.start), clock(order.start), last_day, clock(order.end),
                       report_.instrument.time_zone);
}

std::string Present::exposure(const OtherLedger& other) {
    if (other.exposure_most.empty()) return "";
    const auto known = [](const std::string& text) { return text.empty() ? kNothing : std::string_view(text); };
    return fmt::format("at most {} {}, {} on average, {} in the end", other.exposure_most, other.exposure_unit,
                       known(other.exposure_average), known(other.exposure_end));
}

std::vector<std::string> Present::child(const OtherChild& child) const {
    const bool filled = !child.average_price.empty();
    return {time(child.sent),
            std::to_string(child.id),
            child.clause,
            std::string(name_of(child.bound)),
            child.price,
            child.quantity,
            child.filled,
            filled ? child.average_price : std::string(kNothing),
            child.ended == kNoTime ? std::string(kNothing) : duration(since(child.ended, child.sent)),
            std::string(name_of(child.state))};
}

std::string Present::slot(int32_t slot) const {
    const auto index = static_cast<size_t>(slot);
    return slot >= 0 && index < report_.run.slots.size() ? report_.run.slots[index] : fmt::format("slot {}", slot);
}

}  // namespace weir::tca
