// The simulated exchange: a venue that replays a tape and fills our orders against what was really there.
#pragma once

#include <memory>
#include <optional>

#include "runtime/core/events.h"
#include "runtime/market/tape.h"

namespace weir::venues {

/// A delay: constant, or `base` plus a seeded exponential of mean `jitter_mean`.
struct Latency {
    Duration base{0};
    Duration jitter_mean{0};
};

struct Model {
    Latency feed{Duration{500'000}, {}};
    Latency order{Duration{1'000'000}, {}};
    Latency response{Duration{500'000}, {}};
    int64_t maker_fee_bps_e2 = 0;  // hundredths of a basis point of value; negative is a rebate
    int64_t taker_fee_bps_e2 = 0;
    uint64_t seed = 1;
};

/// Time moves by the caller: `next_time` says when the exchange has something to do, `advance` does it and may hand out
/// an event for the engine. The tape, arriving orders, and deliveries are taken in order of time; at one time: tape,
/// arrivals, deliveries.
class Exchange {
  public:
    Exchange(const market::Tape& tape, const Model& model);
    ~Exchange();

    Time next_time() const;          // kNoTime when nothing is left
    std::optional<Event> advance();  // does what is due at next_time()
    void send(const OrderCommand& command, Time now);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::venues
