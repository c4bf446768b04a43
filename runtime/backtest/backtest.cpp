#include "runtime/backtest/backtest.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/backtest/check.h"
#include "runtime/core/assert.h"
#include "runtime/core/time.h"
#include "runtime/engine/event_log.h"

namespace weir::backtest {

namespace {

engine::Config with_instrument(engine::Config config, const Instrument& instrument) {
    config.instrument = instrument;
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

class Run {
  public:
    explicit Run(const Setup& setup)
        : setup_(setup),
          config_(with_instrument(setup.engine, setup.tape->info().instrument)),
          exchange_(*setup.tape, setup.venue),
          engine_(config_),
          recorder_(config_.instrument, config_.order, about(setup)),
          log_(engine::header_of(config_)) {}

    Parsed<Result> all() {
        if (!setup_.events_path.empty())
            if (const auto opened = log_.open(setup_.events_path); !opened)
                return Parsed<Result>::failure(opened.error);
        skip();
        while (step()) report_progress();
        if (const auto closed = log_.close(); !closed) return Parsed<Result>::failure(closed.error);
        if (result_.stop == StopCause::no_market) return no_market();
        return finish();
    }

  private:
    /// In parts, so that progress can be told on a long tape.
    void skip() {
        constexpr int kParts = 64;
        const Time first = setup_.tape->info().first, until = config_.order.start - kLead;
        const int64_t part = std::max<int64_t>(0, since(until, first).value) / kParts;
        for (int i = 1; i < kParts && part > 0; ++i) {
            exchange_.skip_to(first + Duration{i * part});
            now_ = first + Duration{i * part};
            report_progress();
        }
        exchange_.skip_to(until);
        wake_ = engine_.next_wake();
        now_ = until;
    }

    /// The next thing that happens. False when the run is over.
    bool step() {
        const Time market = exchange_.next_time();
        const Time command = next_command_ < setup_.commands.size() ? setup_.commands[next_command_].time : kNoTime;
        const Time next = std::min({market, command, wake_});
        if (next == kNoTime || next > until_) return false;
        now_ = std::max(now_, next);
        if (market == next) {
            if (std::optional<Event> event = exchange_.advance()) give(*event);
        } else if (command == next) {
            give(event_of(setup_.commands[next_command_++]));
        } else {
            Event timer;
            timer.time = now_;
            give(timer);
        }
        return true;
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
        if (event.kind == EventKind::market) recorder_.on_market(event.time, event.market);
        for (const Record& record : engine_.records()) take(record);
        for (const OrderCommand& command : engine_.commands()) exchange_.send(command, event.time);
        log_.add(event, engine_);
        if (setup_.watch) setup_.watch(event, engine_.records());
        if (setup_.observe) setup_.observe(event, engine_);

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
        if (!setup_.progress || exchange_.records() < told_ + kProgressEvery) return;
        told_ = exchange_.records();
        const Time first = setup_.tape->info().first;
        const auto whole = static_cast<double>(since(config_.order.end, first).value);
        const auto done = static_cast<double>(since(now_, first).value);
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
        if (until_ != kNoTime && exchange_.next_time() != kNoTime) result_.ended = std::max(result_.ended, until_);
        result_.report = recorder_.finish(result_.ended);
        result_.hash = log_.hash();
        result_.records = exchange_.records();
        result_.steps = engine_.steps();
        return {std::move(result_), ""};
    }

    const Setup& setup_;
    const engine::Config config_;
    venues::Exchange exchange_;
    engine::Engine engine_;
    tca::Recorder recorder_;
    engine::EventLog log_;
    Result result_;
    size_t next_command_ = 0;
    Time now_{std::numeric_limits<int64_t>::min()};
    Time wake_ = kNoTime;
    Time until_ = kNoTime;  // nothing after it is of interest
    uint64_t told_ = 0;     // records, when progress was last told
};

}  // namespace

Parsed<Result> run(const Setup& setup) {
    WEIR_ASSERT(setup.tape != nullptr);
    if (std::string fault = fault_of(setup); !fault.empty()) return Parsed<Result>::failure(std::move(fault));
    return Run(setup).all();
}

}  // namespace weir::backtest
