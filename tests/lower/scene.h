// What most tests of lowering begin with: a strategy of some clauses, an order, a market that stands.
#pragma once

#include "tests/lower/driver.h"

namespace weir::test {

inline constexpr int64_t kBegin = 1'000'000 * kSec;

inline plan::Plan plan_with(const std::string& clauses, const std::string& parameters = "") {
    return plan_of("weir 1\nstrategy s(" + parameters + ") {\n" + clauses + "\n}\n", shares());
}

/// An order of 1000 over 100 s; the market is 100.00 to 100.10.
inline Driver& with_market(Driver& driver, int64_t side = 1) {
    driver.quote(10'000, 10'010);
    driver.order(1000, kBegin, kBegin + 100 * kSec, side);
    return driver;
}

/// Seconds after the begin.
inline int64_t at(int64_t seconds) {
    return kBegin + seconds * kSec;
}

}  // namespace weir::test
