// Relevant: which part of an answer makes it one. An answer that stands whatever a value is says nothing about it.
#pragma once

#include <vector>

#include "compiler/verify/solve.h"
#include "compiler/verify/translate.h"

namespace weir::verify {

/// The nodes that are not unfolded and on whose values those of the roots rest, in an answer: those nearest to the
/// roots.
std::vector<plan::NodeId> cuts_that_matter(const Translation& translation, const std::vector<plan::NodeId>& roots,
                                           const Numbers& answer);

}  // namespace weir::verify
