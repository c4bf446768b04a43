// In steady state the engine allocates nothing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/engine/harness.h"

namespace {
bool counting = false;
long allocations = 0;
}  // namespace

// Replaced for the whole program; only what happens while `counting` is set is counted.
void* operator new(size_t size) {
    if (counting) ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
    std::free(memory);
}

namespace weir::engine {
namespace {

using namespace testing;

void peg_half(const void*, const int64_t* inputs, const int64_t* const*, int64_t*, step::Output* output) {
    output->status = step::Status::ok;
    output->wake = step::kNever;
    output->trace = {};
    output->desired[0] = resting(50, inputs[kLayout.offset(step::Input::bid_price)]);
    output->desired[1] = resting(20, inputs[kLayout.offset(step::Input::bid_price)] - 5);
}

TEST(EngineSteadyState, AllocatesNothing) {
    const Body unused = peg;
    Config config = config_of(unused);
    config.program.function = &peg_half;
    config.gate.messages_max = 0;
    Engine engine(config);
    int64_t bid = 10'000, answered = 0;
    std::array<OrderCommand, 256> waiting;
    size_t count = 0;
    const auto give = [&](const Event& event) {
        engine.on(event);
        for (const OrderCommand& command : engine.commands()) waiting[count++] = command;
    };
    for (int i = 0; i < 20'000; ++i) {
        if (i == 100) counting = true;
        Event quote;
        quote.kind = EventKind::market;
        quote.time = kStart + Duration{int64_t{i} * 1'000'000};
        quote.market.bid_price = bid += i % 3 - 1;
        quote.market.ask_price = bid + 2;
        give(quote);
        for (size_t next = 0; next < count; ++next, ++answered) {
            Event answer;
            answer.kind = EventKind::report;
            answer.time = quote.time;
            answer.report.child = waiting[next].child;
            const bool over = waiting[next].kind == CommandKind::cancel;
            answer.report.kind = over ? ReportKind::cancelled : ReportKind::accepted;
            answer.report.leaves = over ? Quantity{0} : waiting[next].quantity;
            give(answer);
        }
        count = 0;
    }
    counting = false;
    EXPECT_EQ(allocations, 0);
    EXPECT_GT(answered, 10'000);
    EXPECT_GT(engine.steps(), 10'000u);
}

}  // namespace
}  // namespace weir::engine
