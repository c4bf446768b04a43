// Minimise: the smallest scenario of its kind that still breaks the same property: fewer records and commands,
// parameters as the script has them, rounder numbers, shorter times (delta debugging: Zeller, Hildebrandt, "Simplifying
// and isolating failure-inducing input", IEEE TSE 28(2), 2002).
#pragma once

#include "proofs/search.h"

namespace weir::proofs {

/// What is given back has been carried out by the runtime as well, and is what was given when nothing smaller breaks.
Refutation minimise(const Ground& ground, const verify::Proofs& proofs, const verify::Property& property,
                    Refutation refutation, const Budget& budget = {});

}  // namespace weir::proofs
