// The course of the order as a series of bounded length: when it is full, neighbours merge and the width doubles.
#pragma once

#include <cstdint>

#include "runtime/tca/report.h"

namespace weir::tca {

class Course {
  public:
    /// What holds now. Set it after `move`.
    struct Now {
        int64_t bid = step::kAbsent, ask = step::kAbsent;
        int64_t volume = 0, executed = 0, target = step::kAbsent, working = 0;
    };

    void begin(Time origin, const Now& now);
    /// Time passes: points that end by `time` close with what held until then.
    void move(Time time) {
        if (time.value >= end_) next(time);
    }
    void set_mid(int64_t mid);
    void set_causes(uint32_t causes) {
        causes_ = causes;
        if (!series_.points.empty()) series_.points.back().causes |= causes;
    }
    Now& now() { return now_; }
    Series finish();

  private:
    void next(Time time);
    void open(int64_t index);
    void close();
    void halve();

    Series series_;
    Now now_;
    uint32_t causes_ = 0;
    int64_t end_ = std::numeric_limits<int64_t>::max();  // of the open point; never, until `begin`
};

}  // namespace weir::tca
