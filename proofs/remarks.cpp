#include <algorithm>

#include "proofs/proofs.h"

namespace weir::proofs {
namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Whether a line of `assume` says how high the mid can be.
bool bounds_mid(const sema::Strategy& strategy) {
    return std::ranges::any_of(strategy.assume, [](const sema::AssumeLine& line) {
        return line.high && line.subject.operation == sema::Operation::word && line.subject.word == sema::Word::mid;
    });
}

/// Money, and sums of it, grow with the price.
bool rests_on_mid(const Line& line) {
    return line.source == Source::faults || (line.source == Source::risk && has(line.name, "child value"));
}

SourceRange place_of(const Line& line, const sema::Strategy& strategy) {
    return line.source == Source::risk && line.guard >= 0 ? line.range : strategy.name_range;
}

}  // namespace

Diagnostics remarks(const Verified& verified, const sema::Strategy& strategy) {
    Diagnostics out;
    std::vector<const Line*> high, given_up;
    for (const Line& line : verified.lines) {
        if (line.verdict == Verdict::refuted)
            out.report(message::market_breaks(place_of(line, strategy), line.name)
                           .help("`weir verify` shows the market, and how to run it"));
        if (line.verdict != Verdict::guarded) continue;
        if (rests_on_mid(line) && !bounds_mid(strategy)) high.push_back(&line);
        if (line.why == kGaveUp && line.source != Source::faults) given_up.push_back(&line);
    }
    const auto with_others = [&](Diagnostic diagnostic, const std::vector<const Line*>& lines) {
        for (size_t i = 1; i < lines.size(); ++i)
            if (place_of(*lines[i], strategy) != diagnostic.range && lines[i]->source == Source::risk)
                diagnostic.label(lines[i]->range, "and this");
        return diagnostic;
    };
    if (!high.empty())
        out.report(with_others(message::mid_not_bounded(place_of(*high.front(), strategy), high.front()->name), high)
                       .help("say it, for example `assume { mid from 1 tick to 10_000_000 quote }`; a market outside "
                             "of it stops the strategy"));
    else if (!given_up.empty())
        out.report(
            with_others(message::solver_gave_up(place_of(*given_up.front(), strategy), given_up.front()->name),
                        given_up)
                .help("what is not proven is watched as the strategy runs; `weir verify --effort 10` tries harder"));
    out.sort_by_place();
    return out;
}

}  // namespace weir::proofs
