#include "bench/step/twins/scheduled.h"
#include "bench/step/twins/twins.h"

namespace weir::bench {
namespace {

struct Facts {
    static constexpr int kParameters = 6;
    static constexpr int64_t kShow = 200'000'000, kRepriceEvery = 10 * kSecond, kRepriceVary = 2 * kSecond;
    static constexpr int64_t kGuardRatio = 300'000'000;
    static inline const uint64_t kSalted = mix(980776022154364260);
};

class Shortfall final : public Twin, Scheduled<Facts> {
    static constexpr int64_t kOver = 300 * kSecond;  // `catch up over 5 min`
    int64_t missed = 0, anchor_time = 0, last_urgency = 0;

    void step(const int64_t* inputs, const int64_t* const* tables, Output& out) override {
        read(inputs);
        const bool usual_known = usual_spread.mean != kAbsent;
        pause(5, usual_known, usual_known ? usual_spread.mean : 0);
        settle();
        const int64_t second = now / kSecond * kSecond, next = second + kSecond;
        wake_at(next);
        follow(tables, std::min(next, end));
        limit_participation(parameter(4));
        emit(out, behind > x.muldiv_floor(20'000'000, quantity, kRatio) || x.sub(end, second) < 30 * kSecond);
    }

    /// `settle 30 s` after a halt.
    void settle() {
        const int64_t resumed = get<Input::resumed>();
        bool settling = get<Input::halted>() != 0;
        if (resumed != kAbsent) {
            const int64_t settled = x.add(resumed, 30 * kSecond);
            settling |= now < settled;
            wake_at(settled);
        }
        pause_bound = settling ? Bound::settle : Bound::pause;
        paused |= settling;
    }

    int64_t share(const int64_t* const* tables, int64_t urgency, int64_t part) {
        const auto curve = static_cast<size_t>(std::clamp<int64_t>(urgency, 1, 5) - 1);
        return std::clamp<int64_t>(lookup(tables[curve], part), 0, kShareOne);
    }

    /// The target on the curve of the urgency; what a pause made us miss is caught up, at most at twice the pace.
    void follow(const int64_t* const* tables, int64_t slice_end) {
        const int64_t urgency = parameter(0), shape = begun ? last_urgency : urgency;
        const int64_t slice_part = part_at(slice_end), slice_share = share(tables, shape, slice_part);
        const int64_t rest = not_below_zero(x.sub(not_below_zero(x.sub(quantity, anchor_executed)), missed));
        const int64_t progress = not_below_zero(x.sub(slice_share, anchor_share));
        const int64_t to_go = std::max<int64_t>(x.sub(kShareOne, anchor_share), 1);
        const int64_t advance = x.muldiv_floor(rest, progress, to_go);
        const int64_t elapsed = std::clamp<int64_t>(x.sub(slice_end, anchor_time), 0, kOver);
        const int64_t extra = std::min(x.muldiv_floor(missed, elapsed, kOver), advance);
        target = std::min(quantity, x.add(x.add(anchor_executed, advance), extra));

        const bool amended = quantity != last_quantity || end != last_end, repaused = paused != last_paused;
        const bool replan = begun && (amended || repaused);
        if (replan || shape != urgency) {
            const int64_t left_out = not_below_zero(x.sub(missed, extra));
            if (replan) {
                const int64_t share_now = share(tables, shape, part_at(now));
                const int64_t passed = x.muldiv_floor(rest, not_below_zero(x.sub(share_now, anchor_share)), to_go);
                const int64_t plain_now = x.add(x.add(anchor_executed, missed), passed);
                const int64_t late = repaused ? not_below_zero(x.sub(plain_now, executed)) : left_out;
                const int64_t to_share = not_below_zero(x.sub(leaves, late));
                const int64_t slice_rest = not_below_zero(x.sub(slice_share, share_now));
                const int64_t rest_share = std::max<int64_t>(x.sub(kShareOne, share_now), 1);
                target = std::min(target, x.add(executed, x.muldiv_floor(to_share, slice_rest, rest_share)));
            }
            const int64_t plain = x.add(x.add(anchor_executed, missed), advance);
            missed = repaused ? not_below_zero(x.sub(plain, target))
                              : std::min(left_out, not_below_zero(x.sub(quantity, target)));
            anchor_executed = target;
            anchor_share = shape == urgency ? slice_share : share(tables, urgency, slice_part);
            anchor_time = slice_end;
        }
        last_urgency = urgency;
        last_paused = paused;
        last_quantity = quantity;
        last_end = end;
        begun = started;
        if (!started) target = 0;
    }
};

}  // namespace

std::unique_ptr<Twin> make_shortfall() {
    return std::make_unique<Shortfall>();
}

}  // namespace weir::bench
