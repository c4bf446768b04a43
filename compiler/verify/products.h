// Lemmas on products, true of all integers, so that questions stay within linear arithmetic. They are added where a
// wrong answer breaks them (incremental linearisation: Cimatti, Griggio, Irfan, Roveri, Sebastiani, "Incremental
// linearization for satisfiability and verification modulo nonlinear arithmetic and transcendental functions", ACM
// TOCL 19(3), 2018).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/verify/solve.h"
#include "compiler/verify/translate.h"

namespace weir::verify {

/// What is known of the products from the given one on, by themselves and beside the others.
std::string lemmas(const std::vector<Product>& products, size_t from);

/// Lemmas on two products at a time that an answer breaks: of those that share a factor, and of the first `any` beside
/// any other.
std::string lemmas_on_pairs(const std::vector<Product>& products, const Numbers& answer, size_t any);

/// Lemmas on each product that is not what it should be, at the numbers of its factors. Empty: all are.
std::string tangents(const std::vector<Product>& products, const Numbers& answer);

}  // namespace weir::verify
