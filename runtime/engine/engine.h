// The engine: sequenced events in, commands and records out. Single-threaded, allocates nothing in steady state, and
// has no clock and no randomness of its own: the same events give the same bytes.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/core/records.h"
#include "runtime/risk/gate.h"
#include "step/step.h"

namespace weir::engine {

struct Config {
    Instrument instrument;
    step::Program program;
    ParentOrder order;
    std::vector<int64_t> parameters;           // by index of Program::layout.parameters
    std::vector<std::vector<int64_t>> tables;  // by index of Program::tables
    risk::Limits gate;
    uint64_t seed = 1;
    Duration stale_after{60 * kSecond};   // silence of the market data feed after which nothing new is sent; 0: never
    Duration unknown_after{5 * kSecond};  // a command without an answer for so long leaves its order in state unknown
};

class Engine {
  public:
    explicit Engine(Config config);
    ~Engine();
    Engine(Engine&&) noexcept;

    /// Takes one event; times never step back. Commands and records of this event are valid until the next call.
    void on(const Event& event);
    std::span<const OrderCommand> commands() const;
    std::span<const Record> records() const;

    /// When a timer event is wanted; kNoTime for none.
    Time next_wake() const;
    /// The parent order is over and nothing of it may still fill.
    bool finished() const;
    /// Steps of the strategy taken so far.
    uint64_t steps() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::engine
