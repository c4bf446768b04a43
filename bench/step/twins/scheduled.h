// A desk that follows a schedule under a ceiling: what twap and vwap share.
#pragma once

#include "bench/step/twins/desk.h"

namespace weir::bench {

template <class Facts>
struct Scheduled : Desk<Facts> {
    using Base = Desk<Facts>;
    using Base::executed, Base::leaves, Base::now, Base::quantity, Base::start, Base::end, Base::x;
    using Base::known, Base::mid, Base::open, Base::started;

    Ring<300 * kSecond / kBuckets> volume_window, own_window;
    int64_t anchor_share = 0, anchor_executed = 0, last_tilt = kRatio, last_quantity = 0, last_end = 0;
    bool begun = false, last_paused = false;

    int64_t volume = 0, own = 0, ceiling = 0, target = 0, behind = 0;
    Sized room{}, due{};

    /// The part of the order's time that has passed, in 2^-32.
    int64_t part_at(int64_t time) {
        const int64_t length = std::max<int64_t>(x.sub(end, start), 1);
        const int64_t elapsed = x.sub(std::min(std::max(start, end), std::max(start, time)), start);
        return x.muldiv_floor(elapsed, kShareOne, length);
    }

    /// The target with shares of the volume at the end of the slice and now.
    void schedule(int64_t slice_share, int64_t share, int64_t tilt) {
        const int64_t rest = not_below_zero(x.sub(quantity, anchor_executed));
        const int64_t progress = not_below_zero(x.sub(slice_share, anchor_share));
        int64_t advance = x.muldiv_floor(rest, progress, std::max<int64_t>(x.sub(kShareOne, anchor_share), 1));
        if (Facts::kTilts) advance = x.muldiv_floor(advance, last_tilt, kRatio);
        int64_t standing = std::min(quantity, x.add(anchor_executed, advance));
        const bool replan = begun && (quantity != last_quantity || end != last_end || this->paused != last_paused);
        if (replan) {
            const int64_t slice_rest = not_below_zero(x.sub(slice_share, share));
            const int64_t prorated = x.muldiv_floor(leaves, slice_rest, std::max<int64_t>(x.sub(kShareOne, share), 1));
            standing = std::min(standing, x.add(executed, prorated));
        }
        if (replan || (begun && tilt != last_tilt)) {
            anchor_executed = standing;
            anchor_share = slice_share;
        }
        last_tilt = tilt;
        last_paused = this->paused;
        last_quantity = quantity;
        last_end = end;
        begun = started;
        target = started ? standing : 0;
    }

    void limit_participation(int64_t ratio) {
        volume_window.advance(now);
        own_window.advance(now);
        const int64_t from = volume_window.oldest(), own_from = own_window.oldest();
        volume = from == kAbsent ? 0 : x.sub(volume_window.latest(), from);
        own = own_from == kAbsent ? 0 : x.sub(executed, own_from);
        ceiling = x.sub(x.muldiv_floor(ratio, volume, kRatio), own);
        this->wake_at(volume_window.wake(now));
        this->wake_at(own_window.wake(now));
        room = limited({leaves, Bound::leaves}, {not_below_zero(ceiling), Bound::ceiling});
        behind = not_below_zero(x.sub(target, executed));
        due = limited({behind, Bound::schedule}, room);
        if (!open) due.quantity = 0;
    }

    void emit(Output& out, bool cross_when) {
        int64_t claimed = 0;
        const bool may = open && known && !this->paused && !this->out_of_reach();
        const bool near_mid = this->spread < x.muldiv_floor(8'000'000, mid, kRatio);
        const auto first = this->cross(may && cross_when, behind, room, claimed);
        const auto second = this->rest(may && near_mid, due, room, claimed, first.quantity);
        if (!this->finish(out, first, second, volume, own)) return;
        out.trace = {target, due.quantity, ceiling, this->paused, 0};
        volume_window.hold(this->template get<Input::volume>());
        own_window.hold(executed);
    }
};

}  // namespace weir::bench
