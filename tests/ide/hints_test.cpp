// Hints and hovers: what is said of values.
#include <gtest/gtest.h>

#include "ide/decimals.h"
#include "tests/ide/scripts.h"

namespace weir::ide {
namespace {

using testing::analysed;

constexpr std::string_view kScript = R"(weir 1

/// What a trade costs.
fn cost(a : price, b : ratio) -> price = a * b

strategy s(
    slippage : ratio = 50 bps from 1 bps to 1%,
    size : money = 100 quote,
) {
    let usual = normal(spread) else average(spread, 15 min)
    let dear = cost(mid, 12 bps)
    let tenth = 10%
    let speed = curve(spread / mid: 5 bps -> 2x, 20 bps -> 0.5x)
    let closing = order.end - now < 30 s
    schedule linear
    tilt speed when not closing and usual > dear and executed > tenth of order
    work far { take behind; child at most size; up to slippage worse than mid }
    work near before far when spread > 0.25% of mid { peg near touch better by 1 bps; child at most size; show 20% }
    risk { price within 1% of mid }
}

test "far" of s { market flat at 30_000 USD spread 2 ticks volume 1 share per 1 s }
)";
constexpr std::string_view kFirst =
    "test \"near\" of s {\n    order buy 10 shares from 09:00 to 10:00\n    market flat at 100 spread 2 ticks volume 1 "
    "share per 1 s\n}\n";

/// The script with its hints in it.
std::string shown(const std::string& text) {
    const Snapshot now = analysed(text);
    std::vector<Edit> edits;
    for (const Hint& hint : hints(*now, {0, 0, static_cast<uint32_t>(text.size())}))
        edits.push_back({{0, hint.offset, hint.offset}, "[" + hint.text + "]"});
    return testing::applied(text, edits);
}

TEST(Hints, SayTypesArgumentsAndMoney) {
    std::string text(kScript);
    text.insert(text.find("test \"far\""), kFirst);
    const std::string all = shown(text);
    for (const char* part :
         {"50 bps[= 0.50 at 100] from 1 bps to",
          "usual[: price, may be absent] =", "dear[: price, may be absent] = cost([a:]mid, [b:]12 bps[= 0.12 at 100])",
          "let tenth = 10%\n", "speed[: ratio, may be absent] = curve(spread / mid: 5 bps[= 0.05 at 100]",
          "let closing = ", "0.25%[= 0.25 at 100] of mid", "better by 1 bps[= 0.01 at 100]", "show 20% }",
          "price within 1%[= 1 at 100] of mid"})
        EXPECT_NE(all.find(part), std::string::npos) << part << "\n" << all;
}

TEST(Hints, SayNothingOfWhatCannotBeUnderstood) {
    const auto of = [](const std::string& value) {
        return shown("weir 1\nstrategy s() {\n    let a = " + value + "\n    schedule linear\n}\n");
    };
    EXPECT_EQ(of("sprad > 3 * spread").find('['), std::string::npos) << of("sprad > 3 * spread");
    EXPECT_EQ(of("(sprad) + mid").find('['), std::string::npos) << of("(sprad) + mid");
    EXPECT_NE(of("// of late\n        (mid) + spread").find("a[: price, may be absent] ="), std::string::npos)
        << of("// of late\n        (mid) + spread");
}

TEST(Hints, GoByTheNearestTest) {
    std::string text(kScript);
    EXPECT_NE(shown(text).find("0.25%[= 75 at 30_000 USD]"), std::string::npos) << shown(text);
    text.resize(text.find("test \"far\""));
    EXPECT_EQ(shown(text).find("[= "), std::string::npos);
}

TEST(Hints, OfARangeAreThoseOfAllWithinIt) {
    for (const testing::Script& script : testing::scripts()) {
        const Snapshot now = analysed(script);
        const auto size = static_cast<uint32_t>(script.text.size());
        const std::vector<Hint> all = hints(*now, {0, 0, size});
        const SourceRange middle{0, size / 3, size / 2};
        const std::vector<Hint> some = hints(*now, middle);
        const auto within = std::ranges::count_if(
            all, [&](const Hint& hint) { return middle.begin <= hint.offset && hint.offset <= middle.end; });
        EXPECT_EQ(some.size(), static_cast<size_t>(within)) << script.path;
    }
}

std::string hovered(const std::string& at) {
    std::string text(kScript);
    text.insert(text.find("test \"far\""), kFirst);
    const Snapshot now = analysed(text);
    const auto found = hover(*now, static_cast<uint32_t>(text.find(at)));
    return found ? found->markdown : "";
}

TEST(Hovers, SayWhenAValueIsAbsent) {
    EXPECT_NE(hovered("usual =").find("Absent before `spread` was there"), std::string::npos) << hovered("usual =");
    EXPECT_NE(hovered("dear =").find("let dear : price, may be absent = cost(mid, 12 bps)"), std::string::npos)
        << hovered("dear =");
    EXPECT_NE(hovered("dear =").find("Absent while the book has not both sides."), std::string::npos)
        << hovered("dear =");
    EXPECT_EQ(hovered("closing =").find("Absent"), std::string::npos);
}

TEST(Hovers, SayWhatIsKnownOfAValue) {
    EXPECT_NE(hovered("speed =").find("Always from 0.5 to 2."), std::string::npos) << hovered("speed =");
    EXPECT_NE(hovered("12 bps").find("Is 0.0012."), std::string::npos);
    EXPECT_NE(hovered("12 bps").find("Of the price in the nearest test: 0.12 at 100."), std::string::npos)
        << hovered("12 bps");
    EXPECT_EQ(hovered("20% }").find("nearest test"), std::string::npos) << hovered("20% }");
    EXPECT_NE(hovered("15 min").find("Is 900 s."), std::string::npos) << hovered("15 min");
    EXPECT_NE(hovered("cost(mid").find("fn cost(a : price, b : ratio) -> price = a * b"), std::string::npos);
    EXPECT_NE(hovered("cost(mid").find("What a trade costs."), std::string::npos);
    EXPECT_NE(hovered("slippage worse").find("slippage : ratio = 50 bps from 1 bps to 1%"), std::string::npos);
}

TEST(Hovers, SayTheFormulaOfAFunction) {
    EXPECT_NE(hovered("average(").find("sum(x * time) / sum(time)"), std::string::npos) << hovered("average(");
    EXPECT_NE(hovered("normal(").find("the usual spread"), std::string::npos) << hovered("normal(");
}

constexpr std::string_view kBounded = R"(weir 1

policy desk {
    child value <= 500_000 quote
    messages <= 20 per 1 s
}

strategy s(a : ratio = 2x from 1x to 3x, b : ratio = 10% from 5% to 20%, t : duration = 30 s from 10 s to 1 min) {
    let sum = a + b
    let gone = b - a
    let part = a * b - 10%
    let lower = min(a, b)
    let long = t + 1 min
    let either = spread / mid else b
    schedule linear
    tilt a * b when gone > 0x and spread > average(spread, 15 min)
    work w { peg near touch; child at most 100 quote }
    risk { child value <= 400_000 quote }
}
)";

std::string bounded(const std::string& at) {
    const Snapshot now = analysed(std::string(kBounded));
    EXPECT_FALSE(now->diagnostics.has_errors()) << render(now->diagnostics, now->files);
    const auto found = hover(*now, static_cast<uint32_t>(kBounded.find(at)));
    return found ? found->markdown : "";
}

constexpr std::string_view kClauses = R"(weir 1
strategy s() {
    schedule volume_curve
    participate at most 20% of volume over 5 min
    work w { peg near touch; child at most 2% of order }
    risk { price within 1% of mid }
}
test "done" of s {
    order buy 10 shares from 09:00 to 10:00
    market flat at 100 spread 2 ticks volume 1 share per 1 s
    expect executed >= 1% of order by 09:30
}
)";

TEST(Hovers, OfAWordThatJoinsAClauseSayWhatTheClauseMeans) {
    const Snapshot now = analysed(std::string(kClauses));
    for (const auto& [at, meaning] : {
             std::pair("volume_curve", "the share of the usual volume"),
             std::pair("at most 20%", "participate"),
             std::pair("of volume", "participate"),
             std::pair("volume over", "participate"),
             std::pair("over 5 min", "participate"),
             std::pair("order }", "no child is larger"),
             std::pair("within 1%", "each new price is at most"),
             std::pair("by 09:30", "is true at some moment up to"),
             std::pair("from 09:00", "the parent order"),
         }) {
        const auto found = hover(*now, static_cast<uint32_t>(kClauses.find(at)));
        ASSERT_TRUE(found) << at;
        EXPECT_NE(found->markdown.find(meaning), std::string::npos) << at << "\n" << found->markdown;
    }
}

TEST(Hovers, SayBetweenWhichBoundsAValueStays) {
    for (const auto& [at, bounds] :
         {std::pair("sum =", "from 1.05 to 3.2"), std::pair("gone =", "from -2.95 to -0.8"),
          std::pair("part =", "from -0.05 to 0.5"), std::pair("lower =", "from 0.05 to 0.2"),
          std::pair("long =", "from 1 min 10 s to 2 min"), std::pair("* b when", "from 0.05 to 0.6")})
        EXPECT_NE(bounded(at).find(std::string("Always ") + bounds + "."), std::string::npos) << bounded(at);
    EXPECT_EQ(bounded("either =").find("Always"), std::string::npos);
}

TEST(Hovers, SayWhatPoliciesAllow) {
    EXPECT_NE(bounded("child value <= 400").find("The policy `desk` says `child value <= 500_000 quote`."),
              std::string::npos)
        << bounded("child value <= 400");
    EXPECT_NE(bounded("s(a").find("Bound by the policy `desk`."), std::string::npos) << bounded("s(a");
    EXPECT_NE(bounded("desk {").find("messages <= 20 per 1 s"), std::string::npos) << bounded("desk {");
}

TEST(Hovers, SayWhereMemoryGoes) {
    EXPECT_NE(bounded("s(a").find("\n- `average(spread, 15 min)`: 1,624 bytes\n"), std::string::npos) << bounded("s(a");
    EXPECT_NE(bounded("average(").find("Remembers: 1,624 bytes of state."), std::string::npos) << bounded("average(");
}

TEST(Decimals, AreExactAndRoundHalfAway) {
    EXPECT_EQ(decimal_text({1500, 2}, 0), "15");
    EXPECT_EQ(decimal_text({1500, 2}, 2), "15.00");
    EXPECT_EQ(decimal_text({-5, 3}, 0), "-0.005");
    EXPECT_EQ(decimal_text({7, 0}, 2), "7.00");
    EXPECT_EQ(decimal_text(rounded({125, 3}, 2), 0), "0.13");
    EXPECT_EQ(decimal_text(rounded({-125, 3}, 2), 0), "-0.13");
    EXPECT_EQ(decimal_text(rounded({1249, 4}, 2), 0), "0.12");
    EXPECT_EQ(*sum({15, 1}, {-25, 2}), (syntax::Decimal{125, 2}));
    EXPECT_FALSE(sum({INT64_MAX, 0}, {1, 0}));
    EXPECT_FALSE(product({INT64_MAX, 0}, {2, 0}));
}

}  // namespace
}  // namespace weir::ide
