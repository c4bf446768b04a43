// The market that a script is checked for when no tape says it.
#pragma once

#include "compiler/lower/lower.h"
#include "compiler/sema/program.h"
#include "runtime/core/types.h"

namespace weir::cli {

lower::Market market_of(const Instrument& instrument, const std::vector<std::string>& same_currency);

/// Eight decimals of quantity, two of price; base and currency are those that the script names first.
lower::Market nominal_market(const sema::Program& program);

}  // namespace weir::cli
