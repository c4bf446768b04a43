// What changed between two texts, line by line. Internal to this folder.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace weir::ide {

/// The lines of a text, each with the sign that ends it.
std::vector<std::string_view> lines_of(std::string_view text);

/// Lines [old_begin, old_end) of one text stand as [new_begin, new_end) in the other.
struct Hunk {
    size_t old_begin = 0, old_end = 0, new_begin = 0, new_end = 0;
};
/// In order, with equal lines between them; as few lines as it takes, unless nearly everything changed.
std::vector<Hunk> line_diff(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after);

}  // namespace weir::ide
