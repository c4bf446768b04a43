// Checking and compiling: whole processes, and in a process that is warm.
#include <benchmark/benchmark.h>

#include "bench/system/process.h"
#include "compiler/compiler.h"

namespace weir::bench {
namespace {

compiler::Checked check(const std::string& name) {
    const SourceFile file(script_of(name), text_of(script_of(name)));
    const lower::Market market{.scales = {2, 8, 4}, .base = "BTC", .currency = "USD"};
    auto checked = compiler::check(file, [&](const sema::Program&) { return market; });
    if (checked.plans.empty()) abandon(name + " does not compile");
    return checked;
}

void build_or_abandon(const plan::Plan& plan, const compiler::BuildOptions& how) {
    plan::Bindings bindings{.tick = 1, .lot = 1000, .minimum_quantity = 1000, .minimum_value = 0, .parameters = {}};
    for (const plan::Parameter& parameter : plan.parameters) bindings.parameters.push_back(parameter.value);
    const auto built = compiler::build(plan, bindings, how);
    if (!built.runnable) abandon(built.error);
}

void add_process(const std::string& name, const std::vector<std::string>& arguments) {
    benchmark::RegisterBenchmark(("process/" + name).c_str(), [arguments](benchmark::State& state) {
        const double before = children_cpu_seconds();
        for (auto _ : state) run_weir(arguments);
        state.counters["children_cpu"] = (children_cpu_seconds() - before) / static_cast<double>(state.iterations());
    })->UseRealTime();
}

void add_strategy(const std::string& name) {
    benchmark::RegisterBenchmark(("check/" + name).c_str(), [name](benchmark::State& state) {
        for (auto _ : state) benchmark::DoNotOptimize(check(name));
        const plan::Bounds bounds = plan::bounds_of(check(name).plans.front());
        state.counters["state_bytes"] = static_cast<double>(bounds.state_bytes);
        state.counters["operations"] = static_cast<double>(bounds.operations);
        state.counters["slots"] = static_cast<double>(bounds.working_orders);
    });
    benchmark::RegisterBenchmark(("compile/" + name).c_str(), [name](benchmark::State& state) {
        const auto checked = check(name);
        build_or_abandon(checked.plans.front(), {});
        for (auto _ : state) build_or_abandon(checked.plans.front(), {});
    });
}

void check_library(benchmark::State& state) {
    const std::vector<std::string> names = library();
    for (auto _ : state)
        for (const std::string& name : names) benchmark::DoNotOptimize(check(name));
}

void load_from_cache(benchmark::State& state) {
    compiler::BuildOptions how;
    how.cache_dir = scratch() / "cache";
    const auto checked = check("vwap");
    build_or_abandon(checked.plans.front(), how);
    for (auto _ : state) build_or_abandon(checked.plans.front(), how);
}

}  // namespace

void add_checks() {
    add_process("check stdlib", {"check", WEIR_SOURCE_DIR "/stdlib"});
    add_process("check vwap", {"check", script_of("vwap")});
    add_process("check vwap --engine native", {"check", script_of("vwap"), "--engine", "native", "--no-cache"});
    benchmark::RegisterBenchmark("warm/check stdlib", check_library);
    benchmark::RegisterBenchmark("warm/load vwap from the cache", load_from_cache);
    for (const std::string& name : library()) add_strategy(name);
}

}  // namespace weir::bench
