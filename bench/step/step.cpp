// What a step costs: compiled, interpreted, written by hand, and in LuaJIT, over the same recorded stream. Results are
// held against the interpreter before anything is timed. The time of the stream itself (`empty`) is taken off for the
// ratios.
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>

#include "bench/medians.h"
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
    if (!strategy.lua_exact) return;
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
        if (peer)
            benchmark::RegisterBenchmark(name(who).c_str(),
                                         [&s, peer](benchmark::State& state) { time_lua(state, s.scene, *peer); });
    benchmark::RegisterBenchmark(name("interpreter").c_str(), [&s](benchmark::State& state) {
        time_program(state, s.scene, s.interpreter->program());
    });
}

/// Nanoseconds a step, the time of the stream taken off.
void print(const Medians& medians, const std::vector<Strategy>& strategies) {
    constexpr std::array kPeers = {"by_hand", "luajit_exact", "luajit_doubles"};
    std::printf("\n%-14s %9s %9s %9s %9s %12s   native / by hand, exact, doubles\n", "one step, ns", "native",
                "by hand", "Lua exact", "Lua dbl", "interpreter");
    const auto figure = [](double value, int width, int digits) {
        if (std::isnan(value))
            std::printf(" %*s", width, "-");
        else
            std::printf(" %*.*f", width, digits, value);
    };
    for (const Strategy& s : strategies) {
        const auto ns = [&](const char* who) {
            return 1e9 * medians.of("step/" + s.name + "/" + who, "cpu") / static_cast<double>(s.scene.steps());
        };
        const auto net = [&](const char* who) { return ns(who) - ns("empty"); };
        if (std::isnan(net("native"))) continue;
        std::printf("%-14s", s.name.c_str());
        figure(net("native"), 9, 1);
        for (const char* peer : kPeers) figure(net(peer), 9, 1);
        figure(net("interpreter"), 12, 1);
        std::printf("  ");
        for (const char* peer : kPeers) figure(net("native") / net(peer), 8, 2);
        std::printf("\n");
    }
}

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

/// With `--check`, only that everybody does the same is looked at.
int main(int argc, char** argv) {
    using namespace weir::bench;
    std::vector<Strategy> strategies;
    const std::pair<const char*, std::unique_ptr<Twin> (*)()> twins[] = {
        {"twap", make_twap},           {"vwap", make_vwap},     {"pov", make_pov},
        {"shortfall", make_shortfall}, {"scaled", make_scaled}, {"bracket", make_bracket}};
    strategies.reserve(std::size(twins));
    for (const auto& [name, twin] : twins) {
        Strategy& s = strategies.emplace_back(make(name, twin));
        auto result = weir::native::compile(s.scene.plan);
        if (!result.compiled) fail(result.error);
        s.compiled = std::move(result.compiled);
        s.interpreter = std::make_unique<weir::plan::Interpreter>(s.scene.plan);
        if (LuaPeer::exists(s.name)) {
            s.lua_exact = std::make_unique<LuaPeer>(s.name, "exact", s.scene);
            s.lua_doubles = std::make_unique<LuaPeer>(s.name, "plain", s.scene);
        }
        check_all(s);
        add(s);
    }
    if (argc == 2 && std::string(argv[1]) == "--check") return 0;
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    Medians medians;
    benchmark::RunSpecifiedBenchmarks(&medians);
    print(medians, strategies);
    benchmark::Shutdown();
    return 0;
}
