// The market that a script is checked for when no tape says it.
#pragma once

#include <string>
#include <vector>

#include "compiler/lower/lower.h"
#include "compiler/sema/program.h"
#include "runtime/core/types.h"

namespace weir::cli {

lower::Market market_of(const Instrument& instrument, const std::vector<std::string>& same_currency);

/// Eight decimals of quantity, two of price; base and currency are those that the script names first.
lower::Market nominal_market(const sema::Program& program, const std::vector<std::string>& same_currency);

/// The currencies that the literals of a program name, each once.
std::vector<std::string> currencies_of(const sema::Program& program);

/// What is wrong with a `--same-currency` of which nothing in `named` speaks; empty when each has a use.
std::string same_currency_fault(const std::vector<std::string>& same_currency, const std::vector<std::string>& named);

}  // namespace weir::cli
