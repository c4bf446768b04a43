#include "runtime/market/join.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "runtime/core/time.h"

namespace weir::market {
namespace {

struct Part {
    std::string path;
    std::unique_ptr<Tape> tape;
};

/// The parts in order of time; empty when one of them does not open.
std::vector<Part> open_all(std::span<const std::string> paths, TapeError& error) {
    std::vector<Part> parts;
    for (const std::string& path : paths) {
        auto tape = Tape::open(path, error);
        if (!tape) return {};
        parts.push_back({path, std::move(tape)});
    }
    std::sort(parts.begin(), parts.end(),
              [](const Part& a, const Part& b) { return a.tape->info().first < b.tape->info().first; });
    return parts;
}

/// Why `next` cannot follow `before`; empty when it can.
std::string fault_between(const Part& before, const Part& next) {
    const TapeInfo& a = before.tape->info();
    const TapeInfo& b = next.tape->info();
    if (!(a.instrument == b.instrument))
        return fmt::format("{} is of {}, and {} of {}, or their grids differ: join tapes of one instrument",
                           before.path, a.instrument.symbol, next.path, b.instrument.symbol);
    if (a.detail != b.detail)
        return fmt::format("{} shows {}, and {} shows {}: join tapes of one kind", before.path, name(a.detail),
                           next.path, name(b.detail));
    if (b.first < a.last)
        return fmt::format("{} begins at {}, before {} ends at {}: tapes that are joined do not overlap", next.path,
                           format_time(b.first), before.path, format_time(a.last));
    return {};
}

MarketEvent cleared(Time time) {
    MarketEvent event{};
    event.time = time.value;
    event.receive_delta_us = kNoReceive;
    event.kind = MarketKind::clear;
    event.flags = kLastOfMessage;
    return event;
}

}  // namespace

std::unique_ptr<Tape> open_joined(std::span<const std::string> paths, TapeError& error) {
    std::vector<Part> parts = open_all(paths, error);
    if (parts.size() <= 1) return parts.empty() ? nullptr : std::move(parts.front().tape);
    for (size_t i = 1; i < parts.size(); ++i) {
        error.message = fault_between(parts[i - 1], parts[i]);
        if (!error.message.empty()) return nullptr;
    }
    const std::string joined =
        (std::filesystem::temp_directory_path() / fmt::format("weir-joined-{}.tape", getpid())).string();
    TapeWriter writer(joined, parts.front().tape->info());
    for (const Part& part : parts) {
        if (&part != &parts.front()) writer.add(cleared(part.tape->info().first));
        for (const MarketEvent& event : part.tape->events()) writer.add(event);
    }
    if (!writer.finish(error)) return nullptr;
    auto tape = Tape::open(joined, error);
    std::filesystem::remove(joined);  // the mapping keeps the records
    return tape;
}

}  // namespace weir::market
