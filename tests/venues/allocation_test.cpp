// The exchange allocates nothing once it has seen as much at once as it will see.
#include <gtest/gtest.h>

#include "runtime/venues/delay.h"
#include "tests/support/allocations.h"
#include "tests/venues/random_market.h"

namespace weir::venues::test {
namespace {

class Allocation : public testing::TestWithParam<market::BookDetail> {};

TEST_P(Allocation, NoneInSteadyState) {
    Random random(3);
    std::vector<Move> moves;
    for (int i = 0; i < 40'000; ++i) {
        const uint64_t n = random.next();
        moves.push_back({static_cast<uint8_t>(n), static_cast<uint8_t>(n >> 8), static_cast<uint8_t>(n >> 16),
                         static_cast<uint8_t>(n >> 24)});
    }
    Scene scene = random_scene({GetParam(), true}, moves);
    // Our own orders are few: the memory of their ids is what grows with them.
    std::erase_if(scene.commands(), [](const auto& timed) { return timed.time % 64 != 0; });
    const auto tape = scene.make_tape();
    Exchange exchange(*tape, no_delays());
    size_t next = 0;
    int64_t warm = -1;
    while (exchange.next_time() != kNoTime) {
        while (next < scene.commands().size() && scene.commands()[next].time <= exchange.next_time().value) {
            exchange.send(scene.commands()[next].command, Time{scene.commands()[next].time});
            ++next;
        }
        exchange.advance();
        if (warm < 0 && exchange.records() > tape->info().records / 2) warm = weir::test::allocations;
    }
    EXPECT_EQ(weir::test::allocations, warm);
}

INSTANTIATE_TEST_SUITE_P(Tapes, Allocation,
                         testing::Values(market::BookDetail::orders, market::BookDetail::levels,
                                         market::BookDetail::quotes),
                         [](const auto& param) { return std::string(market::name(param.param)); });

}  // namespace
}  // namespace weir::venues::test
