// What a user waits for: checking, compiling, loading from the cache, and running a day with everything on.
#include <benchmark/benchmark.h>

#include <string_view>

#include "bench/medians.h"
#include "bench/system/process.h"

namespace weir::bench {
namespace {

void print_tasks(const Medians& medians) {
    const std::pair<const char*, const char*> tasks[] = {{"process/check stdlib", "a process checks stdlib"},
                                                         {"warm/check stdlib", "the same in a process that is warm"},
                                                         {"process/check vwap", "a process checks vwap"},
                                                         {"process/check vwap --engine native", "and compiles it"},
                                                         {"compile/vwap", "vwap compiles, warm"},
                                                         {"warm/load vwap from the cache", "or comes from the cache"}};
    std::printf("\n%-36s %9s %9s\n", "task, ms", "wall", "CPU");
    for (const auto& [name, what] : tasks) {
        if (!medians.has(name)) continue;
        const bool is_process = std::string_view(name).starts_with("process/");
        const double cpu = medians.of(name, is_process ? "children_cpu" : "cpu");
        std::printf("%-36s %9.2f %9.2f\n", what, 1e3 * medians.of(name, "wall"), 1e3 * cpu);
    }
}

void print_library(const Medians& medians) {
    std::printf("\n%-18s %11s %11s %6s %10s %12s\n", "strategy", "state bytes", "operations", "slots", "check ms",
                "compile ms");
    for (const std::string& name : library())
        if (const std::string check = "check/" + name; medians.has(check))
            std::printf("%-18s %11.0f %11.0f %6.0f %10.2f %12.1f\n", name.c_str(), medians.of(check, "state_bytes"),
                        medians.of(check, "operations"), medians.of(check, "slots"), 1e3 * medians.of(check, "cpu"),
                        1e3 * medians.of("compile/" + name, "cpu"));
}

void print_runs(const Medians& medians) {
    std::printf("\n%-28s %9s %9s %9s %12s %14s\n", "run", "records", "steps", "children", "CPU ms", "records/s");
    for (const std::string strategy : {"vwap", "scaled"})
        for (const std::string day : {"a generated day", "GOOG 2012-06-21"})
            if (const std::string name = "run/" + strategy + ", " + day; medians.has(name))
                std::printf("%-28s %9.0f %9.0f %9.0f %12.1f %14.0f\n", (strategy + ", " + day).c_str(),
                            medians.of(name, "records"), medians.of(name, "steps"), medians.of(name, "children"),
                            1e3 * medians.of(name, "cpu"), medians.of(name, "records") / medians.of(name, "cpu"));
    for (const std::string days : {"1 day", "10 days"})
        if (medians.has("memory/" + days))
            std::printf("%-28s %9.1f MiB\n", ("peak memory, " + days).c_str(),
                        medians.of("memory/" + days, "peak_mib"));
}

}  // namespace
}  // namespace weir::bench

int main(int argc, char** argv) {
    using namespace weir::bench;
    add_checks();
    add_runs();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    Medians medians;
    benchmark::RunSpecifiedBenchmarks(&medians);
    print_tasks(medians);
    print_library(medians);
    print_runs(medians);
    benchmark::Shutdown();
    return 0;
}
