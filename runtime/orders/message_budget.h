// How many messages may leave in any span of time: an exact sliding window.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "runtime/core/types.h"

namespace weir::orders {

/// At most `most` messages in any span of `per`; `most` 0: no limit. Times never step back. Allocates once.
class MessageBudget {
  public:
    MessageBudget(int64_t most, Duration per) : per_(per), times_(static_cast<size_t>(most > 0 ? most : 0), kLongAgo) {}

    int64_t most() const { return static_cast<int64_t>(times_.size()); }

    /// When one message may leave so that `keep` more still could in the same span; at or before `now`: now.
    Time room_at(int64_t keep) const {
        if (times_.empty()) return Time{kLongAgo};
        const int64_t back = most() - keep;  // the message so far back must have left the window
        if (back <= 0) return kNoTime;
        const int64_t then = times_[(next_ + times_.size() - static_cast<size_t>(back)) % times_.size()];
        return then == kLongAgo ? Time{kLongAgo} : Time{then} + per_;
    }

    void count(Time now) {
        if (times_.empty()) return;
        times_[next_] = now.value;
        next_ = (next_ + 1) % times_.size();
    }

  private:
    static constexpr int64_t kLongAgo = std::numeric_limits<int64_t>::min();
    Duration per_;
    std::vector<int64_t> times_;  // of the last messages, a ring; `next_` is the oldest
    size_t next_ = 0;
};

}  // namespace weir::orders
