// Story: a scenario that breaks a property, told as somebody at the desk would: what was quoted and traded, what the
// trader did, what was sent and filled, and the numbers of the line that it breaks.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "proofs/proofs.h"
#include "proofs/search.h"

namespace weir::proofs {

struct Story {
    std::string property;  // as written, or the rule in words
    SourceRange range;     // of its line in the script; empty for a rule
    std::string clause;    // of the child that breaks it, or where arithmetic fails: its first line
    SourceRange clause_range;
    std::vector<std::string> given;   // what is so from the beginning: the order, rules, parameters, the seed
    std::vector<Incident> incidents;  // in order, up to the event that stops the run
    std::string inequality;           // `child value: 312 BTC x 1,650.00 = 514,800.00 USD > 500,000.00 USD`
};

Story tell(const Ground& ground, const verify::Proofs& proofs, const verify::Property& property,
           const Refutation& refutation, std::span<const SourceFile> files);

/// For a terminal: lines that end with a line feed.
std::string text_of(const Story& story, std::span<const SourceFile> files);

}  // namespace weir::proofs
