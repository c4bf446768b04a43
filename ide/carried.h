// Files of the source tree that the binary carries. Internal to this folder.
#pragma once

#include <span>
#include <string_view>

namespace weir::ide {

struct Carried {
    std::string_view name, text;
};
/// The pages of docs/language.
std::span<const Carried> reference_pages();
/// The scripts of stdlib.
std::span<const Carried> library_scripts();

}  // namespace weir::ide
