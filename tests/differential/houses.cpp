#include "tests/differential/houses.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include "runtime/calendar/calendar.h"
#include "runtime/market/curve.h"
#include "runtime/market/generate.h"
#include "runtime/models/shortfall.h"
#include "tests/differential/markets.h"

namespace weir::test {
namespace {

constexpr Duration minutes(int64_t n) {
    return Duration{n * 60 * kSecond};
}
constexpr const char* kNames[] = {"x", "y", "z"};

House house_of(std::string name, std::vector<std::unique_ptr<market::Tape>> tapes, Duration from, Duration length) {
    House house;
    house.name = std::move(name);
    house.tapes = std::move(tapes);
    const market::TapeInfo& info = house.tapes.front()->info();
    house.start = Time{(info.first + from).value / kSecond * kSecond};
    house.end = house.start + length;
    for (const auto& tape : house.tapes) {
        const TapeVolume volume(*tape);
        house.volume += volume.before(house.end) - volume.before(house.start);
    }
    return house;
}

House generated(const std::string& name, market::GenerateOptions options, uint64_t seed, Duration from,
                Duration length) {
    options.seed = seed;
    if (const auto fault = market::fault_of(options)) throw std::logic_error(name + ": " + *fault);
    return house_of(name + " seed " + std::to_string(seed), market::generate_venues(options), from, length);
}

/// Of a session of 6.5 hours; a coin's day has 24.
market::GenerateOptions equity(int64_t messages) {
    market::GenerateOptions options = market::GenerateOptions::us_equity();
    options.messages_per_session = messages;
    return options;
}

}  // namespace

std::vector<House> generated_houses(uint64_t seed) {
    std::vector<House> houses;
    houses.push_back(generated("equity", equity(60'000), seed, minutes(60), minutes(45)));

    market::GenerateOptions coin = market::GenerateOptions::crypto();
    coin.messages_per_session = 120'000;
    coin.duration = Duration{4 * 3600 * kSecond};
    houses.push_back(generated("coin", coin, seed + 1, minutes(60), minutes(45)));

    market::GenerateOptions thin = equity(4'000);
    thin.instrument.tick = Price{5};
    thin.instrument.lot = Quantity{100};
    thin.instrument.minimum_quantity = Quantity{200};
    thin.instrument.minimum_value = 30'000 * 10'000;
    thin.size = Quantity{200};
    houses.push_back(generated("thin", thin, seed + 2, minutes(60), minutes(180)));

    market::GenerateOptions halted = equity(60'000);
    for (const int64_t minute : {70, 85, 101})
        halted.halts.push_back({halted.start + Duration{minute * 60 * kSecond}, Duration{(minute - 60) * 6 * kSecond}});
    houses.push_back(generated("halted", halted, seed + 3, minutes(60), minutes(45)));

    market::GenerateOptions auctions = equity(60'000);
    auctions.auctions = true;
    houses.push_back(generated("auctions", auctions, seed + 4, minutes(345), minutes(46)));
    houses.back().auctions = true;

    market::GenerateOptions several = equity(60'000);
    several.venues = 3;
    houses.push_back(generated("several", several, seed + 5, minutes(60), minutes(30)));
    houses.back().dark = true;

    several.venues = 2;
    houses.push_back(generated("two venues", several, seed + 6, minutes(60), minutes(30)));
    houses.back().dark = true;

    market::GenerateOptions wild = equity(60'000);
    wild.volatility_ticks = 40;
    houses.push_back(generated("wild", wild, seed + 7, minutes(60), minutes(45)));
    return houses;
}

std::vector<House> recorded_houses(std::vector<std::string>& missing) {
    std::vector<House> houses;
    for (Market& market : recorded_markets(missing)) {
        House house;
        house.name = market.name;
        house.start = market.start;
        house.end = std::min(market.end, market.start + minutes(30));
        const TapeVolume volume(*market.tape);
        house.volume = volume.before(house.end) - volume.before(house.start);
        house.tapes.push_back(std::move(market.tape));
        houses.push_back(std::move(house));
    }
    return houses;
}

const std::vector<Saying>& sayings() {
    static const std::vector<Saying> all = {
        {.script = "stdlib/adaptive",
         .child_value = 500'000,
         .collar_bps = 50,
         .messages = 10,
         .working = 4,
         .participation_percent = 30,
         .behind_permille = 30},
        {.script = "stdlib/bracket", .child_value = 500'000, .messages = 10, .working = 4},
        {.script = "stdlib/close", .messages = 10, .working = 4},
        {.script = "stdlib/dark_seeker", .child_value = 1'000'000, .collar_bps = 50, .messages = 10, .working = 2},
        {.script = "stdlib/grid", .child_value = 500'000, .messages = 60, .working = 26, .ladder = true},
        {.script = "stdlib/iceberg", .child_value = 500'000, .collar_bps = 50, .messages = 10, .working = 2},
        {.script = "stdlib/if_touched", .child_value = 500'000, .collar_bps = 50, .messages = 10, .working = 2},
        {.script = "stdlib/liquidity_seeker",
         .child_value = 500'000,
         .collar_bps = 50,
         .messages = 10,
         .working = 6,
         .participation_percent = 25},
        {.script = "stdlib/oco", .child_value = 500'000, .messages = 10, .working = 2},
        {.script = "stdlib/pegged", .child_value = 500'000, .collar_bps = 100, .messages = 10, .working = 2},
        {.script = "stdlib/pov",
         .child_value = 500'000,
         .collar_bps = 50,
         .messages = 10,
         .working = 4,
         .participation_percent = 30},
        {.script = "stdlib/pov_scaled",
         .child_value = 500'000,
         .collar_bps = 50,
         .messages = 10,
         .working = 4,
         .participation_percent = 30},
        {.script = "stdlib/scaled", .child_value = 500'000, .messages = 60, .working = 25, .ladder = true},
        {.script = "stdlib/shortfall",
         .child_value = 500'000,
         .collar_bps = 50,
         .messages = 10,
         .working = 4,
         .participation_percent = 30,
         .behind_permille = 20},
        {.script = "stdlib/sniper", .child_value = 500'000, .collar_bps = 50, .messages = 10, .working = 1},
        {.script = "stdlib/trailing_stop", .child_value = 500'000, .collar_bps = 110, .messages = 10, .working = 1},
        {.script = "stdlib/twap",
         .child_value = 500'000,
         .collar_bps = 50,
         .messages = 10,
         .working = 4,
         .participation_percent = 30,
         .behind_permille = 20},
        {.script = "stdlib/vwap",
         .child_value = 500'000,
         .collar_bps = 50,
         .messages = 10,
         .working = 6,
         .participation_percent = 25,
         .behind_permille = 20},
        {.script = "examples/desk/grid_with_stop", .messages = 60, .working = 26, .ladder = true},
        {.script = "examples/desk/iceberg_under_pressure", .child_value = 500'000, .messages = 10, .working = 2},
        {.script = "examples/desk/pov_by_price", .child_value = 500'000, .messages = 10, .participation_percent = 25},
        {.script = "examples/desk/shortfall_with_alpha",
         .child_value = 500'000,
         .messages = 10,
         .participation_percent = 25,
         .behind_permille = 30},
        {.script = "examples/desk/sweep_then_post", .needs_venues = true},
        {.script = "examples/desk/vwap_with_close", .child_value = 1'000'000, .messages = 10},
    };
    return all;
}

std::optional<Ready> ready_for(const Saying& saying, const House& house) {
    if (saying.needs_venues && house.tapes.size() < 3) return std::nullopt;
    if (saying.ladder && house.tapes.size() > 2) return std::nullopt;
    const Instrument& instrument = house.instrument();
    lower::Market market{.scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
                         .base = instrument.base,
                         .currency = instrument.currency,
                         .same_currency = {"USD"},
                         .deployed = true};
    if (house.several()) {
        for (size_t i = 0; i < house.tapes.size(); ++i) market.venues.push_back({kNames[i]});
        market.venues.push_back({"pool", lower::VenueKind::dark});
    }
    const std::string path = std::string(WEIR_SOURCE_DIR) + "/" + saying.script + ".weir";
    std::ifstream in(path);
    const SourceFile file(path, {std::istreambuf_iterator<char>(in), {}});
    compiler::Checked checked = compiler::check(file, [&](const sema::Program&) { return market; });
    EXPECT_EQ(checked.plans.size(), 1u) << render(checked.diagnostics, std::span(&file, 1));
    if (checked.plans.size() != 1) return std::nullopt;
    compiler::BuildOptions options;
    options.engine = compiler::EngineKind::interpreter;
    compiler::Built built = compiler::build(checked.plans[0], {}, options);
    EXPECT_EQ(built.error, "");
    return Ready{std::move(checked.plans[0]), std::move(built.runnable)};
}

namespace {

class SetupMaker {
  public:
    SetupMaker(const House& house, const Ready& ready, Side side, uint64_t seed)
        : house_(house), plan_(ready.generic), instrument_(house.instrument()), random_(seed) {
        setup_.engine.program = ready.runnable->program();
        setup_.engine.instrument = instrument_;
        setup_.engine.seed = seed;
        setup_.engine.stale_after = Duration{0};  // recordings and thin markets have their silent minutes
        setup_.engine.order.side = side;
    }

    backtest::Setup make(bool commands) {
        list_venues();
        draw_order();
        // Times of day that a script speaks of are near the order's end, wherever the house's clock stands.
        setup_.engine.clock_times.assign(setup_.engine.program.clock_times.size(),
                                         (setup_.engine.order.end - minutes(5)).value);
        draw_parameters();
        make_tables();
        if (commands) draw_commands();
        return std::move(setup_);
    }

  private:
    int64_t below(int64_t n) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(n)); }
    bool one_in(int64_t n) { return below(n) == 0; }
    int64_t lot() const { return std::max(instrument_.lot.value, instrument_.minimum_quantity.value); }

    venues::Model model() {
        venues::Model model;
        model.seed = random_();
        model.maker_fee_bps_e2 = below(60) - 40;
        model.taker_fee_bps_e2 = below(100);
        if (one_in(2)) model.order.jitter_mean = model.response.jitter_mean = Duration{5'000'000};
        return model;
    }

    void list_venues() {
        if (!house_.several()) {
            setup_.tape = house_.tapes.front().get();
            setup_.venue = model();
            if (house_.auctions) open_auctions(setup_.venue);
            return;
        }
        for (size_t i = 0; i < house_.tapes.size(); ++i)
            setup_.venues.push_back({kNames[i], 0, house_.tapes[i].get(), model(), {}});
        setup_.venues.push_back({"pool", 0, house_.tapes.front().get(), model(), venues::Interest{}});
    }

    void open_auctions(venues::Model& model) {
        const auto session = calendar::session_of("XNYS");
        const calendar::SessionTimes times = session.value.times_of(house_.start);
        setup_.engine.sessions = {{{times.from, times.open, times.close, times.open_cutoff, times.close_cutoff}}};
        const auto day = session.value.day_of(house_.start);
        model.auctions.push_back({Auction::close, day->closing->cutoff, day->closing->at + Duration{600 * kSecond}});
    }

    void draw_order() {
        ParentOrder& order = setup_.engine.order;
        order.start = house_.start;
        order.end = house_.end;
        constexpr int64_t kPermille[] = {3, 20, 100, 300};
        const auto wanted = static_cast<int64_t>(static_cast<__int128>(house_.volume) * kPermille[below(4)] / 1000);
        order.quantity = Quantity{std::max<int64_t>(wanted / lot(), 20) * lot()};
        if (one_in(3)) order.limit = limit();
    }

    /// Some tens of basis points around the first price, on the harmless or the harmful side.
    int64_t limit() {
        int64_t price = 0;
        for (const MarketEvent& event : house_.tapes.front()->events()) {
            if (event.time > house_.start.value && price > 0) break;
            if (event.kind == MarketKind::execute || event.kind == MarketKind::trade) price = event.price;
        }
        const int64_t away = price * (below(80) - 20) / 10'000;
        return (price + sign(setup_.engine.order.side) * away) / instrument_.tick.value * instrument_.tick.value;
    }

    /// Anywhere in the range; over several powers of ten, each of them is as likely.
    int64_t value_of(const plan::Parameter& parameter) {
        const double share = static_cast<double>(below(1'000'001)) / 1'000'000;
        const auto low = static_cast<double>(parameter.low), high = static_cast<double>(parameter.high);
        const bool wide = parameter.low > 0 && parameter.high / parameter.low >= 10;
        const double value = wide ? low * std::pow(high / low, share) : low + (high - low) * share;
        return std::clamp(static_cast<int64_t>(std::llround(value)), parameter.low, parameter.high);
    }

    /// As written, or anywhere in the range. A slice stays long enough for a lot.
    void draw_parameters() {
        const bool as_written = one_in(2);
        for (const plan::Parameter& parameter : plan_.parameters) {
            const bool keep = as_written || parameter.low >= parameter.high || parameter.name == "slice";
            setup_.engine.parameters.push_back(keep ? parameter.value : value_of(parameter));
        }
    }

    void make_tables() {
        size_t shortfalls = 0;
        for (const step::TableKind kind : plan_.tables) {
            switch (kind) {
                case step::TableKind::volume_curve:
                    setup_.engine.tables.push_back(market::linear_curve());
                    break;
                case step::TableKind::baseline_spread:
                case step::TableKind::baseline_volume:
                case step::TableKind::baseline_volatility:
                    setup_.engine.tables.emplace_back(step::kTableIntervals + 1, step::kAbsent);
                    break;
                case step::TableKind::shortfall_curve:
                    setup_.engine.tables.push_back(shortfall(plan_.shortfalls[shortfalls++]));
            }
        }
    }

    std::vector<int64_t> shortfall(const step::ShortfallSpec& spec) const {
        auto made = models::shortfall_curve(spec, {.window = since(house_.end, house_.start),
                                                   .trading_year = models::trading_year(instrument_),
                                                   .parameters = setup_.engine.parameters});
        EXPECT_TRUE(made) << made.error;
        return std::move(made.value);
    }

    /// Up to ten, from before the order's start to after its end; most make sense.
    void draw_commands() {
        const int64_t length = since(house_.end, house_.start).value;
        std::vector<Time> times;
        for (int64_t i = 1 + below(10); i > 0; --i)
            times.push_back(house_.start + Duration{below(length + length / 10) - length / 20});
        std::ranges::sort(times);
        for (const Time time : times) setup_.commands.push_back({time, command(time)});
    }

    Command command(Time time) {
        Command command{.user = "alice"};
        switch (below(16)) {
            case 0:
            case 1:
                command.kind = LiveCommand::pause;
                break;
            case 2:
                command.kind = LiveCommand::hold;
                break;
            case 3:
            case 4:
            case 5:
                command.kind = LiveCommand::resume;
                break;
            case 6:
                command.kind = one_in(2) ? LiveCommand::cancel : LiveCommand::take_over;
                break;
            case 7:
                command.kind = LiveCommand::set_parameter;
                command.index = static_cast<int32_t>(below(std::max<int64_t>(std::ssize(plan_.parameters), 1)));
                if (!plan_.parameters.empty() && plan_.parameters[static_cast<size_t>(command.index)].name != "slice")
                    command.value = value_of(plan_.parameters[static_cast<size_t>(command.index)]);
                break;
            case 8:
            case 9:
                command.kind = LiveCommand::amend_quantity;
                command.value = setup_.engine.order.quantity.value * (1 + below(15)) / 10 / lot() * lot();
                break;
            case 10:
                command.kind = LiveCommand::amend_limit;
                command.value = one_in(3) ? step::kAbsent : limit();
                break;
            case 11:
                command.kind = LiveCommand::amend_end;
                command.value = (time + Duration{below(40 * 60) * kSecond}).value;
                break;
            case 12:
                command.kind = LiveCommand::venue_off;
                command.index = static_cast<int32_t>(below(house_.venues()));
                break;
            case 13:
                command.kind = LiveCommand::venue_on;
                command.index = static_cast<int32_t>(below(house_.venues()));
                break;
            case 14:
                command.kind = LiveCommand::skip_auction;
                command.index = static_cast<int32_t>(1 + below(2));
                break;
            default:
                command.kind = LiveCommand::finish;
                command.value = (1 + below(50)) * (step::kRatioOne / 100);
                command.within = (1 + below(600)) * kSecond;
        }
        return command;
    }

    const House& house_;
    const plan::Plan& plan_;
    const Instrument& instrument_;
    std::mt19937_64 random_;
    backtest::Setup setup_;
};

}  // namespace

backtest::Setup setup_in(const House& house, const Ready& ready, Side side, uint64_t seed, bool commands) {
    return SetupMaker(house, ready, side, seed).make(commands);
}

std::string text_of(const std::vector<backtest::Command>& commands) {
    std::string text;
    for (const backtest::Command& command : commands)
        text += fmt::format("\n  {} command {} index {} value {} within {}", command.time.value,
                            static_cast<int>(command.what.kind), command.what.index, command.what.value,
                            command.what.within);
    return text;
}

}  // namespace weir::test
