// Keeps what the benchmarks measured, by name, instead of printing it: a program prints one table at its end.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace weir::bench {

class Medians : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration || run.iterations == 0) continue;
            auto& figures = samples_[run.run_name.function_name];
            const auto iterations = static_cast<double>(run.iterations);
            figures["wall"].push_back(run.real_accumulated_time / iterations);
            figures["cpu"].push_back(run.cpu_accumulated_time / iterations);
            for (const auto& [name, counter] : run.counters) figures[name].push_back(counter.value);
        }
        if (!runs.empty()) std::fprintf(stderr, "measured %s\n", runs.front().run_name.function_name.c_str());
    }

    /// The median of the repetitions: `wall` and `cpu` in seconds an iteration, or a counter; NaN when not measured.
    double of(const std::string& benchmark, const std::string& figure) const {
        const auto at = samples_.find(benchmark);
        if (at == samples_.end() || !at->second.contains(figure)) return std::nan("");
        std::vector<double> sorted = at->second.at(figure);
        std::ranges::sort(sorted);
        const size_t middle = sorted.size() / 2;
        return sorted.size() % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
    bool has(const std::string& benchmark) const { return samples_.contains(benchmark); }

  private:
    std::map<std::string, std::map<std::string, std::vector<double>>> samples_;
};

}  // namespace weir::bench
