// Reports kept in one SQLite file. Each call opens, works in one transaction and closes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/core/parsed.h"
#include "runtime/tca/report.h"

namespace weir::tca {

/// One line of `weir tca list`.
struct StoredRun {
    int64_t id = 0;
    std::string strategy, symbol, tape;
    Side side = Side::buy;
    std::string quantity, executed;              // decimal, with the unit
    std::string quantity_shown, executed_shown;  // the same as the report shows them
    std::string time_zone;                       // of the instrument
    Time started = kNoTime, ended = kNoTime;
    StopCause stop = StopCause::none;
    std::string shortfall_bps;  // "-3.27", empty when absent
    std::string saved;          // when, UTC
    std::string settings;       // "pace=20%, slice=5 min": the strategy's parameters
};

/// Adds the report; the file is made when there is none. Gives its id.
Parsed<int64_t> save(const Report& report, const std::string& path);
/// Every report, oldest first.
Parsed<std::vector<StoredRun>> list(const std::string& path);
Parsed<Report> load(const std::string& path, int64_t id);

}  // namespace weir::tca
