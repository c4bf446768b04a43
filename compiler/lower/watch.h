// Plans that watch: conditions over what a run sees, asked beside it. They trade nothing.
#pragma once

#include <span>

#include "compiler/lower/lower.h"
#include "compiler/sema/test_case.h"

namespace weir::lower {

/// Slot i says of condition i: quantity 1 when it is certainly true, price 1 when it is certainly false; of a
/// comparison display and minimum are its two sides, `step::kAbsent` where one is absent. Everything that `run` reads
/// but slots and parameters stands where it stands there; the parameters are those of the observer.
Lowered lower_watch(const sema::TestCase& test, const plan::Plan& run, const Market& market);

/// A literal at the scale of a plan, counted in ticks and lots of the instrument where it says so; otherwise what is
/// wrong with it.
std::variant<int64_t, std::string> literal_value(const sema::Literal& literal, sema::Unit unit, const Market& market,
                                                 int64_t tick, int64_t lot);

}  // namespace weir::lower
