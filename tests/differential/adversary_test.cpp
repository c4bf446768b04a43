// `one of` and `protect` against a venue that does its worst: whatever is open there may fill at any moment, in any
// part, on both sides at once; commands and reports take random times, overtake each other, and fills cross cancels.
// The scripts are compiled, the engine is the real one, and what is held against the promises is the venue's own truth.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <queue>
#include <random>

#include "compiler/plan/interpreter.h"
#include "runtime/engine/engine.h"
#include "tests/lower/compiled.h"

namespace weir::test {
namespace {

constexpr Time kBegin{1'000'000 * kSecond};
constexpr Duration kLength{40 * kSecond};
constexpr int64_t kTotal = 200;

/// What a script works on both sides at once, or hands from one to the other.
const char* const kEverythingAtOnce = R"(weir 1
strategy everything() {
    phase enter {
        one of {
            work patient { take leaves; at 3 bps better than mid; reprice every 1 s }
            work eager when mid worse than arrival by 4 bps { take leaves; child at most 50 shares; up to 20 bps worse than mid }
        }
        next rest when executed > 60% of order
    }
    phase rest { work last { take leaves; peg near touch; reprice every 500 ms } }
    protect executed {
        one of {
            work profit { at 3 bps better than arrival; reprice every 1 s }
            work stop when last worse than best seen(last) by 6 bps { up to 50 bps worse than mid }
        }
    }
}
)";

struct Tried {
    std::string name, text;
};
std::vector<Tried> scripts() {
    std::vector<Tried> all = {{"everything at once", kEverythingAtOnce}};
    for (const char* name : {"bracket", "oco", "grid"}) all.push_back({name, stdlib_text(name)});
    return all;
}

class Adversary {
  public:
    Adversary(const plan::Plan& plan, const step::Program& program, uint64_t seed)
        : random_(seed), program_(program), engine_(config_of(plan, program)) {}

    /// The first promise that did not hold; empty when all did.
    std::string run() {
        at(kBegin - Duration{kSecond}, {.kind = Happening::quote});
        while (broken_.empty() && !(engine_.finished() && waiting_.empty())) {
            const Time wake = engine_.next_wake();
            if (waiting_.empty() && wake == kNoTime) break;
            if (waiting_.empty() || wake < waiting_.top().time) {
                now_ = std::max(now_, wake);
                give(event_of(EventKind::timer));
            } else {
                const Happening next = waiting_.top();
                waiting_.pop();
                now_ = next.time;
                happen(next);
            }
            if (now_ > kBegin + kLength + Duration{600 * kSecond}) break;
        }
        for (const auto& [child, order] : orders_) must(order.open == 0, "an order is still at the venue");
        must(engine_.finished(), "the order never finished");
        return broken_;
    }

    int64_t fills = 0, crossed = 0;  // crossed: fills of orders whose cancel was on its way
    int64_t executed(int ledger) const { return executed_[static_cast<size_t>(ledger)]; }

  private:
    struct Happening {
        enum Kind : uint8_t { quote, arrive, fill, report } kind = quote;
        Time time{};
        uint64_t sequence = 0;
        OrderCommand command{};
        OrderReport report_{};
        bool operator<(const Happening& other) const {  // the earliest on top
            return std::tie(other.time, other.sequence) < std::tie(time, sequence);
        }
    };
    struct Order {
        int ledger = 0;
        Side side = Side::buy;
        Price price{};
        int64_t open = 0, executed = 0;
        bool crossing = false, cancelling = false;
    };

    static engine::Config config_of(const plan::Plan& plan, const step::Program& program) {
        engine::Config config;
        config.instrument.symbol = "WEIR";
        config.program = program;
        config.order.quantity = Quantity{kTotal};
        config.order.start = kBegin;
        config.order.end = kBegin + kLength;
        config.stale_after = Duration{0};
        config.gate.collar_bps = 0;
        config.gate.messages_max = 0;
        for (const plan::Parameter& parameter : plan.parameters) config.parameters.push_back(parameter.value);
        return config;
    }

    int64_t below(int64_t n) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(n)); }
    Duration delay() { return Duration{below(4) == 0 ? below(400'000'000) : below(20'000'000)}; }
    /// At once, or long enough for the script to want something else.
    Duration until_fill() { return below(3) == 0 ? delay() : Duration{below(6'000'000'000)}; }
    void at(Time time, Happening what) {
        what.time = std::max(time, now_);
        what.sequence = ++sequence_;
        waiting_.push(what);
    }
    void must(bool holds, const std::string& what) {
        if (!holds && broken_.empty())
            broken_ = what + " at " + std::to_string(now_.value - kBegin.value) + ": executed " +
                      std::to_string(executed_[0]) + " and " + std::to_string(executed_[1]) + ", at the venue " +
                      std::to_string(open(0)) + " and " + std::to_string(open(1));
    }
    int64_t open(int ledger) const {
        int64_t sum = 0;
        for (const auto& [child, order] : orders_) sum += order.ledger == ledger ? order.open : 0;
        return sum;
    }

    static Event event_of(EventKind kind) {
        Event event;
        event.kind = kind;
        return event;
    }
    void give(const OrderReport& report) {
        Event event = event_of(EventKind::report);
        event.report = report;
        give(std::move(event));
    }
    void give(Event event) {
        event.time = now_;
        engine_.on(event);
        for (const Record& record : engine_.records())
            if (const auto* sent = std::get_if<Sent>(&record.what)) slots_[sent->command.child] = sent->slot;
        for (const OrderCommand& command : engine_.commands()) {
            if (command.kind == CommandKind::cancel)
                if (const auto order = orders_.find(command.child); order != orders_.end())
                    order->second.cancelling = true;
            at(now_ + delay(), {.kind = Happening::arrive, .command = command});
        }
    }

    void happen(const Happening& what) {
        switch (what.kind) {
            case Happening::quote:
                return move();
            case Happening::arrive:
                return arrive(what.command);
            case Happening::fill:
                return fill(what.command.child);
            case Happening::report:
                return give(what.report_);
        }
    }

    /// The market jumps about, so that stops come true and prices cross.
    void move() {
        mid_ += below(5) == 0 ? below(160) - 80 : below(20) - 10;
        const int64_t spread = 1 + below(4);
        Event event = event_of(EventKind::market);
        event.market = {.bid_price = mid_ - spread,
                        .bid_quantity = 100 + below(900),
                        .ask_price = mid_ + spread,
                        .ask_quantity = 100 + below(900),
                        .last_price = mid_ + below(3) - 1};
        event.market.volume = volume_ += below(200);
        event.market.turnover = volume_ * mid_;
        event.market.trade_count = ++trades_;
        give(event);
        if (now_ < kBegin + kLength + Duration{5 * kSecond}) at(now_ + Duration{below(300'000'000)}, {});
    }

    void report(ReportKind kind, ChildId child, const Order& order, int64_t quantity = 0) {
        OrderReport news{.kind = kind, .child = child};
        news.execution = kind == ReportKind::filled ? ++executions_ : 0;
        news.price = order.price;
        news.quantity = Quantity{quantity};
        news.leaves = Quantity{order.open};
        news.executed = Quantity{order.executed};
        news.venue_time = now_;
        at(now_ + delay(), {.kind = Happening::report, .report_ = news});
        if (kind == ReportKind::filled && below(8) == 0)  // said twice
            at(now_ + delay(), {.kind = Happening::report, .report_ = news});
    }

    void arrive(const OrderCommand& command) {
        if (command.kind == CommandKind::place) {
            Order& order = orders_[command.child];
            order = {.ledger = program_.slots[static_cast<size_t>(slots_.at(command.child))].ledger,
                     .side = command.side,
                     .price = command.price,
                     .open = command.quantity.value,
                     .crossing = command.immediate_or_cancel};
            hold_truth();
            report(ReportKind::accepted, command.child, order);
            at(now_ + until_fill(), {.kind = Happening::fill, .command = command});
            return;
        }
        const auto found = orders_.find(command.child);
        if (found == orders_.end() || found->second.open == 0) {
            OrderReport news{.kind = ReportKind::cancel_rejected, .reject = Reject::unknown_order};
            news.child = command.child;
            if (found == orders_.end()) {  // it has overtaken the order: the order is still to come
                at(now_ + Duration{1'000'000}, {.kind = Happening::arrive, .command = command});
                return;
            }
            news.executed = Quantity{found->second.executed};
            at(now_ + delay(), {.kind = Happening::report, .report_ = news});
            return;
        }
        Order& order = found->second;
        if (command.kind == CommandKind::cancel) {
            if (below(3) == 0) fill(command.child);  // the fill was first
            order.open = 0;
            return report(ReportKind::cancelled, command.child, order);
        }
        order.open = std::min(order.open, command.quantity.value);
        report(ReportKind::reduced, command.child, order);
    }

    /// Some of an order, or all, at its price, whatever the market is. An order that crosses is then done with.
    void fill(ChildId child) {
        const auto found = orders_.find(child);
        if (found == orders_.end() || found->second.open == 0) return;
        Order& order = found->second;
        const int64_t quantity = below(3) == 0 ? order.open : 1 + below(order.open);
        order.open -= quantity;
        order.executed += quantity;
        executed_[static_cast<size_t>(order.ledger)] += quantity;
        ++fills;
        crossed += order.cancelling;
        hold_truth();
        report(ReportKind::filled, child, order, quantity);
        if (order.open == 0) return;
        if (order.crossing) {
            order.open = 0;
            return report(ReportKind::cancelled, child, order);
        }
        OrderCommand again;
        again.child = child;
        at(now_ + until_fill(), {.kind = Happening::fill, .command = again});
    }

    /// What the venue knows: one budget for all branches, a position that is never turned, and no orders of ours that
    /// could trade with each other.
    void hold_truth() {
        int64_t highest_bid = 0, lowest_ask = std::numeric_limits<int64_t>::max();
        for (const auto& [child, order] : orders_) {
            if (order.open == 0) continue;
            if (order.side == Side::buy) highest_bid = std::max(highest_bid, order.price.value);
            if (order.side == Side::sell) lowest_ask = std::min(lowest_ask, order.price.value);
        }
        must(highest_bid < lowest_ask, "orders of ours cross");
        must(executed_[0] + open(0) <= kTotal, "the order's budget is exceeded");
        must(executed_[1] + open(1) <= executed_[0], "what protects can turn the position");
    }

    std::mt19937_64 random_;
    const step::Program& program_;
    engine::Engine engine_;
    std::priority_queue<Happening> waiting_;
    std::map<ChildId, Order> orders_;
    std::map<ChildId, int> slots_;
    std::array<int64_t, 2> executed_{};
    Time now_{};
    uint64_t sequence_ = 0, executions_ = 0;
    int64_t mid_ = 10'000, volume_ = 0, trades_ = 0;
    std::string broken_;
};

TEST(Adversary, BudgetsHoldAndPositionsNeverTurn) {
    constexpr uint64_t kSeeds = 150;
    for (const auto& [name, text] : scripts()) {
        const plan::Plan plan = plan_of(text, shares());
        const plan::Interpreter interpreter(plan);
        const step::Program program = interpreter.program();
        int64_t fills = 0, crossed = 0, executed = 0, closed = 0;
        for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
            Adversary adversary(plan, program, seed);
            ASSERT_EQ(adversary.run(), "") << name << ", seed " << seed;
            fills += adversary.fills, crossed += adversary.crossed;
            executed += adversary.executed(0), closed += adversary.executed(1);
        }
        std::printf("  %-20s %ld fills, %ld of them crossing a cancel, executed %ld, closed again %ld\n", name.c_str(),
                    fills, crossed, executed, closed);
        EXPECT_GT(crossed, 0) << name;
        EXPECT_GT(executed, 0) << name;
        if (plan.layout.ledgers > 1) EXPECT_GT(closed, 0) << name;
    }
}

}  // namespace
}  // namespace weir::test
