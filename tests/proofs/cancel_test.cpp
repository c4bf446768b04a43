// A proof that is cancelled says nothing, and leaves nothing behind by which another would say something else.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <random>
#include <stop_token>
#include <thread>

#include "compiler/verify/solve.h"
#include "proofs/minimise.h"
#include "proofs/proofs.h"
#include "proofs/witness.h"
#include "tests/proofs/strategies.h"

namespace weir::test {
namespace {

/// One limit is proven, one is refuted, and one takes the solver a while.
constexpr const char* kScript = R"(weir 1
strategy uncapped() {
    schedule linear every 1 min
    work rest when spread < 80 bps of mid { peg near touch; child at most 5% of order }
    risk { child value <= 500_000 quote; price within 50 bps of mid }
    assume { mid from 1 tick to 10_000_000 quote }
}
)";

/// More pigeons than holes: it has no answer, and no solver of clauses sees that before the end of days.
std::string pigeons(int holes) {
    std::string text;
    const auto in = [](int pigeon, int hole) { return fmt::format("p{}h{}", pigeon, hole); };
    for (int pigeon = 0; pigeon <= holes; ++pigeon)
        for (int hole = 0; hole < holes; ++hole) text += fmt::format("(declare-const {} Bool)\n", in(pigeon, hole));
    for (int pigeon = 0; pigeon <= holes; ++pigeon) {
        text += "(assert (or";
        for (int hole = 0; hole < holes; ++hole) text += " " + in(pigeon, hole);
        text += "))\n";
        for (int other = 0; other < pigeon; ++other)
            for (int hole = 0; hole < holes; ++hole)
                text += fmt::format("(assert (or (not {}) (not {})))\n", in(pigeon, hole), in(other, hole));
    }
    return text;
}

/// Requests a stop after a while that the seed says.
std::jthread stop_later(std::stop_source& source, uint64_t microseconds) {
    return std::jthread([&source, microseconds] {
        std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
        source.request_stop();
    });
}

std::stop_token stopped() {
    std::stop_source source;
    source.request_stop();
    return source.get_token();
}

TEST(Cancel, EndsWhatTheSolverIsAt) {
    const std::string text = pigeons(14);
    for (const uint64_t after : {0U, 50U, 500U, 20'000U}) {
        std::stop_source source;
        verify::Solver solver(source.get_token());
        const std::jthread stopper = stop_later(source, after);
        EXPECT_EQ(solver.ask(text, ~uint32_t{0}).answer, verify::Answer::unknown);
        EXPECT_TRUE(solver.core(text, ~uint32_t{0}).empty());
    }
}

TEST(Cancel, WhileTheSolverIsMadeAndGone) {
    for (uint64_t after = 0; after < 60; ++after) {
        std::stop_source source;
        const std::jthread stopper = stop_later(source, after * 20);
        verify::Solver solver(source.get_token());
        solver.ask("(declare-const x Int)\n(assert (< 3 x))\n", 1'000'000);
        solver.ask("(declare-const x Int)\n(assert (< 3 x))\n(assert (< x 3))\n", 1'000'000);
        solver.core("(declare-const x Int)\n(assert (< 3 x))\n(assert (< x 3))\n", 1'000'000);
    }
}

TEST(Cancel, BeforeItBeginsNothingIsDone) {
    Strategy strategy = open_strategy(kScript);
    EXPECT_FALSE(verify::prove(strategy.checked.plans[0], {}, stopped()));
    EXPECT_FALSE(proofs::verify(strategy.checked, 0, {}, stopped()));
    EXPECT_FALSE(verify::never_sent(strategy.checked.plans[0], {}, {}, stopped()));
    EXPECT_EQ(proofs::search(strategy.ground, strategy.proofs, {.stop = stopped()}).runs, 0U);
    EXPECT_EQ(proofs::witness(strategy.ground, strategy.proofs, {.stop = stopped()}).runs, 0U);

    const auto hunt = proofs::search(strategy.ground, strategy.proofs, {.operations = 20'000'000});
    const size_t at = finding_of(strategy, "child value <= 500_000 quote");
    ASSERT_TRUE(hunt.found[at]);
    const auto small = proofs::minimise(strategy.ground, strategy.proofs, strategy.proofs.findings[at].property,
                                        *hunt.found[at], {.stop = stopped()});
    EXPECT_TRUE(small.scenario == hunt.found[at]->scenario);
}

TEST(Cancel, AtAnyMomentNothingIsClaimedAndNothingIsKept) {
    namespace fs = std::filesystem;
    const Strategy strategy = open_strategy(kScript);
    const fs::path folder = fs::temp_directory_path() / fmt::format("weir_cancel_{}", getpid());
    proofs::Subject subject;
    subject.plan = &strategy.checked.plans[0];
    subject.market = &strategy.checked.market;
    const auto said = [&](const proofs::Verified& verified) { return proofs::certificate(verified, subject); };
    const std::string whole = said(proofs::verify(strategy.checked, 0, {}));
    EXPECT_NE(whole.find("refuted"), std::string::npos);

    const uint64_t seed = std::random_device()();
    std::mt19937_64 random(seed);
    std::cout << "seed " << seed << "\n";
    int cancelled = 0;
    for (int i = 0; i < 40; ++i) {
        std::stop_source source;
        proofs::Options options;
        options.cache_dir = folder / std::to_string(i);
        // Half of them soon, where questions are asked; the others anywhere.
        const uint64_t most = random() % 2 == 0 ? 20'000 : 400'000;
        const std::jthread stopper = stop_later(source, random() % most);
        const auto verified = proofs::verify(strategy.checked, 0, options, source.get_token());
        if (verified) {
            EXPECT_EQ(said(*verified), whole);
            continue;
        }
        ++cancelled;
        std::error_code none;
        EXPECT_TRUE(!fs::exists(options.cache_dir) || fs::is_empty(options.cache_dir, none)) << options.cache_dir;
    }
    EXPECT_GT(cancelled, 0);
    EXPECT_EQ(said(proofs::verify(strategy.checked, 0, {})), whole);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace weir::test
