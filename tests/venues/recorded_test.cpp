// Recorded days, traded against at random: nothing fills twice there either.
#include <gtest/gtest.h>

#include <filesystem>

#include "runtime/market/import.h"
#include "runtime/venues/delay.h"
#include "tests/venues/random_market.h"

namespace weir::venues::test {
namespace {

namespace fs = std::filesystem;

struct Source {
    const char *name, *format, *file;
};

class Recorded : public testing::TestWithParam<Source> {};

/// Commands near the touch, as a trader would see it, all along the tape.
void trade_at_random(Scene& scene, const market::Tape& tape) {
    Random random(11);
    Exchange watching(tape, no_delays());
    ChildId child = 0;
    uint64_t seen = 0;
    while (watching.next_time() != kNoTime) {
        const auto event = watching.advance();
        if (!event || ++seen % 40 != 0 || event->market.bid_price == step::kAbsent ||
            event->market.ask_price == step::kAbsent)
            continue;
        const uint64_t dice = random.next();
        const Side side = dice % 2 ? Side::buy : Side::sell;
        const int64_t near = side == Side::buy ? event->market.bid_price : event->market.ask_price;
        const int64_t far = side == Side::buy ? event->market.ask_price : event->market.bid_price;
        const int64_t shown = std::max(event->market.bid_quantity, event->market.ask_quantity);
        const auto quantity = static_cast<int64_t>(1 + (dice >> 8) % static_cast<uint64_t>(2 * shown));
        const int64_t time = event->time.value + 1;
        if (dice / 2 % 4 == 0) {
            scene.take(time, ++child, side, far, quantity);
        } else {
            scene.place(time, ++child, side, near, quantity, 1 + quantity / 3);
        }
        if (child > 12) scene.cancel(time, child - 12);
    }
}

TEST_P(Recorded, NothingFillsTwice) {
    const fs::path source = fs::path(WEIR_SOURCE_DIR) / ".." / "shared" / "data" / GetParam().file;
    if (!fs::exists(source)) GTEST_SKIP() << "no recorded data at " << source.string();
    const fs::path path = fs::temp_directory_path() / ("weir_venues_" + std::to_string(getpid()) + ".tape");
    const std::string files[] = {source.string()};
    market::ImportError import_error;
    ASSERT_TRUE(market::import_tape(GetParam().format, files, {}, path.string(), import_error)) << import_error.message;
    market::TapeError error;
    const auto tape = market::Tape::open(path.string(), error);
    fs::remove(path);
    ASSERT_NE(tape, nullptr) << error.message;

    Scene scene(tape->info().detail);
    scene.info() = tape->info();
    scene.records().assign(tape->events().begin(), tape->events().end());
    trade_at_random(scene, *tape);
    EXPECT_EQ(conservation_fault(scene, 2'000), "");
    int64_t makers = 0, takers = 0;
    for (const OrderReport& r : scene.reports())
        if (r.kind == ReportKind::filled) ++(r.liquidity == Liquidity::maker ? makers : takers);
    EXPECT_GT(makers, 20);
    EXPECT_GT(takers, 20);
}

INSTANTIATE_TEST_SUITE_P(
    Days, Recorded,
    testing::Values(Source{"lobster", "lobster", "lobster_2012-06-21/LOBSTER_SampleFile_GOOG_2012-06-21_10.zip"},
                    Source{"bitstamp", "bitstamp-l3", "bitstamp_l3_2015/2015-05-01.log.xz"},
                    Source{"binance", "binance-ws", "binance_ws_hftbacktest/spot_btcusdt_20240808.jsonl.gz"},
                    Source{"ctc", "ctc", "bittrex_bitfinex_ctc/ob-train.tsv.gz"}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace weir::venues::test
