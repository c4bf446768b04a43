// The tables that a strategy reads: volume curves and usual levels, from history or a curve, and schedules of models.
#pragma once

#include "cli/setup.h"

namespace weir::cli {

/// Adds them to the run, and to its notes what of them there is not. False when something is wrong; it has then been
/// said on stderr.
bool add_tables(Ready& ready, const SetupOptions& options);

}  // namespace weir::cli
