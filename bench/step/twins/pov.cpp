#include "bench/step/twins/desk.h"
#include "bench/step/twins/twins.h"

namespace weir::bench {
namespace {

struct Facts {
    static constexpr int kParameters = 3;
    static constexpr int64_t kShow = 200'000'000, kRepriceEvery = 10 * kSecond, kRepriceVary = 2 * kSecond;
    static constexpr int64_t kGuardRatio = 300'000'000;
    static inline const uint64_t kSalted = mix(6623612366610105658);
};

class Pov final : public Twin, Desk<Facts> {
    using Window = Ring<300 * kSecond / kBuckets>;
    Window counted_window, own_window, volume_window, trades_window;
    int64_t counted = 0, seen = kAbsent;
    bool was_paused = false;

    void step(const int64_t* inputs, const int64_t* const*, Output& out) override {
        read(inputs);
        const bool usual_known = usual_spread.mean != kAbsent;
        pause(5, usual_known, usual_known ? usual_spread.mean : 0);
        for (Window* window : {&counted_window, &own_window, &volume_window, &trades_window}) {
            window->advance(now);
            wake_at(window->wake(now));
        }
        const int64_t total = get<Input::volume>(), trades = get<Input::trade_count>();
        if (seen != kAbsent && !was_paused) counted = x.add(counted, x.sub(total, seen));
        const int64_t target = this->target();
        const int64_t behind = not_below_zero(x.sub(target, executed));
        const Sized room{leaves, Bound::leaves};
        Sized due = limited({behind, Bound::schedule}, room);
        if (!open) due.quantity = 0;

        int64_t claimed = 0;
        const bool may = open && known && !paused && !out_of_reach();
        const bool near_mid = spread < x.muldiv_floor(8'000'000, mid, kRatio);
        const Child first = cross(may && far_behind(behind, total, trades), behind, room, claimed);
        const Child second = rest(may && near_mid, due, room, claimed, first.quantity);
        const int64_t from = volume_window.oldest();
        if (!finish(out, first, second, from == kAbsent ? 0 : x.sub(volume_window.latest(), from), own())) return;
        out.trace = {target, due.quantity, kAbsent, paused, 0};
        seen = total;
        was_paused = paused;
        counted_window.hold(counted);
        own_window.hold(executed);
        volume_window.hold(total);
        trades_window.hold(trades);
    }

    int64_t own() {
        const int64_t from = own_window.oldest();
        return from == kAbsent ? 0 : x.sub(executed, from);
    }

    int64_t target() {
        if (!started) return executed;
        const int64_t from = counted_window.oldest();
        const int64_t volume = from == kAbsent ? 0 : x.sub(counted_window.latest(), from);
        const int64_t wanted = x.sub(x.muldiv_floor(parameter(0), volume, kRatio), own());
        return std::min(quantity, x.add(executed, not_below_zero(wanted)));
    }

    bool far_behind(int64_t behind, int64_t total, int64_t trades) {
        const int64_t volume_from = volume_window.oldest(), trades_from = trades_window.oldest();
        const int64_t volume = x.sub(total, volume_from == kAbsent ? total : volume_from);
        const int64_t count = x.sub(trades, trades_from == kAbsent ? trades : trades_from);
        if (count <= 0) return false;
        return x.muldiv_floor(x.mul(kRatio, parameter(1)), Exact::floor_div(volume, count), kRatio) < behind;
    }
};

}  // namespace

std::unique_ptr<Twin> make_pov() {
    return std::make_unique<Pov>();
}

}  // namespace weir::bench
