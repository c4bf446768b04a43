// The market that a script is checked for when nothing says it.
#pragma once

#include <string>
#include <vector>

#include "compiler/lower/lower.h"
#include "compiler/sema/program.h"

namespace weir::compiler {

/// Eight decimals of quantity, two of price; base and currency are those that the script names first.
lower::Market nominal_market(const sema::Program& program, const std::vector<std::string>& same_currency = {});

/// The currencies that the literals of a program name, each once.
std::vector<std::string> currencies_of(const sema::Program& program);

}  // namespace weir::compiler
