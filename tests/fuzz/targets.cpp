#include "tests/fuzz/targets.h"

namespace weir::fuzz {

std::span<const Target> targets() {
    static constexpr Target kTargets[] = {{"script", script}, {"format", format}, {"tape", tape}, {"import", import}};
    return kTargets;
}

}  // namespace weir::fuzz
