#include "tests/differential/trading.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "runtime/market/curve.h"
#include "runtime/models/shortfall.h"

namespace weir::test {
namespace {

std::string stdlib_text(const std::string& name) {
    std::ifstream in(std::string(WEIR_SOURCE_DIR) + "/stdlib/" + name + ".weir");
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The mid of the recorded best quotes near the start, from the prints: a price that is surely in the market.
int64_t price_at(const market::Tape& tape, Time time) {
    int64_t price = 0;
    for (const MarketEvent& event : tape.events()) {
        if (event.time > time.value && price > 0) break;
        if (event.kind == MarketKind::execute || event.kind == MarketKind::trade) price = event.price;
    }
    return price;
}

std::vector<int64_t> table_for(step::TableKind kind, const Market& market) {
    if (kind == step::TableKind::volume_curve) {
        if (!market.history) return market::linear_curve();
        const market::Tape* const tapes[] = {market.history.get()};
        return market::volume_curve(tapes, {market.start, market.end}).value_or(market::linear_curve());
    }
    if (!market.history) return market::Table(step::kTableIntervals + 1, step::kAbsent);
    const market::Tape* const tapes[] = {market.history.get()};
    return market::baseline_spread(tapes).value_or(market::Table(step::kTableIntervals + 1, step::kAbsent));
}

std::vector<int64_t> shortfall_curve(const step::ShortfallSpec& spec, const engine::Config& config) {
    auto made = models::shortfall_curve(spec, {.window = since(config.order.end, config.order.start),
                                               .trading_year = models::trading_year(config.instrument),
                                               .parameters = config.parameters});
    EXPECT_TRUE(made) << made.error;
    return std::move(made.value);
}

}  // namespace

std::string Case::name() const {
    return fmt::format("{} {} {} permille of the volume on {}{}, limit {} bps, seed {}{}", algorithm,
                       side == Side::buy ? "buys" : "sells", volume_permille, market->name,
                       limit_bps == 0 ? " unlimited" : "", limit_bps, seed, jitter ? ", jitter" : "");
}

std::vector<Case> cases_of(const Market& market, uint64_t seed) {
    std::mt19937_64 random(seed);
    constexpr int64_t kSizes[] = {10, 40, 120, 300};
    std::vector<Case> cases;
    for (const std::string& algorithm : kAlgorithms)
        for (const Side side : {Side::buy, Side::sell})
            cases.push_back({.market = &market,
                             .algorithm = algorithm,
                             .side = side,
                             .volume_permille = kSizes[random() % std::size(kSizes)],
                             .limit_bps = random() % 3 == 0 ? static_cast<int64_t>(random() % 40) - 5 : 0,
                             .seed = random() % 1000,
                             .jitter = random() % 2 == 0});
    return cases;
}

Algorithm algorithm_for(const std::string& name, const Market& market) {
    const Instrument& instrument = instrument_of(market);
    const lower::Market lowered{
        .scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
        .base = instrument.base,
        .currency = instrument.currency,
        .deployed = true};
    const SourceFile file(name + ".weir", stdlib_text(name));
    compiler::Checked checked = compiler::check(file, [&](const sema::Program&) { return lowered; });
    EXPECT_EQ(checked.plans.size(), 1u) << render(checked.diagnostics, std::span(&file, 1));
    Algorithm algorithm;
    algorithm.generic = checked.plans.at(0);
    plan::Bindings bindings{.tick = instrument.tick.value,
                            .lot = instrument.lot.value,
                            .minimum_quantity = instrument.minimum_quantity.value,
                            .minimum_value = instrument.minimum_value,
                            .parameters = {}};
    for (const plan::Parameter& parameter : algorithm.generic.parameters)
        bindings.parameters.push_back(parameter.live ? std::nullopt : std::optional(parameter.value));
    algorithm.engines = std::make_unique<Engines>(algorithm.generic, bindings);
    EXPECT_EQ(algorithm.engines->error(), "");
    return algorithm;
}

backtest::Setup setup_of(const Case& trade, const Algorithm& algorithm) {
    const Market& market = *trade.market;
    const Instrument& instrument = instrument_of(market);
    backtest::Setup setup;
    setup.tape = market.tape.get();
    setup.engine.instrument = instrument;
    setup.engine.seed = setup.venue.seed = trade.seed;
    setup.engine.stale_after = Duration{0};  // recordings have their silent minutes
    setup.venue.maker_fee_bps_e2 = -30;
    setup.venue.taker_fee_bps_e2 = 70;
    if (trade.jitter) setup.venue.order.jitter_mean = setup.venue.response.jitter_mean = Duration{2'000'000};
    ParentOrder& order = setup.engine.order;
    order.side = trade.side;
    order.start = market.start;
    order.end = market.end;
    const int64_t lot = std::max(instrument.lot.value, instrument.minimum_quantity.value);
    const int64_t wanted = static_cast<int64_t>(static_cast<__int128>(market.volume) * trade.volume_permille / 1000);
    order.quantity = Quantity{std::max<int64_t>(wanted / lot, 100) * lot};
    if (trade.limit_bps != 0) {
        const int64_t price = price_at(*market.tape, market.start), tick = instrument.tick.value;
        order.limit = (price + sign(trade.side) * (price * trade.limit_bps / 10'000)) / tick * tick;
    }
    for (const plan::Parameter& parameter : algorithm.generic.parameters)
        setup.engine.parameters.push_back(parameter.value);
    size_t shortfalls = 0;
    for (const step::TableKind kind : algorithm.generic.tables)
        setup.engine.tables.push_back(kind == step::TableKind::shortfall_curve
                                          ? shortfall_curve(algorithm.generic.shortfalls[shortfalls++], setup.engine)
                                          : table_for(kind, market));
    return setup;
}

}  // namespace weir::test
