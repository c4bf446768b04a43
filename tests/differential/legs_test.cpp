// A pair on two generated markets: every engine gives the same run, and what is open is counted again from the reports
// of the venues, event by event, by code that knows the script and nothing of plans.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "compiler/compiler.h"
#include "runtime/backtest/backtest.h"
#include "runtime/core/decimal.h"
#include "tests/differential/engines.h"
#include "tests/differential/markets.h"

namespace weir::test {
namespace {

constexpr int64_t kBeta = 900'000'000;  // 0.9 in 1e-9

/// The lead buys or sells on one market, the hedge does the other on the market of another seed.
std::string script(const std::string& hedge) {
    return "weir 1\nstrategy pair(live beta : ratio = 0.9x from 0.1x to 3x) {\n"
           "legs { a same lead; b opposite hedge " +
           hedge +
           " }\n"
           "schedule linear every 10 s\n"
           "work cross before rest when behind > 2% of order { take behind; child at most 9% of order; up to 5 bps "
           "worse "
           "than mid }\n"
           "work rest { peg near touch; child at most 9% of order; reprice every 10 s vary 20% }\n"
           "risk { messages <= 30 per 1 s }\n}\n";
}

/// What is open, from fills alone.
class Account {
  public:
    Account(const Instrument& lead, const Instrument& hedge, bool by_value)
        : instruments_{lead, hedge}, by_value_(by_value) {}

    void operator()(const Event& event, const engine::Engine& engine) {
        for (const Record& record : engine.records())
            if (const auto* sent = std::get_if<Sent>(&record.what); sent && sent->command.kind == CommandKind::place)
                instrument_of_[sent->command.child] = sent->command.instrument;
        if (event.kind == EventKind::report && event.report.kind == ReportKind::filled) {
            const size_t i = instrument_of_.at(event.report.child);
            quantity[i] += event.report.quantity.value;
            value_[i] += Wide{event.report.price.value} * event.report.quantity.value;
            ++fills[i];
        }
        if (over_) return;
        most = std::max(most, std::max(open(), -open()));
        for (const Record& record : engine.records()) over_ |= std::holds_alternative<Stopped>(record.what);
    }

    /// Money or quantity, rounded down as the language says.
    int64_t open() const {
        if (by_value_) return static_cast<int64_t>(Wide{money(0)} * kBeta / step::kRatioOne) - money(1);
        const Wide share = Wide{quantity[0]} * step::kRatioOne / power_of_ten(instruments_[0].quantity_decimals);
        const Wide wanted = share * kBeta / step::kRatioOne * power_of_ten(instruments_[1].quantity_decimals);
        return static_cast<int64_t>(wanted / step::kRatioOne) - quantity[1];
    }
    int64_t money(size_t i) const { return money_floor(value_[i], instruments_[i]); }

    int64_t quantity[2] = {0, 0};
    int64_t fills[2] = {0, 0};
    int64_t most = 0;

  private:
    std::array<Instrument, 2> instruments_;
    bool by_value_;
    bool over_ = false;
    Wide value_[2] = {0, 0};
    std::map<ChildId, size_t> instrument_of_;
};

struct Pair {
    const Market* lead;
    const Market* hedge;
};

/// Everything of the run but the program.
backtest::Setup setup_of(const Pair& pair, Side side, uint64_t seed, bool jitter) {
    backtest::Setup setup;
    venues::Model model;
    model.seed = seed;
    if (jitter) model.order.jitter_mean = model.response.jitter_mean = Duration{200'000'000};
    setup.venues = {{"a", 0, pair.lead->tape.get(), model, {}}, {"b", 1, pair.hedge->tape.get(), model, {}}};
    const Instrument& instrument = instrument_of(*pair.lead);
    setup.engine.seed = seed;
    setup.engine.stale_after = Duration{0};
    ParentOrder& order = setup.engine.order;
    order.side = side;
    order.start = pair.lead->start;
    order.end = order.start + Duration{3'600 * kSecond};
    const int64_t lot = std::max(instrument.lot.value, instrument.minimum_quantity.value);
    order.quantity = Quantity{std::max<int64_t>(pair.lead->volume / 50 / lot, 200) * lot};
    return setup;
}

lower::Market market_of(const Instrument& instrument) {
    return {{instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
            instrument.base,
            instrument.currency};
}

TEST(Legs, ExposureIsWhatTheFillsLeaveOpen) {
    const std::vector<Market> markets = generated_markets();
    int64_t runs = 0, divergences = 0, hedges = 0;
    for (const auto& [lead, hedge] : {std::pair{0, 1}, std::pair{2, 3}}) {
        const Pair pair{&markets[static_cast<size_t>(lead)], &markets[static_cast<size_t>(hedge)]};
        const Instrument &of_lead = instrument_of(*pair.lead), &of_hedge = instrument_of(*pair.hedge);
        lower::Market market = market_of(of_lead);
        market.hedges = {market_of(of_hedge)};
        market.deployed = true;
        for (const bool by_value : {true, false})
            for (const uint64_t seed : {1, 2, 3, 4}) {
                SCOPED_TRACE("pair " + std::to_string(lead) + (by_value ? " by value" : " by quantity") + ", seed " +
                             std::to_string(seed));
                const backtest::Setup plain = setup_of(pair, seed % 2 ? Side::buy : Side::sell, seed, seed > 2);
                // So much may be open: a tenth of the order, or of what it is worth.
                const auto priced = [](const MarketEvent& one) { return one.price > 0; };
                const int64_t price = std::ranges::find_if(pair.lead->tape->events(), priced)->price;
                const Wide value = Wide{price} * plain.engine.order.quantity.value;
                const int64_t within =
                    by_value ? money_floor(value, of_lead) / 10 : plain.engine.order.quantity.value / 10;
                const int decimals = by_value ? of_hedge.money_decimals : of_hedge.quantity_decimals;
                const std::string limit = format_decimal(within, decimals) + (by_value ? " quote" : " base");
                const SourceFile file("pair.weir", script((by_value ? "value beta * a.executed_value within "
                                                                    : "quantity beta * (a.executed / 1 base) * 1 base "
                                                                      "within ") +
                                                          limit));
                const compiler::Checked checked = compiler::check(file, [&](const sema::Program&) { return market; });
                ASSERT_EQ(checked.plans.size(), 1u) << render(checked.diagnostics, std::span(&file, 1));
                const Engines engines(checked.plans[0], {});
                ASSERT_EQ(engines.error(), "");
                Lockstep lockstep(engines);
                backtest::Setup setup = plain;
                setup.engine.parameters = {kBeta};
                setup.engine.program = lockstep.program();
                Account account(of_lead, of_hedge, by_value);
                setup.watch = [&](const Event& event, const engine::Engine& engine) { account(event, engine); };
                const auto result = backtest::run(setup);
                ASSERT_EQ(result.error, "");
                EXPECT_EQ(lockstep.divergences(), 0) << lockstep.first_divergence();
                const tca::Report& report = *result.value.report;
                ASSERT_EQ(report.others.size(), 1u);
                const tca::OtherLedger& other = report.others[0];
                EXPECT_EQ(report.executed.quantity.value, account.quantity[0]);
                EXPECT_EQ(other.executed, format_decimal(account.quantity[1], of_hedge.quantity_decimals));
                EXPECT_EQ(other.fills, account.fills[1]);
                const std::string most = format_decimal(account.most, decimals);
                EXPECT_TRUE(other.exposure_most == most || other.exposure_most == "-" + most)
                    << other.exposure_most << " in the report, " << most << " counted";
                if (by_value)
                    EXPECT_LE(account.most, within + within / 50) << "what prices move";
                else
                    EXPECT_LE(account.most, within);
                setup.watch = nullptr;
                for (const size_t engine : {size_t{0}, size_t{1}, size_t{2}}) {
                    setup.engine.program = engines.program(engine);
                    EXPECT_EQ(backtest::run(setup).value.hash, result.value.hash) << kEngineNames[engine];
                }
                ++runs;
                divergences += lockstep.divergences();
                hedges += account.fills[1];
            }
    }
    std::printf("pairs: %ld runs, %ld hedges filled, %ld divergences\n", runs, hedges, divergences);
    EXPECT_GT(hedges, runs * 10);
}

}  // namespace
}  // namespace weir::test
