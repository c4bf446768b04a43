// The markets that the standard algorithms are run on: generated days, and recorded ones where they stand beside the
// sources. Each says for how long an order lasts on it, and what trades meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/market/tape.h"

namespace weir::test {

struct Market {
    std::string name;
    std::unique_ptr<market::Tape> tape;
    std::unique_ptr<market::Tape> history;  // for volume curves and usual spreads; null: none
    Time start, end;                        // of an order
    int64_t volume = 0;                     // eligible, from start to end
};

const Instrument& instrument_of(const Market& market);

/// Equity and crypto days of the generator.
std::vector<Market> generated_markets();
/// What of the recorded data there is. `missing` takes the names of what there is not.
std::vector<Market> recorded_markets(std::vector<std::string>& missing);

/// Eligible volume of a tape as it adds up: the quantity that printed before a time. Made from the records alone.
class TapeVolume {
  public:
    explicit TapeVolume(const market::Tape& tape);
    int64_t before(Time time) const;

  private:
    std::vector<int64_t> times_, sums_;
};

}  // namespace weir::test
