// Random markets, random commands: against the slow reference, and against the law of conservation.
#include <rapidcheck.h>

#include "runtime/venues/delay.h"
#include "tests/venues/random_market.h"
#include "tests/venues/reference.h"

namespace weir::venues::test {
namespace {

std::string text(const OrderReport& r) {
    return "t" + std::to_string(r.venue_time.value) + " child " + std::to_string(r.child) + " kind " +
           std::to_string(static_cast<int>(r.kind)) + " " + std::to_string(r.quantity.value) + " @ " +
           std::to_string(r.price.value) + " leaves " + std::to_string(r.leaves.value) + " executed " +
           std::to_string(r.executed.value) + " liquidity " + std::to_string(static_cast<int>(r.liquidity)) +
           " reject " + std::to_string(static_cast<int>(r.reject)) + "\n";
}
/// The first report that differs, in words; empty when all are equal.
std::string difference(const std::vector<OrderReport>& ours, const std::vector<OrderReport>& theirs) {
    for (size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
        const std::string one = i < ours.size() ? text(ours[i]) : "none\n";
        const std::string other = i < theirs.size() ? text(theirs[i]) : "none\n";
        if (one != other) return "report " + std::to_string(i) + ": " + one + "reference: " + other;
    }
    return "";
}

std::string detail_name(market::BookDetail detail) {
    return std::string(market::name(detail));
}

TEST(Random, EqualsTheReference) {
    EXPECT_TRUE(rc::check("reports equal the reference", [](const std::vector<Move>& moves) {
        Scene scene = random_scene({market::BookDetail::orders, false}, moves);
        RC_ASSERT(difference(scene.reports(), reference_reports(scene)) == "");
    }));
}

TEST(Random, EqualsTheReferenceOverLongDays) {
    size_t fills = 0;
    for (uint64_t seed = 1; seed <= 30; ++seed) {
        Scene scene = random_scene({market::BookDetail::orders, false}, many_moves(seed, 3'000));
        const std::vector<OrderReport> reports = scene.reports();
        ASSERT_EQ(difference(reports, reference_reports(scene)), "") << "seed " << seed;
        for (const OrderReport& r : reports) fills += r.kind == ReportKind::filled;
    }
    EXPECT_GT(fills, 1'000u);
}

class Conservation : public testing::TestWithParam<market::BookDetail> {};

TEST_P(Conservation, HoldsForShortDays) {
    EXPECT_TRUE(rc::check("nothing fills twice", [](const std::vector<Move>& moves) {
        Scene scene = random_scene({GetParam(), true}, moves);
        RC_ASSERT(conservation_fault(scene) == "");
    }));
}

TEST_P(Conservation, HoldsForLongDays) {
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        Scene scene = random_scene({GetParam(), true}, many_moves(seed, 2'000));
        ASSERT_EQ(conservation_fault(scene), "") << "seed " << seed;
    }
}

/// Every child's life, from its reports: no fill beyond its quantity or its limit, none after its end.
std::string life_fault(Scene& scene) {
    struct Life {
        OrderCommand order;
        int64_t executed = 0;
        bool over = false;
    };
    std::map<ChildId, Life> lives;
    for (const auto& timed : scene.commands())
        if (timed.command.kind == CommandKind::place) lives[timed.command.child].order = timed.command;
    for (const OrderReport& r : scene.reports()) {
        if (r.kind == ReportKind::cancel_rejected) continue;
        Life& life = lives.at(r.child);
        if (life.over) return "after its end: " + text(r);
        if (r.kind == ReportKind::filled) {
            life.executed += r.quantity.value;
            const int64_t gain = sign(life.order.side) * (life.order.price.value - r.price.value);
            if (r.quantity.value <= 0 || gain < 0) return "beyond its limit: " + text(r);
            if (r.liquidity == Liquidity::maker && gain != 0) return "a maker away from its price: " + text(r);
            if (life.order.post_only && r.liquidity == Liquidity::taker) return "took: " + text(r);
        }
        if (life.executed != r.executed.value) return "executed differs: " + text(r);
        if (r.kind != ReportKind::rejected && life.executed + r.leaves.value > life.order.quantity.value)
            return "more than ordered: " + text(r);
        life.over = r.kind == ReportKind::cancelled || r.kind == ReportKind::rejected ||
                    (r.kind == ReportKind::filled && r.leaves.value == 0);
    }
    return "";
}

TEST_P(Conservation, EveryChildLivesOnce) {
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        Scene scene = random_scene({GetParam(), true}, many_moves(100 + seed, 2'000));
        ASSERT_EQ(life_fault(scene), "") << "seed " << seed;
    }
}

TEST_P(Conservation, TwoRunsGiveTheSameReports) {
    Scene scene = random_scene({GetParam(), true}, many_moves(77, 3'000));
    scene.model().feed = scene.model().order = scene.model().response = {Duration{1}, Duration{3}};
    EXPECT_EQ(difference(scene.reports(), scene.reports()), "");
}

INSTANTIATE_TEST_SUITE_P(Tapes, Conservation,
                         testing::Values(market::BookDetail::orders, market::BookDetail::levels,
                                         market::BookDetail::quotes),
                         [](const auto& param) { return detail_name(param.param); });

}  // namespace
}  // namespace weir::venues::test
