// What a user waits for: checking, compiling, loading from the cache, and replaying a recorded day with everything on.
//
// The recorded day is GOOG of 2012-06-21 where `../shared/data` is present, and a generated day otherwise; both are
// generated or imported once per process, outside the timed part.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "compiler/compiler.h"
#include "runtime/backtest/backtest.h"
#include "runtime/core/order_text.h"
#include "runtime/market/curve.h"
#include "runtime/market/generate.h"
#include "runtime/market/import.h"
#include "runtime/models/shortfall.h"
#include "runtime/tca/report.h"

extern char** environ;

namespace weir::bench {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void abandon(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

std::string text_of(const fs::path& path) {
    std::ifstream in(path);
    if (!in) abandon(path.string() + ": cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A folder of this process, gone at its end.
struct Scratch {
    fs::path path = fs::temp_directory_path() / ("weir-bench-" + std::to_string(getpid()));
    Scratch() { fs::create_directories(path); }
    ~Scratch() { fs::remove_all(path); }
};
const fs::path& scratch() {
    static const Scratch folder;
    return folder.path;
}

// ---- whole processes
// --------------------------------------------------------------------------------------------------

void run_process(std::vector<std::string> arguments) {
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ) != 0 || waitpid(child, &status, 0) < 0 ||
        status != 0)
        abandon(arguments[0] + " " + arguments[1] + " failed");
    posix_spawn_file_actions_destroy(&actions);
}

const std::string kVwap = WEIR_SOURCE_DIR "/stdlib/vwap.weir";

void check_cold(benchmark::State& state) {
    for (auto _ : state) run_process({WEIR_BINARY, "check", kVwap});
}
BENCHMARK(check_cold)->Name("process/check vwap")->Unit(benchmark::kMillisecond)->UseRealTime()->MinTime(1);

void check_native_cold(benchmark::State& state) {
    for (auto _ : state) run_process({WEIR_BINARY, "check", kVwap, "--engine", "native", "--no-cache"});
}
BENCHMARK(check_native_cold)
    ->Name("process/check vwap --engine native")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MinTime(2);

// ---- compiling in a process that is warm
// --------------------------------------------------------------------------------

const plan::Plan& vwap_plan() {
    static const plan::Plan plan = [] {
        const SourceFile file(kVwap, text_of(kVwap));
        const lower::Market market{.scales = {2, 8, 4}, .base = "BTC", .currency = "USD"};
        auto checked = compiler::check(file, [&](const sema::Program&) { return market; });
        if (checked.plans.empty()) abandon(kVwap + " does not compile");
        return checked.plans.front();
    }();
    return plan;
}

void build_or_abandon(const compiler::BuildOptions& how) {
    const auto built = compiler::build(
        vwap_plan(), {.tick = 1, .lot = 1000, .minimum_quantity = 1000, .minimum_value = 0, .parameters = {}}, how);
    if (!built.runnable) abandon(built.error);
}

void compile_warm(benchmark::State& state) {
    build_or_abandon({});
    for (auto _ : state) build_or_abandon({});
}
BENCHMARK(compile_warm)->Name("compile/vwap, warm")->Unit(benchmark::kMillisecond)->MinTime(1);

void compile_cached(benchmark::State& state) {
    compiler::BuildOptions how;
    how.cache_dir = scratch() / "cache";
    build_or_abandon(how);
    for (auto _ : state) build_or_abandon(how);
}
BENCHMARK(compile_cached)->Name("compile/vwap, from the cache")->Unit(benchmark::kMillisecond)->MinTime(1);

// ---- replay
// -----------------------------------------------------------------------------------------------------------------

struct Day {
    std::unique_ptr<market::Tape> tape;
    std::string order;
};

Day recorded_day() {
    const fs::path source =
        fs::path(WEIR_SOURCE_DIR) / "../shared/data/lobster_2012-06-21/LOBSTER_SampleFile_GOOG_2012-06-21_10.zip";
    if (!fs::exists(source)) {
        std::fprintf(stderr, "no recorded day: a generated one is replayed\n");
        return {market::generate(market::GenerateOptions::us_equity()), "buy 10_000 shares from 09:45 to 15:55"};
    }
    const std::string path = scratch() / "goog.tape";
    const std::vector<std::string> files{source.string()};
    market::ImportError error;
    if (!market::import_tape("lobster", files, {}, path, error)) abandon(error.message);
    market::TapeError tape_error;
    return {market::Tape::open(path, tape_error), "buy 10_000 shares from 09:30 to 15:59"};
}

/// vwap, natively, with book, latency, queue, gate, records, hash of the log and cost analysis.
void replay(benchmark::State& state) {
    const Day day = recorded_day();
    const Instrument& instrument = day.tape->info().instrument;
    const auto built = compiler::build(
        [&] {
            const SourceFile file(kVwap, text_of(kVwap));
            const lower::Market market{
                .scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
                .base = instrument.base,
                .currency = instrument.currency};
            return compiler::check(file, [&](const sema::Program&) { return market; }).plans.at(0);
        }(),
        {.tick = instrument.tick.value,
         .lot = instrument.lot.value,
         .minimum_quantity = instrument.minimum_quantity.value,
         .minimum_value = instrument.minimum_value,
         .parameters = {}},
        {});
    if (!built.runnable) abandon(built.error);
    const auto order = parse_order(day.order, instrument, {day.tape->info().first, day.tape->info().last});
    if (!order) abandon(order.error);

    backtest::Setup setup;
    setup.tape = day.tape.get();
    setup.engine.program = built.runnable->program();
    setup.engine.order = order.value;
    for (const plan::Parameter& parameter : built.plan.parameters) setup.engine.parameters.push_back(parameter.value);
    const market::Tape* history[] = {day.tape.get()};
    size_t shortfalls = 0;
    for (const step::TableKind kind : setup.engine.program.tables) {
        if (kind == step::TableKind::shortfall_curve) {
            auto curve = models::shortfall_curve(setup.engine.program.shortfalls[shortfalls++],
                                                 {.window = since(order.value.end, order.value.start),
                                                  .trading_year = models::trading_year(instrument),
                                                  .parameters = setup.engine.parameters});
            if (!curve) abandon(curve.error);
            setup.engine.tables.push_back(std::move(curve.value));
            continue;
        }
        setup.engine.tables.push_back(kind == step::TableKind::volume_curve ? market::linear_curve()
                                                                            : *market::baseline_spread(history));
    }

    uint64_t records = 0, steps = 0, children = 0;
    for (auto _ : state) {
        const auto result = backtest::run(setup);
        if (!result) abandon(result.error);
        records += result.value.records;
        steps = result.value.steps;
        children = result.value.report->children.size();
    }
    state.SetItemsProcessed(static_cast<int64_t>(records));
    state.counters["steps"] = static_cast<double>(steps);
    state.counters["children"] = static_cast<double>(children);
}
BENCHMARK(replay)->Name("replay/a day of GOOG, vwap working")->Unit(benchmark::kMillisecond)->MinTime(2);

/// The same order at the end of one day and of ten: peak memory must not follow the tape.
void memory(benchmark::State& state) {
    const auto days = static_cast<int>(state.range(0));
    const std::string path = scratch() / ("memory" + std::to_string(days) + ".tape");
    auto options = market::GenerateOptions::crypto();
    options.duration = Duration{days * 86400 * kSecond};
    market::TapeError error;
    if (!market::generate(options, path, error)) abandon(error.message);
    const std::string day = "2024-01-" + std::to_string(101 + days).substr(1);
    for (auto _ : state)
        run_process({WEIR_BINARY, "run", kVwap, "--tape", path, "--order",
                     "buy 5 BTC from " + day + " 02:00 to " + day + " 22:00"});
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    state.counters["peak_MiB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}
BENCHMARK(memory)
    ->Name("memory/days of tape")
    ->Arg(1)
    ->Arg(10)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);

}  // namespace
}  // namespace weir::bench

BENCHMARK_MAIN();
