// The generator: the same bytes from the same seed, a book that is always valid, and the features it claims.
#include "runtime/market/generate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "runtime/market/arrivals.h"
#include "runtime/market/book.h"
#include "runtime/market/check.h"
#include "runtime/market/random.h"
#include "runtime/market/tape_file.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

constexpr int64_t kDay = 86'400 * kSecond;

uint64_t hash_of(const Tape& tape) {
    file::Checksum checksum;
    checksum.add(tape.events().data(), tape.events().size_bytes());
    return checksum.value();
}

TEST(Random, ExponentialHasMeanAndVarianceOne) {
    Random random(7);
    constexpr int kDraws = 200'000;
    double sum = 0, squares = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double x = static_cast<double>(random.exponential()) / 4'294'967'296.0;
        sum += x;
        squares += x * x;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean, 1, 0.01);
    EXPECT_NEAR(squares / kDraws - mean * mean, 1, 0.03);
}

TEST(Arrivals, HaveTheMeanRateOfTheirFormula) {
    Random random(3);
    Arrivals arrivals;
    arrivals.start(0);
    constexpr int64_t kBase = 2 * Arrivals::kOne;
    constexpr int kMessages = 100'000;
    int64_t time = 0;
    for (int i = 0; i < kMessages; ++i) time = arrivals.next(random, [](int64_t) { return kBase; });
    const double rate = kMessages / (static_cast<double>(time) / kSecond);
    EXPECT_NEAR(rate, 2 / (1 - Arrivals::kBranchingPercent / 100.0), 0.25);
}

TEST(Generator, GivesTheSameBytesFromTheSameSeed) {
    const auto equity = generate(GenerateOptions::us_equity());
    const auto crypto = generate(GenerateOptions::crypto());
    EXPECT_EQ(hash_of(*equity), hash_of(*generate(GenerateOptions::us_equity())));
    GenerateOptions other = GenerateOptions::us_equity();
    other.seed = 2;
    EXPECT_NE(hash_of(*equity), hash_of(*generate(other)));
    // Integers alone make a tape: these hashes are those of every machine.
    EXPECT_EQ(hash_of(*equity), 7364993966590249184u);
    EXPECT_EQ(hash_of(*crypto), 17006395495821397386u);

    const test::Folder folder;
    TapeError error;
    ASSERT_TRUE(generate(GenerateOptions::us_equity(), folder / "a.tape", error)) << error.message;
    const auto written = Tape::open(folder / "a.tape", error);
    ASSERT_TRUE(written) << error.message;
    EXPECT_EQ(hash_of(*written), hash_of(*equity));
    EXPECT_EQ(written->info().source, "generator");
}

TEST(Generator, BooksAreValid) {
    for (uint64_t seed = 1; seed <= 3; ++seed)
        for (GenerateOptions options : {GenerateOptions::us_equity(), GenerateOptions::crypto()}) {
            options.seed = seed;
            SCOPED_TRACE(options.instrument.symbol + ", seed " + std::to_string(seed));
            const auto tape = generate(options);
            CheckError error;
            const auto report = check(*tape, {}, error);
            ASSERT_TRUE(report);
            EXPECT_EQ(report->crossed.messages + report->locked.messages + report->one_sided.messages, 0u);
            EXPECT_EQ(report->faults, BookFaults{});
            EXPECT_EQ(report->off_tick + report->off_lot, 0u);
            EXPECT_NEAR(static_cast<double>(report->messages), static_cast<double>(options.messages_per_session),
                        0.05 * static_cast<double>(options.messages_per_session));
            EXPECT_GT(report->trades, 10'000u);
            EXPECT_GE(tape->info().first.value, options.start.value);
            EXPECT_LE(tape->info().last.value, options.start.value + options.duration.value);
        }
}

TEST(Generator, EveryExecutionIsOfTheOrderAheadOfAllOthers) {
    const auto tape = generate(GenerateOptions::us_equity());
    Book book(BookDetail::orders);
    for (const MarketEvent& event : tape->events()) {
        if (event.kind == MarketKind::execute) {
            const Side side = static_cast<Side>(event.side);
            ASSERT_EQ(event.price, book.best(side)->price);
            ASSERT_EQ(event.order, book.first(*book.best(side))->id);
            ASSERT_LE(event.quantity, book.first(*book.best(side))->quantity);
        }
        book.apply(event);
    }
}

/// The market once every `step`: messages and volume since the last time, and the spread in ticks.
struct Sampled {
    std::vector<double> messages, volume, spread;
};

Sampled sample(const Tape& tape, int64_t step) {
    Sampled sampled;
    Book book(BookDetail::orders);
    int64_t next = tape.info().first.value + step;
    double messages = 0, volume = 0;
    for (const MarketEvent& event : tape.events()) {
        for (; event.time >= next && book.two_sided(); next += step) {
            sampled.messages.push_back(messages);
            sampled.volume.push_back(volume);
            sampled.spread.push_back(static_cast<double>(book.best(Side::sell)->price - book.best(Side::buy)->price) /
                                     static_cast<double>(tape.info().instrument.tick.value));
            messages = volume = 0;
        }
        book.apply(event);
        messages += event.flags & kLastOfMessage ? 1 : 0;
        volume += event.kind == MarketKind::execute ? static_cast<double>(event.quantity) : 0;
    }
    return sampled;
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

TEST(Generator, VolumeIsUShaped) {
    for (uint64_t seed = 1; seed <= 3; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        GenerateOptions options = GenerateOptions::us_equity();
        options.seed = seed;
        const Sampled halves = sample(*generate(options), 1'800 * kSecond);  // 13 half hours
        ASSERT_GE(halves.volume.size(), 12u);
        const double middle = (halves.volume[5] + halves.volume[6] + halves.volume[7]) / 3;
        EXPECT_GT(halves.volume.front(), 2 * middle);
        EXPECT_GT(halves.volume[11], 1.3 * middle);
        EXPECT_GT(halves.messages.front(), 2 * (halves.messages[5] + halves.messages[6] + halves.messages[7]) / 3);
    }
}

TEST(Generator, OrderFlowIsClustered) {
    for (const GenerateOptions& options : {GenerateOptions::us_equity(), GenerateOptions::crypto()}) {
        const Sampled sampled = sample(*generate(options), 20 * kSecond);
        // Against the shape of the day: the variance within each half hour about its own mean.
        constexpr size_t kBlock = 90;
        double ratio = 0;
        size_t blocks = 0;
        for (size_t from = 0; from + kBlock <= sampled.messages.size(); from += kBlock, ++blocks) {
            const std::vector<double> block(sampled.messages.begin() + static_cast<long>(from),
                                            sampled.messages.begin() + static_cast<long>(from + kBlock));
            const double average = mean(block);
            double variance = 0;
            for (const double count : block) variance += (count - average) * (count - average) / kBlock;
            ratio += variance / average;
        }
        EXPECT_GT(ratio / static_cast<double>(blocks), 2.5) << options.instrument.symbol;  // 1 for a Poisson process
    }
}

TEST(Generator, TheSpreadReturnsToItsMean) {
    for (const GenerateOptions& options : {GenerateOptions::us_equity(), GenerateOptions::crypto()}) {
        SCOPED_TRACE(options.instrument.symbol);
        const Sampled sampled = sample(*generate(options), kSecond);
        const double usual = mean(sampled.spread);
        EXPECT_GT(usual, 1.2);
        EXPECT_LT(usual, 6);
        double covariance = 0, variance = 0, after_wide = 0, wide = 0;
        for (size_t i = 1; i < sampled.spread.size(); ++i) {
            const double before = sampled.spread[i - 1] - usual, now = sampled.spread[i] - usual;
            covariance += before * now;
            variance += before * before;
            if (before > usual) {
                after_wide += now - before;
                ++wide;
            }
        }
        const double persistence = covariance / variance;
        EXPECT_GT(persistence, 0.1);
        EXPECT_LT(persistence, 0.95);
        ASSERT_GT(wide, 30);
        EXPECT_LT(after_wide / wide, -0.3);  // a wide spread narrows on average
    }
}

TEST(Generator, EquitiesTradeInSessionsOnly) {
    GenerateOptions options = GenerateOptions::us_equity();
    options.start = Time{1'709'856'000 * kSecond};  // Friday, 2024-03-08, 00:00 UTC; clocks change on the Sunday
    options.duration = Duration{5 * kDay};
    options.messages_per_session = 5'000;
    const auto tape = generate(options);
    std::vector<int64_t> opens, closes;
    Book book(BookDetail::orders);
    for (const MarketEvent& event : tape->events()) {
        if (event.kind == MarketKind::clear) (book.two_sided() ? closes : opens).push_back(event.time / kSecond);
        book.apply(event);
    }
    EXPECT_EQ(opens, (std::vector<int64_t>{1'709'908'200, 1'710'163'800, 1'710'250'200}));  // 14:30, 13:30, 13:30 UTC
    EXPECT_EQ(closes, (std::vector<int64_t>{1'709'931'600, 1'710'187'200, 1'710'273'600}));
}

TEST(Generator, AContinuousMarketGoesThroughMidnight) {
    GenerateOptions options = GenerateOptions::crypto();
    options.duration = Duration{3 * kDay + kDay / 2};
    options.messages_per_session = 20'000;
    const auto tape = generate(options);
    CheckError error;
    const auto report = check(*tape, {}, error);
    EXPECT_EQ(report->records[static_cast<size_t>(MarketKind::clear)], 2u);
    EXPECT_NEAR(static_cast<double>(report->messages), 70'000, 7'000);
    EXPECT_EQ(tape->info().last.value, options.start.value + options.duration.value);
    EXPECT_EQ(report->crossed.messages + report->one_sided.messages, 0u);
}

// ---- auctions, halts, venues ----------------------------------------------------------------------------------------

GenerateOptions short_day() {
    GenerateOptions options = GenerateOptions::us_equity();
    options.messages_per_session = 30'000;
    return options;
}

TEST(Generator, AuctionsArePrintsAtTheOpenAndTheCloseAndChangeNothingElse) {
    GenerateOptions options = short_day();
    options.start = Time{options.start.value - 3'600 * kSecond};
    options.duration = Duration{3 * kDay};
    const auto plain = generate(options);
    options.auctions = true;
    const auto with = generate(options);
    std::vector<MarketEvent> prints, rest;
    for (const MarketEvent& event : with->events()) (event.flags & kAuction ? prints : rest).push_back(event);
    ASSERT_EQ(rest.size(), plain->events().size());
    EXPECT_EQ(std::memcmp(rest.data(), plain->events().data(), plain->events().size_bytes()), 0);

    ASSERT_EQ(prints.size(), 6u);
    const int64_t open = 1'704'205'800;  // 2024-01-02T14:30:00Z
    for (size_t day = 0; day < 3; ++day) {
        const int64_t from = open + static_cast<int64_t>(day) * 86'400;
        EXPECT_EQ(prints[2 * day].time, from * kSecond);
        EXPECT_EQ(prints[2 * day + 1].time, (from + 23'400) * kSecond);
        double traded = 0;
        for (const MarketEvent& event : rest)
            if (event.kind == MarketKind::execute && event.time / kSecond >= from &&
                event.time / kSecond < from + 23'400)
                traded += static_cast<double>(event.quantity);
        const auto share = [&](const MarketEvent& print) { return static_cast<double>(print.quantity) / traded; };
        EXPECT_GT(share(prints[2 * day]), 0.01);
        EXPECT_LT(share(prints[2 * day]), 0.06);
        EXPECT_GE(share(prints[2 * day + 1]), 0.059);
        EXPECT_LE(share(prints[2 * day + 1]), 0.121);
    }
}

TEST(Generator, NothingHappensInAHalt) {
    for (const int venues : {1, 3}) {
        GenerateOptions options = short_day();
        const Time from{options.start.value + 5'400 * kSecond};
        options.halts = {{from, Duration{300 * kSecond}}, {from + Duration{4'000 * kSecond}, Duration{kSecond}}};
        options.venues = venues;
        for (const auto& tape : generate_venues(options)) {
            std::vector<std::pair<MarketKind, int64_t>> halts;
            bool halted = false;
            for (const MarketEvent& event : tape->events()) {
                if (event.kind == MarketKind::halt || event.kind == MarketKind::resume) {
                    halts.emplace_back(event.kind, (event.time - from.value) / kSecond);
                    halted = event.kind == MarketKind::halt;
                } else {
                    ASSERT_FALSE(halted);
                }
            }
            EXPECT_EQ(halts, (std::vector<std::pair<MarketKind, int64_t>>{{MarketKind::halt, 0},
                                                                          {MarketKind::resume, 300},
                                                                          {MarketKind::halt, 4'000},
                                                                          {MarketKind::resume, 4'001}}));
        }
    }
}

/// The messages of several tapes in order of time; at one time those of the first come first.
template <class See>
void replay(const std::vector<std::unique_ptr<Tape>>& tapes, std::vector<Book>& books, See see) {
    std::vector<size_t> next(tapes.size());
    for (;;) {
        size_t first = tapes.size();
        for (size_t i = 0; i < tapes.size(); ++i) {
            if (next[i] == tapes[i]->events().size()) continue;
            if (first == tapes.size() || tapes[i]->events()[next[i]].time < tapes[first]->events()[next[first]].time)
                first = i;
        }
        if (first == tapes.size()) return;
        bool last = false;
        while (!last) {
            const MarketEvent& event = tapes[first]->events()[next[first]++];
            books[first].apply(event);
            last = event.flags & kLastOfMessage;
        }
        see();
    }
}

TEST(Generator, VenuesOfOneMarketAreNeverLockedOrCrossedOverAll) {
    for (GenerateOptions options : {short_day(), GenerateOptions::crypto()})
        for (uint64_t seed = 1; seed <= 3; ++seed) {
            options.seed = seed;
            options.venues = 3;
            options.messages_per_session = 30'000;
            SCOPED_TRACE(options.instrument.symbol + ", seed " + std::to_string(seed));
            const auto tapes = generate_venues(options);
            std::vector<Book> books(3, Book(BookDetail::orders));
            std::array<double, 3> spread{}, depth{};
            double moments = 0, apart = 0;
            replay(tapes, books, [&] {
                int64_t bid = std::numeric_limits<int64_t>::min(), ask = std::numeric_limits<int64_t>::max();
                for (const Book& book : books) {
                    if (!book.two_sided()) return;
                    bid = std::max(bid, book.best(Side::buy)->price);
                    ask = std::min(ask, book.best(Side::sell)->price);
                }
                ASSERT_LT(bid, ask);
                ++moments;
                for (size_t i = 0; i < 3; ++i) {
                    spread[i] +=
                        static_cast<double>(books[i].best(Side::sell)->price - books[i].best(Side::buy)->price);
                    depth[i] += static_cast<double>(books[i].best(Side::buy)->quantity);
                    apart += std::abs(static_cast<double>(books[i].best(Side::buy)->price - bid));
                }
            });
            const auto tick = static_cast<double>(options.instrument.tick.value);
            EXPECT_LT(apart / moments / 3 / tick, 6) << "the venues have one price path";
            for (size_t i = 0; i < 3; ++i) {
                EXPECT_GT(spread[i] / moments / tick, 1);
                EXPECT_LT(spread[i] / moments / tick, 15);
            }
            EXPECT_NE(spread[0], spread[1]);
            EXPECT_NE(depth[0], depth[1]);
        }
}

TEST(Generator, EachVenueIsAValidMarketAndTheFirstIsTheBusiest) {
    GenerateOptions options = short_day();
    options.venues = 4;
    options.auctions = true;
    const auto tapes = generate_venues(options), again = generate_venues(options);
    ASSERT_EQ(tapes.size(), 4u);
    std::vector<uint64_t> messages;
    uint64_t total = 0;
    for (size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(hash_of(*tapes[i]), hash_of(*again[i]));
        CheckError error;
        const auto report = check(*tapes[i], {}, error);
        ASSERT_TRUE(report);
        EXPECT_EQ(report->crossed.messages + report->locked.messages, 0u);
        EXPECT_EQ(report->faults, BookFaults{});
        EXPECT_EQ(report->off_tick + report->off_lot, 0u);
        EXPECT_GT(report->trades, 100u);
        EXPECT_EQ(report->ineligible_volume > 0, i == 0);  // it has the auctions
        messages.push_back(report->messages);
        total += report->messages;
    }
    EXPECT_EQ(*std::ranges::max_element(messages), messages[0]);
    EXPECT_NEAR(static_cast<double>(total), 30'000, 2'000);
}

TEST(Generator, WritesATapeForEachVenueOrNone) {
    const test::Folder folder;
    GenerateOptions options = short_day();
    options.messages_per_session = 2'000;
    options.venues = 2;
    TapeError error;
    const std::vector<std::string> paths{folder / "a.tape", folder / "b.tape"};
    ASSERT_TRUE(generate(options, paths, error)) << error.message;
    const auto tapes = generate_venues(options);
    for (size_t i = 0; i < 2; ++i) EXPECT_EQ(hash_of(*Tape::open(paths[i], error)), hash_of(*tapes[i]));
    const std::vector<std::string> bad{folder / "c.tape", folder / "nowhere/d.tape"};
    EXPECT_FALSE(generate(options, bad, error));
    EXPECT_EQ(folder.files(), 2u);
    EXPECT_FALSE(generate(options, folder / "c.tape", error));
    EXPECT_EQ(error.message, "1 tapes are named for 2 venues");
}

TEST(Generator, HaltsAndVenuesAreChecked) {
    const auto fault = [](auto change) {
        GenerateOptions options = GenerateOptions::us_equity();
        change(options);
        return fault_of(options).value_or("none");
    };
    const Time open = GenerateOptions::us_equity().start;
    const auto says = [&](const std::string& words, auto change) {
        EXPECT_NE(fault(change).find(words), std::string::npos) << fault(change);
    };
    says("0 venues", [](auto& o) { o.venues = 0; });
    says("round the clock", [](auto& o) {
        o.session = Session::continuous;
        o.auctions = true;
    });
    says("lasts 0 s", [&](auto& o) { o.halts = {{open, Duration{0}}}; });
    says("does not lie within a session", [&](auto& o) {
        o.duration = Duration{kDay};
        o.halts = {{open + Duration{23'000 * kSecond}, Duration{400 * kSecond}}};
    });
    says("overlaps", [&](auto& o) {
        o.halts = {{open, Duration{400 * kSecond}}, {open + Duration{300 * kSecond}, Duration{400 * kSecond}}};
    });
}

TEST(Generator, OptionsAreChecked) {
    const test::Folder folder;
    const auto error = [&](auto change) {
        GenerateOptions options = GenerateOptions::us_equity();
        change(options);
        TapeError tape_error;
        EXPECT_FALSE(generate(options, folder / "a.tape", tape_error));
        EXPECT_FALSE(generate(options));
        EXPECT_EQ(folder.files(), 0u);
        return tape_error.message;
    };
    EXPECT_NE(error([](auto& o) { o.duration = Duration{0}; }).find("the duration is 0 s"), std::string::npos);
    EXPECT_NE(error([](auto& o) { o.start = Time{-1}; }).find("before 1970"), std::string::npos);
    EXPECT_NE(error([](auto& o) { o.price = Price{99}; }).find("the price is 99 units"), std::string::npos);
    EXPECT_NE(error([](auto& o) { o.size = Quantity{0}; }).find("the size is 0 units"), std::string::npos);
    EXPECT_NE(error([](auto& o) { o.messages_per_session = 0; }).find("0 messages"), std::string::npos);
    EXPECT_NE(error([](auto& o) { o.volatility_ticks = 1'000; }).find("the volatility is 1000 ticks"),
              std::string::npos);
    EXPECT_NE(error([](auto& o) { o.instrument.tick = Price{0}; }).find("the tick is 0"), std::string::npos);
}

}  // namespace
}  // namespace weir::market
