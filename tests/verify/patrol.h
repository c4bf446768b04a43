// Random walks of a strategy on which everything that was asked of it is watched, and by which nothing but a line of
// `assume` or a fault stops it: so one breach does not hide another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/verify/verify.h"

namespace weir::test {

/// Where something proven was broken.
struct Breach {
    std::string property;
    uint64_t seed;  // of the walk
    int64_t step;
};

class Patrol {
  public:
    explicit Patrol(const verify::Proofs& proofs);

    /// Takes walks, from seed 1 on, of so many steps altogether or until something proven breaks.
    std::optional<Breach> walk(int64_t steps);

    int64_t taken() const { return taken_; }
    int64_t wanted() const { return wanted_; }  // orders, counted at every step
    /// By finding: whether a walk broke it.
    const std::vector<bool>& broken() const { return broken_; }

  private:
    std::optional<Breach> one(uint64_t seed, int64_t steps);
    bool confirmed(const verify::Property& property, uint64_t seed, int64_t step) const;

    const verify::Proofs& proofs_;
    plan::Plan plan_, watched_;  // what holds is in both; guards of the second stop nothing
    std::vector<bool> broken_;
    int64_t taken_ = 0, wanted_ = 0;
};

}  // namespace weir::test
