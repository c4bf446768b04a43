// Trees made at random, each of which some script says.
#pragma once

#include <cstdint>

#include "compiler/syntax/tree.h"

namespace weir::syntax {

Tree random_tree(uint32_t seed);

}  // namespace weir::syntax
