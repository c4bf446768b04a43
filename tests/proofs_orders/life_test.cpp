// The model of the parent's life against the engine: on random events, each must lead the engine where it leads the
// model, and a new order leaves only when the model lets it.
#include <gtest/gtest.h>

#include <random>

#include "proofs/orders/life.h"
#include "tests/engine/harness.h"

namespace weir::order_proof {
namespace {

using namespace engine::testing;
using engine::Config;

class Companion {
  public:
    Companion() : machine_(terms_) {
        std::vector<Term> wanted = {machine_.new_orders, machine_.wake};
        for (const LifeField& f : kLifeFields) wanted.push_back(machine_.after.*f.field);
        for (const Named& conjunct : life_invariant(machine_.after)) wanted.push_back(conjunct.term);
        evaluation_ = std::make_unique<Evaluation>(terms_, wanted);
        set(machine_.before.now, -1), set(machine_.before.start, kStart.value), set(machine_.before.end, kEnd.value);
    }

    /// What the event was, and what came of it in the engine.
    void follow(const Event& event, const Driver& driver, std::span<const Record> records) {
        const LifeMachine::Inputs& in = machine_.inputs;
        for (const Term flag : {in.stale, in.breached, in.can_begin, in.complete, in.step_stops, in.complete_later})
            set(flag, 0);
        set(in.time, event.time.value);
        set(in.command, event.command ? static_cast<int64_t>(event.command->kind) : -1);
        set(in.value, event.command ? event.command->value : 0);
        set(in.other_wake, driver.engine.next_wake().value);
        for (const Record& record : records) {
            if (const auto* began = std::get_if<Started>(&record.what)) {
                set(in.can_begin, began->arrival != step::kAbsent);
                working_ = true;
            }
            if (const auto* stopped = std::get_if<Stopped>(&record.what)) take(stopped->cause);
        }
        evaluation_->run();
        ASSERT_EQ(get(machine_.after.life) == static_cast<int64_t>(Life::working), working_ && !stopped_);
        ASSERT_EQ(get(machine_.after.life) == static_cast<int64_t>(Life::stopped), stopped_);
        for (const OrderCommand& command : driver.engine.commands())
            if (command.kind == CommandKind::place) {
                ++new_orders;
                ASSERT_TRUE(get(machine_.new_orders));
            }
        if (!stopped_) ASSERT_EQ(get(machine_.wake), driver.engine.next_wake().value);
        for (const Named& conjunct : life_invariant(machine_.after)) ASSERT_TRUE(get(conjunct.term)) << conjunct.name;
        for (const LifeField& f : kLifeFields) set(machine_.before.*f.field, get(machine_.after.*f.field));
    }

    int new_orders = 0;
    std::array<int, 32> causes{};

  private:
    void take(StopCause cause) {
        const LifeMachine::Inputs& in = machine_.inputs;
        stopped_ = true;
        ++causes[static_cast<size_t>(cause)];
        if (cause == StopCause::venue) set(in.breached, 1);
        if (cause == StopCause::completed) set(in.complete, 1);
        if (cause == StopCause::stale) set(in.stale, 1);
        if (cause == StopCause::fault) set(in.step_stops, 1);
    }
    void set(Term variable, int64_t value) { evaluation_->set(variable, value); }
    int64_t get(Term term) const { return (*evaluation_)[term]; }

    Terms terms_;
    LifeMachine machine_;
    std::unique_ptr<Evaluation> evaluation_;
    bool working_ = false, stopped_ = false;
};

/// Wants something else at each step, and now and then what it may not want.
void restless(const int64_t* inputs, step::Output& output) {
    peg(inputs, output);
    const int64_t now = read(inputs, step::Input::now);
    output.wake = now + 40 * kSecond + 1;
    if (now / kSecond % 499 == 3) output.wake = now;  // a fault
}

void draw(std::mt19937_64& random, Event& event, const Driver& driver) {
    const auto below = [&](int64_t n) { return static_cast<int64_t>(random() % static_cast<uint64_t>(n)); };
    switch (below(6)) {
        case 0:
            event.kind = EventKind::timer;
            return;
        case 1:
        case 2:
            event.kind = EventKind::market;
            event.market.bid_price = 10'000 + below(5);
            event.market.ask_price = below(8) == 0 ? step::kAbsent : 10'006;
            event.market.bid_quantity = event.market.ask_quantity = 500;
            event.market.halted = below(10) == 0;
            return;
        case 3: {
            static constexpr std::array kLive = {LiveCommand::pause,  LiveCommand::hold,      LiveCommand::resume,
                                                 LiveCommand::resume, LiveCommand::amend_end, LiveCommand::amend_end};
            event.kind = EventKind::command;
            Command command{.kind = kLive[static_cast<size_t>(below(6))]};
            if (below(20) == 0) command.kind = LiveCommand::cancel;
            command.value = event.time.value + below(700 * kSecond) - 100 * kSecond;
            event.command = std::make_shared<const Command>(command);
            return;
        }
        default:
            event.kind = EventKind::report;
            event.report.child = driver.commands.empty() ? 1 : driver.commands.back().child;
            event.report.kind = static_cast<ReportKind>(below(6));
            event.report.execution = random();
            event.report.quantity = Quantity{below(below(40) == 0 ? 200 : 8)};
            event.report.price = Price{10'000};
            event.report.executed = driver.engine.ledger().executed;
            if (below(6) == 0) {  // all of it
                event.report.kind = ReportKind::filled;
                event.report.quantity = driver.engine.ledger().exposure;
            }
            return;
    }
}

TEST(Life, TheEngineFollowsTheModel) {
    int new_orders = 0;
    std::array<int, 32> causes{};
    for (uint64_t seed = 1; seed <= 1000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937_64 random(seed);
        const bool deaf = seed % 4 == 0;  // whether the silence of the market counts
        Driver driver(restless, [&](Config& config) { config.stale_after = Duration{deaf ? 300 * kSecond : 0}; });
        Companion companion;
        Time now{900 * kSecond};
        for (int i = 0; i < 60; ++i) {  // about 2400 s
            now = now + Duration{static_cast<int64_t>(random() % (80 * kSecond))};
            Event event;
            if (const Time wake = driver.engine.next_wake(); i > 0 && wake <= now) {
                event.kind = EventKind::timer;
                now = wake;
            } else {
                draw(random, event, driver);
            }
            event.time = now;
            driver.give(event);
            ASSERT_NO_FATAL_FAILURE(companion.follow(event, driver, driver.engine.records()));
        }
        new_orders += companion.new_orders;
        for (size_t cause = 0; cause < causes.size(); ++cause) causes[cause] += companion.causes[cause];
    }
    EXPECT_GT(new_orders, 1'000);
    for (const StopCause cause : {StopCause::ended, StopCause::completed, StopCause::cancelled, StopCause::venue,
                                  StopCause::stale, StopCause::fault})
        EXPECT_GT(causes[static_cast<size_t>(cause)], 0) << static_cast<int>(cause);
}

}  // namespace
}  // namespace weir::order_proof
