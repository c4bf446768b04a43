#include "cli/setup.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>

#include "cli/commands.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "cli/legs.h"
#include "cli/live_commands.h"
#include "cli/market_of.h"
#include "cli/tables.h"
#include "cli/venue_text.h"
#include "cli/verify_text.h"
#include "compiler/nominal_market.h"
#include "proofs/proofs.h"
#include "runtime/calendar/calendar.h"
#include "runtime/core/decimal.h"
#include "runtime/core/order_text.h"
#include "runtime/core/time.h"

namespace weir::cli {

std::string seed_fault(const std::string& text) {
    uint64_t seed = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seed);
    if (error == std::errc{} && stop == end) return "";
    return fmt::format("`{}` is no seed: write a whole number from 0 to {}", text, UINT64_MAX);
}

namespace {

/// Builds a `Ready` step by step; the first step that fails has said why.
class Maker {
  public:
    explicit Maker(const SetupOptions& options) : options_(options), ready_(std::make_unique<Ready>()) {}

    std::unique_ptr<Ready> make() {
        const bool done = read_model() && read_rates() && check_script() && choose_strategy() && read_order() &&
                          check_side() && check_session() && find_session() && read_parameters() && read_commands() &&
                          check_currencies() && check_slice() && read_gate() && add_tables(*ready_, options_) &&
                          build();
        if (done) list_read();
        return done ? std::move(ready_) : nullptr;
    }

  private:
    /// So that nothing of it is written over.
    void list_read() {
        std::vector<std::string>& read = ready_->read;
        for (const SourceFile& file : ready_->checked.files) read.push_back(file.path());
        for (const auto* words : {&options_.tape, &options_.venue, &options_.history})
            read.insert(read.end(), words->begin(), words->end());
        read.push_back(options_.commands);
        read.push_back(options_.curve);
    }

    const Instrument& instrument() const { return instrument_; }
    backtest::Setup& run() { return ready_->run; }

    /// The strategy that runs; null where the script does not say which, of which more is said later.
    const sema::Strategy* strategy_of(const sema::Program& program) const {
        const auto& all = program.strategies;
        if (options_.strategy.empty()) return all.size() == 1 ? all.data() : nullptr;
        const auto found = std::ranges::find(all, options_.strategy, &sema::Strategy::name);
        return found == all.end() ? nullptr : &*found;
    }

    bool open_market(const sema::Strategy* strategy) {
        if (strategy)
            for (const sema::Leg& leg : strategy->legs) legs_.push_back(leg.name);
        auto opened = open_venues({.tape = options_.tape,
                                   .venue = options_.venue,
                                   .dark = options_.dark,
                                   .legs = legs_,
                                   .session = options_.session,
                                   .defaults = run().venue});
        if (!opened) return stop(opened.error);
        ready_->venues = std::move(opened.value);
        const std::vector<venues::Listing>& listings = ready_->venues.listings;
        if (listings.size() > 1) run().venues = listings;
        instrument_ = venues::common_instrument(listings);
        for (size_t i = 1; i < legs_.size(); ++i)
            ready_->hedges.push_back(venues::common_instrument(listings, static_cast<uint8_t>(i)));
        run().tape = ready_->tape = listings.front().tape;
        run().venue = listings.front().model;
        run().engine.instrument = instrument();
        run().engine.seed = options_.seed;
        run().about.tape = ready_->venues.text;
        run().about.engine = options_.engine;
        run().about.seed = options_.seed;
        return true;
    }

    bool check_script() {
        auto text = read_file(options_.script);
        if (!text) return stop(text.error);
        ready_->file = SourceFile(options_.script, std::move(text.value));
        bool opened = true;  // an error of the script comes before those of its markets
        const auto market = [&](const sema::Program& program) {
            opened = open_market(strategy_of(program));
            return opened ? deployed_market(ready_->venues.listings, legs_.size(), options_.same_currency, rates_)
                          : lower::Market{};
        };
        ready_->checked = compiler::check(ready_->file, market, read_used_file);
        if (!opened) return false;
        const Diagnostics& diagnostics = ready_->checked.diagnostics;
        if (!diagnostics.empty())
            fmt::print(stderr, "{}",
                       render(diagnostics, ready_->checked.files, {.colours = isatty(STDERR_FILENO) != 0}));
        return !diagnostics.has_errors();
    }

    bool read_rates() {
        auto rates = parse_rates(options_.rate);
        if (!rates) return stop(rates.error);
        rates_ = std::move(rates.value);
        return true;
    }

    bool check_side() {
        const sema::Strategy* strategy = strategy_of(ready_->checked.program);
        const std::string fault = strategy ? side_fault(*strategy, run().engine.order.side) : "";
        return fault.empty() || stop(fault);
    }

    bool choose_strategy() {
        const auto& plans = ready_->checked.plans;
        std::string names;
        for (const plan::Plan& plan : plans) {
            if (plan.name == options_.strategy || (options_.strategy.empty() && plans.size() == 1)) {
                ready_->generic = options_.verify ? verified(plan) : plan;
                return true;
            }
            names += (names.empty() ? "`" : ", `") + plan.name + "`";
        }
        if (plans.empty()) return stop(fmt::format("{}: there is no strategy in it", options_.script));
        if (options_.strategy.empty())
            return stop(fmt::format("{}: several strategies: choose one of {} by --strategy", options_.script, names));
        return stop(
            fmt::format("{}: no strategy is called `{}`; there is {}", options_.script, options_.strategy, names));
    }

    /// Watches what is not proven, and says so.
    plan::Plan verified(const plan::Plan& plan) {
        const auto strategy = static_cast<size_t>(&plan - ready_->checked.plans.data());
        proofs::Options how;
        how.search = false;
        if (!options_.no_cache) how.cache_dir = compiler::default_cache_dir();
        const proofs::Verified verdicts = proofs::verify(ready_->checked, strategy, how);
        if (std::string note = watched(verdicts); !note.empty()) ready_->notes.push_back(std::move(note));
        return proofs::guarded_plan(plan, verdicts);
    }

    bool read_order() {
        const market::TapeInfo& info = ready_->tape->info();
        const auto order = parse_order(options_.order, instrument(), {info.first, info.last});
        if (!order) return stop(order.error);
        run().engine.order = order.value;
        return true;
    }

    bool read_parameters() {
        const auto& parameters = ready_->generic.parameters;
        std::vector<bool> given(parameters.size());
        for (const plan::Parameter& parameter : parameters) run().engine.parameters.push_back(parameter.value);
        for (const std::string& setting : options_.set) {
            const size_t equals = setting.find('=');
            if (equals == std::string::npos)
                return stop(fmt::format("--set `{}`: write NAME=VALUE, as in `--set max_participation=15%`", setting));
            const std::string name = setting.substr(0, equals);
            const auto found = std::find_if(parameters.begin(), parameters.end(),
                                            [&](const plan::Parameter& p) { return p.name == name; });
            if (found == parameters.end()) return unknown_parameter(name);
            const auto value = lower::parameter_value(*found, setting.substr(equals + 1), ready_->checked.market);
            if (const auto* message = std::get_if<std::string>(&value)) return stop(fmt::format("--set: {}", *message));
            const auto index = static_cast<size_t>(found - parameters.begin());
            if (given[index]) return stop(fmt::format("--set: `{}` is given twice; give it once", name));
            run().engine.parameters[index] = std::get<int64_t>(value);
            given[index] = true;
        }
        for (size_t i = 0; i < parameters.size(); ++i) {
            if (parameters[i].required && !given[i])
                return stop(
                    fmt::format("parameter `{0}` has no default: give one by --set {0}=VALUE", parameters[i].name));
            run().about.parameters.push_back(
                {parameters[i].name,
                 lower::parameter_text(parameters[i], run().engine.parameters[i], ready_->checked.market)});
        }
        return true;
    }

    bool read_commands() {
        if (options_.commands.empty()) return true;
        const auto text = read_file(options_.commands);
        if (!text) return stop(text.error);
        CommandContext context{
            instrument(), run().engine.order, ready_->generic.parameters, ready_->checked.market, {}, {}};
        for (const venues::Listing& listing : ready_->venues.listings)
            (listing.instrument == 0 ? context.venues : context.hedges).push_back(listing.name);
        auto commands = parse_commands(text.value, context);
        if (!commands) return stop(fmt::format("{}, {}", options_.commands, commands.error));
        run().commands = std::move(commands.value);
        return true;
    }

    /// `--same-currency` the wrong way round would otherwise do nothing, and say nothing.
    bool check_currencies() {
        std::vector<std::string> named = compiler::currencies_of(ready_->checked.program);
        for (const lower::Market& hedge : ready_->checked.market.hedges) named.push_back(hedge.currency);
        for (const std::string& currency : options_.same_currency)
            for (const std::string& setting : options_.set)
                if (setting.ends_with(currency)) named.push_back(currency);
        std::string fault = same_currency_fault(options_.same_currency, named);
        if (fault.empty()) fault = rates_fault(ready_->checked.market);
        return fault.empty() || stop(fault);
    }

    bool unknown_parameter(const std::string& name) const {
        std::vector<std::string_view> names;
        std::string list;
        for (const plan::Parameter& parameter : ready_->generic.parameters) {
            names.push_back(parameter.name);
            list += (list.empty() ? "`" : ", `") + parameter.name + "`";
        }
        const std::string message =
            fmt::format("--set: strategy `{}` has no parameter `{}`", ready_->generic.name, name);
        const std::string near = did_you_mean(name, names);
        return stop(message + (near.empty() && !list.empty() ? "; it has " + list : near));
    }

    /// A slice that is smaller than what can be sent would never go, or go as one order at the end.
    bool check_slice() {
        const plan::Plan& plan = ready_->generic;
        const ParentOrder& order = run().engine.order;
        const int64_t slice_ns = plan.slice_parameter >= 0
                                     ? run().engine.parameters[static_cast<size_t>(plan.slice_parameter)]
                                     : plan.slice_ns;
        if (slice_ns <= 0) return true;
        const int64_t window_ns = since(order.end, order.start).value;
        const int64_t slices = std::max<int64_t>(1, (window_ns + slice_ns - 1) / slice_ns);
        const int64_t smallest = std::max(instrument().lot.value, instrument().minimum_quantity.value);
        if (order.quantity.value / slices >= smallest) return true;
        const int64_t most = std::max<int64_t>(1, order.quantity.value / smallest);
        return stop(fmt::format(
            "a slice every {} cuts {} {} into {} slices of less than the smallest order, {} {}; slices of {} or longer "
            "can be sent",
            format_duration({slice_ns}), format_decimal(order.quantity.value, instrument().quantity_decimals),
            instrument().base, slices, format_decimal(smallest, instrument().quantity_decimals), instrument().base,
            format_duration({(window_ns + most - 1) / most})));
    }

    template <class T>
    static bool read(std::string_view option, const std::string& text, Parsed<T> parsed, T& value) {
        if (!parsed) return stop(fmt::format("--{} `{}`: {}", option, text, parsed.error));
        value = parsed.value;
        return true;
    }
    static bool read_latency(std::string_view option, const std::string& text, venues::Latency& latency) {
        return read(option, text, parse_latency(text), latency);
    }
    static bool read_bps(std::string_view option, const std::string& text, int64_t& hundredths) {
        return read(option, text, parse_bps(text), hundredths);
    }

    bool read_model() {
        venues::Model& model = run().venue;
        model.seed = options_.seed;
        if (!read_latency("feed-latency", options_.feed_latency, model.feed)) return false;
        if (!read_latency("order-latency", options_.order_latency, model.order)) return false;
        if (!read_latency("response-latency", options_.response_latency, model.response)) return false;
        if (!read_bps("maker-fee", options_.maker_fee, model.maker_fee_bps_e2)) return false;
        if (!read_bps("taker-fee", options_.taker_fee, model.taker_fee_bps_e2)) return false;
        if (const auto fault = venues::fault_of(model)) return stop(*fault);
        return true;
    }

    bool read_gate() {
        risk::Limits& gate = run().engine.gate;
        int64_t collar = 0;
        if (!read_bps("collar", options_.collar, collar)) return false;
        if (collar < 0 || collar % 100 != 0)
            return stop(fmt::format("--collar `{}`: write whole basis points", options_.collar));
        gate.collar_bps = collar / 100;
        const auto stale = parse_duration(options_.stale_after);
        if (!stale || stale.value.value < 0)
            return stop(fmt::format("--stale-after `{}`: write a duration, as in `60 s`; `0 s` is never",
                                    options_.stale_after));
        run().engine.stale_after = stale.value;
        if (!options_.max_order_quantity.empty() && legs_.size() > 1)
            return stop("--max-order-quantity: the legs have quantities of their own; limit them by --max-order-value");
        if (!options_.max_order_quantity.empty()) {
            const auto most = parse_decimal(options_.max_order_quantity, instrument().quantity_decimals);
            if (!most || most.value <= 0)
                return stop(fmt::format("--max-order-quantity `{}`: {}", options_.max_order_quantity,
                                        most ? "it is not positive" : most.error));
            gate.order_quantity_max = {most.value};
        }
        if (!options_.max_order_value.empty()) {
            const auto most = parse_decimal(options_.max_order_value, instrument().money_decimals);
            if (!most || most.value <= 0)
                return stop(fmt::format("--max-order-value `{}`: {}", options_.max_order_value,
                                        most ? "it is not positive" : most.error));
            gate.order_value_max = most.value;
        }
        return true;
    }

    /// Where the order leaves the session is said, for nothing can be done there.
    bool check_session() {
        if (options_.session.empty()) return true;
        const auto session = calendar::session_of(options_.session);
        if (!session) return stop(fmt::format("--session: {}", session.error));
        const ParentOrder& order = run().engine.order;
        const auto found = calendar::compare(session.value, order.start, order.end);
        if (found.outside)
            return stop(fmt::format("--session: no moment of the order is in continuous trading: {}",
                                    fmt::join(found.notes, "; ")));
        for (const std::string& note : found.notes) ready_->notes.push_back(note);
        return true;
    }

    /// When the strategy trades, and when auctions take orders: as the script says, or as `--session` does.
    bool find_session() {
        const step::SessionSpec& said = ready_->generic.session;
        const bool by_option = said.kind == step::SessionKind::none && !options_.session.empty();
        const auto session =
            by_option ? calendar::session_of(options_.session) : calendar::session_of(said, instrument().time_zone);
        if (!session) return stop(fmt::format("{}: session: {}", options_.script, session.error));
        const ParentOrder& order = run().engine.order;
        run().engine.program.clock_times = ready_->generic.clock_times;
        if (const std::string fault = backtest::set_times(run().engine, session.value); !fault.empty())
            return stop(fmt::format("{}: {}", options_.script, fault));
        note_auctions(session.value);
        if (said.kind == step::SessionKind::none) return true;
        if (options_.session.empty()) hold_auctions(session.value);
        const auto found = calendar::compare(session.value, order.start, order.end);
        if (found.outside)
            return stop(fmt::format("{}: no moment of the order is in the session of `{}`: {}", options_.script,
                                    ready_->generic.name, fmt::join(found.notes, "; ")));
        for (const std::string& note : found.notes)
            if (std::ranges::find(ready_->notes, note) == ready_->notes.end()) ready_->notes.push_back(note);
        return true;
    }

    /// The venues hold the auctions of which the script speaks.
    void hold_auctions(const calendar::Session& session) {
        std::vector<venues::Listing>& listings = ready_->venues.listings;
        backtest::hold_auctions(listings, session);
        if (listings.size() > 1) run().venues = listings;
        run().venue.auctions = listings.front().model.auctions;
    }

    /// An order for an auction that the order does not see is never sent.
    void note_auctions(const calendar::Session& session) {
        const ParentOrder& order = run().engine.order;
        for (const step::Auction auction : {step::Auction::open, step::Auction::close}) {
            const auto& slots = ready_->generic.slots;
            if (std::ranges::find(slots, auction, &plan::Slot::auction) == slots.end()) continue;
            const bool at_open = auction == step::Auction::open;
            bool seen = false;
            for (const engine::Session& day : run().engine.sessions.front()) {
                const int64_t cutoff = at_open ? day.open_cutoff : day.close_cutoff;
                const int64_t held = at_open ? day.open : day.close;
                seen |= cutoff != step::kAbsent && order.start.value < cutoff && held < order.end.value;
            }
            if (seen) continue;
            const std::string_view name = at_open ? "open" : "close";
            ready_->notes.push_back(
                session.always()
                    ? fmt::format("`at {}` sends nothing: no `session` and no --session says when the auction is", name)
                    : fmt::format("`at {0}` sends nothing: the order, from {1} to {2}, does not go from before the "
                                  "cut-off of an auction at the {0} of {3} to after it",
                                  name, format_time(order.start, instrument().time_zone),
                                  format_time(order.end, instrument().time_zone), session.code()));
        }
    }

    bool build() {
        plan::Bindings bindings;
        bindings.tick = instrument().tick.value;
        bindings.lot = instrument().lot.value;
        bindings.minimum_quantity = instrument().minimum_quantity.value;
        bindings.minimum_value = instrument().minimum_value;
        for (size_t i = 0; i < ready_->generic.parameters.size(); ++i) {
            const bool live = ready_->generic.parameters[i].live;
            bindings.parameters.push_back(live ? std::nullopt : std::optional(run().engine.parameters[i]));
        }
        compiler::BuildOptions how;
        how.engine = options_.engine == "native" ? compiler::EngineKind::native : compiler::EngineKind::interpreter;
        how.opt_level = options_.opt_level;
        if (!options_.no_cache) how.cache_dir = compiler::default_cache_dir();
        ready_->built = compiler::build(ready_->generic, bindings, how);
        if (!ready_->built.error.empty()) return stop(ready_->built.error);
        run().engine.program = ready_->built.runnable->program();
        const std::vector<int32_t>& depths = run().engine.program.depths;
        run().venue.depths.assign(depths.begin(), depths.end());
        run().about.strategy = ready_->generic.name;
        return true;
    }

    const SetupOptions& options_;
    Instrument instrument_;          // what every venue takes
    std::vector<std::string> legs_;  // by instrument; none: the order's alone
    std::vector<lower::Rate> rates_;
    std::unique_ptr<Ready> ready_;
};

}  // namespace

void add_setup_options(CLI::App& command, SetupOptions& options) {
    command.add_option("FILE", options.script, "The script")->required();
    command.add_option("--strategy", options.strategy, "Which strategy of the file, when it has several");
    command
        .add_option("--tape", options.tape,
                    "The recorded market; several tapes of one instrument are replayed one after the other. Of a "
                    "strategy with legs NAME=TAPE, once for each leg")
        ->allow_extra_args(false);
    command
        .add_option("--venue", options.venue,
                    "Instead of --tape: NAME=TAPE, and how it differs from the options below: "
                    "NAME=TAPE,maker=BPS,taker=BPS,latency=TIME,feed=TIME,response=TIME,auction_share=PERCENT; may be "
                    "repeated")
        ->allow_extra_args(false);
    command
        .add_option(
            "--dark", options.dark,
            "A dark venue that trades at the mid of a lit one: NAME,share=PERCENT,size=QUANTITY,deviation=NUMBER,"
            "life=TIME,reference=NAME, and what a venue has; may be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--order", options.order, "The parent order, as in \"buy 25 BTC from 09:30 to 11:00 limit 30_000\"")
        ->required();
    command.add_option("--commands", options.commands,
                       "A file of what the trader does while it runs: `09:45 amend limit 30_100 by alice`, one a line");
    command.add_option("--set", options.set, "A parameter's value: NAME=VALUE; may be repeated")
        ->take_all()
        ->allow_extra_args(false);
    command
        .add_option("--history", options.history,
                    "Tapes of earlier days, for volume curves and usual spreads; may be repeated")
        ->allow_extra_args(false);
    command.add_option("--curve", options.curve, "The same from a file that `weir curve build` made");
    command.add_option(
        "--session", options.session,
        "The venue's calendar (XNYS, XNAS, XLON, XTKS, always): its auctions, and where the order leaves it");
    command.add_option("--engine", options.engine, "native or interpreter")
        ->check(CLI::IsMember({"native", "interpreter"}))
        ->capture_default_str();
    command.add_option("-O", options.opt_level, "Optimisation level of native code: 0 or 2")
        ->check(CLI::IsMember({0, 2}));
    command.add_option("--seed", options.seed, "Of the strategy's randomness and the venue's latencies")
        ->check(seed_fault)
        ->capture_default_str();
    command
        .add_option("--same-currency", options.same_currency,
                    "Take this currency of the script as worth the instrument's, one for one")
        ->allow_extra_args(false);
    command
        .add_option("--rate", options.rate, "What a currency is worth in another, between legs: \"1 EUR = 1.08 USD\"")
        ->allow_extra_args(false);
    command
        .add_option("--feed-latency", options.feed_latency,
                    "Venue to engine, market data: BASE, or BASE ~ MEAN for an exponential jitter")
        ->capture_default_str();
    command.add_option("--order-latency", options.order_latency, "Engine to venue")->capture_default_str();
    command.add_option("--response-latency", options.response_latency, "Venue to engine, order reports")
        ->capture_default_str();
    command.add_option("--maker-fee", options.maker_fee, "Of the value of passive fills; negative is a rebate")
        ->capture_default_str();
    command.add_option("--taker-fee", options.taker_fee, "Of the value of aggressive fills")->capture_default_str();
    command.add_option("--collar", options.collar, "Gate: furthest price from the mid; 0 for none")
        ->capture_default_str();
    command.add_option("--max-order-quantity", options.max_order_quantity, "Gate: largest child order");
    command.add_option("--max-order-value", options.max_order_value, "Gate: largest value of a child order");
    command
        .add_option("--stale-after", options.stale_after,
                    "Silence of the market after which the strategy is stopped; `0 s` for never")
        ->capture_default_str();
    command.add_flag("--no-cache", options.no_cache, "Compile anew, and keep nothing");
}

std::unique_ptr<Ready> make_ready(const SetupOptions& options) {
    return Maker(options).make();
}

}  // namespace weir::cli
