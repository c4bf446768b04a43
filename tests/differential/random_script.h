// Random strategies in the words of this edition, made along its grammar and its types: every script should be
// accepted. The same seed makes the same script.
#pragma once

#include <cstdint>
#include <string>

namespace weir::test {

/// Each sixth has phases, branches, protection and richer children; each twelfth a leg that hedges.
std::string random_script(uint64_t seed);

}  // namespace weir::test
