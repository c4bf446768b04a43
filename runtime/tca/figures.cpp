#include "runtime/tca/figures.h"

#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>

namespace weir::tca {
namespace {

// Numerators multiply up to four 128-bit numbers and powers of ten: 512 bits hold them all, and checked ones say so.
using Big = boost::multiprecision::checked_int512_t;

Big big(Wide value) {
    const bool negative = value < 0;
    const auto magnitude = negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
    Big result = static_cast<uint64_t>(magnitude >> 64);
    result = (result << 64) + static_cast<uint64_t>(magnitude);
    return negative ? -result : result;
}

Big ten_to(int decimals) {
    return big(power_of_ten(decimals));
}

/// numerator / denominator, rounded half away from zero; absent when the denominator is 0 or the result leaves 64 bits.
std::optional<int64_t> quotient(Big numerator, Big denominator) {
    if (denominator == 0) return std::nullopt;
    if (denominator < 0) numerator = -numerator, denominator = -denominator;
    const bool negative = numerator < 0;
    if (negative) numerator = -numerator;
    const Big result = (2 * numerator + denominator) / (2 * denominator);
    if (result > std::numeric_limits<int64_t>::max()) return std::nullopt;
    const auto value = static_cast<int64_t>(result);
    return negative ? -value : value;
}

template <class Kind>
std::optional<Kind> as(std::optional<int64_t> value) {
    if (!value) return std::nullopt;
    return Kind{*value};
}

std::optional<Bps> bps(const Big& part, const Big& whole) {
    return as<Bps>(quotient(part * 1'000'000, whole));
}
std::optional<Bps> bps(Amount part, Amount whole) {
    return bps(big(part.value), big(whole.value));
}
std::optional<Percent> percent(const Big& part, const Big& whole) {
    return as<Percent>(quotient(part * 10'000, whole));
}

/// A mid of half price units, or absent.
std::optional<AveragePrice> price_of_mid(int64_t mid) {
    if (mid == step::kAbsent) return std::nullopt;
    return as<AveragePrice>(quotient(big(mid) * ten_to(kAverageExtraDecimals), 2));
}

void add_prices(Figures& figures, const Report& report) {
    const Instrument& instrument = report.instrument;
    const Benchmarks& benchmarks = report.benchmarks;
    figures.average_price = average_price(instrument, report.executed.quantity, report.executed.value);
    figures.decision = price_of_mid(benchmarks.decision);
    figures.arrival = price_of_mid(benchmarks.arrival);
    figures.end = price_of_mid(benchmarks.end);
    const int decimals = instrument.price_decimals + kAverageExtraDecimals;
    figures.interval_vwap =
        as<AveragePrice>(quotient(big(benchmarks.turnover) * ten_to(decimals) * ten_to(instrument.quantity_decimals),
                                  big(benchmarks.volume.value) * ten_to(instrument.money_decimals)));
    figures.interval_twap = as<AveragePrice>(
        quotient(big(benchmarks.mid_time) * ten_to(kAverageExtraDecimals), 2 * big(benchmarks.quoted.value)));
}

void add_slippage(Figures& figures, const Report& report) {
    const Instrument& instrument = report.instrument;
    const Benchmarks& benchmarks = report.benchmarks;
    const Big s = sign(report.order.side);
    const Big value = big(report.executed.value.value);
    const Quantity executed = report.executed.quantity;
    if (executed.value == 0) return;

    if (benchmarks.arrival != step::kAbsent) {
        const Big at_arrival = big(amount_of_half(instrument, benchmarks.arrival, executed).value);
        figures.to_arrival = bps(s * (value - at_arrival), at_arrival);
    }
    if (benchmarks.volume.value > 0) {
        // value : turnover × executed / volume, both sides times the volume.
        const Big at_vwap = big(amount_of_money(instrument, benchmarks.turnover).value) * big(executed.value);
        figures.to_vwap = bps(s * (value * big(benchmarks.volume.value) - at_vwap), at_vwap);
    }
    if (benchmarks.quoted.value > 0) {
        const Big at_twap = big(benchmarks.mid_time) * big(amount_of_half(instrument, 1, executed).value);
        figures.to_twap = bps(s * (value * big(benchmarks.quoted.value) - at_twap), at_twap);
    }
}

void add_shortfall(Figures& figures, const Report& report) {
    figures.fees = bps(report.executed.fees, report.executed.value);
    if (!report.shortfall) return;
    const Shortfall& shortfall = *report.shortfall;
    figures.delay = bps(shortfall.delay, shortfall.paper);
    figures.trading = bps(shortfall.trading, shortfall.paper);
    figures.opportunity = bps(shortfall.opportunity, shortfall.paper);
    figures.fees_of_paper = bps(shortfall.fees, shortfall.paper);
    figures.shortfall = bps(shortfall.total, shortfall.paper);
}

void add_quantities(Figures& figures, const Report& report) {
    const Big own = big(report.executed.quantity.value);
    const Big market = big(report.benchmarks.volume.value);
    const Big ordered = big(report.order.quantity.value);
    figures.fill_ratio = percent(own, ordered);
    figures.participation = percent(own, own + market);
    figures.participation_market = percent(own, market);
    figures.maker = percent(big(report.executed.maker.value), own);

    const ScheduleDeviation& schedule = report.schedule;
    if (schedule.measured.value == 0) return;
    const Quantity most = std::max(schedule.behind_most, schedule.ahead_most);
    figures.deviation_most = percent(big(most.value), ordered);
    figures.behind_most = percent(big(schedule.behind_most.value), ordered);
    figures.ahead_most = percent(big(schedule.ahead_most.value), ordered);
    figures.deviation_average =
        percent(big(schedule.behind_time) + big(schedule.ahead_time), big(schedule.measured.value) * ordered);
}

void add_spreads(Figures& figures, const Report& report) {
    figures.effective = bps(report.touch.effective, report.touch.mid_value);
    figures.quoted = bps(report.touch.quoted, report.touch.mid_value);
    figures.spread_capture = percent(-big(report.touch.effective.value), big(report.touch.quoted.value));
    for (size_t h = 0; h < kHorizons.size(); ++h) {
        const Spread& spread = report.spreads[h];
        figures.at[h].effective = bps(spread.effective, spread.mid_value);
        figures.at[h].realised = bps(spread.realised, spread.mid_value);
        figures.at[h].impact = bps(spread.impact, spread.mid_value);
        figures.at[h].markout = markout(spread);
    }
}

std::string hundredths(int64_t value) {
    const uint64_t magnitude = value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
    return fmt::format("{}{}.{:02}", value < 0 ? "-" : "", magnitude / 100, magnitude % 100);
}

}  // namespace

std::optional<Percent> share(Quantity part, Quantity whole) {
    return percent(big(part.value), big(whole.value));
}
std::optional<AveragePrice> average_price(const Instrument& instrument, Quantity filled, Amount value) {
    const int decimals = instrument.price_decimals + kAverageExtraDecimals + instrument.quantity_decimals;
    return as<AveragePrice>(
        quotient(big(value.value) * ten_to(decimals), big(filled.value) * 2 * ten_to(amount_decimals(instrument))));
}

std::optional<Bps> markout(const Spread& spread) {
    return bps(big(spread.realised.value), 2 * big(spread.mid_value.value));
}

Figures figures_of(const Report& report) {
    Figures figures;
    add_prices(figures, report);
    add_slippage(figures, report);
    add_shortfall(figures, report);
    add_quantities(figures, report);
    add_spreads(figures, report);
    return figures;
}

std::string format(Bps bps) {
    return hundredths(bps.hundredths);
}
std::string format(Percent percent) {
    return hundredths(percent.hundredths);
}

}  // namespace weir::tca
