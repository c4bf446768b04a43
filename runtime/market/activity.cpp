#include "runtime/market/activity.h"

namespace weir::market {

Activity activity_of(const Tape& tape) {
    constexpr uint64_t kRecordsBetweenReleases = 1 << 20;
    Activity activity;
    const auto events = tape.events();
    for (size_t i = 0; i < events.size(); ++i) {
        if (i % kRecordsBetweenReleases == 0) tape.release(i);
        activity.see(events[i]);
    }
    return activity;
}

}  // namespace weir::market
