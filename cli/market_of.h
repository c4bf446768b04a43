// The market that a script is checked for, as a tape says it.
#pragma once

#include <string>
#include <vector>

#include "compiler/lower/lower.h"
#include "runtime/core/types.h"

namespace weir::cli {

lower::Market market_of(const Instrument& instrument, const std::vector<std::string>& same_currency);

/// What is wrong with a `--same-currency` of which nothing in `named` speaks; empty when each has a use.
std::string same_currency_fault(const std::vector<std::string>& same_currency, const std::vector<std::string>& named);

}  // namespace weir::cli
