// The last quotes in a ring, so that a report about the recent past finds the quote of its own time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/core/types.h"
#include "step/step.h"

namespace weir::tca {

struct Quote {
    int64_t bid = step::kAbsent, ask = step::kAbsent;
    friend bool operator==(const Quote&, const Quote&) = default;

    /// In half price units; absent when a side is.
    int64_t mid() const { return bid == step::kAbsent || ask == step::kAbsent ? step::kAbsent : bid + ask; }
};

/// Changes of the quote at growing times. A question about a time that the ring no longer reaches has no answer.
class Quotes {
  public:
    void add(Time time, Quote quote) {
        if (count_ > 0 && ring_[(count_ - 1) % kKept].time == time) {
            ring_[(count_ - 1) % kKept].quote = quote;
            return;
        }
        ring_[count_ % kKept] = {time, quote};
        ++count_;
    }

    /// The quote after everything that happened at `time`.
    Quote at(Time time) const {
        return last([time](Time changed) { return changed <= time; });
    }
    /// The quote before anything that happened at `time`.
    Quote before(Time time) const {
        return last([time](Time changed) { return changed < time; });
    }

  private:
    static constexpr size_t kKept = 4096;
    struct Change {
        Time time;
        Quote quote;
    };

    template <class Wanted>
    Quote last(Wanted wanted) const {
        const size_t oldest = count_ > kKept ? count_ - kKept : 0;
        for (size_t i = count_; i > oldest; --i)
            if (const Change& change = ring_[(i - 1) % kKept]; wanted(change.time)) return change.quote;
        return {};
    }

    std::array<Change, kKept> ring_{};
    size_t count_ = 0;
};

}  // namespace weir::tca
