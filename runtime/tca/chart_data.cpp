#include "runtime/tca/chart_data.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "runtime/tca/analysis.h"
#include "runtime/tca/quotes.h"

namespace weir::tca {
namespace {

/// JSON text, put together by hand since numbers are written from exact decimals.
class Numbers {
  public:
    explicit Numbers(const Report& report) : report_(report) {}

    std::string price(int64_t value) const { return decimal(value, report_.instrument.price_decimals); }
    std::string mid(int64_t value) const {
        return value == step::kAbsent
                   ? "null"
                   : format_decimal(static_cast<Wide>(value) * 5, report_.instrument.price_decimals + 1);
    }
    std::string average(std::optional<AveragePrice> price) const {
        return price ? decimal(price->value, report_.instrument.price_decimals + kAverageExtraDecimals) : "null";
    }
    std::string quantity(int64_t value) const { return decimal(value, report_.instrument.quantity_decimals); }
    std::string bps(std::optional<Bps> bps) const { return bps ? format(*bps) : "null"; }
    /// Since the start, to the microsecond.
    std::string seconds(Time time) const { return format_decimal(since(time, report_.started).value / 1000, 6); }

  private:
    static std::string decimal(int64_t value, int decimals) {
        return value == step::kAbsent ? "null" : format_decimal(value, decimals);
    }
    const Report& report_;
};

template <class List, class Write>
std::string array(const List& list, Write write) {
    std::string text = "[";
    for (const auto& item : list) {
        if (text.size() > 1) text += ',';
        text += write(item);
    }
    return text + ']';
}

/// A text as a JSON string that may stand inside a script element.
std::string quoted(std::string_view text) {
    std::string result = boost::json::serialize(boost::json::string(text));
    for (size_t at = 0; (at = result.find('<', at)) != std::string::npos;) result.replace(at, 1, "\\u003c");
    return result;
}

std::string fills_of(const Report& report, const Numbers& numbers, Liquidity liquidity) {
    std::vector<Fill> wanted;
    for (const Fill& fill : report.fills)
        if (fill.liquidity == liquidity) wanted.push_back(fill);
    const size_t together = wanted.size() / kSeriesMost + 1;

    std::string text = "[";
    for (size_t i = 0; i < wanted.size(); i += together) {
        Executed sum;
        const size_t end = std::min(i + together, wanted.size());
        for (size_t k = i; k < end; ++k) add(sum, executed_of(report.instrument, wanted[k]));
        if (text.size() > 1) text += ',';
        text += fmt::format("[{},{},{}]", numbers.seconds(wanted[end - 1].time),
                            numbers.average(average_price(report.instrument, sum.quantity, sum.value)),
                            numbers.quantity(sum.quantity.value));
    }
    return text + ']';
}

/// Half spread paid at the fill, then the markouts, by liquidity.
std::string markouts_of(const Report& report, const Numbers& numbers, std::optional<Liquidity> liquidity) {
    Touch touch;
    std::array<Spread, kHorizons.size()> spreads;
    for (const Fill& fill : report.fills) {
        if (liquidity && fill.liquidity != *liquidity) continue;
        add(touch, touch_of(report.instrument, report.order.side, fill));
        for (size_t h = 0; h < kHorizons.size(); ++h)
            add(spreads[h], spread_of(report.instrument, report.order.side, fill, h));
    }
    Spread at_fill;
    at_fill.realised = touch.effective;  // the later mid is the mid of the fill
    at_fill.mid_value = touch.mid_value;
    std::string text = "[" + numbers.bps(markout(at_fill));
    for (const Spread& spread : spreads) text += "," + numbers.bps(markout(spread));
    return text + "]";
}

/// The points of the course, and more at both ends of each gap in which nothing happened, so that lines stay level
/// there.
std::vector<SeriesPoint> level_points(const Series& series) {
    std::vector<SeriesPoint> points;
    const auto stay = [&](int64_t index) {
        SeriesPoint same = points.back();
        same.index = index;
        same.low = same.high = Quote{same.bid, same.ask}.mid();
        points.push_back(same);
    };
    for (const SeriesPoint& point : series.points) {
        if (!points.empty() && points.back().index + 1 < point.index) stay(points.back().index + 1);
        if (!points.empty() && points.back().index + 1 < point.index) stay(point.index - 1);
        points.push_back(point);
    }
    return points;
}

}  // namespace

std::string chart_data(const Report& report, const Figures& figures) {
    const Numbers numbers(report);
    const Series& series = report.series;
    const auto end_of = [&](const SeriesPoint& point) {
        return std::min(series.origin + Duration{(point.index + 1) * series.width.value}, report.ended);
    };
    const std::vector<SeriesPoint> points = level_points(series);
    const auto column = [&](const auto& write) { return array(points, write); };

    std::string text = "{";
    const auto field = [&](std::string_view name, const std::string& value) {
        text += fmt::format("{}\"{}\":{}", text.size() > 1 ? "," : "", name, value);
    };
    field("zone", quoted(report.instrument.time_zone));
    field("base", quoted(report.instrument.base));
    field("currency", quoted(report.instrument.currency));
    field("start", report.started == kNoTime ? "0" : format_decimal(report.started.value / 1000, 6));
    field("ordered", numbers.quantity(report.order.quantity.value));
    field("limit", numbers.price(report.order.limit));
    field("arrival", numbers.mid(report.benchmarks.arrival));
    field("vwap", numbers.average(figures.interval_vwap));
    field("t", column([&](const SeriesPoint& p) { return numbers.seconds(end_of(p)); }));
    field("mid", column([&](const SeriesPoint& p) { return numbers.mid(Quote{p.bid, p.ask}.mid()); }));
    field("low", column([&](const SeriesPoint& p) { return numbers.mid(p.low); }));
    field("high", column([&](const SeriesPoint& p) { return numbers.mid(p.high); }));
    field("volume", column([&](const SeriesPoint& p) { return numbers.quantity(p.volume); }));
    field("executed", column([&](const SeriesPoint& p) { return numbers.quantity(p.executed); }));
    field("target", column([&](const SeriesPoint& p) { return numbers.quantity(p.target); }));
    field("working", column([&](const SeriesPoint& p) { return numbers.quantity(p.working); }));
    const auto bit = [](Cause cause) { return uint32_t{1} << static_cast<int>(cause); };
    field("stopped", fmt::format("{}", bit(Cause::halt) | bit(Cause::stale) | bit(Cause::trader) | bit(Cause::pause) |
                                           bit(Cause::hold)));
    field("ceiling", fmt::format("{}", bit(Cause::ceiling)));
    field("causes", column([&](const SeriesPoint& p) { return fmt::format("{}", p.causes); }));
    field("maker", fills_of(report, numbers, Liquidity::maker));
    field("taker", fills_of(report, numbers, Liquidity::taker));
    field("markouts",
          fmt::format("{{\"all\":{},\"maker\":{},\"taker\":{}}}", markouts_of(report, numbers, std::nullopt),
                      markouts_of(report, numbers, Liquidity::maker), markouts_of(report, numbers, Liquidity::taker)));
    field("shortfall", report.shortfall
                           ? fmt::format("[{},{},{},{},{}]", numbers.bps(figures.delay), numbers.bps(figures.trading),
                                         numbers.bps(figures.opportunity), numbers.bps(figures.fees_of_paper),
                                         numbers.bps(figures.shortfall))
                           : "null");
    return text + '}';
}

}  // namespace weir::tca
