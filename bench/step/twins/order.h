// What every strategy written by hand knows of its order and its market in a step, for one instrument: inputs, quotes,
// the grids of price and quantity, the venue's minimums.
#pragma once

#include "bench/step/twins/windows.h"

namespace weir::bench {

using step::Bound;
using step::Input;
using step::Output;
using step::Status;

inline constexpr int64_t kSecond = 1'000'000'000;
inline constexpr int64_t kRatio = step::kRatioOne;
inline constexpr int64_t kShareOne = int64_t{1} << 32;
inline constexpr int64_t kTick = 1, kLot = 1'000, kMinimum = 1'000, kMinimumValue = 10LL * 100'000'000;
inline constexpr int64_t kMaxChild = 250'000LL * 100'000'000;  // the default of `max_child`

struct Sized {
    int64_t quantity;
    Bound bound;
};
inline Sized limited(Sized size, Sized limit) {
    return limit.quantity < size.quantity ? limit : size;
}
inline Sized on_lot(Sized size) {
    const int64_t floored = size.quantity / kLot * kLot;
    return {floored, floored == 0 && size.quantity > 0 ? Bound::lot : size.bound};
}
inline int64_t not_below_zero(int64_t x) {
    return std::max<int64_t>(x, 0);
}

struct Priced {
    int64_t price;
    bool present;
};

template <step::Layout kInputs>
struct Order {
    static constexpr step::Layout kLayout = kInputs;

    Exact x;
    const int64_t* in = nullptr;
    int64_t now = 0, start = 0, end = 0, side = 0, executed = 0, quantity = 0, limit = 0, leaves = 0;
    int64_t bid = 0, ask = 0, bid2 = 0, ask2 = 0, mid = 0;
    bool bid_known = false, ask_known = false, known = false, open = false, started = false;
    int64_t wake = kNever;

    template <Input kInput>
    int64_t get(int ledger = 0) const {
        constexpr int kOffset = kLayout.offset(kInput);
        return in[kOffset + ledger * step::Layout::kOrder];
    }
    int64_t parameter(int index) const {
        constexpr int kBase = kLayout.parameter_base();
        return in[kBase + index];
    }
    int64_t working(int slot) const { return of_slot<Input::slot_working>(slot); }
    int64_t filled(int slot) const { return of_slot<Input::slot_executed>(slot); }
    template <Input kInput>
    int64_t of_slot(int slot) const {
        constexpr int kOffset = kLayout.offset(kInput);
        return in[kOffset + slot * step::Layout::kSlot];
    }
    void wake_at(int64_t time) {
        if (time > now && time < wake) wake = time;
    }

    void read(const int64_t* inputs) {
        in = inputs;
        x.fault = false;
        wake = kNever;
        now = get<Input::now>();
        start = get<Input::order_start>();
        end = get<Input::order_end>();
        side = get<Input::order_side>();
        executed = get<Input::order_executed>();
        quantity = get<Input::order_quantity>();
        limit = get<Input::order_limit>();
        leaves = not_below_zero(x.sub(quantity, executed));
        started = start <= now;
        open = started && now < end;
        const int64_t raw_bid = get<Input::bid_price>(), raw_ask = get<Input::ask_price>();
        bid_known = raw_bid != kAbsent;
        ask_known = raw_ask != kAbsent;
        known = bid_known && ask_known;
        bid = bid_known ? raw_bid : 0;
        ask = ask_known ? raw_ask : 0;
        bid2 = x.mul(bid, 2);
        ask2 = x.mul(ask, 2);
        mid = x.add(bid, ask);
        wake_at(start);
        wake_at(end);
    }

    /// A limit that was amended may have left the price of a child behind.
    bool may_keep(int64_t price) const { return limit == kAbsent || side * price <= side * limit; }

    Sized child_at_most(Sized size, Priced fresh) {
        const int64_t half = x.mul(2, fresh.price);
        const int64_t reference = std::max<int64_t>(known ? std::max(mid, half) : half, 1);
        const int64_t most = fresh.present ? x.muldiv_floor(kMaxChild, 200, reference) : 0;
        return on_lot(limited(size, {not_below_zero(most), Bound::child_most}));
    }

    Sized above_minimum(Sized size, int64_t price, int64_t working_now) {
        if (size.quantity <= 0 || size.quantity == working_now) return size;
        const int64_t value = x.muldiv_floor(size.quantity, x.mul(2, price), 200);
        if (size.quantity >= kMinimum && value >= kMinimumValue) return size;
        return {0, Bound::minimum};
    }

    /// `child value <= 500_000 quote`, of a child that is new.
    bool value_within(int64_t size, int64_t price) {
        const int64_t half = x.mul(2, price);
        return x.muldiv_ceil(size, known ? std::max(half, mid) : half, 200) <= 500'000LL * 100'000'000;
    }
    /// `mid from 1 tick to 10_000_000 quote`.
    bool assumed() const { return !known || (mid >= 2 && mid <= 2'000'000'000); }
};

}  // namespace weir::bench
