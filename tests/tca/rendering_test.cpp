#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <regex>
#include <sstream>

#include "runtime/tca/assets.h"
#include "tests/tca/scene.h"

namespace weir::tca {
namespace {

using ::testing::TempDir;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::vector<Report> reports_of_every_shape() {
    std::vector<Report> reports{Scene().finish(), sample_order(1), sample_order(2, Side::sell)};
    Scene one;
    one.quote(9'990, 10'010);
    one.begin();
    one.stop(StopCause::guard, 0);
    reports.push_back(one.finish());
    for (uint64_t seed = 1; seed <= 20; ++seed) reports.push_back(random_order(seed));
    return reports;
}

/// Code points, as a terminal of one column each shows them.
size_t width_of(std::string_view line) {
    return static_cast<size_t>(std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// ---- the terminal ---------------------------------------------------------------------------------------------------

TEST(Terminal, ShowsTheWholeStory) {
    const Report report = sample_order(1);
    const std::string text = terminal(report);
    for (const char* part : {"test: buy 25 BTC limit 30,150.00 USD",
                             "05:00:00 to 06:30:00 America/New_York",
                             "Ended",
                             "completed: the whole order is executed",
                             "25.0000 BTC (100.00 %)",
                             "Shortfall (+ is worse)",
                             "delay",
                             "trading",
                             "opportunity",
                             "fees",
                             "total",
                             "interval VWAP, own excluded",
                             "interval TWAP",
                             "after 10 s",
                             "captured",
                             "Schedule",
                             "pause",
                             "Messages",
                             "bound by",
                             "… and 320 more"})
        EXPECT_TRUE(contains(text, part)) << part << "\n" << text;
    EXPECT_FALSE(contains(text, "\x1b")) << "no colour unless asked for";
    EXPECT_TRUE(contains(terminal(report, {.colour = true}), "\x1b[1m"));
    EXPECT_FALSE(contains(terminal(report, {.children_most = 0}), "bound by"));
}

TEST(Terminal, ColoursChangeNothingElse) {
    for (const Report& report : reports_of_every_shape())
        EXPECT_EQ(std::regex_replace(terminal(report, {.colour = true}), std::regex("\x1b\\[[0-9;]*m"), ""),
                  terminal(report));
}

TEST(Terminal, ColumnsAreAligned) {
    // Every row of the table of children is as wide as its longest state allows: the columns before it line up.
    const std::string text = terminal(sample_order(1));
    std::istringstream lines(text.substr(text.find("  Child ")));
    std::string line;
    std::getline(lines, line);
    const size_t state = line.find("state");
    while (std::getline(lines, line) && !contains(line, "…")) {
        const size_t start = line.find_last_of(' ') + 1;
        EXPECT_EQ(width_of(line.substr(0, start)), state) << line;
    }
}

TEST(Terminal, SaysWhatIsMissing) {
    const std::string text = terminal(Scene().finish());
    EXPECT_TRUE(contains(text, "never began"));
    EXPECT_TRUE(contains(text, "No implementation shortfall: there was no two-sided market on arrival"));
    EXPECT_TRUE(contains(text, "100 shares: 0 working, 100 not yet due"));
    EXPECT_FALSE(contains(text, "nan"));
}

TEST(Terminal, SaysHowItEnded) {
    const std::vector<std::pair<StopCause, std::string>> endings{
        {StopCause::guard, "stopped by the risk guard `child value <= 1 USD`"},
        {StopCause::fault, "stopped by a fault in the strategy, at node 0 of the plan"},
        {StopCause::cancelled, "cancelled on command"},
        {StopCause::stale, "stopped: market data went stale"}};
    for (const auto& [cause, wanted] : endings) {
        Scene scene;
        scene.begin();
        scene.stop(cause, 0);
        EXPECT_TRUE(contains(terminal(scene.finish()), wanted)) << wanted;
    }
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

TEST(Json, ReadsBackEveryShape) {
    for (const Report& report : reports_of_every_shape()) {
        const Parsed<Report> read = parse_json(json(report));
        ASSERT_TRUE(read) << read.error;
        EXPECT_EQ(read.value, report);
    }
}

TEST(Json, WritesExactDecimalsInAFixedOrder) {
    const std::string text = json(sample_order(1));
    EXPECT_TRUE(text.starts_with(R"({"schema":"weir.tca","version":1,"instrument":{"symbol":"BTC-USD","base":"BTC",)"));
    EXPECT_TRUE(contains(text, R"("order":{"id":1,"side":"buy","quantity":"25","limit":"30150",)"
                               R"("start":"2012-06-21T09:00:00Z","end":"2012-06-21T10:30:00Z","decision":"29991.2"})"));
    EXPECT_TRUE(contains(text, R"("stop":"completed")"));
    EXPECT_TRUE(contains(text, R"("fill_ratio_percent":"100.00")"));
    EXPECT_FALSE(std::regex_search(text, std::regex(R"([0-9]E[0-9+-])"))) << "no floating point";
    EXPECT_EQ(text, json(sample_order(1)));
}

TEST(Json, SaysWhatIsWrong) {
    const std::string good = json(random_order(3));
    const auto error_of = [&](const std::string& from, const std::string& to) {
        std::string bad = good;
        const size_t at = bad.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        bad.replace(at, from.size(), to);
        const Parsed<Report> read = parse_json(bad);
        EXPECT_FALSE(read) << to;
        return read.error;
    };
    EXPECT_TRUE(contains(parse_json("{").error, "not JSON"));
    EXPECT_TRUE(contains(parse_json("[]").error, "not a report of Weir"));
    EXPECT_TRUE(contains(error_of(R"("weir.tca")", R"("other")"), "not a report of Weir"));
    EXPECT_TRUE(
        contains(error_of(R"("version":1)", R"("version":2)"), "of version 2, but this program reads version 1"));
    EXPECT_TRUE(
        contains(error_of(R"("side":"buy")", R"("side":"bye")"), "`order.side` is not one of: sell, none, buy"));
    EXPECT_TRUE(contains(error_of(R"("quantity":"100")", R"("quantity":"1e2")"), "`order.quantity` is not a decimal"));
    EXPECT_TRUE(contains(error_of(R"("quantity":"100")", R"("quantity":"99999999999999999999")"), "64 bits"));
    EXPECT_TRUE(contains(error_of(R"("quantity":"100")", R"("quantity":100)"), "`order.quantity` is not a decimal"));
    EXPECT_TRUE(contains(error_of(R"("quantity":"100",)", ""), "`order.quantity` is missing"));
    EXPECT_TRUE(contains(error_of(R"("price_decimals":2)", R"("price_decimals":77)"), "decimals"));
    EXPECT_TRUE(contains(error_of(R"("start":"2012)", R"("start":"20x2)"), "`order.start` is not a time"));
    EXPECT_TRUE(contains(error_of(R"("index":[0,)", R"("index":[)"), "as many elements"));
}

TEST(Json, DamagedTextsNeverCrash) {
    const std::string good = json(random_order(5));
    std::mt19937_64 random(7);
    for (int i = 0; i < 300; ++i) {
        std::string bad = good;
        for (int k = 0; k < 3; ++k) bad[random() % bad.size()] = static_cast<char>(32 + random() % 95);
        parse_json(bad);
        parse_json(good.substr(0, random() % good.size()));
    }
}

// ---- HTML -----------------------------------------------------------------------------------------------------------

std::string without_library(const std::string& page) {
    const size_t at = page.find(kChartJs);
    EXPECT_NE(at, std::string::npos);
    return page.substr(0, at) + page.substr(at + kChartJs.size());
}

TEST(Html, NeedsNoNetwork) {
    for (const Report& report : reports_of_every_shape()) {
        const std::string page = without_library(html(report));
        EXPECT_TRUE(contains(page, "Content-Security-Policy\" content=\"default-src 'none';"));
        for (const char* reach :
             {"http:", "https:", "src=", "href=", "@import", "url(", "fetch(", "XMLHttp", "import("})
            EXPECT_FALSE(contains(page, reach)) << reach;
    }
    // The library names its home in comments, and reaches for nothing.
    const std::string library(kChartJs);
    const std::string code = std::regex_replace(library, std::regex(R"(/\*![^*]*\*+([^/*][^*]*\*+)*/)"), "");
    EXPECT_TRUE(contains(library, "Chart.js v3"));
    EXPECT_FALSE(contains(code, "http:") || contains(code, "https:") || contains(code, "fetch(") ||
                 contains(code, "XMLHttp"));
    EXPECT_FALSE(contains(library, "</script"));
}

TEST(Html, EscapesEveryText) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    scene.fill(scene.place(10, 9'990), 9'990, 10);
    scene.stop(StopCause::guard, 0);
    Report report = scene.finish();
    const std::string evil = "</script><script>alert('\"&')</script>";
    report.run = {.strategy = evil,
                  .slots = {evil},
                  .guards = {evil},
                  .parameters = {{evil, evil}},
                  .tape = evil,
                  .engine = evil};
    report.instrument.symbol = report.instrument.base = report.instrument.currency = report.instrument.time_zone = evil;
    report.messages.rejects = {{evil, 1}};
    report.messages.refusals = {{evil, 1}};
    const std::string page = html(report);
    EXPECT_FALSE(contains(page, "<script>alert"));
    size_t ends = 0;
    for (size_t at = 0; (at = page.find("</script>", at)) != std::string::npos; ++at) ++ends;
    EXPECT_EQ(ends, 3u) << "the data, the library and our script";
    EXPECT_TRUE(contains(page, "&lt;/script&gt;&lt;script&gt;alert(&#39;&quot;&amp;&#39;)"));
    EXPECT_TRUE(contains(page, "\\u003c/script>"));
}

TEST(Html, HasAPlaceForEachChartThatItDraws) {
    const std::string page = html(sample_order(1));
    std::vector<std::string> drawn;
    const std::string script(kPageScript);
    const std::regex call(R"(draw\('([a-z]+)')");
    for (std::sregex_iterator it(script.begin(), script.end(), call), end; it != end; ++it) {
        EXPECT_TRUE(contains(page, "<canvas id=\"" + (*it)[1].str() + "\"")) << (*it)[1];
        drawn.push_back((*it)[1]);
    }
    EXPECT_EQ(drawn.size(), 6u);
    EXPECT_TRUE(contains(page, "prefers-color-scheme: dark"));
    EXPECT_TRUE(contains(page, "@media print"));
}

TEST(Html, ManyFillsAreMerged) {
    Scene scene({.quantity = 100'000});
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(100'000, 9'990);
    for (int i = 0; i < 50'000; ++i) {
        scene.wait(Duration{1'000'000});
        scene.fill(child, 9'990, 2);
    }
    scene.stop(StopCause::completed);
    const std::string page = without_library(html(scene.finish()));
    EXPECT_LT(page.size(), 500'000u);
    const size_t maker = page.find("\"maker\":[[");
    ASSERT_NE(maker, std::string::npos);
    const std::string fills = page.substr(maker, page.find("]]", maker) - maker);
    EXPECT_LE(std::count(fills.begin(), fills.end(), '['), kSeriesMost + 1);
}

/// The pages to look at, beside the program's other temporary files.
TEST(Html, WritesSamplePages) {
    std::ofstream(TempDir() + "weir_tca_buy.html") << html(sample_order(1));
    std::ofstream(TempDir() + "weir_tca_sell.html") << html(sample_order(2, Side::sell));
    EXPECT_TRUE(std::ifstream(TempDir() + "weir_tca_buy.html").good());
}

}  // namespace
}  // namespace weir::tca
