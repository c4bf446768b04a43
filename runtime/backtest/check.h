// What can be said to be wrong with a setup before it runs.
#pragma once

#include <string>

#include "runtime/backtest/backtest.h"

namespace weir::backtest {

/// A sentence; empty when nothing is wrong.
std::string fault_of(const Setup& setup);

}  // namespace weir::backtest
