// Numbers of a market as people write them: 514,800.00 USD.
#pragma once

#include <string>

#include "runtime/core/types.h"

namespace weir::proofs {

/// With commas between the thousands, and at least so many digits behind the point.
std::string grouped(__int128 value, int decimals, int least);

std::string price_text(int64_t price, const Instrument& instrument);
/// In half price units, as a mid or a distance between prices is.
std::string half_text(int64_t half, const Instrument& instrument);
std::string quantity_text(int64_t quantity, const Instrument& instrument);
std::string money_text(int64_t money, const Instrument& instrument);

}  // namespace weir::proofs
