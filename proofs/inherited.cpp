#include "proofs/inherited.h"

#include <fmt/format.h>

namespace weir::proofs {
namespace {

constexpr int64_t kUnits[] = {3'600'000'000'000, 60'000'000'000, 1'000'000'000, 1'000'000, 1'000, 1};
constexpr const char* kUnitNames[] = {"h", "min", "s", "ms", "us", "ns"};

std::string duration_text(int64_t ns) {
    size_t unit = 0;
    while (ns % kUnits[unit] != 0) ++unit;
    return fmt::format("{} {}", ns / kUnits[unit], kUnitNames[unit]);
}

/// The order manager refuses what would break it.
Line kept(std::string name) {
    Line line;
    line.source = Source::risk;
    line.name = std::move(name);
    line.verdict = Verdict::guarded;
    line.why = "the order manager keeps it as it runs";
    return line;
}

}  // namespace

std::vector<Line> inherited_lines(const plan::Plan& generic) {
    std::vector<Line> lines;
    const step::OrderLimits& limits = generic.limits;
    if (limits.messages != 0)
        lines.push_back(
            kept(fmt::format("messages <= {} per {}", limits.messages, duration_text(limits.messages_per_ns))));
    if (limits.working_orders != 0) lines.push_back(kept(fmt::format("working orders <= {}", limits.working_orders)));
    return lines;
}

}  // namespace weir::proofs
