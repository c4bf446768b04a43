#include <filesystem>
#include <utility>

#include "compiler/lower/watch.h"
#include "runtime/calendar/calendar.h"
#include "runtime/market/tape.h"
#include "testing/scene.h"
#include "testing/testing.h"

namespace weir::testing {
namespace {

class Runner {
  public:
    Runner(const compiler::Checked& checked, const Options& options) : checked_(checked), options_(options) {}

    std::vector<Result> run() {
        for (const sema::TestCase& test : checked_.tests) {
            if (!wanted(test)) continue;
            const bool sells = test.order.side != syntax::TestSide::buy;
            add(test, sells ? Side::sell : Side::buy);
            if (test.every_side) add(test, sells ? Side::buy : Side::sell);
        }
        if (options_.stop.stop_requested()) results_.clear();
        return std::move(results_);
    }

  private:
    const plan::Plan& plan_of(const sema::TestCase& test) const { return checked_.plans[test.strategy]; }

    /// Where the script is: tapes are looked for there.
    std::filesystem::path folder() const { return std::filesystem::path(checked_.files.front().path()).parent_path(); }

    bool wanted(const sema::TestCase& test) const {
        return test.title.find(options_.filter) != std::string::npos ||
               plan_of(test).name.find(options_.filter) != std::string::npos;
    }

    /// A literal may name a base or a currency.
    static void see(const sema::TestValue& value, lower::Market& market) {
        if (value.literal.measure == sema::Measure::base) market.base = value.literal.symbol;
        if (value.literal.measure == sema::Measure::base_symbol) market.base = "shares";
        if (value.literal.measure == sema::Measure::currency) market.currency = value.literal.symbol;
    }

    /// The market that the test's order and prices name, or its tape's; a strategy that names another says so when it
    /// is lowered.
    Parsed<lower::Market> market_of(const sema::TestCase& test) const {
        lower::Market market = checked_.market;
        see(test.order.quantity, market);
        if (test.order.limit) see(*test.order.limit, market);
        const sema::Strategy& strategy = checked_.program.strategies[test.strategy];
        if (const std::string fault = see_markets(test, sema::kOrderInstrument, market); !fault.empty())
            return Parsed<lower::Market>::failure(fault);
        market.deployed = true;
        market.hedges.clear();
        for (size_t i = 1; i < strategy.legs.size(); ++i) {
            const auto leg = static_cast<sema::InstrumentId>(i);
            lower::Market& hedge = market.hedges.emplace_back(lower::market_of(checked_.market, leg));
            if (const std::string fault = see_markets(test, leg, hedge); !fault.empty())
                return Parsed<lower::Market>::failure(fault);
        }
        for (const sema::TestMarket& one : test.markets)
            if (!one.venue.empty() && leg_of(strategy, one) == sema::kOrderInstrument)
                market.venues.push_back({one.venue, one.dark ? lower::VenueKind::dark : lower::VenueKind::lit});
        return {std::move(market), ""};
    }

    /// What the markets of a leg name, or their tapes are; the fault of a tape.
    std::string see_markets(const sema::TestCase& test, sema::InstrumentId leg, lower::Market& market) const {
        for (const sema::TestMarket& one : test.markets) {
            if (leg_of(checked_.program.strategies[test.strategy], one) != leg) continue;
            see(one.price, market), see(one.spread, market);
            if (leg != sema::kOrderInstrument) see(one.volume, market);  // of the lead, the order says it
            if (one.kind != syntax::MarketKind::tape) continue;
            market::TapeError error;
            const auto tape = market::Tape::open(folder() / one.tape, error);
            if (!tape) return error.message;
            const Instrument& instrument = tape->info().instrument;
            market.scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals};
            market.base = instrument.base;
            market.currency = instrument.currency;
        }
        return {};
    }

    void add(const sema::TestCase& test, Side side) {
        if (options_.stop.stop_requested()) return;
        Result result;
        result.title = test.title;
        result.strategy = plan_of(test).name;
        result.side = side;
        result.range = test.title_range;
        result.fault = carry_out(test, side, result);
        if (options_.done && !options_.stop.stop_requested()) options_.done(result);
        results_.push_back(std::move(result));
    }

    /// What kept it from being run; empty when it was.
    std::string carry_out(const sema::TestCase& test, Side side, Result& result) {
        const auto found = market_of(test);
        if (!found) return found.error;
        const lower::Market& market = found.value;
        const lower::Lowered lowered = lower::lower(checked_.program, plan_of(test).name, market);
        if (lowered.diagnostics.has_errors()) return lowered.diagnostics[0].message;
        const plan::Plan& generic = lowered.plan;
        const sema::Strategy& strategy = checked_.program.strategies[test.strategy];
        if (!strategy.legs.empty()) {
            const sema::Leg& lead = strategy.legs.front();
            const auto other = side == Side::buy ? syntax::LegSide::sell : syntax::LegSide::buy;
            if (lead.side == other)
                return "the order " + std::string(side == Side::buy ? "buys" : "sells") + ", and `" + lead.name +
                       "` is a lead for the other side";
        }
        auto scene = scene_of(test, strategy, generic, market, side, folder().string());
        if (!scene) return scene.error;
        const lower::Lowered watch = lower::lower_watch(test, generic, market);
        if (watch.diagnostics.has_errors()) return watch.diagnostics[0].message;
        const compiler::Built built =
            compiler::build(generic, bindings(generic, scene.value), {.engine = options_.engine, .cache_dir = {}});
        if (!built.runnable) return built.error;

        backtest::Setup setup;
        setup.venues = scene.value.venues;
        for (venues::Listing& venue : setup.venues) {
            venue.model.depths = generic.depths;
            venue.model.seed = options_.seed;
        }
        setup.engine.instrument = scene.value.tapes.front()->info().instrument;
        setup.engine.program = built.runnable->program();
        setup.engine.program.inputs.clear();  // conditions may read more than the strategy does
        setup.engine.order = scene.value.order;
        setup.engine.parameters = scene.value.parameters;
        if (const std::string fault = set_session(setup); !fault.empty()) return fault;
        if (const std::string fault = backtest::set_usual_tables(setup.engine); !fault.empty()) return fault;
        setup.engine.seed = options_.seed;
        setup.commands = scene.value.commands;
        setup.stop = options_.stop;
        Observer observer(watch.plan);
        Judge judge(test, scene.value.expected, observer, market, scene.value.instruments);
        setup.watch = [&](const Event& event, const engine::Engine& engine) { judge.on(event, engine); };
        const auto ran = backtest::run(setup);
        if (!ran) return ran.error;
        result.steps = ran.value.steps;
        result.failures = judge.finish(scene.value.tapes.front()->info().last, setup.engine.program.guards);
        return {};
    }

    /// When the strategy trades on the test's day, and when there are auctions.
    static std::string set_session(backtest::Setup& setup) {
        const auto session = calendar::session_of(setup.engine.program.session, setup.engine.instrument.time_zone);
        if (!session) return session.error;
        backtest::hold_auctions(setup.venues, session.value);
        return backtest::set_times(setup.engine, session.value);
    }

    static plan::Bindings bindings(const plan::Plan& generic, const Scene& scene) {
        plan::Bindings bindings;
        bindings.tick = scene.instruments[0].tick.value;
        bindings.lot = scene.instruments[0].lot.value;
        bindings.minimum_quantity = scene.instruments[0].minimum_quantity.value;
        bindings.minimum_value = scene.instruments[0].minimum_value;
        for (size_t i = 0; i < generic.parameters.size(); ++i)
            bindings.parameters.push_back(generic.parameters[i].live ? std::nullopt
                                                                     : std::optional(scene.parameters[i]));
        return bindings;
    }

    const compiler::Checked& checked_;
    const Options& options_;
    std::vector<Result> results_;
};

}  // namespace

std::vector<Result> run(const compiler::Checked& checked, const Options& options) {
    return Runner(checked, options).run();
}

}  // namespace weir::testing
