// The markets that scripts are checked for: those of `--tape`, one for each leg, and nominal ones where none is said.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/lower/lower.h"
#include "compiler/plan/passes.h"
#include "compiler/sema/program.h"
#include "runtime/core/types.h"

namespace weir::cli {

class StatedMarkets {
  public:
    explicit StatedMarkets(std::vector<std::string> same_currency) : same_currency_(std::move(same_currency)) {}

    /// Of the market, or NAME=TAPE of a leg. What is wrong with it, as a sentence.
    std::string open(const std::string& text);
    /// That of the tapes, as far as there are some for the legs of a script.
    lower::Market market_for(const sema::Program& program) const;
    /// The rules of the only market.
    plan::Bindings bindings() const;

  private:
    std::vector<std::string> same_currency_;
    std::map<std::string, Instrument> instruments_;  // of the tapes, by leg; of the only market without a name
};

}  // namespace weir::cli
