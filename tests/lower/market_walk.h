// A market that walks at random, and an order manager that is sometimes late: what a strategy lives in.
#pragma once

#include <algorithm>
#include <random>

#include "tests/lower/driver.h"

namespace weir::test {

class MarketWalk {
  public:
    MarketWalk(Driver& driver, uint64_t seed, int64_t quantity_unit)
        : driver_(driver), random_(seed), unit_(quantity_unit) {}

    int64_t uniform(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }
    bool chance(int percent) { return uniform(1, 100) <= percent; }

    /// The next moment of interest: a market event, or the wake-up that was asked for when that comes first.
    int64_t next_time(int64_t now) {
        const int64_t event = now + uniform(1, chance(10) ? 30 * kSec : kSec);
        return std::min(event, driver_.output.wake);
    }

    /// Something happens to the market, to our orders, or to nothing.
    void happen() {
        if (chance(40)) move();
        if (chance(40)) driver_.trade(uniform(1, 50) * unit_, last());
        if (chance(3)) driver_.set(step::Input::bid_price, step::kAbsent);
        if (chance(3)) driver_.set(step::Input::ask_price, step::kAbsent);
        if (chance(30)) fill();
        if (chance(60)) manage();
    }

    /// Orders are as desired, as far as the ledger has something left.
    void manage() {
        driver_.manage();
        count_working();
    }

    void fill() {
        for (int i = 0; i < driver_.plan.layout.slots; ++i) {
            const int64_t working = driver_.at(step::Input::slot_working, i);
            const int64_t lot = driver_.at(step::Input::lot);
            driver_.fill(i, chance(50) ? working : uniform(0, working / lot) * lot);
        }
        count_working();
    }

    /// Quotes of another moment.
    void move() {
        mid_ = std::max<int64_t>(mid_ + uniform(-20, 20), 2'000);
        const int64_t spread = chance(8) ? uniform(20, 60) : uniform(1, 6);
        driver_.quote(mid_ - spread, mid_ + spread);
        for (int i = 1; i < driver_.plan.layout.instruments; ++i) move_leg(i);
    }
    /// What hedges it has a market of its own, which is away now and then.
    void move_leg(int instrument) {
        const int64_t mid = 4'000 * instrument + uniform(-100, 100), spread = uniform(1, 9);
        const bool away = chance(5);
        driver_.at_view(step::Input::bid_price, 0, instrument) = away ? step::kAbsent : mid - spread;
        driver_.at_view(step::Input::ask_price, 0, instrument) = away ? step::kAbsent : mid + spread;
        driver_.at_view(step::Input::open, 0, instrument) = !chance(5);
    }

  private:
    int64_t last() { return mid_ + uniform(-3, 3); }
    void count_working() {
        for (int ledger = 0; ledger < driver_.plan.layout.ledgers; ++ledger) {
            int64_t total = 0;
            for (int i = 0; i < driver_.plan.layout.slots; ++i)
                if (driver_.ledger_of(i) == ledger) total += driver_.at(step::Input::slot_working, i);
            driver_.set(step::Input::order_working, total, ledger);
        }
    }

    Driver& driver_;
    std::mt19937_64 random_;
    int64_t unit_;
    int64_t mid_ = 23'600;
};

}  // namespace weir::test
