// What every strategy promises at every step, whatever the market does: the standard algorithms and a few scripts that
// use the rest of the language walk through random markets.
#include "tests/lower/market_walk.h"

namespace weir::test {
namespace {

constexpr std::string_view kEverything = R"(weir 1
strategy everything(live pace : ratio = 1x from 0.5x to 2x) {
    let wide = spread > 3 * average(spread, 2 min)
    schedule linear every 20 s
    participate at most 30% of volume over 2 min
    participate at least 1% of volume over 2 min
    pause when wide until spread < 2 * average(spread, 2 min)
    hold when last worse than highest(last, 1 min) by 20 bps for 1 s
    tilt pace
    tilt 1.5x when mid better than vwap(1 min) by 2 bps
    work sweep before join when behind > 4% of order { take behind; child at most 30% of order; up to 5 bps worse than mid }
    work join before rest when mid better than ema(mid, 1 min) {
        peg mid better by 1 tick; take 5% of order; child at least 2% of order; post only
    }
    work rest { peg near touch - 1 tick; child at most 20_000 quote; show 10% vary 50%; reprice every 7 s vary 40% }
    complete must, up to 60% to complete
    risk { child value <= 1_000_000 quote; price within 20% of mid; participation <= 70% over 2 min }
    assume { mid from 1 quote to 1_000_000 quote }
})";

constexpr std::string_view kFlow = R"(weir 1
strategy flow() {
    let anchor = mid else arrival
    phase patient {
        let calm = spread < 3 * average(spread, 30 s)
        schedule linear every 10 s
        participate at most 40% of volume over 1 min
        work rest when calm { peg near touch; show 20% synthetic vary 30%; reload after 1 s to 4 s random }
        next climb when executed > 20% of order for 3 s
    }
    phase climb {
        one of {
            work steps { 5 levels from 2 bps to 30 bps better than mid; size 1x to 3x; refill 50% 2 times; reprice every 5 s }
            work stop when mid worse than ema(mid, 30 s) by 5 bps for 1 s { take leaves; up to 20 bps worse than mid }
        }
        next last when steps settled or stop settled or order.end - now < 2 min
    }
    phase last {
        work close { take leaves; up to 1% worse than mid; child at most 20% of order; deadline 1 min }
        next patient when close settled and leaves > 10% of order
    }
    protect executed {
        one of {
            work profit { at 5 bps worse than anchor; limit 1% worse than mid }
            work guard when mid worse than arrival by 8 bps { up to 50 bps worse than mid; minimum 2 lots }
        }
    }
    done when order.end - now < 30 s
})";

struct Script {
    std::string name;
    std::string text;
};

std::vector<Script> scripts() {
    return {{"twap", stdlib_text("twap")},
            {"vwap", stdlib_text("vwap")},
            {"pov", stdlib_text("pov")},
            {"everything", std::string(kEverything)},
            {"flow", std::string(kFlow)}};
}

class Promises : public testing::TestWithParam<int> {};

void check_step(Driver& driver, int64_t now) {
    const step::Output& out = driver.output;
    ASSERT_EQ(out.status, step::Status::ok) << "at " << out.where;
    EXPECT_GT(out.wake, now);
    const int64_t side = driver.at(step::Input::order_side), limit = driver.at(step::Input::order_limit);
    std::array<int64_t, step::kMaxLedgers> totals{};
    for (int i = 0; i < driver.plan.layout.slots; ++i) {
        const step::Desired& desired = out.desired[static_cast<size_t>(i)];
        const int64_t working = driver.at(step::Input::slot_working, i);
        ASSERT_GE(desired.quantity, 0);
        const int ledger = driver.ledger_of(i);
        totals[static_cast<size_t>(ledger)] += desired.quantity;
        EXPECT_LE(desired.display, desired.quantity);
        EXPECT_EQ(desired.quantity % driver.at(step::Input::lot), 0);
        EXPECT_EQ(desired.display % driver.at(step::Input::lot), 0);
        if (desired.quantity == 0) continue;
        EXPECT_GT(desired.display, 0);
        EXPECT_GT(desired.price, 0);
        EXPECT_EQ(desired.price % driver.at(step::Input::tick), 0);
        EXPECT_TRUE(desired.quantity >= driver.at(step::Input::minimum_quantity) || desired.quantity == working);
        if (ledger == 0 && limit != step::kAbsent) EXPECT_LE(side * desired.price, side * limit);
        if (ledger == 0) EXPECT_EQ(out.trace.paused, 0);
        EXPECT_GE(now, driver.at(step::Input::order_start));
        EXPECT_LT(now, driver.at(step::Input::order_end));
    }
    for (int ledger = 0; ledger < driver.plan.layout.ledgers; ++ledger)
        EXPECT_LE(totals[static_cast<size_t>(ledger)], std::max<int64_t>(driver.leaves(ledger), 0));
}

TEST_P(Promises, HoldInRandomMarkets) {
    for (const Script& script : scripts()) {
        for (const lower::Market& market : {shares(), bitcoin()}) {
            const auto seed = static_cast<uint64_t>(GetParam());
            SCOPED_TRACE(script.name + " on " + market.base + ", seed " + std::to_string(seed));
            Driver driver(plan_of(script.text, market));
            ASSERT_EQ(plan::validate(driver.plan), std::vector<std::string>{});
            const bool coins = market.base == "BTC";
            const int64_t lot = coins ? 1'000 : 1;
            MarketWalk walk(driver, seed, coins ? 1'000'000 : 1);
            driver.set(step::Input::lot, lot);
            driver.set(step::Input::minimum_quantity, coins ? 100'000 : 1);
            driver.set(step::Input::tick, walk.chance(50) ? 1 : 5);
            const int64_t begin = 1'000'000 * kSec, end = begin + 20 * 60 * kSec;
            driver.order(walk.uniform(200, 3000) * lot * (coins ? 1000 : 1), begin, end, walk.chance(50) ? 1 : -1);
            driver.set(step::Input::order_arrival, 2 * 23'600);
            if (walk.chance(50)) driver.set(step::Input::order_limit, 23'600 + walk.uniform(-60, 60));
            bool traded = false;
            for (int64_t now = begin - 60 * kSec; now < end + 30 * kSec;) {
                driver.step(now);
                check_step(driver, now);
                if (HasFatalFailure() || HasFailure()) return;
                const std::string before = text_of(driver.output, driver.plan.layout.slots);
                driver.step(now);  // a stutter at the same moment
                ASSERT_EQ(text_of(driver.output, driver.plan.layout.slots), before);
                const int64_t next = walk.next_time(now);
                const int64_t between = now + (next - now) / 2;
                if (between < driver.output.wake) {  // and one later on, before anything is due
                    driver.step(between);
                    ASSERT_EQ(text_of(driver.output, driver.plan.layout.slots), before) << "at " << between;
                }
                for (int i = 0; i < driver.plan.layout.slots; ++i)
                    traded |= driver.output.desired[static_cast<size_t>(i)].quantity > 0;
                now = next;
                walk.happen();
            }
            EXPECT_TRUE(traded || driver.at(step::Input::order_limit) != step::kAbsent);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Promises, testing::Range(1, 13));

}  // namespace
}  // namespace weir::test
