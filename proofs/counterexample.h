// What is shown of a refutation: its files, the command that runs them, what happens there.
#pragma once

#include <optional>
#include <span>

#include "proofs/proofs.h"
#include "proofs/search.h"

namespace weir::proofs {

/// `runs` is the plan that `weir run` carries out. Nothing, where that does not stop for the property: what does not
/// replay is not shown.
std::optional<Counterexample> counterexample_of(const Refutation& refutation, const Ground& ground,
                                                const verify::Proofs& proofs, size_t finding, const plan::Plan& runs,
                                                std::span<const SourceFile> files);

}  // namespace weir::proofs
