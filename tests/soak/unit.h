// A unit of the soak: a program and what it lives through, both drawn from one number. The same number gives the same
// unit on every machine, so that a failure is replayed from its number alone.
#pragma once

#include <cstdint>
#include <string>

namespace weir::test {

inline constexpr int64_t kStepsOfUnit = 200'000;  // orders follow each other until about so many steps are taken

struct UnitResult {
    std::string name;      // of the script
    std::string rejected;  // why the script was not compiled; only a random one may be
    std::string diverged;  // empty, or the first step at which the engines differ, with all that replays it
    int64_t steps = 0;     // (program, event) steps that all engines were compared on
    int64_t orders = 0;
    int64_t placing = 0;  // steps that wanted something
    int64_t stopped = 0;  // steps that gave a fault, a guard or an assumption
};

/// Runs it for at most so many steps, or until the engines differ.
UnitResult run_unit(uint64_t number, int64_t steps_most);

}  // namespace weir::test
