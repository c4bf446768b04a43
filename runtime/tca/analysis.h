// From what was recorded to costs: pure functions of fills and benchmarks.
#pragma once

#include <optional>

#include "runtime/tca/report.h"

namespace weir::tca {

Executed executed_of(const Instrument& instrument, const Fill& fill);
void add(Executed& sum, const Executed& more);

Touch touch_of(const Instrument& instrument, Side side, const Fill& fill);
void add(Touch& sum, const Touch& more);

/// One fill at one horizon, by index of kHorizons.
Spread spread_of(const Instrument& instrument, Side side, const Fill& fill, size_t horizon);
void add(Spread& sum, const Spread& more);

std::optional<Shortfall> shortfall_of(const Instrument& instrument, const ParentOrder& order,
                                      const Benchmarks& benchmarks, const Executed& executed);

/// The spreads of every child, from the fills. False when a fill belongs to no child.
bool analyse_children(Report& report);

/// Everything else of the report that follows from its fills and benchmarks, and the spreads of its children.
void analyse(Report& report);

}  // namespace weir::tca
