// Reads the tests of a script. The conditions of a test read what its strategy may read, and what the runtime observes.
#pragma once

#include <vector>

#include "compiler/sema/checker.h"
#include "compiler/sema/sema.h"
#include "compiler/sema/test_case.h"

namespace weir::sema {

/// The names of a strategy with what is observed of its run behind its parameters.
class Observer {
  public:
    /// `depths` of the book that the strategy speaks of: no others are summed in its runs.
    Observer(const syntax::Strategy& source, const SourceFile& file, const std::vector<int32_t>& depths,
             Functions& functions, Diagnostics& diagnostics);

    ExpressionChecker& expressions() { return checker_.expressions(); }
    const Strategy& strategy() const { return checker_.strategy(); }
    /// Parameters that are the script's own.
    size_t parameters() const { return parameters_; }
    Strategy take() { return checker_.take(); }

  private:
    StrategyChecker checker_;
    size_t parameters_ = 0;
};

/// The tests of a script whose strategies have been checked.
std::vector<TestCase> read_tests(const Source& source, const Program& program, Functions& functions,
                                 Diagnostics& diagnostics);

}  // namespace weir::sema
