// The reference interpreter: what a plan means. Native code is held against it bit for bit.
#pragma once

#include <memory>

#include "compiler/plan/plan.h"
#include "step/step.h"

namespace weir::plan {

/// Runs a valid plan. The program of one interpreter must not be stepped by two threads at once; it must outlive its
/// programs, and may be moved.
class Interpreter {
  public:
    explicit Interpreter(const Plan& plan);
    ~Interpreter();
    Interpreter(Interpreter&&) noexcept;
    Interpreter& operator=(Interpreter&&) noexcept;

    step::Program program() const;

    /// The node in which the first fault of this step arises, -1 for none. `state` is advanced and else left as it is.
    int64_t fault_of(const int64_t* inputs, const int64_t* const* tables, int64_t* state) const;

    /// What each node was in the last step, by node; of no meaning for one that faulted.
    const int64_t* values() const;

  private:
    struct Code;
    std::unique_ptr<Code> code_;
};

}  // namespace weir::plan
