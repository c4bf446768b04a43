#include "tests/differential/markets.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "runtime/market/generate.h"
#include "runtime/market/import.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

/// The order has the middle of the tape: the market is known before it begins, and goes on after it.
Market market_of(std::string name, std::unique_ptr<market::Tape> tape) {
    Market market;
    market.name = std::move(name);
    const market::TapeInfo& info = tape->info();
    const int64_t length = since(info.last, info.first).value;
    const auto second = [](int64_t time) { return Time{time / kSecond * kSecond}; };
    market.start = second(info.first.value + length / 10);
    market.end = second(info.last.value - length / 20);
    const TapeVolume volume(*tape);
    market.volume = volume.before(market.end) - volume.before(market.start);
    market.tape = std::move(tape);
    return market;
}

std::unique_ptr<market::Tape> generated(market::GenerateOptions options, uint64_t seed) {
    options.seed = seed;
    return market::generate(options);
}

Market generated_market(const std::string& name, const market::GenerateOptions& options, uint64_t seed) {
    Market market = market_of(name + " seed " + std::to_string(seed), generated(options, seed));
    market.history = generated(options, seed + 1000);
    return market;
}

struct Recorded {
    std::string name, format;
    std::vector<std::string> files;
};

std::vector<Recorded> recorded_sources() {
    const std::string binance = "binance_ws_hftbacktest/", bac = "lean_us_equity_2013/tick/bac/20131007_";
    return {{"GOOG", "lobster", {"lobster_2012-06-21/LOBSTER_SampleFile_GOOG_2012-06-21_10.zip"}},
            {"Bitstamp", "bitstamp-l3", {"bitstamp_l3_2015/2015-05-01.log.xz"}},
            {"Binance spot", "binance-ws", {binance + "spot_btcusdt_20240808.jsonl.gz"}},
            {"Binance USD-M", "binance-ws", {binance + "usdm_btcusdt_20240808.jsonl.gz"}},
            {"ctc", "ctc", {"bittrex_bitfinex_ctc/ob-train.tsv.gz"}},
            {"BAC", "lean-tick", {bac + "quote.zip", bac + "trade.zip"}}};
}

std::unique_ptr<market::Tape> imported(const Recorded& source, const fs::path& folder) {
    const fs::path data = fs::path(WEIR_SOURCE_DIR) / ".." / "shared" / "data";
    std::vector<std::string> files;
    for (const std::string& file : source.files) {
        if (!fs::exists(data / file)) return nullptr;
        files.push_back((data / file).string());
    }
    const std::string path = (folder / (source.format + ".tape")).string();
    market::ImportError import_error;
    EXPECT_TRUE(market::import_tape(source.format, files, {}, path, import_error)) << import_error.message;
    market::TapeError error;
    auto tape = market::Tape::open(path, error);
    EXPECT_TRUE(tape) << error.message;
    fs::remove(path);  // it stays mapped
    return tape;
}

}  // namespace

const Instrument& instrument_of(const Market& market) {
    return market.tape->info().instrument;
}

std::vector<Market> generated_markets() {
    using market::GenerateOptions;
    std::vector<Market> markets;
    for (uint64_t seed : {7, 21}) markets.push_back(generated_market("equity", GenerateOptions::us_equity(), seed));
    for (uint64_t seed : {3, 14}) markets.push_back(generated_market("crypto", GenerateOptions::crypto(), seed));
    return markets;
}

std::vector<Market> recorded_markets(std::vector<std::string>& missing) {
    const fs::path folder = fs::temp_directory_path() / ("weir_differential_" + std::to_string(getpid()));
    fs::create_directories(folder);
    std::vector<Market> markets;
    for (const Recorded& source : recorded_sources()) {
        auto tape = imported(source, folder);
        if (tape)
            markets.push_back(market_of(source.name, std::move(tape)));
        else
            missing.push_back(source.name);
    }
    fs::remove_all(folder);
    return markets;
}

TapeVolume::TapeVolume(const market::Tape& tape) {
    int64_t sum = 0;
    for (const MarketEvent& event : tape.events()) {
        const bool prints = event.kind == MarketKind::execute || event.kind == MarketKind::trade;
        if (!prints || (event.flags & kAuction)) continue;
        sum += event.quantity;
        times_.push_back(event.time);
        sums_.push_back(sum);
    }
}

int64_t TapeVolume::before(Time time) const {
    const auto found = std::ranges::lower_bound(times_, time.value);
    return found == times_.begin() ? 0 : sums_[static_cast<size_t>(found - times_.begin()) - 1];
}

}  // namespace weir::test
