// `weir verify` as a user meets it: verdicts, certificates, questions, policies and codes.
#include <boost/json.hpp>
#include <csignal>

#include "tests/cli/market.h"

namespace weir::test {
namespace {

namespace json = boost::json;

constexpr const char* kSmall =
    "weir 1\n"
    "strategy small() {\n"
    "    work cross { take leaves; child at most 1_000 quote; up to 10 bps worse than mid }\n"
    "    risk { child value <= 2_000 quote; messages <= 5 per 1 s }\n"
    "    assume { mid from 1 quote to 1_000 quote }\n"
    "}\n";

class Verify : public Desk {
  protected:
    Verify() { folder_.write("small.weir", kSmall); }
    json::object certificate(Words words) const {
        words.insert(words.begin(), {"verify", "--json"});
        const Outcome outcome = weir(words);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return json::parse(outcome.out).at(0).at("certificates").at(0).as_object();
    }
    /// As `sha256sum` says it.
    std::string text_of_sum(const std::string& path) const {
        return run(folder_, {"sha256sum", path}).out.substr(0, 64);
    }
    static const json::object& property(const json::object& certificate, std::string_view name) {
        for (const json::value& one : certificate.at("properties").as_array())
            if (one.at("name").as_string() == name) return one.as_object();
        ADD_FAILURE() << "no property is called " << name;
        static const json::object none;
        return none;
    }
};

TEST_F(Verify, SaysOfEachLineWhatIsProven) {
    const Outcome outcome = weir({"verify", "small.weir"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("small.weir\n  small: "), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("child value <= 2_000 quote\n"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("messages <= 5 per 1 s"), std::string::npos) << outcome.out;
}

TEST_F(Verify, ARuleThatCanNeverSendIsUnreachable) {
    folder_.write("dead.weir",
                  "weir 1\n\n"
                  "/// Crosses a spread that is wide and narrow at once.\n"
                  "strategy dead() {\n"
                  "    work rest when spread < 80 bps of mid { peg near touch; child at most 100_000 quote }\n"
                  "    work cross before rest when spread > 100 bps of mid and spread < 50 bps of mid {\n"
                  "        take leaves; child at most 100_000 quote; up to 5 bps worse than mid\n"
                  "    }\n"
                  "    risk { child value <= 500_000 quote }\n"
                  "    assume { mid from 1 tick to 10_000_000 quote }\n"
                  "}\n");
    const Outcome outcome = weir({"verify", "dead.weir"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("unreachable  a child is sent by work cross"), std::string::npos) << outcome.out;
    EXPECT_EQ(outcome.out.find("a child is sent by work rest"), std::string::npos) << outcome.out;
}

TEST_F(Verify, TheCertificateSaysOfWhatAndForWhichMarkets) {
    const json::object one = certificate({"small.weir"});
    EXPECT_EQ(one.at("strategy").as_string(), "small");
    EXPECT_EQ(one.at("plan_hash").as_string().size(), 16u);
    EXPECT_EQ(one.at("assumed").as_array().size(), 1u);
    EXPECT_FALSE(one.at("trusted").as_array().empty());
    EXPECT_TRUE(one.at("solver").as_string().starts_with("Z3 "));
    EXPECT_EQ(property(one, "child value <= 2_000 quote").at("status").as_string(), "proven");
    EXPECT_EQ(one.at("script_sha256").as_string(), text_of_sum("small.weir"));
}

TEST_F(Verify, TheQuestionsAreFilesThatTheCertificateNames) {
    const json::object one = certificate({"small.weir", "--smt", "questions"});
    const json::value index = json::parse(text_of(folder_.path() / "questions/small/index.json"));
    size_t settled = 0;
    for (const json::value& question : index.at("questions").as_array()) {
        const std::string name = "questions/small/" + json::value_to<std::string>(question.at("file"));
        EXPECT_EQ(question.at("sha256").as_string(), text_of_sum(name));
        const std::string text = text_of(folder_.path() / name);
        EXPECT_TRUE(text.starts_with("(set-logic "));
        EXPECT_TRUE(text.ends_with("(check-sat)\n"));
        settled += question.at("expected").as_string() == "unsat";
    }
    EXPECT_GT(settled, 0u);
    const json::value of_orders = json::parse(text_of(folder_.path() / "questions/order-manager/index.json"));
    for (const json::value& question : of_orders.at("questions").as_array()) {
        const std::string name = "questions/order-manager/" + json::value_to<std::string>(question.at("file"));
        EXPECT_EQ(question.at("sha256").as_string(), text_of_sum(name));
    }
    EXPECT_GT(of_orders.at("questions").as_array().size(), 100u);
    EXPECT_FALSE(property(one, "child value <= 2_000 quote").at("questions").as_array().empty());
}

TEST_F(Verify, WhatWasKeptSaysTheSame) {
    const std::string cache = folder_ / "kept";
    const auto verify = [&](const Words& more) {
        Words words{"env", "WEIR_CACHE=" + cache, "weir", "verify", "small.weir", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return run(folder_, words).out;
    };
    const std::string first = verify({});
    EXPECT_EQ(verify({}), first);
    EXPECT_EQ(verify({"--no-cache"}), first);
    // What is broken, or another's, is as good as absent.
    for (const auto& entry : std::filesystem::directory_iterator(cache)) std::ofstream(entry.path()) << "not ours";
    EXPECT_EQ(verify({}), first);
    // The same plan, further down in its file.
    folder_.write("small.weir", "// moved\n\n" + std::string(kSmall));
    const json::value moved = json::parse(verify({})), before = json::parse(first);
    EXPECT_EQ(moved.at(0).at("certificates").at(0).at("properties"),
              before.at(0).at("certificates").at(0).at("properties"));
}

TEST_F(Verify, PoliciesBindEveryStrategy) {
    folder_.write("desk.weir", "weir 1\npolicy desk { child value <= 5_000 quote }\n");
    const json::object one = certificate({"small.weir", "--policy", "desk.weir"});
    EXPECT_EQ(property(one, "policy desk: child value <= 5_000 quote").at("status").as_string(), "proven");
    EXPECT_EQ(one.at("policies").as_array().size(), 1u);

    folder_.write("tight.weir", "weir 1\npolicy tight { child value <= 500 quote }\n");
    expect_refused(weir({"verify", "small.weir", "--policy", "tight.weir"}), 1, "error[W0460]");
    folder_.write("empty.weir", "weir 1\n");
    expect_refused(weir({"verify", "small.weir", "--policy", "empty.weir"}), 1, "there is no policy in it");
    expect_refused(weir({"verify", "small.weir", "--policy", "missing.weir"}), 1, "--policy: missing.weir");
    folder_.write("broken.weir", "weir 1\npolicy broken { child value <= 5 apples }\n");
    expect_refused(weir({"verify", "small.weir", "--policy", "broken.weir"}), 1, "broken.weir:2");
}

/// It is refuted, and the command that is printed runs to the breach.
TEST_F(Verify, AMarketThatBreaksALineIsShown) {
    folder_.write("bad.weir",
                  "weir 1\n"
                  "strategy bad() {\n"
                  "    work cross { take leaves; child at most 10% of order; up to 10 bps worse than mid }\n"
                  "    risk { child value <= 500 quote }\n"
                  "    assume { mid from 1 tick to 10_000_000 quote }\n"
                  "}\n");
    const Outcome outcome = weir({"verify", "bad.weir", "--report", "page.html"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_NE(outcome.err.find("error[W0701]: a market breaks `child value <= 500 quote`"), std::string::npos);
    const size_t at = outcome.out.find("run it: weir run bad.weir --tape counterexamples/bad-01-child-value");
    ASSERT_NE(at, std::string::npos) << outcome.out;
    const std::string command = outcome.out.substr(at + 8, outcome.out.find('\n', at) - at - 8);
    const Outcome replayed = run(folder_, {"sh", "-c", command});
    EXPECT_EQ(replayed.code, 3) << command << replayed.err;
    EXPECT_NE(replayed.out.find("stopped by the risk guard `child value <= 500 quote`"), std::string::npos)
        << replayed.out;
    const std::string page = text_of(folder_.path() / "page.html");
    EXPECT_TRUE(page.starts_with("<!DOCTYPE html>"));
    for (const char* part : {"<svg", "How a market breaks: child value &lt;= 500 quote", "Trusted", "</html>"})
        EXPECT_NE(page.find(part), std::string::npos) << part;
    EXPECT_EQ(page.find("src=\"http"), std::string::npos);
}

TEST_F(Verify, CheckAndRunSayWhatIsProven) {
    const Outcome check = weir({"check", "small.weir", "--verify"});
    EXPECT_EQ(check.code, 0) << check.err;
    EXPECT_NE(check.out.find("  small: "), std::string::npos) << check.out;
    EXPECT_NE(check.out.find(" proven"), std::string::npos) << check.out;
    const Outcome traded = trade("small.weir", kOrder, {"--verify"});
    EXPECT_EQ(traded.code, 0) << traded.err << traded.out;
    EXPECT_NE(traded.err.find("note: not proven, and watched as it runs: "), std::string::npos) << traded.err;
}

TEST_F(Verify, WhatCannotBeVerifiedIsSaid) {
    folder_.write("broken.weir", "weir 1\nstrategy broken() { work }\n");
    expect_refused(weir({"verify", "broken.weir"}), 1, "error[W");
    expect_refused(weir({"verify", "small.weir", "--strategy", "other"}), 1, "no strategy is called `other`");
    folder_.write("none.weir", "weir 1\nfn one(x : ratio) = x\n");
    expect_refused(weir({"verify", "none.weir"}), 1, "there is no strategy in what was named");
    expect_refused(weir({"verify", "absent.weir"}), 1, "absent.weir");
    expect_refused(weir({"verify"}), 2, "FILE");
    expect_refused(weir({"verify", "small.weir", "--effort", "0"}), 2, "--effort");
}

TEST_F(Verify, AnInterruptLeavesNothingHalfDone) {
    const Outcome outcome = run(folder_, {"timeout", "-s", "INT", "0.2", "weir", "verify", "stdlib/grid.weir",
                                          "--no-cache", "--smt", "questions"});
    EXPECT_EQ(outcome.code, 124) << outcome.err;  // of `timeout` itself
    EXPECT_FALSE(exists("questions"));
}

}  // namespace
}  // namespace weir::test
