// An order manager with a notebook for what it sends, for tests of single behaviours.
#pragma once

#include <vector>

#include "runtime/orders/orders.h"
#include "tests/orders/wanted.h"

namespace weir::orders::testing {

/// A parent that buys 100, with two slots and answers due within 5 s.
inline Settings settings() {
    Settings result;
    result.instrument.price_decimals = 2;
    result.total = Quantity{100};
    result.slots = 2;
    return result;
}

class Desk final : public Outlet {
  public:
    explicit Desk(const Settings& given = settings()) : manager(given) {}

    /// Wants this in the two slots, and gives back what was sent for it.
    std::vector<OrderCommand> want(step::Desired first, step::Desired second = {}) {
        desired_ = {first, second};
        return again();
    }
    std::vector<OrderCommand> again() {
        sent.clear();
        manager.reconcile(desired_, {stance, now, touch, {}, limit}, *this);
        return sent;
    }
    Applied report(ReportKind kind, ChildId child, int64_t executed = 0, int64_t leaves = 0,
                   Reject reject = Reject::none) {
        return manager.on_report({.kind = kind,
                                  .reject = reject,
                                  .child = child,
                                  .leaves = Quantity{leaves},
                                  .executed = Quantity{executed}},
                                 now);
    }
    Applied fill(ChildId child, int64_t quantity, int64_t price, int64_t executed, uint64_t execution,
                 int64_t fee = 0) {
        return manager.on_report({.kind = ReportKind::filled,
                                  .child = child,
                                  .execution = execution,
                                  .price = Price{price},
                                  .quantity = Quantity{quantity},
                                  .leaves = Quantity{1'000'000},
                                  .executed = Quantity{executed},
                                  .fee = fee},
                                 now);
    }
    /// Sends a first order of the whole parent, and the venue accepts it.
    ChildId working(int64_t quantity, int64_t price) {
        const ChildId child = want(rest(quantity, price)).at(0).child;
        report(ReportKind::accepted, child, 0, quantity);
        return child;
    }
    ChildState state(ChildId child) const { return manager.find(child)->state; }

    bool pass(const OrderCommand& command, int, step::Bound bound) override {
        if (refuse) return false;
        sent.push_back(command);
        last_bound = bound;
        return true;
    }

    Manager manager;
    Stance stance = Stance::work;
    Time now{0};
    uint64_t touch = 0;
    std::optional<Price> limit;
    bool refuse = false;
    std::vector<OrderCommand> sent;
    step::Bound last_bound = step::Bound::none;

  private:
    std::array<step::Desired, 2> desired_{};
};

}  // namespace weir::orders::testing
