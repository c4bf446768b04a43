// What is found is made small, and told; what is right is seen at work.
#include "proofs/story.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "proofs/minimise.h"
#include "proofs/witness.h"
#include "tests/proofs/strategies.h"

namespace weir::test {
namespace {

constexpr const char* kPieces = R"(weir 1
strategy pieces(
    live pieces : count = 5 from 1 to 20,
) {
    schedule linear every 1 min
    work rest when spread < 80 bps of mid { peg near touch; child at most pieces * 50_000 quote }
    risk { child value <= 500_000 quote }
    assume { mid from 1 tick to 10_000_000 quote }
}
)";
constexpr const char* kValue = "child value <= 500_000 quote";

TEST(Minimise, KeepsWhatBreaksAndLittleElse) {
    Strategy strategy = open_strategy(kPieces);
    const size_t at = only(strategy, kValue).value();
    const verify::Property& property = strategy.proofs.findings[at].property;
    for (const uint64_t seed : {1, 2, 3}) {
        SCOPED_TRACE(seed);
        const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs, {.seed = seed});
        ASSERT_TRUE(hunt.found[at].has_value());
        const proofs::Refutation small = proofs::minimise(strategy.ground, strategy.proofs, property, *hunt.found[at]);
        EXPECT_TRUE(proofs::breaks(small.replay, property));
        EXPECT_LE(proofs::moments_of(small.scenario), 3u);
        EXPECT_LE(small.scenario.commands.size(), 1u);
        EXPECT_EQ(small.scenario.order.limit, step::kAbsent);
        EXPECT_EQ(small.scenario.seed, 1u);
    }
}

TEST(Minimise, IsTheSameEachTime) {
    Strategy strategy = open_strategy(kPieces);
    const size_t at = only(strategy, kValue).value();
    const verify::Property& property = strategy.proofs.findings[at].property;
    const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs);
    ASSERT_TRUE(hunt.found[at].has_value());
    const auto small = [&] { return proofs::minimise(strategy.ground, strategy.proofs, property, *hunt.found[at]); };
    EXPECT_EQ(small().scenario, small().scenario);
}

TEST(Story, EndsWithTheNumbers) {
    Strategy strategy = open_strategy(kPieces);
    const size_t at = only(strategy, kValue).value();
    const verify::Property& property = strategy.proofs.findings[at].property;
    const proofs::Hunt hunt = proofs::search(strategy.ground, strategy.proofs);
    ASSERT_TRUE(hunt.found[at].has_value());
    const proofs::Refutation small = proofs::minimise(strategy.ground, strategy.proofs, property, *hunt.found[at]);
    const proofs::Story story = proofs::tell(strategy.ground, strategy.proofs, property, small, strategy.checked.files);
    EXPECT_EQ(story.property, kValue);
    EXPECT_TRUE(story.clause.starts_with("work rest")) << story.clause;
    ASSERT_FALSE(story.incidents.empty());
    EXPECT_EQ(story.incidents.back().text, story.inequality);
    EXPECT_EQ(story.incidents.back().time, small.replay.time);
    EXPECT_TRUE(story.inequality.starts_with("child value: ")) << story.inequality;
    EXPECT_TRUE(story.inequality.ends_with(" > 500,000.00 USD")) << story.inequality;
    const std::string text = proofs::text_of(story, strategy.checked.files);
    EXPECT_NE(text.find("script.weir:7:12"), std::string::npos) << text;
    EXPECT_NE(text.find(story.inequality), std::string::npos) << text;
}

TEST(Witness, SeesEachClauseAtWork) {
    const Strategy strategy = open_strategy(R"(weir 1
strategy two_phases() {
    pause when spread > 150 bps of mid for 1 s
    phase patient {
        schedule linear
        work rest when spread < 80 bps of mid { peg near touch; child at most 5_000 quote }
        next quick when order.end - now < 2 min
    }
    phase quick { work cross { take leaves; child at most 5_000 quote; up to 20 bps worse than mid } }
    risk { child value <= 500_000 quote; price within 50 bps of mid }
    assume { mid from 1 tick to 10_000_000 quote }
}
)");
    const proofs::Witnessed seen = proofs::witness(strategy.ground, strategy.proofs);
    for (const auto& slot : seen.slots) EXPECT_TRUE(slot.has_value());
    for (size_t i = 0; i < seen.properties.size(); ++i)
        EXPECT_TRUE(seen.properties[i].has_value()) << strategy.proofs.findings[i].property.name;
    ASSERT_EQ(seen.phases.size(), 2u);
    EXPECT_TRUE(seen.phases[0].traded.has_value());
    EXPECT_TRUE(seen.phases[1].traded.has_value());
    EXPECT_TRUE(seen.paused.has_value());
    EXPECT_EQ(seen.scenarios.size(), seen.markets.size());
}

TEST(Witness, SeesNothingOfWhatNeverTrades) {
    const Strategy strategy = open_strategy(R"(weir 1
strategy never() {
    work rest when spread < 0 bps of mid { peg near touch; take leaves; child at most 5_000 quote }
    risk { child value <= 500_000 quote }
}
)");
    const proofs::Witnessed seen = proofs::witness(strategy.ground, strategy.proofs);
    EXPECT_FALSE(seen.slots[0].has_value());
    EXPECT_FALSE(seen.properties[finding_of(strategy, kValue)].has_value());
}

}  // namespace
}  // namespace weir::test
