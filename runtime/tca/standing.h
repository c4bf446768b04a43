// Where the order stands between two records: the schedule's target, what is executed, what is working, and what is in
// the way. Integrates schedule deviation and lost quantity exactly, for everything is constant between records.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/tca/report.h"

namespace weir::tca {

class Standing {
  public:
    explicit Standing(Quantity ordered) : ordered_(ordered.value) { parts_.not_due = ordered_; }

    void begin(Time time) { now_ = time, running_ = true; }
    /// Time passes with everything as it is.
    void move(Time time);
    void end() { running_ = false; }

    void decide(const Decided& decided);
    void want(const Wanted& wanted);
    void interrupt(const Interrupted& interrupted) { interrupted_ = interrupted; }
    void amend(Quantity ordered);
    void work(Quantity change) { working_ += change.value; }
    void fill(Quantity quantity);
    enum class Refusal : uint8_t { none, gate, venue };
    void refuse(Refusal refusal) { refusal_ = refusal; }

    int64_t executed() const { return executed_; }
    int64_t working() const { return working_; }
    int64_t target() const { return decided_ ? trace_.target : step::kAbsent; }
    /// A bit per cause that stands in the way at this moment.
    uint32_t causes() const;

    ScheduleDeviation schedule() const { return schedule_; }
    LostByCause lost() const;

  private:
    /// What is not executed, in parts that sum to it.
    struct Parts {
        int64_t not_due = 0, working = 0;
        std::array<int64_t, kCauses> lost{};
    };
    Parts split() const;
    int64_t shortage() const;
    Cause standing_cause() const;  // halt, stale, trader, pause or hold; `unplaced` for none
    bool rests() const;            // some clause wants an order to rest
    Cause placing_cause() const;   // what keeps quantity that is due from being placed

    int64_t ordered_;
    Time now_;
    bool running_ = false;
    bool decided_ = false;
    Interrupted interrupted_{};
    Refusal refusal_ = Refusal::none;
    step::Trace trace_{};
    step::Bound bound_ = step::Bound::none;
    std::vector<int64_t> resting_;  // by slot: what its clause wants to rest
    int64_t executed_at_decision_ = 0;
    int64_t executed_ = 0, working_ = 0;
    Parts parts_;  // over the last stretch of time, kept up with fills: always sums to what is not executed
    ScheduleDeviation schedule_;
    LostByCause lost_;
};

}  // namespace weir::tca
