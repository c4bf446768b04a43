// A child that rests and is repriced on an even grid, in one slot of any strategy.
#pragma once

#include "bench/step/twins/order.h"

namespace weir::bench {

struct Child {
    int64_t quantity = 0, price = 0;
    Bound bound = Bound::none;
    bool is_new = false;
    int64_t claim = 0;  // before what other children leave of it

    step::Desired desired(bool crossing = false) const { return {quantity, price, quantity, crossing, bound}; }
};

struct Resting {
    int64_t last_price = 0, index = -1, level = 0, asked = 0;
    Bound level_bound = Bound::none;
    bool bound_by_limit = true;  // as the order's own children are, and those that protect are not

    /// `wanted`: what the work asks for. `done`: what counts against a child that stays between its repricings.
    /// `fresh()`: the price of a new child. `beside(claim)`: what other children leave of the claim.
    template <class Order, class Fresh, class Beside>
    Child step(Order& order, int64_t at_work, int64_t repricing, Sized wanted, int64_t done, Fresh fresh,
               Beside beside) {
        const bool keeps = !bound_by_limit || order.may_keep(last_price);
        const bool stays = at_work > 0 && keeps && index == repricing;
        index = repricing;
        Priced price{last_price, true};
        Sized claim{0, Bound::none};
        if (stays) {
            claim = on_lot(limited({not_below_zero(order.x.sub(level, done)), level_bound}, wanted));
        } else {
            price = fresh();
            price.present = price.present && (at_work == 0 || keeps);
            if (price.present) claim = order.child_at_most(wanted, price);
        }
        const int64_t rest = not_below_zero(order.x.sub(asked, done));
        keep(order, claim, done);
        asked = done;
        Child child;
        child.claim = claim.quantity;
        if (!price.present) return child;
        if (stays) claim.quantity = std::min(claim.quantity, rest);
        const Sized left = beside(claim);
        asked = order.x.add(left.quantity, done);
        const Sized size = order.above_minimum(left, price.price, keeps ? at_work : 0);
        child.quantity = size.quantity;
        child.bound = size.bound;
        if (size.quantity <= 0) return child;
        if (order.above_minimum(left, price.price, 0).quantity == 0) price.price = last_price;
        child.is_new = std::max(at_work, rest) < size.quantity || last_price != price.price;
        child.price = last_price = price.price;
        return child;
    }

    /// The work is off.
    template <class Order>
    Child off(Order& order, Bound why, int64_t done) {
        index = -1;
        asked = done;
        keep(order, {0, why}, done);
        Child child;
        child.bound = why;
        return child;
    }

  private:
    template <class Order>
    void keep(Order& order, Sized claim, int64_t done) {
        level = order.x.add(claim.quantity, done);
        level_bound = claim.bound;
    }
};

}  // namespace weir::bench
