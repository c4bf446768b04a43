// Proofs and tests beside the serving: what the client is told, when, and what it is not told any more. Jobs are run
// where the test says.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <mutex>

#include "lsp/background.h"
#include "lsp/requests.h"
#include "tests/lsp/client.h"

namespace weir::lsp::test {
namespace {

constexpr std::string_view kUri = "file:///somewhere/a.weir";
const std::string kBroken = R"(weir 1
strategy uncapped() {
    schedule linear every 1 min
    work rest when spread < 80 bps of mid { peg near touch; child at most 5% of order }
    risk { child value <= 500_000 quote }
    assume { mid from 1 tick to 10_000_000 quote }
}
test "too much" {
    order buy 3_600 shares from 09:00 to 10:00
    market flat at 100 spread 2 ticks volume 100 shares per 1 s
    expect executed >= 90% of order by 09:10
}
)";

/// A client and the jobs that its server has given away.
class Desk {
  public:
    Client client{lsp::Desk{[this](Job job) { jobs.push_back(std::move(job)); },
                            [this](const std::string& key) { stopped.push_back(key); }}};
    std::vector<Job> jobs;
    std::vector<std::string> stopped;

    /// Runs the oldest job; stopped before it begins, where that is wanted.
    void run_one(bool is_stopped = false) {
        Job job = std::move(jobs.front());
        jobs.erase(jobs.begin());
        std::stop_source source;
        if (is_stopped) source.request_stop();
        std::vector<Then> posted;
        Then last = job.run(source.get_token(), [&](Then then) { posted.push_back(std::move(then)); });
        posted.push_back(std::move(last));
        for (const Then& then : posted) client.server().take(then);
        client.settle();
    }
    std::string messages() const {
        const json::value told = client.diagnostics(kUri);
        return told.is_null() ? "" : json::serialize(told.at("diagnostics"));
    }
    std::vector<std::string> lenses() {
        std::vector<std::string> titles;
        const json::value all = client.result("textDocument/codeLens", {{"textDocument", {{"uri", kUri}}}});
        for (const json::value& one : all.as_array()) titles.emplace_back(one.at("command").at("title").as_string());
        return titles;
    }
    /// The answer to a request that is not answered at once, by the number of its id.
    json::value answer_of(int64_t id) const {
        for (const json::value& message : client.sent())
            if (const json::value* own = find(message, {"id"});
                own != nullptr && *own == id && find(message, {"method"}) == nullptr)
                return message;
        return nullptr;
    }
    json::value execute(std::string_view command, json::array arguments) {
        return client.ask("workspace/executeCommand", {{"command", command}, {"arguments", std::move(arguments)}});
    }
};

json::object capabilities() {
    return {{"textDocument", {{"publishDiagnostics", {{"relatedInformation", true}}}}},
            {"window", {{"workDoneProgress", true}}}};
}

TEST(Judging, TellsWhatBreaksALimitEventByEvent) {
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open(kUri, kBroken);
    EXPECT_EQ(desk.messages(), "[]");
    EXPECT_EQ(desk.lenses().front(), "proving …");
    ASSERT_EQ(desk.jobs.size(), 1U);
    desk.run_one();
    const json::value told = desk.client.diagnostics(kUri);
    const json::value& refuted = told.at("diagnostics").at(0);
    EXPECT_EQ(refuted.at("code"), "W0701");
    EXPECT_EQ(refuted.at("range").at("start").at("line"), 4);
    const json::array& related = refuted.at("relatedInformation").as_array();
    ASSERT_GE(related.size(), 3U);
    EXPECT_NE(json::serialize(related.front()).find("bid "), std::string::npos);
    EXPECT_NE(json::serialize(related.back()).find("child value: "), std::string::npos);
    EXPECT_EQ(told.at("diagnostics").at(1).at("source"), "weir test");
    EXPECT_NE(desk.lenses().front().find("refuted 1"), std::string::npos) << desk.lenses().front();
    EXPECT_EQ(desk.lenses().back(), "fails: expect executed >= 90% of order by 09:10");
    const json::value hover = desk.client.result("textDocument/hover", at(kUri, 4, 14));
    EXPECT_NE(json::serialize(hover).find("**refuted**"), std::string::npos);
}

TEST(Judging, ALimitOfAPolicyIsToldOfWhereItBinds) {
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open("file:///somewhere/desk.weir", "weir 1\npolicy desk { child value <= 500_000 quote }\n");
    std::string bound = kBroken;
    const std::string_view own = "    risk { child value <= 500_000 quote }\n";
    bound.erase(bound.find(own), own.size());
    bound.insert(7, "use \"desk.weir\"\n");
    desk.client.open(kUri, bound);
    while (!desk.jobs.empty()) desk.run_one();
    const json::value told = desk.client.diagnostics(kUri);
    const auto& all = told.at("diagnostics").as_array();
    const auto broken = std::ranges::find_if(
        all, [](const json::value& one) { return json::serialize(one).find("W0701") != std::string::npos; });
    ASSERT_NE(broken, all.end()) << desk.messages();
    EXPECT_EQ(broken->at("range").at("start").at("line").to_number<int>(), 2);  // the strategy's
    EXPECT_EQ(broken->at("relatedInformation").as_array().front().at("location").at("uri"),
              "file:///somewhere/desk.weir");
}

TEST(Judging, OffersWhatWasProvenToMendIt) {
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open(kUri, kBroken);
    desk.run_one();
    const json::value actions = desk.client.result(
        "textDocument/codeAction",
        {{"textDocument", {{"uri", kUri}}},
         {"range", {{"start", {{"line", 4}, {"character", 12}}}, {"end", {{"line", 4}, {"character", 12}}}}},
         {"context", {{"diagnostics", json::array()}}}});
    const json::value& remedy = actions.at(0);
    EXPECT_EQ(remedy.at("title"), "Let no child be more than 500_000 quote, by which the limit is proven");
    const json::value& edit = remedy.at("edit").at("changes").at(kUri).at(0);
    EXPECT_EQ(edit.at("newText"), "500_000 quote");
    desk.client.change(kUri, 2, {json::object{{"range", edit.at("range")}, {"text", edit.at("newText")}}});
    desk.run_one();
    EXPECT_EQ(desk.messages().find("W0701"), std::string::npos);
    EXPECT_EQ(desk.lenses().front().find("refuted"), std::string::npos) << desk.lenses().front();
}

TEST(Judging, VerdictsMoveWithTheirTextAndGoWithIt) {
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open(kUri, kBroken);
    desk.run_one();
    // A line above: the places follow, and nothing is proven again.
    desk.client.change(kUri, 2, {change(1, 0, 0, "// a remark\n")});
    const json::value moved = desk.client.diagnostics(kUri);
    EXPECT_EQ(moved.at("diagnostics").at(0).at("range").at("start").at("line"), 5);
    EXPECT_TRUE(desk.jobs.empty());
    // The strategy changes: nothing is claimed of it any more.
    desk.client.change(kUri, 3, {change(5, 11, 39, "child value <= 400_000 quote")});
    EXPECT_EQ(desk.messages().find("W0701"), std::string::npos);
    EXPECT_EQ(desk.lenses().front(), "proving …");
    EXPECT_EQ(desk.jobs.size(), 1U);
    // And back: what was known is known.
    desk.jobs.clear();
    desk.client.change(kUri, 4, {change(5, 11, 39, "child value <= 500_000 quote")});
    EXPECT_NE(desk.messages().find("W0701"), std::string::npos);
    EXPECT_TRUE(desk.jobs.empty());
}

TEST(Judging, WhatComesLateIsNotShown) {
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open(kUri, kBroken);
    desk.client.change(kUri, 2, {change(4, 11, 39, "child value <= 400_000 quote")});
    ASSERT_EQ(desk.jobs.size(), 2U);
    desk.run_one();  // of the first version
    EXPECT_EQ(desk.messages(), "[]");
    EXPECT_EQ(desk.lenses().front(), "proving …");
    desk.client.notify("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}});
    desk.run_one();
    EXPECT_EQ(desk.messages(), "[]");
    EXPECT_EQ(desk.stopped.back(), "judge " + std::string(kUri));
}

TEST(Judging, OnlyOfSoundScriptsAndWhereItIsWanted) {
    Desk desk;
    desk.client.initialize(capabilities(), {{"initializationOptions", {{"verify", {{"onType", false}}}}}});
    desk.client.open(kUri, kBroken);
    EXPECT_TRUE(desk.jobs.empty());
    EXPECT_EQ(desk.lenses().front(), "prove");
    Desk other;
    other.client.initialize(capabilities());
    other.client.open(kUri, "weir 1\nstrategy a() { peg }\n");
    EXPECT_TRUE(other.jobs.empty());
}

TEST(Commands, AnswerWhenTheWorkIsDone) {
    Desk desk;
    desk.client.initialize(capabilities(), {{"initializationOptions", {{"verify", {{"onType", false}}}}}});
    desk.client.open(kUri, kBroken);
    EXPECT_TRUE(desk.execute("weir.verify", {json::value(kUri)}).is_null());
    ASSERT_EQ(desk.jobs.size(), 1U);
    desk.run_one();
    const json::value verified = desk.answer_of(2);
    EXPECT_NE(json::serialize(verified).find("refuted      child value"), std::string::npos);
    EXPECT_NE(desk.messages().find("W0701"), std::string::npos);
    EXPECT_TRUE(desk.execute("weir.runTests", {json::value(kUri)}).is_null());
    desk.run_one();
    EXPECT_NE(json::serialize(desk.answer_of(3)).find("FAILS  too much"), std::string::npos);
    EXPECT_TRUE(desk.execute("weir.report", {json::value(kUri)}).is_null());
    desk.run_one();
    EXPECT_NE(json::serialize(desk.answer_of(4)).find("DOCTYPE html"), std::string::npos);
}

TEST(Commands, AreCancelled) {
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open(kUri, kBroken);
    desk.execute("weir.verify", {json::value(kUri)});
    desk.client.notify("$/cancelRequest", {{"id", 2}});
    EXPECT_EQ(desk.stopped.back(), "request 2");
    desk.jobs.erase(desk.jobs.begin());
    desk.run_one(true);
    EXPECT_EQ(desk.answer_of(2).at("error").at("code"), -32800);
    desk.client.notify("window/workDoneProgress/cancel", {{"token", "judge " + std::string(kUri)}});
    EXPECT_EQ(desk.stopped.back(), "judge " + std::string(kUri));
}

TEST(Commands, RefuseWhatTheyCannotDo) {
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open(kUri, "weir 1\nstrategy a() { peg }\n");
    const auto code = [&](std::string_view command, json::array arguments) {
        return desk.execute(command, std::move(arguments)).at("error").at("code").as_int64();
    };
    EXPECT_EQ(code("weir.fly", {}), -32602);
    EXPECT_EQ(code("weir.verify", {}), -32602);
    EXPECT_EQ(code("weir.verify", {1}), -32602);
    EXPECT_EQ(code("weir.verify", {"file:///not/open.weir"}), -32602);
    EXPECT_EQ(code("weir.verify", {json::value(kUri)}), -32803);  // it has errors
    EXPECT_EQ(code("weir.schedule", {json::value(kUri)}), -32602);
    EXPECT_EQ(code("weir.writeCounterexample", {json::value(kUri), "a", 0}), -32803);
    EXPECT_TRUE(desk.jobs.empty());
}

TEST(Commands, WriteTheMarketAndATestThatFails) {
    const auto folder = std::filesystem::temp_directory_path() / ("weir_lsp_exhibit_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    const std::string uri = "file://" + (folder / "a.weir").string();
    Desk desk;
    desk.client.initialize(capabilities());
    desk.client.open(uri, kBroken);
    desk.run_one();
    const json::value actions = desk.client.result(
        "textDocument/codeAction",
        {{"textDocument", {{"uri", uri}}},
         {"range", {{"start", {{"line", 4}, {"character", 12}}}, {"end", {{"line", 4}, {"character", 12}}}}},
         {"context", {{"diagnostics", json::array()}}}});
    json::value command;
    for (const json::value& one : actions.as_array())
        if (const json::value* name = find(one, {"command", "command"});
            name != nullptr && *name == "weir.writeCounterexample")
            command = one.at("command");
    ASSERT_FALSE(command.is_null());
    const json::value done = desk.execute("weir.writeCounterexample", command.at("arguments").as_array());
    ASSERT_NE(find(done, {"result"}), nullptr) << json::serialize(done);
    json::value edit;
    for (const json::value& message : desk.client.sent())
        if (const json::value* method = find(message, {"method"});
            method != nullptr && *method == "workspace/applyEdit")
            edit = message.at("params").at("edit").at("changes").at(uri).at(0);
    ASSERT_FALSE(edit.is_null());
    // The script with the test in it, run by the command line: it fails by the limit.
    std::ofstream(folder / "a.weir") << kBroken << std::string(edit.at("newText").as_string());
    const std::string out = (folder / "out").string();
    const int code = std::system(
        (std::string(WEIR_BINARY) + " test " + (folder / "a.weir").string() + " --filter broken > " + out + " 2>&1")
            .c_str());
    std::ifstream read(out);
    const std::string said(std::istreambuf_iterator<char>(read), {});
    EXPECT_NE(code, 0);
    EXPECT_NE(said.find("stopped by `child value <= 500_000 quote`"), std::string::npos) << said;
    std::filesystem::remove_all(folder);
}

// ---------------------------------------------------------------------------------------------------- the thread

TEST(Background, RunsOneJobAtATimeAndOnlyTheNewestOfAKey) {
    Session session;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> done;
    {
        Background background([&](const Then& then) { then(session); });
        const auto job = [&](std::string key, std::string name, int quiet) {
            Job made{std::move(key), std::chrono::milliseconds(quiet), {}};
            made.run = [&, name](const std::stop_token& stop, const auto&) -> Then {
                const bool is_stopped = stop.stop_requested();
                return [&, name, is_stopped](Session&) {
                    const std::lock_guard lock(mutex);
                    done.push_back(name + (is_stopped ? " stopped" : ""));
                    changed.notify_all();
                };
            };
            return made;
        };
        background.submit(job("a", "first", 60'000));
        background.submit(job("a", "second", 0));
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return done.size() == 2; });
        lock.unlock();
        background.submit(job("b", "never begun", 60'000));
    }
    ASSERT_EQ(done.size(), 2U);
    EXPECT_EQ(done[0], "first stopped");
    EXPECT_EQ(done[1], "second");
}

TEST(Background, WhatIsStoppedBeforeItBeginsDoesNotWaitForWhatRuns) {
    Session session;
    std::mutex mutex;
    std::condition_variable_any changed;
    bool began = false;
    std::vector<std::string> done;
    Background background([&](const Then& then) { then(session); });
    Job running{"long", {}, {}};
    running.run = [&](const std::stop_token& stop, const auto&) -> Then {
        std::unique_lock lock(mutex);
        began = true;
        changed.notify_all();
        changed.wait(lock, stop, [] { return false; });
        return [](Session&) {};
    };
    background.submit(std::move(running));
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return began; });
    lock.unlock();

    auto held = std::make_shared<int>(1);
    Job waiting{"typed", {}, {}};
    waiting.run = [&, held](const std::stop_token& stop, const auto&) -> Then {
        return [&, is_stopped = stop.stop_requested()](Session&) { done.emplace_back(is_stopped ? "stopped" : "run"); };
    };
    background.submit(std::move(waiting));
    EXPECT_TRUE(done.empty());
    background.stop("typed");
    EXPECT_EQ(done, std::vector<std::string>{"stopped"});
    EXPECT_EQ(held.use_count(), 1);
}

TEST(Background, EndsWhatRunsWhenItGoes) {
    Session session;
    std::mutex mutex;
    std::condition_variable changed;
    bool began = false;
    std::atomic<bool> was_stopped = false;
    {
        Background background([](const Then&) {});
        Job job{"a", {}, {}};
        job.run = [&](const std::stop_token& stop, const auto&) -> Then {
            std::unique_lock lock(mutex);
            began = true;
            changed.notify_all();
            std::condition_variable_any never;
            never.wait(lock, stop, [] { return false; });
            was_stopped = stop.stop_requested();
            return {};
        };
        background.submit(std::move(job));
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return began; });
    }
    EXPECT_TRUE(was_stopped);
}

}  // namespace
}  // namespace weir::lsp::test
