// A parent order, a strategy written by hand and a scripted market, for tests of the engine.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "runtime/engine/engine.h"

namespace weir::engine::testing {

inline constexpr int kSlots = 2;
inline constexpr step::Layout kLayout{.instruments = 1, .venues = 1, .slots = kSlots, .parameters = 1};
inline constexpr Time kStart{1'000 * kSecond};
inline constexpr Time kEnd{2'000 * kSecond};

constexpr Time at(double seconds) {
    return Time{static_cast<int64_t>(seconds * static_cast<double>(kSecond))};
}

constexpr int64_t read(const int64_t* inputs, step::Input input) {
    return inputs[kLayout.offset(input)];
}

/// A strategy as a value: the step function calls it through `Program::self`.
using Body = std::function<void(const int64_t* inputs, step::Output& output)>;

inline void call_body(const void* self, const int64_t* inputs, const int64_t* const*, int64_t*, step::Output* output) {
    *output = step::Output{};
    output->wake = step::kNever;
    (*static_cast<const Body*>(self))(inputs, *output);
}

inline step::Desired resting(int64_t quantity, int64_t price) {
    return {.quantity = quantity, .price = price, .display = quantity, .crossing = 0, .bound = step::Bound::take};
}
inline step::Desired crossing(int64_t quantity, int64_t price) {
    return {.quantity = quantity, .price = price, .display = quantity, .crossing = 1, .bound = step::Bound::take};
}

/// Works all that is left at the near touch.
inline void peg(const int64_t* inputs, step::Output& output) {
    const int64_t left = read(inputs, step::Input::order_quantity) - read(inputs, step::Input::order_executed);
    const int64_t bid = read(inputs, step::Input::bid_price);
    if (bid != step::kAbsent && left > 0) output.desired[0] = resting(left, bid);
}

/// Buys 100 shares from 1000 s to 2000 s, woken by the quote, the executed quantity and the parameter.
inline Config config_of(const Body& body) {
    Config config;
    config.instrument.symbol = "TEST";
    config.order.quantity = Quantity{100};
    config.order.start = kStart;
    config.order.end = kEnd;
    config.program.name = "test";
    config.program.layout = kLayout;
    config.program.slots = {{"first", false}, {"second", false}};
    using step::Input;
    for (Input input :
         {Input::bid_price, Input::ask_price, Input::order_executed, Input::order_working, Input::order_arrival})
        config.program.wake_inputs.push_back(kLayout.offset(input));
    config.program.wake_inputs.push_back(kLayout.parameter(0));
    config.program.function = &call_body;
    config.program.self = &body;
    config.parameters = {0};
    return config;
}

/// Drives an engine and keeps all that came out.
class Driver {
  public:
    explicit Driver(Body body) : body_(std::move(body)), engine(config_of(body_)) {}
    Driver(Body body, const std::function<void(Config&)>& change)
        : body_(std::move(body)), engine([&] {
              Config config = config_of(body_);
              change(config);
              return config;
          }()) {}

    void give(Event event) {
        event.sequence = ++sequence_;
        engine.on(event);
        commands.insert(commands.end(), engine.commands().begin(), engine.commands().end());
        records.insert(records.end(), engine.records().begin(), engine.records().end());
    }
    void timer(Time time) { give({.time = time, .kind = EventKind::timer}); }
    void market(Time time, int64_t bid, int64_t ask, bool halted = false) {
        Event event{.time = time, .kind = EventKind::market};
        event.market.bid_price = bid;
        event.market.ask_price = ask;
        event.market.bid_quantity = event.market.ask_quantity = 500;
        event.market.halted = halted;
        give(event);
    }
    void trade(Time time, int64_t bid, int64_t ask, int64_t volume) {
        Event event{.time = time, .kind = EventKind::market};
        event.market.bid_price = bid;
        event.market.ask_price = ask;
        event.market.bid_quantity = event.market.ask_quantity = 500;
        event.market.volume = volume;
        give(event);
    }
    void command(Time time, Command what) {
        give({.time = time, .kind = EventKind::command, .command = std::make_shared<const Command>(std::move(what))});
    }
    void command(Time time, LiveCommand kind, int32_t index = 0, int64_t value = 0) {
        command(time, Command{.kind = kind, .index = index, .value = value});
    }
    void report(Time time, ReportKind kind, ChildId child, int64_t executed = 0, int64_t leaves = 0) {
        Event event{.time = time, .kind = EventKind::report};
        event.report.kind = kind;
        event.report.child = child;
        event.report.executed = Quantity{executed};
        event.report.leaves = Quantity{leaves};
        give(event);
    }
    void fill(Time time, ChildId child, int64_t quantity, int64_t price, int64_t executed, uint64_t execution,
              int64_t leaves = 0) {
        Event event{.time = time, .kind = EventKind::report};
        event.report.kind = ReportKind::filled;
        event.report.child = child;
        event.report.execution = execution;
        event.report.quantity = Quantity{quantity};
        event.report.price = Price{price};
        event.report.executed = Quantity{executed};
        event.report.leaves = Quantity{leaves};
        give(event);
    }

    template <class What>
    std::vector<What> all() const {
        std::vector<What> result;
        for (const Record& record : records)
            if (const What* what = std::get_if<What>(&record.what)) result.push_back(*what);
        return result;
    }
    StopCause stopped() const {
        const auto stops = all<Stopped>();
        return stops.empty() ? StopCause::none : stops.front().cause;
    }

  private:
    Body body_;
    uint64_t sequence_ = 0;

  public:
    Engine engine;
    std::vector<OrderCommand> commands;
    std::vector<Record> records;
};

}  // namespace weir::engine::testing
