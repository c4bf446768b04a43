#include "runtime/engine/state.h"

#include <algorithm>
#include <utility>

#include "runtime/core/assert.h"

namespace weir::engine {
namespace {

std::vector<Instrument> instruments_of(const Config& config) {
    std::vector<Instrument> all{config.instrument};
    all.insert(all.end(), config.others.begin(), config.others.end());
    return all;
}

/// No step of a run gives more: each slot a decision, an order and what replaces it, and a few of the parent's own.
constexpr size_t kRecordsMost = 16 + step::kMaxLedgers + 5 * step::kMaxSlots;

bool two_sided(const MarketView& view) {
    return view.bid_price != step::kAbsent && view.ask_price != step::kAbsent;
}

}  // namespace

Engine::State::State(Config given)
    : config(std::move(given)),
      inputs(config.program),
      markets(config),
      ledgers(config, *this),
      gate(config.gate, instruments_of(config)),
      memory(static_cast<size_t>(config.program.state_words), 0) {
    const step::Layout& layout = config.program.layout;
    WEIR_ASSERT(config.program.function != nullptr);
    WEIR_ASSERT(config.others.size() + 1 == static_cast<size_t>(layout.instruments));
    WEIR_ASSERT(config.parameters.size() == static_cast<size_t>(layout.parameters));
    WEIR_ASSERT(config.tables.size() == config.program.tables.size());
    for (const std::vector<int64_t>& table : config.tables) {
        WEIR_ASSERT(table.size() == step::kTableIntervals + 1);
        tables.push_back(table.data());
    }
    WEIR_ASSERT(config.clock_times.size() == static_cast<size_t>(layout.clock_times));
    for (size_t i = 0; i < config.clock_times.size(); ++i)
        inputs.set(layout.offset(step::Input::clock_time, 0, 0, static_cast<int>(i)), config.clock_times[i]);
    begin_sessions();
    for (int i = 0; i < layout.instruments; ++i) {
        inputs.set_instrument(i == 0 ? config.instrument : config.others[static_cast<size_t>(i) - 1], i);
        for (int v = 0; v < markets.venues(); ++v) markets.publish(inputs, i, v);
    }
    publish_order();
    ledgers.publish(inputs);
    inputs.set<step::Input::seed>(static_cast<int64_t>(config.seed));
    for (size_t i = 0; i < config.parameters.size(); ++i)
        inputs.set(layout.parameter(static_cast<int>(i)), config.parameters[i]);
    commands.reserve(2 * step::kMaxSlots);
    records.reserve(kRecordsMost);
}

void Engine::State::publish_order() {
    for (int i = 0; i < ledgers.count(); ++i) inputs.set_order(config.order, i, ledgers.side(i));
}

void Engine::State::on(const Event& event) {
    WEIR_ASSERT(event.time >= now);
    commands.clear();
    records.clear();
    now = event.time;
    follow_sessions();
    expire_markets();
    switch (event.kind) {
        case EventKind::market:
            take_market(event);
            break;
        case EventKind::report:
            take_report(event.report);
            break;
        case EventKind::command:
            WEIR_ASSERT(event.command != nullptr);
            take_command(*event.command);
            break;
        case EventKind::timer:
            break;
    }
    if (now >= ledgers.next_wake()) {
        ledgers.on_time(now);
        must_reconcile = true;
    }
    live();
    if (life == Life::working && step_is_due()) take_step();
    // What other ledgers still have to do is known once the step has seen what the parent did.
    if (life == Life::working && ledgers.count() > 1 && !step_is_due() && ledgers.complete())
        stop(StopCause::completed);
    if (must_reconcile) reconcile();
}

void Engine::State::expire_markets() {
    while (const auto expired = markets.expire(now)) {
        const auto [instrument, venue] = *expired;
        markets.publish(inputs, instrument, venue);
        record_venue(instrument, venue);
        must_reconcile = true;
    }
    if (life != Life::working || next_silence() > now) return;
    record(Interrupted{markets.halted(0), true, trader_paused, trader_holds});
    stop(StopCause::stale);
}

void Engine::State::take_market(const Event& event) {
    const bool was_halted = markets.halted(0);
    const bool changed = markets.take(event);
    markets.publish(inputs, event.instrument, event.venue);
    must_reconcile |= retry || ledgers.waits_for_touch();
    if (!changed) return;
    must_reconcile = true;
    record_venue(event.instrument, event.venue);
    if (markets.halted(0) != was_halted) record_interruption();
}

void Engine::State::take_report(const OrderReport& report) {
    const Ledgers::Applied applied = ledgers.on_report(report, now);
    record(Reported{report, applied.slot, applied.duplicate});
    ledgers.follow(output);
    ledgers.publish(inputs);
    must_reconcile = true;
}

void Engine::State::record_interruption() {
    if (life != Life::stopped) record(Interrupted{markets.halted(0), false, trader_paused, trader_holds});
}

/// With one venue, `Interrupted` says it.
void Engine::State::record_venue(int instrument, int venue) {
    if (life == Life::stopped || (markets.venues() == 1 && markets.instruments() == 1)) return;
    const Markets::State& state = markets.venue(instrument, venue);
    record(VenueChanged{static_cast<uint8_t>(instrument), static_cast<uint8_t>(venue), state.market.halted, state.stale,
                        state.off});
}

/// Moves the parent's life on as far as time and fills say.
void Engine::State::live() {
    if (life == Life::waiting) begin_when_possible();
    if (life != Life::working) return;
    if (const auto breach = ledgers.breach()) return stop(StopCause::venue, static_cast<int64_t>(*breach));
    if (ledgers.count() == 1 && ledgers.complete()) return stop(StopCause::completed);
    if (now >= config.order.end) return stop(StopCause::ended);
}

void Engine::State::begin_when_possible() {
    if (now < config.order.start) return;
    if (now >= config.order.end) return stop(switched_off() ? StopCause::switched_off : StopCause::no_market);
    for (int i = 0; i < markets.instruments(); ++i) {
        const View& market = markets.view(i, 0);
        if (!market.open || !two_sided(market.market)) return;
    }
    const MarketView& market = markets.view(0, 0).market;
    start(market.bid_price + market.ask_price);
}

/// The trader has left an instrument without a venue to trade on.
bool Engine::State::switched_off() const {
    for (int i = 0; i < markets.instruments(); ++i) {
        bool all_off = true;
        for (int v = 0; v < markets.venues(); ++v) all_off &= markets.venue(i, v).off || !markets.venue(i, v).about.lit;
        if (all_off) return true;
    }
    return false;
}

void Engine::State::start(int64_t arrival) {
    life = Life::working;
    for (int i = 0; i < ledgers.count(); ++i) {
        const MarketView& own = markets.view(ledgers.instrument(i), 0).market;
        const int64_t mid = arrival == step::kAbsent || !two_sided(own) ? step::kAbsent : own.bid_price + own.ask_price;
        inputs.set(config.program.layout.offset(step::Input::order_arrival, 0, 0, i), mid);
    }
    record(Started{arrival});
}

/// A parent that never began is recorded as begun without an arrival, so that every Stopped has its Started.
void Engine::State::stop(StopCause cause, int64_t where) {
    if (life == Life::stopped) return;
    if (life == Life::waiting) start(step::kAbsent);
    life = Life::stopped;
    ledgers.stop();
    record(Stopped{cause, where});
    must_reconcile = true;
}

void Engine::State::take_step() {
    inputs.clear_changed();
    inputs.set<step::Input::now>(now.value);
    if (steps == 0) inputs.check();
    if (inputs.breached()) return stop(StopCause::fault, kInputOutOfBounds);
    config.program.function(config.program.self, inputs.data(), tables.data(), memory.data(), &output);
    ++steps;
    must_reconcile = true;
    switch (output.status) {
        case step::Status::ok:
            return take_outputs();
        case step::Status::fault:
            return stop(StopCause::fault, output.where);
        case step::Status::guard:
            return stop(StopCause::guard, output.where);
        case step::Status::assumption:
            return stop(StopCause::assumption, output.where);
    }
    WEIR_ASSERT(false);
}

void Engine::State::take_outputs() {
    if (output.wake <= now.value) return stop(StopCause::fault, kWakeNotLater);
    step_wake = Time{output.wake};
    if (limit_amended) withdraw_beyond_limit();
    const auto wanted = std::span(output.desired).first(static_cast<size_t>(config.program.layout.slots));
    for (size_t slot = 0; slot < wanted.size(); ++slot)
        if (!valid(wanted[slot], slot)) return stop(StopCause::fault, kBadOrder);
    for (size_t i = 1; i < static_cast<size_t>(ledgers.count()); ++i)
        if (config.program.ledgers[i].total == step::LedgerInfo::Total::target && output.targets[i] < 0)
            return stop(StopCause::fault, kBadOrder);
    ledgers.follow(output);
    record_decision();
    record_hedges();
}

/// The order's limit bounds the parent's own orders, and not those that protect or hedge it.
bool Engine::State::valid(const step::Desired& wanted, size_t slot) const {
    if (wanted.quantity == 0) return true;
    return wanted.quantity > 0 && wanted.price > 0 && !beyond_limit(wanted, slot);
}

bool Engine::State::beyond_limit(const step::Desired& wanted, size_t slot) const {
    const int64_t limit = config.order.limit;
    if (limit == step::kAbsent || ledger_of(slot) != 0) return false;
    return config.order.side == Side::buy ? wanted.price > limit : wanted.price < limit;
}

/// A script that keeps a price until its next repricing keeps it over an amendment of the limit, too. Such an order is
/// not wanted until its price is within the limit.
void Engine::State::withdraw_beyond_limit() {
    for (size_t slot = 0; slot < static_cast<size_t>(config.program.layout.slots); ++slot) {
        step::Desired& wanted = output.desired[slot];
        const bool kept = wanted.price == decided.desired[slot].price;
        if (wanted.quantity > 0 && wanted.price > 0 && kept && beyond_limit(wanted, slot))
            wanted = {0, wanted.price, 0, wanted.crossing, step::Bound::limit};
    }
}

void Engine::State::record_decision() {
    const auto slots = static_cast<size_t>(config.program.layout.slots);
    const auto wanted = output.desired.begin();
    const bool same_slots = std::equal(wanted, wanted + slots, decided.desired.begin());
    if (steps > 1 && same_slots && output.trace == decided.trace) return;
    step::Bound bound = step::Bound::none;
    for (size_t slot = 0; slot < slots; ++slot)
        if (wanted[slot].bound != step::Bound::none && ledger_of(slot) == 0) bound = wanted[slot].bound;
    const orders::Ledger& parent = ledgers.parent().ledger();
    record(Decided{output.trace, parent.executed, parent.exposure, bound});
    for (size_t slot = 0; slot < slots; ++slot) {
        if (wanted[slot] == decided.desired[slot]) continue;
        record(Wanted{static_cast<int32_t>(slot), wanted[slot]});
        decided.desired[slot] = wanted[slot];
    }
    decided.trace = output.trace;
}

void Engine::State::record_hedges() {
    for (size_t i = 1; i < static_cast<size_t>(ledgers.count()); ++i) {
        if (config.program.ledgers[i].total != step::LedgerInfo::Total::target) continue;
        const bool same = output.targets[i] == decided.targets[i] && output.exposures[i] == decided.exposures[i];
        if (steps > 1 && same) continue;
        record(Hedged{static_cast<int32_t>(i), output.targets[i], output.exposures[i]});
        decided.targets[i] = output.targets[i];
        decided.exposures[i] = output.exposures[i];
    }
}

/// The script's own pause and hold are of the parent's orders: a position stays protected and hedged.
orders::Stance Engine::State::stance(int ledger) const {
    using enum orders::Stance;
    if (life != Life::working || trader_paused) return withdraw;
    const orders::Stance trader = trader_holds ? hold : work;
    if (ledger > 0) return trader;
    if (output.trace.paused == 1) return withdraw;
    return output.trace.held == 1 ? hold : trader;
}

/// What a venue lets be done in a slot.
orders::Condition Engine::State::condition(size_t slot) const {
    using enum orders::Stance;
    static const step::SlotInfo plain;
    const step::SlotInfo& about = slot < config.program.slots.size() ? config.program.slots[slot] : plain;
    const Markets::State& venue = markets.behind(ledgers.instrument(about.ledger), about.view);
    const bool no_auction = skipped[static_cast<size_t>(about.auction)];
    if (venue.off || venue.stale || no_auction) return {withdraw, venue.touch};
    if (venue.market.halted)
        return {about.rests_through_halt || config.program.join_reopening ? hold : withdraw, venue.touch};
    return {venue.open() ? work : withdraw, venue.touch};
}

void Engine::State::reconcile() {
    must_reconcile = retry = false;
    std::array<orders::Stance, step::kMaxLedgers> stances{};
    for (int i = 0; i < ledgers.count(); ++i) stances[static_cast<size_t>(i)] = stance(i);
    std::array<orders::Condition, step::kMaxSlots> conditions;
    const auto slots = static_cast<size_t>(config.program.layout.slots);
    for (size_t slot = 0; slot < slots; ++slot) conditions[slot] = condition(slot);
    const int64_t limit = config.order.limit;
    ledgers.reconcile(output.desired, stances, now, std::span(conditions).first(slots),
                      limit == step::kAbsent ? std::nullopt : std::optional(Price{limit}));
    if (std::exchange(gate_breached, false) && life == Life::working) {
        stop(StopCause::gate);
        reconcile();
    }
    ledgers.publish(inputs);
}

/// Prices are held against the instrument's consolidated market: a dark venue has none of its own.
bool Engine::State::leave(const OrderCommand& command, int slot, step::Bound bound) {
    const risk::Rule rule = gate.check(command, markets.view(command.instrument, 0).market, now);
    if (rule != risk::Rule::none) {
        record_refusal(command, slot, rule);
        return false;
    }
    refusals[static_cast<size_t>(slot)] = {};
    commands.push_back(command);
    record(Sent{command, slot, bound});
    return true;
}

/// A market without two sides passes, and so does a crowded second; any other refusal is a breach that stops the
/// strategy. The same order refused again for the same reason is not recorded again.
void Engine::State::record_refusal(const OrderCommand& command, int slot, risk::Rule rule) {
    const bool passes = rule == risk::Rule::no_reference || command.kind != CommandKind::place;
    retry |= passes;
    gate_breached |= !passes;
    const Refusal refusal{rule, command.price, command.quantity};
    if (std::exchange(refusals[static_cast<size_t>(slot)], refusal) != refusal)
        record(Refused{command, slot, static_cast<uint8_t>(rule)});
}

Time Engine::State::next_wake() const {
    switch (life) {
        case Life::waiting:
            return now < config.order.start ? config.order.start : config.order.end;
        case Life::working:
            return std::min({ledgers.next_wake(), step_wake, config.order.end, markets.next_expiry(), next_session(),
                             next_silence()});
        case Life::stopped:
            return ledgers.next_wake();
    }
    return kNoTime;
}

Engine::Engine(Config config) : state_(std::make_unique<State>(std::move(config))) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;

void Engine::on(const Event& event) {
    state_->on(event);
}
std::span<const OrderCommand> Engine::commands() const {
    return state_->commands;
}
std::span<const Record> Engine::records() const {
    return state_->records;
}
Time Engine::next_wake() const {
    return state_->next_wake();
}
bool Engine::finished() const {
    return state_->finished();
}
uint64_t Engine::steps() const {
    return state_->steps;
}
std::span<const int64_t> Engine::inputs() const {
    return {state_->inputs.data(), static_cast<size_t>(layout().size())};
}
const step::Layout& Engine::layout() const {
    return state_->config.program.layout;
}
const step::Trace& Engine::trace() const {
    return state_->output.trace;
}
int Engine::instrument_of(int slot) const {
    return state_->ledgers.instrument(state_->ledger_of(static_cast<size_t>(slot)));
}
int Engine::open_children() const {
    return state_->ledgers.open_children();
}
const MarketView& Engine::market() const {
    return state_->markets.view(0, 0).market;
}
const orders::Ledger& Engine::ledger(int index) const {
    return state_->ledgers.manager(index).ledger();
}

}  // namespace weir::engine
