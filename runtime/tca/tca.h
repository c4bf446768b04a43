// Transaction cost analysis of one parent order, from the engine's own records.
#pragma once

#include <memory>
#include <string>

#include "runtime/core/events.h"
#include "runtime/core/records.h"

namespace weir::tca {

struct Report;  // report.h: every figure, with its formula

/// Watches a run. Memory is bounded by the number of children, not by the length of the tape.
class Recorder {
  public:
    Recorder(const Instrument& instrument, const ParentOrder& order);
    ~Recorder();
    void on_market(Time time, const MarketView& market);
    void on_record(const Record& record);
    /// Markouts look ahead: give market until `Time::last fill + 60 s` when there is some.
    std::unique_ptr<Report> finish(Time end);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::tca
