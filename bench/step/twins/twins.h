// The standard strategies written by hand, for the benchmark's instrument and default parameters.
#pragma once

#include <memory>
#include <string>

#include "step/step.h"

namespace weir::bench {

class Twin {
  public:
    virtual ~Twin() = default;
    virtual void step(const int64_t* inputs, const int64_t* const* tables, step::Output& out) = 0;
};

std::unique_ptr<Twin> make_twap();
std::unique_ptr<Twin> make_vwap();
std::unique_ptr<Twin> make_pov();
std::unique_ptr<Twin> make_shortfall();
std::unique_ptr<Twin> make_scaled();
std::unique_ptr<Twin> make_bracket();

}  // namespace weir::bench
