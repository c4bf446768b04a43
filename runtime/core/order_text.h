// A parent order as one says it: `buy 25 BTC from 09:30 to 11:00 limit 30_000 USD`.
#pragma once

#include <string_view>

#include "runtime/core/events.h"
#include "runtime/core/parsed.h"

namespace weir {

/// The days that a time of day may mean: those of the recorded market.
struct Span {
    Time first, last;
};

/// Reads
///
///     buy|sell QUANTITY [BASE] from TIME to TIME [limit PRICE [CURRENCY]] [decision PRICE [CURRENCY]]
///
/// QUANTITY and PRICE are exact decimals on the instrument's lot and tick. TIME is a time of day in the instrument's
/// zone, or with a zone of its own (which then holds for both times), or a date and a time (RFC 3339). A time of day
/// means the first such moment from the start of `span`'s first day on that is not over before the span begins; an end
/// that is not after the start is taken as the next day's when the span reaches it, and is an error otherwise. The
/// error names the word, what is wrong with it, and what would be right.
Parsed<ParentOrder> parse_order(std::string_view text, const Instrument& instrument, Span span);

/// The same order as text that `parse_order` reads back, with full times.
std::string format_order(const ParentOrder& order, const Instrument& instrument);

/// Whether such a quantity, and what it is worth at such a price, are numbers that every strategy can reckon with, and
/// leave room for the market to move.
bool can_be_reckoned(Quantity quantity, Price price, const Instrument& instrument);

}  // namespace weir
