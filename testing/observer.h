// What a test sees of its run: its conditions, asked of the inputs that the strategy reads.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "compiler/plan/interpreter.h"
#include "compiler/sema/test_case.h"
#include "runtime/core/types.h"

namespace weir::testing {

class Observer {
  public:
    /// `watch` as lower_watch makes it; `own` parameters are the script's.
    explicit Observer(plan::Plan watch);

    /// What the strategy's next step would read.
    void see(const step::Layout& layout, const int64_t* inputs);
    void set(sema::Observed what, int64_t value);
    void ask(Time now);

    // Of condition i, as last asked.
    bool yes(size_t i) const { return output_.desired[i].quantity == 1; }
    bool no(size_t i) const { return output_.desired[i].price == 1; }
    int64_t left(size_t i) const { return output_.desired[i].display; }
    int64_t right(size_t i) const { return output_.desired[i].minimum; }

  private:
    plan::Plan plan_;
    plan::Interpreter interpreter_;
    step::Program program_;
    std::vector<int64_t> inputs_, state_;
    std::vector<std::vector<int64_t>> tables_;
    std::vector<const int64_t*> table_pointers_;
    step::Output output_{};
};

}  // namespace weir::testing
