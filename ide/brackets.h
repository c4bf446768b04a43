// Brackets and their partners, in texts that may lack some. Internal to this folder.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/syntax/syntax.h"

namespace weir::ide {

/// Places of the opening and the closing sign.
struct BracketPair {
    uint32_t open = 0, close = 0;
};
/// In the order of their opening; brackets without a partner are left out.
std::vector<BracketPair> bracket_pairs(std::span<const syntax::Token> tokens, std::string_view text);

}  // namespace weir::ide
