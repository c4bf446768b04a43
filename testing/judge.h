// Holds what is expected against what happens, event by event.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/core/records.h"
#include "runtime/engine/engine.h"
#include "testing/observer.h"
#include "testing/testing.h"

namespace weir::testing {

/// An expectation whose times are moments of the run.
struct Expected {
    const sema::TestExpectation* source;
    Time from, to;  // by: from the start of the run; at: both the same
};

class Judge {
  public:
    Judge(const sema::TestCase& test, std::vector<Expected> expected, Observer& observer, const lower::Market& market,
          std::vector<Instrument> instruments);

    void on(const Event& event, const engine::Engine& engine);
    /// Everything that nothing more can change; what was not met is a failure. `guards`: what the program calls its
    /// own.
    std::vector<Failure> finish(Time end, std::span<const std::string> guards);

  private:
    struct Track {
        bool met = false;            // `by`: it was true in time
        std::optional<Time> late;    // first true after its time
        std::optional<Time> broken;  // where it should have held
        std::string how;             // the numbers at that time, or at the end
    };
    struct States {
        bool paused = false, held = false, halted = false, stopped = false, finished = false, faulted = false;
    };

    void take(const Record& record, const engine::Engine& engine);
    void ask_of_child(const OrderCommand& command, Time now);
    void probe_until(Time now);
    void judge(Time now);
    void judge(size_t i, Time now, bool yes, bool no);
    bool state(syntax::ExpectedState state) const;
    std::string why_stopped(std::span<const std::string> guards) const;
    std::string sides(const sema::TestExpectation& expectation) const;
    std::string text_of(const sema::Expression& operand, int64_t value) const;

    const sema::TestCase& test_;
    std::vector<Expected> expected_;
    Observer& observer_;
    const lower::Market& market_;
    const std::vector<Instrument> instruments_;
    std::vector<Track> tracks_;
    std::vector<Time> probes_;  // times that are asked of whatever happens, ascending
    size_t next_probe_ = 0;
    States states_;
    bool script_pauses_ = false, script_holds_ = false, trader_pauses_ = false, trader_holds_ = false;
    StopCause cause_ = StopCause::none;
    int64_t where_ = 0;  // of a guard: which
    Time stopped_at_{};
};

}  // namespace weir::testing
