// Transaction cost analysis of one parent order, from the engine's own records.
//
//   Recorder      watches a run                       (below)
//   Report        what happened, in exact integers    (report.h)
//   Figures       bps, ratios and averages of it      (figures.h)
//   terminal, json, html                              (below)
//   save, list, load                                  (store.h)
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "runtime/core/events.h"
#include "runtime/core/parsed.h"
#include "runtime/core/records.h"
#include "runtime/tca/beside.h"
#include "runtime/tca/figures.h"
#include "runtime/tca/report.h"

namespace weir::tca {

/// Watches a run. Memory is bounded by the number of children and fills, not by the length of the tape; a market view
/// allocates nothing.
class Recorder {
  public:
    Recorder(const Instrument& instrument, const ParentOrder& order, RunInfo run = {}, Ledgers ledgers = {});
    ~Recorder();
    Recorder(Recorder&&) noexcept;

    /// Every market view that the engine sees, on the engine's clock, before the records of the same event.
    void on_market(Time time, const MarketView& market);
    void on_record(const Record& record);
    /// Markouts look ahead: go on giving market until this time when there is some. kNoTime: they are all known.
    Time wants_market_until() const;
    /// Closes the books at `end`, the time to which market was given.
    std::unique_ptr<Report> finish(Time end);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

struct TerminalOptions {
    bool colour = false;
    int children_most = 20;  // rows of the table of children; the rest is counted
};

/// The report as aligned text for people.
std::string terminal(const Report& report, const TerminalOptions& options = {});

inline constexpr std::string_view kJsonSchema = "weir.tca";
inline constexpr int kJsonVersion = 1;

/// The whole report as JSON, keys in a fixed order. Prices, quantities, money, bps and ratios are exact decimal
/// strings, times RFC 3339 in UTC, durations integers of nanoseconds, absent numbers null. `figures` repeats what
/// follows from the rest.
std::string json(const Report& report);
/// Reads what `json` wrote: report → json → report is the identity.
Parsed<Report> parse_json(std::string_view text);

/// The report as one HTML file with everything in it: it opens without a network.
std::string html(const Report& report);

}  // namespace weir::tca
