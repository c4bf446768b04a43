// Which verifier this is: a hash of its sources.
#pragma once

#include <string_view>

namespace weir::proofs {

extern const std::string_view kRules;

}  // namespace weir::proofs
