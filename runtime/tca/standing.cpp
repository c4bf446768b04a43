#include "runtime/tca/standing.h"

#include <algorithm>

namespace weir::tca {
namespace {

/// Takes `quantity` out of `part`, as far as it goes.
void take(int64_t& part, int64_t& quantity) {
    const int64_t taken = std::min(part, quantity);
    part -= taken;
    quantity -= taken;
}

uint32_t bit(Cause cause) {
    return uint32_t{1} << static_cast<int>(cause);
}

}  // namespace

void Standing::amend(Quantity ordered) {
    ordered_ = ordered.value;
    parts_ = split();
}

int64_t Standing::shortage() const {
    if (!decided_ || trace_.target == step::kAbsent) return 0;
    return std::max<int64_t>(std::min(trace_.target, ordered_) - executed_ - working_, 0);
}

Cause Standing::standing_cause() const {
    if (interrupted_.halted) return Cause::halt;
    if (interrupted_.stale) return Cause::stale;
    if (interrupted_.paused || interrupted_.held) return Cause::trader;
    if (decided_ && trace_.paused == 1) return Cause::pause;
    if (decided_ && trace_.held == 1) return Cause::hold;
    return Cause::unplaced;
}

Cause Standing::placing_cause() const {
    if (refusal_ == Refusal::gate) return Cause::gate;
    if (refusal_ == Refusal::venue) return Cause::venue;
    switch (bound_) {
        case step::Bound::ceiling:
            return Cause::ceiling;
        case step::Bound::limit:
            return Cause::limit;
        case step::Bound::take:
        case step::Bound::child_most:
            return Cause::child_size;
        case step::Bound::child_least:
        case step::Bound::minimum:
        case step::Bound::lot:
            return Cause::minimum;
        case step::Bound::pause:
            return Cause::pause;
        case step::Bound::hold:
            return Cause::hold;
        case step::Bound::settle:
            return Cause::halt;
        case step::Bound::none:
        case step::Bound::schedule:
        case step::Bound::floor:
        case step::Bound::leaves:
        case step::Bound::completion:
        case step::Bound::session:
        case step::Bound::auction:
        case step::Bound::branch:
        case step::Bound::leg:
        case step::Bound::deadline:
        case step::Bound::reload:
        case step::Bound::route:
            break;
    }
    return rests() ? Cause::repricing : Cause::unplaced;
}

bool Standing::rests() const {
    return std::ranges::any_of(resting_, [](int64_t quantity) { return quantity > 0; });
}

Standing::Parts Standing::split() const {
    Parts parts;
    int64_t rest = std::max<int64_t>(ordered_ - executed_, 0);
    parts.working = std::clamp<int64_t>(working_, 0, rest);
    rest -= parts.working;
    int64_t lost = shortage();
    parts.not_due = rest - lost;

    const Cause standing = standing_cause();
    if (standing != Cause::unplaced) {
        parts.lost[static_cast<size_t>(standing)] = lost;
        return parts;
    }
    if (decided_ && trace_.ceiling != step::kAbsent) {
        const int64_t wanted = std::max<int64_t>(trace_.target - executed_at_decision_, 0);
        const int64_t cut = std::clamp<int64_t>(wanted - std::max<int64_t>(trace_.due, 0), 0, lost);
        parts.lost[static_cast<size_t>(Cause::ceiling)] = cut;
        lost -= cut;
    }
    parts.lost[static_cast<size_t>(placing_cause())] += lost;
    return parts;
}

uint32_t Standing::causes() const {
    uint32_t causes = 0;
    const Parts parts = split();
    for (size_t i = 0; i < kCauses; ++i)
        if (parts.lost[i] > 0) causes |= bit(static_cast<Cause>(i));
    if (const Cause standing = standing_cause(); standing != Cause::unplaced) causes |= bit(standing);
    return causes;
}

void Standing::move(Time time) {
    if (!running_ || time <= now_) return;
    const int64_t passed = since(time, now_).value;
    now_ = time;
    parts_ = split();
    lost_.total_time += static_cast<Wide>(shortage()) * passed;

    const Cause standing = standing_cause();
    for (size_t i = 0; i < kCauses; ++i) {
        Lost& lost = lost_.by_cause[i];
        const int64_t part = parts_.lost[i];
        if (part > 0 || (standing != Cause::unplaced && i == static_cast<size_t>(standing))) lost.time.value += passed;
        lost.quantity_time += static_cast<Wide>(part) * passed;
        lost.most.value = std::max(lost.most.value, part);
    }

    if (target() == step::kAbsent) return;
    const int64_t behind = target() - executed_;
    schedule_.behind_most.value = std::max(schedule_.behind_most.value, behind);
    schedule_.ahead_most.value = std::max(schedule_.ahead_most.value, -behind);
    (behind > 0 ? schedule_.behind_time : schedule_.ahead_time) +=
        static_cast<Wide>(behind > 0 ? behind : -behind) * passed;
    schedule_.measured.value += passed;
}

void Standing::decide(const Decided& decided) {
    decided_ = true;
    trace_ = decided.trace;
    bound_ = decided.bound;
    executed_at_decision_ = decided.executed.value;
}

void Standing::want(const Wanted& wanted) {
    const auto slot = static_cast<size_t>(wanted.slot);
    if (slot >= resting_.size()) resting_.resize(slot + 1);
    resting_[slot] = wanted.desired.crossing == 1 ? 0 : wanted.desired.quantity;
}

void Standing::fill(Quantity quantity) {
    executed_ += quantity.value;
    int64_t rest = quantity.value;
    take(parts_.working, rest);
    for (int64_t& part : parts_.lost) take(part, rest);
    take(parts_.not_due, rest);
}

LostByCause Standing::lost() const {
    LostByCause result = lost_;
    result.not_due.value = parts_.not_due;
    result.working.value = parts_.working;
    for (size_t i = 0; i < kCauses; ++i) result.by_cause[i].unfilled.value = parts_.lost[i];
    return result;
}

}  // namespace weir::tca
