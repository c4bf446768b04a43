// Random strategies as somebody at a desk might write them, with limits that are near to what their works do: some hold
// with room, some only just, some not. Every script is accepted; the same seed makes the same script.
#pragma once

#include <cstdint>
#include <string>

namespace weir::test {

std::string desk_script(uint64_t seed);

}  // namespace weir::test
