// The exchange again, slowly: one list of everything that rests, ours among the others, in order of arrival. It is
// walked from the start for every question. No queue positions, no arrival numbers, no marks beside the book. Order
// tapes only.
#pragma once

#include <vector>

#include "tests/venues/scene.h"

namespace weir::venues::test {

/// The reports of a scene without delays.
std::vector<OrderReport> reference_reports(Scene& scene);

}  // namespace weir::venues::test
