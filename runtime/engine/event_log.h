// The event log: what came in and led to something, and what came out, in order. A running hash of it is always kept,
// so that two runs are compared by one number; the lines themselves are written when a file is asked for.
//
// A log is text, one item a line, all numbers exact integers at the instrument's scales, `-` for an absent one:
//
//     weir-log 2
//     instrument symbol=GOOG base=shares currency=USD time_zone=America/New_York price_decimals=2 …
//     order id=1 side=buy quantity=10000 limit=- start=… end=… decision=-
//     program plan=0123456789abcdef seed=1 name=vwap
//     slot passive                              a line per slot, by index; then `guard TEXT` by index
//     TIME market instrument=0 venue=0 bid=58034 bid_quantity=100 …  TIME: nanoseconds since the Unix epoch
//     TIME commanded kind=amend_limit … user=alice reason=the%20client%20called refusal=none
//     TIME decided target=120 due=120 … bound=schedule
//     TIME wanted slot=0 quantity=120 price=58034 … bound=child_most
//     TIME sent kind=place child=7 … slot=0 bound=child_most
//
// For a moment t: the last `decided` at or before t, the last `wanted` of each slot, and the children that were `sent`
// and not yet `reported` as over give the whole picture. Fields stand in a fixed order (log_fields.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/core/parsed.h"
#include "runtime/engine/engine.h"

namespace weir::engine {

/// Input events; a report's own line is its `Reported`, a command's its `Commanded`.
struct MarketInput {
    uint8_t instrument = 0, venue = 0;
    MarketView view;
};
struct TimerInput {};

using LogItem = std::variant<MarketInput, TimerInput, Started, Decided, Sent, Refused, Reported, Interrupted, Stopped,
                             Wanted, VenueChanged, Commanded, Hedged>;

struct LogEntry {
    Time time;
    LogItem item;
};

/// What a reader of the log needs to know of the run.
struct LogHeader {
    Instrument instrument;
    ParentOrder order;
    std::string program;
    uint64_t plan_hash = 0;
    uint64_t seed = 0;
    std::vector<std::string> slots, guards;
};
LogHeader header_of(const Config& config);

class EventLog {
  public:
    explicit EventLog(const LogHeader& header);
    ~EventLog();
    EventLog(EventLog&&) noexcept;

    /// Writes the lines to a file from here on; before the first event. An empty error: it is open. The file has its
    /// name once `close` has succeeded; until then, and after a failure, what had the name stays as it was.
    Parsed<bool> open(const std::string& path);
    /// Takes an event that the engine has just handled. Events that led to no step, command or record are left out.
    void add(const Event& event, const Engine& engine);
    /// XXH3 of the header and all entries so far, of their numbers as 64-bit little-endian words.
    uint64_t hash() const;
    /// Completes the file, if there is one. The error says when something was not written.
    Parsed<bool> close();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

struct Log {
    LogHeader header;
    std::vector<LogEntry> entries;
};

/// The lines as text: the inverse of `read_log`.
std::string format_header(const LogHeader& header);
std::string format_entry(const LogEntry& entry);
/// Reads a log; the error names the line and what is wrong with it.
Parsed<Log> read_log(std::string_view text);

}  // namespace weir::engine
