// What an engine holds between events. Private to this folder: engine.cpp has the parent's life, its decisions and its
// orders, commands.cpp what the trader may do.
#pragma once

#include <array>
#include <vector>

#include "runtime/engine/engine.h"
#include "runtime/engine/inputs.h"
#include "runtime/engine/ledgers.h"
#include "runtime/engine/markets.h"

namespace weir::engine {

enum class Life : uint8_t { waiting, working, stopped };

struct Engine::State final : Exit {
    explicit State(Config given);

    void on(const Event& event);
    Time next_wake() const;
    bool finished() const { return life == Life::stopped && ledgers.open_children() == 0; }

    // events
    void expire_markets();
    void take_market(const Event& event);
    void take_report(const OrderReport& report);
    void record_interruption();
    void record_venue(int instrument, int venue);

    // sessions.cpp
    void begin_sessions();
    void follow_sessions();
    Time next_session() const;
    Time next_silence() const;
    void publish_session(size_t instrument);

    // commands.cpp
    void take_command(const Command& command);
    CommandRefusal obey(const Command& command, int64_t& effective);
    CommandRefusal set_parameter(const Command& command);
    bool can_be_worth(int64_t quantity) const;
    CommandRefusal amend_quantity(const Command& command, int64_t& effective);
    CommandRefusal amend_limit(const Command& command);
    CommandRefusal amend_end(const Command& command);
    CommandRefusal switch_venue(const Command& command);
    CommandRefusal skip_auction(const Command& command);
    CommandRefusal finish(const Command& command);
    void decide_again() { step_wake = std::min(step_wake, now); }

    // the parent's life
    void publish_order();
    void live();
    void begin_when_possible();
    bool switched_off() const;
    void start(int64_t arrival);
    void stop(StopCause cause, int64_t where = 0);

    // decisions
    bool step_is_due() const { return inputs.changed() || now >= step_wake; }
    void take_step();
    void take_outputs();
    bool valid(const step::Desired& wanted, size_t slot) const;
    bool beyond_limit(const step::Desired& wanted, size_t slot) const;
    void withdraw_beyond_limit();
    void record_decision();
    void record_hedges();

    // orders
    orders::Stance stance(int ledger) const;
    orders::Condition condition(size_t slot) const;
    void reconcile();
    bool leave(const OrderCommand& command, int slot, step::Bound bound) override;
    void record_refusal(const OrderCommand& command, int slot, risk::Rule rule);

    int ledger_of(size_t slot) const {
        return slot < config.program.slots.size() ? config.program.slots[slot].ledger : 0;
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
    Markets markets;
    Ledgers ledgers;
    risk::Gate gate;
    std::vector<int64_t> memory;  // the step's state
    std::vector<const int64_t*> tables;
    step::Output output{};
    step::Output decided{};  // as last recorded

    Time now{std::numeric_limits<int64_t>::min()};
    Life life = Life::waiting;
    Time step_wake{std::numeric_limits<int64_t>::min()};  // the first step is due at once
    uint64_t steps = 0;
    bool trader_paused = false, trader_holds = false;
    std::array<bool, 3> skipped{};  // by Auction
    bool limit_amended = false;     // what a script keeps from before may lie beyond the limit as it is now
    std::vector<size_t> session;    // by instrument: which of its sessions counts
    bool reads_sessions = false;
    bool must_reconcile = false;
    bool retry = false;  // an order was refused for a passing reason
    bool gate_breached = false;
    std::array<Refusal, step::kMaxSlots> refusals{};

    std::vector<OrderCommand> commands;
    std::vector<Record> records;
};

}  // namespace weir::engine
