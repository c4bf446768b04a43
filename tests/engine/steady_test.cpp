// In steady state the engine allocates nothing.
#include <gtest/gtest.h>

#include "tests/engine/harness.h"
#include "tests/support/allocations.h"

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
    int64_t warm = 0;
    for (int i = 0; i < 20'000; ++i) {
        if (i == 100) warm = weir::test::allocations;
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
    EXPECT_EQ(weir::test::allocations, warm);
    EXPECT_GT(answered, 10'000);
    EXPECT_GT(engine.steps(), 10'000u);
}

}  // namespace
}  // namespace weir::engine
