// `weir schedule --model`: what it prints, and what wrong inputs are told.
#include <boost/json.hpp>
#include <cmath>

#include "tests/cli/market.h"

namespace weir::test {
namespace {

namespace json = boost::json;

/// The example of the paper, without what a test adds.
const Words kExample{"schedule", "--model",   "almgren-chriss", "--price", "50",    "--quantity", "1_000_000",
                     "--days",   "5",         "--intervals",    "5",       "--eta", "2.5e-6",     "--gamma",
                     "2.5e-7",   "--epsilon", "0.0625"};

class Model : public Desk {
  protected:
    Outcome model(const Words& more) const {
        Words words = kExample;
        words.insert(words.end(), more.begin(), more.end());
        return weir(words);
    }
    /// The example with its volatility and risk aversion.
    Outcome example(Words more = {}) const {
        more.insert(more.begin(), {"--volatility", "30%", "--lambda", "1e-6"});
        return model(more);
    }
    static json::object object_of(const Outcome& outcome) {
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        json::error_code error;
        const json::value value = json::parse(outcome.out, error);
        EXPECT_FALSE(error) << outcome.out;
        return value.is_object() ? value.as_object() : json::object{};
    }
    static double number(const json::object& object, const char* name) { return object.at(name).to_number<double>(); }
};

void expect_relative(double got, double truth) {
    EXPECT_LE(std::fabs(got / truth - 1), 1e-9) << got << " instead of " << truth;
}

TEST_F(Model, HasThePublishedNumbers) {
    const json::object result = object_of(example({"--json"}));
    expect_relative(number(result, "kappa"), 0.6062596284);
    expect_relative(number(result, "expected_cost"), 910'477.844250);
    expect_relative(number(result, "variance"), 3.638680093025e11);
    const json::array& points = result.at("points").as_array();
    ASSERT_EQ(points.size(), 5u);
    const double left[] = {542'380.693241, 290'295.122868, 148'216.125371, 62'303.238541};
    for (size_t k = 0; k < 4; ++k) expect_relative(number(points[k].as_object(), "left"), left[k]);
    EXPECT_EQ(number(points[4].as_object(), "left"), 0);

    const Outcome table = example();
    for (const char* part : {"0.6062596284 a day, half-life 1.649 days", "910477.844250, 182.10 bps",
                             "3.638680093025e+11", "542380.693241   45.76% #"})
        EXPECT_NE(table.out.find(part), std::string::npos) << part << "\n" << table.out;
    EXPECT_EQ(table.err, "");
}

TEST_F(Model, SigmaIsVolatilityInOtherUnits) {
    const Outcome annual = example({"--json"});
    EXPECT_EQ(model({"--sigma", "0.9486832980505138", "--lambda", "1e-6", "--json"}).out, annual.out);
}

TEST_F(Model, ABuySeesTheDriftWithTheOtherSign) {
    const auto points = [&](const Words& more) { return object_of(example(more)).at("points"); };
    EXPECT_EQ(points({"--drift", "0.02", "--side", "buy", "--json"}), points({"--drift", "-0.02", "--json"}));
    EXPECT_NE(points({"--drift", "0.02", "--json"}), points({"--drift", "-0.02", "--json"}));
}

TEST_F(Model, LimitsAreKept) {
    const json::object result = object_of(example({"--cap", "10%", "--volume", "3_000_000", "--lot", "100", "--json"}));
    double sum = 0;
    for (const json::value& point : result.at("points").as_array()) {
        const double trade = number(point.as_object(), "trade");
        EXPECT_LE(trade, 300'000);
        EXPECT_EQ(std::fmod(trade, 100), 0);
        sum += trade;
    }
    EXPECT_EQ(sum, 1e6);
    EXPECT_LE(number(result, "kkt_residual"), 1e-12);

    const Outcome against = example({"--drift", "4"});
    EXPECT_NE(against.err.find("trades go against the order; --one-way keeps them out"), std::string::npos)
        << against.err;
    EXPECT_EQ(example({"--drift", "4", "--one-way"}).err, "");
}

TEST_F(Model, TheFrontierBeginsEven) {
    const json::object result = object_of(model({"--volatility", "30%", "--frontier", "7", "--json"}));
    const json::array& points = result.at("frontier").as_array();
    ASSERT_EQ(points.size(), 7u);
    EXPECT_EQ(number(points[0].as_object(), "lambda"), 0);
    EXPECT_TRUE(points[0].as_object().at("half_life_days").is_null());
    expect_relative(number(points[0].as_object(), "expected_cost"), 662'500);
    for (size_t i = 1; i < 7; ++i) {
        const json::object &one = points[i - 1].as_object(), &next = points[i].as_object();
        EXPECT_GT(number(next, "expected_cost"), number(one, "expected_cost"));
        EXPECT_LT(number(next, "variance"), number(one, "variance"));
    }
    EXPECT_EQ(model({"--volatility", "30%", "--frontier", "7"}).code, 0);
}

TEST_F(Model, LongSchedulesAreCutOnTheTerminal) {
    Words words = kExample;
    words[10] = "500";
    words.insert(words.end(), {"--volatility", "30%", "--lambda", "1e-6", "--rows", "10"});
    const Outcome cut = weir(words);
    EXPECT_EQ(cut.code, 0) << cut.err;
    EXPECT_NE(cut.out.find("every 50. of 500 intervals; --rows for more"), std::string::npos) << cut.out;
    EXPECT_LE(std::count(cut.out.begin(), cut.out.end(), '\n'), 20);
}

TEST_F(Model, InputsAreNamedAndPutRight) {
    const auto refused = [&](const Words& more, const std::string& part) { expect_refused(example(more), 1, part); };
    refused({"--drift", "much"}, "--drift `much`: it is no number; write one as in");
    refused({"--lot", "7"}, "--quantity `1000000`: it is no multiple of the lot, 7; the nearest below is 999999");
    refused({"--lot", "0"}, "--lot `0`: a lot is greater than 0");
    refused({"--cap", "10", "--volume", "5e6"}, "--cap `10`: write a percentage that is not negative, as in `30%`");
    refused({"--cap", "1%", "--volume", "5e6"}, "--cap: all intervals together take 250000 of 1000000; a cap 4 times");
    refused({"--cap", "9%", "--volume", "5e6,4e6"}, "--volume: it is given for 2 intervals, and there are 5");
    refused({"--cap", "9%", "--volume", "5e6,,4e6"}, "--volume `5e6,,4e6`: write what the market trades");

    const auto replaced = [&](const std::string& option, const std::string& text, const std::string& part) {
        Words words = kExample;
        *(std::ranges::find(words, option) + 1) = text;
        words.insert(words.end(), {"--volatility", "30%", "--lambda", "1e-6"});
        expect_refused(weir(words), 1, part);
    };
    replaced("--price", "0", "--price `0`: it must be a number greater than 0");
    replaced("--quantity", "-5", "--quantity `-5`");
    replaced("--days", "0", "--days `0`: it must be a number greater than 0");
    replaced("--intervals", "2.5", "--intervals `2.5`: it is no whole number");
    replaced("--intervals", "5000", "--intervals `5000`: it must be a whole number from 1 to 4096");
    replaced("--eta", "1e-7", "--eta `1e-07`: eta − gamma·tau/2 is");
    replaced("--gamma", "-1", "--gamma `-1`: it must be 0 or a number greater than 0");
    replaced("--epsilon", "nan", "--epsilon `nan`: it is no number");
    expect_refused(model({"--volatility", "30", "--lambda", "0"}), 1, "--volatility `30`: write a percentage");
    expect_refused(model({"--sigma", "-1", "--lambda", "0"}), 1, "--sigma `-1`");
    expect_refused(model({"--sigma", "1", "--lambda", "-1"}), 1, "--lambda `-1`");
    expect_refused(model({"--sigma", "0", "--frontier", "9"}), 1, "--sigma `0`: a frontier needs a price that moves");
    expect_refused(model({"--sigma", "1", "--frontier", "9", "--lot", "7"}), 1, "--quantity `1000000`");
    expect_refused(model({"--sigma", "1", "--frontier", "1"}), 1, "--frontier `1`: it must be a whole number from 2");
}

TEST_F(Model, WrongUseIsTwo) {
    expect_refused(model({"--lambda", "0"}), 2, "--sigma or --volatility is required");
    expect_refused(model({"--sigma", "1"}), 2, "--lambda or --frontier is required");
    expect_refused(example({"--frontier", "9"}), 2, "excludes");
    expect_refused(example({"--cap", "9%"}), 2, "--cap requires --volume");
    expect_refused(example({"--tape", "day.tape"}), 2, "--model excludes --tape");
    expect_refused(example({kTwap}), 2, "--model excludes FILE");
    expect_refused(weir({"schedule", "--model", "almgren"}), 2, "almgren-chriss");
    expect_refused(weir({"schedule", "--eta", "1"}), 2, "--eta requires --model");
    expect_refused(weir({"schedule", kTwap, "--tape", "day.tape", "--order", kOrder, "--lot", "1"}), 2,
                   "--lot requires --model");
    expect_refused(weir({"schedule"}), 2, "FILE is required");
    expect_refused(weir({"schedule", kTwap, "--tape", "day.tape"}), 2, "--order is required");
}

TEST_F(Model, WhatIsNotFiniteIsRefused) {
    expect_refused(example({"--drift", "1e308"}), 1, "is not finite");
    expect_refused(example({"--drift", "1e308", "--json"}), 1, "is not finite");
}

}  // namespace
}  // namespace weir::test
