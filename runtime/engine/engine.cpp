#include "runtime/engine/engine.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "runtime/core/assert.h"
#include "runtime/engine/inputs.h"

namespace weir::engine {
namespace {

enum class Life : uint8_t { waiting, working, stopped };

bool two_sided(const MarketView& view) {
    return view.bid_price != step::kAbsent && view.ask_price != step::kAbsent;
}

bool same_touch(const MarketView& a, const MarketView& b) {
    return a.bid_price == b.bid_price && a.ask_price == b.ask_price && a.bid_quantity == b.bid_quantity &&
           a.ask_quantity == b.ask_quantity;
}

std::array<orders::Place, step::kMaxSlots> places_of(const step::Program& program) {
    std::array<orders::Place, step::kMaxSlots> places{};
    for (size_t slot = 0; slot < program.slots.size(); ++slot) places[slot].post_only = program.slots[slot].post_only;
    return places;
}

orders::Settings settings_of(const Config& config) {
    return {.instrument = config.instrument,
            .side = config.order.side,
            .total = config.order.quantity,
            .slots = config.program.layout.slots,
            .places = places_of(config.program),
            .limits = config.program.limits,
            .house = {config.gate.messages_max, config.gate.cancels_reserve, config.gate.messages_per},
            .unknown_after = config.unknown_after};
}

/// No step of a run gives more: each slot a decision, an order and what replaces it, and a few of the parent's own.
constexpr size_t kRecordsMost = 16 + 5 * step::kMaxSlots;

}  // namespace

struct Engine::State final : orders::Outlet {
    explicit State(Config given);

    void on(const Event& event);
    Time next_wake() const;
    bool finished() const { return life == Life::stopped && orders.open_children() == 0; }

    // events
    void take_market(const Event& event);
    void take_report(const OrderReport& report);
    void take_command(const Event& event);
    void record_interruption();

    // the parent's life
    void live();
    void begin_when_possible();
    void start(int64_t arrival);
    void stop(StopCause cause, int64_t where = 0);
    Time stale_from() const;

    // decisions
    bool step_is_due() const { return inputs.changed() || now >= step_wake; }
    void take_step();
    void take_outputs();
    bool valid(const step::Desired& wanted) const;
    void record_decision();

    // orders
    orders::Stance stance() const;
    void reconcile();
    bool pass(const OrderCommand& command, int slot, step::Bound bound) override;
    void record_refusal(const OrderCommand& command, int slot, risk::Rule rule);

    View& view(int instrument, int venue) {
        return views[static_cast<size_t>(instrument * config.program.layout.venues + venue)];
    }
    void record(decltype(Record::what) what) { records.push_back({now, std::move(what)}); }

    struct Refusal {
        risk::Rule rule = risk::Rule::none;
        Price price;
        Quantity quantity;
        friend bool operator==(const Refusal&, const Refusal&) = default;
    };

    Config config;
    Inputs inputs;
    orders::Manager orders;
    risk::Gate gate;
    std::vector<View> views;
    std::vector<int64_t> memory;  // the step's state
    std::vector<const int64_t*> tables;
    step::Output output{};
    step::Output decided{};  // as last recorded

    Time now{std::numeric_limits<int64_t>::min()};
    Life life = Life::waiting;
    std::optional<Time> last_market;
    Time step_wake{std::numeric_limits<int64_t>::min()};  // the first step is due at once
    uint64_t touch = 0;
    uint64_t steps = 0;
    bool halted = false;
    bool trader_paused = false, trader_holds = false;
    bool must_reconcile = false;
    bool retry = false;  // an order was refused for a passing reason
    bool gate_breached = false;
    std::array<Refusal, step::kMaxSlots> refusals{};

    std::vector<OrderCommand> commands;
    std::vector<Record> records;
};

Engine::State::State(Config given)
    : config(std::move(given)),
      inputs(config.program),
      orders(settings_of(config)),
      gate(config.gate, config.instrument),
      views(static_cast<size_t>(config.program.layout.instruments * config.program.layout.venues)),
      memory(static_cast<size_t>(config.program.state_words), 0) {
    const step::Layout& layout = config.program.layout;
    WEIR_ASSERT(config.program.function != nullptr);
    WEIR_ASSERT(config.parameters.size() == static_cast<size_t>(layout.parameters));
    WEIR_ASSERT(config.tables.size() == config.program.tables.size());
    for (const std::vector<int64_t>& table : config.tables) {
        WEIR_ASSERT(table.size() == step::kTableIntervals + 1);
        tables.push_back(table.data());
    }
    inputs.set_instrument(config.instrument);
    inputs.set_order(config.order);
    inputs.set_ledger(orders, config.instrument);
    inputs.set(step::Input::seed, static_cast<int64_t>(config.seed));
    for (size_t i = 0; i < config.parameters.size(); ++i)
        inputs.set(layout.parameter(static_cast<int>(i)), config.parameters[i]);
    commands.reserve(2 * step::kMaxSlots);
    records.reserve(kRecordsMost);
}

void Engine::State::on(const Event& event) {
    WEIR_ASSERT(event.time >= now);
    commands.clear();
    records.clear();
    now = event.time;
    if (life == Life::working && now >= stale_from()) {
        record(Interrupted{halted, true, trader_paused, trader_holds});
        stop(StopCause::stale);
    }
    switch (event.kind) {
        case EventKind::market:
            take_market(event);
            break;
        case EventKind::report:
            take_report(event.report);
            break;
        case EventKind::command:
            take_command(event);
            break;
        case EventKind::timer:
            break;
    }
    if (now >= orders.next_wake()) {
        orders.on_time(now);
        must_reconcile = true;
    }
    live();
    if (life == Life::working && step_is_due()) take_step();
    if (must_reconcile) reconcile();
}

void Engine::State::take_market(const Event& event) {
    View& known = view(event.instrument, event.venue);
    if (!same_touch(known.market, event.market)) ++touch;
    known.market = event.market;
    last_market = now;
    must_reconcile |= retry;
    if (event.market.halted != halted) {
        halted = event.market.halted;
        if (!halted) known.resumed = now;
        must_reconcile = true;
        record_interruption();
    }
    known.open = !halted;
    inputs.set_view(known, event.instrument, event.venue);
}

void Engine::State::take_report(const OrderReport& report) {
    const orders::Applied applied = orders.on_report(report, now);
    record(Reported{report, applied.slot, applied.duplicate});
    inputs.set_ledger(orders, config.instrument);
    must_reconcile = true;
}

void Engine::State::take_command(const Event& event) {
    must_reconcile = true;
    switch (event.command) {
        case LiveCommand::pause:
            trader_paused = true;
            return record_interruption();
        case LiveCommand::hold:
            trader_holds = true;
            return record_interruption();
        case LiveCommand::resume:
            trader_paused = trader_holds = false;
            return record_interruption();
        case LiveCommand::cancel:
            return stop(StopCause::cancelled);
        case LiveCommand::set_parameter:
            if (event.parameter >= 0 && event.parameter < config.program.layout.parameters)
                inputs.set(config.program.layout.parameter(event.parameter), event.value);
            return;
    }
}

void Engine::State::record_interruption() {
    if (life != Life::stopped) record(Interrupted{halted, false, trader_paused, trader_holds});
}

/// Moves the parent's life on as far as time and fills say.
void Engine::State::live() {
    if (life == Life::waiting) begin_when_possible();
    if (life != Life::working) return;
    if (orders.breach()) return stop(StopCause::venue, static_cast<int64_t>(*orders.breach()));
    if (orders.ledger().executed >= config.order.quantity) return stop(StopCause::completed);
    if (now >= config.order.end) return stop(StopCause::ended);
}

void Engine::State::begin_when_possible() {
    if (now < config.order.start) return;
    if (now >= config.order.end) return stop(StopCause::no_market);
    const MarketView& market = view(0, 0).market;
    if (two_sided(market) && !halted && now < stale_from()) start(market.bid_price + market.ask_price);
}

void Engine::State::start(int64_t arrival) {
    life = Life::working;
    inputs.set(step::Input::order_arrival, arrival);
    record(Started{arrival});
}

/// A parent that never began is recorded as begun without an arrival, so that every Stopped has its Started.
void Engine::State::stop(StopCause cause, int64_t where) {
    if (life == Life::stopped) return;
    if (life == Life::waiting) start(step::kAbsent);
    life = Life::stopped;
    orders.stop();
    record(Stopped{cause, where});
    must_reconcile = true;
}

/// The first moment at which the data has been silent for too long. A halt is silent by its nature.
Time Engine::State::stale_from() const {
    if (config.stale_after.value <= 0 || halted || !last_market) return kNoTime;
    return saturating_add(saturating_add(*last_market, config.stale_after), Duration{1});
}

void Engine::State::take_step() {
    inputs.clear_changed();
    inputs.set(step::Input::now, now.value);
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
    const auto wanted = std::span(output.desired).first(static_cast<size_t>(config.program.layout.slots));
    if (!std::ranges::all_of(wanted, [this](const step::Desired& order) { return valid(order); }))
        return stop(StopCause::fault, kBadOrder);
    record_decision();
}

bool Engine::State::valid(const step::Desired& wanted) const {
    if (wanted.quantity == 0) return true;
    if (wanted.quantity < 0 || wanted.price <= 0) return false;
    const int64_t limit = config.order.limit;
    if (limit == step::kAbsent) return true;
    return config.order.side == Side::buy ? wanted.price <= limit : wanted.price >= limit;
}

void Engine::State::record_decision() {
    const auto slots = static_cast<size_t>(config.program.layout.slots);
    const auto wanted = output.desired.begin();
    const bool same_slots = std::equal(wanted, wanted + slots, decided.desired.begin());
    if (steps > 1 && same_slots && output.trace == decided.trace) return;
    step::Bound bound = step::Bound::none;
    for (size_t slot = 0; slot < slots; ++slot)
        if (wanted[slot].bound != step::Bound::none) bound = wanted[slot].bound;
    record(Decided{output.trace, orders.ledger().executed, orders.ledger().exposure, bound});
    for (size_t slot = 0; slot < slots; ++slot) {
        if (wanted[slot] == decided.desired[slot]) continue;
        record(Wanted{static_cast<int32_t>(slot), wanted[slot]});
        decided.desired[slot] = wanted[slot];
    }
    decided.trace = output.trace;
}

orders::Stance Engine::State::stance() const {
    if (life != Life::working || trader_paused || halted || output.trace.paused == 1) return orders::Stance::withdraw;
    if (trader_holds || output.trace.held == 1) return orders::Stance::hold;
    return orders::Stance::work;
}

void Engine::State::reconcile() {
    must_reconcile = retry = false;
    orders.reconcile(output.desired, {stance(), now, touch}, *this);
    if (std::exchange(gate_breached, false) && life == Life::working) {
        stop(StopCause::gate);
        reconcile();
    }
    inputs.set_ledger(orders, config.instrument);
}

bool Engine::State::pass(const OrderCommand& command, int slot, step::Bound bound) {
    const risk::Rule rule = gate.check(command, view(command.instrument, command.venue).market, now);
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
            return std::min({orders.next_wake(), step_wake, config.order.end, stale_from()});
        case Life::stopped:
            return orders.next_wake();
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
int Engine::open_children() const {
    return state_->orders.open_children();
}
const orders::Ledger& Engine::ledger() const {
    return state_->orders.ledger();
}

}  // namespace weir::engine
