// What a simulated venue is to a run, whatever trades on it: `Exchange` (exchange.h) is lit, `Dark` (dark.h) is not.
//
// Time moves by the caller: `next_time` says when the venue has something to do, `advance` does one thing and may hand
// out an event for the engine. `Several` (several.h) is any number of venues as one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/events.h"

namespace weir::venues {

/// A delay: constant, or `base` plus a seeded exponential of mean `jitter_mean`. In order: what was sent later on the
/// same channel (feed, orders, responses) never arrives before what was sent earlier.
struct Latency {
    Duration base{0};
    Duration jitter_mean{0};
};

/// An auction of the day: orders for it are taken before `cut_off`, its prints are those from then on up to `over`.
struct AuctionTime {
    Auction kind = Auction::none;
    Time cut_off, over;
};

struct Model {
    Latency feed{Duration{500'000}, {}};
    Latency order{Duration{1'000'000}, {}};
    Latency response{Duration{500'000}, {}};
    int64_t maker_fee_bps_e2 = 0;  // hundredths of a basis point of value; negative is a rebate
    int64_t taker_fee_bps_e2 = 0;
    uint64_t seed = 1;
    uint8_t venue = 0;       // how events and reports name it, and commands are addressed
    uint8_t instrument = 0;  // what trades there

    std::vector<AuctionTime> auctions;       // in order of time, not overlapping; a lit venue's
    int64_t auction_share_e9 = 200'000'000;  // of what an auction prints that may fill ours, on each side
    std::vector<int> depths;                 // numbers of levels whose sums are wanted: MarketView::bid_depth
};

/// What is wrong with a model, if anything.
std::optional<std::string> fault_of(const Model& model);

class Venue {
  public:
    virtual ~Venue() = default;

    /// Takes the tape up to and including `time` without delivering it, and drops what is under way; what the market
    /// then is, is sent at `time`. The book and the counters are the same as if everything had been delivered.
    virtual void skip_to(Time time) = 0;

    virtual Time next_time() const = 0;          // kNoTime when nothing is left
    virtual std::optional<Event> advance() = 0;  // does what is due at next_time()
    virtual void send(const OrderCommand& command, Time now) = 0;

    virtual uint64_t records() const = 0;  // of the tape, taken so far
    virtual bool tape_over() const = 0;
};

}  // namespace weir::venues
