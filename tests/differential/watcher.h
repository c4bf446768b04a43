// Watches a run from outside: events in, records out, and the tape. Keeps a ledger of its own and holds every child
// order against what the script, the order and the gate promise. It knows nothing of plans.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "runtime/backtest/backtest.h"
#include "tests/differential/trading.h"

namespace weir::test {

/// What the source text of a standard algorithm promises of its children, with its default parameters.
struct Promise {
    int64_t participation_percent;  // of the eligible volume over 5 min
    int64_t working_orders;         // at most
    int64_t patience_permille;      // of the order: what is further behind is taken
    bool crossing_first = true;     // slot 0 crosses, up to 3 bps worse than mid
};
Promise promise_of(const std::string& algorithm);

/// How near to its bounds a run came.
struct Measured {
    int64_t children = 0, checks = 0;
    int64_t ahead_at_placing_most = 0;  // E + W - T after a new child, in lots
    double ahead_most = 0;              // E - T, as a share of the order
    double behind_most = 0;             // T - E, as a share of the order
    double overdue_spell_most_s = 0;    // longest time over patience with nothing in the way and nothing under way
    double participation_most = 0;      // (E in the window + W) / volume of the window, at a new child
};

class Watcher {
  public:
    Watcher(const Case& trade, const backtest::Setup& setup, const TapeVolume& volume);

    void operator()(const Event& event, const engine::Engine& engine);

    const std::vector<std::string>& broken() const { return broken_; }
    const Measured& measured() const { return measured_; }
    int64_t executed() const { return executed_; }

  private:
    struct Child {
        int slot = 0;
        int64_t open = 0;  // may still fill
        int64_t executed = 0;
    };
    struct Own {
        int64_t time, executed;
    };

    void take(const Started&) {}
    void take(const VenueChanged&) {}
    void take(const Commanded&) {}
    void take(const Decided& decided);
    void take(const Sent& sent);
    void take(const Refused&);
    void take(const Reported& reported);
    void take(const Interrupted&) {}
    void take(const Stopped&) { stopped_ = true; }
    void take(const Wanted&) {}
    void take(const Hedged&) {}

    void check_place(const OrderCommand& command, int slot);
    void check_grid(const OrderCommand& command);
    void check_price(const OrderCommand& command, int slot);
    void check_participation();
    void check_rate();
    void check_exposure();
    void watch_overdue();
    int64_t exposure() const;
    int64_t executed_before(int64_t time) const;
    void must(bool holds, const char* what);

    const backtest::Setup& setup_;
    const Instrument& instrument_;
    const ParentOrder& order_;
    const TapeVolume& volume_;
    Promise promise_;

    int64_t now_ = 0;
    MarketView view_;
    bool stopped_ = false;
    step::Trace trace_{};
    std::map<ChildId, Child> children_;  // those that may still fill
    std::vector<Own> own_;
    int64_t executed_ = 0;
    std::deque<int64_t> messages_;
    bool tried_ = false;  // a crossing child was sent for the touch as it stands
    int64_t overdue_since_ = -1;
    Measured measured_;
    std::vector<std::string> broken_;
};

/// The identities that docs/tca.md states, and that the report speaks of the same run. Empty when they hold.
std::vector<std::string> broken_identities(const tca::Report& report, const Watcher& watcher);

}  // namespace weir::test
