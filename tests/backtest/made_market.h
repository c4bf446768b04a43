// An order-by-order market of some minutes, made from a seed: enough life to trade against.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/market/tape.h"

namespace weir::backtest::test {

inline constexpr Time kOpen{1'000'000 * kSecond};

struct MadeMarket {
    uint64_t seed = 1;
    Duration length{600 * kSecond};
    Duration between{50'000'000};          // messages, on average
    uint64_t records_most = ~uint64_t{0};  // the tape ends here
};

std::unique_ptr<market::Tape> made_tape(const MadeMarket& made);

/// The same instrument, with records of one's own.
std::unique_ptr<market::Tape> tape_of(std::vector<MarketEvent> events, market::BookDetail detail);
MarketEvent record(Time time, MarketKind kind, Side side, int64_t price, int64_t quantity);

}  // namespace weir::backtest::test
