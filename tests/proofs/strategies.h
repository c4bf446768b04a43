// Scripts, checked and asked about as the tests of this folder need them.
#pragma once

#include <optional>
#include <string>

#include "compiler/compiler.h"
#include "compiler/verify/verify.h"
#include "proofs/scenario.h"

namespace weir::test {

struct Strategy {
    compiler::Checked checked;
    verify::Proofs proofs;
    proofs::Ground ground;
};

/// Of the first strategy of a script. Nothing is proven of it: every property is open.
Strategy open_strategy(const std::string& text, const std::string& path = "script.weir");
/// Of a file of the repository.
Strategy open_file(const std::string& path);
std::string text_of_file(const std::string& path);

/// Leaves only the property of this name open; its place among the findings, none when there is no such.
std::optional<size_t> only(Strategy& strategy, const std::string& name);

/// Where a property stands among the findings, by its name.
size_t finding_of(const Strategy& strategy, const std::string& name);

}  // namespace weir::test
