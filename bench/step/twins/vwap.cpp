#include "bench/step/twins/scheduled.h"
#include "bench/step/twins/twins.h"

namespace weir::bench {
namespace {

struct Facts {
    static constexpr int kParameters = 2;
    static constexpr bool kTilts = true;
    static constexpr int64_t kShow = 100'000'000, kRepriceEvery = 15 * kSecond, kRepriceVary = 3 * kSecond;
    static constexpr int64_t kGuardRatio = 250'000'000;
    static inline const uint64_t kSalted = mix(87915778455939609);
};

class Vwap final : public Twin, Scheduled<Facts> {
    Ring<900 * kSecond / kBuckets> volume_15, turnover_15;

    void step(const int64_t* inputs, const int64_t* const* tables, Output& out) override {
        read(inputs);
        pause_against_usual(tables[0]);
        const int64_t tilt = this->tilt();
        const int64_t second = now / kSecond * kSecond, slice_end = second + kSecond;
        if (open) wake_at(slice_end);
        wake_at(slice_end);  // `closing` looks at whole seconds
        schedule(curve(tables[1], std::min(slice_end, end)), curve(tables[1], now), tilt);
        limit_participation(parameter(0));
        emit(out, behind > x.muldiv_floor(20'000'000, quantity, kRatio) || x.sub(end, second) < 30 * kSecond);
        volume_15.hold(get<Input::volume>());
        turnover_15.hold(get<Input::turnover>());
    }

    int64_t curve(const int64_t* table, int64_t time) {
        return std::clamp<int64_t>(lookup(table, part_at(time)), 0, kShareOne);
    }

    void pause_against_usual(const int64_t* baseline) {
        constexpr int64_t kMinute = 60 * kSecond, kDay = 86'400 * kSecond;
        const int64_t minute = now / kMinute * kMinute;
        wake_at(minute + kMinute);
        const int64_t normal = lookup(baseline, x.muldiv_floor(minute % kDay, kShareOne, kDay));
        const int64_t lately = usual_spread.mean;
        if (normal > 0)
            pause(3, true, normal);
        else
            pause(3, lately != kAbsent, lately != kAbsent ? lately : 0);
    }

    int64_t tilt() {
        volume_15.advance(now);
        turnover_15.advance(now);
        wake_at(volume_15.wake(now));
        wake_at(turnover_15.wake(now));
        const int64_t volume_now = get<Input::volume>(), turnover_now = get<Input::turnover>();
        const int64_t volume_from = volume_15.oldest(), turnover_from = turnover_15.oldest();
        const int64_t traded = x.sub(volume_now, volume_from == kAbsent ? volume_now : volume_from);
        const int64_t value = x.sub(turnover_now, turnover_from == kAbsent ? turnover_now : turnover_from);
        if (!known || traded <= 0) return kRatio;
        const int64_t vwap = x.muldiv_floor(value, 200, traded);
        const int64_t better = x.sub(x.mul(vwap, side), x.mul(mid, side));
        return x.muldiv_ceil(vwap, 500'000, kRatio) <= better ? 1'500'000'000 : kRatio;
    }
};

}  // namespace

std::unique_ptr<Twin> make_vwap() {
    return std::make_unique<Vwap>();
}

}  // namespace weir::bench
