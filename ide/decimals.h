// Exact decimals as text. Internal to this folder.
#pragma once

#include <optional>
#include <string>

#include "compiler/syntax/tree_expressions.h"

namespace weir::ide {

/// "0.25", "1500": without zeros at the end beyond `least` decimals.
std::string decimal_text(syntax::Decimal value, int32_t least);
/// Nothing where it has more digits than can be kept.
std::optional<syntax::Decimal> product(const syntax::Decimal& a, const syntax::Decimal& b);
std::optional<syntax::Decimal> sum(const syntax::Decimal& a, const syntax::Decimal& b);
/// Rounded, half away from zero, so that it has at most so many decimals.
syntax::Decimal rounded(syntax::Decimal value, int32_t decimals);

}  // namespace weir::ide
