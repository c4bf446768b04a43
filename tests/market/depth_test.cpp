// Sums of the best levels: as if they were added up each time.
#include "runtime/market/depth.h"

#include <gtest/gtest.h>

#include <array>

#include "runtime/market/generate.h"
#include "runtime/market/random.h"

namespace weir::market {
namespace {

constexpr std::array kLevels{1, 3, 5, 40};

int64_t added_up(const Book& book, Side side, int levels) {
    int64_t sum = 0;
    for (size_t i = 0; i < static_cast<size_t>(levels) && book.level(side, i); ++i)
        sum += book.level(side, i)->quantity;
    return sum;
}

void expect_equal(DepthSums& sums, const Book& book, uint64_t record) {
    for (const Side side : {Side::buy, Side::sell})
        for (size_t k = 0; k < kLevels.size(); ++k)
            ASSERT_EQ(sums.sum(book, side, k), added_up(book, side, kLevels[k])) << "record " << record << ", " << k;
}

TEST(DepthSums, FollowAGeneratedDay) {
    GenerateOptions options = GenerateOptions::us_equity();
    options.messages_per_session = 20'000;
    const auto tape = generate(options);
    Book book(BookDetail::orders);
    DepthSums sums(kLevels);
    uint64_t record = 0;
    for (const MarketEvent& event : tape->events()) {
        sums.see(book.apply(event));
        if (event.flags & kLastOfMessage) expect_equal(sums, book, record);
        ++record;
    }
}

/// Records of every kind at a few prices, with sums that are asked for now and then.
TEST(DepthSums, FollowAnythingThatABookTakes) {
    for (const BookDetail detail : {BookDetail::quotes, BookDetail::levels, BookDetail::orders})
        for (uint64_t seed = 1; seed <= 10; ++seed) {
            SCOPED_TRACE(std::string(name(detail)) + ", seed " + std::to_string(seed));
            Random random(seed);
            Book book(detail);
            DepthSums sums(kLevels);
            for (uint64_t i = 0; i < 3'000; ++i) {
                MarketEvent event{};
                event.kind = static_cast<MarketKind>(random.under(11));
                if (event.kind == MarketKind::clear && random.chance(9, 10)) event.kind = MarketKind::level;
                const Side side = random.chance(1, 2) ? Side::buy : Side::sell;
                event.side = static_cast<int8_t>(side);
                event.price = 100 - sign(side) * random.under(12);
                event.quantity = random.under(30);
                event.order = static_cast<uint64_t>(random.under(60));
                sums.see(book.apply(event));
                if (random.chance(1, 3)) expect_equal(sums, book, i);
            }
        }
}

}  // namespace
}  // namespace weir::market
