#include "ide/carried.h"

namespace weir::ide {

std::span<const Carried> reference_pages() {
    static constexpr Carried kPages[] = {
#include "reference.inc"
    };
    return kPages;
}

std::span<const Carried> library_scripts() {
    static constexpr Carried kScripts[] = {
#include "library.inc"
    };
    return kScripts;
}

}  // namespace weir::ide
