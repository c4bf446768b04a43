// What the charts of the HTML report draw, as JSON numbers: seconds since the start, prices, quantities, bps.
#pragma once

#include <string>

#include "runtime/tca/figures.h"
#include "runtime/tca/report.h"

namespace weir::tca {

/// At most kSeriesMost points of the course and about as many fills: neighbours merge at their average price.
std::string chart_data(const Report& report, const Figures& figures);

}  // namespace weir::tca
