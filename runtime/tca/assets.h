// The parts of the HTML report that are files in the source tree, carried in the binary.
#pragma once

#include <string_view>

namespace weir::tca {

extern const std::string_view kChartJs;     // Chart.js, as its maintainers publish it
extern const std::string_view kPageStyle;   // page/report.css
extern const std::string_view kPageScript;  // page/report.js

}  // namespace weir::tca
