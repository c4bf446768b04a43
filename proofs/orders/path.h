// Steps one after the other from the beginning, to show that a state is reached.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "proofs/orders/topics.h"

namespace weir::order_proof {

/// Inputs of a step that are given numbers; the others are free.
using Inputs = std::vector<std::pair<Term, int64_t>>;

struct Move {
    const char* step;
    Inputs with = {};
    bool honest = true;  // the venue keeps its word
};

/// A book that begins with nothing and goes on; what each step asks for is given to the question.
class Path {
  public:
    /// The names of the inputs end with `suffix` and the number of the step.
    Path(Machine& machine, Asking& asking, std::string suffix);
    void go(const Move& move);

    Book book;

  private:
    Substitution here(const std::string& behind);

    Machine& machine_;
    Asking& asking_;
    std::string suffix_;
    int steps_ = 0;
};

}  // namespace weir::order_proof
