// What every strategy inherits as proven of the order manager: no overfill, no message too many, nothing new after the
// end, and so on, each with the questions that a solver must answer so that it is proven.
//
// The questions are made from runtime/orders/transitions.def: another row makes other questions. This folder solves
// nothing; docs/internals/order-manager-proof.md says what the model is and what is trusted.
#pragma once

#include <string>
#include <vector>

#include "runtime/orders/transitions.h"

namespace weir::order_proof {

/// A question in SMT-LIB, complete, for any solver of linear integer arithmetic.
struct Script {
    std::string name;  // of a file: letters, digits, `-`
    std::string says;
    std::string text;
};

struct Claim {
    std::string name;
    std::string says;
    std::vector<Script> scripts;    // proven when each is unsat: no counterexample
    std::vector<Script> witnesses;  // each is sat: what is claimed does come into play
};

/// All that is proven once, for every strategy. The first claims are what the later ones take for granted.
std::vector<Claim> order_manager_claims();
/// The same of another table, to show that a wrong row is noticed.
std::vector<Claim> order_manager_claims(const orders::TransitionTable& table);

}  // namespace weir::order_proof
