#include "bench/step/twins/resting.h"
#include "bench/step/twins/twins.h"

namespace weir::bench {
namespace {

class Bracket final : public Twin, public Order<step::Layout{.slots = 3, .parameters = 4, .ledgers = 2}> {
    enum Slot { kEntry, kProfit, kStop };
    static constexpr int64_t kTakeProfit = 20'000'000, kTrail = 10'000'000, kSlippage = 5'000'000;
    static constexpr int64_t kStopped = 3;  // of `taken`: the stop has gone off

    // memory
    Resting entry, profit{.bound_by_limit = false};
    int64_t stop_price = 0, best = kAbsent, taken = 0;

    // of this step: the position that is protected
    int64_t exit_side = 0, position = 0, closed = 0, exit_due = 0;

    void step(const int64_t* inputs, const int64_t* const*, Output& out) override {
        read(inputs);
        exit_side = get<Input::order_side>(1);
        closed = get<Input::order_executed>(1);
        position = not_below_zero(x.sub(get<Input::order_quantity>(1), closed));
        exit_due = open ? position : 0;
        follow_best();
        const bool on = open && known;
        const Child first = enter(on), second = take_profit(on && taken == 0),
                    third = stop(on && taken == kStopped, second);
        finish(out, first, second, third);
    }

    /// `best seen(last)` while there is a position, and whether the last trade has come back from it too far.
    void follow_best() {
        const int64_t last = get<Input::last_price>();
        int64_t seen = best;
        if (last != kAbsent) {
            const int64_t half = x.mul(last, 2);
            if (best == kAbsent || x.mul(half, exit_side) < x.mul(best, exit_side)) seen = half;
        }
        best = position > 0 ? seen : kAbsent;
        if (taken != 0 || !open || position <= 0 || last == kAbsent || best == kAbsent) return;
        const int64_t back = x.sub(x.mul(x.mul(last, 2), exit_side), x.mul(best, exit_side));
        if (x.muldiv_ceil(best, kTrail, kRatio) <= back) taken = kStopped;
    }

    Child enter(bool on) {
        if (!on) return entry.off(*this, Bound::none, executed);
        const int64_t repricing = now / (5 * kSecond);
        wake_at(x.mul(repricing + 1, 5 * kSecond));
        const auto fresh = [&] {
            const bool has_limit = limit != kAbsent;
            const int64_t half = has_limit ? x.mul(limit, 2) : side > 0 ? bid2 : ask2;
            const int64_t price = on_tick(half, side);
            return Priced{price, (has_limit || (side > 0 ? bid_known : ask_known)) && price > 0};
        };
        const auto beside = [&](Sized claim) { return on_lot(limited(claim, {leaves, Bound::leaves})); };
        return entry.step(*this, working(kEntry), repricing, {leaves, Bound::take}, executed, fresh, beside);
    }

    Child take_profit(bool on) {
        if (!on) return profit.off(*this, taken != 0 ? Bound::branch : Bound::none, closed);
        const int64_t repricing = now / (10 * kSecond);
        wake_at(x.mul(repricing + 1, 10 * kSecond));
        const auto fresh = [&] {
            const int64_t arrival = get<Input::order_arrival>();
            if (arrival == kAbsent) return Priced{0, false};
            const int64_t away = x.muldiv_ceil(arrival, kTakeProfit, kRatio);
            const int64_t price = on_tick(x.mul(exit_side, x.sub(x.mul(exit_side, arrival), away)), exit_side);
            return Priced{price, price > 0};
        };
        const auto beside = [&](Sized claim) { return beside_exit(claim, working(kStop)); };
        return profit.step(*this, working(kProfit), repricing, {exit_due, Bound::leaves}, closed, fresh, beside);
    }

    Child stop(bool on, const Child& resting) {
        Child child;
        if (!on) {
            child.bound = taken != kStopped ? Bound::branch : Bound::none;
            return child;
        }
        const int64_t at_work = working(kStop);
        const Sized wanted{not_below_zero(x.sub(exit_due, resting.claim)), Bound::leaves};
        const Priced fresh = stop_at();
        const Sized anew = child_at_most(wanted, fresh);
        child.bound = Bound::limit;
        if (at_work <= 0 && !fresh.present) return child;
        const Sized claim = at_work > 0 ? on_lot(limited({at_work, anew.bound}, wanted)) : anew;
        const int64_t price = at_work > 0 ? stop_price : fresh.price;
        const Sized size =
            above_minimum(beside_exit(claim, std::max(working(kProfit), resting.quantity)), price, at_work);
        child.quantity = size.quantity;
        child.bound = size.bound;
        if (size.quantity <= 0) return child;
        child.price = stop_price = price;
        child.is_new = at_work < size.quantity;
        return child;
    }
    Priced stop_at() {
        const int64_t along = x.add(x.mul(mid, exit_side), x.muldiv_floor(mid, kSlippage, kRatio));
        const int64_t price = on_tick(x.mul(exit_side, along), exit_side);
        const int64_t far = exit_side > 0 ? ask2 : bid2;
        const bool there = exit_side > 0 ? ask_known : bid_known;
        const bool reached = x.mul(exit_side, far) <= x.mul(exit_side, x.mul(2, price));
        return {price, known && price > 0 && there && reached};
    }

    /// A price in half units on the tick grid, away from the market.
    int64_t on_tick(int64_t half, int64_t along) {
        return x.mul(along, x.mul(Exact::floor_div(x.mul(along, half), 2 * kTick), kTick));
    }
    Sized beside_exit(Sized claim, int64_t other) {
        const Sized room{not_below_zero(x.sub(position, other)), Bound::leaves};
        const Sized due{not_below_zero(x.sub(exit_due, other)), Bound::leaves};
        return on_lot(limited(limited(claim, room), due));
    }

    void finish(Output& out, const Child& first, const Child& second, const Child& third) {
        out.status = Status::fault;
        if (x.fault) return;
        out.status = Status::assumption;
        if (!assumed()) return;
        out.status = Status::guard;
        for (const Child* child : {&first, &second, &third})
            if (child->is_new && !value_within(child->quantity, child->price)) return;
        out.status = x.fault ? Status::fault : Status::ok;
        out.where = 0;
        out.wake = wake;
        out.desired[kEntry] = first.desired();
        out.desired[kProfit] = second.desired();
        out.desired[kStop] = third.desired(true);
        out.trace = {started ? quantity : executed, open ? leaves : 0, kAbsent, 0, 0};
    }
};

}  // namespace

std::unique_ptr<Twin> make_bracket() {
    return std::make_unique<Bracket>();
}

}  // namespace weir::bench
