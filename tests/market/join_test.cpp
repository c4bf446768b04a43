#include "runtime/market/join.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <vector>

#include "runtime/market/generate.h"

namespace weir::market {
namespace {

class Join : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() / ("weir-join-test-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    /// A generated day of the crypto market, `day` days after the first.
    std::string made(int day, const std::string& symbol = "BTC-USD") {
        auto options = GenerateOptions::crypto();
        options.seed = static_cast<uint64_t>(day) + 1;
        options.start = options.start + Duration{day * 86400 * kSecond};
        options.duration = Duration{3600 * kSecond};
        options.instrument.symbol = symbol;
        const std::string path = (folder_ / (symbol + std::to_string(day) + ".tape")).string();
        TapeError error;
        EXPECT_TRUE(generate(options, path, error)) << error.message;
        return path;
    }

    std::filesystem::path folder_;
};

TEST_F(Join, TapesFollowEachOtherInTimeAndTheBookIsClearedBetween) {
    const std::vector<std::string> paths{made(1), made(0)};
    TapeError error;
    const auto joined = open_joined(paths, error);
    ASSERT_TRUE(joined) << error.message;
    const auto first = Tape::open(paths[1], error), second = Tape::open(paths[0], error);
    ASSERT_EQ(joined->events().size(), first->events().size() + 1 + second->events().size());
    const MarketEvent& joint = joined->events()[first->events().size()];
    EXPECT_EQ(joint.kind, MarketKind::clear);
    EXPECT_EQ(joint.time, second->info().first.value);
    EXPECT_EQ(joined->info().first, first->info().first);
    EXPECT_EQ(joined->info().last, second->info().last);
    for (size_t i = 0; i < second->events().size(); ++i)
        EXPECT_EQ(joined->events()[first->events().size() + 1 + i].price, second->events()[i].price);
}

TEST_F(Join, WhatDoesNotFitIsSaid) {
    TapeError error;
    const std::vector<std::string> twice{made(0), made(0)};
    EXPECT_FALSE(open_joined(twice, error));
    EXPECT_NE(error.message.find("do not overlap"), std::string::npos) << error.message;
    const std::vector<std::string> others{made(0), made(1, "ETH-USD")};
    EXPECT_FALSE(open_joined(others, error));
    EXPECT_NE(error.message.find("one instrument"), std::string::npos) << error.message;
    const std::vector<std::string> missing{made(0), "no-such.tape"};
    EXPECT_FALSE(open_joined(missing, error));
    EXPECT_NE(error.message.find("no-such.tape"), std::string::npos) << error.message;
}

}  // namespace
}  // namespace weir::market
