// Generated markets as tapes: in files, or in memory.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "runtime/market/generate.h"

namespace weir::market {

bool generate(const GenerateOptions& options, std::span<const std::string> out_paths, TapeError& error,
              const std::function<void(double)>& progress) {
    if (const auto fault = fault_of(options)) {
        error.message = *fault;
        return false;
    }
    if (out_paths.size() != static_cast<size_t>(options.venues)) {
        error.message = fmt::format("{} tapes are named for {} venues", out_paths.size(), options.venues);
        return false;
    }
    constexpr uint64_t kMessagesBetweenReports = 1 << 16;
    Generator generator(options);
    std::vector<TapeWriter> writers;
    for (const std::string& path : out_paths) writers.emplace_back(path, generator.info());
    const auto failed = [&] { return std::ranges::any_of(writers, &TapeWriter::failed); };
    uint64_t messages = 0;
    for (auto message = generator.next(); !message.empty() && !failed(); message = generator.next()) {
        for (const MarketEvent& event : message) writers[static_cast<size_t>(generator.venue())].add(event);
        if (++messages % kMessagesBetweenReports == 0 && progress)
            progress(static_cast<double>(message.back().time - options.start.value) /
                     static_cast<double>(options.duration.value));
    }
    size_t done = 0;
    while (done < writers.size() && writers[done].finish(error)) ++done;
    if (done == writers.size()) return true;
    for (size_t i = 0; i < done; ++i) std::filesystem::remove(out_paths[i]);
    return false;
}

bool generate(const GenerateOptions& options, const std::string& out_path, TapeError& error,
              const std::function<void(double)>& progress) {
    return generate(options, std::span(&out_path, 1), error, progress);
}

std::vector<std::unique_ptr<Tape>> generate_venues(const GenerateOptions& options) {
    if (fault_of(options)) return {};
    Generator generator(options);
    std::vector<std::vector<MarketEvent>> events(static_cast<size_t>(options.venues));
    for (auto message = generator.next(); !message.empty(); message = generator.next()) {
        std::vector<MarketEvent>& own = events[static_cast<size_t>(generator.venue())];
        own.insert(own.end(), message.begin(), message.end());
    }
    std::vector<std::unique_ptr<Tape>> tapes;
    for (auto& own : events) tapes.push_back(Tape::from(generator.info(), std::move(own)));
    return tapes;
}

std::unique_ptr<Tape> generate(const GenerateOptions& options) {
    auto tapes = generate_venues(options);
    return tapes.empty() ? nullptr : std::move(tapes.front());
}

}  // namespace weir::market
