// Whole runs: a day replayed with everything on, and memory over one day and ten.
#include <benchmark/benchmark.h>

#include <memory>

#include "bench/system/process.h"
#include "compiler/compiler.h"
#include "runtime/backtest/backtest.h"
#include "runtime/core/order_text.h"
#include "runtime/market/curve.h"
#include "runtime/market/generate.h"
#include "runtime/market/import.h"
#include "runtime/models/shortfall.h"
#include "runtime/tca/report.h"

namespace weir::bench {
namespace {

namespace fs = std::filesystem;

struct Day {
    std::unique_ptr<market::Tape> tape;
    std::string order;
};

Day generated_day() {
    return {market::generate(market::GenerateOptions::us_equity()), "buy 10_000 shares from 09:45 to 15:55"};
}

const fs::path kRecording =
    fs::path(WEIR_SOURCE_DIR) / "../shared/data/lobster_2012-06-21/LOBSTER_SampleFile_GOOG_2012-06-21_10.zip";

Day recorded_day() {
    const std::string path = scratch() / "goog.tape";
    const std::vector<std::string> files{kRecording.string()};
    market::ImportError error;
    if (!market::import_tape("lobster", files, {}, path, error)) abandon(error.message);
    market::TapeError tape_error;
    return {market::Tape::open(path, tape_error), "buy 10_000 shares from 09:30 to 15:59"};
}

/// A strategy made ready for a day.
struct Ready {
    compiler::Built built;
    backtest::Setup setup;
};

Ready make_ready(const std::string& name, const Day& day) {
    const Instrument& instrument = day.tape->info().instrument;
    const SourceFile file(script_of(name), text_of(script_of(name)));
    const lower::Market market{
        .scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
        .base = instrument.base,
        .currency = instrument.currency};
    const plan::Plan plan = compiler::check(file, [&](const sema::Program&) { return market; }).plans.at(0);
    plan::Bindings bindings{.tick = instrument.tick.value,
                            .lot = instrument.lot.value,
                            .minimum_quantity = instrument.minimum_quantity.value,
                            .minimum_value = instrument.minimum_value,
                            .parameters = {}};
    for (const plan::Parameter& parameter : plan.parameters) bindings.parameters.push_back(parameter.value);
    Ready ready;
    ready.built = compiler::build(plan, bindings, {});
    if (!ready.built.runnable) abandon(ready.built.error);
    const auto order = parse_order(day.order, instrument, {day.tape->info().first, day.tape->info().last});
    if (!order) abandon(order.error);

    backtest::Setup& setup = ready.setup;
    setup.tape = day.tape.get();
    setup.engine.program = ready.built.runnable->program();
    setup.engine.order = order.value;
    for (const plan::Parameter& parameter : ready.built.plan.parameters)
        setup.engine.parameters.push_back(parameter.value);
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
    return ready;
}

/// Natively, with book, latency, queue, gate, records, hash of the log and cost analysis.
void replay(benchmark::State& state, const std::string& name, const Day& day) {
    const Ready ready = make_ready(name, day);
    uint64_t records = 0, steps = 0, children = 0;
    for (auto _ : state) {
        const auto result = backtest::run(ready.setup);
        if (!result) abandon(result.error);
        records += result.value.records;
        steps = result.value.steps;
        children = result.value.report->children.size();
    }
    state.counters["records"] = static_cast<double>(records) / static_cast<double>(state.iterations());
    state.counters["steps"] = static_cast<double>(steps);
    state.counters["children"] = static_cast<double>(children);
}
/// The same order at the end of one day and of ten: peak memory must not follow the tape.
void memory(benchmark::State& state, int days) {
    const std::string path = scratch() / ("memory" + std::to_string(days) + ".tape");
    auto options = market::GenerateOptions::crypto();
    options.duration = Duration{days * 86400 * kSecond};
    market::TapeError error;
    if (!market::generate(options, path, error)) abandon(error.message);
    const std::string day = "2024-01-" + std::to_string(101 + days).substr(1);
    for (auto _ : state)
        run_weir({"run", script_of("vwap"), "--tape", path, "--order",
                  "buy 5 BTC from " + day + " 02:00 to " + day + " 22:00"});
    state.counters["peak_mib"] = children_peak_mib();
}

}  // namespace

void add_runs() {
    const bool recorded = fs::exists(kRecording);
    if (!recorded) std::fprintf(stderr, "no recorded day: only generated ones are replayed\n");
    for (const std::string name : {"vwap", "scaled"}) {
        benchmark::RegisterBenchmark(("run/" + name + ", a generated day").c_str(), [name](benchmark::State& state) {
            static const Day day = generated_day();
            replay(state, name, day);
        })->MinTime(1);
        if (!recorded) continue;
        benchmark::RegisterBenchmark(("run/" + name + ", GOOG 2012-06-21").c_str(), [name](benchmark::State& state) {
            static const Day day = recorded_day();
            replay(state, name, day);
        })->MinTime(1);
    }
    for (const int days : {1, 10})
        benchmark::RegisterBenchmark(("memory/" + std::to_string(days) + (days == 1 ? " day" : " days")).c_str(),
                                     [days](benchmark::State& state) { memory(state, days); })
            ->UseRealTime()
            ->Repetitions(1)
            ->Iterations(1);
}

}  // namespace weir::bench
