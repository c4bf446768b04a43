// What holds of a book at every moment. Each conjunct is kept by every step, given all of them before it.
#pragma once

#include <string>
#include <vector>

#include "proofs/orders/book.h"

namespace weir::order_proof {

struct Conjunct {
    std::string name;
    Term term;
    bool of_honest_venue;  // needs a venue that keeps its word
};
std::vector<Conjunct> invariant(const Book& book);

/// A ledger before its first order.
std::vector<Named> initial(const Book& book);

/// How much is left to happen to a child of a stopped ledger by time and commands: falls with each of them.
Term steps_left(const Book& book);

}  // namespace weir::order_proof
