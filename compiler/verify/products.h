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

/// Lemmas on two or three products at a time that an answer breaks: of those that share a factor, and of two of which
/// one is among the first `any`.
std::string lemmas_on_some(const std::vector<Product>& products, const Numbers& answer, size_t any);

/// Every lemma that is made of one product (i = j = k), of one beside another (j = k), or of three that share a factor,
/// whatever an answer is; by position, which those of other products share as far as they are alike.
std::vector<std::string> lemmas_of(const std::vector<Product>& products, size_t i, size_t j, size_t k);

/// Lemmas on a product whose factors are at these numbers, or to one side of them.
std::string lemmas_at(const Product& product, __int128 x, __int128 y);

}  // namespace weir::verify
