// Inequality: the comparison for which a condition does not hold in a step, with its numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/verify/ask.h"
#include "runtime/core/types.h"

namespace weir::proofs {

struct Failing {
    plan::NodeId comparison = plan::kNoNode;  // kNoNode: something else than a comparison fails
    std::optional<size_t> slot;               // of the child that it speaks of
};

/// What makes a condition false at the values of a step, by node.
Failing failing(const plan::Plan& plan, const int64_t* values, plan::NodeId condition);

/// In words and numbers; `instrument` is that of the child, or of the order.
std::string inequality(const plan::Plan& plan, const int64_t* values, const verify::Property& property,
                       const Failing& failing, const Instrument& instrument);

/// Why an operation failed.
std::string failure(const plan::Plan& plan, const int64_t* values, plan::NodeId operation);

}  // namespace weir::proofs
