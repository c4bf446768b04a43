#include "runtime/backtest/backtest.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/backtest/check.h"
#include "runtime/core/assert.h"
#include "runtime/core/time.h"
#include "runtime/engine/event_log.h"

namespace weir::backtest {

namespace {

constexpr int64_t kRatioPerBpsE2 = 1'000;  // a hundredth of a basis point, in 1e-9

engine::Venue about(const venues::Listing& listing) {
    return {.name = listing.name,
            .lit = !listing.dark.has_value(),
            .taker_fee = listing.model.taker_fee_bps_e2 * kRatioPerBpsE2,
            .maker_fee = listing.model.maker_fee_bps_e2 * kRatioPerBpsE2,
            .latency = listing.model.order.base};
}

/// What the listed venues say of instruments and of themselves.
engine::Config with_venues(engine::Config config, std::span<const venues::Listing> listings) {
    const auto instruments = static_cast<size_t>(config.program.layout.instruments);
    config.instrument = venues::common_instrument(listings, 0);
    config.others.clear();
    for (size_t i = 1; i < instruments; ++i)
        config.others.push_back(venues::common_instrument(listings, static_cast<uint8_t>(i)));
    config.venues.assign(instruments, {});
    for (const venues::Listing& listing : listings) config.venues[listing.instrument].push_back(about(listing));
    return config;
}

tca::RunInfo about(const Setup& setup) {
    tca::RunInfo about = setup.about;
    const step::Program& program = setup.engine.program;
    if (about.strategy.empty()) about.strategy = program.name;
    about.slots.clear();
    for (const step::SlotInfo& slot : program.slots) about.slots.push_back(slot.name);
    about.guards = program.guards;
    about.seed = setup.engine.seed;
    about.plan_hash = program.plan_hash;
    return about;
}

/// The ledgers that are not the order's own.
tca::Ledgers beside(const engine::Config& config) {
    using Trades = step::LedgerInfo::Trades;
    tca::Ledgers ledgers;
    for (const step::SlotInfo& slot : config.program.slots) ledgers.of_slot.push_back(slot.ledger);
    for (size_t i = 1; i < config.program.ledgers.size(); ++i) {
        const step::LedgerInfo& info = config.program.ledgers[i];
        const bool closes = info.total == step::LedgerInfo::Total::executed;
        const Side own = config.order.side;
        const Side side = info.side == Trades::order      ? own
                          : info.side == Trades::opposite ? opposite(own)
                          : info.side == Trades::buy      ? Side::buy
                                                          : Side::sell;
        ledgers.others.push_back({closes ? "Protected" : "Hedged", side,
                                  info.instrument == 0 ? config.instrument : config.others[info.instrument - size_t{1}],
                                  closes, info.by_value});
    }
    return ledgers;
}

class Run {
  public:
    explicit Run(const Setup& setup)
        : setup_(setup),
          listings_(listings_of(setup)),
          config_(with_venues(setup.engine, listings_)),
          several_(config_.program.layout.venues > 1),
          market_(venues::make(listings_)),
          engine_(config_),
          recorder_(config_.instrument, config_.order, about(setup), beside(config_)),
          log_(engine::header_of(config_)) {}

    Parsed<Result> all() {
        if (!setup_.events_path.empty())
            if (const auto opened = log_.open(setup_.events_path); !opened)
                return Parsed<Result>::failure(opened.error);
        skip();
        while (!setup_.stop.stop_requested() && step()) report_progress();
        if (setup_.stop.stop_requested()) return Parsed<Result>::failure("the run was cancelled");
        refuse_the_rest();
        if (const auto closed = log_.close(); !closed) return Parsed<Result>::failure(closed.error);
        if (result_.stop == StopCause::no_market) return no_market();
        return finish();
    }

  private:
    /// In parts, so that progress can be told on a long tape.
    void skip() {
        constexpr int kParts = 64;
        const Time until = config_.order.start - kLead;
        const int64_t part = std::max<int64_t>(0, since(until, first_).value) / kParts;
        for (int i = 1; i < kParts && part > 0 && !setup_.stop.stop_requested(); ++i) {
            market_->skip_to(first_ + Duration{i * part});
            now_ = first_ + Duration{i * part};
            report_progress();
        }
        if (!setup_.stop.stop_requested()) market_->skip_to(until);
        wake_ = engine_.next_wake();
        now_ = until;
    }

    /// The next thing that happens. False when the run is over.
    bool step() {
        const Time market = market_->next_time();
        const Time command = next_command_ < setup_.commands.size() ? setup_.commands[next_command_].time : kNoTime;
        const Time next = std::min({market, command, wake_});
        if (next == kNoTime || next > until_) return false;
        now_ = std::max(now_, next);
        if (market == next) {
            if (std::optional<Event> event = market_->advance()) give(*event);
        } else if (command == next) {
            give(event_of(setup_.commands[next_command_++]));
        } else {
            Event timer;
            timer.time = now_;
            give(timer);
        }
        return true;
    }

    /// Commands after the last moment of interest: the engine records each, with why it came too late.
    void refuse_the_rest() {
        const Time ended = result_.ended;
        for (; next_command_ < setup_.commands.size(); ++next_command_) {
            now_ = std::max(now_, setup_.commands[next_command_].time);
            give(event_of(setup_.commands[next_command_]));
        }
        result_.ended = ended;
    }

    Event event_of(const Command& command) const {
        Event event;
        event.time = now_;
        event.kind = EventKind::command;
        event.command = std::make_shared<const weir::Command>(command.what);
        return event;
    }

    void give(Event& event) {
        event.sequence = ++result_.events;
        if (result_.events == 1) result_.began = event.time;
        result_.ended = event.time;
        engine_.on(event);
        if (event.kind == EventKind::market && event.instrument == 0)
            recorder_.on_market(event.time, several_ ? engine_.market() : event.market);
        for (const Record& record : engine_.records()) take(record);
        for (const OrderCommand& command : engine_.commands()) market_->send(command, event.time);
        log_.add(event, engine_);
        if (setup_.watch) setup_.watch(event, engine_);

        wake_ = engine_.next_wake();
        WEIR_ASSERT(event.kind != EventKind::timer || wake_ > event.time);
        if (engine_.finished()) {
            const Time wanted = recorder_.wants_market_until();
            until_ = wanted == kNoTime ? event.time : wanted;
        }
    }
    void give(Event&& event) { give(event); }

    void take(const Record& record) {
        recorder_.on_record(record);
        if (const auto* stopped = std::get_if<Stopped>(&record.what)) {
            result_.stop = stopped->cause;
            result_.stop_where = stopped->where;
        }
    }

    void report_progress() {
        if (!setup_.progress || market_->records() < told_ + kProgressEvery) return;
        told_ = market_->records();
        const auto whole = static_cast<double>(since(config_.order.end, first_).value);
        const auto done = static_cast<double>(since(now_, first_).value);
        setup_.progress({whole > 0 ? std::clamp(done / whole, 0.0, 1.0) : 0, told_, now_});
    }

    Parsed<Result> no_market() const {
        const std::string& zone = config_.instrument.time_zone;
        return Parsed<Result>::failure(
            fmt::format("the tape has no market to trade against from {} to {}: there was never a quote on both sides, "
                        "or trading was halted all the time",
                        format_time(config_.order.start, zone), format_time(config_.order.end, zone)));
    }

    Parsed<Result> finish() {
        if (until_ != kNoTime && market_->next_time() != kNoTime) result_.ended = std::max(result_.ended, until_);
        result_.report = recorder_.finish(result_.ended);
        result_.hash = log_.hash();
        result_.records = market_->records();
        result_.steps = engine_.steps();
        return {std::move(result_), ""};
    }

    const Setup& setup_;
    const std::vector<venues::Listing> listings_;
    const engine::Config config_;
    const bool several_;
    std::unique_ptr<venues::Venue> market_;
    engine::Engine engine_;
    tca::Recorder recorder_;
    engine::EventLog log_;
    const Time first_ = listings_.front().tape->info().first;
    Result result_;
    size_t next_command_ = 0;
    Time now_{std::numeric_limits<int64_t>::min()};
    Time wake_ = kNoTime;
    Time until_ = kNoTime;  // nothing after it is of interest
    uint64_t told_ = 0;     // records, when progress was last told
};

}  // namespace

std::vector<venues::Listing> listings_of(const Setup& setup) {
    std::vector<venues::Listing> listings = setup.venues;
    if (listings.empty()) listings.push_back({"venue", 0, setup.tape, setup.venue, {}});
    const std::vector<int32_t>& depths = setup.engine.program.depths;
    for (venues::Listing& listing : listings)
        if (!depths.empty()) listing.model.depths.assign(depths.begin(), depths.end());
    return listings;
}

Parsed<Result> run(const Setup& setup) {
    WEIR_ASSERT(setup.tape != nullptr || !setup.venues.empty());
    if (std::string fault = fault_of(setup); !fault.empty()) return Parsed<Result>::failure(std::move(fault));
    return Run(setup).all();
}

}  // namespace weir::backtest
