#include "proofs/inherited.h"

#include <fmt/format.h>

#include "proofs/orders/orders_proof.h"

namespace weir::proofs {
namespace {

constexpr int64_t kUnits[] = {3'600'000'000'000, 60'000'000'000, 1'000'000'000, 1'000'000, 1'000, 1};
constexpr const char* kUnitNames[] = {"h", "min", "s", "ms", "us", "ns"};

std::string duration_text(int64_t ns) {
    size_t unit = 0;
    while (ns % kUnits[unit] != 0) ++unit;
    return fmt::format("{} {}", ns / kUnits[unit], kUnitNames[unit]);
}

Line inherited(std::string name, Source source) {
    Line line;
    line.source = source;
    line.name = std::move(name);
    line.verdict = Verdict::inherited;
    return line;
}

}  // namespace

std::vector<Line> inherited_lines(const plan::Plan& generic) {
    std::vector<Line> lines;
    const step::OrderLimits& limits = generic.limits;
    if (limits.messages != 0)
        lines.push_back(
            inherited(fmt::format("messages <= {} per {}", limits.messages, duration_text(limits.messages_per_ns)),
                      Source::risk));
    if (limits.working_orders != 0)
        lines.push_back(inherited(fmt::format("working orders <= {}", limits.working_orders), Source::risk));
    static const std::vector<order_proof::Claim> claims = order_proof::order_manager_claims();
    for (const order_proof::Claim& claim : claims)
        lines.push_back(inherited(fmt::format("{}: {}", claim.name, claim.says), Source::order_manager));
    return lines;
}

}  // namespace weir::proofs
