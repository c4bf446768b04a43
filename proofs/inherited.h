// What every strategy inherits of the order manager.
#pragma once

#include <vector>

#include "proofs/proofs.h"

namespace weir::proofs {

/// The lines of the script that the order manager keeps: messages and working orders.
std::vector<Line> inherited_lines(const plan::Plan& generic);

}  // namespace weir::proofs
