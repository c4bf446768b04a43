// What a step costs: compiled, interpreted, written by hand, and in LuaJIT, over the same recorded stream. Results are
// held against the interpreter before anything is timed. The time of the stream itself (`empty`) is taken off for the
// ratios.
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>

#include "bench/step/lua_peer.h"
#include "bench/step/scene.h"
#include "bench/step/twins/twins.h"
#include "compiler/native/native.h"
#include "compiler/plan/interpreter.h"

namespace weir::bench {
namespace {

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

bool same(const step::Output& a, const step::Output& b, int slots) {
    if (a.status != b.status || a.where != b.where || a.wake != b.wake) return false;
    return a.trace == b.trace && std::equal(a.desired.begin(), a.desired.begin() + slots, b.desired.begin());
}

using Step = std::function<void(const int64_t*, const int64_t* const*, step::Output&)>;

struct Strategy {
    std::string name;
    Scene scene;
    std::unique_ptr<native::Compiled> compiled;
    std::unique_ptr<plan::Interpreter> interpreter;
    std::unique_ptr<Twin> (*make_twin)();
    std::unique_ptr<LuaPeer> lua_exact, lua_doubles;
};

void check(const Strategy& strategy, const std::string& who, const Step& step) {
    std::vector<int64_t> inputs;
    step::Output out{};
    size_t at = 0;
    replay(strategy.scene, inputs, [&](const int64_t* in, const int64_t* const* tables) {
        step(in, tables, out);
        if (!same(out, strategy.scene.wanted[at], strategy.scene.plan.layout.slots))
            fail(strategy.name + ": " + who + " differs from the interpreter at step " + std::to_string(at));
        ++at;
    });
}

Step runs(const step::Program& program, std::vector<int64_t>& state) {
    state.assign(static_cast<size_t>(program.state_words), 0);
    return [&state, program](const int64_t* in, const int64_t* const* tables, step::Output& out) {
        program.function(program.self, in, tables, state.data(), &out);
    };
}

/// Of the traces that are timed: the peer is warm before it is checked.
std::vector<step::Output> lua_outputs(LuaPeer& peer) {
    peer.warm_up();
    std::vector<step::Output> out;
    peer.run(&out);
    return out;
}

double wanted_in_all(const std::vector<step::Output>& outputs) {
    double sum = 0;
    for (const step::Output& out : outputs)
        sum += static_cast<double>(out.desired[0].quantity + out.desired[1].quantity + out.desired[1].price);
    return sum;
}

/// The compiled step, the hand-written one and exact LuaJIT must agree with the interpreter in every bit; LuaJIT on
/// doubles in what it wants on the whole.
void check_all(Strategy& strategy) {
    std::vector<int64_t> state;
    check(strategy, "native code", runs(strategy.compiled->program(), state));
    const auto twin = strategy.make_twin();
    check(strategy, "the hand-written step",
          [&](const int64_t* in, const int64_t* const* tables, step::Output& out) { twin->step(in, tables, out); });
    const auto exact = lua_outputs(*strategy.lua_exact);
    check(strategy, "LuaJIT, exact", [at = exact.begin()](auto, auto, step::Output& out) mutable { out = *at++; });
    const double wanted = wanted_in_all(strategy.scene.wanted);
    const double got = wanted_in_all(lua_outputs(*strategy.lua_doubles));
    if (std::fabs(got - wanted) > 0.01 * wanted) fail(strategy.name + ": LuaJIT on doubles wants something else");
}

void count(benchmark::State& state, const Scene& scene) {
    state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(scene.steps()));
}

template <class Make>
void time_steps(benchmark::State& state, const Scene& scene, Make make) {
    std::vector<int64_t> inputs;
    step::Output out{};
    for (auto _ : state) {
        auto step = make();
        replay(scene, inputs, [&](const int64_t* in, const int64_t* const* tables) { step(in, tables, out); });
        benchmark::DoNotOptimize(out);
    }
    count(state, scene);
}

void time_program(benchmark::State& state, const Scene& scene, const step::Program& program) {
    std::vector<int64_t> words(static_cast<size_t>(program.state_words));
    time_steps(state, scene, [&] {
        std::fill(words.begin(), words.end(), 0);
        return [&](const int64_t* in, const int64_t* const* tables, step::Output& out) {
            program.function(program.self, in, tables, words.data(), &out);
        };
    });
}

void time_lua(benchmark::State& state, const Scene& scene, LuaPeer& peer) {
    const TraceCounts before = peer.traces();
    for (auto _ : state) peer.run();
    const TraceCounts after = peer.traces();
    count(state, scene);
    state.counters["traces"] = after.made;
    state.counters["aborted"] = after.aborted;
    state.counters["while_timed"] = after.made - before.made + after.aborted - before.aborted;  // few: warm
}

void add(const Strategy& s) {
    const auto name = [&](const char* who) { return "step/" + s.name + "/" + who; };
    benchmark::RegisterBenchmark(name("empty").c_str(), [&s](benchmark::State& state) {
        time_steps(state, s.scene, [] {
            return [](const int64_t* in, const int64_t* const*, step::Output&) { benchmark::DoNotOptimize(in[0]); };
        });
    });
    benchmark::RegisterBenchmark(
        name("native").c_str(), [&s](benchmark::State& state) { time_program(state, s.scene, s.compiled->program()); });
    benchmark::RegisterBenchmark(name("by_hand").c_str(), [&s](benchmark::State& state) {
        time_steps(state, s.scene, [&] {
            return [twin = std::shared_ptr<Twin>(s.make_twin())](const int64_t* in, const int64_t* const* tables,
                                                                 step::Output& out) { twin->step(in, tables, out); };
        });
    });
    for (const auto& [who, peer] :
         {std::pair{"luajit_exact", s.lua_exact.get()}, {"luajit_doubles", s.lua_doubles.get()}})
        benchmark::RegisterBenchmark(name(who).c_str(),
                                     [&s, peer](benchmark::State& state) { time_lua(state, s.scene, *peer); });
    benchmark::RegisterBenchmark(name("interpreter").c_str(), [&s](benchmark::State& state) {
        time_program(state, s.scene, s.interpreter->program());
    });
}

/// Reports as usual, and keeps nanoseconds per step by name: the best of the repetitions.
class Reporter : public benchmark::ConsoleReporter {
  public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration || !run.counters.contains("items_per_second")) continue;
            const double ns = 1e9 / run.counters.at("items_per_second").value;
            auto [at, is_new] = best_.try_emplace(run.run_name.function_name, ns);
            if (!is_new) at->second = std::min(at->second, ns);
        }
    }
    void summarise(const std::vector<Strategy>& strategies) const {
        constexpr std::array kPeers = {"by_hand", "luajit_exact", "luajit_doubles"};
        std::printf("\n%-6s %9s %9s %14s %15s %12s   native / by hand, LuaJIT exact, LuaJIT doubles\n", "", "native",
                    "by hand", "LuaJIT exact", "LuaJIT doubles", "interpreter");
        for (const Strategy& s : strategies) {
            const auto ns = [&](const char* who) {
                const auto at = best_.find("step/" + s.name + "/" + who);
                return at == best_.end() ? std::nan("") : at->second;
            };
            const auto net = [&](const char* who) { return ns(who) - ns("empty"); };
            std::printf("%-6s %6.1f ns %6.1f ns %11.1f ns %12.1f ns %9.1f ns", s.name.c_str(), net("native"),
                        net(kPeers[0]), net(kPeers[1]), net(kPeers[2]), net("interpreter"));
            for (const char* peer : kPeers) std::printf(" %8.2f", net("native") / net(peer));
            std::printf("\n");
        }
    }

  private:
    std::map<std::string, double> best_;
};

Strategy make(const std::string& name, std::unique_ptr<Twin> (*make_twin)()) {
    return {.name = name,
            .scene = make_scene(name),
            .compiled = nullptr,
            .interpreter = nullptr,
            .make_twin = make_twin,
            .lua_exact = nullptr,
            .lua_doubles = nullptr};
}

}  // namespace
}  // namespace weir::bench

int main(int argc, char** argv) {
    using namespace weir::bench;
    std::vector<Strategy> strategies;
    strategies.reserve(3);
    for (const auto& [name, twin] : {std::pair{"twap", &make_twap}, {"vwap", &make_vwap}, {"pov", &make_pov}}) {
        Strategy& s = strategies.emplace_back(make(name, twin));
        auto result = weir::native::compile(s.scene.plan);
        if (!result.compiled) fail(result.error);
        s.compiled = std::move(result.compiled);
        s.interpreter = std::make_unique<weir::plan::Interpreter>(s.scene.plan);
        s.lua_exact = std::make_unique<LuaPeer>(s.name, "exact", s.scene);
        s.lua_doubles = std::make_unique<LuaPeer>(s.name, "plain", s.scene);
        check_all(s);
        add(s);
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    Reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.summarise(strategies);
    benchmark::Shutdown();
    return 0;
}
