// How much happened on a tape: messages, trades, volume.
#pragma once

#include <cstdint>

#include "runtime/market/tape.h"

namespace weir::market {

struct Activity {
    uint64_t messages = 0;          // of the venue: records up to one that is marked as the last
    uint64_t trades = 0;            // prints and executions
    int64_t eligible_volume = 0;    // of them and of bars, 10^-quantity_decimals; a tape's volume fits
    int64_t ineligible_volume = 0;  // auctions and blocks

    void see(const MarketEvent& event) {
        constexpr uint64_t kBarClose = 3;  // a bar is four records; the last one has its volume
        const bool bar = event.kind == MarketKind::bar && event.order == kBarClose;
        const bool trade = event.kind == MarketKind::trade || event.kind == MarketKind::execute;
        messages += (event.flags & kLastOfMessage) != 0;
        trades += trade;
        if (bar || trade) (event.flags & kAuction ? ineligible_volume : eligible_volume) += event.quantity;
    }
};

/// In one pass over the records.
Activity activity_of(const Tape& tape);

}  // namespace weir::market
