// What every strategy inherits of the order manager.
#pragma once

#include <vector>

#include "proofs/proofs.h"

namespace weir::proofs {

/// The lines of the script that the order manager keeps (messages, working orders), and what it promises of any order.
std::vector<Line> inherited_lines(const plan::Plan& generic);

}  // namespace weir::proofs
