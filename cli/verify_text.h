// What `weir verify` prints of a strategy.
#pragma once

#include <span>
#include <string>

#include "compiler/diagnostics/source.h"
#include "proofs/proofs.h"

namespace weir::cli {

/// `vwap: 12 proven, 2 guarded`
std::string summary(const proofs::Verified& verified);

/// A row for each line: its verdict, what it says, and why it is not proven.
std::string table(const proofs::Verified& verified);

/// `watched as it runs: A; B; a market is known that breaks C`; empty when all is proven.
std::string watched(const proofs::Verified& verified);

/// What happens in the markets that break a line, and how to run them.
std::string stories(const proofs::Verified& verified, const std::string& script, const std::string& folder);

}  // namespace weir::cli
