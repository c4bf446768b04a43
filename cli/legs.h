// What strategies with legs ask of a command line, beside a tape for each.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/lower/lower.h"
#include "compiler/sema/program.h"
#include "runtime/core/parsed.h"
#include "runtime/venues/listing.h"

namespace weir::cli {

/// `1 EUR = 1.08 USD` each; the error names the option.
Parsed<std::vector<lower::Rate>> parse_rates(const std::vector<std::string>& texts);

/// What is wrong with a rate that no two legs can use; empty when each has a use.
std::string rates_fault(const lower::Market& market);

/// Why an order of this side is not for the strategy: its lead is of the other; empty when it is.
std::string side_fault(const sema::Strategy& strategy, Side side);

/// What a run has, as scripts are checked for it; `legs`: how many instruments.
lower::Market deployed_market(std::span<const venues::Listing> listings, size_t legs,
                              const std::vector<std::string>& same_currency, const std::vector<lower::Rate>& rates);

}  // namespace weir::cli
