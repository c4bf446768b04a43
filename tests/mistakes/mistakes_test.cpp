// Mistakes that other execution systems shipped, and were good enough to discuss in the open. Each test says what went
// wrong there, and shows that here it is either no program or cannot happen: a script's text goes in by the front door
// (`weir check`, `weir run`), and what is looked at is what comes out.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <algorithm>
#include <boost/json.hpp>

#include "tests/cli/shell.h"

namespace weir::test {
namespace {

namespace json = boost::json;

/// A coin whose quantity has three decimals, on a grid of 0.001, sold from 0.01 on and not for less than 10 USD. Its
/// market has been written down: a print every other second in turn at either side, and quotes whose size never stands
/// still.
class Mistakes : public testing::Test {
  protected:
    Mistakes() {
        constexpr int64_t kTen = 1'767'693'600;  // 2026-01-06 10:00 UTC
        std::string rows = "time,kind,side,price,quantity,order\n";
        for (int64_t s = -60; s < 2400; ++s) {
            const int64_t time = (kTen + s) * 1'000'000'000, shown = 2'000 + s % 7;
            rows += fmt::format("{},quote,bid,29999.5,{}.{:03},\n", time, shown / 1000, shown % 1000);
            rows += fmt::format("{},quote,ask,30000.5,{}.{:03},\n", time, shown / 1000, shown % 1000);
            if (s % 2 != 0) continue;
            const bool sold = s / 2 % 2 != 0;
            rows += fmt::format("{},trade,{},{},0.5,\n", time + 1, sold ? "sell" : "buy", sold ? "29999.5" : "30000.5");
        }
        folder_.write("coin.csv", rows);
    }

    /// The market as a tape, with the venue's own minimums.
    void market(const std::string& minimum_quantity, const std::string& minimum_value) const {
        const Outcome made = run(folder_, {"weir",
                                           "tape",
                                           "import",
                                           "csv",
                                           "coin.csv",
                                           "-o",
                                           "coin.tape",
                                           "--symbol",
                                           "BTC-USD",
                                           "--base",
                                           "BTC",
                                           "--currency",
                                           "USD",
                                           "--tick",
                                           "0.5",
                                           "--lot",
                                           "0.001",
                                           "--minimum-quantity",
                                           minimum_quantity,
                                           "--minimum-value",
                                           minimum_value,
                                           "--price-decimals",
                                           "1",
                                           "--quantity-decimals",
                                           "3",
                                           "--money-decimals",
                                           "4"});
        ASSERT_EQ(made.code, 0) << made.err;
    }

    Outcome trade(const std::string& script, const std::string& order, const Words& more = {}) const {
        folder_.write("script.weir", script);
        Words words{"weir", "run", "script.weir", "--tape", "coin.tape", "--json", "--order", order};
        words.insert(words.end(), more.begin(), more.end());
        return run(folder_, words);
    }
    json::object report(const std::string& script, const std::string& order, const Words& more = {}) const {
        const Outcome done = trade(script, order, more);
        EXPECT_EQ(done.code, 0) << done.err;
        return done.code == 0 ? json::parse(done.out).as_object() : json::object();
    }
    Outcome check(const std::string& clauses) const {
        folder_.write("script.weir", "weir 1\nstrategy s() {\n" + clauses + "\n}\n");
        return run(folder_, {"weir", "check", "script.weir"});
    }

    Folder folder_;
};

/// A decimal of three places, in thousandths.
int64_t thousandths(const json::value& text) {
    const std::string digits(text.as_string());
    const size_t point = std::min(digits.find('.'), digits.size());
    std::string part = point < digits.size() ? digits.substr(point + 1) : "";
    EXPECT_LE(part.size(), 3u) << digits << " has more decimals than the instrument";
    part.resize(3, '0');
    return std::stoll(digits.substr(0, point)) * 1000 + std::stoll(part);
}

int64_t quantity_of(const json::value& child) {
    return thousandths(child.as_object().at("quantity"));
}

const json::array& children_of(const json::object& report) {
    return report.at("children").as_array();
}
int64_t executed_in(const json::object& report) {
    return thousandths(report.at("executed").as_object().at("quantity"));
}

/// Even slices, taken from the market as they come due.
constexpr const char* kSlices = R"(weir 1
strategy slices(slice : duration = 6 min from 1 s to 1 h) {
    schedule linear every slice
    work cross { take behind; up to far touch }
}
)";

/// The same, but resting a tick inside the spread, to be hit there.
constexpr const char* kResting = R"(weir 1
strategy resting() {
    schedule linear every 6 min
    work rest { peg near touch worse by 1 tick; reprice every 10 s }
}
)";

// NautilusTrader #1442: a TWAP order over more intervals than it has lots has slices of less than one lot. It failed at
// first; it was then "made robust" by sending the whole order at once, in the first interval.
// https://github.com/nautechsystems/nautilus_trader/issues/1442
TEST_F(Mistakes, NautilusTrader1442MoreSlicesThanLotsSendTheWholeOrderAtOnce) {
    market("0.001", "0");
    const Outcome refused = trade(kSlices, "buy 0.002 BTC from 10:00 to 10:30");
    EXPECT_NE(refused.code, 0) << "two lots in five slices";
    EXPECT_NE(refused.err.find("5 slices of less than the smallest order"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("slices of 15 min or longer can be sent"), std::string::npos) << refused.err;

    // As many lots as slices, and two to spare: a slice has one lot or two, and none has what is of another.
    const json::object sent = report(kSlices, "buy 0.007 BTC from 10:00 to 10:30");
    ASSERT_EQ(executed_in(sent), 7);
    EXPECT_EQ(children_of(sent).size(), 5u);
    for (const json::value& child : children_of(sent)) EXPECT_LE(quantity_of(child), 2);

    // A slice that a trader could make too fine while it runs does not send more than is due, either.
    const json::object fine = report(
        "weir 1\nstrategy fine() {\n schedule (now - order.start) / (order.end - order.start) every 1 s\n"
        " work cross { take behind; up to far touch }\n}\n",
        "buy 2 BTC from 10:00 to 10:30");
    for (const json::value& child : children_of(fine)) EXPECT_LE(quantity_of(child), 3) << "one slice, and its rest";
}

// NautilusTrader PR 4544: slices were cut at the scale of the fixed point inside, not at the instrument's: 1.0 in three
// became three children of 0.333333333 and a fourth of 0.000000001, all off the size grid.
// https://github.com/nautechsystems/nautilus_trader/pull/4544
TEST_F(Mistakes, NautilusTrader4544ChildrenOffTheSizeGridWithDust) {
    market("0.01", "10");
    for (const char* side : {"buy", "sell"}) {
        const json::object sent =
            report(kSlices, fmt::format("{} 1 BTC from 10:00 to 10:30", side), {"--set", "slice=10 min"});
        EXPECT_EQ(executed_in(sent), 1000) << "nothing is left over";
        ASSERT_EQ(children_of(sent).size(), 3u);
        for (const json::value& child : children_of(sent)) {  // `thousandths` refuses a fourth decimal
            EXPECT_GE(quantity_of(child), 333);
            EXPECT_LE(quantity_of(child), 334);
        }
    }
    // What a venue would not take is no order's: a dust that cannot be sent is said before the run.
    const Outcome dust = trade(kSlices, "buy 1.0005 BTC from 10:00 to 10:30");
    EXPECT_NE(dust.code, 0);
    EXPECT_NE(dust.err.find("1.0005"), std::string::npos) << dust.err;
}

// dYdX v4-chain PR 3094: a suborder of a TWAP could rest for some seconds; when it was hit there, as a maker, its fill
// was not taken off the parent's remaining quantity. The next suborder thought that nothing had been done, grew to
// catch up, and the user got more than was asked for.
// https://github.com/dydxprotocol/v4-chain/pull/3094
TEST_F(Mistakes, Dydx3094AMakersFillIsNotDeductedAndTheOrderOverfills) {
    market("0.001", "0");
    for (const char* side : {"buy", "sell"}) {
        const json::object sent = report(kResting, fmt::format("{} 100 BTC from 10:00 to 10:30", side));
        const json::object& executed = sent.at("executed").as_object();
        EXPECT_GT(thousandths(executed.at("maker")), 30'000) << "most of it was hit while it rested";
        EXPECT_LE(executed_in(sent), 100'000);
        // What is filled so far, and each new child, are within the slices that have begun.
        const json::array& fills = sent.at("fills").as_array();
        for (const json::value& child : children_of(sent)) {
            const std::string when(child.as_object().at("sent").as_string());
            int64_t before = 0;
            for (const json::value& fill : fills)
                if (std::string(fill.as_object().at("reported").as_string()) <= when)
                    before += thousandths(fill.as_object().at("quantity"));
            const int64_t minute = std::stoll(when.substr(14, 2));
            const int64_t due = 20'000 * std::min<int64_t>(minute / 6 + 1, 5);
            EXPECT_LE(before + quantity_of(child), due) << "at " << when;
        }
    }
}

// WonderTrader #66: parameters of its TWAP were documented as seconds and compared with a clock in milliseconds.
// https://github.com/wondertrader/wondertrader/issues/66
TEST_F(Mistakes, WonderTrader66SecondsAreTakenForMilliseconds) {
    // A number without a unit is no duration, wherever one belongs.
    for (const char* clause :
         {"pause when order.end - now < 300\nwork rest { peg near touch }",
          "schedule linear every 300\nwork rest { peg near touch }", "work rest { peg near touch; reprice every 300 }",
          "participate at most 10% of volume over 300\nwork rest { peg near touch }"}) {
        const Outcome refused = check(clause);
        EXPECT_EQ(refused.code, 1) << clause;
        EXPECT_NE(refused.err.find("error["), std::string::npos) << refused.err << "\n" << refused.out;
    }
    // And 360 seconds are 360,000 milliseconds are 6 minutes: the same run, child for child.
    market("0.001", "0");
    const auto sent = [&](const std::string& slice) {
        return json::serialize(
            report(kSlices, "buy 1 BTC from 10:00 to 10:30", {"--set", "slice=" + slice}).at("children"));
    };
    EXPECT_EQ(sent("360 s"), sent("6 min"));
    EXPECT_EQ(sent("360_000 ms"), sent("6 min"));
    EXPECT_NE(trade(kSlices, "buy 1 BTC from 10:00 to 10:30", {"--set", "slice=360"}).code, 0);
}

// hummingbot's TWAP executor compared `order_amount_quote`, an amount of quote currency, with `min_order_size`, an
// amount of the base: 50 (dollars) is not less than 0.01 (coins), so that the check let pass what it should not have.
// https://github.com/hummingbot/hummingbot/blob/5f3f8a65505aabbaf3825700ded7a97ed820bc1c/hummingbot/strategy_v2/executors/twap_executor/twap_executor.py
TEST_F(Mistakes, HummingbotAQuoteAmountIsComparedWithABaseMinimum) {
    // Money and a quantity do not compare, and the one does not stand where the other belongs.
    for (const char* clause : {"pause when 50 USD < 0.01 BTC\nwork rest { peg near touch }",
                               "pause when leaves < 50 USD\nwork rest { peg near touch }",
                               "let small = min(leaves, 50 USD)\nwork rest when small > 0 { peg near touch }"}) {
        const Outcome refused = check(clause);
        EXPECT_EQ(refused.code, 1) << clause;
        EXPECT_NE(refused.err.find("error["), std::string::npos) << refused.err << "\n" << refused.out;
    }
    // A venue has both minimums, and both are kept: at 30,000 USD, 0.01 BTC are 300 USD and not enough of 1,000 USD;
    // and an amount that is enough money is still too little coin.
    for (const auto& [quantity, value, least] : {std::tuple{"0.01", "1000", 34}, {"0.05", "10", 50}}) {
        market(quantity, value);
        const json::object sent = report(
            "weir 1\nstrategy small() {\n schedule linear every 30 s\n work cross { take behind; up to far touch "
            "}\n}\n",
            "buy 5 BTC from 10:00 to 10:30");
        EXPECT_GT(children_of(sent).size(), 10u);
        for (const json::value& child : children_of(sent)) EXPECT_GE(quantity_of(child), least);
        const json::object& messages = sent.at("messages").as_object();
        EXPECT_EQ(messages.at("rejected").as_int64() + messages.at("refused").as_int64(), 0);
    }
    // An order whose every slice is below the minimum is refused before the run, with the quantity that would do.
    market("0.05", "10");
    const Outcome refused = trade(kSlices, "buy 0.2 BTC from 10:00 to 10:30");
    EXPECT_NE(refused.code, 0);
    EXPECT_NE(refused.err.find("less than the smallest order, 0.05 BTC"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace weir::test
