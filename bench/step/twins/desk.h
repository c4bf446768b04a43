// What the strategies that follow a pace have in common, written by hand for one instrument: the pause, the works
// `cross` and `passive`, the guards. Each strategy derives from `Desk` and adds its pace.
#pragma once

#include "bench/step/twins/order.h"

namespace weir::bench {

/// `Facts`: kParameters, kWideFactor handled by the strategy, kShow, kRepriceEvery, kRepriceVary, kSalt, kGuardRatio.
template <class Facts>
struct Desk : Order<step::Layout{.slots = 2, .parameters = Facts::kParameters}> {
    using Base = Order<step::Layout{.slots = 2, .parameters = Facts::kParameters}>;
    using Base::above_minimum, Base::child_at_most, Base::parameter, Base::wake_at, Base::working, Base::x;
    using Base::ask2, Base::ask_known, Base::bid2, Base::bid_known, Base::known, Base::mid;
    using Base::end, Base::executed, Base::leaves, Base::limit, Base::may_keep, Base::now, Base::open, Base::quantity,
        Base::side;
    using Base::start, Base::started, Base::wake;

    // memory
    Average<900 * kSecond / kBuckets> usual_spread;
    Debounce<2 * kSecond> wide_for;
    int64_t last_price[2] = {0, 0};
    int64_t reprice_index = -1, level = 0, asked = 0;
    Bound resting_bound = Bound::none;

    // of this step
    int64_t spread = 0;
    bool wide = false, paused = false;
    Bound pause_bound = Bound::pause;

    template <Input kInput>
    int64_t get() const {
        return Base::template get<kInput>();
    }

    void read(const int64_t* inputs) {
        Base::read(inputs);
        spread = x.sub(ask2, bid2);
        usual_spread.advance(now);
    }

    /// `pause when wide for 2 s`, where `wide` is spread > factor · usual.
    void pause(int64_t factor, bool usual_known, int64_t usual) {
        const bool judged = known && usual_known;
        wide = judged && spread > x.mul(usual, factor);
        paused = !judged || wide_for.holds(now, wide);
        wake_at(wide_for.wake(now, wide));
        wake_at(usual_spread.wake(known ? spread : kAbsent));
    }

    bool out_of_reach() {
        const int64_t at = limit != kAbsent ? x.mul(2, limit) : (int64_t{1} << 60) * side;
        return x.muldiv_ceil(mid, 4'000'000, kRatio) <= x.sub(x.mul(mid, side), x.mul(side, at));
    }

    /// The limit of the order and the tick, for a price in half units along the side.
    int64_t priced(int64_t along) {
        if (limit != kAbsent) along = std::min(along, x.mul(side, x.mul(2, limit)));
        return x.mul(side, x.mul(Exact::floor_div(along, 2 * kTick), kTick));
    }
    Priced crossing_price() {
        const int64_t price = priced(x.add(x.mul(mid, side), x.muldiv_floor(mid, 300'000, kRatio)));
        const int64_t far = side > 0 ? ask2 : bid2;
        const bool reached = x.mul(side, far) <= x.mul(side, x.mul(2, price));
        return {price, known && price > 0 && (side > 0 ? ask_known : bid_known) && reached};
    }
    Priced resting_price() {
        const int64_t price = priced(x.mul(side, side > 0 ? bid2 : ask2));
        return {price, (side > 0 ? bid_known : ask_known) && price > 0};
    }

    /// What the other work's children leave free of the room and of what is due.
    Sized beside(Sized claim, Sized room, Sized due, int64_t other) {
        const auto free = [&](Sized all) { return Sized{not_below_zero(x.sub(all.quantity, other)), all.bound}; };
        return on_lot(limited(limited(claim, free(room)), free(due)));
    }

    struct Child {
        int64_t quantity = 0, price = 0, display = 0;
        Bound bound = Bound::none;
        int64_t left = 0;  // by other children
        bool is_new = false;
        Sized claim{0, Bound::none};  // before what the other work's children leave of it
    };

    Child cross(bool on, int64_t behind, Sized room, int64_t& claimed) {
        const int64_t at_work = working(0);
        Child child;
        if (!on) {
            child.bound = paused ? pause_bound : Bound::none;
            return child;
        }
        const Priced fresh = crossing_price();
        const Sized wanted = limited({behind, Bound::take}, {not_below_zero(room.quantity), room.bound});
        const Sized anew = child_at_most(wanted, fresh);
        const bool stays = at_work > 0 && may_keep(last_price[0]);
        if (!stays && (at_work > 0 || !fresh.present)) {
            child.bound = Bound::limit;
            return child;
        }
        const Sized claim = stays ? on_lot(limited({at_work, anew.bound}, wanted)) : anew;
        const int64_t price = stays ? last_price[0] : fresh.price;
        claimed = x.add(claimed, claim.quantity);
        const Sized together = limited({behind, Bound::take}, room);
        const Sized size = above_minimum(beside(claim, room, together, working(1)), price, at_work);
        child.quantity = child.display = size.quantity;
        child.bound = size.bound;
        if (size.quantity > 0) {
            child.price = last_price[0] = price;
            child.is_new = at_work < size.quantity;
        }
        return child;
    }

    struct Grid {
        int64_t index, next;
    };
    int64_t reprice_time(int64_t k) {
        const int64_t drawn = hash(Facts::kSalted, get<Input::seed>(), k);
        return x.add(x.mul(k, Facts::kRepriceEvery), x.muldiv_floor(drawn, Facts::kRepriceVary, kShareOne));
    }
    Grid reprice_grid() {
        const int64_t count = now / Facts::kRepriceEvery, time = reprice_time(count);
        return time <= now ? Grid{count, reprice_time(count + 1)} : Grid{count - 1, time};
    }

    Child rest(bool on, Sized due, Sized room, int64_t claimed, int64_t crossing) {
        const int64_t at_work = working(1);
        const Grid grid = reprice_grid();
        const bool keeps = may_keep(last_price[1]);
        const bool stays = at_work > 0 && keeps && grid.index == reprice_index;
        reprice_index = on ? grid.index : -1;
        Child child;
        child.bound = child.claim.bound = paused ? pause_bound : Bound::none;
        if (on) {
            wake_at(grid.next);
            const Priced fresh = resting_price();
            if (stays || (fresh.present && (at_work == 0 || keeps)))
                child = resting_child(fresh, stays, due, room, claimed, crossing);
        }
        level = x.add(executed, child.claim.quantity);
        asked = x.add(executed, child.left);
        resting_bound = child.claim.bound;
        return child;
    }
    Child resting_child(Priced fresh, bool stays, Sized due, Sized room, int64_t claimed, int64_t crossing) {
        const int64_t at_work = working(1);
        const Sized wanted{not_below_zero(x.sub(due.quantity, claimed)), due.bound};
        const int64_t left = not_below_zero(x.sub(level, executed));
        const Sized claim = stays ? on_lot(limited({left, resting_bound}, wanted)) : child_at_most(wanted, fresh);
        int64_t price = stays ? last_price[1] : fresh.price;
        const int64_t other = std::max(working(0), crossing);
        const int64_t rest = not_below_zero(x.sub(asked, executed));
        Sized offered = claim;
        if (stays) offered.quantity = std::min(claim.quantity, rest);
        const Sized beside_others = beside(offered, room, due, other);
        const Sized size = above_minimum(beside_others, price, may_keep(last_price[1]) ? at_work : 0);
        Child child;
        child.claim = claim;
        child.left = beside_others.quantity;
        child.quantity = size.quantity;
        child.bound = size.bound;
        if (size.quantity <= 0) return child;
        if (above_minimum(beside_others, price, 0).quantity == 0) price = last_price[1];
        child.is_new = std::max(at_work, rest) < size.quantity || last_price[1] != price;
        child.price = last_price[1] = price;
        const int64_t part = std::max<int64_t>(x.muldiv_ceil(size.quantity, Facts::kShow, kRatio), 1);
        child.display = std::min(size.quantity, x.mul(Exact::ceil_div(part, kLot), kLot));
        return child;
    }

    bool value_within(const Child& child) { return !child.is_new || Base::value_within(child.quantity, child.price); }
    bool price_within(const Child& child) {
        if (!child.is_new || !known) return true;
        const int64_t apart = x.sub(x.mul(2, child.price), mid);
        return std::max(apart, -apart) <= x.muldiv_floor(mid, 5'000'000, kRatio);
    }

    /// Writes the step's result; false when it stops the strategy. The memory of a stopped strategy is of no more use.
    bool finish(Output& out, const Child& first, const Child& second, int64_t volume, int64_t own) {
        out.status = Status::fault;
        if (x.fault) return false;
        out.status = Status::assumption;
        if (!this->assumed()) return false;
        out.status = Status::guard;
        if (!value_within(first) || !value_within(second)) return false;
        if (working(0) < first.quantity || working(1) < second.quantity) {
            const int64_t exposed =
                x.add(x.add(own, std::max(working(0), first.quantity)), std::max(working(1), second.quantity));
            if (exposed > x.add(kLot, x.muldiv_floor(Facts::kGuardRatio, volume, kRatio))) return false;
        }
        if (!price_within(first) || !price_within(second)) return false;
        out.status = x.fault ? Status::fault : Status::ok;
        out.where = 0;
        out.wake = wake;
        out.desired[0] = {first.quantity, first.price, first.display, 1, first.bound};
        out.desired[1] = {second.quantity, second.price, second.display, 0, second.bound};
        usual_spread.hold(now, known ? spread : kAbsent);
        wide_for.hold(now, wide);
        return !x.fault;
    }
};

}  // namespace weir::bench
